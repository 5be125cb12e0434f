//! Each further measurement does what its name says, seen from the server; they are asked for and
//! counted.

use mtc_probe::evidence::FollowRequest;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mtc_probe::evidence::{
    Attempt, Extra, ExtraKind, ExtraReason, ExtraRequest, Fault, NotAskedReason, Step,
};
use mtc_probe::measure::{Follow, Limits, Resolve, World};
use mtc_probe::route::{Route, RouteReason};
use rustls::version::{TLS12, TLS13};
use tokio::io::AsyncWriteExt;

use super::proxies::{answering, tunnel};
use super::watching::{Seen, wait_for, watching};
use super::{asking, attempt, http, route};
use crate::measure::servers::{Pki, hold, nobody, serve};
use crate::measure::{START, limits, timed_out, within};

fn ask(kind: ExtraKind, route: &Route) -> ExtraRequest {
    ExtraRequest {
        kind,
        route: route.clone(),
        address: None,
        because: ExtraReason::CompareRoutes,
    }
}

/// `a.test` at that server.
fn fixed(address: SocketAddr) -> (String, Limits) {
    let all = Resolve::parse(&format!("a.test:{}:127.0.0.1", address.port())).unwrap();
    (
        format!("console=a.test:{}", address.port()),
        Limits {
            overrides: vec![all],
            ..limits()
        },
    )
}

#[tokio::test]
async fn each_kind_differs_in_what_it_says() {
    let (address, all) = watching(&Pki::new(), &TLS13).await;
    let (to, limits) = fixed(address);
    let direct = Route::default();
    let canary = ExtraKind::CanaryName {
        name: String::new(),
    };
    let kinds = [
        ExtraKind::Again,
        canary,
        ExtraKind::NoName,
        ExtraKind::SmallHello,
        ExtraKind::SmallSegments,
    ];
    let attempt = attempt(
        &to,
        direct.clone(),
        asking(kinds.map(|k| ask(k, &direct)).into()),
        &limits,
    )
    .await;
    assert!(attempt.connections[0].http.is_done(), "{attempt:?}");
    assert_eq!(attempt.extras.len(), 5);
    let ExtraKind::CanaryName { name } = &attempt.extras[1].kind else {
        panic!("{attempt:?}")
    };
    assert!(name.len() == 24 && name.ends_with(".invalid"), "{name}");
    let seen = wait_for(&all, 6).await;
    let host = Some("a.test");
    let names = [host, host, Some(name), None, host, host];
    assert_recorded(&attempt.extras, &names[1..]);
    assert_differ(&seen, &names, address);
}

/// Each extra is recorded with its reason, and the name it was asked for.
fn assert_recorded(extras: &[Extra], names: &[Option<&str>]) {
    for extra in extras {
        assert_eq!(
            (
                extra.because.clone(),
                extra.connections.len(),
                extra.route.is_direct()
            ),
            (ExtraReason::CompareRoutes, 1, true)
        );
        assert!(
            matches!(extra.dns, Step::Skipped { .. }) && extra.connections[0].tls.is_done(),
            "{extra:?}"
        );
        let asked = extra.connections[0].http.saw().map(|h| h.asked.as_str());
        assert_eq!(
            asked,
            matches!(extra.kind, ExtraKind::CanaryName { .. }).then_some("GET /"),
            "{extra:?}"
        );
    }
    let recorded: Vec<_> = extras
        .iter()
        .map(|e| e.connections[0].tls.saw().unwrap().sni.as_deref())
        .collect();
    assert_eq!(recorded, names);
}

/// What the server saw: in this order after the measurement itself: the same again, another name,
/// none, a small hello, small segments.
fn assert_differ(seen: &[Seen], names: &[Option<&str>], address: SocketAddr) {
    let said: Vec<_> = seen.iter().map(|s| s.sni.as_deref()).collect();
    assert_eq!(said, names);
    assert!(
        seen[2]
            .request
            .contains(&format!("\r\nHost: a.test:{}\r\n", address.port())),
        "{:?}",
        seen[2]
    );
    assert!(
        seen[4].hello_bytes < 300 && seen[0].hello_bytes > seen[4].hello_bytes,
        "{seen:?}"
    );
    if cfg!(target_os = "linux") {
        assert!(
            seen[5].segment.is_some_and(|s| s <= 536) && seen[0].segment.is_some_and(|s| s > 536),
            "{seen:?}"
        );
    }
}

