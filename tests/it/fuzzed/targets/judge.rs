//! Any chain under any trust, judged: certificates of a small PKI, chosen and bent by the bytes, or
//! any DER. What is said to verify is asked of webpki once more, and every format prints it.
//! Makes no connection.

use std::time::Duration;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    AddressSource, Attempt, Connection, Download, FetchedIssuer, Resolution, SkipReason, Step,
    Store, StoreKind, TcpSession, TlsSession, no_proxy,
};
use mtc_probe::judge::{self, Endpoint, Ground, Stores, Taint};
use mtc_probe::moment::Moment;
use mtc_probe::report;
use mtc_probe::route::Route;
use mtc_probe::target::{Host, Origin, Target};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::claims;
use super::pki::{NAME, NOW, PKI};

/// Names that are asked for.
const ASKED: [&str; 4] = [NAME, "other.test", "192.0.2.10", "no.such.name.test"];
/// Certificates that are sent at most where few are wanted, and where many are.
const FEW: usize = 12;
const MANY: usize = 200;

/// A chain as servers send it, with what is known besides.
pub fn run(bytes: &[u8]) {
    hold(&Scene::of(bytes, FEW));
}

/// A hundred certificates and more, most of which bear the same few names.
pub fn many(bytes: &[u8]) {
    hold(&Scene::of(bytes, MANY));
}

/// Whether Go, and rustls, accept the chain of these bytes; `None`: none is judged.
pub fn accepted(bytes: &[u8]) -> Option<(bool, bool)> {
    let scene = Scene::of(bytes, FEW);
    let endpoint = scene.judged(&Stores::new(&scene.stores()))?;
    let trust = endpoint.trust?;
    Some((trust.go.is_accepted(), trust.strict.is_accepted()))
}

struct Scene {
    name: &'static str,
    at: Moment,
    sent: Vec<Cert>,
    given: Vec<Cert>,
    reference: Vec<Cert>,
    fetched: Vec<Cert>,
}

impl Scene {
    /// The first two bytes say what is asked and when; each step behind them is where a certificate
    /// goes to and which it is, or how the last one that was sent is bent.
    fn of(bytes: &[u8], most: usize) -> Self {
        let mut bytes = bytes.iter().copied();
        let mut next = || bytes.next();
        let (name, when) = (next().unwrap_or_default(), next().unwrap_or_default());
        let mut scene = Self {
            name: ASKED[usize::from(name) % ASKED.len()],
            at: NOW.plus_days([0, 0, 0, 60, 2000, -4000][usize::from(when) % 6]),
            sent: Vec::new(),
            given: Vec::new(),
            reference: Vec::new(),
            fetched: Vec::new(),
        };
        while let (Some(step), Some(high), Some(low)) = (next(), next(), next()) {
            let number = usize::from(high) << 8 | usize::from(low);
            let cert = PKI.any(number).clone();
            match step % 16 {
                0..=6 if scene.sent.len() < most => scene.sent.push(cert),
                7 | 8 => scene.given.push(cert),
                9 => scene.reference.push(cert),
                10 | 11 => scene.fetched.push(cert),
                12 | 13 => bend(scene.sent.last_mut(), number, step),
                14 => bend(scene.given.last_mut(), number, step),
                _ => scene.sent.reverse(),
            }
            if scene.given.len() + scene.reference.len() + scene.fetched.len() > most {
                break;
            }
        }
        scene
    }

    fn stores(&self) -> Vec<Store> {
        let store = |name: &str, kind, certs: &[Cert]| Store {
            name: name.into(),
            kind,
            certs: certs.to_vec(),
            left_out: 0,
            unconfirmed: Vec::new(),
            of: None,
        };
        vec![
            store("ca.pem", StoreKind::Given, &self.given),
            store("reference", StoreKind::Reference, &self.reference),
        ]
    }

