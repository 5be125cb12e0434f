//! What Go's crypto/x509 and crypto/tls (go1.23 to go1.27) say of a chain they refuse: typed, printed in
//! Go's own words, and read back from them.

mod names;
mod signature;

use std::fmt;

use crate::cert::go::{GoVersion, quoted, unquoted};
use crate::moment::Moment;

pub use names::{NameRefusal, NamedBy};
pub use signature::SignatureRefusal;

const UNKNOWN_AUTHORITY: &str = "x509: certificate signed by unknown authority";
const UNPARSABLE: &str = "tls: failed to parse certificate from server: ";
const DATES: &str = "x509: certificate has expired or is not yet valid: current time ";
const NO_IP_SANS: (&str, &str) = (
    "x509: cannot validate certificate for ",
    " because it doesn't contain any IP SANs",
);
const NO_NAMES: &str = "x509: certificate is not valid for any names, but wanted to match ";
const WRONG_NAME: &str = "x509: certificate is valid for ";
const NOT_PERMITTED: &str =
    "x509: a root or intermediate certificate is not authorized to sign for this name: ";
const DNS_UNREAD: &str = "x509: cannot parse dnsName ";
const UNSUPPORTED_KEY: &str =
    "tls: server's certificate contains an unsupported type of public key: ";
const HANDSHAKE_SIGNATURE: &str = "tls: invalid signature by the server certificate: ";
const NO_VALID_CHAINS: &str = "x509: no valid chains built";
const NOT_CHECKED_HERE: &str = "no signature of such a key can be checked here: ";
const HINT: (&str, &str) = (
    " (possibly because of ",
    " while trying to verify candidate authority certificate ",
);
/// From go1.20 on this stands before what crypto/x509 says.
const PREFIX: &str = "tls: failed to verify certificate: ";

/// Why Go refuses a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoRefusal {
    /// The server sent no certificate.
    EmptyChain,
    /// Go's parser refuses a certificate of the chain: why.
    Unparsable(String),
    /// A certificate without facts that Go's verifier needs.
    Malformed,
    /// crypto/tls has no scheme for the leaf's key; the server ends the handshake.
    HandshakeFailure,
    /// A critical extension that Go does not know.
    UnhandledCriticalExtension,
    /// Before notBefore.
    NotYetValid {
        /// When it was judged.
        now: Moment,
        /// The certificate's notBefore.
        not_before: Moment,
    },
    /// After notAfter.
    Expired {
        /// When it was judged.
        now: Moment,
        /// The certificate's notAfter.
        not_after: Moment,
    },
    /// The name is in the common name only.
    LegacyCommonName,
    /// An address was asked for and the leaf names none.
    NoIpSans {
        /// The address asked for.
        wanted: String,
    },
    /// The leaf has no names at all.
    NoNames {
        /// The name asked for.
        wanted: String,
    },
    /// The leaf is for other names, of which Go prints only the number.
    ManyNames {
        /// How many.
        count: usize,
        /// The name asked for.
        wanted: String,
    },
    /// The same of addresses.
    ManyAddresses {
        /// How many.
        count: usize,
        /// The address asked for.
        wanted: String,
    },
    /// The leaf is for other names.
    WrongName {
        /// Its names.
        valid: Vec<String>,
        /// The name asked for.
        wanted: String,
    },
    /// No root signed it.
    UnknownAuthority(Option<Candidate>),
    /// No certificate of a path may serve TLS.
    IncompatibleUsage,
    /// A CA of the path may not issue for a name (RFC 5280 4.2.1.10).
    NotPermitted(NameRefusal),
    /// A DNS name that is none, and that the oldest Go therefore holds against no constraint.
    DnsUnread {
        /// What is written.
        name: String,
    },
    /// The same of a mail address, which it does not repeat.
    MailUnread,
    /// More comparisons of names and constraints than Go makes.
    TooManyConstraints,
    /// More signatures than Go looks at.
    SignatureLimit,
    /// Paths there are, but none for this use.
    NoValidChains {
        /// How many paths are wrong in which way; may be empty.
        detail: String,
    },
    /// Go itself breaks down over a DSA key.
    Panic,
    /// A server's RSA key of more bits than crypto/tls takes.
    LongRsa,
    /// The leaf's key makes no signature of a handshake that Go takes.
    HandshakeSignature(SignatureRefusal),
    /// A leaf's key with which no handshake is signed.
    UnsupportedKey {
        /// Its Go type.
        kind: String,
    },
    /// Whether Go accepts it is not known: only a key of this kind may have signed, and nobody here
    /// can check that.
    NotCheckedHere {
        /// The kind of key.
        key: String,
    },
    /// One version of Go refuses what the other one accepts.
    OnlyIn {
        /// The one that refuses.
        version: GoVersion,
        /// What it says.
        refusal: Box<Self>,
    },
    /// A certificate that is no CA signed another.
    NotACa,
    /// More intermediates than a CA of the path allows.
    TooManyIntermediates,
}

