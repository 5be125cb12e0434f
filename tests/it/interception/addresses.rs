//! One name, several addresses, and an interceptor at one of them: it is found there whatever the
//! others show, and nothing of it gets into a bundle, in any order.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use mtc_probe::bundle::{self, AdmissionRules, AnchorRefusal, NamedCert};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::ExtraKind;
use mtc_probe::judge::{Endpoint, Given, Learnt, Stores};
use mtc_probe::lab::{
    CertDraft, Interceptor, InterceptorKind, Port, Server, ServerIdentity, TlsSettings,
};
use mtc_probe::words;

use super::stage::{NAME, NOW, Origin, Ran, Stage, codes, detail, kinds, serve};

const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));

/// An interceptor on another address, at the origin's port.
struct Beside {
    origin: Origin,
    interceptor: Interceptor,
    here: Server,
}

impl Beside {
    async fn start(kind: InterceptorKind) -> Self {
        let origin = Origin::usual().await;
        let interceptor = Interceptor::new(NOW.0, kind).expect("an interceptor");
        let port = Port::at(SocketAddr::new(ELSEWHERE, origin.server.port()))
            .await
            .expect("a port");
        let here = interceptor.on(port, origin.server.address());
        Self {
            origin,
            interceptor,
            here,
        }
    }

    /// The origin first, or the interceptor; trusting the origin's CA, or nobody.
    async fn look(&self, origin_first: bool, trusting: bool) -> Ran {
        let mut both = [self.origin.server.address(), self.here.address()];
        if !origin_first {
            both.reverse();
        }
        let stage = both
            .into_iter()
            .fold(Stage::new(), |stage, address| stage.knowing(NAME, address));
        let stage = if trusting {
            stage.trusting(&self.origin.ca.pem())
        } else {
            stage
        };
        stage.run(&[self.origin.target()]).await
    }
}

/// What a bundle for this run holds by these rules; or the refusal.
fn chosen(ran: &Ran, rules: &AdmissionRules) -> Result<Vec<Cert>, AnchorRefusal> {
    let recording = &ran.recording;
    let stores = Stores::new(&recording.stores);
    let given = Given::new(&stores, &recording.canaries, NOW);
    let learnt = Learnt::of(&recording.attempts, given).expect("evidence in memory");
    let endpoints = ran.endpoints();
    let mut chosen = bundle::choose(&endpoints, learnt.ground(given), rules, |_| true);
    chosen.objections.remove(&0).map_or_else(
        || Ok(chosen.anchors.into_iter().map(|a| a.cert).collect()),
        Err,
    )
}

/// Addresses that were asked for a name that cannot exist.
fn asked(endpoint: &Endpoint) -> Vec<IpAddr> {
    let canaries = endpoint
        .attempt
        .extras
        .iter()
        .filter(|e| matches!(e.kind, ExtraKind::CanaryName { .. }));
    canaries
        .flat_map(|e| e.connections.iter().map(|c| c.address.ip()))
        .collect()
}

#[tokio::test]
async fn an_interceptor_at_one_address_is_proven_and_nothing_of_it_is_written() {
    for kind in [
        InterceptorKind::SslSplit,
        InterceptorKind::SquidBump,
        InterceptorKind::MitmproxyLazy,
    ] {
        let beside = Beside::start(kind).await;
        for (origin_first, trusting) in [(true, false), (false, false), (true, true), (false, true)]
        {
            let ran = beside.look(origin_first, trusting).await;
            let endpoint = ran.endpoints().remove(0);
            let case = format!(
                "{kind:?}, origin first: {origin_first}, trusted: {trusting}: {:?}",
                codes(&endpoint)
            );
            assert_eq!(endpoint.verdict.code().name(), "intercepted", "{case}");
            assert_eq!(
                detail(&endpoint, "confidence").as_deref(),
                Some("certain"),
                "{case}"
            );
            assert_eq!(
                endpoint.verdict.addresses,
                [beside.here.address()],
                "{case}"
            );
            assert!(
                asked(&endpoint).contains(&ELSEWHERE),
                "{case}: {:?}",
                kinds(&endpoint)
            );
            let refusal = chosen(&ran, &AdmissionRules::default()).expect_err(&case);
            assert_eq!(
                refusal.code(),
                "intercepted",
                "{case}: {}",
                words::refusal(&refusal)
            );
        }
    }
}