    fn attempt(&self) -> Option<Attempt> {
        let text = format!("plain={}:443", self.name);
        let target = Target::parse(&text, Origin::Argument { number: 1 }).ok()?;
        let address = [192, 0, 2, 10].into();
        let session = TlsSession {
            sni: matches!(target.host, Host::Name(_)).then(|| self.name.to_owned()),
            version: Some("TLS 1.3".into()),
            suite: Some("TLS13_AES_128_GCM_SHA256".into()),
            chain: self.sent.clone(),
            bytes_in: 2048,
            ..TlsSession::default()
        };
        let connection = Connection {
            address: (address, 443).into(),
            tcp: done(TcpSession::default()),
            proxy: no_proxy(),
            tls: done(session),
            http: Step::Skipped {
                why: SkipReason::RoleAsksNothing,
            },
        };
        let fetched = self.sent.first().map(|child| FetchedIssuer {
            url: "http://ca.test/ca.crt".into(),
            child: child.clone(),
            route: Route::default(),
            outcome: done(Download {
                status: Some(200),
                bytes: 700,
                ..Download::default()
            }),
            certs: self.fetched.clone(),
        });
        Some(Attempt {
            target,
            route: Route::default(),
            started: self.at,
            dns: done(Resolution::of(AddressSource::System, vec![address])),
            connections: vec![connection],
            extras: Vec::new(),
            not_asked: Vec::new(),
            fetched: fetched.into_iter().collect(),
            waited: Vec::new(),
        })
    }

    fn judged(&self, stores: &Stores) -> Option<Endpoint> {
        let taint = Taint::default();
        let ground = Ground::new(stores, &taint, self.at);
        Some(judge::endpoint(self.attempt()?, ground))
    }
}

fn done<T>(saw: T) -> Step<T> {
    Step::Done { took_us: 900, saw }
}

/// One byte of a certificate becomes another.
fn bend(cert: Option<&mut Cert>, number: usize, step: u8) {
    if let Some(cert) = cert {
        let mut der = cert.der().to_vec();
        let at = number % der.len();
        der[at] ^= 1 << (step / 16 % 8);
        *cert = Cert::from_der(der);
    }
}

fn hold(scene: &Scene) {
    let stores = Stores::new(&scene.stores());
    let (Some(endpoint), Some(again)) = (scene.judged(&stores), scene.judged(&stores)) else {
        return;
    };
    assert_eq!(again.verdict, endpoint.verdict, "judged twice, said once");
    assert_eq!(again.findings, endpoint.findings);
    accepted_by_webpki(scene, &endpoint);
    for line in report::line(&endpoint).lines() {
        claims::harmless(line);
    }
    for verdict in endpoint.verdicts() {
        let remedy = mtc_probe::words::remedy_for(&endpoint.attempt.target, verdict);
        claims::harmless(&remedy);
    }
}

/// Our strict rule accepts nothing that webpki refuses, and where no bound was reached it refuses
/// nothing that webpki accepts with all that was sent.
fn accepted_by_webpki(scene: &Scene, endpoint: &Endpoint) {
    let Some(trust) = &endpoint.trust else { return };
    let theirs = webpki(scene);
    if trust.strict.is_accepted() {
        assert_ne!(theirs, Some(false), "webpki refuses what is said to verify");
    } else if theirs == Some(true) {
        let said = trust.strict.says();
        assert!(
            trust.is_limited || said.contains("paths"),
            "webpki accepts, we say: {said}"
        );
    }
    if let Some((last, _)) = trust.path.last() {
        let known = [&scene.sent, &scene.given, &scene.reference, &scene.fetched];
        let is_known = known.iter().any(|certs| certs.contains(last));
        assert!(is_known, "a path ends in a certificate that nobody showed");
    }
}

/// What webpki says of all that was sent, with what is given as anchors; `None`: it was not asked, since
/// many certificates of one name keep it busy for minutes, or it gave up.
fn webpki(scene: &Scene) -> Option<bool> {
    if scene.sent.len() > FEW {
        return None;
    }
    let ders: Vec<_> = scene
        .sent
        .iter()
        .map(|c| CertificateDer::from(c.der()))
        .collect();
    let given: Vec<_> = scene
        .given
        .iter()
        .map(|c| CertificateDer::from(c.der()))
        .collect();
    let anchors: Vec<_> = given
        .iter()
        .filter_map(|der| webpki::anchor_from_trusted_cert(der).ok())
        .collect();
    let (leaf, intermediates) = ders.split_first()?;
    let Ok(leaf) = webpki::EndEntityCert::try_from(leaf) else {
        return Some(false);
    };
    let seconds = u64::try_from(scene.at.0).ok()?;
    let verified = leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        intermediates,
        UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
        webpki::KeyUsage::server_auth(),
        None,
        None,
    );
    let name = ServerName::try_from(scene.name).ok()?;
    match verified {
        Ok(_) => Some(leaf.verify_is_valid_for_subject_name(&name).is_ok()),
        Err(
            webpki::Error::MaximumSignatureChecksExceeded
            | webpki::Error::MaximumPathBuildCallsExceeded,
        ) => None,
        Err(_) => Some(false),
    }
}