/// A CA of the right name that did not sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its common name, or its whole subject.
    pub name: String,
    /// Why its key does not verify the signature.
    pub why: SignatureRefusal,
}

impl GoRefusal {
    /// Nobody known signed it; everything else about it is in order as far as Go looked.
    #[must_use]
    pub const fn is_unknown_authority(&self) -> bool {
        matches!(self, Self::UnknownAuthority(_))
    }

    /// The refusal itself, where it is that of one version only.
    #[must_use]
    pub fn itself(&self) -> &Self {
        if let Self::OnlyIn { refusal, .. } = self {
            refusal
        } else {
            self
        }
    }

    /// The version that refuses, where the other one accepts.
    #[must_use]
    pub const fn only_in(&self) -> Option<GoVersion> {
        if let Self::OnlyIn { version, .. } = self {
            Some(*version)
        } else {
            None
        }
    }

    /// Reads what Go printed, with or without `tls: failed to verify certificate: ` before it;
    /// `None` where it is something else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix(PREFIX).unwrap_or(text);
        if let Some(constant) = CONSTANT.iter().find(|(_, words)| *words == text) {
            return Some(constant.0.clone());
        }
        if let Some(only) = read_only_in(text) {
            return Some(only);
        }
        Self::read_names(text)
            .or_else(|| read_details(text))
            .or_else(|| read_dates(text))
            .or_else(|| {
                text.strip_prefix(UNPARSABLE)
                    .map(|why| Self::Unparsable(why.to_owned()))
            })
            .or_else(|| read_unknown_authority(text))
    }

    fn read_names(text: &str) -> Option<Self> {
        if let Some(wanted) = between(text, NO_IP_SANS) {
            return Some(Self::NoIpSans { wanted });
        }
        if let Some(wanted) = text.strip_prefix(NO_NAMES) {
            let wanted = wanted.to_owned();
            return Some(Self::NoNames { wanted });
        }
        let names = text.strip_prefix(WRONG_NAME)?;
        if let Some((count, wanted)) = names.split_once(" names, but none matched ") {
            let wanted = wanted.to_owned();
            return count
                .parse()
                .ok()
                .map(|count| Self::ManyNames { count, wanted });
        }
        if let Some((count, wanted)) = names.split_once(" IP SANs, but none matched ") {
            let wanted = wanted.to_owned();
            let count = count.parse().ok()?;
            return Some(Self::ManyAddresses { count, wanted });
        }
        let (valid, wanted) = names.rsplit_once(", not ")?;
        let valid = valid.split(", ").map(str::to_owned).collect();
        let wanted = wanted.to_owned();
        Some(Self::WrongName { valid, wanted })
    }
}

/// What Go says without a word of the certificate's own.
const CONSTANT: [(GoRefusal, &str); 14] = [
    (
        GoRefusal::EmptyChain,
        "tls: received empty certificates message",
    ),
    (GoRefusal::Malformed, "x509: malformed certificate"),
    (
        GoRefusal::HandshakeFailure,
        "remote error: tls: handshake failure",
    ),
    (
        GoRefusal::UnhandledCriticalExtension,
        "x509: unhandled critical extension",
    ),
    (
        GoRefusal::LegacyCommonName,
        "x509: certificate relies on legacy Common Name field, use SANs instead",
    ),
    (GoRefusal::UnknownAuthority(None), UNKNOWN_AUTHORITY),
    (
        GoRefusal::IncompatibleUsage,
        "x509: certificate specifies an incompatible key usage",
    ),
    (
        GoRefusal::NotACa,
        "x509: certificate is not authorized to sign other certificates",
    ),
    (
        GoRefusal::TooManyIntermediates,
        "x509: too many intermediates for path length constraint",
    ),
    (GoRefusal::TooManyConstraints, "x509: unknown error"),
    (
        GoRefusal::MailUnread,
        "x509: cannot parse rfc822Name {\"\" \"\"}",
    ),
    (
        GoRefusal::SignatureLimit,
        "x509: signature check attempts limit reached while verifying certificate chain",
    ),
    (
        GoRefusal::Panic,
        "panic: interface conversion: *dsa.PublicKey is not x509.pubKeyEqual: missing method Equal",
    ),
    (
        GoRefusal::LongRsa,
        "tls: server sent certificate containing RSA key larger than 8192 bits",
    ),
];

