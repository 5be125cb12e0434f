//! Link-local addresses: which interface leads to them.
//! Asks the kernel for the number of an interface; sends nothing.

use std::net::{SocketAddr, SocketAddrV6};

use crate::evidence::Fault;

/// The address with the interface of that name or number.
pub(super) fn scoped(address: SocketAddr, zone: Option<&str>) -> Result<SocketAddr, Fault> {
    let (SocketAddr::V6(v6), Some(zone)) = (address, zone) else {
        return Ok(address);
    };
    let number = zone
        .parse()
        .ok()
        .filter(|n| *n != 0)
        .or_else(|| number(zone));
    match number {
        Some(number) => Ok(SocketAddrV6::new(*v6.ip(), v6.port(), 0, number).into()),
        None => Err(Fault::Unreachable {
            text: format!("this machine has no network interface `{zone}`").into(),
        }),
    }
}

#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "if_nametoindex has no safe wrapper in what we depend on"
)]
fn number(zone: &str) -> Option<u32> {
    let name = std::ffi::CString::new(zone).ok()?;
    // SAFETY: the name ends with a zero byte and lives as long as the call, which only reads it.
    let number = unsafe { libc::if_nametoindex(name.as_ptr()) };
    (number != 0).then_some(number)
}

/// Interfaces have numbers only.
#[cfg(not(unix))]
fn number(_: &str) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interface_is_found_by_name_or_number() {
        let address: SocketAddr = "[fe80::1]:6443".parse().unwrap();
        assert_eq!(scoped(address, None), Ok(address));
        assert_eq!(
            scoped(address, Some("7")).map(|a| a.to_string()).as_deref(),
            Ok("[fe80::1%7]:6443")
        );
        let fault = scoped(address, Some("no-such-zone")).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "this machine has no network interface `no-such-zone`"
        );
        let v4: SocketAddr = "192.0.2.1:1".parse().unwrap();
        assert_eq!(scoped(v4, Some("7")), Ok(v4));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn every_linux_has_a_loopback_interface() {
        let address: SocketAddr = "[fe80::1]:1".parse().unwrap();
        let scoped = scoped(address, Some("lo")).unwrap();
        assert!(matches!(scoped, SocketAddr::V6(v6) if v6.scope_id() != 0));
    }
}
