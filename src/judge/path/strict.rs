//! The strict rule: rustls-webpki itself, so that "strict" is what rustls clients really decide.
//! Pure; opens nothing.

use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};

use crate::cert::{Cert, KeyKind};
use crate::dialects::rustls::StrictRefusal;
use crate::moment::Moment;
use crate::target::Host;

/// Trust anchors as webpki holds them: subject, key, name constraints.
pub struct Anchors(Vec<TrustAnchor<'static>>);

impl Anchors {
    /// Certificates that webpki cannot read as anchors are passed over, as rustls does.
    pub(super) fn new<'a>(certs: impl Iterator<Item = &'a Cert>) -> Self {
        let anchor = |cert: &Cert| {
            let der = CertificateDer::from(cert.der());
            webpki::anchor_from_trusted_cert(&der)
                .ok()
                .map(|a| a.to_owned())
        };
        Self(certs.filter_map(anchor).collect())
    }
}

/// Bits of the shortest RSA key whose handshake signature rustls verifies.
const SHORTEST_RSA: usize = 2048;

/// What rustls makes of the leaf's key before it looks at the chain: it verifies no handshake
/// signature of a short RSA key, and offers none of the schemes for keys of type RSASSA-PSS
/// (measured).
fn handshake(chain: &[Cert]) -> Result<(), StrictRefusal> {
    match chain.first().and_then(Cert::facts).map(|f| &f.key) {
        Some(KeyKind::Rsa(bits)) if *bits < SHORTEST_RSA => Err(StrictRefusal::BadSignature),
        Some(key) if key.is_pss_only() => Err(StrictRefusal::HandshakeFailure),
        _ => Ok(()),
    }
}

/// # Errors
/// Why rustls refuses it.
pub(super) fn verify(
    chain: &[Cert],
    anchors: &Anchors,
    name: &Host,
    at: Moment,
) -> Result<(), StrictRefusal> {
    handshake(chain)?;
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
        webpki::ALL_VERIFICATION_ALGS,
        &anchors.0,
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
