//! What is fetched over AIA, where what Go refuses everywhere is known already: the same as where it is not.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Download, FetchedIssuer, Step, StoreKind};
use mtc_probe::judge::{Given, Stores, aia};
use mtc_probe::lab::Issued;

use super::{Scene, old_root};
use crate::trust::surgery::reissued;
use crate::trust::topologies::{by, ca, leaf, root};
use crate::trust::{NAME, cert, owned};
use crate::verdicts::scene::{self, NOW};

/// A server that sends these, and what is served at each address.
struct Asked<'a> {
    sent: Vec<Cert>,
    given: Vec<Cert>,
    served: &'a [(&'a str, Cert)],
}

impl Asked<'_> {
    /// As `--aia` fetches it, one after the other.
    fn fetched(&self) -> Vec<FetchedIssuer> {
        let stores = Stores::new(&[scene::store("ca.pem", StoreKind::Given, &self.given)]);
        let given = Given::new(&stores, &[], NOW);
        let mut attempt: Attempt = scene::serving(&format!("plain={NAME}:443"), &self.sent);
        while let Some(request) = aia::wanted(&attempt, given) {
            let at = |(url, _): &&(&str, Cert)| *url == request.url.raw();
            let served = self.served.iter().filter(at);
            attempt.fetched.push(FetchedIssuer {
                url: request.url.clone(),
                child: request.child,
                route: request.route,
                outcome: Step::Done {
                    took_us: 900,
                    saw: Download {
                        status: Some(200),
                        bytes: 700,
                        redirects: Vec::new(),
                        from: None,
                    },
                },
                certs: served.map(|(_, cert)| cert.clone()).collect(),
            });
            assert!(attempt.fetched.len() < 10, "there is an end to it");
        }
        attempt.fetched
    }

    fn is(&self, anchors: &[&Cert], what: &str) {
        let fetched = self.fetched();
        let scene = Scene {
            sent: self.sent.clone(),
            stores: vec![scene::store("ca.pem", StoreKind::Given, &self.given)],
            fetched,
            ..Scene::default()
        };
        let outcome = scene.outcome();
        let proof = &outcome.proof;
        assert_eq!(outcome.chosen, owned(anchors), "{what}: {proof:?}");
        assert!(proof.go.is_ok(), "{what}: {:?}", proof.go);
    }
}

/// Every way in which the dead one can be known or not.
fn anyhow(sent: &[&Cert], dead: &Cert) -> [(&'static str, Vec<Cert>, Vec<Cert>); 4] {
    let with = [sent, &[dead]].concat();
    let before = [&sent[..1], &[dead], &sent[1..]].concat();
    [
        ("not known", owned(sent), vec![]),
        ("sent", owned(&with), vec![]),
        ("sent first", owned(&before), vec![]),
        ("given", owned(sent), vec![dead.clone()]),
    ]
}

fn ended(issued: &Issued) -> Cert {
    let dates = cert(&old_root());
    reissued(issued, issued, |fields| fields.dates_of(dates.der()))
}

#[test]
fn a_root_that_was_renewed_is_fetched_whether_the_old_one_is_known_or_not() {
    let new = root();
    let old = ended(&new);
    let served = [("http://ca.test/root", cert(&new))];
    let at_root = |draft: mtc_probe::lab::CertDraft| draft.issuer_at("http://ca.test/root");
    let int = by(&at_root(ca("Intermediate")), &new);
    let below_int = [&cert(&by(&leaf(), &int)), &cert(&int)];
    let below_root = [&cert(&by(&at_root(leaf()), &new))];
    for (what, chain) in [("below", &below_int[..]), ("directly", &below_root[..])] {
        for (how, sent, given) in anyhow(chain, &old) {
            let asked = Asked {
                sent,
                given,
                served: &served,
            };
            asked.is(&[&served[0].1], &format!("{what}, {how}"));
        }
    }
}

/// What is dead is an intermediate, and so is what works.
#[test]
fn an_intermediate_that_was_renewed_is_fetched_too() {
    let top = root();
    let int = by(&ca("Intermediate").issuer_at("http://ca.test/root"), &top);
    let old = reissued(&int, &top, |fields| {
        fields.dates_of(cert(&old_root()).der())
    });
    let served = [
        ("http://ca.test/int", cert(&int)),
        ("http://ca.test/root", cert(&top)),
    ];
    let leaf = cert(&by(&leaf().issuer_at("http://ca.test/int"), &int));
    for (how, sent, given) in anyhow(&[&leaf], &old) {
        let asked = Asked {
            sent,
            given,
            served: &served,
        };
        asked.is(&[&served[1].1, &served[0].1], how);
    }
}

/// Where no issuer helps, nothing more is asked than the end of the path.
#[test]
fn nothing_is_fetched_for_a_leaf_that_no_issuer_helps() {
    let top = root();
    let int = by(&ca("Intermediate").issuer_at("http://ca.test/root"), &top);
    let ended = by(&leaf().expired(5).issuer_at("http://ca.test/int"), &int);
    let asked = |more: &[&Cert]| Asked {
        sent: owned(&[&[&cert(&ended), &cert(&int)], more].concat()),
        given: vec![],
        served: &[],
    };
    assert_eq!(asked(&[&cert(&top)]).fetched(), []);
    assert_eq!(asked(&[]).fetched().len(), 1, "who signed the intermediate");
}
