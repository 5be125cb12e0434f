//! Where curl would go another way than Go: a test with curl that works, or fails, then says
//! nothing about MTC. Measured with curl 7.88.

use super::ProxyUrl;
use super::no_proxy::{NoProxy, cidr, within};
use super::way::{CurlDiffers, Route, Sourced};
use crate::target::{Host, Target};

/// What curl would do otherwise; `None` where it agrees. `proxy` is what it reads: `ALL_PROXY`
/// where there is no other.
pub(super) fn differs(
    proxy: Option<&Sourced<ProxyUrl>>,
    no_proxy: Option<&Sourced<NoProxy>>,
    target: &Target,
    go: &Route,
) -> Option<CurlDiffers> {
    let Sourced {
        source,
        value: proxy,
    } = proxy?;
    let exempt = no_proxy.and_then(|list| exempting(&list.value.text, &target.host));
    match (&go.proxy, exempt) {
        (Some(_), Some(entry)) => Some(CurlDiffers::GoesDirectly {
            entry: entry.to_owned(),
            host: target.host.clone(),
        }),
        (None, None) => Some(CurlDiffers::UsesProxy {
            proxy: proxy.clone(),
            source: source.clone(),
        }),
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
