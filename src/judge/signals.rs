//! The signs of interception in one chain, alone and against its control on the other route; and
//! what the measurement along that route says. Makes no finding of them.

use super::case::Case;
use super::finding::interference::{Confidence, HowItSigns, Sign, Signs};
use super::products::{self, Product};
use super::{Ground, Trust, canary};
use crate::cert::{Cert, Facts, Signed};
use crate::evidence::{Attempt, Connection, Extra, ExtraKind, TlsSession};
use crate::foreign::Foreign;

/// A case about one connection, searched for signs before any rule sees it.
pub(super) fn searched<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
    trust: Option<&'a Trust>,
    ground: Ground<'a>,
) -> Case<'a> {
    let mut case = Case::of_connection(attempt, connection, trust, ground);
    case.signs = look(&case);
    case
}

/// Looks for signs in the chain of the case's connection; `None` where there is none, or a control
/// refutes them.
fn look(case: &Case<'_>) -> Option<Signs> {
    let leaf = case.chain().first()?;
    let facts = leaf.facts()?;
    let mut all = proofs(case, leaf, facts);
    if !controls(case).any(|control| refutes(case, leaf, &control.chain)) {
        all.extend(strong(case, facts, control_chain(case)));
    }
    let ca = case.path().into_iter().skip(1).last();
    Some(Signs {
        confidence: Confidence::of(&all)?,
        all,
        how: how_it_signs(facts),
        ca: ca.map(|(cert, _)| cert.sha256().to_owned()),
        product: products::by_issuer(facts).or_else(|| product_of_answers(case)),
    })
}

fn how_it_signs(leaf: &Facts) -> HowItSigns {
    match leaf.issuer_cn.as_ref().map(Foreign::raw) {
        Some(cn) if cn.starts_with("Not trusted by") => HowItSigns::ReSignsAsUntrusted,
        _ if leaf.self_issued() => HowItSigns::CopiesSelfSigned,
        _ => HowItSigns::ReSigns,
    }
}

/// Signs that one interceptor alone can make.
fn proofs(case: &Case<'_>, leaf: &Cert, facts: &Facts) -> Vec<Sign> {
    let path = case.path();
    // Only what signs the leaf: an interceptor's CA may lie beside it in a chain file.
    let marked = case.taint.marks(leaf) || path.iter().skip(1).any(|(ca, _)| case.taint.marks(ca));
    let issuer = path.get(1).map(|(_, issuer)| *issuer);
    let sent = case.chain().iter().skip(1).filter_map(Cert::facts);
    let issuers_key = !facts.self_issued()
        && issuer
            .into_iter()
            .chain(sent)
            .any(|ca| ca.spki == facts.spki && ca.subject_der == facts.issuer_der);
    let not_trusted = facts
        .issuer_cn
        .as_ref()
        .is_some_and(|cn| cn.raw().starts_with("Not trusted by \""));
    let signs = [
        (marked, Sign::KeyAnsweredForCanary),
        (issuers_key, Sign::HasIssuersKey),
        (not_trusted, Sign::CalledNotTrusted),
    ];
    let shown = signs.into_iter().filter(|(shows, _)| *shows);
    shown.map(|(_, sign)| sign).collect()
}

/// The same key: both certificates were signed by one CA key, or are one certificate.
fn refutes(case: &Case<'_>, leaf: &Cert, control: &[Cert]) -> bool {
    let Some(other) = control.first() else {
        return false;
    };
    let authorities = || {
        case.chain()
            .iter()
            .skip(1)
            .chain(control.iter().skip(1))
            .chain(
                case.trust
                    .into_iter()
                    .flat_map(|t| t.path.iter().skip(1).map(|(c, _)| c)),
            )
    };
    leaf == other
        || authorities()
            .any(|ca| leaf.signed_by(ca) == Signed::Yes && other.signed_by(ca) == Signed::Yes)
}

