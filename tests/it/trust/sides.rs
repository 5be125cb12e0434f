//! Somebody else at one address of several who means it: what is borrowed from the origin makes no
//! common authority, and what a bundle would rest on is in doubt however its root came to be known.

use mtc_probe::words;
use std::slice::from_ref;

use mtc_probe::bundle::{self, AdmissionRules, AnchorRefusal};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Connection, Download, Extra, ExtraKind, ExtraReason, Fault, FetchedIssuer,
    SignatureDefect, Step,
};
use mtc_probe::judge::{self, Given, Ground, Stores, Taint};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::route::Route;

use super::cert;
use super::surgery::{AUTHORITY_KEY_ID, reissued};
use crate::verdicts::scene::{self, NOW};

const NAME: &str = "svc.test";
const CANARY: &str = "probe-0123456789abcdef.invalid";

fn authority(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a root")
}

fn issued(draft: &CertDraft, by: &Issued) -> Issued {
    draft.signed_by(by).expect("a certificate")
}

fn leaf(by: &Issued) -> Issued {
    issued(&CertDraft::leaf(NOW.0, &[NAME]), by)
}

fn certs(chain: &[&Issued]) -> Vec<Cert> {
    chain.iter().map(|one| cert(one)).collect()
}

/// One server, with a chain on each of its addresses.
fn server(chains: &[&[Cert]]) -> Attempt {
    let connections = (10..)
        .zip(chains)
        .map(|(n, sent)| scene::at(&format!("192.0.2.{n}"), scene::secured(sent)));
    scene::attempt("plain=svc.test:443", connections.collect())
}

fn further(kind: ExtraKind, connections: Vec<Connection>) -> Extra {
    Extra {
        kind,
        route: Route::default(),
        because: ExtraReason::Verdict("private-ca".into()),
        dns: Step::NotTried,
        connections,
    }
}

/// What the bundle of the whole run holds, or why there is none for its first endpoint.
fn chosen(
    attempts: &[Attempt],
    fetched: &[FetchedIssuer],
    rules: &AdmissionRules,
) -> Result<Vec<Cert>, AnchorRefusal> {
    let stores = Stores::new(&[]);
    let given = Given::new(&stores, &[], NOW);
    let mut attempts = attempts.to_vec();
    attempts[0].fetched = fetched.to_vec();
    let (learnt, endpoints) = scene::across(&attempts, given);
    let mut chosen = bundle::choose(&endpoints, learnt.ground(given), rules, |_| true);
    chosen.objections.remove(&0).map_or_else(
        || Ok(chosen.anchors.into_iter().map(|a| a.cert).collect()),
        Err,
    )
}

/// Anybody can sign the origin's intermediate, and send that along.
#[test]
fn who_signs_the_origins_intermediate_is_not_its_authority() {
    let (root, own) = (authority("Real Root CA"), authority("Other Root CA"));
    let int = issued(&CertDraft::authority(NOW.0, "Real Issuing CA"), &root);
    let signed = int.cross_signed_by(&own).expect("a certificate");
    let (origin, other) = (
        certs(&[&leaf(&int), &int]),
        certs(&[&leaf(&own), &own, &signed]),
    );
    for chains in [[&origin[..], &other], [&other, &origin]] {
        let refusal = chosen(&[server(&chains)], &[], &AdmissionRules::default())
            .expect_err("two authorities");
        assert_eq!(
            refusal.code(),
            "addresses-differ",
            "{}",
            words::refusal(&refusal)
        );
    }
}

/// A certificate for the server's own key costs nothing; to answer with it takes the key.
#[test]
fn a_key_that_was_not_proven_is_not_in_common() {
    let (root, own) = (authority("Real Root CA"), authority("Other Root CA"));
    let real = leaf(&root);
    let borrowed = real
        .same_key_for(&CertDraft::leaf(NOW.0, &[NAME]), &own)
        .expect("a certificate");
    let (origin, other) = (certs(&[&real, &root]), certs(&[&borrowed, &own]));
    let attempt = server(&[&origin, &other]);
    let agreed = chosen(from_ref(&attempt), &[], &AdmissionRules::default())
        .expect("one server, two certificates for its key");
    assert_eq!(agreed.len(), 2);
    for break_off in [forged, closed] {
        let mut attempt = attempt.clone();
        attempt.connections[1] = break_off(attempt.connections[1].clone());
        let refusal =
            chosen(&[attempt], &[], &AdmissionRules::default()).expect_err("two authorities");
        assert_eq!(
            refusal.code(),
            "addresses-differ",
            "{}",
            words::refusal(&refusal)
        );
    }
}