#[tokio::test]
async fn each_authority_is_asked_about_once() {
    let origin = Origin::usual().await;
    let stage = Stage::new().knowing(NAME, origin.server.address());
    let again = Port::at(SocketAddr::new(ELSEWHERE, origin.server.port()))
        .await
        .expect("a port");
    let _passes_on = Interceptor::new(NOW.0, InterceptorKind::SslSplit)
        .expect("an interceptor")
        .splices(&[NAME])
        .on(again, origin.server.address());
    let endpoint = stage
        .knowing(NAME, SocketAddr::new(ELSEWHERE, origin.server.port()))
        .look(&origin.target())
        .await;
    assert_eq!(endpoint.attempt.connections.len(), 2);
    assert_eq!(
        asked(&endpoint),
        [endpoint.attempt.connections[0].address.ip(); 2],
        "the same issuer on both addresses: {:?}",
        codes(&endpoint)
    );
    assert_eq!(
        endpoint.verdict.code().name(),
        "private-ca",
        "{:?}",
        codes(&endpoint)
    );
}

/// A key for each host gives nothing away: a possible finding, and no bundle without a word of the
/// user's.
#[tokio::test]
async fn what_mints_on_demand_needs_its_sha256_or_a_ca_that_vouches() {
    let issuer = CertDraft::authority(NOW.0, "On-Demand CA")
        .self_signed()
        .expect("a CA");
    let first = CertDraft::leaf(NOW.0, &[NAME])
        .signed_by(&issuer)
        .expect("a certificate");
    let here = serve(
        TlsSettings::new(ServerIdentity::new(&first, &[&first, &issuer]).expect("an identity"))
            .on_demand(NOW.0, &issuer),
    )
    .await;
    let target = format!("api={NAME}:{}", here.port());
    let stage = Stage::new().knowing(NAME, here.address());
    let ran = stage.run(std::slice::from_ref(&target)).await;
    let endpoint = ran.endpoints().remove(0);
    assert!(
        codes(&endpoint).contains(&"minted-on-demand"),
        "{:?}",
        codes(&endpoint)
    );
    let refusal = chosen(&ran, &AdmissionRules::default()).expect_err("it is in doubt");
    assert_eq!(
        refusal.code(),
        "minted-on-demand",
        "{}",
        words::refusal(&refusal)
    );
    let AnchorRefusal::MintedOnDemand(NamedCert { sha256, .. }) = refusal else {
        panic!("{refusal:?}");
    };
    let accepting = AdmissionRules {
        accept_unconfirmed: vec![sha256.clone()],
        ..AdmissionRules::default()
    };
    let taken = chosen(&ran, &accepting).expect("it is named");
    assert_eq!(taken.iter().map(Cert::sha256).collect::<Vec<_>>(), [sha256]);
    let vouched = stage.trusting(&issuer.pem()).run(&[target]).await;
    assert!(
        chosen(&vouched, &AdmissionRules::default()).is_ok(),
        "a CA vouches"
    );
}

/// Nothing proves it, but the addresses disagree: neither is written, and both are named.
#[tokio::test]
async fn beside_the_origin_a_key_for_each_host_is_refused_though_the_origin_is_vouched_for() {
    let beside = Beside::start(InterceptorKind::Corporate).await;
    let (origin, own) = (
        Cert::from_der(beside.origin.ca.der().to_vec()),
        Cert::from_der(beside.interceptor.authority().der().to_vec()),
    );
    for (origin_first, trusting) in [(true, false), (false, false), (true, true), (false, true)] {
        let ran = beside.look(origin_first, trusting).await;
        let unvouched: BTreeSet<IpAddr> = asked(&ran.endpoints()[0]).into_iter().collect();
        assert_eq!(unvouched.len(), if trusting { 1 } else { 2 });
        let refusal =
            chosen(&ran, &AdmissionRules::default()).expect_err("one address is in doubt");
        assert_eq!(
            refusal.code(),
            "addresses-differ",
            "{}",
            words::refusal(&refusal)
        );
        for said in [
            origin.sha256(),
            own.sha256(),
            &beside.here.address().to_string(),
            &beside.origin.server.address().to_string(),
        ] {
            assert!(
                words::refusal(&refusal).contains(said),
                "{said}: {}",
                words::refusal(&refusal)
            );
        }
    }
}
