//! Which resolver is asked when, what is kept of it, and what needs more than one.
//! Nothing leaves loopback.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::resolv_conf::ResolvConf;
use super::service::{FakeAnswer, asking, name_service, nobody};
use super::*;
use crate::evidence::{ResolverAnswer, ResolverSaid};

async fn found(servers: &[std::net::SocketAddr], name: &str) -> Step<Resolution> {
    step(&resolver(asking(servers, &[])), name).await
}

/// What each was asked, in short.
fn story(asked: &[ResolverAnswer]) -> Vec<(String, &str, &'static str)> {
    let said = |answer: &ResolverAnswer| match &answer.said {
        ResolverSaid::Addresses(_) => "addresses",
        ResolverSaid::NoAddress => "nothing",
        ResolverSaid::NoSuchName => "no such name",
        ResolverSaid::Failed(Fault::TimedOut { .. }) => "silence",
        ResolverSaid::Failed(_) => "failure",
    };
    let one = |answer: &'_ ResolverAnswer| (answer.resolver.clone(), said(answer));
    asked
        .iter()
        .map(|answer| {
            let (resolver, said) = one(answer);
            (resolver, answer.family.as_str(), said)
        })
        .collect()
}

#[tokio::test]
async fn the_next_resolver_is_asked_where_one_gives_no_usable_answer() {
    let second = name_service(|_, _| FakeAnswer::Address).await;
    let unusable: [(FakeAnswer, &str); 6] = [
        (FakeAnswer::Code(2), "failure"),
        (FakeAnswer::Code(5), "failure"),
        (FakeAnswer::Code(4), "failure"),
        (FakeAnswer::Referral, "failure"),
        (FakeAnswer::Garbage, "failure"),
        (FakeAnswer::Nothing, "silence"),
    ];
    for (answer, said) in unusable {
        let first = name_service(move |_, _| answer).await;
        let step = found(&[first, second], "a.test").await;
        let saw = step.saw().unwrap();
        assert_eq!(saw.addresses.len(), 2, "{said}");
        let (first, second) = (first.to_string(), second.to_string());
        assert_eq!(
            story(&saw.asked),
            [
                (first.clone(), "A", said),
                (second.clone(), "A", "addresses"),
                (first, "AAAA", said),
                (second, "AAAA", "addresses"),
            ]
        );
        assert!(saw.compared.is_empty());
    }
    let step = found(&[nobody().await, second], "a.test").await;
    assert_eq!(step.saw().unwrap().asked[0].fault(), Some(&Fault::Refused));
}

#[tokio::test]
async fn the_first_usable_answer_is_final_and_the_others_are_only_compared() {
    let has_it = name_service(|_, _| FakeAnswer::Address).await;
    for (code, fault) in [(3, Fault::NoSuchName), (0, Fault::NoAddress)] {
        let denies = name_service(move |_, _| FakeAnswer::Code(code)).await;
        let step = found(&[denies, has_it], "a.test").await;
        assert_eq!(step.fault(), Some(&fault));
        let saw = step.saw().unwrap();
        assert_eq!(saw.asked.len(), 2);
        assert!(saw.asked.iter().all(|a| a.resolver == denies.to_string()));
        assert!(saw.addresses.is_empty());
        assert_eq!(
            story(&saw.compared),
            ["A", "AAAA"].map(|family| (has_it.to_string(), family, "addresses"))
        );
        // In the other order nobody is asked twice.
        let step = found(&[has_it, denies], "a.test").await;
        assert_eq!(step.saw().unwrap().asked.len(), 2);
    }
}

