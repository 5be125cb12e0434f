//! The TLS clients whose offers are known.
//! Names only.

use std::fmt;

/// A client whose offer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Client {
    /// The newest Go.
    Go127,
    /// The oldest Go that clients of a migration are built with today.
    Go123,
    /// The Go of long-lived distributions, and of MTC's older images.
    Go119,
    /// curl with OpenSSL 3.0 at security level 2.
    Curl,
    /// This program's own TLS library.
    Ours,
}

impl Client {
    /// The clients of others, the newest Go first.
    pub const OTHERS: [Self; 4] = [Self::Go127, Self::Go123, Self::Go119, Self::Curl];

    /// Every version of Go, the newest first.
    pub const GO: [Self; 3] = [Self::Go127, Self::Go123, Self::Go119];

    /// Those that a verdict rests on: what one of these cannot do stops a migration.
    pub const DECISIVE: [Self; 2] = [Self::Go127, Self::Go123];
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Go127 => "go1.27",
            Self::Go123 => "go1.23",
            Self::Go119 => "go1.19",
            Self::Curl => "curl",
            Self::Ours => "probe",
        })
    }
}
