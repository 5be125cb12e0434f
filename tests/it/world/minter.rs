//! Interceptors beyond those of the lab, by what they copy and whose keys they use. Each answers TLS
//! itself with certificates of its own keys, and remembers every certificate that it made. It passes
//! nothing on: what it answers over HTTP is what the origin would answer.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls_pki_types::CertificateDer;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::http::Site;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::server::{Port, Server};
use mtc_probe::lab::tls::TlsSettings;
use mtc_probe::lab::wire::read_hello;

use super::junction::pass;
use super::surgery::{Fields, reissued};

/// How it makes certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minting {
    /// One CA, and a new key for each name: no key gives it away.
    KeyForEachLeaf,
    /// A new CA for each name, all of one name.
    CaForEachLeaf,
    /// As `KeyForEachLeaf`; the CA is not sent, and each leaf says where it can be fetched
    /// ([`Original::issuer_at`]).
    CaElsewhere,
    /// Certificates with all that the origin's say (subject, names, serial number, dates, key ids,
    /// issuer's name), the CA's too, on other keys; the origin's own name whatever is asked for.
    Clone,
    /// The same for the origin's name; every other name gets its own.
    CloneAndMint,
    /// The same with a new CA for each leaf.
    CloneCaForEachLeaf,
    /// As `Clone`, and the leaf has its CA's key.
    Lax,
    /// As `Lax`, and no CA is sent.
    LaxAlone,
    /// A new certificate for each name that vouches for itself.
    SelfSigned,
}

impl Minting {
    pub const ALL: [Self; 9] = [
        Self::KeyForEachLeaf,
        Self::CaForEachLeaf,
        Self::CaElsewhere,
        Self::Clone,
        Self::CloneAndMint,
        Self::CloneCaForEachLeaf,
        Self::Lax,
        Self::LaxAlone,
        Self::SelfSigned,
    ];
}

/// What it imitates.
#[derive(Clone, Debug)]
pub struct Original {
    pub now: i64,
    /// Its CA. The key is used for templates only: what is sent is signed with other keys.
    pub ca: Issued,
    pub leaf: Issued,
    /// The name of the leaf.
    pub name: String,
    pub site: Site,
    /// Where the interceptor's CA can be fetched.
    pub issuer_at: String,
}

/// An interceptor. Clones share keys and certificates.
#[derive(Clone, Debug)]
pub struct Minter(Arc<State>);

#[derive(Debug)]
struct State {
    original: Original,
    minting: Minting,
    ca: MintingCa,
    made: Mutex<Made>,
}

/// A CA of the interceptor's: its key, and the certificate that it sends.
#[derive(Clone, Debug)]
struct MintingCa {
    key: Issued,
    der: CertificateDer<'static>,
}

#[derive(Debug, Default)]
struct Made {
    /// By the name that was asked for.
    servers: HashMap<String, Server>,
    certificates: Vec<CertificateDer<'static>>,
}

impl Minter {
    pub fn new(original: Original, minting: Minting) -> io::Result<Self> {
        let ca = MintingCa::new(&original, minting)?;
        let made = Made {
            certificates: vec![ca.der.clone()],
            ..Made::default()
        };
        Ok(Self(Arc::new(State {
            original,
            minting,
            ca,
            made: Mutex::new(made),
        })))
    }

    /// Its first CA.
    pub fn authority(&self) -> &CertificateDer<'static> {
        &self.0.ca.der
    }

    /// Every certificate that it has made so far, its CAs too.
    pub async fn certificates(&self) -> Vec<CertificateDer<'static>> {
        self.0.made.lock().await.certificates.clone()
    }

    /// Listens on a free port of 127.0.0.1.
    pub async fn start(&self) -> io::Result<Server> {
        Ok(self.on(Port::free().await?))
    }

    /// Listens on that port.
    pub fn on(&self, port: Port) -> Server {
        let minter = self.clone();
        port.run(move |stream| {
            let state = Arc::clone(&minter.0);
            async move { state.meet(stream).await }
        })
    }
}

impl State {
    async fn meet(&self, mut stream: TcpStream) -> io::Result<()> {
        let hello = read_hello(&mut stream).await?;
        let name = hello.name.unwrap_or_else(|| self.original.name.clone());
        let server = self.server_of(name).await?;
        pass(stream, &hello.bytes, server).await
    }

