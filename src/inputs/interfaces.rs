//! Link-local targets, and whether this machine has the interface that is to lead to them.
//! Asks the kernel for the names of its interfaces; sends nothing.

use std::net::IpAddr;

use crate::target::{Host, Target};

/// A network interface of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Interface {
    number: u32,
    name: String,
}

/// The target, where a link-local one names an interface that is there (RFC 4007 6, 11).
///
/// # Errors
/// It names none, or one that this machine does not have; with the interfaces that it has.
pub(super) fn checked(target: Target) -> Result<Target, String> {
    let Host::Ip(IpAddr::V6(ip)) = &target.host else {
        return Ok(target);
    };
    if !ip.is_unicast_link_local() {
        return Ok(target);
    }
    match refusal(&target, &interfaces()) {
        None => Ok(target),
        Some(why) => Err(why),
    }
}

fn refusal(target: &Target, all: &[Interface]) -> Option<String> {
    let (host, port) = (&target.host, target.port);
    let Some(zone) = &target.zone else {
        let usual = all.iter().map(|interface| &*interface.name);
        let example = usual.into_iter().find(|name| *name != "lo");
        return Some(format!(
            "`{host}` is link-local (fe80::/10) and leads nowhere without an interface: write [{host}%{}]:{port}{}",
            example.unwrap_or("eth0"),
            listed(all)
        ));
    };
    let number: Option<u32> = zone.as_str().parse().ok();
    let is_it = |one: &Interface| one.name == zone.as_str() || Some(one.number) == number;
    // Where the system tells nothing, connecting will.
    (!all.is_empty() && !all.iter().any(is_it)).then(|| {
        format!(
            "`{host}%{zone}`: this machine has no network interface `{zone}`{}",
            listed(all)
        )
    })
}

fn listed(all: &[Interface]) -> String {
    const MOST: usize = 12;
    if all.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = all.iter().take(MOST).map(|one| &*one.name).collect();
    let more = if all.len() > MOST { ", …" } else { "" };
    format!("; its interfaces are {}{more}", names.join(", "))
}

/// Empty where the system does not tell.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "if_nameindex has no safe wrapper in what we depend on"
)]
fn interfaces() -> Vec<Interface> {
    let mut all = Vec::new();
    // SAFETY: the list that if_nameindex returns ends with an entry of number 0, each name before that
    // ends with a zero byte, and it is given back once, when nothing points into it any more.
    unsafe {
        let list = libc::if_nameindex();
        let mut at = list;
        while !at.is_null() && (*at).if_index != 0 {
            let name = std::ffi::CStr::from_ptr((*at).if_name);
            all.push(Interface {
                number: (*at).if_index,
                name: name.to_string_lossy().into_owned(),
            });
            at = at.add(1);
        }
        if !list.is_null() {
            libc::if_freenameindex(list);
        }
    }
    all
}

/// There they have numbers only.
#[cfg(not(unix))]
fn interfaces() -> Vec<Interface> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Origin;

    fn target(text: &str) -> Target {
        Target::parse(text, Origin::Argument { number: 1 }).expect("a target")
    }

    fn of(names: &[&str]) -> Vec<Interface> {
        let numbered = (1..).zip(names);
        numbered
            .map(|(number, name)| Interface {
                number,
                name: (*name).into(),
            })
            .collect()
    }

    #[test]
    fn a_link_local_target_names_an_interface_that_is_there() {
        let all = of(&["lo", "ens3", "br-ex.2"]);
        for (text, expected) in [
            (
                "fe80::1",
                Some("write [fe80::1%ens3]:443; its interfaces are lo, ens3, br-ex.2"),
            ),
            ("api=[fe80::1]", Some("write [fe80::1%ens3]:6443;")),
            (
                "https://[febf::1]:8443/x",
                Some("write [febf::1%ens3]:8443;"),
            ),
            (
                "fe80::1%eth0",
                Some("no network interface `eth0`; its interfaces are lo,"),
            ),
            ("[fe80::1%25ENS3]:443", Some("no network interface `ENS3`")),
            ("fe80::1%4", Some("no network interface `4`")),
            ("fe80::1%0", Some("no network interface `0`")),
            ("fe80::1%ens3", None),
            ("https://[fe80::1%25br-ex.2]:443/", None),
            ("fe80::1%2", None),
        ] {
            let said = refusal(&target(text), &all);
            match (said, expected) {
                (None, None) => {}
                (Some(said), Some(part)) => assert!(said.contains(part), "{text}: {said}"),
                (said, _) => panic!("{text}: {said:?}"),
            }
        }
        let many: Vec<String> = (0..40).map(|n| format!("veth{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let said = refusal(&target("fe80::1"), &of(&many)).expect("a refusal");
        assert!(said.ends_with("veth11, …"), "{said}");
    }

    #[test]
    fn where_the_system_tells_nothing_only_the_form_is_asked_for() {
        assert_eq!(refusal(&target("fe80::1%eth0"), &[]), None);
        let said = refusal(&target("fe80::1"), &[]).expect("a refusal");
        assert!(said.ends_with("write [fe80::1%eth0]:443"), "{said}");
    }

    #[test]
    fn other_addresses_need_no_interface() {
        for text in [
            "::1",
            "fec0::1",
            "fd00::1",
            "2001:db8::1",
            "169.254.1.1",
            "a.test",
        ] {
            assert_eq!(checked(target(text)), Ok(target(text)));
        }
        assert!(checked(target("fe80::1")).is_err());
        assert!(checked(target("fe80::1%no-such-zone")).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn every_linux_has_a_loopback_interface() {
        let all = interfaces();
        assert!(
            all.iter().any(|one| one.name == "lo" && one.number > 0),
            "{all:?}"
        );
        assert!(checked(target("fe80::1%lo")).is_ok());
    }
}
