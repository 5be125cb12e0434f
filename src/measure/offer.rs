//! What a ClientHello offers, in the order in which Go's crypto/tls offers it: a server that has
//! several certificates chooses by that order, and is to choose as it does for Go. Opens nothing.

use rustls::crypto::aws_lc_rs::cipher_suite;
use rustls::{SignatureScheme, SupportedCipherSuite};

use crate::evidence::KeyType;
use crate::offers::{self, Client};

/// Go's `cipherSuitesPreferenceOrder` where AES is fast, as far as rustls has the suites.
static GO_SUITES: [SupportedCipherSuite; 9] = [
    cipher_suite::TLS13_AES_128_GCM_SHA256,
    cipher_suite::TLS13_AES_256_GCM_SHA384,
    cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    cipher_suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    cipher_suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
];

/// The signature schemes, but for those by which keys of these types sign a handshake.
pub(super) fn schemes(without: &[KeyType]) -> Vec<SignatureScheme> {
    let all = offers::of(Client::Ours)
        .schemes()
        .map(SignatureScheme::from);
    all.filter(|scheme| signer(*scheme).is_none_or(|key| !without.contains(&key)))
        .collect()
}

/// The type of the key that signs a handshake by this scheme. PKCS #1 signs none in TLS 1.3, and in
/// TLS 1.2 the cipher suite says already that RSA is not wanted; CAs sign by it.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else is offered belongs to no type that is told apart"
)]
fn signer(scheme: SignatureScheme) -> Option<KeyType> {
    match scheme {
        SignatureScheme::RSA_PSS_SHA256
        | SignatureScheme::RSA_PSS_SHA384
        | SignatureScheme::RSA_PSS_SHA512
        | SignatureScheme::Unknown(0x0809..=0x080b) => Some(KeyType::Rsa),
        SignatureScheme::ECDSA_NISTP256_SHA256
        | SignatureScheme::ECDSA_NISTP384_SHA384
        | SignatureScheme::ECDSA_NISTP521_SHA512
        | SignatureScheme::ECDSA_SHA1_Legacy => Some(KeyType::Ecdsa),
        SignatureScheme::ED25519 => Some(KeyType::Ed25519),
        _ => None,
    }
}

/// The cipher suites, but for those of TLS 1.2 that keys of these types are for. Ed25519 has those of
/// ECDSA; a server that has both may follow the suite and not the scheme, so they are not offered
/// where ECDSA is not wanted and RSA is.
pub(super) fn suites(without: &[KeyType]) -> Vec<SupportedCipherSuite> {
    let (no_rsa, no_ecdsa) = (
        without.contains(&KeyType::Rsa),
        without.contains(&KeyType::Ecdsa),
    );
    let offered = |suite: &SupportedCipherSuite| {
        let name = suite.suite().as_str().unwrap_or_default();
        let of_rsa = name.starts_with("TLS_ECDHE_RSA_");
        let of_ecdsa = name.starts_with("TLS_ECDHE_ECDSA_");
        !(of_rsa && no_rsa || of_ecdsa && no_ecdsa && !no_rsa)
    };
    GO_SUITES.iter().copied().filter(offered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::crypto::aws_lc_rs;

    #[test]
    fn everything_that_can_be_verified_is_offered() {
        let provider = aws_lc_rs::default_provider();
        let verified = provider.signature_verification_algorithms;
        for scheme in verified.supported_schemes() {
            assert!(schemes(&[]).contains(&scheme), "{scheme:?}");
        }
        for suite in provider.cipher_suites {
            assert!(suites(&[]).contains(&suite), "{suite:?}");
        }
        let mut offered: Vec<u16> = suites(&[]).iter().map(|s| s.suite().into()).collect();
        let mut row: Vec<u16> = offers::of(Client::Ours).suites().collect();
        offered.sort_unstable();
        row.sort_unstable();
        assert_eq!(offered, row);
    }

    #[test]
    fn a_key_type_is_left_out_with_its_suites() {
        let names = |without: &[KeyType]| {
            let all = suites(without);
            let old = all.iter().filter_map(|s| s.suite().as_str());
            let old = old.filter(|name| name.starts_with("TLS_"));
            old.map(|name| name.contains("_RSA_")).collect::<Vec<_>>()
        };
        let (rsa, ecdsa) = (KeyType::Rsa, KeyType::Ecdsa);
        assert_eq!(names(&[rsa]), [false; 3]);
        assert_eq!(names(&[ecdsa]), [true; 3]);
        assert_eq!(names(&[rsa, ecdsa]), [false; 3]);
        assert!(!schemes(&[rsa]).contains(&SignatureScheme::RSA_PSS_SHA256));
        assert!(schemes(&[rsa]).contains(&SignatureScheme::RSA_PKCS1_SHA256));
        assert!(!schemes(&[ecdsa]).contains(&SignatureScheme::ECDSA_NISTP256_SHA256));
        assert!(schemes(&[rsa, ecdsa]).contains(&SignatureScheme::ED25519));
        assert!(!schemes(&KeyType::ALL).contains(&SignatureScheme::ED25519));
    }
}