impl fmt::Display for GoRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unparsable(why) => write!(f, "{UNPARSABLE}{why}"),
            Self::NotYetValid { now, not_before } => {
                write!(f, "{DATES}{now} is before {not_before}")
            }
            Self::Expired { now, not_after } => write!(f, "{DATES}{now} is after {not_after}"),
            Self::NoIpSans { wanted } => write!(f, "{}{wanted}{}", NO_IP_SANS.0, NO_IP_SANS.1),
            Self::NoNames { wanted } => write!(f, "{NO_NAMES}{wanted}"),
            Self::ManyNames { count, wanted } => {
                write!(f, "{WRONG_NAME}{count} names, but none matched {wanted}")
            }
            Self::ManyAddresses { count, wanted } => {
                write!(f, "{WRONG_NAME}{count} IP SANs, but none matched {wanted}")
            }
            Self::WrongName { valid, wanted } => {
                write!(f, "{WRONG_NAME}{}, not {wanted}", valid.join(", "))
            }
            Self::UnknownAuthority(Some(Candidate { name, why })) => {
                let (why, name) = (quoted(&why.to_string()), quoted(name));
                write!(f, "{UNKNOWN_AUTHORITY}{}{why}{}{name})", HINT.0, HINT.1)
            }
            Self::NotPermitted(why) => write!(f, "{NOT_PERMITTED}{why}"),
            Self::DnsUnread { name } => write!(f, "{DNS_UNREAD}{}", quoted(name)),
            Self::UnsupportedKey { kind } => write!(f, "{UNSUPPORTED_KEY}{kind}"),
            Self::HandshakeSignature(why) => write!(f, "{HANDSHAKE_SIGNATURE}{why}"),
            Self::NoValidChains { detail } if detail.is_empty() => f.write_str(NO_VALID_CHAINS),
            Self::NoValidChains { detail } => write!(f, "{NO_VALID_CHAINS}: {detail}"),
            Self::NotCheckedHere { key } => write!(f, "{NOT_CHECKED_HERE}{key}"),
            Self::OnlyIn { version, refusal } => write!(f, "{refusal} ({version} only)"),
            Self::EmptyChain
            | Self::Malformed
            | Self::HandshakeFailure
            | Self::UnhandledCriticalExtension
            | Self::LegacyCommonName
            | Self::UnknownAuthority(None)
            | Self::IncompatibleUsage
            | Self::NotACa
            | Self::TooManyIntermediates
            | Self::TooManyConstraints
            | Self::MailUnread
            | Self::SignatureLimit
            | Self::Panic
            | Self::LongRsa => {
                let row = CONSTANT.iter().find(|(refusal, _)| refusal == self);
                f.write_str(row.map_or("", |(_, words)| words))
            }
        }
    }
}

fn between(text: &str, (before, after): (&str, &str)) -> Option<String> {
    Some(text.strip_prefix(before)?.strip_suffix(after)?.to_owned())
}

/// What is said before some detail that is kept as it is.
fn read_details(text: &str) -> Option<GoRefusal> {
    if let Some(detail) = text.strip_prefix(NOT_PERMITTED) {
        return Some(GoRefusal::NotPermitted(NameRefusal::read(detail)));
    }
    if let Some(kind) = text.strip_prefix(UNSUPPORTED_KEY) {
        let kind = kind.to_owned();
        return Some(GoRefusal::UnsupportedKey { kind });
    }
    if let Some(why) = text.strip_prefix(HANDSHAKE_SIGNATURE) {
        return SignatureRefusal::read(why).map(GoRefusal::HandshakeSignature);
    }
    if let Some(key) = text.strip_prefix(NOT_CHECKED_HERE) {
        let key = key.to_owned();
        return Some(GoRefusal::NotCheckedHere { key });
    }
    if let Some(name) = text.strip_prefix(DNS_UNREAD) {
        let name = unquoted(name)?;
        return Some(GoRefusal::DnsUnread { name });
    }
    let detail = text.strip_prefix(NO_VALID_CHAINS)?;
    let detail = detail.strip_prefix(": ").unwrap_or(detail).to_owned();
    Some(GoRefusal::NoValidChains { detail })
}

fn read_only_in(text: &str) -> Option<GoRefusal> {
    GoVersion::ALL.iter().find_map(|version| {
        let words = text.strip_suffix(&format!(" ({version} only)"))?;
        let refusal = Box::new(GoRefusal::read(words)?);
        Some(GoRefusal::OnlyIn {
            version: *version,
            refusal,
        })
    })
}

fn read_dates(text: &str) -> Option<GoRefusal> {
    let said = text.strip_prefix(DATES)?;
    if let Some((now, not_before)) = said.split_once(" is before ") {
        let (now, not_before) = (Moment::parse(now).ok()?, Moment::parse(not_before).ok()?);
        return Some(GoRefusal::NotYetValid { now, not_before });
    }
    let (now, not_after) = said.split_once(" is after ")?;
    let (now, not_after) = (Moment::parse(now).ok()?, Moment::parse(not_after).ok()?);
    Some(GoRefusal::Expired { now, not_after })
}

fn read_unknown_authority(text: &str) -> Option<GoRefusal> {
    let hint = text.strip_prefix(UNKNOWN_AUTHORITY)?.strip_prefix(HINT.0)?;
    let (why, name) = hint.strip_suffix(')')?.split_once(HINT.1)?;
    let why = SignatureRefusal::read(&unquoted(why)?)?;
    let name = unquoted(name)?;
    Some(GoRefusal::UnknownAuthority(Some(Candidate { name, why })))
}

#[cfg(test)]
mod tests;
