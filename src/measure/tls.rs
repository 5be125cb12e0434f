//! One TLS handshake, driven by hand so that the connection survives its failure and can still be
//! asked what was agreed. Judges nothing: every chain is accepted and kept.

use std::sync::Arc;
use std::time::Duration;

use rustls::client::{Resumption, TicketRequest};
use rustls::crypto::aws_lc_rs::{self, cipher_suite, kx_group};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::time_provider::TimeProvider;
use rustls::version::TLS12;
use rustls::{
    ClientConfig, ClientConnection, DEFAULT_VERSIONS, ProtocolVersion, SupportedProtocolVersion,
};
use rustls_pki_types::{ServerName, UnixTime};

use super::channel::Channel;
use super::fault::from_rustls;
use super::offer;
use super::p521::SECP521R1;
use super::recorder::Recorder;
use super::stream::ByteStream;
use super::tcp::rtt_us;
use crate::evidence::{Fault, KeyType, TlsSession};
use crate::offers::{group_name, scheme_name};
use crate::target::Host;

/// What follows a finished TLS 1.3 handshake is waited for at least this long, or four round trips.
const AFTERWARDS: Duration = Duration::from_millis(300);

/// The client's side of every handshake of a run.
pub(super) struct TlsClient {
    base: ClientConfig,
    algorithms: WebPkiSupportedAlgorithms,
}

impl TlsClient {
    /// # Errors
    /// The cryptographic provider does not fit together; never with the one we are built with.
    pub(super) fn new() -> Result<Self, Fault> {
        let provider = provider();
        let algorithms = provider.signature_verification_algorithms;
        Ok(Self {
            base: config(provider, DEFAULT_VERSIONS)?,
            algorithms,
        })
    }

    fn config(&self, hello: &HelloShape) -> Result<ClientConfig, Fault> {
        match hello {
            HelloShape::Usual => Ok(self.base.clone()),
            HelloShape::Without(keys) => {
                let provider = CryptoProvider {
                    cipher_suites: offer::suites(keys),
                    ..provider()
                };
                config(provider, DEFAULT_VERSIONS)
            }
            HelloShape::OnlyTls12 => config(provider(), &[&TLS12]),
            HelloShape::Small => config(small_provider(), DEFAULT_VERSIONS),
            HelloShape::Large => config(large_provider(), DEFAULT_VERSIONS),
        }
    }
}

/// What a ClientHello offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum HelloShape {
    #[default]
    Usual,
    /// Nothing that a key of these types is needed for.
    Without(Vec<KeyType>),
    OnlyTls12,
    /// Below 300 bytes with a name of usual length: it fits any packet.
    Small,
    /// Above 1400 bytes, as current Go sends it: a post-quantum key share fills more than one
    /// packet.
    Large,
}

/// The protocols that a ClientHello offers by ALPN (RFC 7301).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocols {
    /// HTTP/1.1 alone, the only one that is spoken here.
    Http1,
    /// HTTP/2 too, as Go and curl offer it. Nothing can be asked where it is chosen.
    Http2,
    /// None, as clients do that know nothing of ALPN, and Go where its settings name no protocol.
    None,
}

impl Protocols {
    fn names(self) -> Vec<Vec<u8>> {
        let names: &[&[u8]] = match self {
            Self::Http1 => &[b"http/1.1"],
            Self::Http2 => &[b"h2", b"http/1.1"],
            Self::None => &[],
        };
        names.iter().map(|name| name.to_vec()).collect()
    }
}

/// What rustls is told where it asks for the time. Nothing here depends on it: every chain is taken
/// and no session resumed; the machine's own clock may be set to before 1970, which rustls does not
/// survive.
#[derive(Debug)]
struct NoClock;

impl TimeProvider for NoClock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::ZERO))
    }
}

