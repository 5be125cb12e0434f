//! Whether Go takes one certificate's signature as another's: `CheckSignatureFrom`. May the parent
//! sign, is the algorithm allowed and of its key, did the key sign.

use crate::cert::Signed;
use crate::cert::go::{Edition, GoKey, GoView, KeyFamily, SignatureAlgorithm};
use crate::dialects::go::SignatureRefusal;

/// Bits of the shortest RSA key that the newest Go verifies with.
const SHORTEST_RSA: usize = 1024;
/// Of the largest public exponent.
const LARGEST_EXPONENT: i64 = (1 << 31) - 1;

/// # Errors
/// What Go says first.
pub(super) fn check(
    child: GoView<'_>,
    parent: GoView<'_>,
    edition: &Edition,
) -> Result<(), SignatureRefusal> {
    let may_not_issue = match parent.read.basic {
        Some((is_ca, _)) => !is_ca,
        None => parent.read.version == 3,
    };
    if may_not_issue || !parent.read.may_sign_by_usage() {
        return Err(SignatureRefusal::ParentCannotSign);
    }
    let algorithm = child
        .read
        .algorithm
        .ok_or(SignatureRefusal::Unimplemented)?;
    if algorithm.is_insecure {
        return Err(SignatureRefusal::Insecure(insecure(algorithm, edition)));
    }
    let key = parent.read.key;
    let family = family(key).ok_or(SignatureRefusal::Unimplemented)?;
    if algorithm.family != family {
        return Err(SignatureRefusal::OtherKind {
            wants: wanted(algorithm.family).to_owned(),
            has: key.go_type().to_owned(),
        });
    }
    if let GoKey::Rsa { .. } = key {
        check_rsa(key, edition)?;
    }
    match (child.signed_by(parent), family) {
        (Signed::Yes, _) => Ok(()),
        (Signed::UnknownAlgorithm | Signed::Unreadable, _) => Err(SignatureRefusal::NotCheckedHere),
        (Signed::No, KeyFamily::Rsa) => Err(SignatureRefusal::Rsa),
        (Signed::No, KeyFamily::Ed25519) => Err(SignatureRefusal::Ed25519),
        (Signed::No, KeyFamily::Ecdsa | KeyFamily::Dsa | KeyFamily::MlDsa) => {
            Err(SignatureRefusal::Ecdsa)
        }
    }
}

/// The oldest Go says how SHA-1 can be allowed once more.
fn insecure(algorithm: &SignatureAlgorithm, edition: &Edition) -> String {
    const OVERRIDE: &str = " (temporarily override with GODEBUG=x509sha1=1)";
    let can_be_allowed = matches!(algorithm.name, "SHA1-RSA" | "ECDSA-SHA1");
    if can_be_allowed && !edition.is_newest() {
        format!("{}{OVERRIDE}", algorithm.name)
    } else {
        algorithm.name.to_owned()
    }
}

/// `None`: keys that verify nothing in Go.
const fn family(key: GoKey) -> Option<KeyFamily> {
    match key {
        GoKey::Rsa { .. } => Some(KeyFamily::Rsa),
        GoKey::Ecdsa(_) => Some(KeyFamily::Ecdsa),
        GoKey::Ed25519 => Some(KeyFamily::Ed25519),
        GoKey::MlDsa(_) => Some(KeyFamily::MlDsa),
        GoKey::Dsa | GoKey::Unknown => None,
    }
}

const fn wanted(family: KeyFamily) -> &'static str {
    match family {
        KeyFamily::Rsa => "RSA",
        KeyFamily::Ecdsa => "ECDSA",
        KeyFamily::Ed25519 => "Ed25519",
        KeyFamily::Dsa => "DSA",
        KeyFamily::MlDsa => "ML-DSA",
    }
}

/// What the newest Go says of an RSA key before it verifies. The oldest finds only that the
/// signature is wrong.
pub(super) fn check_rsa(key: GoKey, edition: &Edition) -> Result<(), SignatureRefusal> {
    let GoKey::Rsa {
        bits,
        is_even,
        exponent,
    } = key
    else {
        return Ok(());
    };
    let refusal = match exponent {
        _ if bits < SHORTEST_RSA => SignatureRefusal::ShortRsa(bits),
        _ if is_even => SignatureRefusal::EvenModulus,
        ..2 => SignatureRefusal::SmallExponent,
        _ if exponent % 2 == 0 => SignatureRefusal::EvenExponent,
        _ if exponent > LARGEST_EXPONENT => SignatureRefusal::LargeExponent,
        _ => return Ok(()),
    };
    if edition.is_newest() {
        Err(refusal)
    } else {
        Ok(())
    }
}
