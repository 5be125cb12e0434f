//! One run on the lab's stage: routes, limits, stores, and what came of it. Every run is held to
//! what every run must keep: a bounded number of further measurements, and the same verdicts from
//! the saved evidence.

use mtc_probe::words;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Extra, ExtraKind, MOST_PER_ADDRESS, MOST_PER_ENDPOINT, Store, StoreKind,
};
use mtc_probe::judge::follow::{self, FollowPolicy};
use mtc_probe::judge::{Endpoint, Given, Stores};
use mtc_probe::lab::{
    Behaviour, CertDraft, Issued, LabAnswer, Proxy, Server, ServerIdentity, Site, TlsSettings,
};
use mtc_probe::measure::{Follow, Limits, Resolve, World};
use mtc_probe::moment::Moment;
use mtc_probe::route::{NoProxy, ProxyUrl, Route, RouteFlag, RouteSource, Routing, Sourced};
use mtc_probe::target::{Origin as Named, Target};

use crate::runlog::Recording;

pub const NOW: Moment = Moment(1_795_410_000);
pub const NAME: &str = "api.west.example.test";

/// An API server with a CA of its own, which asks for a client certificate.
pub struct Origin {
    pub ca: Issued,
    pub server: Server,
}

impl Origin {
    /// In these versions of TLS.
    pub async fn start(versions: fn(TlsSettings) -> TlsSettings) -> Self {
        let ca = CertDraft::authority(NOW.0, "kube-apiserver-lb-signer")
            .unit("openshift")
            .self_signed()
            .expect("a CA");
        let leaf = CertDraft::leaf(NOW.0, &[NAME])
            .days(-15, 15)
            .signed_by(&ca)
            .expect("a certificate");
        let tls = TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &ca]).expect("an identity"))
            .wants_client_certificate(&[&ca]);
        Self {
            server: serve(versions(tls)).await,
            ca,
        }
    }

    pub async fn usual() -> Self {
        Self::start(|tls| tls).await
    }

    /// As a target: its name, at its port.
    pub fn target(&self) -> String {
        format!("api={NAME}:{}", self.server.port())
    }
}

/// Answers as an API server does.
pub async fn serve(tls: TlsSettings) -> Server {
    let site = Site::otherwise(|_| {
        LabAnswer::new(200, "application/json", r#"{"gitVersion": "v1.29.5"}"#)
    });
    Server::start(Behaviour::Tls(tls.site(site)))
        .await
        .expect("a server")
}

/// What a run is given.
#[derive(Clone)]
pub struct Stage {
    limits: Limits,
    stores: Vec<Store>,
    routing: Routing,
    policy: FollowPolicy,
}

impl Stage {
    pub fn new() -> Self {
        let step = Duration::from_secs(3);
        let limits = Limits {
            dns: step,
            connect: step,
            tls: step,
            http: step,
            total: step * 4,
            ..Limits::default()
        };
        Self {
            limits,
            stores: Vec::new(),
            routing: Routing::default(),
            policy: FollowPolicy::default(),
        }
    }

    /// Where silence is what is waited for.
    pub fn impatient(mut self) -> Self {
        let step = Duration::from_millis(500);
        self.limits = Limits {
            tls: step,
            http: step,
            ..self.limits
        };
        self
    }

    /// These names lead there directly, at that port.
    pub fn knowing(mut self, name: &str, address: SocketAddr) -> Self {
        let known = self.limits.overrides.iter_mut().find(|o| {
            o.host.as_ref().is_some_and(|h| h.to_string() == name) && o.ports == [address.port()]
        });
        match known {
            Some(resolve) => resolve.addresses.push(address.ip()),
            None => self.limits.overrides.push(
                Resolve::parse(&format!("{name}:{}:{}", address.port(), address.ip()))
                    .expect("a row"),
            ),
        }
        self
    }

    pub fn origin(self, origin: &Origin) -> Self {
        self.knowing(NAME, origin.server.address())
    }

    pub fn through(self, proxy: &Proxy) -> Self {
        self.by(&proxy.url())
    }

    pub fn by(mut self, url: &str) -> Self {
        let value = ProxyUrl::parse(url).expect("a proxy");
        self.routing.proxy = Some(Sourced {
            source: RouteSource::Flag(RouteFlag::Proxy),
            value,
        });
        self.routing.by_flag = true;
        self
    }

    pub fn except(mut self, list: &str) -> Self {
        self.routing.no_proxy = Some(Sourced {
            source: RouteSource::Flag(RouteFlag::NoProxy),
            value: NoProxy::new(list),
        });
        self
    }

    pub fn trusting(mut self, pem: &str) -> Self {
        self.stores.push(Store {
            name: "roots.pem".into(),
            kind: StoreKind::Given,
            certs: Cert::read_pem(pem),
            left_out: 0,
            unconfirmed: Vec::new(),
            of: None,
        });
        self
    }

    pub fn policy(mut self, policy: FollowPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// As `run::campaign` does it.
    pub async fn run(&self, targets: &[String]) -> Ran {
        let named =
            |text: &String| Target::parse(text, Named::Argument { number: 1 }).expect("a target");
        let routed: Vec<(Target, Route)> = targets
            .iter()
            .map(named)
            .map(|target| {
                let route = self.routing.route(&target);
                (target, route)
            })
            .collect();
        let mut canaries = Vec::new();
        if let Some((_, route)) = routed
            .iter()
            .find(|(_, route)| !route.is_direct() && !self.policy.none)
        {
            canaries.push(World::at(NOW).canary(route, &self.limits).await);
        }
        let stores = Arc::new(Stores::new(&self.stores));
        let asked = canaries.clone();
        let (routing, policy) = (self.routing.clone(), self.policy);
        let follow: Follow = Arc::new(move |attempt| {
            let given = Given::new(&stores, &asked, NOW);
            follow::next(attempt, given, &routing, policy)
        });
        let mut attempts = vec![None; routed.len()];
        let world = World::at(NOW);
        let done = |place: usize, attempt| attempts[place] = Some(attempt);
        world.run(routed, &self.limits, follow, done).await;
        let attempts = attempts.into_iter().flatten().collect();
        let stores = self.stores.clone();
        let recording = Recording {
            tool: "stage".into(),
            at: NOW,
            attempts,
            canaries,
            stores,
            objects: Vec::new(),
            problems: Vec::new(),
        };
        Ran { recording }
    }

    /// One target.
    pub async fn look(&self, target: &str) -> Endpoint {
        self.run(&[target.to_owned()]).await.endpoints().remove(0)
    }
}

/// What came of it.
pub struct Ran {
    pub recording: Recording,
}

impl Ran {
    /// Judged, and judged again from its saved form.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let judged = judge(&self.recording);
        let again = crate::runlog::whole(&crate::runlog::written(&self.recording)).expect("a log");
        let said = |endpoints: &[Endpoint]| {
            endpoints
                .iter()
                .map(|e| format!("{:?} {:?}", e.verdict, e.findings))
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&judged), said(&judge(&again)));
        for endpoint in &judged {
            assert_within_budget(&endpoint.attempt);
        }
        judged
    }
}

