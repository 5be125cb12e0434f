//! What `verify-bundle` found: a bundle file, what is wrong in it, and what it does for endpoints;
//! for people and for programs. Pure. Of the file it repeats only what its certificates say.

use std::path::Path;

use serde::Serialize;

use crate::bundle::file::FileCheck;
use crate::bundle::{AnchorRefusal, FileTrial, ProofNote};
use crate::ca_file::FileFault;
use crate::cert::Cert;
use crate::codes::Severity;
use crate::error::Problem;
use crate::foreign::on_one_line;
use crate::moment::Moment;
use crate::quote::for_shell;
use crate::redact::{Original, Originals, Redaction};
use crate::words;

use super::cell::{Cell, Tone};
use super::document::{Block, Fields, Said, Text};
use super::fingerprint::colons;
use super::given::Again;
use super::{SCHEMA_VERSION, TextStyle, brief, json, redacting};

/// A file that was verified, and with which endpoints.
pub struct Verified<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// The file, as it was given.
    pub file: &'a str,
    /// The time at which it was verified.
    pub at: Moment,
    /// What expires before this time is reported.
    pub horizon: Moment,
    /// What is wrong with the file itself.
    pub check: &'a FileCheck,
    /// What the file does for each endpoint, in input order.
    pub endpoints: &'a [FileTrial],
    /// Inputs that could not be used.
    pub problems: &'a [Problem],
    /// How the same endpoints are asked for again.
    pub again: Again<'a>,
    /// Stand-ins for what is not to be told; `None`: everything is.
    pub redaction: Option<&'a Redaction>,
}

#[derive(Serialize)]
struct FileView<'a> {
    schema_version: u32,
    tool: &'a str,
    file: &'a str,
    at: Moment,
    horizon: Moment,
    found: FoundView,
    certificates: Vec<FileCertView>,
    faults: Vec<FileFaultView>,
    endpoints: Vec<VerifiedEndpointView<'a>>,
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct FoundView {
    go: usize,
    go_1_23: usize,
    strict: Option<usize>,
    strict_says: String,
}

#[derive(Serialize)]
struct FileCertView {
    line: usize,
    subject: String,
    sha256: String,
    not_before: Option<Moment>,
    not_after: Option<Moment>,
}

#[derive(Serialize)]
struct FileFaultView {
    code: &'static str,
    severity: Severity,
    line: Option<usize>,
    title: &'static str,
    detail: String,
    meaning: &'static str,
    remedy: String,
}

#[derive(Serialize)]
struct VerifiedEndpointView<'a> {
    endpoint: String,
    go: RuleAnswerView,
    strict: RuleAnswerView,
    /// Why it does not verify: a verdict's code, and what to do.
    code: Option<&'static str>,
    remedy: Option<String>,
    until: Option<Moment>,
    until_sha256: Option<&'a str>,
    at_horizon: HorizonView,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct RuleAnswerView {
    accepted: bool,
    says: String,
}

#[derive(Serialize)]
struct HorizonView {
    go: bool,
    strict: bool,
}

/// `-o json`.
#[must_use]
pub fn verified_json(verified: &Verified<'_>) -> String {
    json::one_object(verified.redaction, &file_view(verified))
}

/// What the report on a file tells of somebody.
#[must_use]
pub fn verified_originals(verified: &Verified<'_>) -> Originals {
    let mut all = Originals::default();
    all.take(Original::Path, verified.file);
    redacting::gather(&file_view(verified), &mut all);
    all
}

fn file_view<'a>(verified: &Verified<'a>) -> FileView<'a> {
    let check = verified.check;
    FileView {
        schema_version: SCHEMA_VERSION,
        tool: verified.tool,
        file: verified.file,
        at: verified.at,
        horizon: verified.horizon,
        found: FoundView {
            go: check.go.len(),
            go_1_23: check.kept_by_newer_go(),
            strict: check.strict.as_ref().ok().map(Vec::len),
            strict_says: check
                .strict
                .as_ref()
                .err()
                .map(ToString::to_string)
                .unwrap_or_default(),
        },
        certificates: check
            .listed
            .iter()
            .map(|(line, cert)| cert_view(*line, cert))
            .collect(),
        faults: check
            .faults
            .iter()
            .map(|fault| fault_view(fault, verified.file))
            .collect(),
        endpoints: verified
            .endpoints
            .iter()
            .map(|e| endpoint_view(e, verified.horizon))
            .collect(),
        problems: verified.problems,
    }
}

