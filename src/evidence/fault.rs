//! What the world can do to a connection, and each fault in words.
//! Plain data; no opinion.

use std::fmt;
use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Incompatibility, LookupFailure, Resource};
use crate::foreign::{Foreign, visible};
use crate::roles::stranger::NotContactedReason;

/// What the world did. Foreign errors become one of these once, where they are met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[schemars(rename = "RecordedFault")]
pub enum Fault {
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The name exists and has no address (NODATA).
    NoAddress,
    /// A resolver answered with an error (`SERVFAIL`, `REFUSED`) or not in DNS.
    Resolver {
        /// What the resolver answered, or why none could be asked.
        text: Foreign,
        /// The same as a value.
        #[serde(default, skip_serializing_if = "LookupFailure::is_other")]
        kind: LookupFailure,
    },
    /// RST in answer to the SYN: nothing listens on this port, or a filter pretends that.
    Refused,
    /// `No route to host`, `Network is unreachable`.
    Unreachable {
        /// Why, mostly in the operating system's words.
        text: Foreign,
    },
    /// RST.
    Reset,
    /// FIN where more was due.
    Closed,
    /// The step's deadline passed.
    TimedOut {
        /// How long was waited, in milliseconds.
        after_ms: u64,
    },
    /// A fatal TLS alert was received (RFC 8446 6): number and name.
    Alert {
        /// Number of the alert (AlertDescription).
        code: u8,
        /// Its name in the IANA registry, such as `handshake_failure`; `unassigned` where it has
        /// none.
        name: Foreign,
    },
    /// The bytes are no TLS record: the first 64, lower-case hex.
    NotTls {
        /// Two hex digits per byte; empty where no byte is known.
        first_bytes: String,
    },
    /// A proxy answered CONNECT with something other than 2xx.
    ProxyStatus {
        /// The HTTP status code.
        status: u16,
        /// The words after the status code, as sent; empty where there are none.
        reason: Foreign,
    },
    /// A SOCKS proxy refused, by its reply code (RFC 1928 6) or, for code 255, by accepting none of
    /// our ways to authenticate.
    SocksRefused {
        /// The reply code, or 255.
        code: u8,
    },
    /// A handshake message larger than the client takes.
    MessageTooLarge {
        /// Which limit the message passed.
        text: Foreign,
    },
    /// The peer agreed on nothing we offered, by its own ServerHello.
    NoCommonParameters {
        /// What was not offered, or not supported.
        why: Incompatibility,
    },
    /// TLS or HTTP that breaks its own rules.
    Malformed {
        /// Which rule was broken.
        text: Foreign,
    },
    /// Somebody other than the user named this host, and nobody is contacted where it leads on such
    /// a word: nothing was sent there.
    NotContacted {
        /// The host as it was named; IPv6 without brackets.
        host: Foreign,
        /// `None`: the name alone says it.
        address: Option<IpAddr>,
        /// The kind of address that it is, or that it leads to.
        reason: NotContactedReason,
    },
    /// This machine had run out of something, and waiting did not help: nothing is known of the peer.
    OwnLimit {
        /// Of what.
        lacks: Resource,
        /// The operating system's error number (`errno`).
        os_code: Option<i32>,
    },
    /// Anything else, with the operating system's number where there is one.
    Other {
        /// The operating system's error number (`errno`).
        os_code: Option<i32>,
        /// What happened, in the words of whoever noticed it.
        text: Foreign,
    },
}

/// The name of a header, as a line of HTTP/1 begins with it.
const LOCATION: &str = "location:";
/// Bytes of a greeting that are shown.
const MOST_SHOWN: usize = 80;

impl Fault {
    /// The bytes that came in place of a TLS record, as far as they were kept; none for any other
    /// fault.
    #[must_use]
    pub fn first_bytes(&self) -> Vec<u8> {
        if let Self::NotTls { first_bytes } = self {
            bytes_of(first_bytes)
        } else {
            Vec::new()
        }
    }