/// Differences to the control that a renewal, a second router or a split horizon might make too:
/// two of them count.
fn strong(case: &Case<'_>, facts: &Facts, control: Option<(&[Cert], &TlsSession)>) -> Vec<Sign> {
    let mut signs = Vec::new();
    if case
        .connection
        .is_some_and(|c| canary::was_minted(case.attempt, c))
    {
        signs.push(Sign::MintedForCanary);
    }
    // A control that is itself proven to be an interceptor's work says nothing against this route.
    let minting = other_route(case)
        .and_then(|e| e.route.proxy.as_ref())
        .is_some_and(|proxy| case.taint.is_minting(proxy));
    if minting
        || control
            .is_some_and(|(chain, _)| chain.first().is_some_and(|leaf| case.taint.marks(leaf)))
    {
        return signs;
    }
    let Some((session, (chain, other_session))) = case.session().zip(control) else {
        return signs;
    };
    let Some(other) = chain.first().and_then(Cert::facts) else {
        return signs;
    };
    if facts.issuer_der != other.issuer_der || facts.authority_key_id != other.authority_key_id {
        signs.push(Sign::AnotherIssuer {
            here: facts.issuer_label(),
            there: other.issuer_label(),
        });
    }
    let copied = facts.subject_der == other.subject_der
        && facts.dns_names == other.dns_names
        && facts.not_before == other.not_before;
    if copied
        && facts.not_after == other.not_after
        && facts.spki != other.spki
        && poorer(facts, other)
    {
        signs.push(Sign::CopiedPoorer);
    }
    if session.client_certificate.is_none() && other_session.client_certificate.is_some() {
        signs.push(Sign::ClientCertificateRequestLost);
    }
    signs
}

/// Extensions are lost that the other certificate has: interceptors copy what clients look at,
/// issuers follow a template.
fn poorer(facts: &Facts, other: &Facts) -> bool {
    let extensions = |f: &Facts| {
        [
            f.subject_key_id.is_some(),
            f.key_usage.is_some(),
            !f.aia_issuers.is_empty(),
            f.has_scts,
        ]
    };
    extensions(facts)
        .into_iter()
        .zip(extensions(other))
        .any(|(here, there)| there && !here)
}

/// Sessions with the same target along the other route, as far as they showed a chain: one per
/// address.
fn controls<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a TlsSession> {
    let connections = other_route(case).into_iter().flat_map(|e| &e.connections);
    connections
        .filter_map(|c| c.tls.saw())
        .filter(|s| !s.chain.is_empty())
}

/// The chain of the same target along the other route, and its session.
pub(super) fn control_chain<'a>(case: &Case<'a>) -> Option<(&'a [Cert], &'a TlsSession)> {
    controls(case)
        .next()
        .map(|session| (session.chain.as_slice(), session))
}

/// The measurement along the other route.
pub(super) fn other_route<'a>(case: &Case<'a>) -> Option<&'a Extra> {
    case.attempt
        .extras
        .iter()
        .find(|e| e.kind == ExtraKind::OtherRoute)
}

/// The session went far enough for its question: the handshake is done, and an answer came where
/// one was due.
pub(super) fn works(connection: &Connection) -> bool {
    connection.tls.is_done() && connection.http.fault().is_none()
}

/// A server (or something in its place) began to speak TLS.
pub(super) fn answers_tls(connection: &Connection) -> bool {
    connection.tls.is_done()
        || connection
            .tls
            .saw()
            .is_some_and(|s| s.version.is_some() || !s.chain.is_empty())
}

fn product_of_answers(case: &Case<'_>) -> Option<Product> {
    let extras = case.attempt.extras.iter().flat_map(|e| &e.connections);
    let connections = case.connection.into_iter().chain(extras);
    let answers = connections.flat_map(|c| {
        [
            c.http.saw().and_then(|h| h.answer.as_ref()),
            c.proxy.saw().and_then(|p| p.reply.as_ref()),
        ]
    });
    // An ordinary web server behind an interceptor names itself too.
    answers
        .flatten()
        .find_map(products::by_answer)
        .filter(|product| *product != Product::Nginx)
}
