//! Family `unknown-authority`: the chain's signer is not among the trusted certificates, and why
//! that is so. Rows only; pure. Exactly one of them applies to a chain that no trusted store
//! vouches for.

use super::authorities::FetchResult;
use super::case::Case;
use super::{CertSource, Code, Details, Rule, aia};
use crate::cert::{Cert, Facts, Signed};
use crate::target::{Origin, Target};

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::SelfSigned, self_signed),
    Rule::Legacy(Code::SameNameOtherKey, same_name_other_key),
    Rule::Legacy(Code::PrivateCa, private_ca),
    Rule::Legacy(Code::IntermediateMissing, intermediate_missing),
    Rule::Legacy(Code::RootNotSent, root_not_sent),
    Rule::Legacy(Code::RegistryNotVerified, not_minded),
];

/// The topmost certificate of the proven path of a chain that no trusted store vouches for, where
/// its clients mind.
fn unvouched<'a>(case: &Case<'a>) -> Option<(&'a Cert, &'a Facts)> {
    unknown(case).filter(|_| !is_for_mtc_only(&case.attempt.target))
}

fn not_minded(case: &Case<'_>) -> Option<Details> {
    let (_, facts) = unknown(case).filter(|_| is_for_mtc_only(&case.attempt.target))?;
    Some(Details::none().with("issuer", facts.issuer_label()))
}

fn is_for_mtc_only(target: &Target) -> bool {
    let by_mtc = |origin: &Origin| matches!(origin, Origin::Object { field, .. } if field == "spec.exposedRegistryPath");
    !target.origins.is_empty() && target.origins.iter().all(by_mtc)
}

/// The same, whoever asks. An intercepted chain is no matter of authority.
fn unknown<'a>(case: &Case<'a>) -> Option<(&'a Cert, &'a Facts)> {
    let trust = case.trust?;
    let unclear = case.signed_by_unknown_algorithm().is_some();
    if trust.anchor.is_some() || case.is_intercepted() || unclear {
        None
    } else {
        case.path().last().copied()
    }
}

fn self_signed(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    (case.path().len() == 1 && top.is_self_signed()).then(|| {
        let ca = if facts.ca == Some(true) {
            "CA:TRUE (rustls clients refuse it as a server certificate)"
        } else {
            "CA:FALSE"
        };
        Details::none()
            .with("subject", facts.subject.clone())
            .with("sha256", top.sha256())
            .with("kind", ca)
    })
}

fn same_name_other_key(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    // One that is trusted, but out of the clients' reach, is not out of date.
    if self_signed(case).is_some() || case.stores.anchors.holds(top) {
        return None;
    }
    let frontier = frontier(case).filter(|(cert, _)| *cert != top);
    let (signer_of, facts, (held, learnt)) = [Some((top, facts)), frontier]
        .into_iter()
        .flatten()
        .find_map(|(cert, facts)| {
        let same_name = case.stores.anchors.named(&facts.issuer_der);
        let other = same_name
            .iter()
            .find(|(held, _)| held != cert && cert.signed_by(held) == Signed::No)?;
        Some((cert, facts, other))
    })?;
    let store = match learnt {
        CertSource::Store(name) => name.as_str(),
        _ => "the bundle",
    };
    Some(
        Details::none()
            .with("issuer", facts.issuer_label())
            .with("store", store)
            .with("trusted sha256", held.sha256())
            .with("signer of", signer_of.label()),
    )
}

/// The topmost certificate of the path up to which all was sent.
fn frontier<'a>(case: &Case<'a>) -> Option<(&'a Cert, &'a Facts)> {
    case.path()
        .into_iter()
        .take_while(|(cert, _)| was_sent(case, cert))
        .last()
}

/// The certificate above it: known, but not sent.
fn withheld<'a>(case: &Case<'a>) -> Option<&'a (Cert, CertSource)> {
    case.trust?
        .path
        .iter()
        .find(|(cert, _)| !was_sent(case, cert))
}

/// Byte for byte, or another certificate of the same name and key: before its renewal, or signed by
/// somebody else.
fn was_sent(case: &Case<'_>, cert: &Cert) -> bool {
    let same = |a: &Facts, b: &Facts| a.subject_der == b.subject_der && a.spki == b.spki;
    let like = |sent: &Cert| {
        sent.facts()
            .zip(cert.facts())
            .is_some_and(|(a, b)| same(a, b) && sent.is_self_signed() == cert.is_self_signed())
    };
    case.chain().iter().any(|sent| sent == cert || like(sent))
}

fn private_ca(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    let whole = case.path().len() > 1 && top.is_self_signed() && withheld(case).is_none();
    (whole && same_name_other_key(case).is_none()).then(|| {
        Details::none()
            .with("root", facts.subject.clone())
            .with("sha256", top.sha256())
            .with("valid until", facts.not_after.date())
    })
}