    /// The status of an answer of HTTP in clear, where that is what came in place of TLS.
    #[must_use]
    pub fn status_in_clear(&self) -> Option<u16> {
        let bytes = self.first_bytes();
        let text = String::from_utf8_lossy(&bytes);
        let (_, line) = text.split_once("HTTP/")?;
        let status = line.split(' ').nth(1)?;
        let three_digits = status.len() == 3 && status.bytes().all(|b| b.is_ascii_digit());
        three_digits.then(|| status.parse().ok())?
    }

    /// The URL of the header `Location` of such an answer, where it came whole up to its query.
    #[must_use]
    pub fn location_in_clear(&self) -> Option<String> {
        let bytes = self.first_bytes();
        let text = String::from_utf8_lossy(&bytes);
        let (_, head) = text.split_once("HTTP/")?;
        let named = |line: &&str| {
            let name = line.get(..LOCATION.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(LOCATION))
        };
        let line = head.split_inclusive('\n').find(named)?;
        let is_whole = line.ends_with(['\n', '?']);
        let value = line[LOCATION.len()..].trim().trim_end_matches('?');
        is_whole.then(|| value.to_owned())
    }
}

/// In words, the same in every output. Lower case, no full stop; on one line and harmless, as what is
/// foreign in it is.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Foreign::on_one_line)
    }
}

impl Fault {
    /// The same words with what is foreign in them as it was recorded: for other programs.
    #[must_use]
    pub fn as_recorded(&self) -> Foreign {
        let mut words = String::new();
        let written = self.write(&mut words, |text| text.raw().to_owned());
        written.map_or_else(|_| Foreign::default(), |()| words.into())
    }

    fn write(&self, f: &mut impl fmt::Write, shown: fn(&Foreign) -> String) -> fmt::Result {
        match self {
            Self::NoSuchName => f.write_str("the name does not exist"),
            Self::NoAddress => f.write_str("the name has no address"),
            Self::Refused => f.write_str("connection refused"),
            Self::Reset => f.write_str("connection reset"),
            Self::Closed => f.write_str("connection closed"),
            Self::TimedOut {
                after_ms: ms @ 0..1000,
            } => write!(f, "no answer within {ms}ms"),
            Self::TimedOut { after_ms } => {
                write!(f, "no answer within {:.1}s", *after_ms as f64 / 1e3)
            }
            Self::Alert { code, name } => write!(f, "TLS alert {code} ({})", shown(name)),
            Self::ProxyStatus { status, reason } if reason.is_empty() => {
                write!(f, "the proxy answered {status}")
            }
            Self::ProxyStatus { status, reason } => {
                write!(f, "the proxy answered {status} {}", shown(reason))
            }
            Self::SocksRefused { code } => write!(
                f,
                "the SOCKS proxy refused with code {code} ({})",
                socks_reply(*code)
            ),
            Self::NotTls { first_bytes } if first_bytes.is_empty() => f.write_str("not TLS"),
            Self::NotTls { first_bytes } => {
                let shown = first_bytes.get(..2 * MOST_SHOWN);
                let shown = readable_bytes(shown.unwrap_or(first_bytes));
                write!(f, "not TLS: {shown}")
            }
            Self::NoCommonParameters { why } => write!(f, "{why}"),
            Self::NotContacted {
                host,
                address: Some(address),
                reason,
            } if *host != *address.to_string() => {
                write!(
                    f,
                    "not contacted: {} leads to {address}, which is {reason}",
                    shown(host)
                )
            }
            Self::NotContacted { host, reason, .. } => {
                write!(f, "not contacted: {} is {reason}", shown(host))
            }
            Self::OwnLimit { lacks, os_code } => lacking(f, *lacks, *os_code),
            Self::Other {
                os_code: Some(code),
                text,
            } => write!(f, "{} (os error {code})", shown(text)),
            Self::Other {
                os_code: None,
                text,
            }
            | Self::Resolver { text, .. }
            | Self::Unreachable { text }
            | Self::MessageTooLarge { text }
            | Self::Malformed { text } => f.write_str(&shown(text)),
        }
    }
}

