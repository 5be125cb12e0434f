//! The Go rule: what crypto/tls makes of a server's chain (go1.23 and go1.27), as MTC's controller,
//! Velero, restic and podman call it: in the same order and with the same words. Any certificate in
//! the pool is an anchor, and a leaf found in the pool is accepted. Pure.

mod constraints;
mod hostname;
mod matching;
mod policies;
mod search;
mod signature;
mod validity;
mod whole_path;

use crate::cert::go::{ByVersion, Curve, Edition, GoKey, GoVersion, GoView};
use crate::cert::{Cert, KeyKind};
use crate::dialects::go::GoRefusal;
use crate::moment::Moment;
use crate::target::Host;

use super::CertPool;

/// Bits of the longest RSA key that crypto/tls takes from a server.
const LONGEST_RSA: usize = 8192;

/// Bits of the shortest one with which a server can sign a handshake of TLS 1.2 at all. PKCS #1 v1.5
/// adds 11 bytes to the hash and its name (RFC 8017 9.2): 62 bytes with SHA-256, and 46 with SHA-1,
/// which the newest Go no longer offers. TLS 1.3 asks for RSASSA-PSS, which needs 522 bits; a server
/// of TLS 1.3 with a shorter key ends the handshake before any chain is seen.
fn shortest_rsa(edition: &Edition) -> usize {
    let bytes = if edition.is_newest() { 62 } else { 46 };
    (bytes - 1) * 8 + 1
}

/// What each version of Go makes of the chain.
pub(super) type GoAnswers = ByVersion<Result<(), GoRefusal>>;

/// Accepted is what both accept. Where only one refuses, the refusal says which.
///
/// # Errors
/// What Go refuses first; the newest Go's words where both refuse.
pub(super) fn verify(
    chain: &[Cert],
    roots: &CertPool,
    name: &Host,
    at: Moment,
) -> Result<(), GoRefusal> {
    let answers = ask(chain, roots, name, at);
    let newest = answers.of(GoVersion::Go127).clone();
    let oldest = answers.of(GoVersion::Go123).clone();
    let only = |version, refusal| {
        Err(GoRefusal::OnlyIn {
            version,
            refusal: Box::new(refusal),
        })
    };
    match (newest, oldest) {
        (Ok(()), Ok(())) => Ok(()),
        (Ok(()), Err(why)) => only(GoVersion::Go123, why),
        (Err(why), Ok(())) => only(GoVersion::Go127, why),
        (Err(GoRefusal::NotCheckedHere { .. }), Err(why)) | (Err(why), Err(_)) => Err(why),
    }
}

/// Asks both versions.
pub(super) fn ask(chain: &[Cert], roots: &CertPool, name: &Host, at: Moment) -> GoAnswers {
    ByVersion::ask(|edition| verify_as(edition, (chain, name), roots, at))
}

fn verify_as(
    edition: &Edition,
    (chain, name): (&[Cert], &Host),
    roots: &CertPool,
    at: Moment,
) -> Result<(), GoRefusal> {
    let first = chain.first().ok_or(GoRefusal::EmptyChain)?;
    has_scheme(first, edition)?;
    let views = read(chain, edition)?;
    let leaf = views.first().copied().ok_or(GoRefusal::EmptyChain)?;
    validity::check(leaf, at)?;
    hostname::check(leaf, name, edition)?;
    let paths = if roots.holds(first) {
        vec![vec![leaf]]
    } else {
        search::build(leaf, roots, &views[1..], at, edition)?
    };
    usable(&paths, edition)?;
    check_handshake(leaf.read.key, edition)
}

/// What becomes of the handshake's own signature.
fn check_handshake(key: GoKey, edition: &Edition) -> Result<(), GoRefusal> {
    match key {
        GoKey::Rsa { .. } => {
            signature::check_rsa(key, edition).map_err(GoRefusal::HandshakeSignature)
        }
        GoKey::Ecdsa(_) | GoKey::Ed25519 | GoKey::MlDsa(_) => Ok(()),
        GoKey::Dsa | GoKey::Unknown => Err(GoRefusal::UnsupportedKey {
            kind: key.go_type().to_owned(),
        }),
    }
}

/// crypto/tls offers no scheme for keys of type RSASSA-PSS and none for Ed448, DSA, P-224 and the
/// curves that Go has not, and an RSA key may be too short for all: the server ends the handshake
/// before any chain is looked at.
fn has_scheme(leaf: &Cert, edition: &Edition) -> Result<(), GoRefusal> {
    const NO_SCHEME: [&str; 3] = ["1.2.840.113549.1.1.10", "1.3.101.113", "1.2.840.10040.4.1"];
    let has_none = match leaf.go(edition).map(|view| view.read.key) {
        Ok(GoKey::Ecdsa(Curve::P224) | GoKey::Dsa) => true,
        Ok(GoKey::Rsa { bits, .. }) => bits < shortest_rsa(edition),
        Ok(_) => matches!(key_of(leaf), Some(KeyKind::Other(oid)) if NO_SCHEME.contains(&&**oid)),
        Err(_) => match key_of(leaf) {
            Some(KeyKind::Rsa(bits)) => *bits < shortest_rsa(edition),
            Some(KeyKind::Ec(curve)) => !GO_CURVES.contains(&curve.as_str()),
            Some(KeyKind::Ed25519 | KeyKind::Other(_)) | None => false,
        },
    };
    if has_none {
        Err(GoRefusal::HandshakeFailure)
    } else {
        Ok(())
    }
}

