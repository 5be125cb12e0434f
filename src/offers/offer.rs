//! What one client offers, and what it misses in what a server chose.
//! Pure; no sentence.

use super::client::Client;
use super::names::{GROUPS, SCHEMES, SUITES, SUITES_OF_TLS13};
use crate::cert::KeyKind;

/// What one client offers, and what it refuses beyond that.
#[derive(Debug)]
pub struct Offer {
    pub(super) client: Client,
    pub(super) versions: &'static [&'static str],
    pub(super) suites: &'static [&'static [u16]],
    pub(super) groups: &'static [&'static [u16]],
    pub(super) schemes: &'static [&'static [u16]],
    /// A shorter key of the leaf ends the handshake.
    pub(super) least_rsa_bits: usize,
    /// A smaller group of finite-field Diffie-Hellman ends it.
    pub(super) least_dh_bits: usize,
    /// A larger Certificate message ends it.
    pub(super) most_certificate_bytes: usize,
    /// It takes the signatures of TLS 1.1 and before.
    pub(super) signed_before_tls12: bool,
}

/// What a server chose, in the names of evidence, and what it sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// Such as `TLS 1.2`.
    pub version: &'a str,
    /// The cipher suite.
    pub suite: Option<&'a str>,
    /// The group of the key exchange; `None` where it has none, or that was not seen.
    pub group: Option<&'a str>,
    /// Bits of the prime of a finite-field Diffie-Hellman exchange before TLS 1.3.
    pub dh_bits: Option<usize>,
    /// The scheme of the handshake's own signature, from TLS 1.2 on.
    pub scheme: Option<&'a str>,
    /// The leaf's key.
    pub key: Option<&'a KeyKind>,
    /// The size of the Certificate message; 0 where none was seen.
    pub certificate_bytes: usize,
}

/// What a client misses in what a server chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It does not speak this version.
    Version(String),
    /// It does not offer this cipher suite.
    Suite(String),
    /// It does not offer this group, for the key exchange or for the leaf's key.
    Group(String),
    /// It does not take this signature scheme.
    Scheme(String),
    /// It does not take the signatures of this version: MD5 with SHA-1.
    OldSignature(String),
    /// The leaf's RSA key has fewer bits than it takes.
    ShortKey(usize),
    /// The prime of the key exchange has fewer bits than it takes.
    ShortPrime(usize),
    /// The chain is larger than it takes: the limit in KiB.
    Size(usize),
    /// The server refused a hello like its own: nothing of what it offers.
    Refused,
}

impl Missing {
    /// It ends a handshake after the hello was answered.
    #[must_use]
    pub const fn is_seen_later(&self) -> bool {
        match self {
            Self::Version(_)
            | Self::ShortKey(_)
            | Self::ShortPrime(_)
            | Self::Size(_)
            | Self::OldSignature(_) => true,
            Self::Suite(_) | Self::Group(_) | Self::Scheme(_) | Self::Refused => false,
        }
    }
}

impl Offer {
    /// Its cipher suites, in its order.
    pub fn suites(&self) -> impl Iterator<Item = u16> {
        self.suites.iter().copied().flatten().copied()
    }

    /// Its groups, in its order.
    pub fn groups(&self) -> impl Iterator<Item = u16> {
        self.groups.iter().copied().flatten().copied()
    }

    /// Its signature schemes, in its order.
    pub fn schemes(&self) -> impl Iterator<Item = u16> {
        self.schemes.iter().copied().flatten().copied()
    }

    /// The first thing that this client misses; `None` where it would go on.
    #[must_use]
    pub fn misses(&self, chosen: &Chosen<'_>) -> Option<Missing> {
        let owned = |name: &str| name.to_owned();
        if !self.versions.contains(&chosen.version) {
            return Some(Missing::Version(owned(chosen.version)));
        }
        let suites = || SUITES.iter().chain(&SUITES_OF_TLS13);
        let unoffered = |name: &&str| !named(suites(), self.suites(), name);
        if let Some(suite) = chosen.suite.filter(unoffered) {
            return Some(Missing::Suite(owned(suite)));
        }
        let curve = chosen.key.and_then(curve_of);
        let unoffered = |name: &&str| !named(GROUPS.iter(), self.groups(), name);
        let of_key = curve.filter(|_| chosen.version != "TLS 1.3");
        if let Some(group) = chosen.group.into_iter().chain(of_key).find(unoffered) {
            return Some(Missing::Group(owned(group)));
        }
        if let Some(bits) = chosen.dh_bits.filter(|bits| *bits < self.least_dh_bits) {
            return Some(Missing::ShortPrime(bits));
        }
        self.misses_in_signature(chosen)
    }

    fn misses_in_signature(&self, chosen: &Chosen<'_>) -> Option<Missing> {
        let unoffered = |name: &&str| !named(SCHEMES.iter(), self.schemes(), name);
        if let Some(scheme) = chosen.scheme.filter(unoffered) {
            return Some(Missing::Scheme(scheme.to_owned()));
        }
        let old = !matches!(chosen.version, "TLS 1.2" | "TLS 1.3");
        let signed = chosen.group.is_some() || chosen.dh_bits.is_some();
        if old && signed && !self.signed_before_tls12 {
            return Some(Missing::OldSignature(chosen.version.to_owned()));
        }
        if let Some(KeyKind::Rsa(bits)) = chosen.key
            && *bits < self.least_rsa_bits
        {
            return Some(Missing::ShortKey(*bits));
        }
        (chosen.certificate_bytes > self.most_certificate_bytes)
            .then_some(Missing::Size(self.most_certificate_bytes.div_ceil(1024)))
    }
}

/// One of these numbers has this name.
fn named<'a>(
    mut table: impl Iterator<Item = &'a (u16, &'static str)>,
    mut offered: impl Iterator<Item = u16>,
    name: &str,
) -> bool {
    table
        .find(|(_, known)| *known == name)
        .is_some_and(|(code, _)| offered.any(|c| c == *code))
}

/// The group that a client must offer in TLS 1.2 to be shown a leaf with this key.
fn curve_of(key: &KeyKind) -> Option<&str> {
    let KeyKind::Ec(curve) = key else { return None };
    Some(match curve.as_str() {
        "P-256" => "secp256r1",
        "P-384" => "secp384r1",
        "P-521" => "secp521r1",
        other => other,
    })
}
