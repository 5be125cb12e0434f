//! Evidence → verdicts. Functions of (evidence, stores, now): opens nothing, reads no clock, never logs.
//! `class` holds what a verdict is made of, `path` decides trust, one file per family holds its rows.

mod class;

use crate::cert::Cert;
use crate::evidence::{Attempt, Connection, Store};
use crate::moment::Moment;

pub use class::{Class, Details, Family, Others, Severity, StepName, Verdict};

/// What verdicts rest on besides the evidence.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub stores: &'a [Store],
    pub now: Moment,
}

/// What a rule sees: one endpoint, and one of its connections where the rule is about a connection.
pub struct Case<'a> {
    pub attempt: &'a Attempt,
    pub connection: Option<&'a Connection>,
    pub trust: Option<&'a Trust>,
    pub ground: Ground<'a>,
}

/// Where a certificate of a path was learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Learnt {
    /// The server sent it.
    Sent,
    /// A store of that name holds it.
    Store(String),
}

/// Trust in one captured chain by the two rules, and the path that signatures prove.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Go's crypto/x509, as MTC's controller, Velero and restic use it.
    pub go: RuleVerdict,
    /// webpki: anchors must be issuers.
    pub strict: RuleVerdict,
    /// Leaf to topmost certificate known, each signed by the next (checked), with where each was learnt.
    pub path: Vec<(Cert, Learnt)>,
    /// Names of the trusted stores that hold the anchor of an accepted path.
    pub vouched_by: Vec<String>,
    /// The path ends in one of Mozilla's public roots.
    pub public: bool,
}

/// What one consumer's rules say of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleVerdict {
    pub accepted: bool,
    /// The refusal in that consumer's own words; empty where accepted.
    pub says: String,
}

/// One endpoint, judged.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub attempt: Attempt,
    /// The headline: `ok`, or the failure to act on first.
    pub verdict: Verdict,
    /// Everything else found, most severe first; never repeats the headline.
    pub findings: Vec<Verdict>,
    /// Of the connection the headline is about, where it captured a chain.
    pub trust: Option<Trust>,
}

/// A run, judged: what reports are made from.
pub struct Judgement {
    pub at: Moment,
    /// In input order.
    pub endpoints: Vec<Endpoint>,
}