#[tokio::test]
async fn only_tls_12_offers_nothing_else() {
    for (version, works) in [(&TLS12, true), (&TLS13, false)] {
        let (address, _) = watching(&Pki::new(), version).await;
        let (to, limits) = fixed(address);
        let direct = Route::default();
        let attempt = attempt(
            &to,
            direct.clone(),
            asking(vec![ask(ExtraKind::OnlyTls12, &direct)]),
            &limits,
        )
        .await;
        assert!(attempt.connections[0].tls.is_done());
        let tls = &attempt.extras[0].connections[0].tls;
        assert_eq!(tls.is_done(), works, "{tls:?}");
        if !works {
            assert!(
                matches!(tls.fault(), Some(Fault::Alert { code: 70, .. })),
                "{tls:?}"
            );
            assert!(tls.saw().is_some_and(|t| !t.captured_by_hello));
        }
    }
}

#[tokio::test]
async fn listening_first_tells_a_greeting_from_the_end_and_from_silence() {
    let greets = serve(|mut stream, _| async move {
        let _ = stream.write_all(b"220 smtp.test ESMTP\r\n").await;
        hold(stream).await;
    })
    .await;
    let ends = serve(|stream, _| async move { drop(stream) }).await;
    let resets = serve(|stream, _| async move { stream.set_zero_linger().unwrap() }).await;
    let silent = serve(|stream, _| hold(stream)).await;
    let direct = Route::default();
    let limits = Limits {
        tls: Duration::from_millis(300),
        ..limits()
    };
    let mut faults = Vec::new();
    for address in [greets, ends, resets, silent] {
        let asks = asking(vec![ask(ExtraKind::ListenFirst, &direct)]);
        let attempt = within(
            Duration::from_secs(3),
            attempt(&format!("api={address}"), direct.clone(), asks, &limits),
        )
        .await;
        let c = &attempt.extras[0].connections[0];
        assert!(c.tcp.is_done() && c.http == Step::NotTried, "{c:?}");
        faults.push(c.tls.fault().cloned().unwrap());
    }
    let greeting = Fault::NotTls {
        first_bytes: mtc_probe::cert::hex(b"220 smtp.test ESMTP\r\n"),
    };
    assert_eq!(faults[..3], [greeting, Fault::Closed, Fault::Reset]);
    assert!(timed_out(faults.last()), "{faults:?}");
}

#[tokio::test]
async fn the_other_route_is_a_whole_measurement() {
    let (address, all) = watching(&Pki::new(), &TLS13).await;
    let (to, limits) = fixed(address);
    let (refusing, heard) = answering("HTTP/1.1 403 Forbidden\r\n\r\n", false).await;
    let proxied = route(&http(refusing));
    let asks = vec![
        ask(ExtraKind::OtherRoute, &Route::direct(RouteReason::Control)),
        ask(ExtraKind::Again, &proxied),
        ask(ExtraKind::NoName, &Route::direct(RouteReason::Control)),
    ];
    let attempt = attempt(&to, proxied, asking(asks), &limits).await;
    assert!(matches!(
        attempt.connections[0].proxy.fault(),
        Some(Fault::ProxyStatus { status: 403, .. })
    ));
    let [other, again, nameless] = attempt.extras.as_slice() else {
        panic!("{attempt:?}")
    };
    assert!(
        other.dns.is_done() && other.connections[0].address == address,
        "{other:?}"
    );
    assert!(
        matches!(other.connections[0].proxy, Step::Skipped { .. })
            && other.connections[0].http.is_done()
    );
    assert!(matches!(
        again.connections[0].proxy.fault(),
        Some(Fault::ProxyStatus { .. })
    ));
    // A route that was not taken before: looked up for itself.
    assert!(nameless.dns.is_done() && nameless.connections[0].tls.is_done());
    assert_eq!(heard.lock().unwrap().len(), 2);
    assert_eq!(wait_for(&all, 2).await.len(), 2);
}

