//! Scenes in which somebody stands between the program and its origin: who it is, where it stands,
//! and which connections it takes. Beside the origin there is an honest endpoint, so that a run is
//! never about the interceptor alone.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use mtc_probe::cert::Cert;
use mtc_probe::lab::{
    Behaviour, CertDraft, Interceptor, InterceptorKind, Issued, LabAnswer, Mode, Port, Proxy,
    ProxyDraft, Server, ServerIdentity, Site, TlsSettings,
};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::stage::{NAME, NOW, Stage, serve};
use crate::world::minter::Original;
use crate::world::{Junction, Minter, Minting, Refused, Way, When};

/// The honest endpoint beside it.
pub const OTHER: &str = "s3.west.example.test";
const FIRST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const SIXTH: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// Who stands in between.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Lab(InterceptorKind),
    Minter(Minting),
}

impl Kind {
    pub fn all() -> Vec<Self> {
        let lab = [
            InterceptorKind::SquidBump,
            InterceptorKind::SquidClientFirst,
            InterceptorKind::SquidLax,
            InterceptorKind::MitmproxyEager,
            InterceptorKind::MitmproxyLazy,
            InterceptorKind::SslSplit,
            InterceptorKind::Corporate,
        ];
        let minters = Minting::ALL.map(Self::Minter);
        lab.map(Self::Lab).into_iter().chain(minters).collect()
    }

    /// Its leaf has the key that signs it.
    pub const fn shows_its_key(self) -> bool {
        match self {
            Self::Lab(kind) => {
                !matches!(kind, InterceptorKind::SslSplit | InterceptorKind::Corporate)
            }
            Self::Minter(minting) => matches!(minting, Minting::Lax | Minting::LaxAlone),
        }
    }
}

/// Where it stands.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// At the only address.
    Alone,
    /// The same over IPv6.
    AloneSix,
    /// At the second of two addresses; the origin is at the first.
    Second,
    First,
    /// At both.
    Both,
    /// At the IPv6 address; the origin is at the IPv4 address.
    SixOfBoth,
    /// At the only address, while an honest proxy leads to the origin.
    BesideProxy,
    /// Behind the proxy, while the direct route leads to the origin.
    Proxied,
    /// Behind the proxy, and there is no direct route.
    ProxiedOnly,
    /// On both routes.
    OnBothRoutes,
}

impl Place {
    pub const ALL: [Self; 10] = [
        Self::Alone,
        Self::AloneSix,
        Self::Second,
        Self::First,
        Self::Both,
        Self::SixOfBoth,
        Self::BesideProxy,
        Self::Proxied,
        Self::ProxiedOnly,
        Self::OnBothRoutes,
    ];
}

/// Which connections it takes; all others reach the origin.
pub fn rhythms() -> Vec<When> {
    let turn = |of, at| When::Turn { of, at };
    vec![
        turn(1, 0),
        turn(2, 0),
        turn(2, 1),
        turn(3, 0),
        turn(3, 2),
        When::First(1),
        When::First(2),
        When::After(1),
        When::After(2),
        When::After(4),
        When::WithoutName,
        When::LongerThan(1000),
        When::Named(NAME.into()),
        When::Named(".invalid".into()),
    ]
}

/// A running scene.
pub struct Scene {
    /// The origin's CA.
    pub ca: Issued,
    /// That of the honest endpoint.
    pub other_ca: Issued,
    pub targets: Vec<String>,
    stage: Stage,
    hand: Hand,
    /// What the program connects to, apart from the proxy.
    pub fronts: Vec<Server>,
    pub proxy: Option<Proxy>,
    /// What stands behind all that.
    behind: Vec<Server>,
    refused: Refused,
}

/// The hand that mints.
enum Hand {
    Lab(Interceptor),
    Minter(Minter),
}

impl Scene {
    /// `None` where this machine has no such address.
    pub async fn start(kind: Kind, place: Place, when: &When) -> Option<Self> {
        let ca = authority("kube-apiserver-lb-signer");
        // Dates as issuers make them, at no round time.
        let leaf = CertDraft::leaf(NOW.0, &[NAME])
            .valid(NOW.0 - 1_296_017, NOW.0 + 1_295_983)
            .signed_by(&ca)
            .expect("a certificate");
        let identity = ServerIdentity::new(&leaf, &[&leaf, &ca]).expect("an identity");
        let tls = TlsSettings::new(identity).wants_client_certificate(&[&ca]);
        let origin = serve(tls).await;
        let mut behind = Vec::new();
        let hand = Hand::of(kind, (&ca, &leaf), &mut behind).await;
        let hidden = hand.on(Port::free().await.ok()?, origin.address());
        let junction =
            Junction::new(Way::To(origin.address())).when(when.clone(), Way::To(hidden.address()));
        behind.push(hidden);
        let (other_ca, other) = honest().await;
        let mut scene = Self {
            ca,
            other_ca,
            targets: vec![format!("repository={OTHER}:{}", other.port())],
            stage: Stage::new().knowing(OTHER, other.address()),
            hand,
            fronts: vec![other],
            proxy: None,
            behind,
            refused: Refused::new().ok()?,
        };
        scene.stand(place, junction, origin).await?;
        Some(scene)
    }

