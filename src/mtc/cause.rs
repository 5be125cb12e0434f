//! Why an object would fail: our code for it, and the error that its pod would get.
//! Plain data; the sentences are in `words`.

use super::glossary::Term;
use crate::codes::Code;

/// What MTC's condition leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The error that the pod would get.
    pub error: PodError,
    /// What stands behind it.
    pub code: CauseCode,
    /// The endpoint (`host:port`) it happens at, where it is about one.
    pub at: Option<String>,
}

/// The true cause: a class of verdict, or something about the object itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseCode {
    /// A class of verdict about the endpoint.
    Class(Code),
    /// An address that no client can use.
    InvalidUrl,
    /// A provider that is missing or unknown.
    InvalidProvider,
    /// No Secret with credentials is named.
    SecretNotSet,
    /// Nothing that the pods trust signed the chain.
    CaMissing,
    /// No certificate can be read from the object's bundle.
    CaUnreadable,
    /// The object has a bundle and names a Secret with another.
    CaGivenTwice,
    /// A certificate of the object's bundle is out of its dates.
    CaExpired,
    /// Go refuses the chain, and no verdict says the same.
    NotProved,
}

impl CauseCode {
    /// As in every output: stable, kebab-case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Class(code) => code.name(),
            Self::InvalidUrl => Term::InvalidUrl.name(),
            Self::InvalidProvider => Term::InvalidProvider.name(),
            Self::SecretNotSet => Term::SecretNotSet.name(),
            Self::CaMissing => Term::CaMissing.name(),
            Self::CaUnreadable => Term::CaUnreadable.name(),
            Self::CaGivenTwice => Term::CaGivenTwice.name(),
            Self::CaExpired => Term::CaExpired.name(),
            Self::NotProved => "not-proved",
        }
    }

    /// The term that explains a cause in the object itself; classes of verdict have their own words.
    #[must_use]
    pub const fn term(self) -> Option<Term> {
        match self {
            Self::Class(_) | Self::NotProved => None,
            Self::InvalidUrl => Some(Term::InvalidUrl),
            Self::InvalidProvider => Some(Term::InvalidProvider),
            Self::SecretNotSet => Some(Term::SecretNotSet),
            Self::CaMissing => Some(Term::CaMissing),
            Self::CaUnreadable => Some(Term::CaUnreadable),
            Self::CaGivenTwice => Some(Term::CaGivenTwice),
            Self::CaExpired => Some(Term::CaExpired),
        }
    }
}

impl std::fmt::Display for CauseCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The error that a pod would get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PodError {
    /// As its program prints it.
    Printed(String),
    /// Its program prints nothing of its own for this class; before it stands the request.
    Unprinted {
        /// `Get "https://api.example.test:6443/api?timeout=5s": `; may be empty.
        request: String,
        /// The class.
        code: Code,
    },
    /// No connection is made: a setting is refused before.
    Setting(SettingFault),
}

impl PodError {
    /// With this in front: the request that it ended.
    pub(super) fn after(self, request: &str) -> Self {
        match self {
            Self::Printed(text) => Self::Printed(format!("{request}{text}")),
            Self::Unprinted { request: own, code } => Self::Unprinted {
                request: format!("{request}{own}"),
                code,
            },
            setting @ Self::Setting(_) => setting,
        }
    }

    /// MTC's own rule for its hint: the error holds `x509`.
    pub(super) fn holds_x509(&self) -> bool {
        matches!(self, Self::Printed(text) if text.contains("x509"))
    }
}

/// A setting that is refused before any connection is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingFault {
    /// There is no URL.
    NoUrl,
    /// Go's `url.Parse` refuses it.
    NotAUrl,
    /// It begins neither with `https://` nor `http://`.
    OtherScheme,
    /// The text of this field is no URL with a scheme that the SDKs take.
    NoHttpUrl {
        /// Path of the field: `spec.backupStorageConfig.awsS3Url`.
        field: String,
    },
    /// No provider is named.
    NoProvider,
    /// MTC does not know the provider.
    UnknownProvider,
    /// No Secret is named.
    NoSecret,
}
