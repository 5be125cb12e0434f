//! What a run brought to light about interceptors: the keys, key ids and names that appeared in
//! answers for hosts which cannot exist. Whatever bears one of them is the interceptor's work.
//! Pure.

use std::collections::BTreeSet;

use super::canary::{self, CanaryAnswer};
use crate::cert::{Cert, Facts, Signed};
use crate::evidence::{Attempt, Connection, Fault, ProxyCanary};
use crate::foreign::Foreign;
use crate::route::{ProxyUrl, Route};

/// The marks of interceptors, read from the canaries of some attempts and of the run's proxies
/// before those attempts are judged.
#[derive(Clone, Debug, Default)]
pub struct Taint {
    /// Of those proven to be interceptors.
    proven: InterceptorMarks,
    /// Of those who mint on demand and give themselves away by nothing else: a server that issues
    /// on demand does the same.
    on_demand: InterceptorMarks,
    /// What a Squid says (`X-Squid-Error`) for a name that cannot exist.
    unknown_name: BTreeSet<(String, Foreign)>,
    /// How a proxy refuses a name that cannot exist: its fault, and what a Squid says of it.
    refusals: Vec<(String, Fault, Option<Foreign>)>,
    /// Proxies that minted a certificate for a name that cannot exist.
    minting: BTreeSet<String>,
    /// Proxies that were asked for a name that cannot exist.
    asked: BTreeSet<String>,
    /// Proxies that gave a tunnel for such a name and then answered HTTP in clear, with the status.
    in_clear: BTreeSet<(String, u16)>,
}

/// What the makers of some certificates can be recognised by.
#[derive(Clone, Debug, Default)]
struct InterceptorMarks {
    /// SubjectPublicKeyInfo of every certificate made for a canary, and of who signed it.
    keys: BTreeSet<Vec<u8>>,
    /// Key ids, where the signer was not sent: its key is still named. An id of one that was sent
    /// tells less than its key, and may be copied from the CA that it imitates.
    key_ids: BTreeSet<Vec<u8>>,
    authorities: Vec<Cert>,
    /// SubjectPublicKeyInfo of the certificates made for a canary, without their signers'.
    leaf_keys: BTreeSet<Vec<u8>>,
    /// Names of issuers that were not sent, on certificates without a key id.
    names: BTreeSet<Vec<u8>>,
    /// Certificates made for a canary whose signer was not sent: the signature shows whether a key
    /// that turns up later made it.
    unsigned: Vec<Cert>,
    /// Keys of the CAs above those who signed: a company's root may stand above honest CAs too.
    above: BTreeSet<Vec<u8>>,
}

impl Taint {
    /// Reads the canaries of proxies and of single endpoints.
    #[must_use]
    pub fn of(attempts: &[Attempt], canaries: &[ProxyCanary]) -> Self {
        let mut taint = Self::of_proxies(canaries);
        for attempt in attempts {
            taint.take(attempt);
        }
        taint
    }

