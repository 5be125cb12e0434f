//! Family `ok`: what works, and the warnings beside it.
//! Rows only; pure.

use std::collections::BTreeSet;

use super::case::Case;
use super::names::{self, NameProof};
use super::{Code, Details, Finding, Rule, Verdict, alerts};
use crate::cert::Cert;
use crate::moment::Moment;
use crate::roles::ServiceIdentity;

/// An expiry this near is worth a warning. OpenShift replaces API serving certificates of 30 days
/// at 15, so less is unusual.
const SOON_DAYS: i64 = 14;
/// Clocks further apart than this endanger certificate dates and S3 signatures (AWS refuses 15
/// minutes).
const SKEW_SECONDS: i64 = 300;

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::ClientCertificateRequired, client_certificate),
    Rule::Legacy(Code::ExpiresSoon, expires_soon),
    Rule::Legacy(Code::ChainDisordered, chain_disordered),
    Rule::Legacy(Code::ChainExtra, chain_extra),
    Rule::Legacy(Code::LegacyTls, legacy_tls),
    Rule::Legacy(Code::HostnameOnlyByCn, by_common_name),
    Rule::Legacy(Code::ClockSkew, clock_skew),
    Rule::Legacy(Code::NoBundleNeeded, no_bundle_needed),
];

/// The verdict of an endpoint without a failure.
pub(super) fn verdict(case: &Case<'_>) -> Verdict {
    let identity = case
        .attempt
        .connections
        .iter()
        .find_map(|c| c.http.saw().and_then(|s| s.answer.as_ref()));
    let details = match identity.map(|answer| (case.attempt.target.role.identify)(answer)) {
        Some(ServiceIdentity::Proven(what) | ServiceIdentity::ProvenWithoutTokenService(what)) => {
            Details::none().with("identity", what)
        }
        _ => Details::none(),
    };
    Verdict {
        finding: Finding::Legacy(Code::Ok, details),
        addresses: Vec::new(),
    }
}

/// Warnings that stand for a step which did not go through: they become the headline where nothing
/// fails.
pub(super) fn explains_failed_step(verdict: &Verdict) -> bool {
    matches!(
        verdict.code(),
        Code::HalfUp | Code::ClientCertificateRequired
    )
}

/// nginx and others let the handshake pass and refuse in HTTP.
pub(super) fn client_certificate_page(case: &Case<'_>) -> bool {
    case.wants_client_certificate()
        && case.answer().is_some_and(|a| {
            matches!(a.status, 400 | 403) && a.body.to_ascii_lowercase().contains("ssl certificate")
        })
}

fn client_certificate(case: &Case<'_>) -> Option<Details> {
    case.connection?;
    if !alerts::is_client_certificate_demand(case) && !client_certificate_page(case) {
        return None;
    }
    let accepted = case
        .session()
        .and_then(|s| s.client_certificate.as_ref())
        .map(|r| r.accepted_issuers.clone())
        .unwrap_or_default();
    let issuers = match accepted.len() {
        0 => "anyone".into(),
        n => accepted[..n.min(3)].join(" / ") + if n > 3 { " and others" } else { "" },
    };
    Some(Details::none().with("issuers", issuers))
}

fn expires_soon(case: &Case<'_>) -> Option<Details> {
    let horizon = case.now.plus_days(SOON_DAYS);
    let (cert, facts) = case
        .path_in_use()
        .into_iter()
        .find(|(_, f)| f.valid_at(case.now) && f.not_after < horizon)?;
    let days = case.now.days_until(facts.not_after);
    Some(
        Details::none()
            .with("certificate", cert.label())
            .with("not_after", facts.not_after.to_string())
            .with(
                "left",
                if days == 1 {
                    "1 day".to_owned()
                } else {
                    format!("{days} days")
                },
            ),
    )
}

/// The sent certificates that lie on the path, in path order.
fn sent_path<'a>(case: &Case<'a>) -> Vec<&'a Cert> {
    let chain = case.chain();
    case.path()
        .into_iter()
        .map(|(cert, _)| cert)
        .filter(|cert| chain.contains(cert))
        .collect()
}

fn chain_disordered(case: &Case<'_>) -> Option<Details> {
    let path = sent_path(case);
    let mut seen = BTreeSet::new();
    let sent: Vec<&Cert> = case
        .chain()
        .iter()
        .filter(|c| path.contains(c) && seen.insert(c.sha256()))
        .collect();
    let order: Vec<String> = path.iter().map(|c| c.label()).collect();
    (sent != path).then(|| Details::none().with("order", order.join(" <- ")))
}

fn chain_extra(case: &Case<'_>) -> Option<Details> {
    let path: Vec<&Cert> = case.trust?.path.iter().map(|(cert, _)| cert).collect();
    let mut seen = BTreeSet::new();
    let extra: Vec<String> = case
        .chain()
        .iter()
        .enumerate()
        .filter_map(|(at, cert)| match seen.insert(cert.sha256()) {
            false => Some(format!(
                "certificate {} (\"{}\" again)",
                at + 1,
                cert.label()
            )),
            true if !path.iter().any(|held| same_authority(held, cert)) => {
                Some(format!("certificate {} (\"{}\")", at + 1, cert.label()))
            }
            true => None,
        })
        .collect();
    (!extra.is_empty()).then(|| Details::none().with("extra", extra.join(", ")))
}

/// Byte for byte, or another certificate of the same name and key: cross-signed, or before its
/// renewal.
fn same_authority(held: &Cert, cert: &Cert) -> bool {
    let both = held.facts().zip(cert.facts());
    held == cert || both.is_some_and(|(a, b)| a.subject_der == b.subject_der && a.spki == b.spki)
}

fn legacy_tls(case: &Case<'_>) -> Option<Details> {
    let version = case.session()?.version.as_deref()?;
    alerts::OLD_VERSIONS
        .contains(&version)
        .then(|| Details::none().with("version", version))
}

fn by_common_name(case: &Case<'_>) -> Option<Details> {
    (names::prove(case.leaf()?, case.attempt.target.name()) == NameProof::ByCommonNameOnly)
        .then(Details::none)
}

fn clock_skew(case: &Case<'_>) -> Option<Details> {
    let server = Moment::parse_http_date(case.answer()?.header("date")?)?;
    let skew = server.0 - case.attempt.started.0;
    (skew.abs() > SKEW_SECONDS).then(|| {
        let direction = if skew > 0 { "ahead" } else { "behind" };
        Details::none().with("skew", format!("{} minutes {direction}", skew.abs() / 60))
    })
}

fn no_bundle_needed(case: &Case<'_>) -> Option<Details> {
    let trust = case.trust?;
    (trust.public && trust.go.is_accepted()).then(|| {
        Details::none().with(
            "root",
            case.path()
                .last()
                .map(|(c, _)| c.label())
                .unwrap_or_default(),
        )
    })
}
