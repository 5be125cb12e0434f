//! What no bundle may hold: nothing that an interceptor made or signed, whoever it is, wherever it
//! stands, whichever connections it takes, and whatever `export-bundle` is told besides, unless it
//! is named by its SHA-256.

use mtc_probe::bundle::AdmissionRules;
use mtc_probe::cert::Cert;
use mtc_probe::export::ProvedBundle;
use mtc_probe::export::merge::Existing;
use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::judge::{Endpoint, Given, HeldEndpoints, Learnt, Stores};
use mtc_probe::lab::{CertDraft, InterceptorKind};

use super::between::{Kind, Place, Scene, rhythms};
use super::stage::{NAME, NOW, Ran, codes, kinds};
use super::together::together;
use crate::world::{Minting, When};

/// One way to make a bundle: how the run looks, and whether the origin's CA is given.
#[derive(Clone, Copy, Debug)]
struct Making {
    policy: FollowPolicy,
    trusting: bool,
}

/// As `export-bundle` looks.
const USUAL: Making = Making {
    policy: FollowPolicy {
        none: false,
        compare: false,
        bundle: true,
        aia: false,
    },
    trusting: false,
};
/// With `--ca`.
const TRUSTING: Making = Making {
    trusting: true,
    ..USUAL
};
const FETCHING: Making = Making {
    policy: FollowPolicy {
        aia: true,
        ..USUAL.policy
    },
    trusting: false,
};
/// Of a run that `endpoints` has saved (`--from`).
const SAVED: Making = Making {
    policy: FollowPolicy {
        bundle: false,
        ..USUAL.policy
    },
    trusting: false,
};
const COMPARING: Making = Making {
    policy: FollowPolicy {
        compare: true,
        ..USUAL.policy
    },
    trusting: true,
};
const MAKINGS: [Making; 5] = [USUAL, TRUSTING, FETCHING, SAVED, COMPARING];

/// Ground and endpoints of a run, and the bundles that can be made of them.
struct Exported<'a> {
    ran: &'a Ran,
    endpoints: Vec<Endpoint>,
}

impl Exported<'_> {
    /// What is written: into a new file, or added to one that was there.
    fn written(&self, existing: &Existing, rules: &AdmissionRules) -> Vec<Cert> {
        let recording = &self.ran.recording;
        let stores = Stores::new(&recording.stores);
        let given = Given::new(&stores, &recording.canaries, NOW);
        let learnt = Learnt::of(&recording.attempts, given).expect("evidence in memory");
        let ground = learnt.ground(given);
        let endpoints = HeldEndpoints {
            at: NOW,
            all: self.endpoints.clone(),
        };
        let proved = ProvedBundle::onto(existing, &endpoints, ground, (rules, Some(&[])));
        let proved = proved.expect("evidence in memory");
        Cert::read_pem(&proved.pem)
    }
}

/// A file that was there: the origin's CA, and one that has nothing to do with all this.
fn there_before(scene: &Scene) -> Existing {
    let stranger = CertDraft::authority(NOW.0, "Example Stranger CA")
        .self_signed()
        .expect("a CA");
    Existing::read((scene.ca.pem() + &stranger.pem()).as_bytes())
}

/// One view that never changes, in which nothing speaks against the interceptor: a server with a
/// private CA shows the very same (with two routes, one with a home-made PKI). Nobody could know.
fn is_beyond_knowledge(kind: Kind, place: Place, when: &When) -> bool {
    let both_routes = matches!(place, Place::OnBothRoutes);
    let one_view = both_routes || matches!(place, Place::Alone | Place::AloneSix | Place::Both);
    let home_made = matches!(kind, Kind::Minter(Minting::Lax | Minting::LaxAlone));
    let unmoved = matches!(
        kind,
        Kind::Lab(InterceptorKind::Corporate) | Kind::Minter(Minting::Clone)
    );
    match when {
        When::Turn { of: 1, .. } => one_view && unmoved || both_routes && home_made,
        When::Named(name) if name == NAME => one_view && (both_routes || !kind.shows_its_key()),
        When::Turn { .. }
        | When::First(_)
        | When::After(_)
        | When::Named(_)
        | When::WithoutName
        | When::LongerThan(_) => false,
    }
}

