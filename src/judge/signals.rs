//! The signs of interception in one chain, alone and against its control on the other route; and
//! what the measurement along that route says. Makes no finding of them.

use super::case::Case;
use super::finding::interference::{Confidence, HowItSigns, IssuerSeen, Sign, Signs};
use super::products::{self, Product};
use super::{Ground, Trust, canary, public_hosts, repeats};
use crate::cert::{Cert, Facts, Signed};
use crate::evidence::{Attempt, Connection, Extra, KeyType, TlsSession};
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

/// Looks for signs in the chain of the case's connection, and in what the same question brought when
/// it was asked again: an interceptor may answer by turns. `None` where there is none.
fn look(case: &Case<'_>) -> Option<Signs> {
    let own = look_at(case);
    if own.as_ref().is_some_and(Signs::accuse) {
        return own;
    }
    let connection = case.connection?;
    let others = repeats::of_own_name(case.attempt, connection);
    let mut others = others.filter(|c| c.chain().first() != connection.chain().first());
    others
        .find_map(|again| look_at(&case.about(again)).filter(Signs::accuse))
        .or(own)
}

fn look_at(case: &Case<'_>) -> Option<Signs> {
    let leaf = case.chain().first()?;
    let facts = leaf.facts()?;
    let all = all_signs(case, leaf, facts);
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
        Some(cn) if cn.starts_with(NOT_TRUSTED) => HowItSigns::ReSignsAsUntrusted,
        _ if leaf.self_issued() => HowItSigns::CopiesSelfSigned,
        _ => HowItSigns::ReSigns,
    }
}

/// How Squid calls a CA for servers that it does not trust.
const NOT_TRUSTED: &str = "Not trusted by \"";

fn all_signs(case: &Case<'_>, leaf: &Cert, facts: &Facts) -> Vec<Sign> {
    let minted = was_minted(case);
    // What both routes show was not made for one of them; nor was anything minted here.
    let refuted = is_on_both_routes(case);
    let mut signs = of_the_chain(case, leaf, facts);
    if refuted && !minted {
        // No honest server has such an issuer, on whatever route.
        signs.retain(|sign| *sign == Sign::CalledNotTrusted);
        return signs;
    }
    if !refuted {
        signs.extend(of_the_host(case));
        signs.extend(of_the_proxy(case));
        signs.extend(of_the_control(case, leaf, facts, minted));
    }
    signs
}

/// A certificate was minted for a name that cannot exist, by whoever answers on this connection. Where
/// the other route shows the same and mints nothing, this server is exempt: the certificate may be
/// the minter's work, but it is this server's own.
pub(super) fn was_minted(case: &Case<'_>) -> bool {
    let mut there = canary::of_other_route(case.attempt).peekable();
    let nothing_there = there.peek().is_some() && !there.any(|canary| canary.is_minted());
    let minted = |connection| canary::was_minted(case.attempt, connection);
    case.connection.is_some_and(minted) && !(nothing_there && is_on_both_routes(case))
}

