//! The CA bundle that an object has now: whether its readers can read it, what it does for the
//! object's endpoints, and until when. A private key in it was not kept; only that it was there.

use std::collections::BTreeSet;

use crate::bundle::file;
use crate::bundle::{self, ValidityWarning};
use crate::ca_file::{FileCode, FileFault};
use crate::cert::Cert;
use crate::codes::{Code, Severity};
use crate::foreign::Foreign;
use crate::judge::Endpoint;
use crate::judge::path::Anchors;
use crate::moment::Moment;
use crate::objects::CaField;
use crate::roles::RoleRef;

use super::glossary::Term;

/// Certificates that expire within so many days are reported.
const HORIZON_DAYS: i64 = 30;

/// The result of checking a bundle.
#[derive(Clone, Debug)]
pub struct CurrentBundle {
    /// The field of the object that holds it.
    pub field: String,
    /// Certificates that Go finds in it.
    pub certs: Vec<Cert>,
    /// It held a private key and was not kept for that reason, so what else it holds is not known.
    pub unknown: bool,
    /// What is wrong with it.
    pub findings: Vec<BundleFinding>,
    /// The last moment at which every endpoint of the object verifies with it, as far as its own
    /// certificates go.
    pub until: Option<Moment>,
}

/// One thing about a bundle.
#[derive(Clone, Debug)]
pub enum BundleFinding {
    /// A private key stood in it.
    HeldKey,
    /// A fault of bundle files.
    OfFile(FileFault),
    /// The server's own certificate instead of its CA's.
    LeafPinned {
        /// The certificate's own end.
        until: Moment,
        /// How OpenShift 4 renews it, where its operator made it.
        renewal: Option<LeafRenewal>,
    },
    /// A CA of the signer's name that did not sign for this endpoint (`host:port`).
    SameNameOtherKey {
        /// The endpoint.
        at: String,
    },
    /// It works now, and will not for long.
    EndsSoon(ValidityWarning),
    /// Certificates that serve no endpoint of the object.
    NotNeeded {
        /// Their labels.
        certs: Vec<Foreign>,
    },
    /// All endpoints have a public CA's certificate.
    NoBundleNeeded,
}

/// How OpenShift 4 renews a server's own certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafRenewal {
    /// Whose it is.
    pub role: RoleRef,
    /// After so many days.
    pub days: i64,
    /// This one by then.
    pub by: Moment,
}

impl BundleFinding {
    /// As in every output: stable, kebab-case.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HeldKey => FileCode::PrivateKey.name(),
            Self::OfFile(fault) => fault.code.name(),
            Self::LeafPinned { .. } => Term::LeafPinned.name(),
            Self::SameNameOtherKey { .. } => Code::SameNameOtherKey.name(),
            Self::EndsSoon(_) => Term::BundleEndsSoon.name(),
            Self::NotNeeded { .. } => Term::CertificateNotNeeded.name(),
            Self::NoBundleNeeded => Code::NoBundleNeeded.name(),
        }
    }

    /// How much it matters.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::HeldKey => Severity::Failure,
            Self::OfFile(fault) => fault.code.severity(),
            Self::LeafPinned { .. } | Self::SameNameOtherKey { .. } | Self::EndsSoon(_) => {
                Severity::Warning
            }
            Self::NotNeeded { .. } | Self::NoBundleNeeded => Severity::Info,
        }
    }
}

impl CurrentBundle {
    /// Looks at a bundle and at what it does for those endpoints that it is there for.
    pub fn new(field: &CaField, endpoints: &[&Endpoint], now: Moment) -> Option<Self> {
        if field.bytes.is_empty() && !field.held_a_key {
            return None;
        }
        let horizon = now.plus_days(HORIZON_DAYS);
        let check = file::check(&field.bytes, now, horizon);
        let mut findings: Vec<BundleFinding> = Vec::new();
        if field.held_a_key {
            findings.push(BundleFinding::HeldKey);
        } else {
            findings.extend(
                check
                    .faults
                    .iter()
                    .filter(|f| f.code != FileCode::Leaf)
                    .cloned()
                    .map(BundleFinding::OfFile),
            );
        }
        let mut bundle = Self {
            field: field.field.clone(),
            certs: check.go,
            unknown: field.held_a_key,
            findings,
            until: None,
        };
        bundle.serve(endpoints, now, horizon);
        Some(bundle)
    }

