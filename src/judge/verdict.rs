//! A verdict: what was found, and where it was seen.
//! Plain data.

use std::net::SocketAddr;

use super::Finding;
use crate::codes::{Code, Family, Severity, StepName};
use crate::evidence::KeyType;

/// One finding that applies to one endpoint. Only `judge` makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What was found, with its facts.
    pub finding: Finding,
    /// The addresses it was seen on; empty where it is about the name or the whole endpoint.
    pub addresses: Vec<SocketAddr>,
    /// The key types of the chains that it is about, where the endpoint showed several; empty where it
    /// is about the endpoint itself, or its only chain.
    pub chains: Vec<KeyType>,
}

impl Verdict {
    /// The class of the finding.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.finding.code()
    }

    /// The user's own word for this kind of fault.
    #[must_use]
    pub const fn family(&self) -> Family {
        self.code().family()
    }

    /// How much it matters.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code().severity()
    }

    /// The step that it is about.
    #[must_use]
    pub const fn step(&self) -> StepName {
        self.code().step()
    }

    /// Something does not work because of it.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.severity() == Severity::Failure
    }
}
