//! Certificates that were not sent but learnt: over AIA, or since another endpoint of the run sent
//! them. Which bundle, which verdict, and nothing that anybody else's certificates could spoil.

use mtc_probe::words;
use std::slice::from_ref;

use mtc_probe::bundle::{self, AdmissionRules, ProofNote};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Download, FetchedIssuer, ProxyCanary, SkipReason, Step, Store, StoreKind,
};
use mtc_probe::judge::{CertSource, Endpoint, Given, Stores, aia};
use mtc_probe::lab::CertDraft;
use mtc_probe::route::{ProxyUrl, Route};

use super::surgery::reissued;
use super::{Topology, cert, owned, topologies, topology};
use crate::verdicts::scene::{self, NOW};

/// A run, judged as a whole, and what a bundle for its first endpoint holds.
struct Judged {
    endpoints: Vec<Endpoint>,
    bundle: Vec<(Cert, CertSource)>,
}

fn judge(attempts: &[Attempt], fetched: &[FetchedIssuer], stores: &[Store]) -> Judged {
    let stores = Stores::new(stores);
    let given = Given::new(&stores, &[], NOW);
    let mut attempts = attempts.to_vec();
    attempts[0].fetched = fetched.to_vec();
    let (learnt, endpoints) = scene::across(&attempts, given);
    let own = endpoints
        .iter()
        .position(|e| e.attempt.target.port == 443)
        .expect("the endpoint");
    let chosen = bundle::choose(
        &endpoints[own..=own],
        learnt.ground(given),
        &AdmissionRules::default(),
        |_| true,
    );
    let bundle = chosen
        .anchors
        .into_iter()
        .map(|a| (a.cert, a.learnt))
        .collect();
    Judged { endpoints, bundle }
}

impl Judged {
    fn certs(&self) -> Vec<Cert> {
        self.bundle.iter().map(|(cert, _)| cert.clone()).collect()
    }
}

fn presenting(topology: &Topology) -> Attempt {
    scene::serving(&format!("plain={}:443", topology.name), &topology.sent)
}

/// Another endpoint, with a certificate of its own, which sends these besides.
fn another(certs: &[Cert]) -> Attempt {
    let own = cert(
        &CertDraft::leaf(NOW.0, &["other.test"])
            .self_signed()
            .expect("a certificate"),
    );
    scene::serving("plain=other.test:8443", &[&[own][..], certs].concat())
}

/// For every one of these children, all of those certificates were served.
pub fn fetched(children: &[Cert], served: &[Cert]) -> Vec<FetchedIssuer> {
    let outcome = Step::Done {
        took_us: 900,
        saw: Download {
            status: Some(200),
            bytes: 700,
            redirects: Vec::new(),
            from: None,
        },
    };
    let of = |(n, child): (usize, &Cert)| FetchedIssuer {
        url: format!("http://ca.test/{n}").into(),
        child: child.clone(),
        route: Route::default(),
        outcome: outcome.clone(),
        certs: served.to_vec(),
    };
    children.iter().enumerate().map(of).collect()
}

fn stranger() -> Cert {
    cert(&topologies::ca("Stranger").self_signed().expect("a root"))
}

/// The measured best: the root, and the intermediate where the server omits it or sends two of its
/// name.
const BEST: [(&str, bool); 10] = [
    ("T04", false),
    ("T06", false),
    ("T07", true),
    ("T11", false),
    ("T11b", true),
    ("T23", false),
    ("R06a", false),
    ("X6", false),
    ("X7", true),
    ("T08", false),
];

#[test]
fn what_was_learnt_makes_the_best_bundle_whoever_it_was_learnt_from() {
    for (code, with_intermediate) in BEST {
        let topology = topology(code);
        let ints = if with_intermediate {
            topology.ints.clone()
        } else {
            Vec::new()
        };
        let best = [topology.root.clone(), ints].concat();
        let known = [topology.ints.clone(), topology.root.clone()].concat();
        let by_endpoint = judge(&[presenting(topology), another(&known)], &[], &[]);
        assert_eq!(by_endpoint.certs(), best, "{code} from another endpoint");
        let children = [&topology.sent[..], &topology.ints].concat();
        let by_aia = judge(&[presenting(topology)], &fetched(&children, &known), &[]);
        assert_eq!(by_aia.certs(), best, "{code} over AIA");
        for judged in [by_endpoint, by_aia] {
            let proof = bundle::prove(&judged.endpoints[..1], &judged.certs(), NOW).remove(0);
            assert!(
                proof.go.is_ok() && proof.strict.is_accepted(),
                "{code}: {proof:?}"
            );
            assert!(
                !proof.notes.contains(&ProofNote::NoRoot),
                "{code}: {:?}",
                proof.notes
            );
        }
    }
}

