//! What the world can do to a connection, and each fault in words.
//! Plain data; no opinion.

use serde::{Deserialize, Serialize};

/// What the world did. Foreign errors become one of these once, where they are met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The name exists and has no address (NODATA).
    NoAddress,
    /// A resolver answered with an error (`SERVFAIL`, `REFUSED`) or not in DNS.
    Resolver {
        text: String,
    },
    Refused,
    /// `No route to host`, `Network is unreachable`.
    Unreachable {
        text: String,
    },
    /// RST.
    Reset,
    /// FIN where more was due.
    Closed,
    /// The step's deadline passed.
    TimedOut {
        after_ms: u64,
    },
    /// A fatal TLS alert was received (RFC 8446 6): number and name.
    Alert {
        code: u8,
        name: String,
    },
    /// The bytes are no TLS record: the first 64, lower-case hex.
    NotTls {
        first_bytes: String,
    },
    /// A proxy answered CONNECT with something other than 2xx.
    ProxyStatus {
        status: u16,
        reason: String,
    },
    /// A SOCKS proxy refused, by its reply code (RFC 1928 6) or, for code 255, by accepting none of our ways to authenticate.
    SocksRefused {
        code: u8,
    },
    /// A handshake message larger than the client takes.
    MessageTooLarge {
        text: String,
    },
    /// The peer agreed on nothing we offered, by its own ServerHello (`text` says what).
    NoCommonParameters {
        text: String,
    },
    /// TLS or HTTP that breaks its own rules.
    Malformed {
        text: String,
    },
    /// Anything else, with the operating system's number where there is one.
    Other {
        os_code: Option<i32>,
        text: String,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchName => f.write_str("no such name"),
            Self::NoAddress => f.write_str("the name has no address"),
            Self::Refused => f.write_str("connection refused"),
            Self::Reset => f.write_str("connection reset"),
            Self::Closed => f.write_str("connection closed"),
            Self::TimedOut { after_ms } => write!(f, "no answer within {after_ms} ms"),
            Self::Alert { code, name } => write!(f, "TLS alert {code} ({name})"),
            Self::ProxyStatus { status, reason } => write!(f, "the proxy answered {status} {reason}"),
            Self::SocksRefused { code } => write!(f, "the SOCKS proxy refused with code {code}"),
            Self::NotTls { first_bytes } if first_bytes.is_empty() => f.write_str("not TLS"),
            Self::NotTls { first_bytes } => write!(f, "not TLS: {}", printable_bytes(first_bytes)),
            Self::Other { os_code: Some(code), text } => write!(f, "{text} (os error {code})"),
            Self::Other { os_code: None, text }
            | Self::Resolver { text }
            | Self::Unreachable { text }
            | Self::MessageTooLarge { text }
            | Self::NoCommonParameters { text }
            | Self::Malformed { text } => f.write_str(text),
        }
    }
}

/// Hex of foreign bytes as text a person can read: printable ASCII stays, everything else becomes a dot.
fn printable_bytes(hex: &str) -> String {
    let byte = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let shown = (0..hex.len()).step_by(2).filter_map(byte).map(|b| if b.is_ascii_graphic() || b == b' ' { char::from(b) } else { '.' });
    shown.collect()
}