fn key_of(leaf: &Cert) -> Option<&KeyKind> {
    leaf.facts().map(|facts| &facts.key)
}

/// Curves that Go has, and how keys are called that name none: a key of one of them that Go cannot
/// read is refused for that.
const GO_CURVES: [&str; 5] = ["P-224", "P-256", "P-384", "P-521", "explicit parameters"];

/// One certificate that cannot be read, or one RSA key that is too long, ends it.
fn read<'a>(chain: &'a [Cert], edition: &Edition) -> Result<Vec<GoView<'a>>, GoRefusal> {
    let mut views = Vec::with_capacity(chain.len());
    for cert in chain {
        let view = cert
            .go(edition)
            .map_err(|why| GoRefusal::Unparsable(why.to_owned()))?;
        if matches!(view.read.key, GoKey::Rsa { bits, .. } if bits > LONGEST_RSA) {
            return Err(GoRefusal::LongRsa);
        }
        views.push(view);
    }
    Ok(views)
}

/// One of the paths may serve, by its policies, purposes and name constraints. The oldest Go has
/// looked at the constraints already, and looks at no policy.
fn usable(paths: &[Vec<GoView<'_>>], edition: &Edition) -> Result<(), GoRefusal> {
    let (mut bad_policies, mut bad_purposes, mut forbidden) = (0, 0, None);
    let mut checked = whole_path::Checked::default();
    for path in paths {
        if !policies::are_valid(path, edition) {
            bad_policies += 1;
        } else if path.iter().any(|view| !view.read.may_serve) {
            bad_purposes += 1;
        } else if let Err(why) = checked.check_path(path, edition) {
            forbidden.get_or_insert(why);
        } else if !path.iter().any(|view| is_distrusted(*view, edition)) {
            return Ok(());
        }
    }
    if let Some(why) = forbidden {
        return Err(why);
    }
    if bad_purposes > 0 && bad_policies == 0 {
        return Err(GoRefusal::IncompatibleUsage);
    }
    let counted = [
        (bad_purposes, "incompatible key usage"),
        (bad_policies, "invalid policies"),
    ];
    let details: Vec<String> = counted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} candidate chains with {what}"))
        .collect();
    Err(GoRefusal::NoValidChains {
        detail: details.join(", "),
    })
}

/// SHA-256 of keys that the newest Go never trusts.
const DISTRUSTED: [&str; 8] = [
    "ebed6475c2c2d80fcb199f3fe8dd6e6b3ce60b77eb15d4e42c3dec0c6f5b5105",
    "49dd353dc2b919a3770645117d0e60c16115e7d1bc259eefe734b00ea434fe5f",
    "e0254c7fcdc265e2f0f8a428dabb75ab4ae039b4872d62f5ee57f0877d5a8a41",
    "5c0660a2b164910d8ff589c18e14552e9e0ec237dcefe2cb736d41a4811f81a0",
    "43bffa19d6ef651451f6841e019931e96f6f2eaeff28ab4b6f1ce4576de2717b",
    "63ecefee431d49523bc1136c4e72d0206a477086caf606cd5cf025686c109cf8",
    "ec4ffa1ad0ac88081314b7aaffef6a91f97cd57291bb5ba686c5415f5eb4f6b6",
    "92c063d67e8f14db71d288e11266ffdaf69cbf115f7bab14f3bc2f68d25e0e30",
];

fn is_distrusted(view: GoView<'_>, edition: &Edition) -> bool {
    DISTRUSTED.contains(&view.key_sha256()) && edition.is_newest()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measured with OpenSSL 3.0 in TLS 1.2: go1.23 connects to a key of 512 bits, also where SHA-1 is
    /// all that it signs with; go1.27 is shown the certificate, and then finds the key too short.
    #[test]
    fn how_short_a_key_may_be_depends_on_the_schemes_that_are_offered() {
        let shortest = ByVersion::ask(shortest_rsa);
        let bytes = |version| shortest.of(version).div_ceil(8);
        for (version, hash, name) in [(GoVersion::Go127, 32, 19), (GoVersion::Go123, 20, 15)] {
            assert_eq!(bytes(version), hash + name + 11, "{version}");
            assert_eq!((*shortest.of(version) - 1).div_ceil(8), bytes(version) - 1);
        }
        assert!(GoVersion::ALL.iter().all(|v| *shortest.of(*v) <= 512));
    }
}