/// What was written wrongly in this scene.
async fn leak(kind: Kind, place: Place, when: When, making: Making) -> Option<String> {
    if is_beyond_knowledge(kind, place, &when) {
        return None;
    }
    let scene = Scene::start(kind, place, &when).await?;
    let stage = if making.trusting {
        scene.stage().trusting(&scene.ca.pem())
    } else {
        scene.stage()
    };
    let ran = stage.policy(making.policy).run(&scene.targets).await;
    let exported = Exported {
        endpoints: ran.endpoints(),
        ran: &ran,
    };
    let (new, rules) = (Existing::default(), AdmissionRules::default());
    let pinning = AdmissionRules {
        pin_leaf: true,
        ..AdmissionRules::default()
    };
    let (work, mut leaks) = (scene.work().await, Vec::new());
    for (how, bundle) in [
        ("new", exported.written(&new, &rules)),
        ("--merge", exported.written(&there_before(&scene), &rules)),
        ("--pin-leaf", exported.written(&new, &pinning)),
    ] {
        // All that is left of a partial bundle.
        let other = Cert::from_der(scene.other_ca.der().to_vec());
        assert!(bundle.contains(&other), "the honest endpoint is missing");
        leaks.extend(bundle.iter().any(|cert| work.holds(cert)).then_some(how));
    }
    let intercepted = exported.endpoints.last().expect("an endpoint");
    (!leaks.is_empty()).then(|| {
        format!(
            "{kind:?} {place:?} {when:?} {making:?}: {leaks:?} {:?} after {:?}",
            codes(intercepted),
            kinds(intercepted),
        )
    })
}

async fn none(looks: Vec<impl Future<Output = Option<String>> + Send + 'static>) {
    let leaks: Vec<String> = together(looks).await.into_iter().flatten().collect();
    assert!(leaks.is_empty(), "{}:\n{}", leaks.len(), leaks.join("\n"));
}

/// Each of them everywhere, on every connection.
async fn everywhere(kinds: &[Kind]) {
    let (mut looks, always) = (Vec::new(), &rhythms()[0]);
    for (number, kind) in kinds.iter().enumerate() {
        for (turn, place) in Place::ALL.into_iter().enumerate() {
            let making = MAKINGS[1 + (number + turn) % (MAKINGS.len() - 1)];
            looks.push(leak(*kind, place, always.clone(), USUAL));
            looks.push(leak(*kind, place, always.clone(), making));
        }
    }
    none(looks).await;
}

/// Each of them with every other rhythm, in one place each: over all of them, every rhythm comes up
/// in every place.
async fn in_every_rhythm(kinds: &[Kind]) {
    let mut looks = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        for (turn, when) in rhythms().into_iter().enumerate().skip(1) {
            let place = Place::ALL[(number + turn * 3) % Place::ALL.len()];
            let making = MAKINGS[(number + turn) % MAKINGS.len()];
            looks.push(leak(*kind, place, when, making));
        }
    }
    none(looks).await;
}

fn halves() -> [Vec<Kind>; 2] {
    let mut first = Kind::all();
    let second = first.split_off(first.len() / 2);
    [first, second]
}

#[tokio::test]
async fn interceptors_of_products_are_withheld_everywhere() {
    everywhere(&halves()[0]).await;
}

#[tokio::test]
async fn other_interceptors_are_withheld_everywhere() {
    everywhere(&halves()[1]).await;
}

#[tokio::test]
async fn interceptors_of_products_are_withheld_in_every_rhythm() {
    in_every_rhythm(&halves()[0]).await;
}

#[tokio::test]
async fn other_interceptors_are_withheld_in_every_rhythm() {
    in_every_rhythm(&halves()[1]).await;
}

/// The one way in: every certificate of the interceptor's is named.
#[tokio::test]
async fn what_is_named_is_written() {
    for kind in [
        InterceptorKind::SquidBump,
        InterceptorKind::SslSplit,
        InterceptorKind::Corporate,
    ] {
        let place = Place::ProxiedOnly;
        let scene = Scene::start(Kind::Lab(kind), place, &rhythms()[0]).await;
        let scene = scene.expect("a scene");
        let stage = scene.stage().policy(USUAL.policy);
        let ran = stage.run(&scene.targets).await;
        let exported = Exported {
            endpoints: ran.endpoints(),
            ran: &ran,
        };
        let work = scene.work().await;
        let intercepted = exported.endpoints.last().expect("an endpoint");
        let named = intercepted
            .chains()
            .flat_map(|(chain, _)| chain)
            .map(|cert| cert.sha256().to_owned());
        let accepting = AdmissionRules {
            accept_interceptor: named.collect(),
            ..AdmissionRules::default()
        };
        let bundle = exported.written(&Existing::default(), &accepting);
        let held = bundle.iter().any(|cert| work.holds(cert));
        assert!(held, "{kind:?}: {:?}", codes(intercepted));
    }
}
