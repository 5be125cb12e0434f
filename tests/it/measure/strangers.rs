//! Targets that a stranger named: nobody is contacted where such a word may not lead, in the first
//! measurement or in any further one.

use mtc_probe::evidence::FollowRequest;
use std::net::IpAddr;
use std::sync::Arc;

use mtc_probe::evidence::{Attempt, ExtraKind, ExtraReason, ExtraRequest, Fault};
use mtc_probe::lab::{Behaviour, Mode, ProxyDraft, Server};
use mtc_probe::measure::{Assignment, Follow, Limits, Resolve, World, no_follow};
use mtc_probe::roles::stranger::NamedBy;
use mtc_probe::route::{ProxyUrl, Route};

use super::{START, limits, target};

fn by(at: &str) -> NamedBy {
    NamedBy::Strangers(at.parse::<IpAddr>().into_iter().collect())
}

fn through(url: &str) -> Route {
    Route {
        proxy: ProxyUrl::parse(url).ok(),
        ..Route::default()
    }
}

async fn measure(aim: Assignment, limits: &Limits, follow: Follow) -> Attempt {
    let mut attempts = Vec::new();
    let done = |_, attempt| attempts.push(attempt);
    World::at(START).run([aim], limits, follow, done).await;
    attempts.remove(0)
}

fn was_left_alone(attempt: &Attempt) -> bool {
    matches!(attempt.dns.fault(), Some(Fault::NotContacted { .. }))
        && attempt.connections.is_empty()
        && attempt.extras.is_empty()
}

#[tokio::test]
async fn no_further_measurement_goes_where_the_first_may_not() {
    let bystander = Server::start(Behaviour::Silent).await.expect("a server");
    let proxy = ProxyDraft::new(Mode::Tunnel)
        .resolves("localhost", bystander.address())
        .start()
        .await
        .expect("a proxy");
    // Asks for whatever can be asked.
    let other = through(&proxy.url());
    let follow: Follow = Arc::new(move |attempt| {
        let kind = if attempt.extras.is_empty() {
            ExtraKind::OtherRoute
        } else {
            ExtraKind::Again
        };
        Some(FollowRequest::Measure(ExtraRequest {
            kind,
            route: if attempt.route.is_direct() {
                other.clone()
            } else {
                Route::default()
            },
            address: None,
            because: ExtraReason::CompareRoutes,
        }))
    });
    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "x.localhost",
    ] {
        for route in [Route::default(), through(&proxy.url())] {
            let aim = Assignment {
                target: target(&format!("{host}:{}", bystander.port())),
                route,
                word: by("203.0.113.1"),
            };
            let attempt = measure(aim, &limits(), Arc::clone(&follow)).await;
            assert!(was_left_alone(&attempt), "{attempt:?}");
        }
    }
    assert_eq!(
        (bystander.accepted(), proxy.asked()),
        (0, Vec::<String>::new())
    );
}

#[tokio::test]
async fn what_is_the_users_is_measured_as_ever() {
    let server = Server::start(Behaviour::Silent).await.expect("a server");
    let port = server.port();
    let short = super::short();
    let given = Limits {
        overrides: vec![Resolve::parse(&format!("a.test:{port}:127.0.0.1")).expect("an address")],
        ..short.clone()
    };
    let named = Limits {
        named: Arc::new([target("127.0.0.1").host].into_iter().collect()),
        ..short.clone()
    };
    for (host, word, limits) in [
        ("127.0.0.1", NamedBy::User, &short),
        ("127.0.0.1", by("127.0.0.1"), &short),
        ("127.0.0.1", by("203.0.113.1"), &named),
        ("a.test", by("203.0.113.1"), &given),
    ] {
        let before = server.accepted();
        let aim = Assignment {
            target: target(&format!("{host}:{port}")),
            route: Route::default(),
            word: word.clone(),
        };
        let attempt = measure(aim, limits, no_follow()).await;
        assert_eq!(attempt.connections.len(), 1, "{attempt:?}");
        assert_eq!(server.accepted(), before + 1, "{host} {word:?}");
    }
}
