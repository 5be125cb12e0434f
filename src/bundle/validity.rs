//! How long a bundle goes on working. Only its own certificates count, since a server renews what
//! it sends and a bundle does not change. In Go and webpki a path ends in one anchor, so each is
//! tried alone; the one that is valid longest counts.

use std::collections::HashMap;

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
    let until = Horizon::of(certs, now, horizon);
    endpoints
        .iter()
        .map(|endpoint| until.validity(endpoint))
        .collect()
}

/// The certificates of a bundle, made ready to be asked about one endpoint after the other.
pub struct Horizon<'c> {
    certs: &'c [Cert],
    /// A bundle may hold as many certificates as there are endpoints.
    by_subject: HashMap<&'c [u8], Vec<&'c Cert>>,
    /// Those that end before the horizon.
    ending: Vec<&'c Cert>,
    /// Those that do not.
    then: Anchors,
    now: Moment,
    end: Moment,
}

impl<'c> Horizon<'c> {
    /// Of these certificates.
    #[must_use]
    pub fn of(certs: &'c [Cert], now: Moment, horizon: Moment) -> Self {
        let still: Vec<Cert> = certs
            .iter()
            .filter(|c| c.facts().is_some_and(|f| !f.not_after.ends_before(horizon)))
            .cloned()
            .collect();
        let mut by_subject: HashMap<&[u8], Vec<&Cert>> = HashMap::new();
        for cert in certs {
            if let Some(facts) = cert.facts() {
                let of_it = by_subject.entry(&facts.subject_der).or_default();
                of_it.push(cert);
            }
        }
        Self {
            certs,
            by_subject,
            ending: certs.iter().filter(|c| ends_before(c, horizon)).collect(),
            then: Anchors::from_bundle(&still),
            now,
            end: horizon,
        }
    }

    /// What they do for this endpoint.
    #[must_use]
    pub fn validity(&self, endpoint: &Endpoint) -> Validity {
        let (now, target) = (self.now, &endpoint.attempt.target);
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
            .map(|(chain, name)| last_anchor(chain, &self.ends_of(chain), name, now));
        // The chain that expires first; if one does not verify now, the answer is `None`.
        let until = ends
            .collect::<Option<Vec<_>>>()
            .and_then(|ends| ends.into_iter().min_by_key(|(until, _)| *until));
        let then = &self.then;
        let go_then = worst(&chains, |(chain, name)| then.go(chain, name, now));
        let strict_then = worst(&chains, |(chain, name)| then.strict(chain, name, now));
        Validity {
            authority: target.authority(),
            now,
            until,
            go_then,
            strict_then,
            expiring: self.expiring(&chains),
        }
    }

    fn expiring(&self, chains: &[(&[Cert], &Host)]) -> Vec<Cert> {
        let serves_one = |cert: &Cert| {
            let mut chains = chains.iter();
            chains.any(|(chain, _)| serves(cert, chain, || self.ends_of(chain)))
        };
        let all = self.ending.iter().copied();
        let all = all.filter(|c| serves_one(c) && !is_renewed(c, self.certs, self.end));
        let mut expiring: Vec<Cert> = all.cloned().collect();
        expiring.sort_by_key(|c| c.facts().map(|f| f.not_after));
        expiring
    }

    /// Those that are named as an issuer in what was sent, or were sent themselves.
    fn ends_of(&self, chain: &[Cert]) -> Vec<&'c Cert> {
        let mut ends: Vec<&Cert> = Vec::new();
        for facts in chain.iter().filter_map(Cert::facts) {
            let named = |name: &Vec<u8>| self.by_subject.get(name.as_slice());
            let above = named(&facts.issuer_der).into_iter().flatten();
            let itself = named(&facts.subject_der).into_iter().flatten();
            let itself = itself.filter(|held| chain.contains(held));
            for held in above.chain(itself) {
                if !ends.contains(held) {
                    ends.push(held);
                }
            }
        }
        ends
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

/// Of those that make this chain verify on their own, the one that lasts longest.
fn last_anchor(chain: &[Cert], ends: &[&Cert], name: &Host, now: Moment) -> Option<(Moment, Cert)> {
    let alone = ends.iter().filter(|c| {
        Anchors::from_bundle(std::slice::from_ref(**c))
            .go(chain, name, now)
            .is_accepted()
    });
    alone
        .filter_map(|c| Some((c.facts()?.not_after, (*c).clone())))
        .max_by_key(|(until, cert)| (*until, cert.sha256().to_owned()))
}

/// Part of a path: named by what was sent, or by another certificate of the bundle that is.
fn serves<'c>(cert: &Cert, chain: &[Cert], ends: impl Fn() -> Vec<&'c Cert>) -> bool {
    let signs = |below: &Cert| below != cert && below.may_be_signed_by(cert);
    chain.contains(cert) || chain.iter().any(signs) || ends().into_iter().any(signs)
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
