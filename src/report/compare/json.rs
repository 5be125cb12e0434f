//! `probe compare -o json`: one object. Fields are never missing; `null` means that there is
//! nothing to say. As everywhere: a new field may come without a new version, a changed or lost one
//! brings a new version.

use serde::Serialize;

use crate::compare::{Compared, Difference, Explanation, Observation};
use crate::error::Problem;
use crate::redact::{Original, Originals};
use crate::words::{self, Told};

use super::super::{SCHEMA_VERSION, json, redacting};
use super::Comparison;

#[derive(Serialize)]
struct ComparisonView<'a> {
    schema_version: u32,
    tool: &'a str,
    /// Something differs that counts: not only routes and addresses.
    differs: bool,
    vantage_points: Vec<VantageView<'a>>,
    endpoints: Vec<ComparedEndpointView<'a>>,
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct VantageView<'a> {
    label: &'a str,
    file: &'a str,
    /// `saved-run`, `json` or `jsonl`.
    form: &'a str,
    /// When its first endpoint was measured.
    at: Option<String>,
    endpoints: usize,
}

#[derive(Serialize)]
struct ComparedEndpointView<'a> {
    authority: &'a str,
    role: &'a str,
    servername: Option<&'a str>,
    /// Of `presence`, `verdict`, `leaf`, `chain`, `route`, `addresses`; the last two alone are no
    /// failure.
    differs: Vec<&'static str>,
    matters: bool,
    /// One per vantage point, in their order.
    seen: Vec<SeenView<'a>>,
    meanings: Vec<MeaningView>,
}

#[derive(Serialize)]
struct SeenView<'a> {
    vantage_point: &'a str,
    measured: bool,
    started: Option<String>,
    family: Option<&'a str>,
    code: Option<&'a str>,
    severity: Option<&'a str>,
    title: Option<&'a str>,
    /// `direct` or `proxy`.
    via: Option<&'a str>,
    proxy: Option<&'a str>,
    because: Option<&'a str>,
    /// Of the target; empty where they are a proxy's or there were none.
    addresses: Vec<&'a str>,
    leaf: Option<LeafView<'a>>,
    /// SHA-256 of each certificate, as sent.
    chain: Vec<&'a str>,
}

#[derive(Serialize)]
struct LeafView<'a> {
    sha256: &'a str,
    subject: Option<&'a str>,
    issuer: Option<&'a str>,
}

#[derive(Serialize)]
struct MeaningView {
    means: String,
    /// Empty where nothing is to be done.
    do_this: String,
}

/// For programs.
#[must_use]
pub fn compared_json(comparison: &Comparison<'_>) -> String {
    json::one_object(comparison.redaction, &view(comparison))
}

/// What a comparison tells of somebody.
#[must_use]
pub fn compared_originals(comparison: &Comparison<'_>) -> Originals {
    let mut all = Originals::default();
    for vantage in comparison.vantages {
        all.take(Original::Path, &vantage.file);
        all.take(Original::Name, &vantage.label);
    }
    redacting::gather(&view(comparison), &mut all);
    all
}

fn view<'a>(comparison: &Comparison<'a>) -> ComparisonView<'a> {
    let vantages = comparison.vantages.iter().map(|vantage| VantageView {
        label: &vantage.label,
        file: &vantage.file,
        form: vantage.form.name(),
        at: vantage
            .observations
            .iter()
            .map(|s| s.started)
            .min()
            .map(|at| at.to_string()),
        endpoints: vantage.observations.len(),
    });
    ComparisonView {
        schema_version: SCHEMA_VERSION,
        tool: comparison.tool,
        differs: comparison.endpoints.iter().any(Compared::matters),
        vantage_points: vantages.collect(),
        endpoints: comparison
            .endpoints
            .iter()
            .map(|endpoint| endpoint_view(comparison, endpoint))
            .collect(),
        problems: comparison.problems,
    }
}

fn endpoint_view<'a>(
    comparison: &Comparison<'a>,
    endpoint: &'a Compared<'a>,
) -> ComparedEndpointView<'a> {
    let (authority, role, servername) = endpoint.key;
    let labelled = comparison
        .vantages
        .iter()
        .map(|v| v.label.as_str())
        .zip(&endpoint.observations);
    let meaning = |explanation: &Explanation<'_>| {
        let Told { said, advice } = words::explanation(explanation);
        MeaningView {
            means: said,
            do_this: advice,
        }
    };
    ComparedEndpointView {
        authority,
        role,
        servername,
        differs: endpoint
            .differs
            .iter()
            .map(|d: &Difference| d.name())
            .collect(),
        matters: endpoint.matters(),
        seen: labelled
            .map(|(label, observation)| seen(label, *observation))
            .collect(),
        meanings: endpoint.meanings.iter().map(meaning).collect(),
    }
}

fn seen<'a>(vantage_point: &'a str, observation: Option<&'a Observation>) -> SeenView<'a> {
    let verdict = observation.map(|s| &s.verdict);
    let route = observation.map(|s| &s.route);
    SeenView {
        vantage_point,
        measured: observation.is_some(),
        started: observation.map(|s| s.started.to_string()),
        family: verdict.map(|v| v.family.name()),
        code: verdict.map(|v| v.code.name()),
        severity: verdict.map(|v| v.severity.name()),
        title: verdict.map(|v| v.title.as_str()),
        via: route.map(|r| r.via.as_str()),
        proxy: route.and_then(|r| r.proxy.as_deref()),
        because: route.map(|r| r.because.as_str()),
        addresses: observation
            .and_then(Observation::addresses)
            .into_iter()
            .flatten()
            .collect(),
        leaf: observation
            .and_then(Observation::leaf)
            .map(|cert| LeafView {
                sha256: &cert.sha256,
                subject: cert.subject.as_deref(),
                issuer: cert.issuer.as_deref(),
            }),
        chain: observation
            .map(Observation::fingerprints)
            .unwrap_or_default(),
    }
}
