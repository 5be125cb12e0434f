//! The strict rule: rustls-webpki itself, so that "strict" is what rustls clients really decide.
//! Pure; opens nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, Der, InvalidSignature, ServerName,
    SignatureVerificationAlgorithm, TrustAnchor, UnixTime, alg_id,
};

use crate::cert::{Cert, ED25519_KEY, KeyKind, RSA_KEY, verification};
use crate::dialects::rustls::StrictRefusal;
use crate::evidence::{Store, StoreKind};
use crate::moment::Moment;
use crate::target::Host;

use super::budget::STRICT_READS;
use super::{attempts, mozilla};

/// Trust anchors as webpki holds them (subject, key, name constraints), by the subject of their
/// certificates.
#[derive(Default)]
pub(super) struct StrictAnchors {
    by_subject: HashMap<Vec<u8>, Vec<Anchor>>,
    /// Of certificates that webpki alone can read.
    others: Vec<Anchor>,
}

type Anchor = TrustAnchor<'static>;

impl StrictAnchors {
    /// Certificates that webpki cannot read as anchors are passed over, as rustls does.
    pub(super) fn of_file<'a>(certs: impl Iterator<Item = &'a Cert>) -> Self {
        let mut all = Self::default();
        certs.for_each(|cert| all.add(cert, itself));
        all
    }

    /// The same of stores. Mozilla's roots are those of `webpki-roots`.
    pub(super) fn of_stores(stores: &[&Store]) -> Self {
        let mut all = Self::default();
        for store in stores {
            let as_held: fn(&TrustAnchor<'_>) -> Anchor = match store.kind {
                StoreKind::Mozilla => mozilla::as_rustls_has_it,
                StoreKind::System | StoreKind::Given | StoreKind::InUse | StoreKind::Reference => {
                    itself
                }
            };
            store.certs.iter().for_each(|cert| all.add(cert, as_held));
        }
        all
    }

    fn add(&mut self, cert: &Cert, as_held: impl Fn(&TrustAnchor<'_>) -> Anchor) {
        let der = CertificateDer::from(cert.der());
        let Ok(anchor) = webpki::anchor_from_trusted_cert(&der) else {
            return;
        };
        let same_name = match cert.facts() {
            Some(facts) => self
                .by_subject
                .entry(facts.subject_der.clone())
                .or_default(),
            None => &mut self.others,
        };
        same_name.push(as_held(&anchor));
    }

    /// Those that can end a path of this chain: webpki looks at no anchor whose subject is not the
    /// issuer of one of its certificates, but at each of them for every certificate.
    fn of(&self, chain: &[Cert]) -> Vec<TrustAnchor<'_>> {
        let issuers: Option<BTreeSet<&Vec<u8>>> = chain
            .iter()
            .map(|cert| cert.facts().map(|facts| &facts.issuer_der))
            .collect();
        let named: Vec<_> = match issuers {
            Some(issuers) => issuers
                .into_iter()
                .filter_map(|name| self.by_subject.get(name))
                .collect(),
            // Webpki may read what nobody else can.
            None => self.by_subject.values().collect(),
        };
        let anchors = named.into_iter().flatten().chain(&self.others);
        anchors.map(borrowed).collect()
    }
}

fn itself(anchor: &TrustAnchor<'_>) -> Anchor {
    anchor.to_owned()
}

fn borrowed<'a>(anchor: &'a TrustAnchor<'_>) -> TrustAnchor<'a> {
    TrustAnchor {
        subject: Der::from_slice(&anchor.subject),
        subject_public_key_info: Der::from_slice(&anchor.subject_public_key_info),
        name_constraints: anchor.name_constraints.as_deref().map(Der::from_slice),
    }
}

/// One of webpki's verifications, whose answers are remembered.
#[derive(Debug)]
struct Remembered {
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    /// [`scheme`], worked out once.
    scheme: Option<(&'static str, &'static str)>,
}

