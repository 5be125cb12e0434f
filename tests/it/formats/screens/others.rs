//! The screens of the other commands: a bundle that was written or refused, a file that was verified,
//! a login, a line that is explained. Judges nothing.

use mtc_probe::bundle::{AdmissionRules, Witnesses, file, try_file};
use mtc_probe::cert::Cert;
use mtc_probe::codes::Code;
use mtc_probe::export::ProvedBundle;
use mtc_probe::export::merge::Existing;
use mtc_probe::judge::HeldEndpoints;
use mtc_probe::report::{
    Again, Exported, TextStyle, Verified, explain_lines, explain_one, exported_text, refused_text,
    verified_screen,
};

use super::super::frozen::{NOW, cert};
use super::super::render;
use super::Text;
use super::names::Names;
use super::runs::{self, ScreenRun};

/// What was typed, where a part of a bundle is enough.
const PARTLY: &str = "-f targets.txt --allow-partial";
const MONTH: i64 = 30;
/// What people come with most.
const ASKED: &str = "x509: certificate signed by unknown authority";
/// A line of Velero's log, whose host and CA have long names.
const LINE: &str = "time=\"2026-11-23T05:00:00Z\" level=error msg=\"Get \\\"https://s3-with-statements-of-all-our-branches-in-the-north-xxxxxx.shiten.example:9000/velero?prefix=backups\\\": x509: certificate signed by unknown authority (possibly because of \\\"crypto/rsa: verification error\\\" while trying to verify candidate authority certificate \\\"サンプル銀行 北日本支店 認証局 第二\\\")\"";

/// Every screen, by its name, in any style.
pub fn texts() -> Vec<Text> {
    let mut all = Vec::new();
    for names in [Names::Usual, Names::Long] {
        let mut add = |name: &str, text: Box<dyn Fn(TextStyle) -> String>| {
            let long = if names == Names::Long { "-long" } else { "" };
            all.push((format!("{name}{long}"), text));
        };
        let (one, mixed) = (runs::one_cause, runs::mixed);
        add(
            "login",
            Box::new(move |style| render(&one(names).login(), "table", style)),
        );
        add(
            "verified",
            Box::new(move |style| verify(&one(names), &whole(names), style)),
        );
        add(
            "not-verified",
            Box::new(move |style| verify(&mixed(names), &broken(names), style)),
        );
        add(
            "exported",
            Box::new(move |style| export(&one(names), To::File, style)),
        );
        add(
            "exported-partly",
            Box::new(move |style| export(&mixed(names).typed(PARTLY), To::File, style)),
        );
        add(
            "refused",
            Box::new(move |style| export(&mixed(names), To::Nowhere, style)),
        );
    }
    let told = |style: TextStyle| explain_lines(ASKED, ("probe", &style), |_| false);
    let told_long = |style: TextStyle| explain_lines(LINE, ("probe", &style), |_| false);
    all.push((
        "explained".into(),
        Box::new(move |style| told(style).expect("a known line")),
    ));
    all.push((
        "explained-long".into(),
        Box::new(move |style| told_long(style).expect("a known line")),
    ));
    all.push((
        "explained-code".into(),
        Box::new(|style| explain_one(Code::RootNotSent, &style)),
    ));
    all
}

/// Where a bundle goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    File,
    Nowhere,
}

/// All that the cluster needs.
fn whole(names: Names) -> String {
    names.authorities().iter().map(Cert::to_pem).collect()
}

/// Two of the CAs, one of them twice, and the rest of a third.
fn broken(names: Names) -> String {
    let cut = cert("lb-signer").to_pem();
    let kaisha = cert("kaisha").to_pem();
    let apps = names.app_chain()[1].to_pem();
    kaisha.clone() + &apps + &kaisha + &cut[..cut.len() / 2]
}

fn verify(run: &ScreenRun, pem: &str, style: TextStyle) -> String {
    let horizon = NOW.plus_days(MONTH);
    let check = file::check(pem.as_bytes(), NOW, horizon);
    let endpoints: Vec<_> = run
        .endpoints()
        .iter()
        .filter(|endpoint| !endpoint.is_absent())
        .cloned()
        .collect();
    let trials = try_file(&endpoints, &check, (NOW, horizon));
    let verified = Verified {
        tool: "probe 0.1.0",
        file: "ca_bundle.cert",
        at: NOW,
        horizon,
        check: &check,
        endpoints: &trials,
        problems: &[],
        again: Again {
            program: "probe",
            typed: "-f targets.txt",
        },
        redaction: None,
    };
    verified_screen(&verified, &style)
}

fn export(run: &ScreenRun, to: To, style: TextStyle) -> String {
    let endpoints = run.endpoints().to_vec();
    let endpoints = HeldEndpoints {
        at: NOW,
        all: endpoints.into_iter().filter(|e| !e.is_absent()).collect(),
    };
    let how = (&AdmissionRules::default(), Some([].as_slice()));
    let proved = ProvedBundle::onto(&Existing::default(), &endpoints, run.ground(), how);
    let proved = proved.expect("evidence in memory");
    let exported = Exported {
        endpoints: proved.endpoints,
        bundle: &proved.bundle,
        witnesses: Witnesses::default(),
        is_bare: false,
        cas: Vec::new(),
        file: (to == To::File).then_some("ca_bundle.cert"),
        kept: 0,
        unread_inputs: 0,
        again: run.again(),
        emptied: to == To::Nowhere,
    };
    if to == To::Nowhere {
        return refused_text(&exported, false, &style).expect("evidence in memory");
    }
    let proofs = &proved.bundle.endpoints;
    let is_partial = proofs.iter().any(|proof| proof.go.is_err());
    let refused = is_partial.then(|| refused_text(&exported, true, &style));
    let refused = refused.transpose().expect("evidence in memory");
    exported_text(&exported, &style).expect("evidence in memory") + &refused.unwrap_or_default()
}
