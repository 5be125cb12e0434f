//! The rule, range by range: both ends of each and the neighbours beyond them; and the rule for
//! each who may name one. Opens nothing.

use super::*;

fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

fn ips(all: &[&str]) -> Vec<IpAddr> {
    all.iter().copied().map(ip).collect()
}

/// First, last, reason; what lies right before the first and right behind the last is open, unless
/// it is said to be otherwise.
const V4: [(&str, &str, NotContactedReason); 11] = [
    ("0.0.0.0", "0.255.255.255", NotContactedReason::Unspecified),
    ("10.0.0.0", "10.255.255.255", NotContactedReason::Private),
    ("100.64.0.0", "100.127.255.255", NotContactedReason::Private),
    ("127.0.0.0", "127.255.255.255", NotContactedReason::Loopback),
    (
        "169.254.0.0",
        "169.254.255.255",
        NotContactedReason::LinkLocal,
    ),
    ("172.16.0.0", "172.31.255.255", NotContactedReason::Private),
    ("192.0.0.0", "192.0.0.255", NotContactedReason::Reserved),
    (
        "192.168.0.0",
        "192.168.255.255",
        NotContactedReason::Private,
    ),
    ("198.18.0.0", "198.19.255.255", NotContactedReason::Private),
    (
        "224.0.0.0",
        "239.255.255.255",
        NotContactedReason::Multicast,
    ),
    ("240.0.0.0", "255.255.255.255", NotContactedReason::Reserved),
];

#[test]
fn every_edge_of_every_range_of_ipv4() {
    for (first, last, reason) in V4 {
        assert_eq!(
            (closed(ip(first)), closed(ip(last))),
            (Some(reason), Some(reason)),
            "{first} {last}"
        );
        let number = |text: &str| u32::from(text.parse::<Ipv4Addr>().expect(text));
        let beyond = [number(first).checked_sub(1), number(last).checked_add(1)];
        for next in beyond.into_iter().flatten().map(Ipv4Addr::from) {
            let of_another = V4
                .iter()
                .find(|(a, b, _)| (number(a)..=number(b)).contains(&u32::from(next)))
                .map(|(.., reason)| *reason);
            assert_eq!(
                closed(next.into()),
                of_another,
                "{next}, beside {first} {last}"
            );
        }
    }
    // Whole networks of no danger, documentation among them.
    for open in [
        "1.1.1.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.10",
        "192.88.99.1",
        "168.63.129.15",
        "168.63.129.17",
    ] {
        assert_eq!(closed(ip(open)), None, "{open}");
    }
}

#[test]
fn every_edge_of_every_range_of_ipv6() {
    for (address, reason) in [
        ("::", Some(NotContactedReason::Unspecified)),
        ("::1", Some(NotContactedReason::Loopback)),
        ("100::", Some(NotContactedReason::Reserved)),
        (
            "100::ffff:ffff:ffff:ffff",
            Some(NotContactedReason::Reserved),
        ),
        ("100:0:0:1::", None),
        ("fbff:ffff::1", None),
        ("fc00::", Some(NotContactedReason::Private)),
        (
            "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Some(NotContactedReason::Private),
        ),
        ("fe00::1", None),
        ("fe7f:ffff::1", None),
        ("fe80::", Some(NotContactedReason::LinkLocal)),
        (
            "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Some(NotContactedReason::LinkLocal),
        ),
        ("fec0::", Some(NotContactedReason::Private)),
        (
            "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Some(NotContactedReason::Private),
        ),
        ("ff00::", Some(NotContactedReason::Multicast)),
        (
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Some(NotContactedReason::Multicast),
        ),
        ("2001:db8::1", None),
        ("2606:4700::1111", None),
        ("64:ff9b:1::808:808", Some(NotContactedReason::Private)),
        (
            "64:ff9b:1:ffff:1:2:7f00:1",
            Some(NotContactedReason::Loopback),
        ),
        ("64:ff9b:2::808:808", None),
    ] {
        assert_eq!(closed(ip(address)), reason, "{address}");
    }
}

#[test]
fn an_ipv4_address_inside_an_ipv6_one_is_no_way_round() {
    for (v4, reason) in [
        ("127.0.0.1", Some(NotContactedReason::Loopback)),
        ("169.254.169.254", Some(NotContactedReason::MetadataService)),
        ("168.63.129.16", Some(NotContactedReason::MetadataService)),
        ("10.1.2.3", Some(NotContactedReason::Private)),
        ("255.255.255.255", Some(NotContactedReason::Reserved)),
        ("8.8.8.8", None),
    ] {
        let [a, b, c, d] = v4.parse::<Ipv4Addr>().expect(v4).octets();
        let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        for wrapped in [
            format!("::ffff:{v4}"),
            format!("::{v4}"),
            format!("::ffff:0:{v4}"),
            format!("64:ff9b::{v4}"),
            format!("2002:{high:x}:{low:x}::1"),
            format!("2002:{high:x}:{low:x}:ffff:1:2:3:4"),
            format!("2001:0:4136:e378:8000:63bf:{:x}:{:x}", !high, !low),
        ] {
            assert_eq!(closed(ip(&wrapped)), reason, "{wrapped}");
        }
    }
    assert_eq!(closed(ip("2003:7f00:1::1")), None);
    assert_eq!(closed(ip("2001:1:4136:e378:8000:63bf:80ff:fffe")), None);
}

