//! How a TLS server of the lab presents itself: which certificates it sends to which client, which
//! versions it speaks, what it asks of clients. Makes a rustls configuration from that; opens no
//! socket. Client certificates are asked for and never judged.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    DigitallySignedStruct, DistinguishedName, RootCertStore, SignatureScheme,
    SupportedProtocolVersion,
};

use super::http::Site;
use super::identity::ServerIdentity;
use super::issued::Issued;
use super::on_demand::OnDemand;

static ONLY_1_2: &[&SupportedProtocolVersion] = &[&rustls::version::TLS12];
static ONLY_1_3: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13];

/// One TLS server. Unless told otherwise it speaks TLS 1.2 and 1.3, has one identity for every
/// name, asks for no client certificate and answers 404 to every path.
#[derive(Clone, Debug)]
pub struct TlsSettings {
    identities: ByName,
    versions: &'static [&'static SupportedProtocolVersion],
    client_certificate: Option<ClientCertificate>,
    alpn: Vec<Vec<u8>>,
    pub(super) site: Site,
}

impl TlsSettings {
    /// Uses this identity unless another one is given for the name that the client asks for.
    #[must_use]
    pub fn new(default: ServerIdentity) -> Self {
        Self::by_name(Some(default))
    }

    /// No default identity: a client that asks for no name, or one not listed, gets alert 112
    /// (unrecognized name).
    #[must_use]
    pub fn strict() -> Self {
        Self::by_name(None)
    }

    fn by_name(default: Option<ServerIdentity>) -> Self {
        Self {
            identities: ByName {
                named: Vec::new(),
                default,
                others: Vec::new(),
                on_demand: None,
            },
            versions: rustls::ALL_VERSIONS,
            client_certificate: None,
            alpn: Vec::new(),
            site: Site::default(),
        }
    }

    /// Uses another identity if the client asks for `name` (SNI), which may start with `*.`.
    #[must_use]
    pub fn for_name(mut self, name: &str, identity: ServerIdentity) -> Self {
        self.identities
            .named
            .push((name.to_ascii_lowercase(), identity));
        self
    }

    /// Has this identity too, for every name: of its default and of these it uses the one whose key
    /// fits the first signature scheme of the client that any of them fits, as nginx does.
    #[must_use]
    pub fn also(mut self, identity: ServerIdentity) -> Self {
        self.identities.others.push(identity);
        self
    }

    /// Lets `issuer` sign a certificate for every name that has no other identity.
    #[must_use]
    pub fn on_demand(mut self, now: i64, issuer: &Issued) -> Self {
        self.identities.on_demand = Some(Arc::new(OnDemand::new(now, issuer)));
        self
    }

    /// Speaks TLS 1.2 and refuses every other version.
    #[must_use]
    pub fn only_1_2(mut self) -> Self {
        self.versions = ONLY_1_2;
        self
    }

    /// Speaks TLS 1.3 and refuses every other version.
    #[must_use]
    pub fn only_1_3(mut self) -> Self {
        self.versions = ONLY_1_3;
        self
    }

    /// Asks for a client certificate of one of these issuers, and goes on without one.
    #[must_use]
    pub fn wants_client_certificate(self, issuers: &[&Issued]) -> Self {
        self.asks(issuers, false)
    }

    /// The same, but sends alert 116 (certificate required) if there is none.
    #[must_use]
    pub fn requires_client_certificate(self, issuers: &[&Issued]) -> Self {
        self.asks(issuers, true)
    }

    fn asks(mut self, issuers: &[&Issued], required: bool) -> Self {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(issuers.iter().map(|issuer| issuer.der().clone()));
        self.client_certificate = Some(ClientCertificate {
            issuers: store.subjects(),
            required,
            provider: Arc::new(aws_lc_rs::default_provider()),
        });
        self
    }

    /// The application protocols that it accepts; empty: it ignores what clients offer.
    #[must_use]
    pub fn alpn(mut self, protocols: &[&str]) -> Self {
        self.alpn = protocols
            .iter()
            .map(|protocol| protocol.as_bytes().to_vec())
            .collect();
        self
    }

    /// Its answers over HTTP.
    #[must_use]
    pub fn site(mut self, site: Site) -> Self {
        self.site = site;
        self
    }

    pub(super) fn knows(&self, name: Option<&str>) -> bool {
        self.identities.identity(name).is_some()
    }

    pub(super) fn config(&self) -> io::Result<Arc<ServerConfig>> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_details(provider, Arc::new(NoClock))
            .with_protocol_versions(self.versions)
            .map_err(io::Error::other)?;
        let builder = match &self.client_certificate {
            None => builder.with_no_client_auth(),
            Some(wish) => builder.with_client_cert_verifier(Arc::new(wish.clone())),
        };
        let mut config = builder.with_cert_resolver(Arc::new(self.identities.clone()));
        config.alpn_protocols.clone_from(&self.alpn);
        Ok(Arc::new(config))
    }
}

/// The time for rustls's tickets, which nobody comes back with: it does not survive a machine whose
/// clock is set to before 1970.
#[derive(Debug)]
struct NoClock;

impl TimeProvider for NoClock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::ZERO))
    }
}

/// Identities by the name the client asks for.
#[derive(Clone, Debug)]
struct ByName {
    named: Vec<(String, ServerIdentity)>,
    default: Option<ServerIdentity>,
    /// Of other key types than the default.
    others: Vec<ServerIdentity>,
    on_demand: Option<Arc<OnDemand>>,
}

impl ByName {
    fn identity(&self, asked: Option<&str>) -> Option<ServerIdentity> {
        let asked = asked.map(str::to_ascii_lowercase);
        let named = asked.as_ref().and_then(|asked| {
            self.named
                .iter()
                .find(|(pattern, _)| matches(pattern, asked))
        });
        let made = || self.on_demand.as_ref()?.identity(asked.as_ref()?);
        named
            .map(|(_, identity)| identity.clone())
            .or_else(made)
            .or_else(|| self.default.clone())
    }

    /// The first of the default and the others whose key signs by this scheme.
    fn fitting(&self, scheme: SignatureScheme) -> Option<&ServerIdentity> {
        let signs = |identity: &&ServerIdentity| {
            let key = &identity.0.key;
            key.choose_scheme(&[scheme]).is_some()
        };
        self.default.iter().chain(&self.others).find(signs)
    }
}

/// `*.` stands for one label, as in certificates.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => name.split_once('.').is_some_and(|(_, rest)| rest == parent),
        None => pattern == name,
    }
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let identity = self.identity(hello.server_name());
        let mut schemes = hello.signature_schemes().iter();
        let chosen = if self.others.is_empty() {
            None
        } else {
            schemes.find_map(|scheme| self.fitting(*scheme)).cloned()
        };
        chosen.or(identity).map(|identity| identity.0)
    }
}

/// Asks for a client certificate, and accepts every one whose key signed the handshake.
#[derive(Clone, Debug)]
struct ClientCertificate {
    issuers: Vec<DistinguishedName>,
    required: bool,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for ClientCertificate {
    fn client_auth_mandatory(&self) -> bool {
        self.required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.issuers
    }

    fn verify_client_cert(
        &self,
        _leaf: &CertificateDer<'_>,
        _rest: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