/// T23b, and the same where the newer one is no better.
#[test]
fn among_certificates_of_one_key_the_one_that_lasts_longest_is_taken() {
    let older = topologies::ca("Root")
        .days(-3000, 300)
        .self_signed()
        .expect("a root");
    let newer = reissued(&older, &older, |fields| {
        fields.dates_of(topologies::root().der())
    });
    let sent = [
        cert(&topologies::by(&topologies::leaf(), &older)),
        cert(&older),
    ];
    let attempt = scene::serving("plain=svc.test:443", &sent);
    for judged in [
        judge(&[attempt.clone(), another(from_ref(&newer))], &[], &[]),
        judge(&[another(from_ref(&newer)), attempt.clone()], &[], &[]),
    ] {
        assert_eq!(judged.certs(), from_ref(&newer));
        let own = judged
            .endpoints
            .iter()
            .find(|e| e.attempt.target.port == 443)
            .expect("the endpoint");
        assert_eq!(own.verdict.code().name(), "private-ca");
    }
    let held = [scene::store("ca.pem", StoreKind::Given, &sent[1..])];
    assert_eq!(
        judge(&[attempt, another(&[newer])], &[], &held).certs(),
        sent[1..],
        "but what is trusted comes first"
    );
    let t23b = topology("T23b");
    assert_eq!(
        judge(&[presenting(t23b), another(&t23b.root)], &[], &[]).certs(),
        t23b.sent[1..],
        "of two that last as long, the one that was sent"
    );
}

/// T07 and T07e: the intermediate only. T07c and T07f: nothing.
#[test]
fn a_part_of_the_path_is_used_and_a_stranger_is_not() {
    let t07 = topology("T07");
    let part = judge(&[presenting(t07)], &fetched(&t07.sent, &t07.ints), &[]);
    let source = CertSource::Aia("http://ca.test/0".into());
    assert_eq!(part.bundle, [(t07.ints[0].clone(), source)]);
    // One file holds both, in any order, and a stranger; the intermediate names no address.
    let whole = [&t07.root[..], &[stranger()], &t07.ints].concat();
    let both = judge(&[presenting(t07)], &fetched(&t07.sent, &whole), &[]);
    assert_eq!(both.certs(), [&t07.root[..], &t07.ints].concat());
    for served in [vec![], vec![stranger()], vec![t07.sent[0].clone()]] {
        let nothing = judge(&[presenting(t07)], &fetched(&t07.sent, &served), &[]);
        assert_eq!(nothing.certs(), [], "{served:?}");
        assert_eq!(
            nothing.endpoints[0].trust.as_ref().map(|t| t.path.len()),
            Some(1)
        );
    }
}

#[test]
fn the_signer_tells_a_missing_intermediate_from_a_root_that_was_not_sent() {
    let verdict = |code: &str, known: &[Cert]| {
        let judged = judge(&[presenting(topology(code)), another(known)], &[], &[]);
        let verdict = &judged.endpoints[0].verdict;
        (
            verdict.code().name(),
            words::facts(&verdict.finding).get("certainty"),
            words::remedy_for(&judged.endpoints[0].attempt.target, verdict),
        )
    };
    let (t04, t06, t07, t08) = (
        topology("T04"),
        topology("T06"),
        topology("T07"),
        topology("T08"),
    );
    let (code, certainty, remedy) = verdict("T07", &t07.ints);
    assert_eq!(
        (code, certainty.as_deref()),
        ("intermediate-missing", Some("certain"))
    );
    assert!(
        remedy.contains("sent by other.test:8443") && remedy.contains(t07.ints[0].sha256()),
        "{remedy}"
    );
    assert_eq!(verdict("T07", &[]).1.as_deref(), Some("likely"));
    for (code, known) in [("T04", &t04.root), ("T06", &t06.root)] {
        let (said, _, remedy) = verdict(code, known);
        assert_eq!(said, "root-not-sent", "{code}");
        assert!(
            remedy.contains(known[0].sha256()) && remedy.contains("compare"),
            "{remedy}"
        );
    }
    assert_eq!(verdict("T08", &t08.root).0, "private-ca");
    // The server sends an older certificate of the same root.
    assert_eq!(verdict("T23b", &topology("T23b").root).0, "private-ca");
    // No root: the leaf's issuer is one. With AIA in the leaf it looks like an intermediate until
    // its signer is known.
    let direct = cert(&topologies::by(
        &topologies::leaf().issuer_at("http://ca.test/root"),
        &topologies::root(),
    ));
    let alone = judge(&[scene::serving("plain=svc.test:443", &[direct])], &[], &[]);
    assert_eq!(
        alone.endpoints[0].verdict.code().name(),
        "intermediate-missing"
    );
}

#[test]
fn a_trusted_root_above_a_missing_intermediate_does_not_make_it_ok() {
    let t07 = topology("T07");
    let store = scene::store("system", StoreKind::System, &t07.root);
    let judged = judge(&[presenting(t07), another(&t07.ints)], &[], &[store]);
    let endpoint = &judged.endpoints[0];
    assert_eq!(endpoint.verdict.code().name(), "intermediate-missing");
    let trust = endpoint.trust.as_ref().expect("a chain");
    assert!(trust.anchor.is_none() && !trust.go.is_accepted() && trust.path.len() == 3);
    let whole = judge(
        &[presenting(topology("T06")), another(&topology("T06").root)],
        &[],
        &[scene::store(
            "system",
            StoreKind::System,
            &topology("T06").root,
        )],
    );
    assert_eq!(whole.endpoints[0].verdict.code().name(), "ok");
}

