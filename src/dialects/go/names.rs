//! Which name a CA may not sign for, and why: typed, and printed in Go's own words. Knows no
//! certificate.

use std::fmt;

use crate::cert::go::quoted;

const NOT_PERMITTED: &str = " is not permitted by any constraint";
const EXCLUDED: &str = " is excluded by constraint ";

/// A kind of name, by Go's word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// A DNS name.
    Dns,
    /// A mail address.
    Mail,
    /// A URL.
    Uri,
    /// An IP address.
    Address,
}

/// Why a CA of the path may not sign for a name below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameRefusal {
    /// It lies in nothing that is permitted.
    NotPermitted {
        /// Of which kind it is.
        kind: NamedBy,
        /// The name.
        name: String,
    },
    /// It lies in something that is excluded.
    Excluded {
        /// Of which kind it is.
        kind: NamedBy,
        /// The name.
        name: String,
        /// In what it lies.
        constraint: String,
    },
    /// A DNS name that is none.
    DnsUnread {
        /// What is written.
        name: String,
    },
    /// A mail address that is none.
    MailUnread {
        /// What is written.
        name: String,
    },
    /// A URL that cannot be read.
    UriUnread {
        /// What is written.
        uri: String,
    },
    /// A URL that names no host.
    UriWithoutHost {
        /// The URL.
        uri: String,
    },
    /// A URL whose host is an address.
    UriIsAddress {
        /// The URL.
        uri: String,
    },
    /// A URL whose host has something that is no port behind it.
    UriHost {
        /// The host, for the newest Go, which names it.
        host: Option<String>,
        /// What is wrong.
        why: String,
    },
    /// As Go said it.
    Said(String),
}

impl NamedBy {
    const ALL: [Self; 4] = [Self::Dns, Self::Mail, Self::Uri, Self::Address];

    const fn word(self) -> &'static str {
        match self {
            Self::Dns => "DNS name",
            Self::Mail => "email address",
            Self::Uri => "URI",
            Self::Address => "IP address",
        }
    }
}

impl fmt::Display for NameRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPermitted { kind, name } => {
                write!(f, "{} {}{NOT_PERMITTED}", kind.word(), quoted(name))
            }
            Self::Excluded {
                kind,
                name,
                constraint,
            } => {
                let (name, constraint) = (quoted(name), quoted(constraint));
                write!(f, "{} {name}{EXCLUDED}{constraint}", kind.word())
            }
            Self::DnsUnread { name } => write!(f, "x509: cannot parse dnsName {}", quoted(name)),
            Self::MailUnread { name } => write!(f, "cannot parse rfc822Name {}", quoted(name)),
            Self::UriUnread { uri } => {
                let uri = quoted(uri);
                write!(f, "x509: internal error: URI SAN {uri} failed to parse")
            }
            Self::UriWithoutHost { uri } => {
                let uri = quoted(uri);
                write!(
                    f,
                    "URI with empty host ({uri}) cannot be matched against constraints"
                )
            }
            Self::UriIsAddress { uri } => {
                let uri = quoted(uri);
                write!(
                    f,
                    "URI with IP ({uri}) cannot be matched against constraints"
                )
            }
            Self::UriHost { host: None, why } | Self::Said(why) => f.write_str(why),
            Self::UriHost {
                host: Some(host),
                why,
            } => write!(f, "cannot parse URI host {}: {why}", quoted(host)),
        }
    }
}

impl NameRefusal {
    /// Reads what Go printed; what is neither "not permitted" nor "excluded" is kept as it is.
    pub(super) fn read(text: &str) -> Self {
        Self::read_kinds(text).unwrap_or_else(|| Self::Said(text.to_owned()))
    }

    fn read_kinds(text: &str) -> Option<Self> {
        use crate::cert::go::unquoted;
        let starts = |kind: &NamedBy| text.starts_with(kind.word());
        let kind = NamedBy::ALL.into_iter().find(starts)?;
        let rest = text.strip_prefix(kind.word())?.strip_prefix(' ')?;
        if let Some(name) = rest.strip_suffix(NOT_PERMITTED) {
            let name = unquoted(name)?;
            return Some(Self::NotPermitted { kind, name });
        }
        let (name, constraint) = rest.split_once(EXCLUDED)?;
        Some(Self::Excluded {
            kind,
            name: unquoted(name)?,
            constraint: unquoted(constraint)?,
        })
    }
}
