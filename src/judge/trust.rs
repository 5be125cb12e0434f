//! Family `unknown-authority`: the chain's signer is not among the trusted certificates, and why
//! that is so. One decision, so that a chain has one reason at most; the texts are in `words`.

use super::case::Case;
use super::finding::UnknownAuthority;
use super::finding::authority::{AiaIssuer, Intermediate, Root};
use super::rule::Rule;
use super::{CertSource, Cure, Finding, aia, repeats};
use crate::cert::name;
use crate::cert::{Cert, Facts, Signed};
use crate::evidence::Connection;
use crate::objects::CLUSTER_REGISTRY;
use crate::target::{Origin, Target};

pub(super) const RULES: &[Rule] = &[|case| authority(case).map(Finding::from)];

/// Why nobody trusted vouches for the chain; `None` where somebody does, or where that is not the
/// question.
fn authority(case: &Case<'_>) -> Option<UnknownAuthority> {
    let path = UntrustedPath::of(case)?;
    let Link {
        cert: top, facts, ..
    } = path.top;
    if is_for_mtc_only(&case.attempt.target) {
        let issuer = facts.issuer_label();
        return Some(UnknownAuthority::RegistryNotVerified { issuer });
    }
    if path.is_leaf_only() && top.is_self_signed() {
        return Some(UnknownAuthority::SelfSigned {
            subject: facts.subject.clone(),
            sha256: top.sha256().to_owned(),
            is_ca: facts.is_ca(),
        });
    }
    let named_otherwise = issuer_name_differs(case, &path);
    let known = named_otherwise.or_else(|| same_name_other_key(case, &path));
    Some(known.unwrap_or_else(|| unknown_signer(case, &path)))
}

/// Decides by what was sent and by what is known above it.
fn unknown_signer(case: &Case<'_>, path: &UntrustedPath<'_>) -> UnknownAuthority {
    let Link {
        cert: top, facts, ..
    } = path.top;
    let issuer = path.top_of_sent().facts.issuer_label();
    let sent = case.chain().len();
    let root_not_sent = |issuer, root| UnknownAuthority::RootNotSent { issuer, sent, root };
    let intermediate_missing = |issuer, intermediate| UnknownAuthority::IntermediateMissing {
        issuer,
        sent,
        intermediate,
    };
    match path.lowest_unsent() {
        Some(root) if root.cert.is_self_signed() => root_not_sent(
            issuer,
            Root::Known {
                sha256: root.cert.sha256().to_owned(),
                source: root.source.clone(),
            },
        ),
        Some(missing) => intermediate_missing(
            issuer,
            Intermediate::Known {
                sha256: missing.cert.sha256().to_owned(),
                source: missing.source.clone(),
                root_wanted: (!top.is_self_signed()).then(|| facts.issuer_label()),
            },
        ),
        None if top.is_self_signed() => UnknownAuthority::PrivateCa {
            root: facts.subject.clone(),
            sha256: top.sha256().to_owned(),
            not_after: facts.not_after,
            curable: case
                .trust
                .is_some_and(|t| !matches!(t.cure, Cure::Nothing(_))),
        },
        None if path.is_leaf_only() && is_below_an_intermediate(facts) => intermediate_missing(
            issuer,
            Intermediate::Likely {
                issuer_at: facts.aia_issuers.first().cloned(),
                aia: aia_issuer(case),
            },
        ),
        None => root_not_sent(
            issuer,
            Root::Unknown {
                aia: aia_issuer(case),
            },
        ),
    }
}

fn is_for_mtc_only(target: &Target) -> bool {
    let by_mtc = |origin: &Origin| matches!(origin, Origin::Object { field, .. } if field == CLUSTER_REGISTRY);
    !target.origins.is_empty() && target.origins.iter().all(by_mtc)
}

/// The proven path of a chain that no trusted store vouches for.
struct UntrustedPath<'a> {
    /// From the leaf to the topmost certificate known.
    links: Vec<Link<'a>>,
    top: Link<'a>,
    /// How many of them were sent, from the leaf without a gap.
    sent: usize,
}

#[derive(Clone, Copy)]
struct Link<'a> {
    cert: &'a Cert,
    facts: &'a Facts,
    source: &'a CertSource,
}

impl<'a> UntrustedPath<'a> {
    /// `None` where a store vouches for it, and where the authority is not what is in doubt: the
    /// chain is intercepted, or nobody here can check its signatures.
    fn of(case: &Case<'a>) -> Option<Self> {
        let trust = case.trust.filter(|trust| trust.anchor.is_none())?;
        if case.is_intercepted() || case.signed_by_unknown_algorithm().is_some() {
            return None;
        }
        let link = |(cert, source): &'a (Cert, CertSource)| {
            let facts = cert.facts()?;
            Some(Link {
                cert,
                facts,
                source,
            })
        };
        let links: Vec<Link<'a>> = trust.path.iter().filter_map(link).collect();
        let sent = links.iter().take_while(|link| was_sent(case, link.cert));
        Some(Self {
            top: *links.last()?,
            sent: sent.count(),
            links,
        })
    }

    fn is_leaf_only(&self) -> bool {
        self.links.len() == 1
    }

    /// The topmost certificate up to which all was sent.
    fn top_of_sent(&self) -> Link<'a> {
        *self.links[..self.sent].last().unwrap_or(&self.top)
    }

    /// The certificate above it: known, but not sent.
    fn lowest_unsent(&self) -> Option<Link<'a>> {
        self.links.get(self.sent).copied()
    }
}

