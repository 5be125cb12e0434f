//! Lookups against a fake name service, and what needs none.
//! Nothing leaves loopback.

mod files;
mod order;
mod service;

use super::merge::merge;
use super::*;
use crate::evidence::Resource;
use crate::measure::deadline::timed_out;
use crate::target::Target;
use service::{FakeAnswer, asking, name_service};

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn without_system(families: Families) -> Resolver {
    Resolver {
        families,
        ..Resolver::of_hosts("192.0.2.7 listed.test\n2001:db8::7 listed.test\n")
    }
}

fn peer(target: &Target) -> Peer<'_> {
    Peer {
        host: &target.host,
        port: target.port,
        absolute: target.absolute,
    }
}

async fn step(resolver: &Resolver, target: &str) -> Step<Resolution> {
    let target = Target::parse(target, crate::target::Origin::Argument { number: 1 }).unwrap();
    let limits = Limits::default();
    resolver.step(peer(&target), (&limits, limits.dns)).await.1
}

#[tokio::test]
async fn what_needs_no_resolver_works_without_one() {
    let both = without_system(Families::Both);
    assert_eq!(
        step(&both, "listed.test").await.saw().unwrap().addresses,
        [ip("192.0.2.7"), ip("2001:db8::7")]
    );
    assert_eq!(
        step(&both, "localhost").await.saw().unwrap().addresses,
        [ip("127.0.0.1"), ip("::1")]
    );
    assert_eq!(
        step(&both, "x.localhost")
            .await
            .saw()
            .unwrap()
            .addresses
            .len(),
        2
    );
    assert_eq!(
        step(&both, "192.0.2.9").await.saw().unwrap().source,
        AddressSource::Literal
    );
    let v6 = without_system(Families::V6);
    assert_eq!(
        step(&v6, "listed.test").await.saw().unwrap().addresses,
        [ip("2001:db8::7")]
    );
}

#[tokio::test]
async fn without_a_resolver_the_fault_says_so() {
    let fault = step(&without_system(Families::Both), "unlisted.test")
        .await
        .fault()
        .cloned();
    assert_eq!(
        fault,
        Some(Fault::Resolver {
            text: "no resolver is configured: gone".into(),
            kind: LookupFailure::NotConfigured,
        })
    );
}

#[test]
fn one_family_without_records_is_not_missing() {
    let saw = merge(Some(Ok(vec![ip("192.0.2.1")])), Some(Err(Fault::NoAddress))).unwrap();
    assert!(saw.missing.is_empty());
    let saw = merge(
        Some(Ok(vec![ip("192.0.2.1")])),
        Some(Err(timed_out(Duration::from_secs(1)))),
    )
    .unwrap();
    assert_eq!(
        saw.missing,
        [("AAAA".to_owned(), Fault::TimedOut { after_ms: 1000 })]
    );
}

#[test]
fn where_one_family_could_not_be_asked_nothing_is_known() {
    let unasked = Fault::OwnLimit {
        lacks: Resource::OpenFiles,
        os_code: Some(24),
    };
    let found = Some(Ok(vec![ip("192.0.2.1")]));
    for (v4, v6) in [
        (found, Some(Err(unasked.clone()))),
        (Some(Err(unasked.clone())), Some(Err(Fault::NoSuchName))),
    ] {
        assert_eq!(merge(v4, v6), Err(unasked.clone()));
    }
}

#[test]
fn the_cause_of_no_address_at_all_is_the_weightiest() {
    let resolver = Fault::Resolver {
        text: "SERVFAIL".into(),
        kind: LookupFailure::Rcode(2),
    };
    let of = |a: &Fault, b: &Fault| merge(Some(Err(a.clone())), Some(Err(b.clone()))).unwrap_err();
    assert_eq!(of(&Fault::NoSuchName, &resolver), Fault::NoSuchName);
    assert_eq!(of(&Fault::NoAddress, &resolver), resolver);
    assert_eq!(of(&Fault::NoAddress, &Fault::NoAddress), Fault::NoAddress);
}

#[test]
fn many_addresses_are_tried_and_the_rest_is_counted() {
    let of = |count: u8, v6: bool| -> Vec<IpAddr> {
        (0..count)
            .map(|n| {
                ip(&if v6 {
                    format!("2001:db8::{n:x}")
                } else {
                    format!("192.0.2.{n}")
                })
            })
            .collect()
    };
    let both = |v4, v6| merge(Some(Ok(of(v4, false))), Some(Ok(of(v6, true)))).unwrap();
    for ((v4, v6), (tried, of_v6, left_out)) in [
        ((20, 12), (32, 12, 0)),
        ((40, 0), (32, 0, 8)),
        ((40, 12), (32, 8, 20)),
        ((10, 40), (32, 22, 18)),
        ((9, 1), (10, 1, 0)),
    ] {
        let found = both(v4, v6);
        let kept_v6 = found.addresses.iter().filter(|ip| ip.is_ipv6()).count();
        assert_eq!(
            (found.addresses.len(), kept_v6, found.left_out),
            (tried, of_v6, left_out),
            "{v4} and {v6}"
        );
    }
    let twice = merge(Some(Ok([of(20, false), of(20, false)].concat())), None).unwrap();
    assert_eq!((twice.addresses.len(), twice.left_out), (20, 0));
}

