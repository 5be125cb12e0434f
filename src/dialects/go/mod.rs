//! What Go's crypto/x509 and crypto/tls (go1.23) say of a chain they refuse: typed, printed in
//! Go's own words, and read back from them.

use std::fmt;

use crate::moment::Moment;

const UNKNOWN_AUTHORITY: &str = "x509: certificate signed by unknown authority";
const UNPARSABLE: &str = "tls: failed to parse certificate from server: x509: ";
const DATES: &str = "x509: certificate has expired or is not yet valid: current time ";
const NO_IP_SANS: (&str, &str) = (
    "x509: cannot validate certificate for ",
    " because it doesn't contain any IP SANs",
);
const NO_NAMES: &str = "x509: certificate is not valid for any names, but wanted to match ";
const WRONG_NAME: &str = "x509: certificate is valid for ";
const NOT_PERMITTED: (&str, &str) = (
    "x509: a root or intermediate certificate is not authorized to sign for this name: DNS name \"",
    "\" is not permitted by any constraint",
);
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
    /// A CA of the path may not issue for this name (RFC 5280 4.2.1.10).
    NotPermitted {
        /// The name.
        name: String,
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

/// Why Go does not take a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureRefusal {
    /// One of the two certificates cannot be read.
    Malformed,
    /// The parent may not sign certificates.
    ParentCannotSign,
    /// An algorithm that Go refuses, by Go's name.
    Insecure(String),
    /// An algorithm that Go has not.
    Unimplemented,
    /// RSA, and another key.
    Rsa,
    /// Ed25519, and another key.
    Ed25519,
    /// ECDSA, and another key.
    Ecdsa,
}

impl GoRefusal {
    /// Nobody known signed it; everything else about it is in order as far as Go looked.
    #[must_use]
    pub const fn is_unknown_authority(&self) -> bool {
        matches!(self, Self::UnknownAuthority(_))
    }

    /// Reads what Go printed, with or without `tls: failed to verify certificate: ` before it;
    /// `None` where it is something else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix(PREFIX).unwrap_or(text);
        if let Some(constant) = CONSTANT.iter().find(|(_, words)| *words == text) {
            return Some(constant.0.clone());
        }
        Self::read_names(text)
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
        if let Some(name) = between(text, NOT_PERMITTED) {
            return Some(Self::NotPermitted { name });
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
        let (valid, wanted) = names.rsplit_once(", not ")?;
        let valid = valid.split(", ").map(str::to_owned).collect();
        let wanted = wanted.to_owned();
        Some(Self::WrongName { valid, wanted })
    }
}

/// What Go says without a word of the certificate's own.
const CONSTANT: [(GoRefusal, &str); 9] = [
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
];

/// The same of signatures.
const SIGNATURES: [(SignatureRefusal, &str); 6] = [
    (SignatureRefusal::Malformed, "x509: malformed certificate"),
    (
        SignatureRefusal::ParentCannotSign,
        "x509: invalid signature: parent certificate cannot sign this kind of certificate",
    ),
    (
        SignatureRefusal::Unimplemented,
        "x509: cannot verify signature: algorithm unimplemented",
    ),
    (SignatureRefusal::Rsa, "crypto/rsa: verification error"),
    (
        SignatureRefusal::Ed25519,
        "x509: Ed25519 verification failure",
    ),
    (SignatureRefusal::Ecdsa, "x509: ECDSA verification failure"),
];
const INSECURE: &str = "x509: cannot verify signature: insecure algorithm ";

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
            Self::WrongName { valid, wanted } => {
                write!(f, "{WRONG_NAME}{}, not {wanted}", valid.join(", "))
            }
            Self::UnknownAuthority(Some(Candidate { name, why })) => {
                let why = why.to_string();
                write!(f, "{UNKNOWN_AUTHORITY}{}{why:?}{}{name:?})", HINT.0, HINT.1)
            }
            Self::NotPermitted { name } => {
                write!(f, "{}{name}{}", NOT_PERMITTED.0, NOT_PERMITTED.1)
            }
            Self::EmptyChain
            | Self::Malformed
            | Self::HandshakeFailure
            | Self::UnhandledCriticalExtension
            | Self::LegacyCommonName
            | Self::UnknownAuthority(None)
            | Self::IncompatibleUsage
            | Self::NotACa
            | Self::TooManyIntermediates => {
                let row = CONSTANT.iter().find(|(refusal, _)| refusal == self);
                f.write_str(row.map_or("", |(_, words)| words))
            }
        }
    }
}

impl fmt::Display for SignatureRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Insecure(algorithm) = self {
            return write!(f, "{INSECURE}{algorithm}");
        }
        let row = SIGNATURES.iter().find(|(refusal, _)| refusal == self);
        f.write_str(row.map_or("", |(_, words)| words))
    }
}

impl SignatureRefusal {
    fn read(text: &str) -> Option<Self> {
        if let Some(algorithm) = text.strip_prefix(INSECURE) {
            return Some(Self::Insecure(algorithm.to_owned()));
        }
        let row = SIGNATURES.iter().find(|(_, words)| *words == text);
        row.map(|(refusal, _)| refusal.clone())
    }
}

fn between(text: &str, (before, after): (&str, &str)) -> Option<String> {
    Some(text.strip_prefix(before)?.strip_suffix(after)?.to_owned())
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

/// A quoted text (`%q`) without its quotes and escapes.
fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut plain = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match rest.next()? {
            'n' => plain.push('\n'),
            'r' => plain.push('\r'),
            't' => plain.push('\t'),
            '0' => plain.push('\0'),
            'u' => {
                let code: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                plain.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            escaped => plain.push(escaped),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests;
