//! Why Go does not take a signature: typed, printed in Go's own words, and read back. Knows no
//! certificate.

use std::fmt;

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
    /// The algorithm wants a key of another kind.
    OtherKind {
        /// The kind that it wants.
        wants: String,
        /// The Go type of the key.
        has: String,
    },
    /// RSA, and another key.
    Rsa,
    /// An RSA key of so few bits.
    ShortRsa(usize),
    /// An RSA modulus that is even.
    EvenModulus,
    /// An RSA exponent below 2.
    SmallExponent,
    /// An RSA exponent that is even.
    EvenExponent,
    /// An RSA exponent of more than 31 bits.
    LargeExponent,
    /// Ed25519, and another key.
    Ed25519,
    /// ECDSA, and another key.
    Ecdsa,
    /// Go may take it: nobody here can check such a signature.
    NotCheckedHere,
}

/// What Go says without a word of the certificate's own.
const CONSTANT: [(SignatureRefusal, &str); 11] = [
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
        SignatureRefusal::EvenModulus,
        "crypto/rsa: public modulus is even",
    ),
    (
        SignatureRefusal::SmallExponent,
        "crypto/rsa: public exponent too small or negative",
    ),
    (
        SignatureRefusal::EvenExponent,
        "crypto/rsa: public exponent is even",
    ),
    (
        SignatureRefusal::LargeExponent,
        "crypto/rsa: public exponent too large",
    ),
    (
        SignatureRefusal::Ed25519,
        "x509: Ed25519 verification failure",
    ),
    (SignatureRefusal::Ecdsa, "x509: ECDSA verification failure"),
    (
        SignatureRefusal::NotCheckedHere,
        "this signature cannot be checked here",
    ),
];
const INSECURE: &str = "x509: cannot verify signature: insecure algorithm ";
const OTHER_KIND: (&str, &str) = (
    "x509: signature algorithm specifies an ",
    " public key, but have public key of type ",
);
const SHORT_RSA: (&str, &str) = (
    "crypto/rsa: ",
    "-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)",
);

impl fmt::Display for SignatureRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Insecure(algorithm) => write!(f, "{INSECURE}{algorithm}"),
            Self::OtherKind { wants, has } => {
                write!(f, "{}{wants}{}{has}", OTHER_KIND.0, OTHER_KIND.1)
            }
            Self::ShortRsa(bits) => write!(f, "{}{bits}{}", SHORT_RSA.0, SHORT_RSA.1),
            Self::Malformed
            | Self::ParentCannotSign
            | Self::Unimplemented
            | Self::Rsa
            | Self::EvenModulus
            | Self::SmallExponent
            | Self::EvenExponent
            | Self::LargeExponent
            | Self::Ed25519
            | Self::Ecdsa
            | Self::NotCheckedHere => {
                let row = CONSTANT.iter().find(|(refusal, _)| refusal == self);
                f.write_str(row.map_or("", |(_, words)| words))
            }
        }
    }
}

impl SignatureRefusal {
    /// Reads what Go printed; `None` where it is something else.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(algorithm) = text.strip_prefix(INSECURE) {
            return Some(Self::Insecure(algorithm.to_owned()));
        }
        if let Some((wants, has)) = text
            .strip_prefix(OTHER_KIND.0)
            .and_then(|rest| rest.split_once(OTHER_KIND.1))
        {
            let (wants, has) = (wants.to_owned(), has.to_owned());
            return Some(Self::OtherKind { wants, has });
        }
        let bits = text
            .strip_prefix(SHORT_RSA.0)
            .and_then(|rest| rest.strip_suffix(SHORT_RSA.1));
        if let Some(bits) = bits.and_then(|bits| bits.parse().ok()) {
            return Some(Self::ShortRsa(bits));
        }
        let row = CONSTANT.iter().find(|(_, words)| *words == text);
        row.map(|(refusal, _)| refusal.clone())
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(super) fn samples() -> Vec<Self> {
        let constant = CONSTANT.iter().map(|(row, _)| row.clone());
        constant
            .chain([
                Self::Insecure("SHA1-RSA".into()),
                Self::OtherKind {
                    wants: "RSA".into(),
                    has: "*ecdsa.PublicKey".into(),
                },
                Self::ShortRsa(512),
            ])
            .collect()
    }
}
