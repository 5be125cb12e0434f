//! A proxy that is spoken to inside TLS: its own CA belongs into the bundle of what is behind it, and
//! never the CA with which it intercepts.

use std::slice::from_ref;

use mtc_probe::bundle::{self, AdmissionRules, AnchorRefusal, Bundle, ProofNote};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Connection, ProxyCanary, Store, StoreKind};
use mtc_probe::judge::{CertSource, Endpoint, Given, HeldEndpoints, Learnt, Stores};
use mtc_probe::lab::{CertDraft, Issued};

use crate::verdicts::proxied::{granted, minted, through, unknown};
use crate::verdicts::scene::{self, NOW, cert, done, secured, session, store};

const GATE: &str = "https://gate.corp.test:21503";
const CLEAR: &str = "http://gate.corp.test:3128";
const S3: &str = "plain=s3.lager.test:443";

fn ca(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a root")
}

fn chain(name: &str, by: &Issued) -> Vec<Cert> {
    let leaf = CertDraft::leaf(NOW.0, &[name]).signed_by(by);
    vec![cert(&leaf.expect("a leaf")), cert(by)]
}

/// The target behind the proxy, which shows `own` for itself.
fn behind(proxy: &str, target: &str, of_target: &[Cert], own: &[Cert]) -> Attempt {
    let session = mtc_probe::evidence::ProxySession {
        tls: (!own.is_empty()).then(|| session(own)),
        ..granted(target)
    };
    let connection = Connection {
        proxy: done(session),
        ..secured(of_target)
    };
    through(proxy, scene::attempt(target, vec![connection]))
}

/// What is written for these attempts, where the proxies answered so and these CAs are given.
fn written(
    attempts: &[Attempt],
    canaries: &[ProxyCanary],
    given: &[&Issued],
    rules: &AdmissionRules,
) -> (Bundle, Vec<Cert>) {
    let given: Vec<Cert> = given.iter().map(|issued| cert(issued)).collect();
    let stores: Vec<Store> = vec![store("ca.pem", StoreKind::Given, &given)];
    let stores = Stores::new(&stores);
    let given = Given::new(&stores, canaries, NOW);
    let (learnt, endpoints): (Learnt, Vec<Endpoint>) = scene::across(attempts, given);
    let render = |anchors: &[bundle::BundleAnchor]| {
        let pem = anchors.iter().map(|a| a.cert.to_pem());
        pem.collect::<String>()
    };
    let endpoints = HeldEndpoints {
        at: NOW,
        all: endpoints,
    };
    let settled = bundle::settle(&endpoints, learnt.ground(given), rules, render);
    let (bundle, text) = settled.expect("evidence in memory");
    (bundle, Cert::read_pem(&text))
}

fn code(bundle: &Bundle, place: usize) -> &'static str {
    bundle.endpoints[place]
        .go
        .as_ref()
        .map_or_else(AnchorRefusal::code, |()| "ok")
}

#[test]
fn the_ca_of_the_proxys_own_certificate_is_written_and_proved() {
    let (lager, corp) = (ca("Lager Root"), ca("Corp Root"));
    let attempt = behind(
        GATE,
        S3,
        &chain("s3.lager.test", &lager),
        &chain("gate.corp.test", &corp),
    );
    let usual = AdmissionRules::default();
    for given in [vec![&lager], vec![&lager, &corp]] {
        let (bundle, certs) = written(from_ref(&attempt), &[unknown(GATE)], &given, &usual);
        assert_eq!(code(&bundle, 0), "ok", "{:?}", bundle.endpoints[0].go);
        assert!(certs.contains(&cert(&lager)) && certs.contains(&cert(&corp)));
        assert_eq!(certs.len(), 2, "{certs:?}");
        let covers = |note: &ProofNote| matches!(note, ProofNote::CoversProxy(_));
        assert!(bundle.endpoints[0].notes.iter().any(covers));
    }
    let (bundle, _) = written(&[attempt], &[unknown(GATE)], &[&lager], &usual);
    let own = bundle.anchors.iter().find(|a| a.cert == cert(&corp));
    let own = own.expect("the proxy's CA");
    assert_eq!(
        own.learnt,
        CertSource::Endpoint("gate.corp.test:21503".into())
    );
    assert_eq!(own.serves, ["s3.lager.test:443"]);
}

