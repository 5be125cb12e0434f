//! Which further measurements are asked for: each on its trigger, in order, no more once the doubt
//! is settled, none where nothing is wrong.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Connection, ExtraKind, ExtraReason, ExtraRequest, Fault, FollowRequest,
    MOST_PER_ENDPOINT, Step, Store, StoreKind, TlsSession,
};
use mtc_probe::judge::follow::{self, FollowPolicy};
use mtc_probe::judge::{Given, Stores};
use mtc_probe::lab::CertDraft;
use mtc_probe::route::{ProxyUrl, ProxyVariable, RouteSource, Routing, Sourced};

use super::proxied::{CANARY, HTTP, Mint, beside, further, minted, refused, through};
use super::scene::{
    self, ADDRESS, NOW, answer, attempt, cert, connected, done, failed, handshake, serving,
    session, tcp,
};

pub(super) const PLAIN: &str = "plain=https://svc.west.example.test";
pub(super) const USUAL: FollowPolicy = FollowPolicy {
    none: false,
    compare: false,
    bundle: false,
    aia: false,
};
const COMPARE: FollowPolicy = FollowPolicy {
    compare: true,
    ..USUAL
};
const NOTHING: FollowPolicy = FollowPolicy {
    none: true,
    ..COMPARE
};

/// What a further measurement shows.
pub(super) type World<'a> = &'a dyn Fn(&ExtraRequest) -> Step<TlsSession>;

pub(super) fn proxy() -> Routing {
    let value = ProxyUrl::parse(HTTP).expect("a proxy");
    Routing {
        proxy: Some(Sourced {
            source: RouteSource::Variable(ProxyVariable::Https),
            value,
        }),
        ..Routing::default()
    }
}

/// Nothing is fetched here.
fn measured(next: Option<FollowRequest>) -> Vec<ExtraRequest> {
    match next {
        Some(FollowRequest::Measure(ask)) => vec![ask],
        Some(FollowRequest::Pair(pair)) => pair.to_vec(),
        Some(FollowRequest::Decline(_)) | None => Vec::new(),
        Some(FollowRequest::Fetch(ask)) => panic!("fetches {}", ask.url),
    }
}

/// Stands for the reason that was asked for.
const DOUBT: &str = "ok";

/// Asks until nothing is asked any more; says what was, in order.
pub(super) fn asked(
    mut attempt: Attempt,
    routing: &Routing,
    policy: FollowPolicy,
    stores: &[Store],
    world: World<'_>,
) -> Vec<&'static str> {
    let stores = Stores::new(stores);
    let mut order = Vec::new();
    loop {
        let given = Given::new(&stores, &[], NOW);
        let asked = measured(follow::next(&attempt, given, routing, policy));
        if asked.is_empty() {
            return order;
        }
        for ask in asked {
            assert!(order.len() < MOST_PER_ENDPOINT, "{order:?} and {ask:?}");
            assert_eq!(
                ask.route.proxy == attempt.route.proxy,
                ask.kind != ExtraKind::OtherRoute,
                "{ask:?}"
            );
            order.push(name(&ask.kind));
            attempt = carried_out(attempt, &ask, world(&ask));
            attempt.extras.last_mut().expect("one more").because = ask.because;
        }
    }
}

fn carried_out(attempt: Attempt, ask: &ExtraRequest, tls: Step<TlsSession>) -> Attempt {
    if ask.kind == ExtraKind::OtherRoute {
        let http = if tls.is_done() {
            scene::skipped()
        } else {
            Step::NotTried
        };
        let connection = Connection {
            http,
            tls,
            ..tcp(ADDRESS, connected())
        };
        let there = scene::attempt(PLAIN, vec![connection]);
        let there = if ask.route.is_direct() {
            there
        } else {
            through(HTTP, there)
        };
        return beside(attempt, there, DOUBT);
    }
    let kind = if let ExtraKind::CanaryName { .. } = &ask.kind {
        ExtraKind::CanaryName {
            name: CANARY.into(),
        }
    } else {
        ask.kind.clone()
    };
    further(attempt, kind, tls, DOUBT)
}

pub(super) const fn name(kind: &ExtraKind) -> &'static str {
    match kind {
        ExtraKind::OtherRoute => "other route",
        ExtraKind::Again => "again",
        ExtraKind::CanaryName { .. } => "canary",
        ExtraKind::ListenFirst => "listen first",
        ExtraKind::SmallSegments => "small segments",
        ExtraKind::SmallHello => "small hello",
        ExtraKind::LargeHello => "large hello",
        ExtraKind::OtherKey { .. } => "other key",
        ExtraKind::OtherKeyCanary { .. } => "other key canary",
        ExtraKind::NoName | ExtraKind::OnlyTls12 => "never asked for",
    }
}

/// A chain, and the stores that trust it.
pub(super) fn sound() -> (Vec<Cert>, Vec<Store>) {
    let root = CertDraft::authority(NOW.0, "West Root CA")
        .self_signed()
        .expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["svc.west.example.test"])
        .signed_by(&root)
        .expect("a certificate");
    let stores = vec![scene::store(
        "system",
        mtc_probe::evidence::StoreKind::System,
        &[cert(&root)],
    )];
    (vec![cert(&leaf), cert(&root)], stores)
}

pub(super) fn cut(_: &ExtraRequest) -> Step<TlsSession> {
    failed(Fault::Closed)
}

pub(super) fn silence(_: &ExtraRequest) -> Step<TlsSession> {
    failed(Fault::TimedOut { after_ms: 10_000 })
}

