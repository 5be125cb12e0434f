//! The bundle that the page holds, to be downloaded from it.
//! Chosen and proved by `bundle`; nothing is decided here.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::bundle::{self, AdmissionRules, BundleAnchor};
use crate::codes::Severity;
use crate::error::Error;
use crate::judge::{Endpoint, Endpoints};
use crate::report::Report;

/// The bundle of the page, as `export-bundle` would write it; empty where none can be written.
#[derive(Default)]
pub(super) struct Pem {
    /// In base64, for a link that holds it.
    pub(super) base64: String,
    pub(super) certificates: usize,
    /// Endpoints that it is proved for, and all of them.
    pub(super) proved: (usize, usize),
}

impl Pem {
    pub(super) fn of(judgement: &dyn Endpoints, report: &Report<'_>) -> Result<Self, Error> {
        let mut endpoints = judgement.all()?;
        endpoints.retain(|endpoint| !endpoint.is_absent() && !endpoint.is_closed());
        let any_fails = |e: &Endpoint| e.severity() == Severity::Failure;
        if !endpoints.iter().any(any_fails) {
            return Ok(Self::default());
        }
        let pem = |anchors: &[BundleAnchor]| anchors.iter().map(|a| a.cert.to_pem()).collect();
        let rules = AdmissionRules::default();
        let (bundle, text) = bundle::settle(&endpoints, report.ground, &rules, pem);
        let proved = bundle.endpoints.iter().filter(|proof| proof.go.is_ok());
        Ok(Self {
            base64: BASE64_STANDARD.encode(&text),
            certificates: bundle.anchors.len(),
            proved: (proved.count(), endpoints.len()),
        })
    }
}