/// Further connections are few: to one address along one route, and for one endpoint.
fn assert_within_budget(attempt: &Attempt) {
    let mut made: BTreeMap<(String, IpAddr), usize> = BTreeMap::new();
    let settling = |extra: &&Extra| !extra.kind.completes_capture();
    for extra in attempt.extras.iter().filter(settling) {
        let way = format!("{:?}", extra.route.proxy);
        for connection in &extra.connections {
            *made
                .entry((way.clone(), connection.address.ip()))
                .or_default() += 1;
        }
    }
    assert!(made.values().all(|n| *n <= MOST_PER_ADDRESS), "{made:?}");
    assert!(
        made.values().sum::<usize>() <= MOST_PER_ENDPOINT,
        "{made:?}"
    );
}

fn judge(recording: &Recording) -> Vec<Endpoint> {
    let stores = Stores::new(&recording.stores);
    let given = Given::new(&stores, &recording.canaries, NOW);
    crate::verdicts::scene::across(&recording.attempts, given).1
}

/// Headline and findings.
pub fn codes(endpoint: &Endpoint) -> Vec<&'static str> {
    std::iter::once(&endpoint.verdict)
        .chain(&endpoint.findings)
        .map(|verdict| verdict.code().name())
        .collect()
}

/// The further measurements that were made, in order.
pub fn kinds(endpoint: &Endpoint) -> Vec<&'static str> {
    endpoint
        .attempt
        .extras
        .iter()
        .map(|extra| kind(&extra.kind))
        .collect()
}

const fn kind(kind: &ExtraKind) -> &'static str {
    match kind {
        ExtraKind::OtherRoute => "other route",
        ExtraKind::Again => "again",
        ExtraKind::CanaryName { .. } => "canary",
        ExtraKind::NoName => "no name",
        ExtraKind::OnlyTls12 => "TLS 1.2",
        ExtraKind::SmallHello => "small hello",
        ExtraKind::LargeHello => "large hello",
        ExtraKind::SmallSegments => "small segments",
        ExtraKind::ListenFirst => "listen first",
        ExtraKind::OtherKey { .. } => "other key",
        ExtraKind::OtherKeyCanary { .. } => "other key canary",
    }
}

/// A detail of the headline.
#[track_caller]
pub fn detail(endpoint: &Endpoint, name: &str) -> Option<String> {
    words::facts(&endpoint.verdict.finding).get(name)
}
