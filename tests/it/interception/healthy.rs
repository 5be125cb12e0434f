//! False accusations: every healthy look-alike of the lab, with and without its proxy, trusted and
//! not. Nobody is accused.

use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::words;

use super::stage::{NOW, Ran, Stage, codes};
use crate::world::healthy::{Running, SHAPES, Shape};

/// What accuses somebody on the way; `routes-differ` and `proxy-denied` (one proxy does forbid) do
/// not.
const ACCUSING: [&str; 7] = [
    "intercepted",
    "proxy-intercepts-others",
    "block-page",
    "sni-filtered",
    "large-hello-cut",
    "mtu-black-hole",
    "proxy-cuts-tunnel",
];

async fn look(running: &Running, stage: Stage) -> Ran {
    let known = running
        .targets
        .iter()
        .flat_map(|t| t.addresses.iter().map(|a| (t.name.clone(), *a)));
    let stage = known.fold(stage, |stage, (name, address)| {
        stage.knowing(&name, address)
    });
    let targets: Vec<String> = running
        .targets
        .iter()
        .map(|t| format!("{}={}", t.role, t.authority()))
        .collect();
    stage.run(&targets).await
}

fn assert_nobody_is_accused(ran: &Ran, shape: &Shape) {
    for endpoint in ran.endpoints() {
        let found = codes(&endpoint);
        let accused = found.iter().find(|code| ACCUSING.contains(code));
        assert!(
            accused.is_none(),
            "{} ({}): {} says {found:?}: {:?}",
            shape.name,
            shape.story,
            endpoint.attempt.target.authority(),
            words::facts(&endpoint.verdict.finding)
        );
    }
}

#[tokio::test]
async fn directly() {
    for shape in SHAPES {
        let running = shape.start(NOW.0).await.expect(shape.name);
        assert_nobody_is_accused(&look(&running, Stage::new()).await, shape);
    }
}

#[tokio::test]
async fn through_the_proxy() {
    for shape in SHAPES {
        let running = shape.start(NOW.0).await.expect(shape.name);
        let stage = Stage::new().through(&running.proxy);
        assert_nobody_is_accused(&look(&running, stage).await, shape);
    }
}

#[tokio::test]
async fn beside_the_proxy_with_everything_compared() {
    let compare = FollowPolicy {
        none: false,
        compare: true,
        bundle: false,
        aia: false,
    };
    for shape in SHAPES {
        let running = shape.start(NOW.0).await.expect(shape.name);
        let stage = Stage::new().through(&running.proxy).policy(compare);
        for stage in [
            stage.clone().except("*"),
            stage.trusting(&running.roots_pem),
        ] {
            assert_nobody_is_accused(&look(&running, stage).await, shape);
        }
    }
}

#[test]
fn there_are_enough_of_them() {
    assert!(SHAPES.len() >= 25);
}