/// A bundle replaces the public roots: that of a proxy with a public certificate belongs in, too.
#[test]
fn a_proxys_public_root_is_written_too() {
    let (lager, public) = (ca("Lager Root"), ca("Public Root"));
    let own = chain("gate.corp.test", &public);
    let attempt = behind(GATE, S3, &chain("s3.lager.test", &lager), &own[..1]);
    let (bundle, certs) = written(
        &[attempt],
        &[unknown(GATE)],
        &[&lager, &public],
        &AdmissionRules::default(),
    );
    assert_eq!(code(&bundle, 0), "ok");
    assert!(certs.contains(&cert(&public)), "{certs:?}");
}

/// Nothing is owed to a proxy that is spoken to in clear, and nothing to one that no route takes.
#[test]
fn a_proxy_in_clear_and_a_direct_route_owe_nothing() {
    let lager = ca("Lager Root");
    let of_target = chain("s3.lager.test", &lager);
    let direct = scene::serving(S3, &of_target);
    for attempt in [behind(CLEAR, S3, &of_target, &[]), direct] {
        let usual = AdmissionRules::default();
        let (bundle, certs) = written(&[attempt], &[unknown(CLEAR)], &[&lager], &usual);
        assert_eq!((code(&bundle, 0), certs), ("ok", vec![cert(&lager)]));
    }
}

/// It is refused with its endpoint: without it the bundle would not work, and with it the bundle would
/// trust an interceptor.
#[test]
fn the_ca_with_which_a_proxy_intercepts_is_not_let_in_as_its_own() {
    let (lager, corp) = (ca("Lager Root"), ca("Gateway CA"));
    let own = chain("gate.corp.test", &corp);
    let of_target = chain("s3.lager.test", &lager);
    let spared = behind(GATE, S3, &of_target, &own);
    let canary = chain(crate::verdicts::proxied::CANARY, &corp);
    let usual = AdmissionRules::default();
    let (bundle, certs) = written(
        from_ref(&spared),
        &[minted(GATE, &canary)],
        &[&lager],
        &usual,
    );
    assert_eq!((code(&bundle, 0), certs), ("intercepted", vec![]));
    // By its SHA-256 it is, and with nothing less.
    let sha256 = cert(&corp).sha256().to_owned();
    let by_doubt = AdmissionRules {
        accept_unconfirmed: vec![sha256.clone()],
        ..AdmissionRules::default()
    };
    let (bundle, _) = written(
        from_ref(&spared),
        &[minted(GATE, &canary)],
        &[&lager],
        &by_doubt,
    );
    assert_eq!(code(&bundle, 0), "intercepted");
    let by_name = AdmissionRules {
        accept_interceptor: vec![sha256],
        ..AdmissionRules::default()
    };
    let (bundle, certs) = written(&[spared], &[minted(GATE, &canary)], &[&lager], &by_name);
    assert_eq!((code(&bundle, 0), certs.len()), ("ok", 2));
}

/// It mints with another CA: its own is another matter.
#[test]
fn an_intercepting_proxy_has_a_ca_of_its_own_all_the_same() {
    let (lager, corp, mitm) = (ca("Lager Root"), ca("Corp Root"), ca("Inspection CA"));
    let own = chain("gate.corp.test", &corp);
    let attempt = behind(GATE, S3, &chain("s3.lager.test", &lager), &own);
    let canary = minted(GATE, &chain(crate::verdicts::proxied::CANARY, &mitm));
    let (bundle, certs) = written(&[attempt], &[canary], &[&lager], &AdmissionRules::default());
    assert_eq!(code(&bundle, 0), "ok", "{:?}", bundle.endpoints[0].go);
    assert!(certs.contains(&cert(&corp)) && !certs.contains(&cert(&mitm)));
}

