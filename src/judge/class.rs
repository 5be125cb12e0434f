//! What a verdict is made of: classes (rows), their words, and a verdict's details.
//! Pure data; which class applies is decided by the rows' own `when`, in the family files.

use std::net::SocketAddr;

use serde::Serialize;

use super::Case;

/// The user's own words for what can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    Ok,
    UnknownAuthority,
    Timeout,
    ProxyInterference,
    Name,
    Reach,
    Tls,
    Certificate,
    Service,
}

impl Family {
    /// As in every output: `unknown-authority`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::UnknownAuthority => "unknown-authority",
            Self::Timeout => "timeout",
            Self::ProxyInterference => "proxy-interference",
            Self::Name => "name",
            Self::Reach => "reach",
            Self::Tls => "tls",
            Self::Certificate => "certificate",
            Self::Service => "service",
        }
    }
}

/// How much a verdict matters. The order is the order of `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Everything asked for works.
    Ok,
    /// Worth knowing, nothing to do.
    Info,
    /// It works now; something will or may stop it.
    Warning,
    /// It does not work.
    Failure,
}

/// The step that a class is about, in the order they happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    Dns,
    Tcp,
    Proxy,
    Tls,
    Certificate,
    Http,
}

/// What others print for the same fault, so that searching for the message finds it. Empty where
/// they print nothing of their own.
pub struct Others {
    pub mtc: &'static str,
    pub go: &'static str,
    pub curl: &'static str,
    pub browser: &'static str,
}

/// One class of verdict: its words and the rule that recognises it. Rows live in the family files;
/// [`super::rules`] lists them all.
pub struct Class {
    /// Stable, kebab-case.
    pub code: &'static str,
    pub family: Family,
    pub severity: Severity,
    pub step: StepName,
    /// A few words for a table or a heading.
    pub title: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// The evidence that makes it so: why we think so.
    pub evidence: &'static str,
    pub others: Others,
    /// What to do next and where, with `{placeholders}` filled from the verdict's details and the
    /// target.
    pub remedy: &'static str,
    /// Where the rule comes from: an RFC, a source, a measurement.
    pub cite: &'static str,
    /// Looks at one case; `Some` where the class applies, with what it saw.
    pub when: fn(&Case<'_>) -> Option<Details>,
}

/// Named facts of one verdict, in the order they are shown; behind them, words for the remedy
/// alone. Names are its placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details(pub Vec<(&'static str, String)>, Vec<(&'static str, String)>);

impl Details {
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Words that the remedy says; not a fact to be shown beside it.
    #[must_use]
    pub fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.1.push((name, value.into()));
        self
    }

    /// Everything that a remedy may say.
    pub fn placeholders(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .chain(&self.1)
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// Words that only the remedy says; empty where there are none of that name.
    #[must_use]
    pub fn hidden_value(&self, name: &str) -> &str {
        self.1
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// One class found to apply to one endpoint. Only `judge` makes one.
#[derive(Clone)]
pub struct Verdict {
    pub class: &'static Class,
    pub details: Details,
    /// The addresses it was seen on; empty where it is about the name or the whole endpoint.
    pub addresses: Vec<SocketAddr>,
    /// The remedy with every placeholder filled.
    pub remedy: String,
}

impl Verdict {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.class.code
    }

    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.class.severity == Severity::Failure
    }
}

impl std::fmt::Debug for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{:?}", self.class.code, self.details.0)
    }
}