#[tokio::test]
async fn no_more_than_six_are_made_and_none_past_the_total_deadline() {
    let silent = serve(|stream, _| hold(stream)).await;
    // Six of 100 ms fit well into five seconds; into 450 ms, after the first, only some.
    for (total, fit, why) in [
        (Duration::from_secs(5), 6..=6, NotAskedReason::Connections),
        (Duration::from_millis(450), 0..=3, NotAskedReason::Time),
    ] {
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = asked.clone();
        let follow: Follow = Arc::new(move |_: &Attempt| {
            counter.fetch_add(1, Ordering::SeqCst);
            Some(FollowRequest::Measure(ask(
                ExtraKind::Again,
                &Route::default(),
            )))
        });
        let limits = Limits {
            tls: Duration::from_millis(100),
            total,
            ..limits()
        };
        let attempt = within(
            Duration::from_secs(8),
            attempt(&format!("api={silent}"), Route::default(), follow, &limits),
        )
        .await;
        assert!(
            fit.contains(&attempt.extras.len()),
            "{total:?}: {}",
            attempt.extras.len()
        );
        // What was wanted beyond the limit is noted; asked for again, it ends the measurement.
        let left: Vec<_> = attempt.not_asked.iter().map(|left| left.why).collect();
        assert_eq!(left, [why, why], "{total:?}");
        let asked = asked.load(Ordering::SeqCst);
        assert_eq!(asked, attempt.extras.len() + left.len());
        assert!(
            attempt
                .extras
                .iter()
                .all(|e| matches!(e.connections[0].tls.fault(), Some(Fault::TimedOut { .. })))
        );
    }
}

#[tokio::test]
async fn the_address_that_was_reached_is_measured_again() {
    let (address, _) = watching(&Pki::new(), &TLS13).await;
    let all = Resolve::parse(&format!("a.test:{}:127.0.0.2,127.0.0.1", address.port())).unwrap();
    let limits = Limits {
        overrides: vec![all],
        ..limits()
    };
    let direct = Route::default();
    let to = format!("console=a.test:{}", address.port());
    let attempt = attempt(
        &to,
        direct.clone(),
        asking(vec![ask(ExtraKind::Again, &direct)]),
        &limits,
    )
    .await;
    assert_eq!(
        attempt.extras[0]
            .connections
            .iter()
            .map(|c| c.address)
            .collect::<Vec<_>>(),
        [address]
    );
}

#[tokio::test]
async fn a_canary_asks_the_proxy_for_what_cannot_exist() {
    let (refusing, heard) = answering("HTTP/1.1 503 Service Unavailable\r\n\r\n", false).await;
    let refused = World::at(START)
        .canary(&route(&http(refusing)), &limits())
        .await;
    assert!(
        matches!(
            refused.connections[0].proxy.fault(),
            Some(Fault::ProxyStatus { status: 503, .. })
        ),
        "{refused:?}"
    );
    let wanted = format!("CONNECT {}:443 HTTP/1.1\r\n", refused.name);
    assert!(heard.lock().unwrap()[0].starts_with(wanted.as_bytes()));

    let (backend, all) = watching(&Pki::new(), &TLS13).await;
    let minted = World::at(START)
        .canary(&route(&http(tunnel(backend).await.0)), &limits())
        .await;
    let c = &minted.connections[0];
    assert!(
        minted.name.len() == 24 && minted.name.ends_with(".invalid") && minted.name != refused.name,
        "{minted:?}"
    );
    assert_eq!(
        c.tls.saw().map(|t| (t.sni.clone(), t.chain.len())),
        Some((Some(minted.name.clone()), 2))
    );
    assert_eq!(c.http.saw().map(|h| h.asked.as_str()), Some("GET /"));
    let seen = wait_for(&all, 1).await;
    assert!(
        seen[0]
            .request
            .contains(&format!("\r\nHost: {}\r\n", minted.name)),
        "{seen:?}"
    );

    let gone = World::at(START)
        .canary(&route(&http(nobody().await)), &limits())
        .await;
    assert_eq!(gone.connections[0].tcp.fault(), Some(&Fault::Refused));
}
