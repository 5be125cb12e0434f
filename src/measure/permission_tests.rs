//! What a lookup gives, and what of it may be contacted: on every route, on every word.
//! Opens nothing: the hosts file is the test's own.

use std::sync::Arc;

use super::*;
use crate::measure::Clock;
use crate::measure::dns;
use crate::measure::limits::{Limits, NamedHosts};
use crate::measure::probe_request::{Assignment, random_name};
use crate::measure::tls::TlsClient;
use crate::moment::Moment;
use crate::roles::stranger::NotContactedReason;
use crate::route::{ProxyUrl, Route};
use crate::target::{Origin, Target};

const HOSTS: &str = "127.0.0.1 loop.test named.test\n::1 loop.test\n203.0.113.10 mixed.test\n127.0.0.1 mixed.test\n::ffff:169.254.169.254 mixed.test\n\
                     10.1.2.3 inside.test\n203.0.113.10 public.test\n127.0.0.1 proxy.test\n";

fn context(limits: &Limits) -> MeasureContext {
    MeasureContext {
        resolver: dns::Resolver::of_hosts(HOSTS),
        ..MeasureContext::new(limits, Clock::set(Moment(0)), Arc::new(TlsClient::new()))
    }
}

fn stranger(at: &[&str]) -> NamedBy {
    NamedBy::Strangers(at.iter().map(|ip| ip.parse().unwrap()).collect())
}

fn probe(host: &str, proxy: &str, word: NamedBy) -> ProbeRequest {
    let target = Target::parse(host, Origin::Argument { number: 1 }).unwrap();
    let route = Route {
        proxy: ProxyUrl::parse(proxy).ok(),
        ..Route::default()
    };
    ProbeRequest::usual(Assignment {
        target,
        route,
        word,
    })
}

