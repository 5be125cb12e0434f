//! The one rule for all that a stranger names: AIA addresses and their redirects, OAuth metadata,
//! token realms, and what is derived from them. Says of an address, after the lookup and before the
//! connection, whether it may be contacted. Depends on no other module.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who named a host; this decides whether it may be contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// The user named it, so every address is allowed.
    User,
    /// Its name lies in the apps domain of an API server that the user named and that was reached
    /// at these addresses.
    Derived(Vec<IpAddr>),
    /// Strangers named it, who were reached at these addresses; none where only a proxy knows them.
    Strangers(Vec<IpAddr>),
}

/// Why an address that a stranger named is not contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotContactedReason {
    /// The machine that looks it up.
    Loopback,
    /// An address that holds within one network link only (RFC 3927, RFC 4291 2.5.6).
    LinkLocal,
    /// "This host on this network" (RFC 1122 3.2.1.3).
    Unspecified,
    /// A group of machines instead of one (RFC 1112, RFC 4291 2.7).
    Multicast,
    /// Broadcast, and what is assigned to protocols or to nobody.
    Reserved,
    /// It hands credentials to whatever runs on the machine.
    MetadataService,
    /// A private network, named by one who was not reached in one.
    Private,
}

impl fmt::Display for NotContactedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "loopback, another machine for everyone who reads it",
            Self::LinkLocal => "link-local, another machine for everyone who reads it",
            Self::Unspecified => "unspecified",
            Self::Multicast => "multicast",
            Self::Reserved => "reserved",
            Self::MetadataService => "a cloud's metadata service",
            Self::Private => "private, and whoever named it was not seen at a private address",
        })
    }
}

impl NamedBy {
    /// Whether that address may be contacted. The address at which the one who named it was reached
    /// is always allowed.
    ///
    /// # Errors
    /// Why not.
    pub fn allows(&self, address: IpAddr) -> Result<(), NotContactedReason> {
        let (Self::Derived(reached) | Self::Strangers(reached)) = self else {
            return Ok(());
        };
        let Some(reason) = closed(address) else {
            return Ok(());
        };
        let same = reached
            .iter()
            .any(|ip| ip.to_canonical() == address.to_canonical());
        let from_inside =
            || matches!(self, Self::Derived(_)) || reached.iter().any(|ip| closed(*ip).is_some());
        if same || (reason == NotContactedReason::Private && from_inside()) {
            Ok(())
        } else {
            Err(reason)
        }
    }

    /// Whether that name may be looked up, here or by a proxy whose lookup nobody sees.
    ///
    /// # Errors
    /// Why not.
    pub fn allows_name(&self, name: &str) -> Result<(), NotContactedReason> {
        if *self == Self::User {
            Ok(())
        } else {
            closed_name(name).map_or(Ok(()), Err)
        }
    }

    /// Named by both: what one of them allows is allowed.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::User, _) | (_, Self::User) => Self::User,
            (Self::Strangers(a), Self::Strangers(b)) => Self::Strangers([a, b].concat()),
            (Self::Derived(a) | Self::Strangers(a), Self::Derived(b) | Self::Strangers(b)) => {
                Self::Derived([a, b].concat())
            }
        }
    }
}

/// Metadata services and the like, of AWS, Azure, Google, Oracle, Alibaba and Tencent: they have
/// addresses of several kinds.
const SERVICES_V4: [[u8; 4]; 7] = [
    [169, 254, 169, 254],
    [169, 254, 170, 2],
    [169, 254, 170, 23],
    [169, 254, 0, 23],
    [168, 63, 129, 16],
    [192, 0, 0, 192],
    [100, 100, 100, 200],
];
const SERVICES_V6: [[u16; 8]; 3] = [
    [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254],
    [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23],
    [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254],
];
/// Names that mean the reader itself, or its cloud's metadata service, whoever resolves them.
const OWN_NAMES: [&str; 4] = [
    "localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "ip6-loopback",
];
const SERVICE_NAMES: [&str; 5] = [
    "metadata.google.internal",
    "metadata.goog",
    "metadata",
    "instance-data.ec2.internal",
    "instance-data",
];

/// Why an address is not open to all; `None`: it is.
#[must_use]
pub fn closed(address: IpAddr) -> Option<NotContactedReason> {
    match address {
        IpAddr::V4(ip) => closed_v4(ip),
        IpAddr::V6(ip) => closed_v6(ip),
    }
}

/// The same of a name that says it itself; lower case, without a final dot.
#[must_use]
pub fn closed_name(name: &str) -> Option<NotContactedReason> {
    if OWN_NAMES.contains(&name) || name.ends_with(".localhost") {
        Some(NotContactedReason::Loopback)
    } else {
        SERVICE_NAMES
            .contains(&name)
            .then_some(NotContactedReason::MetadataService)
    }
}

fn closed_v4(ip: Ipv4Addr) -> Option<NotContactedReason> {
    match ip.octets() {
        octets if SERVICES_V4.contains(&octets) => Some(NotContactedReason::MetadataService),
        [0, ..] => Some(NotContactedReason::Unspecified),
        [127, ..] => Some(NotContactedReason::Loopback),
        [169, 254, ..] => Some(NotContactedReason::LinkLocal),
        [224..=239, ..] => Some(NotContactedReason::Multicast),
        // RFC 6890 2.1 and RFC 1112 4, the broadcast address included.
        [192, 0, 0, _] | [240..=255, ..] => Some(NotContactedReason::Reserved),
        // RFC 1918, RFC 6598, RFC 2544: routed inside a network at the most.
        [10, ..]
        | [172, 16..=31, ..]
        | [192, 168, ..]
        | [100, 64..=127, ..]
        | [198, 18..=19, ..] => Some(NotContactedReason::Private),
        _ => None,
    }
}

fn closed_v6(ip: Ipv6Addr) -> Option<NotContactedReason> {
    match ip.segments() {
        segments if SERVICES_V6.contains(&segments) => Some(NotContactedReason::MetadataService),
        [0, 0, 0, 0, 0, 0, 0, 0] => Some(NotContactedReason::Unspecified),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some(NotContactedReason::Loopback),
        [0xff00..=0xffff, ..] => Some(NotContactedReason::Multicast),
        [0xfe80..=0xfebf, ..] => Some(NotContactedReason::LinkLocal),
        // Unique local (RFC 4193), and site-local as was (RFC 3879).
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Some(NotContactedReason::Private),
        // Discarded (RFC 6666).
        [0x100, 0, 0, 0, ..] => Some(NotContactedReason::Reserved),
        // A network's own NAT64 (RFC 8215): where it leads is for that network to know.
        [0x64, 0xff9b, 1, ..] => embedded(ip)
            .and_then(closed_v4)
            .or(Some(NotContactedReason::Private)),
        _ => embedded(ip).and_then(closed_v4),
    }
}

/// The IPv4 address that packets to an IPv6 address end up at.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| Some(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match ip.segments() {
        // Compatible (RFC 4291 2.5.5.1), mapped (2.5.5.2), translated (RFC 2765), NAT64 (RFC 6052,
        // RFC 8215).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x64, 0xff9b, 1, _, _, _, high, low]
        // 6to4 (RFC 3056).
        | [0x2002, high, low, ..] => of(high, low),
        // Teredo (RFC 4380 4): the client's, with its bits turned.
        [0x2001, 0, .., high, low] => of(!high, !low),
        _ => None,
    }
}

#[cfg(test)]
#[path = "stranger_tests.rs"]
mod tests;