impl SignatureVerificationAlgorithm for Remembered {
    fn verify_signature(
        &self,
        key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let verify = || self.algorithm.verify_signature(key, message, signature);
        let right = match self.scheme {
            Some(scheme) => {
                verification::remembered(scheme, (key, message, signature), || verify().is_ok())
            }
            None => verification::once(|| verify().is_ok()),
        };
        if right { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature_alg_id()
    }

    fn fips(&self) -> bool {
        self.algorithm.fips()
    }
}

/// All that webpki has.
static REMEMBERED: LazyLock<Vec<Remembered>> = LazyLock::new(|| {
    let all = webpki::ALL_VERIFICATION_ALGS.iter();
    all.map(|algorithm| Remembered {
        algorithm: *algorithm,
        scheme: scheme(*algorithm),
    })
    .collect()
});

/// The same, as webpki takes them.
static ALGORITHMS: LazyLock<Vec<&'static dyn SignatureVerificationAlgorithm>> =
    LazyLock::new(|| {
        let all = REMEMBERED.iter();
        all.map(|a| a as &dyn SignatureVerificationAlgorithm)
            .collect()
    });

/// The names under which `cert` remembers the same verification; `None` where it makes another.
fn scheme(algorithm: &dyn SignatureVerificationAlgorithm) -> Option<(&'static str, &'static str)> {
    let (key, signature) = (algorithm.public_key_alg_id(), algorithm.signature_alg_id());
    let kinds = [
        (alg_id::ECDSA_P256, "P-256"),
        (alg_id::ECDSA_P384, "P-384"),
        (alg_id::ECDSA_P521, "P-521"),
        (alg_id::RSA_ENCRYPTION, RSA_KEY),
        (alg_id::ED25519, ED25519_KEY),
    ];
    let oids = [
        (alg_id::ECDSA_SHA256, "1.2.840.10045.4.3.2"),
        (alg_id::ECDSA_SHA384, "1.2.840.10045.4.3.3"),
        (alg_id::ECDSA_SHA512, "1.2.840.10045.4.3.4"),
        (alg_id::RSA_PKCS1_SHA256, "1.2.840.113549.1.1.11"),
        (alg_id::RSA_PKCS1_SHA384, "1.2.840.113549.1.1.12"),
        (alg_id::RSA_PKCS1_SHA512, "1.2.840.113549.1.1.13"),
        (alg_id::ED25519, "1.3.101.112"),
    ];
    let kind = kinds.iter().find(|(id, _)| *id == key)?.1;
    let oid = oids.iter().find(|(id, _)| *id == signature)?.1;
    Some((kind, oid))
}

/// Bits of the RSA keys whose handshake signatures rustls verifies.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// What rustls makes of the leaf's key before it looks at the chain: it verifies no handshake
/// signature of a short RSA key, or of a very long one, and offers no scheme for keys of type
/// RSASSA-PSS (measured), for those of rare curves or for any others.
fn handshake(chain: &[Cert]) -> Result<(), StrictRefusal> {
    let Some(leaf) = chain.first().and_then(Cert::facts) else {
        return Ok(());
    };
    match &leaf.key {
        KeyKind::Rsa(bits) if !RSA_BITS.contains(bits) => Err(StrictRefusal::BadSignature),
        KeyKind::Rsa(_) | KeyKind::Ed25519 => Ok(()),
        KeyKind::Ec(curve) if matches!(curve.as_str(), "P-256" | "P-384" | "P-521") => Ok(()),
        KeyKind::Ec(_) | KeyKind::Other(_) => Err(StrictRefusal::HandshakeFailure),
    }
}

/// # Errors
/// Why rustls refuses it.
pub(super) fn verify(
    chain: &[Cert],
    anchors: &StrictAnchors,
    name: &Host,
    at: Moment,
) -> Result<(), StrictRefusal> {
    handshake(chain)?;
    let chain = &attempts::candidates(chain);
    if attempts::reads(chain) > STRICT_READS {
        return Err(StrictRefusal::TooManyPaths);
    }
    let ders: Vec<CertificateDer<'_>> = chain
        .iter()
        .map(|c| CertificateDer::from(c.der()))
        .collect();
    let (leaf, intermediates) = ders.split_first().ok_or(StrictRefusal::NoCertificate)?;
    let leaf = webpki::EndEntityCert::try_from(leaf).map_err(StrictRefusal::Webpki)?;
    let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(
        u64::try_from(at.0).unwrap_or(0),
    ));
    let usage = webpki::KeyUsage::server_auth();
    leaf.verify_for_usage(
        &ALGORITHMS,
        &anchors.of(chain),
        intermediates,
        time,
        usage,
        None,
        None,
    )
    .map_err(StrictRefusal::Webpki)?;
    let server_name = match name {
        Host::Name(dns) => ServerName::try_from(dns.as_str())
            .map_err(|_| StrictRefusal::InvalidName(dns.clone()))?,
        Host::Ip(ip) => ServerName::IpAddress((*ip).into()),
    };
    leaf.verify_is_valid_for_subject_name(&server_name)
        .map_err(StrictRefusal::Webpki)
}