    /// Reads the canaries of proxies.
    #[must_use]
    pub fn of_proxies<'a>(canaries: impl IntoIterator<Item = &'a ProxyCanary>) -> Self {
        let mut taint = Self::default();
        for canary in canaries {
            taint.take_proxy(canary);
        }
        taint
    }

    /// Reads the canary of one proxy. True where the proxy made a certificate for it.
    pub fn take_proxy(&mut self, canary: &ProxyCanary) -> bool {
        let minted = canary
            .connections
            .iter()
            .any(|c| self.proven.learn(c, &canary.name));
        let replies = canary
            .connections
            .iter()
            .filter_map(|c| c.proxy.saw()?.reply.as_ref()?.header("x-squid-error"));
        let proxy = canary
            .route
            .proxy
            .as_ref()
            .map(ProxyUrl::authority)
            .unwrap_or_default();
        self.unknown_name.extend(
            replies
                .filter(|e| e.starts_with("ERR_CANNOT_FORWARD"))
                .map(|e| (proxy.clone(), e.clone())),
        );
        let refused = canary.connections.iter().filter_map(refusal);
        self.refusals
            .extend(refused.map(|(fault, error)| (proxy.clone(), fault.clone(), error.cloned())));
        let statuses = canary
            .connections
            .iter()
            .filter_map(|c| c.tls.fault()?.status_in_clear());
        self.in_clear
            .extend(statuses.map(|status| (proxy.clone(), status)));
        if minted {
            self.minting.insert(proxy.clone());
        }
        self.asked.insert(proxy);
        minted
    }

    /// Reads the canaries of one endpoint. True where a certificate was made for one of them.
    pub fn take(&mut self, attempt: &Attempt) -> bool {
        let mut learnt = false;
        for CanaryAnswer {
            name,
            route,
            connection,
            without: _,
        } in canary::all(attempt)
        {
            // A server that mints on demand would do the same: only a key that gives itself
            // away is proof.
            let marks = if shares_key(attempt, route, connection) {
                &mut self.proven
            } else {
                &mut self.on_demand
            };
            learnt |= marks.learn(connection, name);
        }
        learnt
    }

    /// The certificate bears a mark of an interceptor: its key, its key's id, or a signature made
    /// with it.
    #[must_use]
    pub fn marks(&self, cert: &Cert) -> bool {
        self.proven.are_on(cert)
    }

    /// The certificate has the key of one that was made for a name that cannot exist.
    #[must_use]
    pub fn has_key_of(&self, cert: &Cert) -> bool {
        let keys = &self.proven.leaf_keys;
        cert.facts().is_some_and(|f| keys.contains(&f.spki))
    }

    /// Its issuer has the name of an interceptor that names no key; nor does this certificate.
    #[must_use]
    pub fn is_named_like_minter(&self, leaf: &Cert) -> bool {
        let named =
            |f: &Facts| f.authority_key_id.is_none() && self.proven.names.contains(&f.issuer_der);
        leaf.facts().is_some_and(named)
    }

    /// Trust in this certificate is trust in an interceptor: it is above the interceptor's CA.
    #[must_use]
    pub fn stands_behind(&self, cert: &Cert) -> bool {
        self.proven.stands_behind(cert)
    }

    /// Trust in this certificate is trust in somebody who minted a certificate for a name that
    /// cannot exist.
    #[must_use]
    pub fn mints_on_demand(&self, cert: &Cert) -> bool {
        self.on_demand.are_on(cert) || self.on_demand.stands_behind(cert)
    }

    /// This proxy gave the same error for a name that cannot exist.
    #[must_use]
    pub fn is_answer_to_unknown_name(&self, proxy: &ProxyUrl, error: &Foreign) -> bool {
        self.unknown_name
            .contains(&(proxy.authority(), error.clone()))
    }

    /// This proxy refuses the connection as it refuses a name that cannot exist, so that the refusal
    /// does not tell whether the target is there.
    #[must_use]
    pub fn is_refusal_of_any_name(&self, proxy: &ProxyUrl, connection: &Connection) -> bool {
        let Some((fault, error)) = refusal(connection) else {
            return false;
        };
        let same = |held: &Fault| match (held, fault) {
            (Fault::TimedOut { .. }, Fault::TimedOut { .. }) => true,
            (held, fault) => held == fault,
        };
        let authority = proxy.authority();
        self.refusals
            .iter()
            .any(|(of, held, said)| *of == authority && same(held) && said.as_ref() == error)
    }

    /// This proxy answered a name that cannot exist with the same status, in clear inside a tunnel.
    #[must_use]
    pub fn is_its_answer_in_clear(&self, proxy: &ProxyUrl, status: u16) -> bool {
        self.in_clear.contains(&(proxy.authority(), status))
    }

    /// This proxy was asked for a name that cannot exist, whatever came of it.
    #[must_use]
    pub fn was_asked(&self, proxy: &ProxyUrl) -> bool {
        self.asked.contains(&proxy.authority())
    }

    /// This proxy minted a certificate for a name that cannot exist.
    #[must_use]
    pub fn is_minting(&self, proxy: &ProxyUrl) -> bool {
        self.minting.contains(&proxy.authority())
    }
}

