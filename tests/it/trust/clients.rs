//! Clients that decide otherwise than Go: what is said of them is what the real ones were measured
//! to do.

use mtc_probe::cert::Cert;
use mtc_probe::judge::path::Anchors;
use mtc_probe::target::Host;
use mtc_probe::words;

use super::{ALL, Topology, topology};
use crate::verdicts::scene::NOW;

const WHOLE_CHAIN: &str = "OpenSSL, Node and Python before 3.13";
const STRICT_PROFILE: &str = "Python 3.13 and later";
const LEVEL_2: &str = "curl, openssl and Python where OpenSSL's security level is 2 (Debian, RHEL)";
const BY_CN: &str = "curl, openssl, Node, GnuTLS and Java";
const SERIAL: &str = "curl, openssl, Node, Python, GnuTLS and Java";

fn said(topology: &Topology, bundle: &[Cert]) -> Vec<(&'static str, bool)> {
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
    for topology in ALL.iter() {
        let expected: &[(&str, bool)] = match topology.code {
            "T16a" | "T16c" | "T24b" => &[(STRICT_PROFILE, false)],
            "T19" => &[(LEVEL_2, false)],
            "T03" | "T15" => &[(BY_CN, true)],
            "T13" => &[("Java", true)],
            "T28b" | "T28e" | "T28e, root not sent" => &[(SERIAL, true)],
            _ => &[],
        };
        assert_eq!(
            said(topology, &best(topology)),
            expected,
            "{}",
            topology.code
        );
    }
}

#[test]
fn without_a_root_those_that_want_the_whole_chain_refuse() {
    let (t06, t09, t11) = (topology("T06"), topology("T09"), topology("T11"));
    assert_eq!(said(t06, &t06.ints), [(WHOLE_CHAIN, false)]);
    assert_eq!(
        said(t06, &t06.sent[..1]),
        [(WHOLE_CHAIN, false), ("GnuTLS", false)]
    );
    assert_eq!(
        said(topology("T04"), &topology("T04").sent[..1]),
        [(WHOLE_CHAIN, false)]
    );
    // An anchor in the middle of what is sent out of order, and one with a cross certificate behind
    // it.
    assert_eq!(
        said(t09, &t09.ints[1..]),
        [(WHOLE_CHAIN, false), ("GnuTLS", false)]
    );
    assert_eq!(
        said(t11, &t11.ints),
        [(WHOLE_CHAIN, false), ("GnuTLS", false)]
    );
    assert_eq!(said(t06, &[]), []);
}
