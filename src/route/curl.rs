//! Where curl would go another way than Go: a test with curl that works, or fails, then says
//! nothing about MTC. Measured with curl 7.88.

use super::no_proxy::{cidr, within};
use super::{Route, Routing};
use crate::target::{Host, Target};

/// What curl would do differently, as text; `None` if it agrees.
pub(super) fn differs(routing: &Routing, target: &Target, go: &Route) -> Option<String> {
    let (proxy, source) = match (&routing.proxy, &routing.all_proxy) {
        (Some(proxy), _) => (&proxy.value, &proxy.source),
        (None, Some(all)) => (&all.value, &all.source),
        (None, None) => return None,
    };
    let exempt = routing
        .no_proxy
        .as_ref()
        .and_then(|list| exempting(&list.value.text, &target.host));
    match (&go.proxy, exempt) {
        (Some(_), Some(entry)) => Some(format!(
            "curl would go directly: to it the entry {entry} covers {}",
            target.host
        )),
        (None, None) => Some(format!("curl would use {proxy} ({source})")),
        _ => None,
    }
}

/// curl's reading: separated by commas or blanks, a leading dot does not matter, no ports, no inner
/// stars.
fn exempting<'a>(list: &'a str, host: &Host) -> Option<&'a str> {
    if list.trim() == "*" {
        return Some("*");
    }
    let name = host.to_string();
    list.split([',', ' ', '\t'])
        .filter(|entry| !entry.is_empty())
        .find(|entry| {
            let bare = entry
                .trim_start_matches('.')
                .trim_end_matches('.')
                .to_ascii_lowercase();
            match (host, cidr(entry)) {
                (Host::Ip(ip), Some((network, bits))) => within(*ip, network, bits),
                (Host::Ip(_), None) => bare == name,
                (Host::Name(_), _) => {
                    name == bare
                        || name
                            .strip_suffix(&bare)
                            .is_some_and(|rest| rest.ends_with('.'))
                }
            }
        })
}
