//! How the table of a comparison is laid out: where columns have no room beside the endpoint they
//! stand below it, and where they have none at all they flow. Knows no vantage point, only labels.

use super::lines::{Fitting, blank, flow};
use super::table::{ComparisonRow, ComparisonTable};
use crate::report::TextStyle;
use crate::report::cell::{Cell, Tone, width_of};

const GAP: &str = "  ";
const INDENT: usize = 2;

pub(super) fn laid_out(table: &ComparisonTable, style: TextStyle) -> String {
    let (labels, rows) = (&table.vantages, &table.rows);
    let widest = |of: &dyn Fn(&ComparisonRow) -> usize, head: usize| {
        rows.iter().map(of).max().unwrap_or(0).max(head)
    };
    let verdicts: Vec<usize> = labels
        .iter()
        .enumerate()
        .map(|(n, label)| widest(&|r: &ComparisonRow| r.verdicts[n].width(), width_of(label)))
        .collect();
    let mut plan = ComparisonPlan {
        style,
        endpoint: 0,
        role: widest(&|r: &ComparisonRow| width_of(&r.role), "role".len()),
        differs: widest(&|r: &ComparisonRow| r.differs.width(), "differs".len()),
        verdicts,
    };
    let strong = |text: &str| Cell::new(Tone::Strong, text);
    let head = ComparisonRow {
        endpoint: "endpoint".into(),
        role: "role".into(),
        verdicts: labels.iter().map(|label| strong(label)).collect(),
        differs: strong("differs"),
    };
    match plan.shape(rows) {
        ComparisonShape::Inline => {
            plan.inline(&head) + &rows.iter().map(|row| plan.inline(row)).collect::<String>()
        }
        ComparisonShape::Below => {
            plan.below(&head) + &rows.iter().map(|row| plan.below(row)).collect::<String>()
        }
        ComparisonShape::Flowing => rows.iter().map(|row| plan.flowing(row, labels)).collect(),
    }
}

enum ComparisonShape {
    Inline,
    Below,
    Flowing,
}

struct ComparisonPlan {
    style: TextStyle,
    endpoint: usize,
    role: usize,
    verdicts: Vec<usize>,
    differs: usize,
}

impl ComparisonPlan {
    /// Endpoints stand beside their columns; a few long ones may stand on a line of their own.
    fn shape(&mut self, rows: &[ComparisonRow]) -> ComparisonShape {
        let columns = self
            .verdicts
            .iter()
            .map(|width| width + GAP.len())
            .sum::<usize>()
            + self.differs;
        let room = self
            .style
            .columns()
            .saturating_sub(self.role + 2 * GAP.len() + columns);
        let fitting = Fitting::new(
            "endpoint",
            rows.iter().map(|row| (width_of(&row.endpoint), 1)),
            room,
        );
        self.endpoint = fitting.width;
        if self.endpoint <= room && fitting.are_most {
            ComparisonShape::Inline
        } else if INDENT + columns <= self.style.columns() {
            ComparisonShape::Below
        } else {
            ComparisonShape::Flowing
        }
    }

    fn inline(&self, row: &ComparisonRow) -> String {
        let endpoint = Cell::new(Tone::Strong, row.endpoint.as_str());
        let is_long = endpoint.width() > self.endpoint;
        let own_line = if is_long {
            endpoint.left(0, self.style) + "\n"
        } else {
            String::new()
        };
        let endpoint = if is_long {
            blank(self.endpoint)
        } else {
            endpoint.left(self.endpoint, self.style)
        };
        let role = Cell::new(Tone::Plain, row.role.as_str()).left(self.role, self.style);
        format!("{own_line}{endpoint}{GAP}{role}{GAP}{}", self.columns(row))
    }

    fn below(&self, row: &ComparisonRow) -> String {
        self.first(row) + &blank(INDENT) + &self.columns(row)
    }

    fn flowing(&self, row: &ComparisonRow, labels: &[String]) -> String {
        let mut cells: Vec<Cell> = row
            .verdicts
            .iter()
            .zip(labels)
            .map(|(cell, label)| Cell::new(cell.tone, format!("{label}: {};", cell.text)))
            .collect();
        cells.push(Cell::new(
            row.differs.tone,
            format!("differs: {}", row.differs.text),
        ));
        self.first(row) + &flow("", &cells, INDENT, self.style)
    }

    fn first(&self, row: &ComparisonRow) -> String {
        let cells = [
            Cell::new(Tone::Strong, row.endpoint.as_str()),
            Cell::new(Tone::Faint, row.role.as_str()),
        ];
        flow("", &cells, 0, self.style)
    }

    fn columns(&self, row: &ComparisonRow) -> String {
        let cells: Vec<String> = row
            .verdicts
            .iter()
            .zip(&self.verdicts)
            .map(|(cell, width)| cell.left(*width, self.style))
            .collect();
        format!(
            "{}{GAP}{}\n",
            cells.join(GAP),
            row.differs.left(0, self.style)
        )
    }
}
