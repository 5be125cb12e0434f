//! TCP, and servers that end, stall or speak something else before TLS is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mtc_probe::evidence::{
    ExtraKind, ExtraReason, ExtraRequest, Fault, FollowRequest, MOST_PER_ADDRESS, Step,
};
use mtc_probe::measure::Follow;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::servers::{after_hello, hold, nobody, read_some, serve};
use super::*;

/// FIN and RST are told apart by who wrote last, which is chance.
fn ended(fault: Option<&Fault>) -> bool {
    matches!(fault, Some(Fault::Closed | Fault::Reset))
}

#[tokio::test]
async fn refused() {
    let c = probe("api", nobody().await, &limits()).await;
    assert_eq!(c.tcp.fault(), Some(&Fault::Refused));
    assert_eq!((c.tls, c.http), (Step::NotTried, Step::NotTried));
}

#[tokio::test]
async fn silence_after_connecting_costs_the_tls_deadline() {
    let address = serve(|stream, _| hold(stream)).await;
    let c = within(Duration::from_secs(2), probe("api", address, &short())).await;
    assert!(c.tcp.is_done());
    assert!(
        c.tcp
            .saw()
            .unwrap()
            .local
            .is_some_and(|ip| ip.is_loopback())
    );
    assert_eq!(
        c.tcp.saw().unwrap().rtt_us.is_some(),
        cfg!(target_os = "linux")
    );
    let Some(Fault::TimedOut { after_ms }) = c.tls.fault() else {
        panic!("{c:?}")
    };
    assert!((380..1400).contains(after_ms), "{after_ms}");
    assert_eq!(c.tls.saw().unwrap().bytes_in, 0);
    assert_eq!(c.http, Step::NotTried);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn dropped_packets_cost_the_connect_deadline() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    // The queue of those not yet accepted is full after the first; the kernel drops the rest's
    // SYNs.
    let fill: Vec<_> = (0..4)
        .map(|_| tokio::spawn(tokio::net::TcpSocket::new_v4().unwrap().connect(address)))
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let c = within(Duration::from_secs(2), probe("api", address, &short())).await;
    assert!(timed_out(c.tcp.fault()), "{c:?}");
    drop((fill, listener));
}

#[tokio::test]
async fn the_end_before_and_after_the_hello() {
    let before = serve(|stream, _| async move { drop(stream) }).await;
    let after = after_hello(b"").await;
    let reset = serve(|mut stream, _| async move {
        read_some(&mut stream).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    for address in [before, after, reset] {
        let c = probe("api", address, &limits()).await;
        assert!(ended(c.tls.fault()), "{c:?}");
        assert!(c.tls.saw().unwrap().chain.is_empty());
    }
    assert_eq!(
        probe("api", after, &limits()).await.tls.fault(),
        Some(&Fault::Closed)
    );
    assert_eq!(
        probe("api", reset, &limits()).await.tls.fault(),
        Some(&Fault::Reset)
    );
}

/// Whether the RST overtakes the end of `connect` is a race; a server with a thread of its own wins it
/// now and then.
#[tokio::test]
async fn a_connection_that_was_reset_at_once_was_made_all_the_same() {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            #[expect(clippy::disallowed_methods, reason = "a server of the test")]
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_zero_linger().unwrap();
            }
        });
    });
    let address = told.recv().unwrap();
    for _ in 0..200 {
        let c = probe("api", address, &limits()).await;
        assert!(c.tcp.is_done() && ended(c.tls.fault()), "{c:?}");
    }
}

#[tokio::test]
async fn the_end_in_the_middle_of_a_record() {
    let address = after_hello(&[22, 3, 3, 0, 90, 2, 0, 0]).await;
    let c = probe("api", address, &limits()).await;
    assert_eq!(
        (c.tls.fault(), c.tls.saw().unwrap().bytes_in),
        (Some(&Fault::Closed), 8)
    );
}

#[tokio::test]
async fn alerts_bear_their_names() {
    for (code, name) in [
        (40, "handshake_failure"),
        (112, "unrecognized_name"),
        (70, "protocol_version"),
        (200, "unassigned"),
    ] {
        let bytes: &'static [u8] = Box::leak(vec![21, 3, 3, 0, 2, 2, code].into_boxed_slice());
        let c = probe("api", after_hello(bytes).await, &limits()).await;
        assert_eq!(
            c.tls.fault(),
            Some(&Fault::Alert {
                code,
                name: name.into()
            })
        );
    }
}

