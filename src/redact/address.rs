//! A stand-in for an address: of the same family and class, from the ranges that documents use (RFC 5737,
//! RFC 3849), for private ones from private ranges. Loopback and unspecified addresses, and those of
//! filters, are everybody's and stay. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::sinkhole;

/// The class of an address that a stand-in keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// 127.0.0.1, ::1, 0.0.0.0, ::, and where filters send names that they block.
    Everybodys,
    Public4,
    Private4,
    LinkLocal4,
    Loopback4,
    Public6,
    Private6,
    LinkLocal6,
}

impl Class {
    pub(super) fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Self::of_v4(ip),
            IpAddr::V6(ip) => Self::of_v6(ip),
        }
    }

    fn of_v4(ip: Ipv4Addr) -> Self {
        match ip.octets() {
            [127, 0, 0, 1] | [0, 0, 0, 0] => Self::Everybodys,
            // The judge knows filters by these.
            _ if sinkhole::product(ip.into()).is_some() => Self::Everybodys,
            [127, ..] => Self::Loopback4,
            [169, 254, ..] => Self::LinkLocal4,
            // Carrier-grade addresses are nobody's outside either (RFC 6598).
            [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Self::Private4,
            _ => Self::Public4,
        }
    }

    const fn of_v6(ip: Ipv6Addr) -> Self {
        match ip.segments() {
            [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Self::Everybodys,
            [0xfe80..=0xfebf, ..] => Self::LinkLocal6,
            [0xfc00..=0xfdff, ..] => Self::Private6,
            _ => Self::Public6,
        }
    }

    /// The stand-in with this number, from 0.
    pub(super) fn stand_in(self, number: u32) -> IpAddr {
        // Of a network of 254 the first and the last address are no host's.
        let (net, host) = (number / 254, (number % 254 + 1).to_le_bytes()[0]);
        let third = net.to_le_bytes()[0];
        let [a, b, c, d] = number.wrapping_add(1).to_be_bytes();
        let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        let v6 = |first, second| Ipv6Addr::new(first, second, 0, 0, 0, 0, high, low).into();
        match self {
            Self::Everybodys => Ipv4Addr::LOCALHOST.into(),
            Self::Public4 => match net {
                0 => Ipv4Addr::new(192, 0, 2, host).into(),
                1 => Ipv4Addr::new(198, 51, 100, host).into(),
                2 => Ipv4Addr::new(203, 0, 113, host).into(),
                // Those of documents are used up: these are for measuring devices (RFC 2544).
                _ => Ipv4Addr::new(198, 18 + net.to_le_bytes()[1] % 2, third, host).into(),
            },
            Self::Private4 => Ipv4Addr::new(10, net.to_le_bytes()[1], third, host).into(),
            Self::LinkLocal4 => Ipv4Addr::new(169, 254, third, host).into(),
            Self::Loopback4 => Ipv4Addr::new(127, net.to_le_bytes()[1].max(1), third, host).into(),
            Self::Public6 => v6(0x2001, 0x0db8),
            Self::Private6 => v6(0xfd00, 0),
            Self::LinkLocal6 => v6(0xfe80, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_keeps_family_and_class() {
        for (text, first) in [
            ("8.8.8.8", "192.0.2.1"),
            ("172.20.1.1", "10.0.0.1"),
            ("169.254.7.7", "169.254.0.1"),
            ("2a00::1", "2001:db8::1"),
            ("fd12::9", "fd00::1"),
            ("fe80::77", "fe80::1"),
        ] {
            let ip: IpAddr = text.parse().expect("an address");
            assert_eq!(Class::of(ip).stand_in(0).to_string(), first, "{text}");
        }
        assert_eq!(Class::Public4.stand_in(254).to_string(), "198.51.100.1");
        let all: std::collections::HashSet<IpAddr> =
            (0..5000).map(|n| Class::Public4.stand_in(n)).collect();
        assert_eq!(all.len(), 5000);
    }
}
