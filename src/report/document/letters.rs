//! Blocks for a terminal that shows ASCII only: any other letter as `\u{…}`, those that mean
//! punctuation as ASCII writes it. Commands stay as they are, to be copied. Lays nothing out.

use super::block::{Block, Said};
use super::grid::GridRow;
use super::table::{ComparisonRow, ComparisonTable, TableRow};
use crate::foreign::shown_in_ascii;
use crate::report::cell::Cell;

fn texts(all: &[String]) -> Vec<String> {
    all.iter().map(|text| shown_in_ascii(text)).collect()
}

fn cell(of: &Cell) -> Cell {
    Cell {
        page: of.page,
        ..Cell::new(of.tone, shown_in_ascii(&of.text))
    }
}

fn cells(all: &[Cell]) -> Vec<Cell> {
    all.iter().map(cell).collect()
}

impl Block {
    /// The same in ASCII.
    pub(super) fn in_ascii(&self) -> Self {
        match self {
            Self::Line {
                depth,
                label,
                cells: all,
            } => Self::Line {
                depth: *depth,
                label: shown_in_ascii(label),
                cells: cells(all),
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
                label: shown_in_ascii(label),
                is_advice: *is_advice,
                said: said.iter().map(Said::in_ascii).collect(),
            },
            Self::Paragraph(text) => Self::Paragraph(shown_in_ascii(text)),
            Self::Command(text) => Self::Command(text.clone()),
            Self::Gap => Self::Gap,
            Self::Grid(indent, rows) => {
                Self::Grid(*indent, rows.iter().map(GridRow::in_ascii).collect())
            }
            Self::Table(columns) => Self::Table(columns.clone()),
            Self::Row(row) => Self::Row(Box::new(row.in_ascii())),
            Self::Comparison(table) => Self::Comparison(Box::new(table.in_ascii())),
        }
    }
}

impl Said {
    fn in_ascii(&self) -> Self {
        match self {
            Self::Prose(said) => Self::Prose(cell(said)),
            Self::Items(all) => Self::Items(texts(all)),
            Self::List(all) => Self::List(texts(all)),
            Self::Lines(all) => Self::Lines(texts(all)),
            Self::Terms(all) => {
                let term = |(name, text): &(&'static str, String)| (*name, shown_in_ascii(text));
                Self::Terms(all.iter().map(term).collect())
            }
            Self::Command(command) => Self::Command(command.clone()),
            Self::Within(said) => Self::Within(Box::new(said.in_ascii())),
        }
    }
}

impl GridRow {
    fn in_ascii(&self) -> Self {
        Self {
            short: cells(&self.short),
            name: cell(&self.name),
            remark: cell(&self.remark),
        }
    }
}

impl TableRow {
    fn in_ascii(&self) -> Self {
        let address = |(name, times): &(String, _)| (shown_in_ascii(name), Clone::clone(times));
        Self {
            endpoint: shown_in_ascii(&self.endpoint),
            role: self.role,
            direct: self.direct,
            verdict: cell(&self.verdict),
            times: self.times.clone(),
            expires: cell(&self.expires),
            chain: cells(&self.chain),
            addresses: self.addresses.iter().map(address).collect(),
            also: cells(&self.also),
            expected: cells(&self.expected),
            rules: cells(&self.rules),
        }
    }
}

impl ComparisonTable {
    fn in_ascii(&self) -> Self {
        let row = |row: &ComparisonRow| ComparisonRow {
            endpoint: shown_in_ascii(&row.endpoint),
            role: shown_in_ascii(&row.role),
            verdicts: cells(&row.verdicts),
            differs: cell(&row.differs),
        };
        Self {
            vantages: texts(&self.vantages),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}
