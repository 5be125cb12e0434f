//! The result of judging: an endpoint with its verdicts, and a whole run. Plain data, and what can
//! be asked of it; decides no verdict.

use std::sync::Arc;

use super::trusted::Trust;
use super::{Verdict, contact, not_exposed};
use crate::cert::Cert;
use crate::codes::{Code, Severity};
use crate::evidence::Attempt;
use crate::foreign::Foreign;
use crate::moment::Moment;

/// One endpoint, judged.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What was measured.
    pub attempt: Attempt,
    /// The headline: `ok`, or the verdict to act on first.
    pub verdict: Verdict,
    /// Everything else found, most severe first; never repeats the headline.
    pub findings: Vec<Verdict>,
    /// Of the connection the headline is about, where it captured a chain.
    pub trust: Option<Arc<Trust>>,
    /// Of each of its connections, where it captured a chain: as many as the attempt has.
    pub trusts: Vec<Option<Arc<Trust>>>,
}

impl Endpoint {
    /// The headline and everything else found.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        std::iter::once(&self.verdict).chain(&self.findings)
    }

    /// Every different chain that its addresses presented, with the judgement of it.
    pub fn chains(&self) -> impl Iterator<Item = (&[Cert], &Arc<Trust>)> {
        let connections = self.attempt.connections.iter().zip(&self.trusts);
        let all = connections
            .filter_map(|(connection, trust)| Some((connection.chain(), trust.as_ref()?)));
        let mut seen: Vec<&[Cert]> = Vec::new();
        all.filter(move |(chain, _)| {
            let new = !seen.contains(chain);
            if new {
                seen.push(chain);
            }
            new
        })
    }

    /// The verdict of interception, whatever else is wrong too.
    #[must_use]
    pub fn interception(&self) -> Option<&Verdict> {
        self.interceptions().next()
    }

    /// The same of each interceptor, where several answer on different addresses.
    pub fn interceptions(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts().filter(|v| v.code() == Code::Intercepted)
    }

    /// Nobody named it, and it is not there: no failure, and no bundle can be for it.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        not_exposed::says_it_all(&self.verdict)
    }

    /// A stranger named it, and nothing of it was contacted: nothing is known about it, and no
    /// bundle can be for it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        contact::is_closed(&self.attempt)
    }

    /// How much is wrong: the most severe of what was found. Where some addresses work, the
    /// failures of the others are a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let worst = self
            .findings
            .iter()
            .map(Verdict::severity)
            .max()
            .unwrap_or(Severity::Ok);
        let bound = if self.verdict.is_failure() {
            Severity::Failure
        } else {
            Severity::Warning
        };
        self.verdict.severity().max(worst.min(bound))
    }
}

/// A run, judged: what reports are made from.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The time at which the run was judged.
    pub at: Moment,
    /// In input order, each with the verdict that counts.
    pub endpoints: Vec<Endpoint>,
    /// Where the run tells more of an endpoint than its own verdicts do.
    pub run_findings: Vec<RunFinding>,
}

impl Judgement {
    /// What the run tells of its endpoints, each with the endpoint as it counts.
    pub fn told_by_run(&self) -> impl Iterator<Item = (&RunFinding, &Endpoint)> {
        let endpoint = |finding: &RunFinding| self.endpoints.get(finding.place);
        self.run_findings
            .iter()
            .filter_map(move |finding| Some((finding, endpoint(finding)?)))
    }
}

/// One endpoint in the light of the whole run, where its verdicts are not those of its own attempt:
/// another headline, or other findings beside the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFinding {
    /// The place of the endpoint among [`Judgement::endpoints`], where it has the verdict that
    /// counts in summaries, exit codes and bundles.
    pub place: usize,
    /// What the run brought to light.
    pub effect: RunEffect,
    /// The code of the endpoint's own verdict.
    pub own: Code,
}

/// What the run brought to light about an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunEffect {
    /// Another endpoint shows an issuer that this one leaves out.
    IssuerMet {
        /// Label of the issuer.
        issuer: Foreign,
        /// SHA-256 of its certificate, lower-case hex.
        sha256: String,
        /// The endpoint that shows it, `host:port`.
        at: String,
    },
    /// Its certificate bears the mark of an interceptor that gave itself away at another endpoint.
    InterceptorMet,
    /// Its certificate bears the mark of somebody who made a certificate for a name that cannot
    /// exist, at another endpoint.
    MinterMet,
    /// What was learnt elsewhere changes the evidence, but neither of the above is the reason.
    MoreKnown,
}
