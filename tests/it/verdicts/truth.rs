//! What is said to be wrong is what was seen, and what is said to be done can help: each row stands
//! beside a neighbour of which the same would be false.

use mtc_probe::bundle::{AdmissionRules, AnchorRefusal, choose};
use mtc_probe::cert::Cert;
use mtc_probe::codes::Code;
use mtc_probe::dialects::others::Program;
use mtc_probe::evidence::{Attempt, Fault, SignatureDefect, Store, TlsSession};
use mtc_probe::judge::{Endpoint, Ground, Stores, Taint};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::words::{self, remedy_for};

use super::proxied::{HTTP, SOCKS, refused, refused_by_socks};
use super::scene::{
    ADDRESS, NOW, answer, answering, attempt, cert, codes, done, failed, judge, serving, session,
    skipped, tcp, tls, trusting,
};

const HOST: &str = "s3.west.example.test";
const PLAIN: &str = "plain=https://s3.west.example.test";

fn ca(name: &str) -> Issued {
    let ca = CertDraft::authority(NOW.0, name).self_signed();
    ca.expect("a CA")
}

fn leaf_of(issuer: &Issued, name: &str) -> Cert {
    let leaf = CertDraft::leaf(NOW.0, &[name]).signed_by(issuer);
    cert(&leaf.expect("a leaf"))
}

fn remedy(endpoint: &Endpoint) -> String {
    remedy_for(&endpoint.attempt.target, &endpoint.verdict)
}

/// A session with this chain, and what was found of the handshake's own signature.
fn signed(chain: &[Cert], defect: SignatureDefect) -> Attempt {
    let session = TlsSession {
        handshake_signature_defect: Some(defect),
        ..session(chain)
    };
    let connection = mtc_probe::evidence::Connection {
        http: skipped(),
        ..tls(done(session))
    };
    attempt(PLAIN, vec![connection])
}

/// The code of the reason why this endpoint has no bundle.
fn refused_for(endpoint: &Endpoint, stores: &[Store]) -> Option<&'static str> {
    let (stores, taint) = (Stores::new(stores), Taint::default());
    let ground = Ground::new(&stores, &taint, NOW);
    let alone = std::slice::from_ref(endpoint);
    let chosen = choose(alone, ground, &AdmissionRules::default(), |_| true);
    chosen.objections.get(&0).map(AnchorRefusal::code)
}

/// Whoever cannot sign with the certificate's key may show anybody's: nobody is told to trust that
/// chain. A key that we cannot check says nothing.
#[test]
fn a_chain_whose_key_nobody_held_is_not_to_be_trusted() {
    let root = ca("West CA");
    let chain = [leaf_of(&root, HOST), cert(&root)];
    let false_one = || SignatureDefect::DoesNotVerify {
        scheme: "ECDSA_NISTP256_SHA256".into(),
        error: None,
    };
    let forged = judge(signed(&chain, false_one()), &[]);
    assert_eq!(codes(&forged), ["handshake-malformed"]);
    assert_eq!(refused_for(&forged, &[]), Some("handshake-malformed"));
    let said = remedy(&forged);
    assert!(
        said.contains("key file") && said.contains("no CA bundle helps"),
        "{said}"
    );

    let unchecked = SignatureDefect::RsaKeySize { bits: 1024 };
    let unchecked = judge(signed(&chain, unchecked), &[]);
    assert_eq!(codes(&unchecked), ["private-ca"]);
    assert_eq!(refused_for(&unchecked, &[]), None);

    // Who vouches for the CA decides about it; that the bundle cures nothing is a note.
    let given = trusting(&[cert(&root)]);
    let vouched = judge(signed(&chain, false_one()), &given);
    assert_eq!(refused_for(&vouched, &given), None);
}

#[test]
fn what_this_machine_lacks_is_no_fault_of_the_network() {
    let met = |os_code, text: &str| {
        let fault = Fault::Other {
            os_code: Some(os_code),
            text: text.into(),
        };
        remedy(&judge(
            attempt(PLAIN, vec![tcp(ADDRESS, failed(fault))]),
            &[],
        ))
    };
    for (code, text) in [
        (99, "Cannot assign requested address"),
        (24, "Too many open files"),
    ] {
        let said = met(code, text);
        assert!(
            said.contains("this machine") && !said.contains("firewall"),
            "{said}"
        );
    }
    let denied = met(13, "Permission denied");
    assert!(denied.contains("firewall"), "{denied}");
}