    /// Puts it in its place: before addresses of the name, or behind the proxy.
    async fn stand(&mut self, place: Place, junction: Junction, origin: Server) -> Option<()> {
        let genuine = origin.address();
        self.behind.push(origin);
        let in_front = self.in_front(place, &junction, genuine.port()).await?;
        let through = match place {
            Place::Proxied | Place::ProxiedOnly | Place::OnBothRoutes => {
                let behind = junction.start().await.ok()?;
                let address = behind.address();
                self.behind.push(behind);
                Some(address)
            }
            Place::BesideProxy => Some(genuine),
            Place::Alone
            | Place::AloneSix
            | Place::Second
            | Place::First
            | Place::Both
            | Place::SixOfBoth => None,
        };
        let addresses = match place {
            Place::Second | Place::SixOfBoth => [&[genuine], &in_front[..]].concat(),
            Place::First => [&in_front[..], &[genuine]].concat(),
            Place::Proxied => vec![genuine],
            Place::ProxiedOnly => vec![self.refused.address()],
            Place::OnBothRoutes => through.into_iter().collect(),
            Place::Alone | Place::AloneSix | Place::Both | Place::BesideProxy => in_front,
        };
        self.targets
            .push(format!("api={NAME}:{}", addresses.first()?.port()));
        for address in addresses {
            self.stage = self.stage.clone().knowing(NAME, address);
        }
        if let Some(through) = through {
            self.lead(through, matches!(place, Place::BesideProxy))
                .await?;
        }
        Some(())
    }

    /// Listens at the addresses of the name that are the interceptor's.
    async fn in_front(
        &mut self,
        place: Place,
        junction: &Junction,
        port: u16,
    ) -> Option<Vec<SocketAddr>> {
        let places = match place {
            Place::Alone | Place::BesideProxy => vec![(FIRST, 0)],
            Place::AloneSix => vec![(SIXTH, 0)],
            Place::Second | Place::First => vec![(SECOND, port)],
            Place::SixOfBoth => vec![(SIXTH, port)],
            Place::Both => vec![(SECOND, 0), (FIRST, 0)],
            Place::Proxied | Place::ProxiedOnly | Place::OnBothRoutes => Vec::new(),
        };
        let mut addresses: Vec<SocketAddr> = Vec::new();
        for (ip, wanted) in places {
            // Of one name, all have one port.
            let port = addresses.first().map_or(wanted, SocketAddr::port);
            let port = Port::at(SocketAddr::new(ip, port)).await.ok()?;
            let front = junction.clone().on(port);
            addresses.push(front.address());
            self.fronts.push(front);
        }
        Some(addresses)
    }

    /// Lets a proxy lead the name there; where it is honest, the name itself is spared from it.
    async fn lead(&mut self, through: SocketAddr, honest: bool) -> Option<()> {
        let draft = ProxyDraft::new(Mode::Tunnel)
            .resolves(NAME, through)
            .resolves(OTHER, self.fronts[0].address());
        // Behind an interceptor names that do not exist lead to it, too.
        let draft = if honest {
            draft
        } else {
            draft.resolves("*.invalid", through)
        };
        let spared = if honest {
            format!("{NAME},{OTHER}")
        } else {
            OTHER.to_owned()
        };
        let proxy = draft.start().await.ok()?;
        self.stage = self.stage.clone().through(&proxy).except(&spared);
        self.proxy = Some(proxy);
        Some(())
    }

    pub fn stage(&self) -> Stage {
        self.stage.clone()
    }

    /// What the interceptor has made so far: certificates, and the keys that sign.
    pub async fn work(&self) -> Work {
        let certificates = match &self.hand {
            Hand::Lab(interceptor) => [interceptor.authority(), interceptor.root()]
                .map(|ca| ca.der().to_vec())
                .to_vec(),
            Hand::Minter(minter) => {
                let made = minter.certificates().await;
                made.into_iter().map(|der| der.to_vec()).collect()
            }
        };
        Work(certificates)
    }
}

impl Hand {
    async fn of(kind: Kind, (ca, leaf): (&Issued, &Issued), behind: &mut Vec<Server>) -> Self {
        let minting = match kind {
            Kind::Lab(kind) => {
                return Self::Lab(Interceptor::new(NOW.0, kind).expect("an interceptor"));
            }
            Kind::Minter(minting) => minting,
        };
        let port = Port::free().await.expect("a port");
        let original = Original {
            now: NOW.0,
            ca: ca.clone(),
            leaf: leaf.clone(),
            name: NAME.into(),
            site: Site::otherwise(|_| {
                LabAnswer::new(200, "application/json", r#"{"gitVersion": "v1.29.5"}"#)
            }),
            issuer_at: format!("http://{}/ca.cer", port.address()),
        };
        let minter = Minter::new(original, minting).expect("a minter");
        let der = LabAnswer::new(200, "application/pkix-cert", minter.authority().to_vec());
        let site = Site::default().page("/ca.cer", der);
        behind.push(port.serve(Behaviour::PlainHttp(site)).expect("a server"));
        Self::Minter(minter)
    }

    fn on(&self, port: Port, origin: SocketAddr) -> Server {
        match self {
            Self::Lab(interceptor) => interceptor.on(port, origin),
            Self::Minter(minter) => minter.on(port),
        }
    }
}

/// Certificates of an interceptor's.
pub struct Work(Vec<Vec<u8>>);

impl Work {
    /// It is one of these, it has a key of theirs, or one of their keys signed it.
    pub fn holds(&self, cert: &Cert) -> bool {
        let parsed = |der| X509Certificate::from_der(der).expect("a certificate").1;
        let asked = parsed(cert.der());
        self.0.iter().any(|own| {
            let own = parsed(own);
            let key = own.public_key();
            asked.public_key() == key || asked.verify_signature(Some(key)).is_ok()
        })
    }
}

fn authority(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a CA")
}

async fn honest() -> (Issued, Server) {
    let ca = authority("Example Storage CA");
    let leaf = CertDraft::leaf(NOW.0, &[OTHER])
        .signed_by(&ca)
        .expect("a certificate");
    let identity = ServerIdentity::new(&leaf, &[&leaf, &ca]).expect("an identity");
    (ca, serve(TlsSettings::new(identity)).await)
}
