//! `probe triage` over any bytes: as lines, as objects, and all that is printed of what was found.
//! Opens nothing.

use std::io::BufReader;

use mtc_probe::inputs::dump::{self, DumpSource};
use mtc_probe::logs::Place;
use mtc_probe::report::{TextStyle, TriageFormat, Triaged, cures, triaged};
use mtc_probe::triage::objects::as_findings;
use mtc_probe::triage::{Finding, Findings, Scan, Subject, Survey};

use super::claims;

/// A line that is known, in the grammar of Velero.
const KNOWN: &[u8] = br#"time="2025-01-02T03:06:06Z" level=error msg="Error getting a backup store" error="Get \"https://s3.example.test/b\": x509: certificate signed by unknown authority""#;

/// Lines, before one that is known: that is found whatever stands before it, and nothing raw is printed.
pub fn lines(bytes: &[u8]) {
    let findings = scanned(&[bytes, b"\n", KNOWN, b"\n"]);
    let is_it = |found: &Finding| {
        let Subject::Network(_, Some(endpoint)) = &found.subject else {
            return false;
        };
        endpoint.authority == "s3.example.test:443"
    };
    let is_told = findings.found.iter().any(is_it) || findings.left_out > 0;
    assert!(is_told, "a known line is lost behind what stands before it");
    printed(&findings, bytes.len());
}

/// Objects: put side by side, and what they say as lines.
pub fn objects(bytes: &[u8]) {
    let Some(form) = dump::form(bytes) else {
        return;
    };
    let source = DumpSource {
        file: "dump".into(),
        cluster: None,
    };
    let (mut survey, mut scan) = (Survey::default(), Scan::default());
    let mut input = BufReader::new(bytes);
    let _ = dump::read(form, &mut input, &source, &mut |object| survey.take(object));
    let found = survey.findings(&mut |_, event| scan.hear(event));
    let mut findings = scan.findings();
    let place = |_: &str, line: usize| Place {
        file: 0,
        line: line as u64,
    };
    findings.join(as_findings(found, &place));
    printed(&findings, bytes.len());
}

fn scanned(pieces: &[&[u8]]) -> Findings {
    let mut scan = Scan::default();
    scan.begin(0);
    for piece in pieces {
        scan.take(piece);
    }
    scan.findings()
}

fn printed(findings: &Findings, came: usize) {
    let files = ["dump".to_owned()];
    let told = Triaged {
        redaction: None,
        tool: "probe",
        program: "probe",
        files: &files,
        findings,
        measured: &[],
        problems: &[],
    };
    let style = TextStyle::plain(80);
    for format in [
        TriageFormat::Table,
        TriageFormat::Wide,
        TriageFormat::Json,
        TriageFormat::Jsonl,
    ] {
        let text = triaged(&told, format, style);
        claims::harmless(&text);
        // Causes and cures are ours, and there are some hundred.
        claims::bounded(text.len(), came, (64, 1 << 20));
    }
    claims::harmless(&cures(&told));
}