#[test]
fn a_port_is_to_blame_only_where_it_may_be() {
    let (oauth, api) = (
        "plain=https://s3.west.example.test",
        "api=api.west.example.test",
    );
    let forbidden = |url, target| refused(url, target, answer(403, "Forbidden", &[], ""));
    for (seen, blames_the_port) in [
        (forbidden(HTTP, oauth), false),
        (forbidden(HTTP, api), true),
        (refused_by_socks(SOCKS, api, 0, 2), false),
    ] {
        let endpoint = judge(seen, &[]);
        assert_eq!(endpoint.verdict.code(), Code::ProxyDenied);
        let said = remedy(&endpoint);
        assert_eq!(said.contains("this is port"), blames_the_port, "{said}");
    }
}

/// Removed where no path needs it, issued anew where one does, sent where none was.
#[test]
fn of_an_unreadable_certificate_one_thing_is_asked() {
    let root = ca("West CA");
    let broken = Cert::from_der(vec![0x30, 0x03, 0x02, 0x01, 0x2a]);
    let given = trusting(&[cert(&root)]);
    for (chain, found, asked) in [
        (
            vec![leaf_of(&root, HOST), broken.clone()],
            "certificate-malformed",
            "remove it",
        ),
        (vec![broken], "certificate-malformed", "issued anew"),
        (Vec::new(), "certificate-malformed", "have the server send"),
    ] {
        let endpoint = judge(serving(PLAIN, &chain), &given);
        assert_eq!(codes(&endpoint), [found]);
        let said = remedy(&endpoint);
        assert!(said.contains(asked), "{said}");
        let others = ["remove it", "issued anew", "have the server send"];
        let others = others.iter().filter(|other| **other != asked);
        assert!(others.clone().all(|other| !said.contains(other)), "{said}");
    }
    // Where the path is not complete it may be the issuer that is missing.
    let stray = Cert::from_der(vec![0x30, 0x03, 0x02, 0x01, 0x2a]);
    let endpoint = judge(serving(PLAIN, &[leaf_of(&root, HOST), stray]), &[]);
    let said = remedy(&endpoint);
    assert!(said.contains("issued anew"), "{said}");
}

/// No CA is blamed for a limit of rustls, as one is for its own.
#[test]
fn a_limit_of_rustls_is_no_fault_of_a_ca() {
    let root = ca("West CA");
    let mut above = vec![root.clone()];
    for n in 1..=7 {
        let draft = CertDraft::authority(NOW.0, &format!("West CA {n}"));
        let next = draft.signed_by(&above[n - 1]).expect("a CA");
        above.push(next);
    }
    let mut chain = vec![leaf_of(&above[7], HOST)];
    chain.extend(above[1..].iter().rev().map(cert));
    let endpoint = judge(serving(PLAIN, &chain), &trusting(&[cert(&root)]));
    assert_eq!(endpoint.verdict.code(), Code::PathTooDeep);
    let said = remedy(&endpoint);
    assert!(
        words::others_of(Program::Go, &endpoint.verdict.finding) == "nothing: accepted"
            && said.contains("no rule is broken")
            && said.contains("MTC")
            && !said.contains("allows fewer"),
        "{said}"
    );
}

/// The page of a filter, inside a session that the filter ended: nothing is said of the server's
/// certificate, its CA or its service, for none of them was seen.
#[test]
fn a_filters_page_is_all_that_is_said() {
    const API: &str = "api=api.west.example.test";
    let filter = ca("Filter CA");
    let away = [("location", "https://portal.example.net/login")];
    let page = || answer(302, "Found", &away, "");
    let portals = [leaf_of(&filter, "portal.example.net")];
    let behind_it = judge(answering(API, &portals, page()), &[]);
    assert_eq!(codes(&behind_it), ["block-page"]);
    // The same page under the name's own key is the server's.
    let own = [leaf_of(&filter, "api.west.example.test")];
    let of_the_server = codes(&judge(answering(API, &own, page()), &[]));
    assert!(
        of_the_server.contains(&"wrong-service") && of_the_server.contains(&"root-not-sent"),
        "{of_the_server:?}"
    );
}
