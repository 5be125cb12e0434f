//! Why a handshake came to nothing by its own rules: parameters that are not shared, and a signature
//! that is not the leaf's. Values, and the one place that has their words. Holds no opinion on what
//! follows from them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::foreign::Foreign;

/// What the peer chose or lacks that this client did not offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Incompatibility {
    /// Its ServerHello has a version older than TLS 1.2.
    OnlyOldVersions,
    /// Its ServerHello has a version that was not offered this time.
    VersionNotOffered,
    /// TLS 1.2 without the extended master secret (RFC 7627).
    NoExtendedMasterSecret,
    /// It chose a type of certificate that was not offered (RFC 7250).
    CertificateTypeNotOffered,
    /// It asks for a client certificate and names no signature algorithm that is known here.
    NoClientSignatureScheme,
    /// It chose a cipher suite that was not offered.
    CipherSuiteNotOffered,
    /// It chose a group for the key exchange that was not offered.
    GroupNotOffered,
    /// It signs in TLS 1.2 by a scheme that is known here in TLS 1.3 only.
    SignatureSchemeNotKnown,
    /// It chose a protocol by ALPN that was not offered.
    ProtocolNotOffered,
    /// Anything else, in the TLS library's words; shown as they are and never taken apart.
    #[serde(untagged)]
    Noted(Foreign),
}

impl Incompatibility {
    /// The peer and this client share no version of TLS.
    #[must_use]
    pub const fn is_of_version(&self) -> bool {
        matches!(self, Self::OnlyOldVersions | Self::VersionNotOffered)
    }
}

/// In the TLS library's words, as reports have always shown them.
impl fmt::Display for Incompatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OnlyOldVersions => "server does not support tls12 or13",
            Self::VersionNotOffered => "server tls version is disabled by our config",
            Self::NoExtendedMasterSecret => "extended master secret extension required",
            Self::CertificateTypeNotOffered => "incorrect certificate type extension",
            Self::NoClientSignatureScheme => "no certificate request signature schemes in common",
            Self::CipherSuiteNotOffered => "selected unoffered cipher suite",
            Self::GroupNotOffered => "selected unoffered kx group",
            Self::SignatureSchemeNotKnown => "signed kx with wrong algorithm",
            Self::ProtocolNotOffered => "selected unoffered application protocol",
            Self::Noted(words) => return words.fmt(f),
        })
    }
}

/// Why the handshake's own signature was not found to be made with the leaf's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureDefect {
    /// The first certificate cannot be read, so that its key is not known.
    UnreadableLeaf,
    /// Nobody here checks signatures of RSA keys of this size.
    RsaKeySize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// Nobody here checks signatures of this scheme.
    UnknownScheme {
        /// The signature scheme, as the TLS library or RFC 8446 4.2.3 writes it.
        scheme: String,
    },
    /// It was checked, and the leaf's key did not make it.
    DoesNotVerify {
        /// The signature scheme, as the TLS library or RFC 8446 4.2.3 writes it.
        scheme: String,
        /// The library's name of the error; `None` where it only says no.
        error: Option<String>,
    },
    /// The scheme does not go with the leaf's kind of key, so that it was not checked.
    Unfit {
        /// The signature scheme, as the TLS library or RFC 8446 4.2.3 writes it.
        scheme: String,
        /// The library's name of the error.
        error: String,
    },
}

const VERIFIED: &str = "does not verify with the leaf's key";
const WRONG: &str = "wrong signature";

impl fmt::Display for SignatureDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnreadableLeaf => f.write_str("the first certificate cannot be read"),
            Self::RsaKeySize { bits } => write!(
                f,
                "not verified: signatures of an RSA key of {bits} bits are not supported"
            ),
            Self::UnknownScheme { scheme } => {
                write!(f, "not verified: signatures by {scheme} are not supported")
            }
            Self::DoesNotVerify { scheme, error } => {
                let error = error.as_deref().unwrap_or(WRONG);
                write!(f, "the signature ({scheme}) {VERIFIED}: {error}")
            }
            Self::Unfit { scheme, error } => {
                write!(f, "the signature ({scheme}) {VERIFIED}: {error}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fault;
    use super::*;

    const INCOMPATIBLE: [(Incompatibility, &str); 9] = [
        (
            Incompatibility::OnlyOldVersions,
            "server does not support tls12 or13",
        ),
        (
            Incompatibility::VersionNotOffered,
            "server tls version is disabled by our config",
        ),
        (
            Incompatibility::NoExtendedMasterSecret,
            "extended master secret extension required",
        ),
        (
            Incompatibility::CertificateTypeNotOffered,
            "incorrect certificate type extension",
        ),
        (
            Incompatibility::NoClientSignatureScheme,
            "no certificate request signature schemes in common",
        ),
        (
            Incompatibility::CipherSuiteNotOffered,
            "selected unoffered cipher suite",
        ),
        (
            Incompatibility::GroupNotOffered,
            "selected unoffered kx group",
        ),
        (
            Incompatibility::SignatureSchemeNotKnown,
            "signed kx with wrong algorithm",
        ),
        (
            Incompatibility::ProtocolNotOffered,
            "selected unoffered application protocol",
        ),
    ];

    #[test]
    fn what_is_not_shared_is_saved_and_read_again() {
        let noted = (Incompatibility::Noted("as it was".into()), "as it was");
        for (why, words) in INCOMPATIBLE.into_iter().chain([noted]) {
            assert_eq!(why.to_string(), words);
            let fault = Fault::NoCommonParameters { why };
            let saved = serde_json::to_string(&fault).expect("JSON");
            let read: Fault = serde_json::from_str(&saved).expect(&saved);
            assert_eq!(read, fault, "{saved}");
        }
    }

    #[test]
    fn a_defect_is_saved_and_read_again() {
        let scheme = || "ED25519".to_owned();
        let checked = |error: Option<&str>| SignatureDefect::DoesNotVerify {
            scheme: scheme(),
            error: error.map(str::to_owned),
        };
        for (defect, words) in [
            (
                checked(None),
                "the signature (ED25519) does not verify with the leaf's key: wrong signature",
            ),
            (
                checked(Some("InvalidSignatureForPublicKey")),
                "the signature (ED25519) does not verify with the leaf's key: InvalidSignatureForPublicKey",
            ),
            (
                SignatureDefect::Unfit {
                    scheme: scheme(),
                    error: "UnsupportedSignatureAlgorithmForPublicKeyContext(..)".into(),
                },
                "the signature (ED25519) does not verify with the leaf's key: UnsupportedSignatureAlgorithmForPublicKeyContext(..)",
            ),
            (
                SignatureDefect::UnreadableLeaf,
                "the first certificate cannot be read",
            ),
            (
                SignatureDefect::RsaKeySize { bits: 1024 },
                "not verified: signatures of an RSA key of 1024 bits are not supported",
            ),
            (
                SignatureDefect::UnknownScheme { scheme: scheme() },
                "not verified: signatures by ED25519 are not supported",
            ),
        ] {
            assert_eq!(defect.to_string(), words);
            let saved = serde_json::to_string(&defect).expect("JSON");
            let read: SignatureDefect = serde_json::from_str(&saved).expect(&saved);
            assert_eq!(read, defect, "{saved}");
        }
    }
}
