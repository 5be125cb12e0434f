//! Whether two bundle files hold the same certificates, for people and for programs: which are in one
//! of them only. Order, comments and repetitions do not count. Reads no file.

use serde::Serialize;

use super::cell::{Cell, Tone, word_cells};
use super::document::{Block, Fields, Said, Text};
use super::fingerprint::colons;
use super::{SCHEMA_VERSION, TextStyle, brief, json, redacting};
use crate::cert::Cert;
use crate::foreign::on_one_line;
use crate::moment::Moment;
use crate::redact::{Original, Originals, Redaction};

/// Columns of the label before a hash.
const LABEL: usize = 6;

/// Two files, and what Go finds in each.
pub struct SameBundle<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// Both files, as they were given.
    pub files: [&'a str; 2],
    /// Their certificates.
    pub certs: [&'a [Cert]; 2],
    /// Stand-ins for what is not to be told; `None`: everything is.
    pub redaction: Option<&'a Redaction>,
}

#[derive(Serialize)]
struct SameView<'a> {
    schema_version: u32,
    tool: &'a str,
    file: &'a str,
    same_as: &'a str,
    same: bool,
    only_in_file: Vec<CertView>,
    only_in_same_as: Vec<CertView>,
}

#[derive(Serialize)]
struct CertView {
    subject: String,
    sha256: String,
    not_after: Option<Moment>,
}

impl SameBundle<'_> {
    /// Neither holds a certificate that the other does not.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.only_in(0).is_empty() && self.only_in(1).is_empty()
    }

    /// What the other file lacks, each once.
    fn only_in(&self, file: usize) -> Vec<&Cert> {
        let other = self.certs[1 - file];
        distinct(self.certs[file].iter().filter(|cert| !other.contains(cert)))
    }

    fn in_both(&self) -> usize {
        let [one, other] = self.certs;
        distinct(one.iter().filter(|cert| other.contains(cert))).len()
    }
}

fn distinct<'a>(certs: impl Iterator<Item = &'a Cert>) -> Vec<&'a Cert> {
    let mut found: Vec<&Cert> = Vec::new();
    for cert in certs {
        if !found.contains(&cert) {
            found.push(cert);
        }
    }
    found
}

/// `-o json`.
#[must_use]
pub fn same_json(same: &SameBundle<'_>) -> String {
    json::one_object(same.redaction, &same_view(same))
}

/// What both files tell of somebody.
#[must_use]
pub fn same_originals(same: &SameBundle<'_>) -> Originals {
    let mut all = Originals::default();
    same.files
        .iter()
        .for_each(|file| all.take(Original::Path, file));
    redacting::gather(&same_view(same), &mut all);
    all
}

fn same_view<'a>(same: &SameBundle<'a>) -> SameView<'a> {
    let only = |file| same.only_in(file).into_iter().map(view).collect();
    SameView {
        schema_version: SCHEMA_VERSION,
        tool: same.tool,
        file: same.files[0],
        same_as: same.files[1],
        same: same.is_same(),
        only_in_file: only(0),
        only_in_same_as: only(1),
    }
}

fn view(cert: &Cert) -> CertView {
    let facts = cert.facts();
    CertView {
        subject: facts.map(|f| f.subject.to_string()).unwrap_or_default(),
        sha256: cert.sha256().to_owned(),
        not_after: facts.map(|f| f.not_after),
    }
}

/// For people.
#[must_use]
pub fn same_text(same: &SameBundle<'_>, style: &TextStyle) -> String {
    let [file, other] = same.files.map(on_one_line);
    let shared = brief::count(same.in_both(), "certificate");
    let (tone, verdict, said) = if same.is_same() {
        let said = format!("{file} and {other} hold the same {shared}");
        (Tone::Good, "same:", said)
    } else {
        let said = format!("{file} and {other} have {shared} in common");
        (Tone::Bad, "not the same:", said)
    };
    let mut heading = vec![Cell::new(tone, verdict)];
    heading.extend(word_cells(Tone::Plain, &said));
    let mut blocks = vec![Block::heading(heading)];
    for (place, name) in [(0, file.as_str()), (1, other.as_str())] {
        blocks.extend(only(&same.only_in(place), name));
    }
    Text::whole(&redacting::blocks(same.redaction, blocks), *style)
}

/// What one file holds alone; nothing where that is nothing.
fn only(certs: &[&Cert], file: &str) -> Vec<Block> {
    if certs.is_empty() {
        return Vec::new();
    }
    let heading = Cell::new(Tone::Strong, format!("only in {file}:"));
    let mut blocks = vec![Block::Gap, Block::heading(vec![heading])];
    for cert in certs {
        let until = cert.facts().map(|facts| facts.not_after.date());
        let until = until.map(|until| format!("until {until}"));
        let cells = [Some(cert.label().on_one_line()), until];
        let cells = cells.into_iter().flatten();
        blocks.push(Block::Line {
            depth: 1,
            label: String::new(),
            cells: cells.map(|text| Cell::new(Tone::Plain, text)).collect(),
        });
        let mut fields = Fields::new(2, LABEL);
        fields.field("sha256", vec![Said::Lines(vec![colons(cert.sha256())])]);
        blocks.extend(fields.blocks);
    }
    blocks
}