#[tokio::test]
async fn addresses_that_somebody_fixed_are_all_tried() {
    let fixed: Vec<String> = (1..=100).map(|n| format!("192.0.2.{n}")).collect();
    let overrides = vec![Resolve::parse(&format!("a.test:443:{}", fixed.join(","))).unwrap()];
    let target = Target::parse("a.test", crate::target::Origin::Argument { number: 1 }).unwrap();
    let limits = Limits {
        overrides,
        ..Limits::default()
    };
    let all = without_system(Families::Both)
        .step(peer(&target), (&limits, limits.dns))
        .await
        .1;
    assert_eq!(
        all.saw()
            .map(|found| (found.addresses.len(), found.left_out)),
        Some((100, 0))
    );
    assert_eq!(
        step(&without_system(Families::V4), "[::1]:1").await.fault(),
        Some(&Fault::NoAddress)
    );
}

/// A resolver that asks these.
fn resolver(system: ResolvConf) -> Resolver {
    Resolver::new(
        Order::default(),
        HostsFile::default(),
        Ok(system),
        Families::Both,
    )
}

async fn ask(name: &str, search: &[&str], says: fn(&str, u8) -> FakeAnswer) -> Step<Resolution> {
    let server = name_service(says).await;
    step(&resolver(asking(&[server], search)), name).await
}

#[tokio::test]
async fn every_class_of_answer_is_told_apart() {
    let both = ask("a_b.test", &[], |_, _| FakeAnswer::Address).await;
    assert_eq!(
        both.saw().unwrap().addresses,
        [ip("192.0.2.1"), ip("2001:db8::1")]
    );
    let one = ask("a.test", &[], |_, kind| {
        if kind == 1 {
            FakeAnswer::Address
        } else {
            FakeAnswer::Code(0)
        }
    })
    .await;
    assert_eq!(
        (
            one.saw().unwrap().addresses.len(),
            one.saw().unwrap().missing.len()
        ),
        (1, 0)
    );
    let broken = ask("a.test", &[], |_, kind| {
        if kind == 1 {
            FakeAnswer::Address
        } else {
            FakeAnswer::Code(2)
        }
    })
    .await;
    assert!(
        matches!(broken.saw().unwrap().missing.as_slice(), [(family, Fault::Resolver { .. })] if family == "AAAA"),
        "{broken:?}"
    );
    assert_eq!(
        ask("a.test", &[], |_, _| FakeAnswer::Code(3)).await.fault(),
        Some(&Fault::NoSuchName)
    );
    assert_eq!(
        ask("a.test", &[], |_, _| FakeAnswer::Code(0)).await.fault(),
        Some(&Fault::NoAddress)
    );
    for (code, word) in [(2, "SERVFAIL"), (5, "REFUSED"), (4, "NOTIMP")] {
        let says: fn(&str, u8) -> FakeAnswer = match code {
            2 => |_, _| FakeAnswer::Code(2),
            5 => |_, _| FakeAnswer::Code(5),
            _ => |_, _| FakeAnswer::Code(4),
        };
        let step = ask("a.test", &[], says).await;
        assert!(
            matches!(step.fault(), Some(Fault::Resolver { text, kind: LookupFailure::Rcode(said) })
                if text.contains(word) && *said == code),
            "{step:?}"
        );
    }
}

#[tokio::test]
async fn silence_costs_the_deadline_and_loses_no_other_answer() {
    let silent = ask("a.test", &[], |_, _| FakeAnswer::Nothing).await;
    assert!(
        matches!(silent.fault(), Some(Fault::TimedOut { .. })),
        "{silent:?}"
    );
    let half = ask("a.test", &[], |_, kind| {
        if kind == 1 {
            FakeAnswer::Address
        } else {
            FakeAnswer::Nothing
        }
    })
    .await;
    assert!(
        matches!(
            half.saw().unwrap().missing.as_slice(),
            [(_, Fault::TimedOut { .. })]
        ),
        "{half:?}"
    );
}

#[tokio::test]
async fn the_search_list_is_walked_in_order_and_never_mixes_two_names() {
    let found = ask("web", &["b.test", "c.test"], |name, _| {
        if name == "web.c.test." {
            FakeAnswer::Address
        } else {
            FakeAnswer::Code(3)
        }
    })
    .await;
    assert!(found.is_done(), "{found:?}");
    let raw_first = ask("web.a.test", &["c.test"], |name, kind| match (name, kind) {
        ("web.a.test.", 1) | ("web.a.test.c.test.", _) => FakeAnswer::Address,
        _ => FakeAnswer::Code(0),
    });
    assert_eq!(raw_first.await.saw().unwrap().addresses, [ip("192.0.2.1")]);
    let hidden = ask("web.a.test", &["c.test"], |name, _| {
        if name == "web.a.test." {
            FakeAnswer::Code(2)
        } else {
            FakeAnswer::Code(3)
        }
    })
    .await;
    assert!(
        matches!(hidden.fault(), Some(Fault::Resolver { .. })),
        "{hidden:?}"
    );
}