/// Where this chain was shown, a certificate was minted for a name that cannot exist: whoever made the
/// one may have made the other.
#[must_use]
pub fn shown_by_minter(
    attempt: &Attempt,
    connection: &Connection,
    (trust, ground): (&Trust, Ground<'_>),
) -> bool {
    was_minted(&Case::of_connection(
        attempt,
        connection,
        Some(trust),
        ground,
    ))
}

/// Signs that the chain shows by itself.
fn of_the_chain(case: &Case<'_>, leaf: &Cert, facts: &Facts) -> Vec<Sign> {
    let path = case.path();
    // Only what signs the leaf: an interceptor's CA may lie beside it in a chain file.
    let by_minter =
        case.taint.marks(leaf) || path.iter().skip(1).any(|(ca, _)| case.taint.marks(ca));
    // Its CA may issue for honest servers too.
    let exempt = by_minter
        && !case.taint.has_key_of(leaf)
        && case
            .connection
            .is_some_and(|c| canary::showed_the_same_leaf(case.attempt, c));
    let issuer = path.get(1).map(|(_, issuer)| *issuer);
    let sent = case.chain().iter().skip(1).filter_map(Cert::facts);
    let of_issuer = issuer
        .into_iter()
        .chain(sent)
        .any(|ca| ca.spki == facts.spki && ca.subject_der == facts.issuer_der);
    // Where no issuer was sent, the signature shows whose key it was made with.
    let alone = case.chain().len() == 1 && issuer.is_none() && case.trust.is_some();
    let by_itself = || alone && leaf.signed_by(leaf) == Signed::Yes;
    let issuers_key = !facts.self_issued() && (of_issuer || by_itself());
    let issuer_cn = facts.issuer_cn.as_ref();
    let not_trusted = issuer_cn.is_some_and(|cn| cn.raw().starts_with(NOT_TRUSTED));
    let signs = [
        (by_minter && !exempt, Sign::KeyAnsweredForCanary),
        (not_trusted, Sign::CalledNotTrusted),
        (issuers_key, Sign::HasIssuersKey),
        (exempt, Sign::SignedByMinter),
        (
            !by_minter && case.taint.is_named_like_minter(leaf),
            Sign::NamedLikeMinter,
        ),
    ];
    let shown = signs.into_iter().filter(|(shows, _)| *shows);
    shown.map(|(_, sign)| sign).collect()
}

/// A public provider's own host is shown under a root of nobody's that anybody trusts.
fn of_the_host(case: &Case<'_>) -> Option<Sign> {
    let trust = case.trust?;
    let (root, _) = trust.path.last()?;
    let private = !trust.public && root.is_self_signed() && !trust.go.is_accepted();
    let shows = private && !case.is_vouched() && public_hosts::is_one(&case.attempt.target.host);
    shows.then_some(Sign::PrivateForPublicHost)
}

/// The proxy on this route does it to others, and nobody vouches for this chain.
fn of_the_proxy(case: &Case<'_>) -> Option<Sign> {
    let mints = case.proxy().is_some_and(|p| case.taint.is_minting(p));
    (mints && !case.is_vouched()).then_some(Sign::ProxyMints)
}

/// The other route shows the same leaf, or one that the same key signed.
pub(super) fn is_on_both_routes(case: &Case<'_>) -> bool {
    let leaf = case.chain().first();
    leaf.is_some_and(|leaf| controls(case).any(|control| refutes(case, leaf, &control.chain)))
}

/// Both certificates were signed by one CA key, have one key, or are one certificate.
fn refutes(case: &Case<'_>, leaf: &Cert, control: &[Cert]) -> bool {
    let Some(other) = control.first() else {
        return false;
    };
    let one_key = || {
        let keys = leaf.facts().zip(other.facts());
        keys.is_some_and(|(here, there)| here.spki == there.spki)
    };
    leaf == other
        || one_key()
        || authorities(case, control)
            .any(|ca| leaf.signed_by(ca) == Signed::Yes && other.signed_by(ca) == Signed::Yes)
}

/// Certificates that may have signed the leaf here or there.
fn authorities<'a>(
    case: &Case<'a>,
    control: &'a [Cert],
) -> impl Iterator<Item = &'a Cert> + use<'a> {
    let path = case.trust.into_iter().flat_map(|t| t.path.iter().skip(1));
    case.chain()
        .iter()
        .skip(1)
        .chain(control.iter().skip(1))
        .chain(path.map(|(cert, _)| cert))
}

/// Differences to the control on the other route.
fn of_the_control(case: &Case<'_>, leaf: &Cert, facts: &Facts, minted: bool) -> Vec<Sign> {
    let mut signs = Vec::new();
    // A control that is itself proven to be an interceptor's work says nothing against this route.
    let minting = other_route(case)
        .and_then(|e| e.route.proxy.as_ref())
        .is_some_and(|proxy| case.taint.is_minting(proxy));
    let Some((session, (chain, other_session))) = case.session().zip(control_chain(case)) else {
        return signs;
    };
    let Some(there) = chain.first().filter(|c| !minting && !case.taint.marks(c)) else {
        return signs;
    };
    let Some(other) = there.facts() else {
        return signs;
    };
    // Two servers that issue on demand do so on both routes.
    if minted && canary::of_other_route(case.attempt).any(|canary| !canary.is_minted()) {
        signs.push(Sign::MintedForCanary);
    }
    if is_another_issuer(case, (leaf, facts), chain) {
        signs.push(Sign::AnotherIssuer {
            here: issuer_seen(case, leaf, facts, case.chain()),
            there: issuer_seen(case, there, other, chain),
        });
    }
    if imitates(facts, other) {
        signs.push(Sign::CopiedPoorer);
        if session.client_certificate.is_none() && other_session.client_certificate.is_some() {
            signs.push(Sign::ClientCertificateRequestLost);
        }
    }
    signs
}

