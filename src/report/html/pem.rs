//! The bundle that the page holds, to be downloaded from it.
//! Chosen and proved by `bundle`; nothing is decided here.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::bundle::{self, AdmissionRules, BundleAnchor};
use crate::cert::Cert;
use crate::codes::Severity;
use crate::error::Error;
use crate::judge::{Endpoints, SomeEndpoints};
use crate::report::{Report, fingerprint};

/// The bundle of the page, as `export-bundle` would write it; empty where none can be written.
#[derive(Default)]
pub(super) struct Pem {
    pub(super) text: String,
    /// In base64, for a link that holds it.
    pub(super) base64: String,
    /// Whose certificate each is, until when, and its SHA-256.
    pub(super) anchors: Vec<(String, String, String)>,
    /// Endpoints that it is proved for, and all of them.
    pub(super) proved: (usize, usize),
}

impl Pem {
    pub(super) fn of(judgement: &dyn Endpoints, report: &Report<'_>) -> Result<Self, Error> {
        let (mut places, mut any_fails) = (Vec::new(), false);
        judgement.each(
            |_, e| {
                let is_there = !e.is_absent() && !e.is_closed();
                (is_there, is_there && e.severity() == Severity::Failure)
            },
            |place, (is_there, fails)| {
                if is_there {
                    places.extend(u32::try_from(place));
                }
                any_fails |= fails;
                Ok::<(), Error>(())
            },
        )?;
        if !any_fails {
            return Ok(Self::default());
        }
        let endpoints = SomeEndpoints::of(judgement, places);
        let pem = |anchors: &[BundleAnchor]| anchors.iter().map(|a| a.cert.to_pem()).collect();
        let rules = AdmissionRules::default();
        let (bundle, text) = bundle::settle(&endpoints, report.ground, &rules, pem)?;
        let proved = bundle.endpoints.iter().filter(|proof| proof.go.is_ok());
        Ok(Self {
            base64: BASE64_STANDARD.encode(&text),
            text,
            anchors: bundle.anchors.iter().map(|a| row(&a.cert)).collect(),
            proved: (proved.count(), endpoints.len()),
        })
    }
}

fn row(cert: &Cert) -> (String, String, String) {
    let end = cert.facts().map(|facts| facts.not_after.date());
    let label = cert.label().on_one_line();
    let sha256 = fingerprint::colons(cert.sha256());
    (label, end.unwrap_or_default(), sha256)
}