/// The addresses that are left, and what is said of the others.
async fn found(context: &MeasureContext, probe: &ProbeRequest) -> (Vec<String>, String) {
    let (_, step) = context.find(probe).await;
    let left = step
        .saw()
        .map(|saw| saw.addresses.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    (
        left,
        step.fault().map(ToString::to_string).unwrap_or_default(),
    )
}

/// Who names a host: what of it may be contacted, and what is said of the rest.
fn lookups() -> Vec<(&'static str, NamedBy, Vec<&'static str>, &'static str)> {
    let public = || stranger(&["203.0.113.1"]);
    vec![
        (
            "loop.test",
            public(),
            vec![],
            "loop.test leads to 127.0.0.1, which is loopback",
        ),
        ("loop.test", NamedBy::User, vec!["127.0.0.1", "::1"], ""),
        (
            "loop.test",
            NamedBy::Derived(Vec::new()),
            vec![],
            "loop.test leads to 127.0.0.1, which is loopback",
        ),
        // The one who names it was reached there itself.
        ("loop.test", stranger(&["127.0.0.1"]), vec!["127.0.0.1"], ""),
        (
            "inside.test",
            public(),
            vec![],
            "inside.test leads to 10.1.2.3, which is private",
        ),
        (
            "inside.test",
            stranger(&["192.168.0.1"]),
            vec!["10.1.2.3"],
            "",
        ),
        (
            "inside.test",
            NamedBy::Derived(Vec::new()),
            vec!["10.1.2.3"],
            "",
        ),
        ("mixed.test", public(), vec!["203.0.113.10"], ""),
        ("public.test", public(), vec!["203.0.113.10"], ""),
        ("localhost", public(), vec![], "localhost is loopback"),
        ("x.localhost", public(), vec![], "x.localhost is loopback"),
        (
            "169.254.169.254",
            public(),
            vec![],
            "169.254.169.254 is a cloud's metadata service",
        ),
        (
            "[::ffff:127.0.0.1]",
            public(),
            vec![],
            "::ffff:127.0.0.1 is loopback",
        ),
        ("203.0.113.77", public(), vec!["203.0.113.77"], ""),
    ]
}

#[tokio::test]
async fn what_a_name_leads_to_is_judged_after_the_lookup() {
    let context = context(&Limits::default());
    for (host, word, left, said) in lookups() {
        let (kept, why) = found(&context, &probe(host, "", word.clone())).await;
        assert_eq!(kept, left, "{host} {word:?}");
        assert_eq!(why.is_empty(), said.is_empty(), "{host} {word:?}: {why}");
        assert!(
            said.is_empty() || why.starts_with(&format!("not contacted: {said}")),
            "{host} {word:?}: {why}"
        );
    }
    let (_, step) = context
        .find(&probe("mixed.test", "", stranger(&["203.0.113.1"])))
        .await;
    let reasons: Vec<NotContactedReason> = step
        .saw()
        .unwrap()
        .not_contacted
        .iter()
        .map(|left| left.reason)
        .collect();
    assert_eq!(
        reasons,
        [
            NotContactedReason::Loopback,
            NotContactedReason::MetadataService
        ],
        "what was left out is kept"
    );
}

#[tokio::test]
async fn a_name_or_an_address_of_the_users_is_the_users() {
    let given =
        ["loop.test:443:127.0.0.1", "*:8443:127.0.0.1"].map(|text| Resolve::parse(text).unwrap());
    let named = Arc::new(NamedHosts::from_iter([
        Host::parse("named.test").unwrap(),
        Host::parse("127.0.0.9").unwrap(),
    ]));
    let context = context(&Limits {
        overrides: given.into(),
        named,
        ..Limits::default()
    });
    for (host, left) in [
        ("named.test", vec!["127.0.0.1"]),
        ("named.test:9", vec!["127.0.0.1"]),
        ("127.0.0.9:80", vec!["127.0.0.9"]),
        ("loop.test", vec!["127.0.0.1"]),
        ("any.test:8443", vec!["127.0.0.1"]),
        // Another port is another place.
        ("loop.test:444", vec![]),
        ("127.0.0.8", vec![]),
    ] {
        assert_eq!(
            found(&context, &probe(host, "", stranger(&["203.0.113.1"])))
                .await
                .0,
            left,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_proxy_is_not_asked_for_what_shows_without_a_lookup() {
    let context = context(&Limits::default());
    let public = || stranger(&["203.0.113.1"]);
    for proxy in [
        "http://proxy.test:3128",
        "https://proxy.test:3128",
        "socks5://proxy.test:1080",
        "socks5h://proxy.test:1080",
    ] {
        for refused in [
            "127.0.0.1",
            "[::1]",
            "169.254.169.254",
            "10.0.0.1",
            "localhost",
            "metadata.google.internal",
        ] {
            let (left, why) = found(&context, &probe(refused, proxy, public())).await;
            assert!(
                left.is_empty() && why.starts_with("not contacted: "),
                "{proxy} {refused}: {why}"
            );
        }
        // The proxy itself is the user's, wherever it is; where a name leads is for it to know.
        for asked in [
            "loop.test",
            "203.0.113.77",
            &format!("{}:443", random_name()),
        ] {
            assert_eq!(
                found(&context, &probe(asked, proxy, public())).await,
                (vec!["127.0.0.1".to_owned()], String::new()),
                "{proxy}"
            );
        }
    }
}

#[tokio::test]
async fn a_proxy_that_gets_an_address_gets_none_that_is_refused() {
    let context = context(&Limits::default());
    let of = async |host| {
        context
            .find_for_proxy(
                &probe(host, "socks5://proxy.test:1080", stranger(&["203.0.113.1"])),
                Duration::MAX,
            )
            .await
            .1
    };
    assert!(matches!(
        of("loop.test").await.fault(),
        Some(Fault::NotContacted {
            reason: NotContactedReason::Loopback,
            ..
        })
    ));
    assert_eq!(
        of("mixed.test").await.saw().unwrap().addresses,
        ["203.0.113.10".parse::<IpAddr>().unwrap()]
    );
}
