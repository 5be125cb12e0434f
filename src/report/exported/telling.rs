//! What is told of all endpoints that have no bundle: counts, the first few by name, and what to do about
//! each reason. Endpoints are taken in one by one.

use std::collections::{HashMap, HashSet};

use super::files::CaFiles;
use super::given::Exported;
use super::reason::Row;
use crate::codes::Code;
use crate::report::cell::{Cell, Tone};
use crate::report::copies::{self, Wanted};
use crate::report::document::{Block, Fields, GridRow, Said};
use crate::report::together::{ARROW, MOST, and_more, share_a_row};
use crate::words::CopyAt;

/// Into which a root is put that nobody sent, and into which where that one was given already.
const ROOT: &str = "root.pem";
const OTHER: &str = "copies.pem";

/// Those of one code.
#[derive(Default)]
struct OfCode {
    members: usize,
    /// The first few, by name and fact.
    first: Vec<(String, String)>,
    /// The same was seen of all.
    unlike: bool,
}

/// Those that are to do the same, and what.
struct OfAct {
    members: usize,
    first: Row,
    /// The roots that nobody sent, each once.
    roots: Vec<Wanted>,
    known: HashSet<(CopyAt, String)>,
    by_aia: Option<String>,
}

/// What is told of all of them: counts, and the first few by name.
#[derive(Default)]
pub(super) struct Telling {
    codes: Vec<(String, OfCode)>,
    acts: Vec<OfAct>,
    /// Where each is.
    known: HashMap<String, usize>,
    all: usize,
}

impl Telling {
    pub(super) fn take(&mut self, row: Row) {
        self.all += 1;
        let at = self.codes.iter().position(|(code, _)| *code == row.code);
        let at = at.unwrap_or_else(|| {
            self.codes.push((row.code.clone(), OfCode::default()));
            self.codes.len() - 1
        });
        let of_code = &mut self.codes[at].1;
        of_code.members += 1;
        of_code.unlike |= of_code
            .first
            .first()
            .is_some_and(|(_, fact)| *fact != row.fact);
        if of_code.first.len() < MOST {
            let one = (row.name.clone(), row.fact.clone());
            of_code.first.push(one);
        }
        if let Some(at) = self.known.get(&row.key) {
            self.acts[*at].take(row);
        } else if self.acts.len() < MOST {
            self.known.insert(row.key.clone(), self.acts.len());
            self.acts.push(OfAct::of(row));
        }
    }

    pub(super) fn rows(&self) -> Vec<Block> {
        let mut rows = Vec::new();
        let mut shown = 0;
        for (code, of_code) in &self.codes {
            let room = MOST.saturating_sub(rows.len());
            if share_a_row(of_code.members, self.all) && room > 0 {
                rows.push(of_code.row(code));
                shown += of_code.members;
            } else {
                let each = of_code.first.iter().take(room);
                shown += each.len();
                rows.extend(each.map(|(name, fact)| row(code, name, fact.clone())));
            }
        }
        let mut blocks = vec![Block::Grid(2, rows)];
        if self.all > shown {
            let more = format!("  and {} more: probe endpoints", self.all - shown);
            blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
        }
        blocks
    }

    /// What to do about each reason, once.
    pub(super) fn acts(&self, exported: &Exported<'_>, files: &CaFiles<'_>) -> Vec<Block> {
        let mut fields = Fields::new(1, ARROW.len());
        for of_act in &self.acts {
            let OfAct { members, first, .. } = of_act;
            if first.code == Code::RootNotSent.name() {
                fields.blocks.extend(of_act.roots(exported, files));
                continue;
            }
            // One that is alone is told what to do by its own names.
            let act = match members {
                1 => &first.act,
                _ => &first.act_of_many,
            };
            if !act.is_empty() {
                fields.advice(ARROW, &format!("{}: {act}", first.code));
            }
            if !first.served.is_empty() {
                fields.prose("", &format!("hint: {}", first.served));
            }
        }
        fields.blocks
    }
}

impl OfCode {
    fn row(&self, code: &str) -> GridRow {
        let (name, fact) = self.first.first().cloned().unwrap_or_default();
        let fact = if self.unlike { String::new() } else { fact };
        row(code, &and_more(&name, self.members), fact)
    }
}

impl OfAct {
    fn of(mut first: Row) -> Self {
        let (root, by_aia) = (first.root.take(), first.by_aia.take());
        let mut act = Self {
            members: 1,
            first,
            roots: Vec::new(),
            known: HashSet::new(),
            by_aia,
        };
        act.roots_too(root);
        act
    }

    fn take(&mut self, row: Row) {
        self.members += 1;
        self.by_aia = self.by_aia.take().or(row.by_aia);
        self.roots_too(row.root);
    }

    fn roots_too(&mut self, root: Option<Wanted>) {
        let of = |root: &Wanted| (root.at, root.label.clone());
        self.roots
            .extend(root.filter(|root| self.known.insert(of(root))));
    }

    /// Where the roots are that nobody sent, and the command that is given them.
    fn roots(&self, exported: &Exported<'_>, files: &CaFiles<'_>) -> Vec<Block> {
        let mut fields = Fields::new(1, ARROW.len());
        let file = if exported.has_given(ROOT) {
            OTHER
        } else {
            ROOT
        };
        let mut said = copies::into_file(&self.roots, file, true);
        let by_aia = self.by_aia.iter().cloned();
        said.extend(by_aia.map(|text| Said::Prose(Cell::new(Tone::Plain, text))));
        said.extend(files.command(&["--ca", file]).map(Said::Command));
        fields.field(ARROW, said);
        fields.blocks
    }
}

fn row(code: &str, name: &str, fact: String) -> GridRow {
    let known = Code::of(code);
    let code = known.map_or_else(
        || Cell::new(Tone::Bad, code),
        |code| Cell::of_code(Tone::Bad, code),
    );
    GridRow {
        short: vec![code],
        name: Cell::new(Tone::Plain, name),
        remark: Cell::new(Tone::Plain, fact),
    }
}
