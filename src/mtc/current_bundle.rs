//! The CA bundle that an object has now: whether its readers can read it, what it does for the
//! object's endpoints, and until when. A private key in it was not kept; only that it was there.

use std::collections::BTreeSet;

use crate::bundle::file::{self, FileFault};
use crate::bundle::{self, Validity};
use crate::cert::{Cert, Signed};
use crate::codes::Severity;
use crate::judge::Endpoint;
use crate::judge::path::Anchors;
use crate::moment::Moment;
use crate::objects::CaField;
use crate::words;

/// Certificates that expire within so many days are reported.
const HORIZON_DAYS: i64 = 30;

/// A bundle, looked at.
#[derive(Clone, Debug)]
pub struct CurrentBundle {
    pub field: String,
    /// Certificates that Go finds in it.
    pub certs: Vec<Cert>,
    /// It held a private key, and so was not kept: what else it holds is not known.
    pub unknown: bool,
    pub findings: Vec<BundleFinding>,
    /// The last moment at which every endpoint of the object verifies with it, as far as its own
    /// certificates go.
    pub until: Option<Moment>,
}

/// One thing about a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFinding {
    /// A file fault's code, or one of `leaf-pinned`, `same-name-other-key`, `bundle-ends-soon`,
    /// `certificate-not-needed`, `no-bundle-needed`.
    pub code: String,
    pub severity: Severity,
    pub text: String,
}

impl BundleFinding {
    fn new(code: &str, severity: Severity, text: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity,
            text: text.into(),
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
            let text = "a private key stood in it: whoever may read the object has it; replace that key and its certificate, and write the field anew";
            findings.push(BundleFinding::new(
                "file-private-key",
                Severity::Failure,
                text,
            ));
        } else {
            findings.extend(
                check
                    .faults
                    .iter()
                    .filter(|f| f.class.code != "file-leaf")
                    .map(of_file),
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
            self.ending(validity, horizon);
        }
        let ends: Option<Vec<Moment>> = validity
            .iter()
            .map(|l| l.until.as_ref().map(|(until, _)| *until))
            .collect();
        self.until = ends.and_then(|ends| ends.into_iter().min());
        self.idle(&seen);
        let all_public = seen
            .iter()
            .all(|e| e.trust.as_ref().is_some_and(|t| t.public));
        if all_public {
            let text = "the endpoint has a public CA's certificate: without a bundle the pod's own roots do";
            self.findings
                .push(BundleFinding::new("no-bundle-needed", Severity::Info, text));
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
        let by_operator = sooner.map(|days| {
            format!(
                "; OpenShift 4 replaces the {}'s own certificate after about {days} days: expect it by {}",
                words::title_of(target.role),
                facts.not_before.plus_days(days).date()
            )
        });
        let text = format!(
            "it pins the server's own certificate (valid until {}): it stops working when the server's is renewed, then at the latest{}",
            facts.not_after.date(),
            by_operator.unwrap_or_default()
        );
        self.findings
            .push(BundleFinding::new("leaf-pinned", Severity::Warning, text));
    }

    /// A CA of the signer's name that did not sign: the CA was made anew since.
    fn stale(&mut self, endpoint: &Endpoint) {
        let anchors = self.anchors();
        if bundle::chains(endpoint).any(|chain| super::pod_view::other_key(chain, &anchors)) {
            let text = format!(
                "it holds a CA of the right name with another key than that which signed for {}: too old, of before the CA was rotated or the cluster reinstalled",
                endpoint.attempt.target.authority()
            );
            self.findings.push(BundleFinding::new(
                "same-name-other-key",
                Severity::Warning,
                text,
            ));
        }
    }

    fn ending(&mut self, validity: &Validity, horizon: Moment) {
        if let Some(text) = validity.warning(horizon) {
            self.findings.push(BundleFinding::new(
                "bundle-ends-soon",
                Severity::Warning,
                text,
            ));
        }
    }

    /// Certificates in no path of these endpoints: trusted for nothing.
    fn idle(&mut self, endpoints: &[Endpoint]) {
        let chains: Vec<&[Cert]> = endpoints.iter().flat_map(bundle::chains).collect();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        loop {
            let below: Vec<&Cert> = chains
                .iter()
                .flat_map(|c| c.iter())
                .chain(used.iter().map(|at| &self.certs[*at]))
                .collect();
            let serves = |cert: &Cert| {
                below
                    .iter()
                    .any(|b| *b == cert || b.signed_by(cert) == Signed::Yes)
            };
            let more: Vec<usize> = (0..self.certs.len())
                .filter(|at| !used.contains(at) && serves(&self.certs[*at]))
                .collect();
            if more.is_empty() {
                break;
            }
            used.extend(more);
        }
        let idle: Vec<String> = (0..self.certs.len())
            .filter(|at| !used.contains(at))
            .map(|at| format!("\"{}\"", self.certs[at].label()))
            .collect();
        if !idle.is_empty() && !used.is_empty() {
            let more = if idle.len() > 3 {
                format!(" and {} more", idle.len() - 3)
            } else {
                String::new()
            };
            let named: Vec<String> = idle.into_iter().take(3).collect();
            let text = format!("not needed for this object: {}{more}", named.join(", "));
            self.findings.push(BundleFinding::new(
                "certificate-not-needed",
                Severity::Info,
                text,
            ));
        }
    }
}

fn of_file(fault: &FileFault) -> BundleFinding {
    let line = fault
        .line
        .map(|line| format!(", line {line}"))
        .unwrap_or_default();
    let detail = if fault.detail.is_empty() {
        String::new()
    } else {
        format!(" ({})", fault.detail)
    };
    let text = format!(
        "{}{line}{detail}: {}",
        fault.class.title, fault.class.meaning
    );
    BundleFinding::new(fault.class.code, fault.class.severity, text)
}
