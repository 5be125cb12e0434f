//! The strict rule: rustls-webpki itself, so that "strict" is what rustls clients really decide.
//! Pure; opens nothing.

use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};

use crate::cert::{Cert, KeyKind};
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

/// What rustls prints, without the lists that some refusals append: of all algorithms it knows, of
/// a thousand names.
const SHORTEST_RSA: usize = 2048;

fn says(error: &webpki::Error) -> String {
    const LONGEST: usize = 240;
    let words = format!("{error:?}");
    let name = words.split(['(', ' ', '{']).next().unwrap_or_default();
    format!(
        "invalid peer certificate: {}",
        if words.len() > LONGEST { name } else { &words }
    )
}

/// What rustls makes of the leaf's key before it looks at the chain: it verifies no handshake
/// signature of a short RSA key, and offers none of the schemes for keys of type RSASSA-PSS
/// (measured).
fn handshake(chain: &[Cert]) -> Result<(), String> {
    match chain.first().and_then(Cert::facts).map(|f| &f.key) {
        Some(KeyKind::Rsa(bits)) if *bits < SHORTEST_RSA => {
            Err("invalid peer certificate: BadSignature".into())
        }
        Some(key) if key.is_pss_only() => Err("received fatal alert: HandshakeFailure".into()),
        _ => Ok(()),
    }
}

/// # Errors
/// The refusal in rustls's words.
pub(super) fn verify(
    chain: &[Cert],
    anchors: &Anchors,
    name: &Host,
    at: Moment,
) -> Result<(), String> {
    handshake(chain)?;
    let ders: Vec<CertificateDer<'_>> = chain
        .iter()
        .map(|c| CertificateDer::from(c.der()))
        .collect();
    let (leaf, intermediates) = ders.split_first().ok_or("no certificate was sent")?;
    let leaf = webpki::EndEntityCert::try_from(leaf).map_err(|e| says(&e))?;
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
    .map_err(|e| says(&e))?;
    let server_name = match name {
        Host::Name(dns) => ServerName::try_from(dns.as_str())
            .map_err(|_| format!("`{dns}` is no valid server name"))?,
        Host::Ip(ip) => ServerName::IpAddress((*ip).into()),
    };
    leaf.verify_is_valid_for_subject_name(&server_name)
        .map_err(|e| says(&e))
}
