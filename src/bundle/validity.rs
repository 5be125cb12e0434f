//! How long a bundle goes on working. Only its own certificates count, since a server renews what
//! it sends and a bundle does not change. In Go and webpki a path ends in one anchor, so each is
//! tried alone; the one that is valid longest counts.

use crate::cert::Cert;
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, GoVerdict, RuleVerdict, StrictVerdict};
use crate::moment::Moment;
use crate::target::Host;

use super::chains;

/// What a bundle will do for one endpoint.
#[derive(Clone, Debug)]
pub struct Validity {
    /// The endpoint, as `host:port`.
    pub authority: String,
    /// When that was asked.
    pub now: Moment,
    /// The last moment at which Go accepts the endpoint, and the certificate that expires then.
    /// `None`: Go does not accept it now.
    pub until: Option<(Moment, Cert)>,
    /// With the certificates that are still valid at the horizon.
    pub go_then: GoVerdict,
    /// What a strict client (`X509_V_FLAG_X509_STRICT`) says with those certificates.
    pub strict_then: StrictVerdict,
    /// Certificates in a path of this endpoint that end before the horizon, the first to end first.
    pub expiring: Vec<Cert>,
}

impl Validity {
    /// What ends before the horizon.
    #[must_use]
    pub fn warning(&self, horizon: Moment) -> Option<ValidityWarning> {
        match &self.until {
            Some((at, cert)) if at.ends_before(horizon) => Some(ValidityWarning::StopsWorking {
                at: *at,
                cert: cert.clone(),
            }),
            Some(_) => self
                .expiring
                .first()
                .map(|cert| ValidityWarning::SomeRefuse {
                    cert: cert.clone(),
                    has_ended: ends_before(cert, self.now),
                }),
            None => None,
        }
    }
}

/// What ends before the horizon.
#[derive(Clone, Debug)]
pub enum ValidityWarning {
    /// The whole bundle.
    StopsWorking {
        /// Its last moment.
        at: Moment,
        /// The certificate that expires then.
        cert: Cert,
    },
    /// A certificate of a path; clients that need the whole chain refuse it from then on.
    SomeRefuse {
        /// The certificate.
        cert: Cert,
        /// They refuse it already.
        has_ended: bool,
    },
}

/// What these certificates do for these endpoints now, until when, and at the horizon.
#[must_use]
pub fn validity(
    endpoints: &[Endpoint],
    certs: &[Cert],
    now: Moment,
    horizon: Moment,
) -> Vec<Validity> {
    let still: Vec<Cert> = certs
        .iter()
        .filter(|c| c.facts().is_some_and(|f| !f.not_after.ends_before(horizon)))
        .cloned()
        .collect();
    let then = Anchors::from_bundle(&still);
    endpoints
        .iter()
        .map(|endpoint| one(endpoint, certs, &then, (now, horizon)))
        .collect()
}

fn one(
    endpoint: &Endpoint,
    certs: &[Cert],
    then: &Anchors,
    (now, horizon): (Moment, Moment),
) -> Validity {
    let target = &endpoint.attempt.target;
    let name = target.name();
    let own: Vec<&[Cert]> = chains(endpoint).collect();
    let of_proxy = endpoint.attempt.chains_of_proxy();
    let proxy = endpoint.attempt.route.proxy.as_ref();
    let before = proxy.map_or(name, |proxy| &proxy.host);
    let of_proxy = of_proxy.into_iter().map(|chain| (chain, before));
    // Where nothing was captured behind it, the proxy's own chain says nothing of the endpoint.
    let of_proxy = of_proxy.filter(|_| !own.is_empty());
    let chains = own.iter().map(|chain| (*chain, name)).chain(of_proxy);
    let chains: Vec<(&[Cert], &Host)> = chains.collect();
    let ends = chains
        .iter()
        .map(|(chain, name)| last_anchor(chain, certs, name, now));
    // The chain that expires first; if one does not verify now, the answer is `None`.
    let until = ends
        .collect::<Option<Vec<_>>>()
        .and_then(|ends| ends.into_iter().min_by_key(|(until, _)| *until));
    let go_then = worst(&chains, |(chain, name)| then.go(chain, name, now));
    let strict_then = worst(&chains, |(chain, name)| then.strict(chain, name, now));
    let mut expiring: Vec<Cert> = certs
        .iter()
        .filter(|c| {
            chains.iter().any(|(chain, _)| serves(c, chain, certs)) && ends_before(c, horizon)
        })
        .filter(|c| !is_renewed(c, certs, horizon))
        .cloned()
        .collect();
    expiring.sort_by_key(|c| c.facts().map(|f| f.not_after));
    Validity {
        authority: target.authority(),
        now,
        until,
        go_then,
        strict_then,
        expiring,
    }
}

/// The first refusal among the chains of one endpoint.
fn worst<R>(
    chains: &[(&[Cert], &Host)],
    judge: impl Fn((&[Cert], &Host)) -> RuleVerdict<R>,
) -> RuleVerdict<R> {
    let refused = chains
        .iter()
        .map(|shown| judge(*shown))
        .find(|v| !v.is_accepted());
    let unrefused = if chains.is_empty() {
        RuleVerdict::NotJudged
    } else {
        RuleVerdict::Accepts
    };
    refused.unwrap_or(unrefused)
}

/// Of the anchors that make this chain verify on their own, the one that lasts longest.
fn last_anchor(chain: &[Cert], certs: &[Cert], name: &Host, now: Moment) -> Option<(Moment, Cert)> {
    let candidates = certs.iter().filter(|c| may_end(c, chain));
    let alone = candidates.filter(|c| {
        Anchors::from_bundle(std::slice::from_ref(c))
            .go(chain, name, now)
            .is_accepted()
    });
    alone
        .filter_map(|c| Some((c.facts()?.not_after, c.clone())))
        .max_by_key(|(until, cert)| (*until, cert.sha256().to_owned()))
}

/// Named as an issuer in what was sent, or sent itself.
fn may_end(cert: &Cert, chain: &[Cert]) -> bool {
    let Some(facts) = cert.facts() else {
        return false;
    };
    chain.iter().any(|sent| {
        sent == cert
            || sent
                .facts()
                .is_some_and(|f| f.issuer_der == facts.subject_der)
    })
}

/// Part of a path: named by what was sent, or by another certificate of the bundle that is.
fn serves(cert: &Cert, chain: &[Cert], certs: &[Cert]) -> bool {
    let signs = |below: &Cert| below != cert && below.may_be_signed_by(cert);
    chain.contains(cert)
        || chain.iter().any(signs)
        || certs.iter().filter(|c| may_end(c, chain)).any(signs)
}

/// The bundle holds the same CA by a certificate that lasts: clients that need the whole chain have it.
fn is_renewed(cert: &Cert, certs: &[Cert], horizon: Moment) -> bool {
    let same = |other: &&Cert| {
        other.is_same_entity(cert) && other.is_self_signed() == cert.is_self_signed()
    };
    let mut others = certs.iter().filter(same);
    others.any(|other| !ends_before(other, horizon))
}

fn ends_before(cert: &Cert, horizon: Moment) -> bool {
    cert.facts()
        .is_some_and(|f| f.not_after.ends_before(horizon))
}