fn config(
    provider: CryptoProvider,
    versions: &[&'static SupportedProtocolVersion],
) -> Result<ClientConfig, Fault> {
    let recorder = recorder(
        provider.signature_verification_algorithms,
        &HelloShape::Usual,
    );
    let mut config = ClientConfig::builder_with_details(Arc::new(provider), Arc::new(NoClock))
        .with_protocol_versions(versions)
        .map_err(|e| from_rustls(&e))?
        .dangerous()
        .with_custom_certificate_verifier(recorder.clone())
        .with_client_cert_resolver(recorder);
    config.resumption = Resumption::disabled();
    config.send_ticket_request = Some(TicketRequest {
        new_session_count: 0,
        resumption_count: 0,
    });
    Ok(config)
}

/// Whoever negotiates with it is offered what the hello is about.
fn recorder(algorithms: WebPkiSupportedAlgorithms, hello: &HelloShape) -> Arc<Recorder> {
    let without = if let HelloShape::Without(keys) = hello {
        keys.as_slice()
    } else {
        &[]
    };
    Recorder::new(algorithms, offer::schemes(without))
}

/// aws-lc-rs with a small first hello (no post-quantum key share; offered all the same), and Go's
/// order of cipher suites.
fn provider() -> CryptoProvider {
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups = vec![
        kx_group::X25519,
        kx_group::SECP256R1,
        kx_group::SECP384R1,
        &SECP521R1,
        kx_group::X25519MLKEM768,
    ];
    provider.cipher_suites = offer::suites(&[]);
    provider
}

/// The post-quantum group first, so that its key share is sent.
fn large_provider() -> CryptoProvider {
    let mut provider = provider();
    provider.kx_groups.rotate_right(1);
    provider
}

/// As little as nearly every server can still agree to; nothing post-quantum is so much as named.
fn small_provider() -> CryptoProvider {
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups = vec![kx_group::X25519, kx_group::SECP256R1];
    provider.cipher_suites = vec![
        cipher_suite::TLS13_AES_128_GCM_SHA256,
        cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];
    provider
}

/// A handshake, as far as it went.
pub(super) struct Handshake {
    pub(super) channel: Channel,
    recorder: Arc<Recorder>,
    sni: Option<String>,
}

impl Handshake {
    /// Prepares one; nothing is sent yet. Addresses get no SNI (RFC 6066 3), nor do names that TLS
    /// cannot carry; `None` sends none.
    pub(super) fn new(
        client: &TlsClient,
        stream: ByteStream,
        (hello, protocols): (&HelloShape, Protocols),
        name: Option<&Host>,
    ) -> Result<Self, Fault> {
        let recorder = recorder(client.algorithms, hello);
        let mut config = client.config(hello)?;
        config.alpn_protocols = protocols.names();
        config
            .dangerous()
            .set_certificate_verifier(recorder.clone());
        config.client_auth_cert_resolver = recorder.clone();
        let sni = name.and_then(sni);
        let server_name = match (&sni, name) {
            (Some(name), _) => ServerName::try_from(name.clone()).unwrap_or_else(|_| nameless()),
            (None, Some(Host::Ip(ip))) => ServerName::from(*ip),
            (None, _) => nameless(),
        };
        let tls =
            ClientConnection::new(Arc::new(config), server_name).map_err(|e| from_rustls(&e))?;
        Ok(Self {
            channel: Channel::new(stream, tls),
            recorder,
            sni,
        })
    }

    /// Carries it through. Our own last flight may wait still: it goes out together with what
    /// follows it, a question or the goodbye.
    pub(super) async fn drive(&mut self) -> Result<(), Fault> {
        while self.channel.tls.is_handshaking() {
            self.channel.flush().await?;
            let more = self.channel.receive().await?;
            // A goodbye may come together with the last message of the handshake.
            if !more && self.channel.tls.is_handshaking() {
                return Err(self.channel.ended());
            }
        }
        Ok(())
    }

    /// The fault to record where the deadline passed: a foreign greeting that came in time is the
    /// better answer.
    pub(super) fn settle(&self, fault: Fault) -> Fault {
        if matches!(fault, Fault::TimedOut { .. }) && self.channel.incoming.is_foreign() {
            self.channel.not_tls()
        } else {
            fault
        }
    }

    /// Everything seen so far.
    pub(super) fn session(&self) -> TlsSession {
        let tls = &self.channel.tls;
        let seen = self.recorder.record();
        TlsSession {
            sni: self.sni.clone(),
            version: tls.protocol_version().map(version_text),
            suite: tls
                .negotiated_cipher_suite()
                .and_then(|s| s.suite().as_str())
                .map(str::to_owned),
            group: tls
                .negotiated_key_exchange_group()
                .map(|group| group_name(u16::from(group.name()))),
            dh_bits: None,
            signature_scheme: seen.signature_scheme.map(|s| scheme_name(u16::from(s))),
            alpn: tls
                .alpn_protocol()
                .map(|p| String::from_utf8_lossy(p).into_owned()),
            chain: seen.chain.clone(),
            client_certificate: seen.client_certificate.clone(),
            ocsp_bytes: seen.ocsp_bytes,
            handshake_signature_defect: seen.signature_defect.clone(),
            http1_refused: false,
            http2_refused: false,
            bytes_in: self.channel.incoming.bytes,
            afterwards: None,
            renegotiation: false,
            hellos: Vec::new(),
            captured_by_hello: false,
        }
    }

    /// A TLS 1.3 server that asked for a client certificate decides only after we think the
    /// handshake done.
    pub(super) fn decides_later(&self) -> bool {
        self.channel.tls.protocol_version() == Some(ProtocolVersion::TLSv1_3)
            && self.recorder.record().client_certificate.is_some()
    }

    /// Reads on for a moment: an alert or the end is what came of the request for a certificate;
    /// silence and data are not.
    pub(super) async fn afterwards(&mut self, limit: Duration) -> Option<Fault> {
        let round_trips = self
            .channel
            .stream
            .tcp()
            .and_then(rtt_us)
            .map_or(Duration::ZERO, |us| Duration::from_micros(us.into()) * 4);
        let reading = async {
            if let Err(fault) = self.channel.flush().await {
                return Some(fault);
            }
            let mut plain = Vec::new();
            loop {
                let more = match self.channel.receive().await {
                    Ok(more) => more,
                    Err(fault) => return Some(fault),
                };
                self.channel.take_plain(&mut plain);
                if !plain.is_empty() {
                    return None;
                }
                if !more {
                    return Some(self.channel.ended());
                }
            }
        };
        tokio::time::timeout(round_trips.max(AFTERWARDS).min(limit), reading)
            .await
            .ok()
            .flatten()
    }
}

/// The server name to send.
pub(super) fn sni(name: &Host) -> Option<String> {
    match name {
        Host::Name(name) => ServerName::try_from(name.as_str())
            .is_ok()
            .then(|| name.clone()),
        Host::Ip(_) => None,
    }
}

/// Any address will do: rustls sends none.
fn nameless() -> ServerName<'static> {
    ServerName::from(std::net::IpAddr::from(std::net::Ipv4Addr::UNSPECIFIED))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the client offers these two; a server that answers another is shown as rustls writes it"
)]
fn version_text(version: ProtocolVersion) -> String {
    match version {
        ProtocolVersion::TLSv1_2 => "TLS 1.2".into(),
        ProtocolVersion::TLSv1_3 => "TLS 1.3".into(),
        other => format!("{other:?}"),
    }
}
