//! Small PKIs made by seeds: roots, cross certificates and twins, of which Go refuses some everywhere.
//! Whoever knows more finds a bundle wherever less is enough, and each bundle that is found is one that
//! both versions of Go take. What a CA forbids is left out: there more knowledge is meant to count.

use std::sync::LazyLock;

use fastrand::Rng;
use mtc_probe::cert::Cert;
use mtc_probe::cert::go::GoVersion;
use mtc_probe::evidence::StoreKind;
use mtc_probe::judge::path::Anchors;
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::target::Host;

use super::{Outcome, Scene};
use crate::trust::surgery::{BASIC_CONSTRAINTS, reissued};
use crate::trust::topologies::{by, ca, leaf};
use crate::trust::{NAME, cert};
use crate::verdicts::scene::{self, NOW};

const SEEDS: u64 = 200;
const NAMES: [&str; 4] = ["One", "Two", "Three", "Four"];

/// What a certificate of a CA can be. All but the first two are refused by Go.
const VARIANTS: [fn(CertDraft) -> CertDraft; 6] = [
    |draft| draft,
    |draft| draft.days(-10, 9000),
    |draft| draft.expired(20),
    |draft| draft.days(20, 3000),
    CertDraft::is_no_authority,
    CertDraft::critical_unknown_extension,
];

/// Every certificate that a seed may pick: made once.
struct World {
    /// By CA, each variant signed by each CA, itself included.
    authorities: Vec<Vec<Cert>>,
    leaves: Vec<Cert>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let own = |name: &&str| ca(name).self_signed().expect("a root");
    let keys: Vec<Issued> = NAMES.iter().map(own).collect();
    let authorities = keys.iter().zip(NAMES).map(|(own, name)| {
        let by_issuer = keys.iter().flat_map(|issuer| {
            let variant = |change: &fn(CertDraft) -> CertDraft| {
                let twin = own.same_key_for(&change(ca(name)), issuer);
                cert(&twin.expect("a certificate"))
            };
            let bare = |twin: &Issued| {
                reissued(twin, issuer, |fields| {
                    fields.without_extension(BASIC_CONSTRAINTS)
                })
            };
            let twin = own.same_key_for(&ca(name), issuer).expect("a certificate");
            let variants = VARIANTS.iter().map(variant);
            variants.chain([bare(&twin)]).collect::<Vec<Cert>>()
        });
        by_issuer.collect()
    });
    let leaves = keys.iter().take(2).map(|issuer| cert(&by(&leaf(), issuer)));
    World {
        authorities: authorities.collect(),
        leaves: leaves.collect(),
    }
});

fn any_authorities(most: usize, rng: &mut Rng) -> Vec<Cert> {
    let one = |rng: &mut Rng| {
        let of_one = &WORLD.authorities[rng.usize(..WORLD.authorities.len())];
        of_one[rng.usize(..of_one.len())].clone()
    };
    (0..rng.usize(..=most)).map(|_| one(rng)).collect()
}

/// What is known of one endpoint.
#[derive(Clone)]
struct Knowledge {
    sent: Vec<Cert>,
    given: Vec<Cert>,
    reference: Vec<Cert>,
    elsewhere: Vec<Cert>,
    aia: Vec<Cert>,
    by_proxy: bool,
}

impl Knowledge {
    fn of(rng: &mut Rng) -> Self {
        let leaf = WORLD.leaves[rng.usize(..WORLD.leaves.len())].clone();
        let mut sent = vec![leaf];
        sent.extend(any_authorities(4, rng));
        Self {
            sent,
            given: any_authorities(4, rng),
            reference: any_authorities(2, rng),
            elsewhere: any_authorities(3, rng),
            aia: any_authorities(3, rng),
            by_proxy: rng.u8(..4) == 0,
        }
    }

    /// The same and more, in another order.
    fn and_more(&self, rng: &mut Rng) -> Self {
        let mut all = self.clone();
        let mut more = Self::of(rng);
        for (known, more) in [
            (&mut all.given, &mut more.given),
            (&mut all.reference, &mut more.reference),
            (&mut all.elsewhere, &mut more.elsewhere),
            (&mut all.aia, &mut more.aia),
        ] {
            if rng.bool() {
                known.append(more);
                rng.shuffle(known);
            }
        }
        if rng.bool() {
            all.sent.extend(more.sent.drain(1..));
            rng.shuffle(&mut all.sent[1..]);
        }
        all
    }

    fn outcome(&self) -> Outcome {
        let scene = Scene {
            sent: self.sent.clone(),
            stores: vec![
                scene::store("ca.pem", StoreKind::Given, &self.given),
                scene::store("reference", StoreKind::Reference, &self.reference),
            ],
            elsewhere: self.elsewhere.clone(),
            aia: self.aia.clone(),
            by_proxy: self.by_proxy,
            ..Scene::default()
        };
        scene.outcome()
    }
}

#[test]
fn who_knows_more_finds_whatever_is_found_with_less() {
    let name = Host::parse(NAME).expect("a name");
    let (mut found, mut lost) = (0, Vec::new());
    for seed in 0..SEEDS {
        let mut rng = Rng::with_seed(seed);
        let less = Knowledge::of(&mut rng);
        let more = less.and_more(&mut rng);
        let outcomes = [&less, &more].map(|known| (known, known.outcome()));
        for (known, outcome) in &outcomes {
            if outcome.proof.go.is_err() {
                continue;
            }
            found += 1;
            let anchors = Anchors::from_bundle(&outcome.chosen);
            for version in [GoVersion::Go123, GoVersion::Go127] {
                let go = anchors.go_of(version, (&known.sent, &name), NOW);
                assert!(go.is_accepted(), "seed {seed}, {version:?}: {go:?}");
            }
        }
        let [(_, less), (_, more)] = &outcomes;
        if less.proof.go.is_ok() && more.proof.go.is_err() {
            lost.push((seed, more.proof.go.clone(), more.objection.clone()));
        }
    }
    assert!(lost.is_empty(), "{} lost: {lost:?}", lost.len());
    assert!(found > SEEDS / 2, "only {found} bundles were found");
}