fn intermediate_missing(case: &Case<'_>) -> Option<Details> {
    unvouched(case)?;
    if same_name_other_key(case).is_some() {
        return None;
    }
    let (below, facts) = frontier(case)?;
    if let Some((missing, learnt)) = withheld(case) {
        return (!missing.is_self_signed()).then(|| {
            let had = format!("{} (SHA-256 {})", origin(learnt), missing.sha256());
            Details::none()
                .with("certainty", "certain")
                .with("issuer", facts.issuer_label())
                .with("sha256", missing.sha256())
                .with("learnt", origin(learnt))
                .with("sent", sent(case))
                .hidden(
                    "until_then",
                    format!(
                        "`probe export-bundle` writes one, with the intermediate {had}{}",
                        root_wanted(case)
                    ),
                )
        });
    }
    let expects_more = !facts.aia_issuers.is_empty() || facts.has_scts;
    (case.path().len() == 1 && !below.is_self_signed() && expects_more).then(|| {
        Details::none()
            .with("certainty", "likely")
            .with("issuer", facts.issuer_label())
            .with(
                "issuer_at",
                facts
                    .aia_issuers
                    .first()
                    .map_or("(it does not say)", String::as_str),
            )
            .with("sent", sent(case))
            .hidden(
                "until_then",
                format!(
                    "--ca FILE with the intermediate and its root{}",
                    by_aia(case)
                ),
            )
    })
}

/// What a bundle still lacks where the path ends below a root.
fn root_wanted(case: &Case<'_>) -> String {
    match case.path().last() {
        Some((top, facts)) if !top.is_self_signed() => {
            let place = case.attempt.target.authentic_copy(&facts.issuer_label());
            format!(
                "; OpenSSL, Node and Python before 3.13 want the root \"{}\" too: --ca FILE ({place})",
                facts.issuer_label()
            )
        }
        _ => String::new(),
    }
}

fn root_not_sent(case: &Case<'_>) -> Option<Details> {
    let (_, top) = unvouched(case)?;
    let another = [
        self_signed,
        same_name_other_key,
        private_ca,
        intermediate_missing,
    ];
    if another.iter().any(|rule| rule(case).is_some()) {
        return None;
    }
    let issuer =
        frontier(case).map_or_else(|| top.issuer_label(), |(_, facts)| facts.issuer_label());
    let place = case.attempt.target.authentic_copy(&issuer);
    let details = Details::none()
        .with("issuer", issuer.clone())
        .with("sent", sent(case));
    let Some((root, learnt)) = withheld(case).filter(|(root, _)| root.is_self_signed()) else {
        let how = format!(
            "get the certificate of \"{}\" ({place}) and run again with --ca FILE{}",
            top.issuer_label(),
            by_aia(case)
        );
        return Some(details.hidden("how", how));
    };
    let (origin, sha256) = (origin(learnt), root.sha256());
    let next = if let CertSource::Store(name) = learnt {
        format!("let --trust {name} or --ca FILE vouch for it")
    } else {
        format!("compare its SHA-256 {sha256} with an authentic copy ({place})")
    };
    let how = format!("the root \"{issuer}\" is known, {origin}: {next}");
    Some(
        details
            .with("sha256", sha256)
            .with("learnt", origin)
            .hidden("how", how),
    )
}

/// What AIA could bring, or brought.
fn by_aia(case: &Case<'_>) -> String {
    let Some(url) = case
        .trust
        .and_then(aia::open_end)
        .and_then(Cert::facts)
        .and_then(|f| aia::urls(f).next())
    else {
        return String::new();
    };
    match case.authorities.fetch(url) {
        None => format!("; or let --aia fetch it from {url}"),
        Some(FetchResult::Found) => String::new(),
        Some(FetchResult::Stranger) => format!("; what {url} serves did not sign it"),
        Some(FetchResult::NotAsked(why)) => format!("; it was not fetched from {url}, {why}"),
        Some(FetchResult::Nothing(why)) => format!("; fetching it from {url} failed: {why}"),
    }
}

fn origin(learnt: &CertSource) -> String {
    match learnt {
        CertSource::Sent => "sent".into(),
        CertSource::Store(name) => format!("from {name}"),
        CertSource::Endpoint(authority) => format!("sent by {authority}"),
        CertSource::Aia(url) => format!("fetched from {url}, unauthenticated"),
    }
}

fn sent(case: &Case<'_>) -> String {
    match case.chain().len() {
        1 => "1 certificate".into(),
        n => format!("{n} certificates"),
    }
}
