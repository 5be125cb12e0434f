//! False accusations: every healthy look-alike, with and without its proxy, trusted and not, in both
//! orders of its addresses. Nobody is accused, and nothing is held to be more than possible.

use mtc_probe::judge::Endpoint;
use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::words;

use super::stage::{NOW, Ran, Stage, codes, detail, kinds};
use super::together::together;
use crate::world::healthy::{Answers, Running, Shape, shapes};

/// What accuses somebody on the way; `routes-differ` and `proxy-denied` (one proxy does forbid) do
/// not.
const ACCUSING: [&str; 8] = [
    "intercepted",
    "proxy-intercepts-others",
    "block-page",
    "sni-filtered",
    "large-hello-cut",
    "mtu-black-hole",
    "proxy-cuts-tunnel",
    "proxy-answers-in-clear",
];

const COMPARE: FollowPolicy = FollowPolicy {
    none: false,
    compare: true,
    bundle: false,
    aia: false,
};
/// As `export-bundle` looks.
const BUNDLE: FollowPolicy = FollowPolicy {
    bundle: true,
    ..COMPARE
};

/// All targets of a shape, as this stage has it.
pub async fn look(running: &Running, stage: Stage, reversed: bool) -> Ran {
    let mut known: Vec<_> = running
        .targets
        .iter()
        .flat_map(|t| t.addresses.iter().map(|a| (t.name.clone(), *a)))
        .collect();
    if reversed {
        known.reverse();
    }
    let stage = known.iter().fold(stage, |stage, (name, address)| {
        stage.knowing(name, *address)
    });
    let targets: Vec<String> = running
        .targets
        .iter()
        .map(|t| format!("{}={}", t.role, t.authority()))
        .collect();
    stage.run(&targets).await
}

/// What is said of an endpoint that is more than it may be.
fn accusation(endpoint: &Endpoint, shape: &Shape) -> Option<String> {
    let found = codes(endpoint);
    let accused = found.iter().any(|code| {
        let true_of_proxy = shape.inspected && *code == "proxy-intercepts-others";
        ACCUSING.contains(code) && !true_of_proxy
    });
    let sure = std::iter::once(&endpoint.verdict)
        .chain(&endpoint.findings)
        .filter_map(|verdict| words::facts(&verdict.finding).get("confidence"))
        .any(|confidence| confidence != "possible");
    (accused || sure).then(|| {
        format!(
            "{} ({}): {} says {found:?} after {:?}: {:?} {:?}",
            shape.name,
            shape.story,
            endpoint.attempt.target.authority(),
            kinds(endpoint),
            detail(endpoint, "confidence"),
            detail(endpoint, "signs"),
        )
    })
}

async fn accusations(
    shape: &'static Shape,
    stage: fn(Stage, &Running) -> Stage,
    reversed: bool,
) -> Vec<String> {
    let running = shape.start(NOW.0).await.expect(shape.name);
    if reversed && running.has_one_order() {
        return Vec::new();
    }
    let patience = if shape.answers == Answers::OrSilence {
        Stage::new().impatient()
    } else {
        Stage::new()
    };
    let ran = look(&running, stage(patience, &running), reversed).await;
    let endpoints = ran.endpoints();
    let accused = endpoints
        .iter()
        .filter_map(|endpoint| accusation(endpoint, shape));
    accused.collect()
}

/// Looks at every shape in that way, and fails with all that is said wrongly.
async fn nobody_is_accused(stage: fn(Stage, &Running) -> Stage, reversed: bool) {
    let all = together(shapes().map(|shape| accusations(shape, stage, reversed))).await;
    let mut accused: Vec<String> = all.into_iter().flatten().collect();
    accused.sort_unstable();
    assert!(accused.is_empty(), "\n{}", accused.join("\n"));
}

#[tokio::test]
async fn directly() {
    nobody_is_accused(|stage, _| stage, false).await;
}

#[tokio::test]
async fn directly_with_addresses_reversed() {
    nobody_is_accused(|stage, _| stage, true).await;
}

#[tokio::test]
async fn directly_for_a_bundle() {
    nobody_is_accused(|stage, _| stage.policy(BUNDLE), true).await;
}

#[tokio::test]
async fn through_the_proxy() {
    nobody_is_accused(|stage, running| stage.through(&running.proxy), false).await;
}

#[tokio::test]
async fn through_the_proxy_with_everything_compared() {
    let stage = |stage: Stage, running: &Running| {
        let stage = stage.through(&running.proxy).policy(COMPARE);
        stage.trusting(&running.roots_pem)
    };
    nobody_is_accused(stage, false).await;
    nobody_is_accused(stage, true).await;
}

#[tokio::test]
async fn beside_the_proxy_with_everything_compared() {
    let stage = |stage: Stage, running: &Running| {
        let stage = stage.through(&running.proxy).policy(COMPARE);
        stage.except("*")
    };
    nobody_is_accused(stage, false).await;
    nobody_is_accused(stage, true).await;
}

#[test]
fn there_are_enough_of_them() {
    let names: std::collections::HashSet<&str> = shapes().map(|shape| shape.name).collect();
    assert!(
        names.len() == shapes().count() && names.len() >= 100,
        "{}",
        names.len()
    );
}