/// A handshake that broke off, as where a client certificate is demanded, under the very CA of the
/// other address.
#[test]
fn an_address_that_ends_the_handshake_agrees_all_the_same() {
    let root = authority("Real Root CA");
    let int = issued(&CertDraft::authority(NOW.0, "Real Issuing CA"), &root);
    let shapes = [
        certs(&[&leaf(&int), &int, &root]),
        certs(&[&leaf(&int), &int]),
        certs(&[&leaf(&int)]),
        certs(&[&leaf(&root), &root]),
    ];
    for (one, two) in shapes
        .iter()
        .flat_map(|one| shapes.iter().map(move |two| (one, two)))
    {
        let mut attempt = server(&[&shapes[0], one, two]);
        attempt.connections[1] = closed(attempt.connections[1].clone());
        let taken = chosen(&[attempt], &[], &AdmissionRules::default()).expect("one authority");
        assert!(taken.contains(&cert(&root)), "{taken:?}");
    }
}

fn forged(mut connection: Connection) -> Connection {
    let Step::Done { saw, .. } = &mut connection.tls else {
        panic!("a handshake")
    };
    saw.handshake_signature_defect = Some(SignatureDefect::DoesNotVerify {
        scheme: "ed25519".into(),
        error: None,
    });
    connection
}

fn closed(mut connection: Connection) -> Connection {
    let Step::Done { took_us, saw } = connection.tls else {
        panic!("a handshake")
    };
    connection.tls = Step::Failed {
        took_us,
        fault: Fault::Closed,
        saw: Some(saw),
    };
    connection
}

/// A root that was fetched, or another endpoint's, above a CA that made a certificate for a name
/// that cannot exist.
#[test]
fn a_root_above_one_that_mints_on_demand_is_in_doubt_wherever_it_was_learnt() {
    let root = authority("Company Root CA");
    let sub = issued(
        &CertDraft::authority(NOW.0, "Company Web CA").issuer_at("http://ca.test/root"),
        &root,
    );
    let made = certs(&[&issued(&CertDraft::leaf(NOW.0, &[CANARY]), &sub), &sub]);
    let mut minter = server(&[&certs(&[&leaf(&sub), &sub])]);
    let answer = scene::at("192.0.2.10", scene::secured(&made));
    minter.extras.push(further(
        ExtraKind::CanaryName {
            name: CANARY.into(),
        },
        vec![answer],
    ));
    let outcome = Step::Done {
        took_us: 900,
        saw: Download {
            status: Some(200),
            bytes: 700,
            redirects: Vec::new(),
            from: None,
        },
    };
    let fetched = FetchedIssuer {
        url: "http://ca.test/root".into(),
        child: cert(&sub),
        route: Route::default(),
        outcome,
        certs: certs(&[&root]),
    };
    let other = scene::serving("plain=other.test:8443", &certs(&[&leaf(&root), &root]));
    let rules = AdmissionRules::default();
    for (attempts, fetched) in [
        (vec![minter.clone()], vec![fetched]),
        (vec![minter.clone(), other], vec![]),
    ] {
        let refusal = chosen(&attempts, &fetched, &rules).expect_err("it is in doubt");
        assert_eq!(
            refusal.code(),
            "minted-on-demand",
            "{}",
            words::refusal(&refusal)
        );
        assert!(
            matches!(&refusal, AnchorRefusal::MintedOnDemand(named) if named.sha256 == cert(&root).sha256()),
            "{refusal:?}"
        );
    }
}

/// Neither its CA nor a key id of it is sent; the CA turns up at another endpoint.
#[test]
fn a_minter_is_known_by_its_signature() {
    let own = authority("Unsent CA");
    let bare = |name: &str| {
        reissued(&issued(&CertDraft::leaf(NOW.0, &[name]), &own), &own, |f| {
            f.without_extension(AUTHORITY_KEY_ID)
        })
    };
    let mut minter = server(&[&[bare(NAME)]]);
    let answer = scene::at("192.0.2.10", scene::secured(&[bare(CANARY)]));
    minter.extras.push(further(
        ExtraKind::CanaryName {
            name: CANARY.into(),
        },
        vec![answer],
    ));
    let other = scene::serving("plain=other.test:8443", &certs(&[&leaf(&own), &own]));
    let refusal =
        chosen(&[minter, other], &[], &AdmissionRules::default()).expect_err("it is in doubt");
    assert_eq!(
        refusal.code(),
        "minted-on-demand",
        "{}",
        words::refusal(&refusal)
    );
}

