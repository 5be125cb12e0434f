//! The screens of the other commands: a bundle that was written or refused, a file that was verified,
//! a login. Judges nothing.

use mtc_probe::bundle::{AdmissionRules, file, try_file};
use mtc_probe::export::ProvedBundle;
use mtc_probe::export::merge::Existing;
use mtc_probe::report::{
    Again, Exported, TextStyle, Verified, exported_text, refused_text, verified_screen,
};

use super::super::frozen::{NOW, cert};
use super::super::{Goldens, render};
use super::at_every_width;
use super::runs::{self, ScreenRun};

const MONTH: i64 = 30;

pub fn goldens() -> Goldens {
    let login = runs::one_cause();
    [
        (
            "login",
            at_every_width(|style| render(&login.login(), "table", style)),
        ),
        (
            "verified",
            at_every_width(|style| verify(&runs::one_cause(), &whole(), style)),
        ),
        (
            "not-verified",
            at_every_width(|style| verify(&runs::mixed(), &broken(), style)),
        ),
        (
            "exported",
            at_every_width(|style| export(&runs::mixed(), true, style)),
        ),
        (
            "refused",
            at_every_width(|style| export(&runs::mixed(), false, style)),
        ),
    ]
    .map(|(name, text)| (format!("screen-{name}.txt"), text))
    .into()
}

/// All that the cluster needs.
fn whole() -> String {
    cert("lb-signer").to_pem() + &cert("ingress").to_pem()
}

/// Two of the CAs, one of them twice, and the rest of a third.
fn broken() -> String {
    let cut = cert("lb-signer").to_pem();
    let kaisha = cert("kaisha").to_pem();
    kaisha.clone() + &cert("ingress").to_pem() + &kaisha + &cut[..cut.len() / 2]
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
        redaction: None,
    };
    verified_screen(&verified, &style)
}

fn export(run: &ScreenRun, partly: bool, style: TextStyle) -> String {
    let endpoints = run.endpoints().to_vec();
    let endpoints = endpoints.into_iter().filter(|e| !e.is_absent()).collect();
    let how = (&AdmissionRules::default(), true);
    let proved = ProvedBundle::onto(&Existing::default(), endpoints, run.ground(), how);
    let exported = Exported {
        endpoints: &proved.endpoints,
        bundle: &proved.bundle,
        stores: &[],
        named: Vec::new(),
        file: partly.then_some("ca_bundle.cert"),
        repeated: Vec::new(),
        kept: 0,
        unread_inputs: 0,
        again: Again {
            program: "probe",
            typed: "-f targets.txt",
        },
        emptied: !partly,
    };
    if partly {
        exported_text(&exported, &style) + &refused_text(&exported, true, &style)
    } else {
        refused_text(&exported, false, &style)
    }
}
