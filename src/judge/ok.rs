//! Family `ok`: what works, and what is worth reporting beside it. Each is judged by itself; the
//! texts are in `words`.

use std::collections::BTreeSet;

use super::case::Case;
use super::finding::Notice;
use super::finding::notice::ExtraCertificate;
use super::names::{self, NameProof};
use super::rule::Rule;
use super::{Finding, Verdict, agreed, alerts, client_certificate, client_reach};
use crate::cert::{Cert, Facts, Signed, name};
use crate::codes::Code;
use crate::moment::Moment;
use crate::roles::ServiceIdentity;

/// An expiry this near is worth a warning. OpenShift replaces API serving certificates of 30 days
/// at 15, so less is unusual.
const SOON_DAYS: i64 = 14;
/// Clocks further apart than this endanger certificate dates and S3 signatures (AWS refuses 15
/// minutes).
const SKEW_SECONDS: i64 = 300;
/// As evidence names them.
const SHA1_SCHEMES: [&str; 3] = ["rsa_pkcs1_sha1", "ecdsa_sha1", "dsa_sha1"];
/// Issuers of client certificates that are kept of those a server names: it may name hundreds.
const ISSUERS_KEPT: usize = 3;

/// Certificates that are held against one of the path.
const MOST_PAIRS: usize = 100;

pub(super) const RULES: &[Rule] = &[
    |case| certificate_wanted(case).map(Finding::from),
    |case| expires_soon(case).map(Finding::from),
    |case| chain_disordered(case).map(Finding::from),
    |case| chain_extra(case).map(Finding::from),
    |case| seen_in_part(case).map(Finding::from),
    |case| judged_in_part(case).map(Finding::from),
    |case| legacy_tls(case).map(Finding::from),
    |case| only_http2(case).map(Finding::from),
    |case| by_common_name(case).map(Finding::from),
    |case| in_clear(case).map(Finding::from),
    |case| clock_skew(case).map(Finding::from),
    |case| no_bundle_needed(case).map(Finding::from),
];

/// The verdict of an endpoint without a failure.
pub(super) fn verdict(case: &Case<'_>) -> Verdict {
    Verdict {
        finding: Finding::Notice(Notice::Ok {
            identity: identity(case),
        }),
        addresses: Vec::new(),
        chains: Vec::new(),
    }
}

/// What the first answer says about who gave it.
fn identity(case: &Case<'_>) -> Option<ServiceIdentity> {
    let attempt = case.attempt;
    let mut exchanges = attempt.connections.iter().filter_map(|c| c.http.saw());
    let answer = exchanges.find_map(|saw| saw.answer.as_ref())?;
    Some((attempt.target.role.identify)(answer))
}

/// Of the endpoint as a whole, where some address works.
fn in_clear(case: &Case<'_>) -> Option<Notice> {
    let works = case.outcomes.iter().any(|o| o.failures.is_empty());
    (case.attempt.target.clear && works).then(|| Notice::InClear {
        identity: identity(case),
    })
}

/// Warnings that stand for a step which did not go through: they become the headline where nothing
/// fails.
pub(super) fn explains_failed_step(verdict: &Verdict) -> bool {
    matches!(
        verdict.code(),
        Code::HalfUp
            | Code::KeyTypesDiffer
            | Code::ClientCertificateRequired
            | Code::SeenInPart
            | Code::InClear
    )
}

fn certificate_wanted(case: &Case<'_>) -> Option<Notice> {
    let by = client_certificate::demand(case)?;
    let accepted = case
        .session()
        .and_then(|s| s.client_certificate.as_ref())
        .map_or(&[][..], |request| request.accepted_issuers.as_slice());
    let and_others = accepted.len() > ISSUERS_KEPT;
    Some(Notice::ClientCertificateRequired {
        issuers: accepted.iter().take(ISSUERS_KEPT).cloned().collect(),
        and_others,
        by,
    })
}