/// Another name, or another key: a key id that is missing on one side is neither. Names and ids can
/// be copied, so that a CA which signed only one of the two counts most.
fn is_another_issuer(case: &Case<'_>, (leaf, facts): (&Cert, &Facts), control: &[Cert]) -> bool {
    let Some((there, other)) = control.first().and_then(|c| Some((c, c.facts()?))) else {
        return false;
    };
    let ids = (&facts.authority_key_id, &other.authority_key_id);
    let another_id = matches!(ids, (Some(here), Some(there)) if here != there);
    let signed_one_only = |ca: &Cert| {
        let both = [leaf.signed_by(ca), there.signed_by(ca)];
        both.contains(&Signed::Yes) && both.contains(&Signed::No)
    };
    facts.issuer_der != other.issuer_der
        || another_id
        || authorities(case, control).any(signed_one_only)
}

fn issuer_seen(case: &Case<'_>, leaf: &Cert, facts: &Facts, chain: &[Cert]) -> IssuerSeen {
    let path = case.trust.into_iter().flat_map(|t| &t.path);
    let known = chain.iter().chain(path.map(|(cert, _)| cert));
    let signer = known
        .into_iter()
        .find(|ca| leaf.signed_by(ca) == Signed::Yes)
        .and_then(Cert::facts);
    IssuerSeen {
        label: facts.issuer_label(),
        key: signer.map(|ca| crate::cert::sha256(&ca.spki)),
    }
}

/// Names and dates are copied to the second, under another key of the same kind, and two or more
/// extensions are lost: interceptors copy what clients look at, issuers follow a template. Whole and
/// half hours are how people and CAs round dates.
fn imitates(facts: &Facts, other: &Facts) -> bool {
    const HALF_AN_HOUR: i64 = 1_800;
    let copied = facts.subject_der == other.subject_der
        && facts.dns_names == other.dns_names
        && facts.not_before == other.not_before
        && facts.not_after == other.not_after;
    let rounded = facts.not_before.0 % HALF_AN_HOUR == 0;
    let same_kind = std::mem::discriminant(&facts.key) == std::mem::discriminant(&other.key);
    copied && !rounded && same_kind && facts.spki != other.spki && lost(facts, other) >= 2
}

/// How many extensions are lost that the other certificate has.
fn lost(facts: &Facts, other: &Facts) -> usize {
    let extensions = |f: &Facts| {
        [
            f.subject_key_id.is_some(),
            f.key_usage.is_some(),
            !f.aia_issuers.is_empty(),
            f.has_scts,
        ]
    };
    let pairs = extensions(facts).into_iter().zip(extensions(other));
    pairs.filter(|(here, there)| *there && !*here).count()
}

/// Sessions with the same target along the other route, as far as they showed a chain: one per
/// address.
fn controls<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a TlsSession> {
    // A certificate of another key type is compared with its like.
    let without = case
        .connection
        .map_or(&[][..], |c| case.attempt.without_keys(c));
    let key = case.connection.and_then(KeyType::shown_on);
    let of_its_key = case.attempt.of_other_keys_elsewhere();
    let of_its_key = of_its_key.filter(move |c| KeyType::shown_on(c) == key);
    on_other_route(case)
        .filter(|_| without.is_empty())
        .chain(of_its_key.filter(|_| !without.is_empty()))
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
    case.attempt.other_route().next()
}

/// Each of its connections.
pub(super) fn on_other_route<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Connection> {
    other_route(case).into_iter().flat_map(|e| &e.connections)
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