/// Its CA also stands behind an endpoint that nobody but the proxy has shown.
#[test]
fn a_ca_that_only_the_proxy_shows_behind_it_is_unconfirmed() {
    let (lager, corp) = (ca("Lager Root"), ca("Corp Root"));
    let own = chain("gate.corp.test", &corp);
    let s3 = behind(GATE, S3, &chain("s3.lager.test", &lager), &own);
    let api = behind(
        GATE,
        "plain=api.corp.test:443",
        &chain("api.corp.test", &corp),
        &own,
    );
    let usual = AdmissionRules::default();
    let both = [s3, api];
    let (bundle, certs) = written(&both, &[unknown(GATE)], &[&lager], &usual);
    assert_eq!(code(&bundle, 0), "unconfirmed");
    assert_eq!(code(&bundle, 1), "unconfirmed");
    assert_eq!(certs, []);
    let (bundle, certs) = written(&both, &[unknown(GATE)], &[&lager, &corp], &usual);
    assert_eq!((code(&bundle, 0), code(&bundle, 1)), ("ok", "ok"));
    assert_eq!(certs.len(), 2);
}

/// Nobody asked the proxy for a name that cannot exist: whether it mints is not known.
#[test]
fn without_a_canary_the_doubt_is_open() {
    let (lager, corp) = (ca("Lager Root"), ca("Corp Root"));
    let own = chain("gate.corp.test", &corp);
    let attempt = behind(GATE, S3, &chain("s3.lager.test", &lager), &own);
    let usual = AdmissionRules::default();
    let (bundle, _) = written(from_ref(&attempt), &[], &[&lager], &usual);
    assert_eq!(code(&bundle, 0), "doubt-left-open");
    let (bundle, _) = written(&[attempt], &[], &[&lager, &corp], &usual);
    assert_eq!(code(&bundle, 0), "ok");
}

/// What no CA cures of the proxy's own certificate is the reason, whatever is behind it.
#[test]
fn a_proxy_that_go_refuses_in_any_case_makes_no_bundle() {
    let (lager, corp) = (ca("Lager Root"), ca("Corp Root"));
    let own = chain("other.corp.test", &corp);
    let attempt = behind(GATE, S3, &chain("s3.lager.test", &lager), &own);
    let usual = AdmissionRules::default();
    let given = [&lager, &corp];
    let (bundle, certs) = written(&[attempt], &[unknown(GATE)], &given, &usual);
    assert_eq!((code(&bundle, 0), certs), ("proxy-untrusted", vec![]));
}

/// An earlier bundle without the proxy's CA does not make the endpoint verify.
#[test]
fn a_file_without_the_proxys_ca_is_no_proof() {
    let (lager, corp) = (ca("Lager Root"), ca("Corp Root"));
    let own = chain("gate.corp.test", &corp);
    let attempt = behind(GATE, S3, &chain("s3.lager.test", &lager), &own);
    let endpoints = [scene::judge(attempt, &[])];
    let (lager, corp) = (cert(&lager), cert(&corp));
    let proved = |certs: &[Cert]| bundle::prove(&endpoints, certs, NOW).remove(0).go;
    let without = proved(std::slice::from_ref(&lager)).expect_err("not proved");
    assert_eq!(without.code(), "proxy-untrusted");
    assert!(proved(&[lager.clone(), corp.clone()]).is_ok());
    let until = |certs: &[Cert]| {
        bundle::validity(&endpoints, certs, NOW, NOW)[0]
            .until
            .clone()
    };
    assert!(until(std::slice::from_ref(&lager)).is_none());
    assert!(until(&[lager, corp]).is_some());
}