    /// The anchors that its readers get.
    pub fn anchors(&self) -> Anchors {
        Anchors::from_bundle(&self.certs)
    }

    /// Bytes, and not one certificate that Go finds.
    pub fn is_unreadable(&self) -> bool {
        self.certs.is_empty() && !self.unknown
    }

    fn serve(&mut self, endpoints: &[&Endpoint], now: Moment, horizon: Moment) {
        let seen: Vec<Endpoint> = endpoints
            .iter()
            .filter(|e| e.interception().is_none() && bundle::chains(e).next().is_some())
            .map(|e| (*e).clone())
            .collect();
        if seen.is_empty() || self.certs.is_empty() {
            return;
        }
        let validity = bundle::validity(&seen, &self.certs, now, horizon);
        for (endpoint, validity) in seen.iter().zip(&validity) {
            self.pinned(endpoint);
            self.stale(endpoint);
            let ends = validity.warning(horizon);
            self.findings.extend(ends.map(BundleFinding::EndsSoon));
        }
        let ends: Option<Vec<Moment>> = validity
            .iter()
            .map(|l| l.until.as_ref().map(|(until, _)| *until))
            .collect();
        self.until = ends.and_then(|ends| ends.into_iter().min());
        self.idle(&seen);
        // A proxy that is spoken to inside TLS may need it all the same.
        let all_public = seen.iter().all(|e| {
            e.trust.as_ref().is_some_and(|t| t.public) && e.attempt.chains_of_proxy().is_empty()
        });
        if all_public {
            self.findings.push(BundleFinding::NoBundleNeeded);
        }
    }

    /// The server's own certificate instead of its CA's.
    fn pinned(&mut self, endpoint: &Endpoint) {
        let leaf = bundle::chains(endpoint)
            .filter_map(|chain| chain.first())
            .find(|leaf| self.certs.contains(leaf) && !leaf.is_self_signed());
        let Some(facts) = leaf.and_then(Cert::facts) else {
            return;
        };
        let target = &endpoint.attempt.target;
        // Thirty days in all: made by the operator, not by somebody's own CA.
        let whole = facts.not_before.days_until(facts.not_after);
        let sooner = target.role.leaf_days.filter(|days| whole <= 2 * days);
        self.findings.push(BundleFinding::LeafPinned {
            until: facts.not_after,
            renewal: sooner.map(|days| LeafRenewal {
                role: target.role,
                days,
                by: facts.not_before.plus_days(days),
            }),
        });
    }

    /// A CA of the signer's name that did not sign: the CA was made anew since.
    fn stale(&mut self, endpoint: &Endpoint) {
        let anchors = self.anchors();
        if bundle::chains(endpoint).any(|chain| super::pod_view::other_key(chain, &anchors)) {
            let at = endpoint.attempt.target.authority();
            self.findings.push(BundleFinding::SameNameOtherKey { at });
        }
    }

    /// Certificates in no path of these endpoints: trusted for nothing.
    fn idle(&mut self, endpoints: &[Endpoint]) {
        let of_proxies = endpoints.iter().flat_map(|e| e.attempt.chains_of_proxy());
        let chains = endpoints.iter().flat_map(bundle::chains).chain(of_proxies);
        let chains: Vec<&[Cert]> = chains.collect();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        loop {
            let below: Vec<&Cert> = chains
                .iter()
                .flat_map(|c| c.iter())
                .chain(used.iter().map(|at| &self.certs[*at]))
                .collect();
            let serves = |cert: &Cert| below.iter().any(|b| *b == cert || b.may_be_signed_by(cert));
            let more: Vec<usize> = (0..self.certs.len())
                .filter(|at| !used.contains(at) && serves(&self.certs[*at]))
                .collect();
            if more.is_empty() {
                break;
            }
            used.extend(more);
        }
        let certs: Vec<Foreign> = (0..self.certs.len())
            .filter(|at| !used.contains(at))
            .map(|at| self.certs[at].label())
            .collect();
        if !certs.is_empty() && !used.is_empty() {
            self.findings.push(BundleFinding::NotNeeded { certs });
        }
    }
}
