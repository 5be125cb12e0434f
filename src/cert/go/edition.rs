//! Which Go is asked: the oldest that clients of a migration are built with, and the newest. Both
//! are held against the real ones. Work whose outcome is the same for both is done once.

use std::cell::Cell;
use std::fmt;

/// A version of Go whose rules are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GoVersion {
    /// The oldest: go1.23.
    Go123,
    /// The newest: go1.27.
    Go127,
}

impl GoVersion {
    /// Both, the newest first: its words are the ones that are told.
    pub const ALL: [Self; 2] = [Self::Go127, Self::Go123];
}

impl fmt::Display for GoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Go123 => "go1.23",
            Self::Go127 => "go1.27",
        })
    }
}

/// The version that is asked, and whether the answer depended on it.
#[derive(Debug)]
pub struct Edition {
    version: GoVersion,
    mattered: Cell<bool>,
}

impl Edition {
    const fn of(version: GoVersion) -> Self {
        Self {
            version,
            mattered: Cell::new(false),
        }
    }

    /// Whether the newest is asked. To be called only where the two differ.
    pub fn is_newest(&self) -> bool {
        self.mattered.set(true);
        self.version == GoVersion::Go127
    }

    /// The version, for a question that passes it on.
    pub fn version(&self) -> GoVersion {
        self.mattered.set(true);
        self.version
    }
}

/// What each version answers.
#[derive(Clone, Debug)]
pub struct ByVersion<T> {
    newest: T,
    /// `None`: the same.
    oldest: Option<T>,
}

impl<T> ByVersion<T> {
    /// Asks the newest, and the oldest too where the answer depends on that.
    pub fn ask(answer: impl Fn(&Edition) -> T) -> Self {
        let edition = Edition::of(GoVersion::Go127);
        let newest = answer(&edition);
        let oldest = edition
            .mattered
            .get()
            .then(|| answer(&Edition::of(GoVersion::Go123)));
        Self { newest, oldest }
    }

    /// The answer of one version.
    pub const fn of(&self, version: GoVersion) -> &T {
        match (version, &self.oldest) {
            (GoVersion::Go123, Some(oldest)) => oldest,
            _ => &self.newest,
        }
    }

    /// The answer where an edition is asked already; says whether it depended on that.
    pub fn answer(&self, edition: &Edition) -> &T {
        match &self.oldest {
            Some(oldest) if !edition.is_newest() => oldest,
            _ => &self.newest,
        }
    }
}