/// Who names one of two interceptors has said nothing of the other.
#[test]
fn each_interceptor_is_named_by_itself() {
    let (one, two) = (authority("One CA"), authority("Two CA"));
    let made = |ca: &Issued, name: &str| {
        let leaf = ca.same_key_for(&CertDraft::leaf(NOW.0, &[name]), ca);
        certs(&[&leaf.expect("a certificate"), ca])
    };
    let mut attempt = server(&[&made(&one, NAME), &made(&two, NAME)]);
    for (n, ca) in (10..).zip([&one, &two]) {
        let answer = scene::secured(&made(ca, CANARY));
        let name = CANARY.into();
        attempt.extras.push(further(
            ExtraKind::CanaryName { name },
            vec![scene::at(&format!("192.0.2.{n}"), answer)],
        ));
    }
    let named = |certs: &[&Issued]| AdmissionRules {
        accept_interceptor: certs
            .iter()
            .map(|one| cert(one).sha256().to_owned())
            .collect(),
        ..AdmissionRules::default()
    };
    let choose = |rules: &AdmissionRules| chosen(from_ref(&attempt), &[], rules);
    for rules in [named(&[]), named(&[&one]), named(&[&two])] {
        assert_eq!(
            choose(&rules).expect_err("one is not named").code(),
            "intercepted"
        );
    }
    assert_eq!(
        choose(&named(&[&one, &two])).expect("both are named").len(),
        2
    );
}

/// What cannot be had cannot be named: the certificate to name is the CA's.
#[test]
fn a_minter_that_sends_no_ca_is_told_without_its_sha256() {
    let own = authority("Unsent CA");
    let shown = certs(&[&leaf(&own)]);
    let mut attempt = server(&[&shown]);
    let answer = scene::at(
        "192.0.2.10",
        scene::secured(&certs(&[&issued(&CertDraft::leaf(NOW.0, &[CANARY]), &own)])),
    );
    attempt.extras.push(further(
        ExtraKind::CanaryName {
            name: CANARY.into(),
        },
        vec![answer],
    ));
    let endpoint = scene::judge(attempt, &[]);
    let finding = endpoint
        .verdicts()
        .find(|v| v.code().name() == "minted-on-demand")
        .expect("a finding");
    let remedy = words::remedy_for(&endpoint.attempt.target, finding);
    assert!(!remedy.contains(shown[0].sha256()), "{}", remedy);
    assert!(
        remedy.contains("\"Unsent CA\" (which is not sent)"),
        "{}",
        remedy
    );
}

/// A CA of the real one's name and key id under a key of its own: who is under the real one is not
/// accused for it.
#[test]
fn a_clones_marks_are_not_the_real_cas() {
    let (root, own) = (authority("Real Root CA"), authority("Other Root CA"));
    let clone = reissued(&root, &own, |f| f.key_of(own.der()));
    let (stranger, honest) = (leaf(&root), certs(&[&leaf(&root), &root]));
    let draft = CertDraft::leaf(NOW.0, &[CANARY]);
    let same_key = stranger.same_key_for(&draft, &root).expect("a certificate");
    for (for_canary, code) in [
        (same_key, "intercepted"),
        (issued(&draft, &root), "minted-on-demand"),
    ] {
        let [here, answer] =
            [&stranger, &for_canary].map(|real| [reissued(real, &own, |f| f), clone.clone()]);
        let mut attempt = server(&[&honest, &here]);
        let answer = scene::at("192.0.2.11", scene::secured(&answer));
        attempt.extras.push(further(
            ExtraKind::CanaryName {
                name: CANARY.into(),
            },
            vec![answer],
        ));
        let attempts = [attempt, scene::serving("plain=svc.test:8443", &honest)];
        let (stores, taint) = (Stores::new(&[]), Taint::of(&attempts, &[]));
        let [one, two] = attempts.map(|a| judge::endpoint(a, Ground::new(&stores, &taint, NOW)));
        let accused = one
            .verdicts()
            .filter(|v| v.family().name() == "proxy-interference");
        let accused: Vec<_> = accused
            .map(|v| {
                (
                    v.code().name(),
                    v.addresses.iter().map(|a| a.ip().to_string()).collect(),
                )
            })
            .collect();
        assert_eq!(accused, [(code, vec!["192.0.2.11".to_owned()])]);
        assert_eq!(scene::codes(&two), ["private-ca"]);
    }
}
