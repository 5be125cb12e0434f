//! A pair of recorded runs of one list, a day apart: `certs-testdata/diff`. Twelve endpoints of a cluster
//! whose issuer was set up anew, and one endpoint for each other kind of change.

use std::path::PathBuf;

use mtc_probe::evidence::{Attempt, Connection, Fault, Step, StoreKind};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::moment::Moment;
use mtc_probe::route::{ProxyUrl, Route, RouteReason};

use super::{chain, root, under};
use crate::runlog::{Recording, written};
use crate::verdicts::scene::{ADDRESS, NOW, at, attempt, failed, secured, serving, store, tcp};

/// The files, the older run first.
pub(super) fn files() -> [PathBuf; 2] {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/diff");
    ["before.jsonl", "after.jsonl"].map(|name| dir.join(name))
}

/// Writes those that are not there.
pub(super) fn record() {
    let files = files();
    if files.iter().any(|file| !file.exists()) {
        let dir = files[0].parent().expect("a directory");
        std::fs::create_dir_all(dir).expect("a directory");
        for (file, run) in files.iter().zip(pair()) {
            std::fs::write(file, written(&run)).expect("written");
        }
    }
}

struct Scene {
    old: Vec<Attempt>,
    new: Vec<Attempt>,
}

impl Scene {
    /// An endpoint in both runs.
    fn both(&mut self, old: Attempt, new: Attempt) {
        self.old.push(old);
        self.new.push(new);
    }
}

fn server(host: &str, days: i64, issuer: &Issued) -> Issued {
    under(&CertDraft::leaf(NOW.0, &[host]).days(-1, days), issuer)
}

fn pair() -> [Recording; 2] {
    let public = root("Acme Root CA");
    let mut scene = Scene {
        old: Vec::new(),
        new: Vec::new(),
    };
    rotated(&mut scene);
    certificates(&mut scene, &public);
    ways(&mut scene, &public);
    let trusted = store("acme.pem", StoreKind::Given, &chain(&[&public]));
    let run = |at: Moment, mut attempts: Vec<Attempt>, tool: &str| {
        for one in &mut attempts {
            one.started = at;
        }
        Recording {
            tool: tool.into(),
            at,
            attempts,
            canaries: Vec::new(),
            stores: vec![trusted.clone()],
            objects: Vec::new(),
            problems: Vec::new(),
        }
    };
    let tool = "probe 0.1.0";
    [
        run(NOW, scene.old, tool),
        run(NOW.plus_days(1), scene.new, tool),
    ]
}

/// Twelve endpoints of a router whose CA was deleted and made anew, as OpenShift does.
fn rotated(scene: &mut Scene) {
    let old = root("ingress-operator@1787122531");
    let new = root("ingress-operator@1795400000");
    for n in 1..=12 {
        let host = format!("app{n}.apps.west.acme.test");
        let shown = |issuer: &Issued| {
            let own = server(&host, 89, issuer);
            serving(&format!("plain={host}"), &chain(&[&own, issuer]))
        };
        scene.both(shown(&old), shown(&new));
    }
}

/// Renewed, re-keyed, sent in another order, expired meanwhile; one that came and one that went.
fn certificates(scene: &mut Scene, public: &Issued) {
    let shown =
        |host: &str, own: &Issued| serving(&format!("plain={host}"), &chain(&[own, public]));
    let own = server("renewed.acme.test", 40, public);
    let draft = CertDraft::leaf(NOW.0, &["renewed.acme.test"]).days(0, 130);
    let later = own.same_key_for(&draft, public).expect("renewed");
    scene.both(
        shown("renewed.acme.test", &own),
        shown("renewed.acme.test", &later),
    );
    let [one, two] = [40, 130].map(|days| server("rekeyed.acme.test", days, public));
    scene.both(
        shown("rekeyed.acme.test", &one),
        shown("rekeyed.acme.test", &two),
    );
    let own = server("ended.acme.test", 0, public);
    let seconds = NOW.0 + 12 * 3_600;
    let draft = CertDraft::leaf(NOW.0, &["ended.acme.test"]).valid(NOW.0 - 86_400, seconds);
    let ending = own.same_key_for(&draft, public).expect("a certificate");
    scene.both(
        shown("ended.acme.test", &ending),
        shown("ended.acme.test", &ending),
    );
    let own = server("gone.acme.test", 89, public);
    scene.old.push(shown("gone.acme.test", &own));
    let other = root("Somebody's CA \u{1b}[31m");
    let own = server("new.acme.test", 89, &other);
    let sent = chain(&[&own, &other]);
    scene.new.push(serving("plain=new.acme.test", &sent));
}

/// Refused, through a proxy, elsewhere, slower, and one that is as it was.
fn ways(scene: &mut Scene, public: &Issued) {
    let shown = |host: &str| {
        let own = server(host, 89, public);
        let sent = chain(&[&own, public]);
        (format!("plain={host}"), sent)
    };
    let (target, sent) = shown("refused.acme.test");
    let refused = vec![tcp(ADDRESS, failed(Fault::Refused))];
    scene.both(serving(&target, &sent), attempt(&target, refused));
    let (target, sent) = shown("moved.acme.test");
    let moved = vec![at("192.0.2.99", secured(&sent))];
    scene.both(serving(&target, &sent), attempt(&target, moved));
    let (target, sent) = shown("slow.acme.test");
    let slow = Connection {
        tls: match secured(&sent).tls {
            Step::Done { saw, .. } => Step::Done {
                took_us: 2_100_000,
                saw,
            },
            other @ (Step::Failed { .. } | Step::NotTried | Step::Skipped { .. }) => other,
        },
        ..secured(&sent)
    };
    scene.both(serving(&target, &sent), attempt(&target, vec![slow]));
    let (target, sent) = shown("proxied.acme.test");
    let proxied = Attempt {
        route: Route {
            proxy: Some(ProxyUrl::parse("http://proxy.acme.test:3128").expect("a proxy")),
            because: RouteReason::NoProxyConfigured,
            curl_differs: None,
        },
        ..serving(&target, &sent)
    };
    scene.both(serving(&target, &sent), proxied);
    let (target, sent) = shown("same.acme.test");
    scene.both(serving(&target, &sent), serving(&target, &sent));
}