/// Byte for byte, or another certificate of the same name and key: before its renewal, or signed by
/// somebody else.
fn was_sent(case: &Case<'_>, cert: &Cert) -> bool {
    let like =
        |sent: &Cert| sent.is_same_entity(cert) && sent.is_self_signed() == cert.is_self_signed();
    case.chain().iter().any(|sent| sent == cert || like(sent))
}

/// Who signed the topmost certificate is there, under the name that a person reads: clients that
/// compare bytes do not find it.
fn issuer_name_differs(case: &Case<'_>, path: &UntrustedPath<'_>) -> Option<UnknownAuthority> {
    let Link {
        cert: top, facts, ..
    } = path.top;
    if top.is_self_signed() {
        return None;
    }
    let name = &facts.issuer_der;
    let same = |cert: &&Cert| {
        cert.facts()
            .is_some_and(|f| f.subject_der != *name && name::is_same(&f.subject_der, name))
    };
    let sent = case.chain().iter().filter(same);
    let sent = sent.map(|cert| (cert, &CertSource::Sent));
    let stored = case.stores.spelt_otherwise(name);
    let stored = stored.map(|(cert, source)| (cert, source));
    let learnt = case.authorities.spelt_otherwise(name);
    let (issuer, source) = sent
        .chain(stored)
        .chain(learnt)
        .filter(|(issuer, _)| top.signed_by(issuer) == Signed::Yes)
        .min_by_key(|(_, source)| *source)?;
    Some(UnknownAuthority::IssuerNameDiffers {
        certificate: facts.label(),
        issuer: facts.issuer_label(),
        sha256: issuer.sha256().to_owned(),
        source: source.clone(),
        difference: issuer
            .facts()
            .and_then(|f| name::difference(name, &f.subject_der)),
        is_leaf: path.is_leaf_only(),
    })
}

/// A trusted certificate has the name of who signed the topmost certificate known, or sent, and did
/// not sign it.
fn same_name_other_key(case: &Case<'_>, path: &UntrustedPath<'_>) -> Option<UnknownAuthority> {
    let anchors = &case.stores.anchors;
    // One that is trusted, but out of the clients' reach, is not out of date.
    if anchors.holds(path.top.cert) {
        return None;
    }
    let other_key = |link: Link<'_>| {
        let name = &link.facts.issuer_der;
        let same_name = anchors.named(name).iter();
        // To a person it is the same in other bytes, too.
        let same_name = same_name.chain(anchors.spelt_otherwise(name));
        let mut others = same_name.filter(|(trusted, _)| {
            trusted != link.cert && link.cert.signed_by(trusted) == Signed::No
        });
        let (trusted, source) = others.next()?;
        let store = match source {
            CertSource::Store(name) => Some(name.clone()),
            CertSource::Sent | CertSource::Endpoint(_) | CertSource::Aia(_) => None,
        };
        Some(UnknownAuthority::SameNameOtherKey {
            issuer: link.facts.issuer_label(),
            store,
            trusted_sha256: trusted.sha256().to_owned(),
            signer_of: link.cert.label(),
            beside: is_in_use(case, trusted),
        })
    };
    other_key(path.top).or_else(|| other_key(path.top_of_sent()))
}

/// It signed another chain that this endpoint shows, at another address or at another turn.
fn is_in_use(case: &Case<'_>, trusted: &Cert) -> bool {
    let attempt = case.attempt;
    let shown = attempt.presented().chain(repeats::shown_by_turns(attempt));
    let mut others = shown.map(Connection::chain).filter(|c| *c != case.chain());
    others.any(|chain| {
        chain
            .iter()
            .any(|cert| cert.signed_by(trusted) == Signed::Yes)
    })
}

/// A leaf that says where its issuer is to be fetched, or bears a public CA's timestamps, was not
/// signed by a root.
const fn is_below_an_intermediate(leaf: &Facts) -> bool {
    !leaf.aia_issuers.is_empty() || leaf.has_scts
}

/// Where the issuer of the topmost certificate is to be fetched, unless it was.
fn aia_issuer(case: &Case<'_>) -> Option<AiaIssuer> {
    let url = aia::urls(aia::open_end(case.trust?)?.facts()?).next()?;
    let failure = match case.authorities.fetch(url) {
        Some(Ok(())) => return None,
        Some(Err(failure)) => Some(failure.clone()),
        None => None,
    };
    Some(AiaIssuer {
        url: url.clone(),
        failure,
    })
}