pub(super) fn ended(fault: Fault, bytes_in: u64) -> Attempt {
    attempt(PLAIN, vec![handshake(fault, bytes_in)])
}

#[test]
fn nothing_is_asked_where_nothing_is_wrong() {
    let (chain, stores) = sound();
    for healthy in [
        serving(PLAIN, &chain),
        through(HTTP, serving(PLAIN, &chain)),
    ] {
        assert!(asked(healthy, &proxy(), USUAL, &stores, &cut).is_empty());
    }
}

#[test]
fn on_request_the_other_route_and_a_large_hello() {
    let (chain, stores) = sound();
    let works = |_: &ExtraRequest| done(session(&chain));
    let healthy = || through(HTTP, serving(PLAIN, &chain));
    assert_eq!(
        asked(healthy(), &proxy(), COMPARE, &stores, &works),
        ["other route", "large hello"]
    );
    assert_eq!(
        asked(
            serving(PLAIN, &chain),
            &Routing::default(),
            COMPARE,
            &stores,
            &works
        ),
        ["large hello"]
    );
    assert!(
        asked(healthy(), &proxy(), NOTHING, &stores, &works).is_empty(),
        "none beats all"
    );
}

#[test]
fn a_failure_wants_its_control_where_there_is_one() {
    let (chain, stores) = sound();
    let works = |_: &ExtraRequest| done(session(&chain));
    let denied = || refused(HTTP, PLAIN, answer(403, "Forbidden", &[], ""));
    let closed = || attempt(PLAIN, vec![tcp(ADDRESS, failed(Fault::Refused))]);
    let stale = CertDraft::leaf(NOW.0, &["svc.west.example.test"])
        .expired(3)
        .self_signed()
        .expect("a certificate");
    let expired = || serving(PLAIN, &[cert(&stale)]);
    let trusted = [scene::store(
        "system",
        mtc_probe::evidence::StoreKind::System,
        &[cert(&stale)],
    )];
    assert_eq!(
        asked(denied(), &proxy(), USUAL, &stores, &works),
        ["other route"]
    );
    assert_eq!(
        asked(closed(), &proxy(), USUAL, &stores, &works),
        ["other route"],
        "exempt from a proxy that exists"
    );
    assert!(
        asked(closed(), &Routing::default(), USUAL, &stores, &works).is_empty(),
        "there is no other"
    );
    assert!(asked(expired(), &Routing::default(), USUAL, &trusted, &works).is_empty());
    for failing in [denied(), closed(), expired()] {
        assert!(asked(failing, &proxy(), NOTHING, &stores, &works).is_empty());
    }
}

#[test]
fn an_unknown_authority_wants_a_canary() {
    let (chain, _) = sound();
    let works = |_: &ExtraRequest| done(session(&chain));
    assert_eq!(
        asked(
            serving(PLAIN, &chain),
            &Routing::default(),
            USUAL,
            &[],
            &works
        ),
        ["canary", "canary", "again", "again", "other key"]
    );
    // The other route confirms it.
    assert_eq!(
        asked(
            through(HTTP, serving(PLAIN, &chain)),
            &proxy(),
            USUAL,
            &[],
            &works
        ),
        ["other route", "canary", "other key"]
    );
}

/// Its CA is to be in the bundle too; who is trusted, and is not exported, is asked nothing more.
#[test]
fn a_bundle_wants_the_certificates_of_other_key_types() {
    let (chain, stores) = sound();
    let bundle = FollowPolicy {
        bundle: true,
        ..USUAL
    };
    let order = |policy, world: World<'_>| {
        let direct = Routing::default();
        asked(serving(PLAIN, &chain), &direct, policy, &stores, world)
    };
    let works = |_: &ExtraRequest| done(session(&chain));
    assert!(order(USUAL, &works).is_empty());
    let made = order(bundle, &works);
    assert_eq!(made.last(), Some(&"other key"), "{made:?}");
    // Another chain, of a CA that nobody vouches for: is that one made for any name?
    let other = CertDraft::leaf(NOW.0, &["svc.west.example.test"])
        .key(mtc_probe::lab::KeyType::Ed25519)
        .self_signed()
        .expect("a certificate");
    let found = |ask: &ExtraRequest| match ask.kind.other_key() {
        Some([mtc_probe::evidence::KeyType::Ecdsa]) => done(session(&[cert(&other)])),
        Some(_) => failed(Fault::Closed),
        None => done(session(&chain)),
    };
    let made = order(bundle, &found);
    let last = &made[made.len() - 3..];
    assert_eq!(last, ["other key", "other key canary", "other key"]);
}

/// Trusted, and yet the proxy's canary gave it away: control and canary are wanted all the same.
#[test]
fn a_suspected_chain_is_looked_into_though_it_is_trusted() {
    let mint = Mint::new("West Proxy CA");
    let chain = |name: &str| {
        [
            cert(&mint.with_its_own_key(&CertDraft::leaf(NOW.0, &[name]))),
            cert(&mint.0),
        ]
    };
    let system = scene::store("system", StoreKind::System, &[cert(&mint.0)]);
    let stores = Stores::new(&[system]);
    let canaries = [minted(HTTP, &chain(CANARY))];
    let seen = through(HTTP, serving(PLAIN, &chain("svc.west.example.test")));
    let given = Given::new(&stores, &canaries, NOW);
    let asked = measured(follow::next(&seen, given, &proxy(), USUAL));
    let [ask] = asked.as_slice() else {
        panic!("one doubt: {asked:?}");
    };
    assert_eq!(ask.kind, ExtraKind::OtherRoute);
    assert_eq!(ask.because, ExtraReason::Verdict("intercepted".into()));
}