fn cert_view(line: usize, cert: &Cert) -> FileCertView {
    let facts = cert.facts();
    FileCertView {
        line,
        subject: facts.map(|f| f.subject.to_string()).unwrap_or_default(),
        sha256: cert.sha256().to_owned(),
        not_before: facts.map(|f| f.not_before),
        not_after: facts.map(|f| f.not_after),
    }
}

fn fault_view(fault: &FileFault, file: &str) -> FileFaultView {
    let (code, text) = (fault.code, words::file_text(fault.code));
    FileFaultView {
        code: code.name(),
        severity: code.severity(),
        line: fault.line,
        title: text.title,
        detail: words::fault_detail(fault),
        meaning: text.meaning,
        remedy: words::file_remedy(fault, Some(&for_shell(Path::new(file)))),
    }
}

fn endpoint_view(endpoint: &FileTrial, horizon: Moment) -> VerifiedEndpointView<'_> {
    let FileTrial {
        proof,
        strict,
        validity,
    } = endpoint;
    let refusal = proof.go.as_ref().err();
    VerifiedEndpointView {
        endpoint: proof.target.authority(),
        go: RuleAnswerView {
            accepted: refusal.is_none(),
            says: refusal.map(words::refusal).unwrap_or_default(),
        },
        strict: RuleAnswerView {
            accepted: strict.is_accepted(),
            says: words::strict(strict),
        },
        code: refusal.map(AnchorRefusal::code),
        remedy: refusal.map(|r| words::file_hint(r, &proof.target)),
        until: validity.until.as_ref().map(|(until, _)| *until),
        until_sha256: validity.until.as_ref().map(|(_, cert)| cert.sha256()),
        at_horizon: HorizonView {
            go: validity.go_then.is_accepted(),
            strict: validity.strict_then.is_accepted(),
        },
        notes: notes(endpoint, horizon),
    }
}

/// What is worth knowing about an endpoint that verifies; a client that refuses it has its own
/// line.
pub(super) fn notes(endpoint: &FileTrial, horizon: Moment) -> Vec<String> {
    let known = endpoint
        .proof
        .notes
        .iter()
        .filter(|note| !matches!(note, ProofNote::StrictRefuses(_)))
        .map(words::proof_note);
    let ends = endpoint.validity.warning(horizon);
    known
        .chain(ends.as_ref().map(words::validity_warning))
        .collect()
}

/// For people, at length.
#[must_use]
pub fn verified_text(verified: &Verified<'_>, style: &TextStyle) -> String {
    let check = verified.check;
    let strict = match &check.strict {
        Ok(certs) => format!("a strict reader {}", certs.len()),
        Err(_) => "a strict reader none".into(),
    };
    let newer = match check.kept_by_newer_go() {
        kept if kept < check.go.len() => format!(" (Go 1.23 and later {kept})"),
        _ => String::new(),
    };
    let found = format!(
        "Go finds {}{newer}, {strict}",
        brief::count(check.go.len(), "certificate")
    );
    let mut fields = Fields::headed(vec![
        Cell::new(Tone::Strong, on_one_line(verified.file) + ":"),
        Cell::new(Tone::Plain, found),
    ]);
    for (line, cert) in &check.listed {
        let until = cert.facts().map(|f| f.not_after.date()).unwrap_or_default();
        let said = format!("\"{}\", valid until {until}", cert.label());
        let hash = format!("sha256 {}", colons(cert.sha256()));
        fields.prose(&format!("line {line}"), &said);
        fields.field("", vec![Said::Lines(vec![hash])]);
    }
    let faults = check.faults.iter();
    let faults = faults.map(|fault| fault_blocks(fault, verified.file));
    let shared = shared_notes(verified);
    let endpoints = verified.endpoints.iter();
    let endpoints = endpoints.map(|e| endpoint_blocks(e, verified.horizon, &shared));
    let of_several = shared.iter().map(note_of_several);
    for part in faults.chain(endpoints).chain(of_several) {
        fields.blocks.push(Block::Gap);
        fields.blocks.extend(part);
    }
    let blocks = redacting::blocks(verified.redaction, fields.blocks);
    Text::whole(&blocks, *style)
}