#[tokio::test]
async fn all_are_asked_again_until_the_tries_are_used_up() {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = count.clone();
    let second_time = name_service(move |_, kind| {
        if kind == 1 && asked.fetch_add(1, Ordering::SeqCst) == 0 {
            FakeAnswer::Nothing
        } else {
            FakeAnswer::Address
        }
    })
    .await;
    let conf = ResolvConf {
        attempts: 2,
        ..asking(&[nobody().await, second_time], &[])
    };
    let step = step(&resolver(conf), "a.test").await;
    let of_v4 = |a: &&ResolverAnswer| a.family == "A";
    let asked = &step.saw().unwrap().asked;
    assert_eq!(asked.iter().filter(of_v4).count(), 4);
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn of_failures_an_answer_tells_more_than_silence() {
    let silent = name_service(|_, _| FakeAnswer::Nothing).await;
    let failing = name_service(|_, _| FakeAnswer::Code(2)).await;
    for servers in [[silent, failing], [failing, silent]] {
        let step = found(&servers, "a.test").await;
        assert!(
            matches!(step.fault(), Some(Fault::Resolver { text, .. }) if text.contains("SERVFAIL")),
            "{step:?}"
        );
        assert_eq!(step.saw().map(|saw| saw.asked.len()), Some(4));
    }
    let dead = nobody().await;
    let step = found(&[dead], "a.test").await;
    let said = format!("the resolver {dead} cannot be asked: connection refused");
    let unreached = Fault::Resolver {
        text: said.into(),
        kind: LookupFailure::NotReached,
    };
    assert_eq!(step.fault(), Some(&unreached));
}

#[tokio::test]
async fn a_late_answer_is_taken() {
    let late = name_service(|_, _| FakeAnswer::Late).await;
    let conf = ResolvConf {
        timeout: Duration::from_secs(30),
        ..asking(&[late], &[])
    };
    let step = step(&resolver(conf), "a.test").await;
    assert_eq!(step.saw().map(|saw| saw.addresses.len()), Some(2));
}

#[tokio::test]
async fn a_long_answer_comes_over_tcp() {
    let long = name_service(|_, _| FakeAnswer::TooLong).await;
    let step = found(&[long], "a.test").await;
    assert_eq!(step.saw().map(|saw| saw.addresses.len()), Some(2));
    let conf = ResolvConf {
        only_tcp: true,
        ..asking(&[long], &[])
    };
    let step = super::step(&resolver(conf), "a.test").await;
    assert_eq!(step.saw().map(|saw| saw.addresses.len()), Some(2));
}

#[tokio::test]
async fn where_an_alias_leads_is_kept() {
    let alias = FakeAnswer::Alias;
    let server = name_service(move |name, _| match name {
        "gone.test." => FakeAnswer::Code(3),
        "to-nxdomain.test." => alias("gone.test", false, 3),
        "to-nothing.test." => alias("gone.test", false, 0),
        _ => alias("real.test", true, 0),
    })
    .await;
    let whole = found(&[server], "whole.test").await;
    let asked = &whole.saw().unwrap().asked;
    assert!(asked.iter().all(|a| a.aliases == ["real.test"]));
    let at_once = found(&[server], "to-nxdomain.test").await;
    assert_eq!(at_once.fault(), Some(&Fault::NoSuchName));
    assert_eq!(at_once.saw().unwrap().asked[0].aliases, ["gone.test"]);
    // Some say only that there is no address: the name it leads to is asked for.
    let by_halves = found(&[server], "to-nothing.test").await;
    assert_eq!(by_halves.fault(), Some(&Fault::NoAddress));
    let saw = by_halves.saw().unwrap();
    assert_eq!(saw.compared[0].name, "gone.test");
    assert_eq!(saw.compared[0].said, ResolverSaid::NoSuchName);
}

#[tokio::test]
async fn a_final_dot_takes_no_suffix() {
    let server = name_service(|name, _| match name {
        "web.a.test.b.test." => FakeAnswer::Address,
        _ => FakeAnswer::Code(3),
    })
    .await;
    let resolver = resolver(asking(&[server], &["b.test"]));
    assert!(step(&resolver, "web.a.test").await.is_done());
    let dotted = step(&resolver, "web.a.test.").await;
    assert_eq!(dotted.fault(), Some(&Fault::NoSuchName));
    let names = dotted
        .saw()
        .unwrap()
        .asked
        .iter()
        .map(|a| a.name.to_string());
    assert_eq!(names.collect::<Vec<_>>(), ["web.a.test", "web.a.test"]);
}

#[tokio::test]
async fn an_answer_is_kept_for_as_long_as_it_holds() {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = count.clone();
    let server = name_service(move |_, _| {
        asked.fetch_add(1, Ordering::SeqCst);
        FakeAnswer::Address
    })
    .await;
    let resolver = resolver(asking(&[server], &[]));
    let (first, second) = (
        step(&resolver, "a.test:443").await,
        step(&resolver, "a.test:6443").await,
    );
    assert_eq!(first.saw(), second.saw());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}