#[test]
fn metadata_services_are_called_by_their_name() {
    for service in [
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "169.254.0.23",
        "168.63.129.16",
        "192.0.0.192",
        "100.100.100.200",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
    ] {
        // Not even for one who was reached in a private network, or the user's own cluster.
        for word in [
            NamedBy::Strangers(ips(&["10.0.0.1", "127.0.0.1", "fd00::1"])),
            NamedBy::Derived(Vec::new()),
        ] {
            assert_eq!(
                word.allows(ip(service)),
                Err(NotContactedReason::MetadataService),
                "{service} {word:?}"
            );
        }
    }
    assert_eq!(
        closed(ip("169.254.169.253")),
        Some(NotContactedReason::LinkLocal)
    );
    assert_eq!(
        closed(ip("fd00:ec2::255")),
        Some(NotContactedReason::Private)
    );
}

#[test]
fn names_that_say_it_themselves() {
    let word = NamedBy::Strangers(Vec::new());
    for name in [
        "localhost",
        "x.localhost",
        "a.b.localhost",
        "localhost.localdomain",
        "ip6-localhost",
    ] {
        assert_eq!(
            word.allows_name(name),
            Err(NotContactedReason::Loopback),
            "{name}"
        );
        assert_eq!(NamedBy::User.allows_name(name), Ok(()));
    }
    for name in [
        "metadata.google.internal",
        "metadata.goog",
        "instance-data",
        "instance-data.ec2.internal",
    ] {
        assert_eq!(
            word.allows_name(name),
            Err(NotContactedReason::MetadataService),
            "{name}"
        );
    }
    for name in [
        "localhost.test",
        "notlocalhost",
        "metadata.test",
        "xmetadata.google.internal",
        "ca.test",
    ] {
        assert_eq!(word.allows_name(name), Ok(()), "{name}");
    }
}

#[test]
fn private_addresses_are_for_those_who_were_seen_inside() {
    let private = ip("10.9.8.7");
    for (word, allowed) in [
        (NamedBy::User, true),
        (NamedBy::Derived(ips(&["203.0.113.1"])), true),
        (NamedBy::Strangers(ips(&["203.0.113.1"])), false),
        (NamedBy::Strangers(ips(&["2606:4700::1111"])), false),
        (NamedBy::Strangers(ips(&["192.168.1.1"])), true),
        (NamedBy::Strangers(ips(&["100.64.0.1"])), true),
        (NamedBy::Strangers(ips(&["fd12::1"])), true),
        (NamedBy::Strangers(ips(&["127.0.0.1"])), true),
        // One of several was.
        (
            NamedBy::Strangers(ips(&["203.0.113.1", "172.16.0.1"])),
            true,
        ),
        // Only a proxy knows where it is.
        (NamedBy::Strangers(Vec::new()), false),
    ] {
        assert_eq!(
            word.allows(private),
            if allowed {
                Ok(())
            } else {
                Err(NotContactedReason::Private)
            },
            "{word:?}"
        );
        assert_eq!(word.allows(ip("203.0.113.99")), Ok(()), "{word:?}");
    }
}

#[test]
fn the_very_address_of_the_one_who_names_it_is_no_new_contact() {
    for own in ["127.0.0.1", "169.254.1.1", "fe80::1", "10.0.0.1"] {
        assert_eq!(
            NamedBy::Strangers(ips(&[own])).allows(ip(own)),
            Ok(()),
            "{own}"
        );
    }
    let word = NamedBy::Strangers(ips(&["127.0.0.1"]));
    assert_eq!(
        word.allows(ip("::ffff:127.0.0.1")),
        Ok(()),
        "the same, written otherwise"
    );
    for other in ["127.0.0.2", "::1", "169.254.169.254", "0.0.0.0"] {
        assert!(word.allows(ip(other)).is_err(), "{other}");
    }
    assert_eq!(
        NamedBy::Derived(ips(&["203.0.113.1"])).allows(ip("127.0.0.1")),
        Err(NotContactedReason::Loopback)
    );
}

#[test]
fn who_is_named_by_several_is_named_by_the_most_trusted() {
    let stranger = |at: &str| NamedBy::Strangers(ips(&[at]));
    assert_eq!(
        stranger("1.1.1.1").or(stranger("10.0.0.1")),
        NamedBy::Strangers(ips(&["1.1.1.1", "10.0.0.1"]))
    );
    assert_eq!(
        stranger("1.1.1.1").or(NamedBy::Derived(Vec::new())),
        NamedBy::Derived(ips(&["1.1.1.1"]))
    );
    assert_eq!(stranger("1.1.1.1").or(NamedBy::User), NamedBy::User);
}
