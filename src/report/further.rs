//! What was measured beside the attempts, in `-o wide`: further measurements of a target, and what
//! proxies say to a name that cannot exist. A few lines each, without opinion; the machine formats
//! hold every step.

use crate::evidence::{Connection, Extra, ExtraKind, Fault, ProxyCanary, Resolution, Step};
use crate::judge::furthest;
use crate::route::Route;

use super::cell::commas;
use super::document::{Fields, Said};
use super::{brief, connection};

/// What was different and why it was made; how far it came; which certificate it saw.
pub(super) fn measurement(extra: &Extra, fields: &mut Fields) {
    let way = extra
        .route
        .proxy
        .as_ref()
        .map_or_else(|| "direct".to_owned(), |proxy| format!("through {proxy}"));
    let mut heading = kind(&extra.kind);
    heading.extend([way, format!("because of {}", extra.because)]);
    let listened = extra.kind == ExtraKind::ListenFirst;
    let mut outcome = outcome(&extra.route, &extra.dns, &extra.connections);
    if let Some(fault) = furthest(&extra.connections)
        .and_then(|c| c.tls.fault())
        .filter(|_| listened)
    {
        outcome = vec![heard(fault)];
    }
    lines(
        "further",
        vec![heading, outcome, certificate(&extra.connections)],
        fields,
    );
}

pub(super) fn canary(canary: &ProxyCanary, fields: &mut Fields) {
    let proxy = canary
        .route
        .proxy
        .as_ref()
        .map_or_else(|| "the direct route".to_owned(), ToString::to_string);
    let heading = vec![
        format!("{proxy} was asked for {}", canary.name),
        "which cannot exist".into(),
    ];
    let outcome = outcome(&canary.route, &canary.dns, &canary.connections);
    lines(
        "canary",
        vec![heading, outcome, certificate(&canary.connections)],
        fields,
    );
}

/// One list after the other, each on lines of its own.
fn lines(label: &str, lists: Vec<Vec<String>>, fields: &mut Fields) {
    let said = lists.into_iter().map(|items| Said::Items(commas(items)));
    fields.field(label, said.collect());
}

fn kind(kind: &ExtraKind) -> Vec<String> {
    let one = |text: &str| vec![text.to_owned()];
    match kind {
        ExtraKind::OtherRoute => one("the other route"),
        ExtraKind::Again => one("once more"),
        ExtraKind::CanaryName { name } | ExtraKind::OtherKeyCanary { name, .. } => vec![
            format!("with the server name {name}"),
            "which cannot exist".into(),
        ],
        ExtraKind::NoName => one("without a server name"),
        ExtraKind::OnlyTls12 => one("with TLS 1.2 only"),
        ExtraKind::SmallHello => one("with a small ClientHello"),
        ExtraKind::LargeHello => one("with a large ClientHello"),
        ExtraKind::SmallSegments => one("in TCP segments of at most 536 bytes"),
        ExtraKind::ListenFirst => one("saying nothing at first"),
        ExtraKind::OtherKey { without } => {
            let shown: Vec<String> = without.iter().map(ToString::to_string).collect();
            vec![format!(
                "for a certificate of another key type than {}",
                shown.join(" and ")
            )]
        }
    }
}

/// How far it came: of several addresses, the one that went furthest.
fn outcome(route: &Route, dns: &Step<Resolution>, connections: &[Connection]) -> Vec<String> {
    let Some(furthest) = furthest(connections) else {
        return vec![format!("dns {}", brief::step_story(dns))];
    };
    let others = if connections.len() > 1 {
        format!(", which came furthest of {}", connections.len())
    } else {
        String::new()
    };
    let at = format!(
        "at {}{}{others}:",
        furthest.address.ip(),
        brief::whose(route)
    );
    let Connection {
        tcp,
        proxy,
        tls,
        http,
        ..
    } = furthest;
    let faults = [
        ("tcp", tcp.fault()),
        ("proxy", proxy.fault()),
        ("tls", tls.fault()),
        ("http", http.fault()),
    ];
    if let Some((step, fault)) = faults
        .into_iter()
        .find_map(|(step, fault)| Some((step, fault?)))
    {
        return vec![format!("{at} {step} failed: {fault}")];
    }
    let version = tls.saw().and_then(|session| session.version.clone());
    let answer = http.saw().map(connection::exchange);
    [format!("{at} answered")]
        .into_iter()
        .chain(version)
        .chain(answer)
        .collect()
}

/// What a client that waits hears: of a TLS server, nothing.
fn heard(fault: &Fault) -> String {
    if matches!(fault, Fault::TimedOut { .. }) {
        "nothing was heard".into()
    } else {
        format!("heard: {fault}")
    }
}

/// The leaf that was shown, and who issued it.
fn certificate(connections: &[Connection]) -> Vec<String> {
    let leaf = furthest(connections)
        .and_then(|c| c.tls.saw())
        .and_then(|session| session.chain.first());
    let mut items = leaf.map_or_else(Vec::new, connection::shown);
    if let Some(first) = items.first_mut() {
        first.insert_str(0, "certificate: ");
    }
    items
}
