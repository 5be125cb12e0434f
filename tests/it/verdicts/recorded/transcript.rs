//! All that is said of a recorded run, as text: verdicts with their words, both rules, the path,
//! the bundle and its proof.

use mtc_probe::target::Target;
use mtc_probe::words;
use std::fmt::Write as _;

use mtc_probe::bundle::{self, AdmissionRules};
use mtc_probe::cert::Cert;
use mtc_probe::export::pem::learnt;
use mtc_probe::judge::{Endpoint, Given, Learnt, RuleVerdict, Stores, Trust, Verdict};

use crate::runlog::Recording;

pub fn of(recording: &Recording) -> String {
    let stores = Stores::new(&recording.stores);
    let endpoints = super::endpoints(recording, &stores);
    let mut text = String::new();
    for endpoint in &endpoints {
        let target = &endpoint.attempt.target;
        let _ = writeln!(text, "target: {} {}", target.role.name, target.authority());
        verdict(
            &mut text,
            "headline",
            &endpoint.attempt.target,
            &endpoint.verdict,
        );
        for finding in &endpoint.findings {
            verdict(&mut text, "finding", &endpoint.attempt.target, finding);
        }
        if let Some(trust) = &endpoint.trust {
            path(&mut text, trust);
        }
    }
    chosen(&mut text, recording, &endpoints, &stores);
    text
}

fn verdict(text: &mut String, kind: &str, target: &Target, verdict: &Verdict) {
    let code = verdict.code();
    let addresses: String = verdict
        .addresses
        .iter()
        .map(|address| format!(" {address}"))
        .collect();
    let severity = format!("{:?}", code.severity()).to_lowercase();
    let _ = writeln!(
        text,
        "{kind}: {} {} ({severity}){addresses}",
        code.family().name(),
        code
    );
    for fact in words::facts(&verdict.finding).iter() {
        let _ = writeln!(text, "  {}: {}", fact.name, fact.values.join("; "));
    }
    let remedy = words::remedy_for(target, verdict);
    if !remedy.is_empty() {
        let _ = writeln!(text, "  remedy: {remedy}");
    }
}

fn path(text: &mut String, trust: &Trust) {
    for (place, (cert, from)) in trust.path.iter().enumerate() {
        let anchor = if trust.anchor == Some(place) {
            ", the anchor"
        } else {
            ""
        };
        let _ = writeln!(text, "path: {} ({}{anchor})", cert.label(), learnt(from));
    }
    if !trust.vouched_by.is_empty() {
        let _ = writeln!(text, "vouched for by: {}", trust.vouched_by.join(", "));
    }
    if trust.public {
        text.push_str("public: yes\n");
    }
    let _ = writeln!(text, "go: {}", said(&trust.go));
    let _ = writeln!(text, "strict: {}", said(&trust.strict));
}

fn said<R: ToString>(verdict: &RuleVerdict<R>) -> String {
    if verdict.is_accepted() {
        "accepts".into()
    } else {
        format!("refuses: {}", verdict.says())
    }
}

fn chosen(text: &mut String, recording: &Recording, endpoints: &[Endpoint], stores: &Stores) {
    let given = Given::new(stores, &recording.canaries, recording.at);
    let learnt_here = Learnt::of(&recording.attempts, given).expect("evidence in memory");
    let ground = learnt_here.ground(given);
    let anchors = bundle::choose(endpoints, ground, &AdmissionRules::default(), |_| true).anchors;
    for anchor in &anchors {
        let _ = writeln!(
            text,
            "bundle: {} ({}, {})",
            anchor.cert.label(),
            anchor.kind.name(),
            learnt(&anchor.learnt)
        );
    }
    let certs: Vec<Cert> = anchors.into_iter().map(|anchor| anchor.cert).collect();
    for proof in bundle::prove(endpoints, &certs, recording.at) {
        match proof.go {
            Ok(()) => text.push_str("proved: go accepts\n"),
            Err(refusal) => {
                let _ = writeln!(
                    text,
                    "not proved: {}: {}",
                    refusal.code(),
                    words::refusal(&refusal)
                );
            }
        }
        for note in proof.notes {
            let _ = writeln!(text, "  note: {}", words::proof_note(&note));
        }
    }
}
