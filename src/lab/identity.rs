//! The identity that a server proves: certificates to send, and a key.
//! Plain data.

use std::io;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::issued::Issued;

/// The certificates that a server sends, exactly and in this order, and the key that it proves to
/// hold.
#[derive(Clone, Debug)]
pub struct ServerIdentity(pub(super) Arc<CertifiedKey>);

impl ServerIdentity {
    /// The key of `holder` with the certificates of `chain`, which may be in any order, with gaps,
    /// with duplicates, or with unrelated ones.
    pub fn new(holder: &Issued, chain: &[&Issued]) -> io::Result<Self> {
        Self::from_der(
            chain.iter().map(|issued| issued.der().clone()).collect(),
            &holder.private_key(),
        )
    }

    /// The certificate of `holder` alone.
    pub fn alone(holder: &Issued) -> io::Result<Self> {
        Self::new(holder, &[holder])
    }

    /// Certificates that the lab cannot make itself, and the key of the first.
    pub fn from_der(
        chain: Vec<CertificateDer<'static>>,
        key: &PrivateKeyDer<'_>,
    ) -> io::Result<Self> {
        // The key is not checked against the first certificate: rustls cannot read every
        // certificate that is worth sending.
        let key = aws_lc_rs::sign::any_supported_type(key).map_err(io::Error::other)?;
        Ok(Self(Arc::new(CertifiedKey::new(chain, key))))
    }
}
