//! Clients that decide otherwise than Go: what is said of them is what the real ones were measured
//! to do.

use mtc_probe::cert::Cert;
use mtc_probe::judge::path::Anchors;
use mtc_probe::target::Host;
use mtc_probe::words;

use super::{ALL, Topology, topology};
use crate::verdicts::scene::NOW;

const WHOLE_CHAIN: &str = "openssl, Node and Python before 3.13";
const STRICT_PROFILE: &str = "Python 3.13 and later";
const LEVEL_2: &str = "curl, openssl and Python";
const BY_CN: &str = "curl, openssl, Node, GnuTLS, Java and NSS";
const SERIAL: &str = "curl, openssl, Node, Python, GnuTLS, Java, NSS and Chromium";
const NO_CONSTRAINTS: &str = "curl, openssl, Node, Python before 3.13, GnuTLS, NSS and Chromium";
const BROWSERS: &str = "NSS and Chromium";

fn refusing(topology: &Topology, bundle: &[Cert]) -> Vec<String> {
    let said = said(topology, bundle).into_iter();
    said.filter(|(_, accept)| !accept)
        .map(|(who, _)| who)
        .collect()
}

fn said(topology: &Topology, bundle: &[Cert]) -> Vec<(String, bool)> {
    let anchors = Anchors::from_bundle(bundle);
    let name = Host::parse(topology.name).expect("a host");
    let go = anchors.go(&topology.sent, &name, NOW);
    anchors
        .others((&topology.sent, &name), NOW, &go)
        .into_iter()
        .map(|o| (words::clients(&o), o.accepts()))
        .collect()
}

/// The root, and the intermediates where the server leaves them out or sends two of a name.
fn best(topology: &Topology) -> Vec<Cert> {
    let with = ["T07", "X7", "T11b"].contains(&topology.code);
    [
        topology.root.clone(),
        if with {
            topology.ints.clone()
        } else {
            Vec::new()
        },
    ]
    .concat()
}

#[test]
fn with_the_best_bundle_only_those_that_were_measured_differ() {
    let mut wrong = Vec::new();
    for topology in ALL.iter() {
        let expected: &[(&str, bool)] = match topology.code {
            "T16a" | "T16c" | "T24b" => &[(STRICT_PROFILE, false)],
            // The lab's RSA leaves are for signatures only.
            "T19" => &[(LEVEL_2, false), ("NSS", false)],
            "T22" => &[("NSS", false)],
            "T01b" | "T21" => &[("Chromium", false)],
            "T02" | "T20" => &[(BROWSERS, false)],
            "T16d" => &[(NO_CONSTRAINTS, true)],
            "T03" | "T15" => &[(BY_CN, true)],
            "T13" | "T16b" | "T17b" | "T18" | "X8" => &[("Java", true)],
            "T28b" | "T28e" | "T28e, root not sent" => &[(SERIAL, true)],
            _ => &[],
        };
        let said = said(topology, &best(topology));
        let is_as_measured = said
            .iter()
            .map(|(who, accept)| (who.as_str(), *accept))
            .eq(expected.iter().copied());
        if !is_as_measured {
            wrong.push(format!("{}: {said:?}", topology.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_a_root_those_that_want_the_whole_chain_refuse() {
    let (t06, t09, t11) = (topology("T06"), topology("T09"), topology("T11"));
    assert_eq!(refusing(t06, &t06.ints), [WHOLE_CHAIN]);
    assert_eq!(
        refusing(t06, &t06.sent[..1]),
        [WHOLE_CHAIN, "GnuTLS", BROWSERS]
    );
    let t04 = topology("T04");
    assert_eq!(refusing(t04, &t04.sent[..1]), [WHOLE_CHAIN, BROWSERS]);
    // An anchor in the middle of what is sent out of order, and one with a cross certificate behind
    // it.
    assert_eq!(refusing(t09, &t09.ints[1..]), [WHOLE_CHAIN, "GnuTLS"]);
    assert_eq!(refusing(t11, &t11.ints), [WHOLE_CHAIN, "GnuTLS"]);
    assert_eq!(said(t06, &[]), []);
}
