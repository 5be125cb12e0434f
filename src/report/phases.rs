//! How long each step of an endpoint took, on the connection that its verdict is about.
//! Adds up what was measured; says nothing of it.

use crate::judge::Endpoint;

/// The steps that took time, in microseconds, by the names that blackbox_exporter gives to phases;
/// `proxy` beside them.
pub(super) fn phases(endpoint: &Endpoint) -> Vec<(&'static str, u64)> {
    let shown = endpoint.shown();
    let all = [
        ("resolve", endpoint.attempt.dns.took_us()),
        ("connect", shown.and_then(|c| c.tcp.took_us())),
        ("proxy", shown.and_then(|c| c.proxy.took_us())),
        ("tls", shown.and_then(|c| c.tls.took_us())),
        ("processing", shown.and_then(|c| c.http.took_us())),
    ];
    all.into_iter()
        .filter_map(|(phase, us)| Some((phase, us?)))
        .collect()
}

/// All of them together.
pub(super) fn took_us(endpoint: &Endpoint) -> u64 {
    added(phases(endpoint).into_iter().map(|(_, us)| us))
}

/// Times together: a saved run may say that each took for ever.
pub(super) fn added(times: impl Iterator<Item = u64>) -> u64 {
    times.fold(0, u64::saturating_add)
}
