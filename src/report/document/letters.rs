//! Blocks whose texts are said otherwise: for a terminal that shows ASCII only, any other letter as
//! `\u{…}` and commands as they are, to be copied; with stand-ins for what is not to be told. Lays
//! nothing out.

use super::block::{Block, Said};
use super::grid::GridRow;
use super::table::{ComparisonRow, ComparisonTable, TableRow};
use crate::foreign::shown_in_ascii;
use crate::report::cell::Cell;

/// How texts are said, and commands.
pub(in crate::report) struct Letters<'l> {
    pub(in crate::report) text: &'l dyn Fn(&str) -> String,
    pub(in crate::report) command: &'l dyn Fn(&str) -> String,
}

impl Letters<'_> {
    fn texts(&self, all: &[String]) -> Vec<String> {
        all.iter().map(|text| (self.text)(text)).collect()
    }

    fn cell(&self, of: &Cell) -> Cell {
        Cell {
            page: of.page,
            ..Cell::new(of.tone, (self.text)(&of.text))
        }
    }

    fn cells(&self, all: &[Cell]) -> Vec<Cell> {
        all.iter().map(|cell| self.cell(cell)).collect()
    }

    /// Cells of a line, which may be the words of one text.
    fn line(&self, all: &[Cell]) -> Vec<Cell> {
        let runs = all.chunk_by(|one, next| one.tone == next.tone);
        runs.flat_map(|run| self.run(run)).collect()
    }

    fn run(&self, all: &[Cell]) -> Vec<Cell> {
        let joined = |cells: &[Cell]| {
            let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            texts.join(" ")
        };
        let apart = self.cells(all);
        let together = (self.text)(&joined(all));
        if joined(&apart) == together {
            return apart;
        }
        let words = together.split(' ');
        words.map(|word| Cell::new(all[0].tone, word)).collect()
    }
}

impl Block {
    /// The same in ASCII.
    pub(super) fn in_ascii(&self) -> Self {
        self.said(&Letters {
            text: &|text| shown_in_ascii(text),
            command: &|command| command.to_owned(),
        })
    }

    /// The same with its texts said so.
    pub(in crate::report) fn said(&self, letters: &Letters<'_>) -> Self {
        match self {
            Self::Line {
                depth,
                label,
                cells: all,
            } => Self::Line {
                depth: *depth,
                label: (letters.text)(label),
                cells: letters.line(all),
            },
            Self::Field {
                depth,
                labels,
                label,
                is_advice,
                said,
            } => Self::Field {
                depth: *depth,
                labels: *labels,
                label: (letters.text)(label),
                is_advice: *is_advice,
                said: said.iter().map(|said| said.said(letters)).collect(),
            },
            Self::Paragraph(text) => Self::Paragraph((letters.text)(text)),
            Self::Command(text) => Self::Command((letters.command)(text)),
            Self::Gap => Self::Gap,
            Self::Grid(indent, rows) => {
                Self::Grid(*indent, rows.iter().map(|row| row.said(letters)).collect())
            }
            Self::Table(columns) => Self::Table(columns.clone()),
            Self::Row(row) => Self::Row(Box::new(row.said(letters))),
            Self::Comparison(table) => Self::Comparison(Box::new(table.said(letters))),
        }
    }
}

impl Said {
    fn said(&self, letters: &Letters<'_>) -> Self {
        match self {
            Self::Prose(said) => Self::Prose(letters.cell(said)),
            Self::Items(all) => Self::Items(letters.texts(all)),
            Self::List(all) => Self::List(letters.texts(all)),
            Self::Lines(all) => Self::Lines(letters.texts(all)),
            Self::Terms(all) => {
                let term = |(name, text): &(&'static str, String)| (*name, (letters.text)(text));
                Self::Terms(all.iter().map(term).collect())
            }
            Self::Command(command) => Self::Command((letters.command)(command)),
            Self::Within(said) => Self::Within(Box::new(said.said(letters))),
        }
    }
}

impl GridRow {
    fn said(&self, letters: &Letters<'_>) -> Self {
        Self {
            short: letters.cells(&self.short),
            name: letters.cell(&self.name),
            remark: letters.cell(&self.remark),
        }
    }
}

impl TableRow {
    fn said(&self, letters: &Letters<'_>) -> Self {
        let address = |(name, times): &(String, _)| ((letters.text)(name), Clone::clone(times));
        Self {
            endpoint: (letters.text)(&self.endpoint),
            role: self.role,
            direct: self.direct,
            verdict: letters.cell(&self.verdict),
            times: self.times.clone(),
            expires: letters.cell(&self.expires),
            chain: letters.cells(&self.chain),
            addresses: self.addresses.iter().map(address).collect(),
            also: letters.cells(&self.also),
            expected: letters.cells(&self.expected),
            rules: letters.cells(&self.rules),
        }
    }
}

impl ComparisonTable {
    fn said(&self, letters: &Letters<'_>) -> Self {
        let row = |row: &ComparisonRow| ComparisonRow {
            endpoint: (letters.text)(&row.endpoint),
            role: (letters.text)(&row.role),
            verdicts: letters.cells(&row.verdicts),
            differs: letters.cell(&row.differs),
        };
        Self {
            vantages: letters.texts(&self.vantages),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}