    /// Makes one certificate for a name, and returns the server of the same one every time.
    async fn server_of(&self, name: String) -> io::Result<SocketAddr> {
        let mut made = self.made.lock().await;
        if let Some(server) = made.servers.get(&name) {
            return Ok(server.address());
        }
        let (identity, certificates) = self.mint(&name)?;
        made.certificates.extend(certificates);
        let tls = TlsSettings::new(identity).site(self.original.site.clone());
        let server = Server::start(Behaviour::Tls(tls)).await?;
        let address = server.address();
        made.servers.insert(name, server);
        Ok(address)
    }

    /// An identity for that name, and the certificates in it.
    fn mint(&self, name: &str) -> io::Result<(ServerIdentity, Vec<CertificateDer<'static>>)> {
        let original = &self.original;
        let own = CertDraft::leaf(original.now, &[name]);
        match self.minting {
            Minting::KeyForEachLeaf => signed(&own, &self.ca),
            Minting::CaForEachLeaf => signed(&own, &MintingCa::new(original, self.minting)?),
            Minting::CaElsewhere => {
                let leaf = own.issuer_at(&original.issuer_at).signed_by(&self.ca.key)?;
                let sent = vec![leaf.der().clone()];
                Ok((ServerIdentity::alone(&leaf)?, sent))
            }
            Minting::SelfSigned => {
                let leaf = own.self_signed()?;
                let sent = vec![leaf.der().clone()];
                Ok((ServerIdentity::alone(&leaf)?, sent))
            }
            Minting::Clone => cloned(&original.leaf, &self.ca, &own.self_signed()?, true),
            Minting::Lax => cloned(&original.leaf, &self.ca, &self.ca.key, true),
            Minting::LaxAlone => cloned(&original.leaf, &self.ca, &self.ca.key, false),
            Minting::CloneAndMint | Minting::CloneCaForEachLeaf => {
                let ca = if self.minting == Minting::CloneAndMint {
                    self.ca.clone()
                } else {
                    MintingCa::new(original, self.minting)?
                };
                let template = if name == original.name {
                    original.leaf.clone()
                } else {
                    own.signed_by(&original.ca)?
                };
                cloned(&template, &ca, &own.self_signed()?, true)
            }
        }
    }
}

impl MintingCa {
    fn new(original: &Original, minting: Minting) -> io::Result<Self> {
        let key = CertDraft::authority(original.now, "Lab Security Services CA").self_signed()?;
        let der = match minting {
            Minting::KeyForEachLeaf
            | Minting::CaForEachLeaf
            | Minting::CaElsewhere
            | Minting::SelfSigned => key.der().clone(),
            Minting::Clone
            | Minting::CloneAndMint
            | Minting::CloneCaForEachLeaf
            | Minting::Lax
            | Minting::LaxAlone => {
                let onto_key = |fields: Fields| fields.key_of(key.der());
                reissued(&original.ca, &key, onto_key)
            }
        };
        Ok(Self { key, der })
    }
}

fn signed(
    draft: &CertDraft,
    ca: &MintingCa,
) -> io::Result<(ServerIdentity, Vec<CertificateDer<'static>>)> {
    let leaf = draft.signed_by(&ca.key)?;
    let sent = vec![leaf.der().clone(), ca.der.clone()];
    let identity = ServerIdentity::from_der(sent.clone(), &leaf.private_key())?;
    Ok((identity, sent))
}

/// The template with the key of `holder`, signed with the key of `ca`.
fn cloned(
    template: &Issued,
    ca: &MintingCa,
    holder: &Issued,
    with_ca: bool,
) -> io::Result<(ServerIdentity, Vec<CertificateDer<'static>>)> {
    let leaf = reissued(template, &ca.key, |fields| fields.key_of(holder.der()));
    let mut sent = vec![leaf.clone()];
    sent.extend(with_ca.then(|| ca.der.clone()));
    let identity = ServerIdentity::from_der(sent, &holder.private_key())?;
    // A CA of this leaf's own is remembered even if it is not sent.
    Ok((identity, vec![leaf, ca.der.clone()]))
}