/// What is worth knowing about more than one endpoint, with their names.
fn shared_notes(verified: &Verified<'_>) -> Vec<(String, Vec<String>)> {
    let all = verified.endpoints.iter().flat_map(|endpoint| {
        let authority = endpoint.proof.target.authority();
        let notes = notes(endpoint, verified.horizon).into_iter();
        notes.map(move |note| (note, authority.clone()))
    });
    let together = words::Together::of(all).into_iter();
    together.filter(|(_, of)| of.len() > 1).collect()
}

fn note_of_several((note, of): &(String, Vec<String>)) -> Vec<Block> {
    let of = Cell::new(Tone::Strong, format!("{}:", words::names(of, ", ")));
    let mut fields = Fields::headed(vec![of]);
    fields.prose("note", note);
    fields.blocks
}

fn fault_blocks(fault: &FileFault, file: &str) -> Vec<Block> {
    let (severity, text) = (fault.code.severity(), words::file_text(fault.code));
    let place = fault
        .line
        .map(|line| Cell::new(Tone::Plain, format!("line {line}:")));
    let code = Cell::new(
        brief::severity_tone(severity),
        format!("{}: {}:", severity.name(), fault.code.name()),
    );
    let heading: Vec<Cell> = [code]
        .into_iter()
        .chain(place)
        .chain([Cell::new(Tone::Strong, text.title)])
        .collect();
    let mut fields = Fields::headed(heading);
    fields.prose("which", &words::fault_detail(fault));
    fields.prose("what", text.meaning);
    let file = for_shell(Path::new(file));
    fields.advice("do this", &words::file_remedy(fault, Some(&file)));
    fields.blocks
}

fn endpoint_blocks(
    endpoint: &FileTrial,
    horizon: Moment,
    shared: &[(String, Vec<String>)],
) -> Vec<Block> {
    let FileTrial {
        proof,
        strict,
        validity,
    } = endpoint;
    let (tone, outcome) = match &proof.go {
        Ok(()) if !proof.is_for_every_chain() => (
            Tone::Warn,
            "verifies with this file in part: not every chain that it shows".to_owned(),
        ),
        Ok(()) => (Tone::Good, "verifies with this file alone".to_owned()),
        Err(refusal) => (
            Tone::Bad,
            format!("does not verify with this file: {}", refusal.code()),
        ),
    };
    let mut fields = Fields::headed(vec![
        Cell::new(Tone::Strong, format!("{}:", proof.target.authority())),
        Cell::new(tone, outcome),
    ]);
    match &proof.go {
        Ok(()) => fields.prose("go", "accepts"),
        Err(refusal) => fields.prose("go", &words::refusal(refusal)),
    }
    fields.prose(
        "strict",
        &if strict.is_accepted() {
            "accepts".to_owned()
        } else {
            words::strict(strict)
        },
    );
    if let Some((until, cert)) = &validity.until {
        fields.prose(
            "until",
            &if *until == Moment::NO_END {
                format!("{}: \"{}\" has no end", until.date(), cert.label())
            } else {
                format!("{}, when \"{}\" expires", until.date(), cert.label())
            },
        );
    }
    let told = |note: &String| shared.iter().any(|(held, _)| held == note);
    for note in notes(endpoint, horizon).iter().filter(|note| !told(note)) {
        fields.prose("note", note);
    }
    if let Err(refusal) = &proof.go {
        fields.advice("do this", &words::file_hint(refusal, &proof.target));
        let served = words::served_all_the_same(refusal);
        if !served.is_empty() {
            fields.prose("others", &served);
        }
    }
    fields.blocks
}