fn expires_soon(case: &Case<'_>) -> Option<Notice> {
    let horizon = case.now.plus_days(SOON_DAYS);
    let (cert, facts) = case
        .path_in_use()
        .into_iter()
        .find(|(_, f)| f.valid_at(case.now) && f.not_after.ends_before(horizon))?;
    Some(Notice::ExpiresSoon {
        certificate: cert.label(),
        not_after: facts.not_after,
        days_left: case.now.days_until(facts.not_after),
    })
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

fn chain_disordered(case: &Case<'_>) -> Option<Notice> {
    let path = sent_path(case);
    let mut seen = BTreeSet::new();
    let sent: Vec<&Cert> = case
        .chain()
        .iter()
        .filter(|c| path.contains(c) && seen.insert(c.sha256()))
        .collect();
    (sent != path).then(|| Notice::ChainDisordered {
        order: path.iter().map(|cert| cert.label()).collect(),
    })
}

fn chain_extra(case: &Case<'_>) -> Option<Notice> {
    let path: Vec<&Cert> = case.trust?.path.iter().map(|(cert, _)| cert).collect();
    // Where a signature cannot be checked here, the path may well go on.
    let unknown = case.signed_by_unknown_algorithm().is_some();
    let mut seen = BTreeSet::new();
    let mut extra: Vec<ExtraCertificate> = Vec::new();
    // Where there are too many to ask who signed what, the rest belongs nowhere.
    let mut pairs = 0;
    for (at, cert) in case.chain().iter().enumerate() {
        let again = !seen.insert(cert.sha256());
        let mut belongs = || {
            path.iter().any(|held| {
                pairs += 1;
                pairs <= MOST_PAIRS && (same_authority(held, cert) || signed(cert, held))
            })
        };
        // What cannot be read has a finding of its own, which says the same.
        let is_read = at == 0 || cert.go_defect().is_none();
        if is_read && (again || !unknown && !belongs()) {
            extra.push(ExtraCertificate {
                place: at + 1,
                certificate: cert.label(),
                again,
            });
        }
    }
    (!extra.is_empty()).then_some(Notice::ChainExtra { extra })
}

/// Byte for byte, or another certificate of the same name and key: cross-signed, or before its
/// renewal.
fn same_authority(held: &Cert, cert: &Cert) -> bool {
    let both = held.facts().zip(cert.facts());
    let same_name = |a: &Facts, b: &Facts| name::is_same(&a.subject_der, &b.subject_der);
    held == cert || both.is_some_and(|(a, b)| a.spki == b.spki && same_name(a, b))
}

/// It signed this certificate of the path, which writes its name in other bytes: some clients go on
/// to it all the same.
fn signed(cert: &Cert, held: &Cert) -> bool {
    let both = held.facts().zip(cert.facts());
    both.is_some_and(|(a, b)| name::is_same(&a.issuer_der, &b.subject_der))
        && held.signed_by(cert) == Signed::Yes
}

/// What current clients refuse or give up: a version, a cipher suite, or a signature over SHA-1
/// though better was offered.
fn legacy_tls(case: &Case<'_>) -> Option<Notice> {
    let session = case.session()?;
    let version = session.version.as_deref()?;
    let sha1 = session.signature_scheme.clone();
    let sha1 = sha1.filter(|scheme| SHA1_SCHEMES.contains(&scheme.as_str()));
    // It signs otherwise for clients that do not offer it.
    let sha1 = sha1.filter(|_| !agreed::is_answered(session));
    let suite = session.suite.clone().filter(|suite| is_outdated(suite));
    let any = alerts::is_old(version) || suite.is_some() || sha1.is_some();
    any.then(|| Notice::LegacyTls {
        version: version.to_owned(),
        suite,
        sha1,
    })
}

/// RFC 9325 4.1: no key exchange by RSA, no CBC, no RC4, no export ciphers, none without encryption.
fn is_outdated(suite: &str) -> bool {
    let inside = ["_CBC_", "_RC4_", "_NULL_", "_EXPORT_"];
    suite.starts_with("TLS_RSA_") || inside.iter().any(|part| suite.contains(part))
}

fn seen_in_part(case: &Case<'_>) -> Option<Notice> {
    Some(Notice::SeenInPart {
        clients: client_reach::in_part(case)?,
        lacking: client_reach::our_limit(case),
        chain_seen: !case.chain().is_empty(),
    })
}

/// There may be a path that was not found.
fn judged_in_part(case: &Case<'_>) -> Option<Notice> {
    let sent = case.chain().len();
    case.trust?
        .is_limited
        .then_some(Notice::JudgedInPart { sent })
}

/// It refused HTTP/1.1, and took HTTP/2.
fn only_http2(case: &Case<'_>) -> Option<Notice> {
    let session = case.session()?;
    let chosen = session.alpn.as_deref();
    (session.http1_refused && chosen == Some("h2")).then_some(Notice::OnlyHttp2)
}

fn by_common_name(case: &Case<'_>) -> Option<Notice> {
    (names::prove(case.leaf()?, case.attempt.target.name()) == NameProof::ByCommonNameOnly)
        .then_some(Notice::HostnameOnlyByCn)
}

fn clock_skew(case: &Case<'_>) -> Option<Notice> {
    let server = Moment::parse_http_date(case.answer()?.header("date")?.raw())?;
    let skew = server.0 - case.attempt.started.0;
    (skew.abs() > SKEW_SECONDS).then_some(Notice::ClockSkew {
        minutes_ahead: skew / 60,
    })
}

fn no_bundle_needed(case: &Case<'_>) -> Option<Notice> {
    let trust = case.trust?;
    (trust.public && trust.go.is_accepted()).then(|| {
        let path = case.path();
        let root = path.last().map(|(cert, _)| cert.label());
        Notice::NoBundleNeeded {
            root: root.unwrap_or_default(),
        }
    })
}