#[test]
fn the_order_of_endpoints_and_fetches_changes_nothing() {
    let (t07, t06) = (topology("T07"), topology("T06"));
    let same = |port: u16| {
        scene::serving(
            &format!("plain=same{port}.test:{port}"),
            &[&[stranger()][..], &t07.ints, &t07.root].concat(),
        )
    };
    let attempts = [presenting(t07), same(8001), same(8002), another(&t06.root)];
    let fetches = fetched(
        &[t07.sent[0].clone(), t07.ints[0].clone()],
        &owned(&[&t07.root[0], &t07.ints[0]]),
    );
    let first = judge(&attempts, &fetches, &[]).bundle;
    let source = CertSource::Endpoint("same8001.test:8001".into());
    assert_eq!(first[0].1, source);
    let mut turned = attempts.to_vec();
    let mut reversed = fetches.clone();
    reversed.reverse();
    for _ in 0..attempts.len() {
        turned.rotate_left(1);
        assert_eq!(judge(&turned, &reversed, &[]).bundle, first);
    }
}

/// Certificates of the right name with other keys, sent by somebody else, cannot use up the search.
#[test]
fn what_strangers_send_hides_no_trusted_root() {
    let t06 = topology("T06");
    let mut decoys = Vec::new();
    for name in ["Root", "Intermediate"] {
        decoys.extend((0..80).map(|_| cert(&topologies::ca(name).self_signed().expect("a root"))));
    }
    let store = scene::store("system", StoreKind::System, &t06.root);
    let judged = judge(&[presenting(t06), another(&decoys)], &[], &[store]);
    assert_eq!(judged.endpoints[0].verdict.code().name(), "ok");
}

/// What a proxy alone has shown, or was fetched through it, needs a word from somebody else.
#[test]
fn what_only_proxies_showed_stays_unconfirmed() {
    let t04 = topology("T04");
    let proxy = ProxyUrl::parse("http://proxy.test:3128").expect("a proxy");
    let proxied = |attempt: Attempt| Attempt {
        route: Route {
            proxy: Some(proxy.clone()),
            ..Route::default()
        },
        ..attempt
    };
    let all_fetched = fetched(&t04.sent, &t04.root);
    let direct = another(&t04.root);
    for (other, fetched, admitted) in [
        (Some(proxied(direct.clone())), &[][..], false),
        (None, &all_fetched[..], false),
        (Some(direct), &[], true),
    ] {
        let attempts: Vec<Attempt> = std::iter::once(proxied(presenting(t04)))
            .chain(other)
            .collect();
        let judged = judge(&attempts, fetched, &[]);
        assert_eq!(
            judged.endpoints[0].trust.as_ref().map(|t| t.path.len()),
            Some(2),
            "the root is known"
        );
        assert_eq!(judged.certs(), if admitted { &t04.root[..] } else { &[] });
    }
    // A chain that no proxy touched vouches for its own issuer, whoever showed that one.
    assert_eq!(
        judge(&[presenting(t04), proxied(another(&t04.root))], &[], &[]).certs(),
        t04.root
    );
}

/// A leaf that names an address for its issuer, and the run's canary under the same CA.
#[test]
fn nothing_is_fetched_for_or_learnt_from_an_intercepted_endpoint() {
    let ca = topologies::root();
    let minted = cert(&topologies::by(
        &topologies::leaf().issuer_at("http://ca.test/ca"),
        &ca,
    ));
    let attempts = [scene::serving("plain=svc.test:443", from_ref(&minted))];
    let wanted = |canaries: &[ProxyCanary], fetched: &[FetchedIssuer]| {
        let stores = Stores::new(&[]);
        let given = Given::new(&stores, canaries, NOW);
        let mut asked = attempts[0].clone();
        asked.fetched = fetched.to_vec();
        let trust = given.judge(asked.clone()).trust;
        let path = trust.expect("a chain").path.len();
        (usize::from(aia::wanted(&asked, given).is_some()), path)
    };
    assert_eq!(wanted(&[], &[]), (1, 1));
    assert_eq!(
        wanted(&[], &fetched(from_ref(&minted), &[cert(&ca)])),
        (0, 2)
    );
    let bait = cert(&topologies::by(
        &CertDraft::leaf(NOW.0, &["0123456789abcdef.invalid"]),
        &ca,
    ));
    let connection = scene::secured(&[bait, cert(&ca)]);
    let canary = ProxyCanary {
        route: Route::default(),
        name: "0123456789abcdef.invalid".into(),
        dns: Step::Skipped {
            why: SkipReason::SameAddress,
        },
        connections: vec![connection],
    };
    let canaries = [canary];
    assert_eq!(wanted(&canaries, &[]), (0, 1));
    assert_eq!(
        wanted(&canaries, &fetched(&[minted], &[cert(&ca)])),
        (0, 1),
        "nor is what was fetched before it was known"
    );
}