#[tokio::test]
async fn a_warning_is_the_reason_of_the_end_that_follows() {
    let c = probe(
        "api",
        after_hello(&[21, 3, 1, 0, 2, 1, 112]).await,
        &limits(),
    )
    .await;
    assert_eq!(
        c.tls.fault(),
        Some(&Fault::Alert {
            code: 112,
            name: "unrecognized_name".into()
        })
    );
}

#[tokio::test]
async fn an_alert_is_read_though_the_peer_is_gone() {
    // It speaks before the hello and closes: our hello meets a closed socket, and its answer is
    // RST.
    let address = serve(|mut stream, _| async move {
        let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]).await;
    })
    .await;
    let c = probe("api", address, &limits()).await;
    assert_eq!(
        c.tls.fault(),
        Some(&Fault::Alert {
            code: 40,
            name: "handshake_failure".into()
        })
    );
}

#[tokio::test]
async fn what_is_not_tls_is_kept() {
    let http = after_hello(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let ssh = serve(|mut stream, _| async move {
        let _ = stream.write_all(b"SSH-").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        let _ = stream.write_all(b"2.0-OpenSSH_9.6\r\n").await;
        hold(stream).await;
    })
    .await;
    let short_one = serve(|mut stream, _| async move {
        let _ = stream.write_all(b"?").await;
        hold(stream).await;
    })
    .await;
    for (address, begins) in [
        (http, "HTTP/1.1 400"),
        (ssh, "SSH-2.0-OpenSSH_9.6\r\n"),
        (short_one, "?"),
    ] {
        let c = probe("api", address, &limits()).await;
        let Some(Fault::NotTls { first_bytes }) = c.tls.fault() else {
            panic!("{c:?}")
        };
        assert!(
            first_bytes.starts_with(&mtc_probe::cert::hex(begins.as_bytes())),
            "{first_bytes}"
        );
        assert!(first_bytes.len() <= 128);
    }
}

#[tokio::test]
async fn a_trickling_server_costs_its_deadline_and_nothing_more() {
    let address = serve(|mut stream, _| async move {
        read_some(&mut stream).await;
        let _ = stream.write_all(&[22, 3, 3, 64, 0]).await;
        while stream.write_all(&[0]).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let c = within(Duration::from_millis(1400), probe("api", address, &short())).await;
    assert!(timed_out(c.tls.fault()), "{c:?}");
    assert!(c.tls.saw().unwrap().bytes_in > 5);
}

#[tokio::test]
async fn the_total_deadline_cuts_the_step_that_meets_it() {
    let address = serve(|stream, _| hold(stream)).await;
    let limits = Limits {
        total: Duration::from_millis(300),
        tls: Duration::from_secs(30),
        ..limits()
    };
    let c = within(Duration::from_millis(1300), probe("api", address, &limits)).await;
    assert!(timed_out(c.tls.fault()), "{c:?}");
}

#[tokio::test]
async fn garbage_in_tls_records_is_malformed() {
    let c = probe(
        "api",
        after_hello(&[22, 3, 3, 0, 4, 99, 0, 0, 0]).await,
        &limits(),
    )
    .await;
    assert!(
        matches!(c.tls.fault(), Some(Fault::Malformed { .. })),
        "{c:?}"
    );
}

/// Silence takes as long as it is waited for, so two questions wait together; never more.
#[tokio::test]
async fn two_questions_meet_silence_together() {
    let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&most);
    // Answers nothing, and counts how many connections are open at once.
    let address = serve(move |mut stream, _| {
        let (open, most) = (Arc::clone(&open), Arc::clone(&counted));
        async move {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
            open.fetch_sub(1, Ordering::SeqCst);
        }
    })
    .await;
    let target = target(&address.to_string());
    let ask = |kind| ExtraRequest {
        kind,
        route: Route::default(),
        address: None,
        because: ExtraReason::CompareRoutes,
    };
    let follow: Follow = Arc::new(move |attempt| {
        let pair = [ask(ExtraKind::Again), ask(ExtraKind::SmallHello)];
        let pair = FollowRequest::Pair(Box::new(pair));
        (attempt.extras.len() < MOST_PER_ADDRESS - 1).then_some(pair)
    });
    let mut seen = Vec::new();
    let world = World::at(START);
    let done = |_, attempt: Attempt| seen.push(attempt);
    let aim = [(target, Route::default())];
    world.run(aim, &short(), follow, done).await;
    let kinds: Vec<_> = seen[0].extras.iter().map(|e| e.kind.clone()).collect();
    let pair = [ExtraKind::Again, ExtraKind::SmallHello];
    assert_eq!(kinds[..2], pair);
    assert_eq!(kinds.len() % 2, 0, "{kinds:?}");
    assert_eq!(most.load(Ordering::SeqCst), 2);
}
