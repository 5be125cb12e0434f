//! A sentence and what to do about it.
//! Plain data.

use crate::codes::Code;

/// What is said, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// One sentence, without a full stop at its end.
    pub said: String,
    /// Empty where nothing is to be done.
    pub advice: String,
}

impl Told {
    pub(super) fn new(said: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            said: said.into(),
            advice: advice.into(),
        }
    }
}

/// An endpoint of which a run with stand-ins has other verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedOtherwise {
    /// `host:port`, with a stand-in.
    pub endpoint: String,
    /// Codes that only the original has.
    pub lost: Vec<Code>,
    /// Codes that only the run with stand-ins has.
    pub gained: Vec<Code>,
}