fn lacking(f: &mut impl fmt::Write, lacks: Resource, os_code: Option<i32>) -> fmt::Result {
    write!(f, "this machine has run out of {lacks}")?;
    os_code.map_or(Ok(()), |code| write!(f, " (os error {code})"))
}

/// A SOCKS reply code in words (RFC 1928 6); 255 stands for credentials or ways to authenticate
/// that were not accepted.
#[must_use]
pub const fn socks_reply(code: u8) -> &'static str {
    match code {
        0 => "granted",
        1 => "general failure",
        2 => "its rules forbid it",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "TTL expired",
        7 => "command not supported",
        8 => "address type not supported",
        255 => "no way to authenticate accepted",
        _ => "unknown to RFC 1928",
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let byte = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    (0..hex.len()).step_by(2).filter_map(byte).collect()
}

/// Hex of foreign bytes for people: as text where most of it is printable ASCII (a dot for the
/// rest), else the hex itself.
#[must_use]
pub fn readable_bytes(hex: &str) -> String {
    let bytes = bytes_of(hex);
    let printable = |b: &u8| b.is_ascii_graphic() || *b == b' ';
    if bytes.iter().filter(|b| printable(b)).count() * 2 < bytes.len() {
        return format!("bytes {}", visible(hex));
    }
    bytes
        .iter()
        .map(|b| if printable(b) { char::from(*b) } else { '.' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_bytes_are_text_where_they_are_text() {
        for (hex, shown) in [
            ("5353482d322e300d0a", "SSH-2.0.."),
            ("05ff", "bytes 05ff"),
            ("", ""),
        ] {
            assert_eq!(readable_bytes(hex), shown);
        }
    }

    #[test]
    fn an_answer_in_clear_has_a_status() {
        let not_tls = |text: &str| Fault::NotTls {
            first_bytes: text.bytes().map(|b| format!("{b:02x}")).collect(),
        };
        for (text, status) in [
            ("HTTP/1.1 302 Found\r\nLocation: ", Some(302)),
            ("HTTP/1.0 511 \r\n", Some(511)),
            ("HTTP/1.1 +30 x", None),
            ("HTTP/1.1", None),
            ("SSH-2.0-OpenSSH 302 x", None),
            ("", None),
        ] {
            assert_eq!(not_tls(text).status_in_clear(), status, "{text}");
        }
        assert_eq!(Fault::Reset.status_in_clear(), None);
    }

    #[test]
    fn faults_in_words() {
        for (fault, text) in [
            (Fault::TimedOut { after_ms: 300 }, "no answer within 300ms"),
            (Fault::TimedOut { after_ms: 5000 }, "no answer within 5.0s"),
            (
                Fault::ProxyStatus {
                    status: 503,
                    reason: Foreign::default(),
                },
                "the proxy answered 503",
            ),
            (
                Fault::SocksRefused { code: 2 },
                "the SOCKS proxy refused with code 2 (its rules forbid it)",
            ),
            (
                Fault::NotContacted {
                    host: "a.test".into(),
                    address: "10.0.0.1".parse().ok(),
                    reason: NotContactedReason::Private,
                },
                "not contacted: a.test leads to 10.0.0.1, which is private, and whoever named it was not seen at a private address",
            ),
            (
                Fault::NotContacted {
                    host: "169.254.169.254".into(),
                    address: "169.254.169.254".parse().ok(),
                    reason: NotContactedReason::MetadataService,
                },
                "not contacted: 169.254.169.254 is a cloud's metadata service",
            ),
            (
                Fault::OwnLimit {
                    lacks: Resource::Ports,
                    os_code: Some(99),
                },
                "this machine has run out of free local ports (os error 99)",
            ),
            (
                Fault::Other {
                    os_code: Some(22),
                    text: "Invalid argument".into(),
                },
                "Invalid argument (os error 22)",
            ),
        ] {
            assert_eq!(fault.to_string(), text);
        }
    }
}