impl InterceptorMarks {
    /// Takes in a canary's answer, if it is a certificate made for the canary.
    fn learn(&mut self, connection: &Connection, name: &str) -> bool {
        let chain = connection.chain();
        if !canary::covers(chain, name) {
            return false;
        }
        let path = signed_path(chain);
        if let [leaf] = path[..]
            && let Some(facts) = leaf.facts()
            && !leaf.is_self_signed()
        {
            self.key_ids.extend(
                [&facts.subject_key_id, &facts.authority_key_id]
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
            if facts.authority_key_id.is_none() {
                self.names.insert(facts.issuer_der.clone());
            }
            self.unsigned.push(leaf.clone());
        }
        for (place, cert) in path.into_iter().enumerate() {
            let Some(facts) = cert.facts() else { continue };
            if place > 1 {
                self.above.insert(facts.spki.clone());
                continue;
            }
            if place == 1 && !self.authorities.contains(cert) {
                self.authorities.push(cert.clone());
            }
            if place == 0 {
                self.leaf_keys.insert(facts.spki.clone());
            }
            self.keys.insert(facts.spki.clone());
        }
        true
    }

    fn are_on(&self, cert: &Cert) -> bool {
        let Some(facts) = cert.facts() else {
            return false;
        };
        let id = |id: &Option<Vec<u8>>| id.as_ref().is_some_and(|id| self.key_ids.contains(id));
        self.keys.contains(&facts.spki)
            || id(&facts.subject_key_id)
            || id(&facts.authority_key_id)
            || self
                .authorities
                .iter()
                .any(|ca| !cert.is_known_to_be_of_another(ca) && cert.signed_by(ca) == Signed::Yes)
            || self
                .unsigned
                .iter()
                .any(|leaf| is_issuer_of(facts, leaf) && leaf.signed_by(cert) == Signed::Yes)
    }

    fn stands_behind(&self, cert: &Cert) -> bool {
        cert.facts().is_some_and(|f| self.above.contains(&f.spki))
    }
}

fn is_issuer_of(ca: &Facts, leaf: &Cert) -> bool {
    leaf.facts().is_some_and(|f| f.issuer_der == ca.subject_der)
}

/// How the proxy gave no way, and what a Squid says of it.
fn refusal(connection: &Connection) -> Option<(&Fault, Option<&Foreign>)> {
    let reply = connection.proxy.saw().and_then(|s| s.reply.as_ref());
    let error = reply.and_then(|reply| reply.header("x-squid-error"));
    Some((connection.proxy.fault()?, error))
}

/// The leaf, who signed it, who signed that: by signatures, since an interceptor may send the
/// origin's own chain along. After [`MOST_CHECKS`] the signer of what is on top counts as not sent.
fn signed_path(chain: &[Cert]) -> Vec<&Cert> {
    let mut path: Vec<&Cert> = chain.first().into_iter().collect();
    let mut left = MOST_CHECKS;
    while let Some(top) = path.last() {
        let mut others = chain.iter().filter(|ca| !path.contains(ca));
        let signer = others.find(|ca| {
            let may_check = left > 0;
            left = left.saturating_sub(1);
            may_check && top.signed_by(ca) == Signed::Yes
        });
        let Some(signer) = signer else { break };
        path.push(signer);
    }
    path
}

/// Signatures that are looked at for the signers of one answer to a canary: a chain of ten needs fifty.
const MOST_CHECKS: usize = 100;

/// The canary's leaf has the target's own leaf key, or its issuer's: no honest server does that,
/// every common interceptor does. Each route is a place of its own.
fn shares_key(attempt: &Attempt, route: &Route, canary: &Connection) -> bool {
    let Some((leaf, above)) = canary.chain().split_first() else {
        return false;
    };
    let key = |cert: &Cert| cert.facts().map(|f| f.spki.clone());
    let own = own_leaves(attempt, route);
    let taken = key(leaf).is_some_and(|k| own.iter().any(|own| key(own).as_ref() == Some(&k)));
    taken && !own.contains(&leaf) || above.iter().any(|ca| key(ca) == key(leaf))
}

/// The leaves that the target itself shows on this route.
fn own_leaves<'a>(attempt: &'a Attempt, route: &Route) -> Vec<&'a Cert> {
    let leaf = |c: &'a Connection| c.chain().first();
    if route.proxy == attempt.route.proxy {
        attempt.presented().filter_map(leaf).collect()
    } else {
        let other = attempt.other_route().take(1).flat_map(|e| &e.connections);
        let other = other.chain(attempt.of_other_keys_elsewhere());
        other.filter_map(leaf).collect()
    }
}
