//! Many targets at once: order, bounds, fixed addresses, cancelling.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mtc_probe::evidence::{AddressSource, Fault};
use mtc_probe::measure::{Examined, Examiner, Families, Resolve, World};

use super::servers::{answering, hold, nobody, serve};
use super::*;

#[tokio::test]
async fn results_come_as_they_are_done_with_their_place_in_the_input() {
    let (slow, fast) = (serve(|stream, _| hold(stream)).await, nobody().await);
    let mut places = Vec::new();
    let targets = [
        target(&slow.to_string()),
        target(&fast.to_string()),
        target("127.0.0.1:1"),
    ];
    run(targets, &short(), START, |place, attempt| {
        places.push((place, attempt.started));
    })
    .await;
    assert_eq!(places.last().map(|(place, _)| *place), Some(0));
    assert!(
        places
            .iter()
            .all(|(_, at)| (START..=START.plus_days(1)).contains(at))
    );
    let mut all: Vec<_> = places.iter().map(|(place, _)| *place).collect();
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_targets_are_drawn_than_have_a_place() {
    let address = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let (drawn, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let targets = (0..60).map(|_| {
        let ahead = drawn.fetch_add(1, Ordering::SeqCst) - finished.load(Ordering::SeqCst);
        assert!(ahead < 8, "{ahead}");
        target(&format!("console={address}"))
    });
    let limits = Limits {
        parallel_connects: 8,
        parallel_handshakes: 3,
        ..limits()
    };
    let mut good = 0;
    run(targets, &limits, START, |_, attempt| {
        finished.fetch_add(1, Ordering::SeqCst);
        good += usize::from(attempt.connections[0].http.is_done());
    })
    .await;
    assert_eq!(good, 60);
}

#[tokio::test]
async fn waiting_for_a_place_costs_no_target_its_time() {
    let address = serve(|stream, _| hold(stream)).await;
    let limits = Limits {
        parallel_handshakes: 1,
        tls: Duration::from_millis(300),
        total: Duration::from_millis(500),
        ..limits()
    };
    let mut faults = Vec::new();
    run(
        (0..4).map(|_| target(&address.to_string())),
        &limits,
        START,
        |_, attempt| {
            faults.push(attempt.connections[0].tls.fault().cloned());
        },
    )
    .await;
    for fault in faults {
        let Some(Fault::TimedOut { after_ms }) = fault else {
            panic!("{fault:?}")
        };
        assert!((280..900).contains(&after_ms), "{after_ms}");
    }
}

/// Whoever is silent leaves its place among the handshaking to others.
#[tokio::test]
async fn a_silent_server_keeps_no_other_waiting() {
    let silent = serve(|stream, _| hold(stream)).await;
    let other = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let limits = Limits {
        parallel_handshakes: 1,
        tls: Duration::from_secs(4),
        total: Duration::from_secs(8),
        ..limits()
    };
    let targets = [
        target(&silent.to_string()),
        target(&format!("console={other}")),
    ];
    let mut places = Vec::new();
    run(targets, &limits, START, |place, _| places.push(place)).await;
    assert_eq!(places, [1, 0]);
}

#[tokio::test]
async fn dropping_the_run_closes_its_connections() {
    let open = Arc::new(AtomicUsize::new(0));
    let counter = open.clone();
    let address = serve(move |mut stream, _| {
        let counter = counter.clone();
        async move {
            counter.fetch_add(1, Ordering::SeqCst);
            while tokio::io::AsyncReadExt::read(&mut stream, &mut [0; 1024])
                .await
                .is_ok_and(|n| n > 0)
            {}
            counter.fetch_sub(1, Ordering::SeqCst);
        }
    })
    .await;
    let wait = |wanted: usize| {
        let open = open.clone();
        async move {
            while open.load(Ordering::SeqCst) != wanted {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    };
    let limits = Limits {
        tls: Duration::from_secs(60),
        total: Duration::from_secs(60),
        ..limits()
    };
    let targets = (0..5).map(|_| target(&address.to_string()));
    tokio::select! {
        () = run(targets, &limits, START, |_, attempt| panic!("{attempt:?}")) => panic!("it ended"),
        () = wait(5) => {}
    }
    tokio::time::timeout(Duration::from_secs(5), wait(0))
        .await
        .expect("connections stay open");
}

#[tokio::test]
async fn fixed_addresses_are_all_tried_in_their_order() {
    let address = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let fixed = Resolve::parse(&format!(
        "a.test:{}:127.0.0.1,127.0.0.2,::1",
        address.port()
    ))
    .unwrap();
    let limits = Limits {
        overrides: vec![fixed],
        ..limits()
    };
    let attempt = measure(target(&format!("oauth=a.test:{}", address.port())), &limits).await;
    assert_eq!(attempt.dns.saw().unwrap().source, AddressSource::Override);
    let tried: Vec<_> = attempt
        .connections
        .iter()
        .map(|c| {
            (
                c.address.ip().to_string(),
                c.tcp.is_done(),
                c.http.is_done(),
            )
        })
        .collect();
    let wanted = [
        ("127.0.0.1", true, true),
        ("127.0.0.2", false, false),
        ("::1", false, false),
    ]
    .map(|(a, t, h)| (a.to_owned(), t, h));
    assert_eq!(tried, wanted);
    let v6 = measure(
        target(&format!("oauth=a.test:{}", address.port())),
        &Limits {
            families: Families::V6,
            ..limits
        },
    )
    .await;
    assert_eq!(v6.dns.saw().unwrap().addresses.len(), 1);
}

#[tokio::test]
async fn a_family_that_a_name_has_not_is_no_address() {
    let fixed = Resolve::parse("a.test:443:192.0.2.1").unwrap();
    let attempt = measure(
        target("a.test"),
        &Limits {
            families: Families::V6,
            overrides: vec![fixed],
            ..limits()
        },
    )
    .await;
    assert_eq!(
        (attempt.dns.fault(), attempt.connections.len()),
        (Some(&Fault::NoAddress), 0)
    );
}

/// Fails on one target, as a rule with a defect would.
struct Faulty;

impl Examiner for Faulty {
    type Outcome = Attempt;

    fn examine(&self, place: usize, attempt: Attempt, _: bool) -> Examined<Attempt> {
        assert!(place != 1 || !attempt.dns.is_done(), "a planted defect");
        Examined::Done(attempt)
    }
}

#[tokio::test]
async fn a_defect_of_ours_costs_one_target() {
    let nobody = format!("plain=https://{}", nobody().await);
    let targets = (0..3).map(|place| (place, (target(&nobody), Route::default())));
    let mut done = Vec::new();
    let keep = |place: usize, attempt: Attempt| done.push((place, attempt.dns.is_done()));
    let world = World::at(START);
    let examiner = Arc::new(Faulty);
    world.examine(targets, &limits(), examiner, keep).await;
    done.sort_unstable();
    assert_eq!(done, [(0, true), (1, false), (2, true)]);
}
