//! Faults of the network that a line tells: the classes by the rows of `dialects`, what the pattern
//! names, and the endpoint with what it is to who wrote the line.
//! Reads text only; whether it is so is measured by `probe endpoints`.

use super::automaton::Candidate;
use super::finding::Endpoint;
use super::place_of::role;
use crate::codes::{Code, Family};
use crate::dialects::others;
use crate::dialects::pattern::Values;
use crate::dialects::place;
use crate::logs::{Event, Level};
use crate::roles::RoleRef;

/// What a server says whose client hung up or distrusts it; health checks do so all the time.
const OF_SERVERS: &str = "TLS handshake error from";
/// Fields beside an error that name the endpoint: the URL of a dumped error, a repository.
const NAMING: [&str; 3] = ["url", "baseURL", "repository"];

/// What an event says of the network.
pub(super) struct Met<'e> {
    /// The classes that its text may be about, the most innocent first.
    pub(super) codes: Vec<Code>,
    /// Who is in trouble.
    pub(super) endpoint: Option<Endpoint>,
    /// What the text names: names of a CA, times, addresses.
    pub(super) values: Values<'e>,
}

/// What the event says of the network, if anything.
pub(super) fn read<'e>(event: &'e Event<'_>, candidates: &[Candidate]) -> Option<Met<'e>> {
    if event.level.is_some_and(|level| level <= Level::Debug) || event.message.contains(OF_SERVERS)
    {
        return None;
    }
    texts(event).find_map(|text| {
        let among = candidates.iter().filter_map(|candidate| match candidate {
            Candidate::Network(code, pattern) => Some((*code, *pattern)),
            Candidate::Row(..) | Candidate::ErrorLine => None,
        });
        let (mut codes, pattern) = others::read_among(text, among);
        let values = pattern
            .and_then(|pattern| pattern.read(text))
            .unwrap_or_default();
        let endpoint = endpoint(event, text, &values);
        // An interceptor is never guessed from words.
        codes.sort_by_key(|code| code.family() == Family::ProxyInterference);
        // A word or two, such as `EOF`, are a fault of the network only where they are about somebody.
        (!codes.is_empty() && (endpoint.is_some() || text.contains("x509:"))).then_some(Met {
            codes,
            endpoint,
            values,
        })
    })
}

/// Where an error may stand: in the fields that are there for errors; in the message, where the line
/// has no level or is a warning at least.
fn texts<'e>(event: &'e Event<'_>) -> impl Iterator<Item = &'e str> {
    let told = event.level.is_none_or(|level| level >= Level::Warning);
    let message = told.then_some(&*event.message);
    event.errors().chain(message)
}

fn endpoint(event: &Event<'_>, text: &str, values: &Values<'_>) -> Option<Endpoint> {
    let beside = || {
        let mut fields = NAMING.iter().filter_map(|name| event.field(name));
        fields.find_map(place::endpoint_in)
    };
    let found = place::endpoint_in(text)
        .filter(|_| text.contains("://"))
        .or_else(beside)
        .or_else(|| place::endpoint_in(text))
        .or_else(|| of_values(values))?;
    let whole = event.field("url").unwrap_or(text);
    let clear = whole.contains("http://") && !whole.contains("https://");
    let role = role(event, text, &found);
    let proxy = text
        .split_once("proxyconnect tcp: ")
        .and_then(|(_, of_proxy)| place::endpoint_in(of_proxy))
        .filter(|proxy| has_port(proxy));
    Some(Endpoint {
        authority: with_port(found, clear),
        role,
        clear: clear && (role.in_clear || role == RoleRef::REPOSITORY),
        proxy,
    })
}

/// What the pattern of a program without URLs named.
fn of_values(values: &Values<'_>) -> Option<String> {
    let value = |wanted: &str| {
        let mut values = values.iter();
        values
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| *value)
    };
    if let Some(address) = value("address") {
        return place::endpoint_in(&format!("dial tcp {address}"));
    }
    let host = value("host")?;
    let named = value("port").map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    place::endpoint_in(&format!("dial tcp {named}"))
}

fn with_port(found: String, clear: bool) -> String {
    if has_port(&found) {
        return found;
    }
    // A URL without a port means the port of its scheme; the usual one of a role is for names alone.
    let port = if clear { 80 } else { 443 };
    format!("{found}:{port}")
}

/// `host:443`, `[v6]:443`; an address of IPv6 has more colons, and no port.
fn has_port(authority: &str) -> bool {
    authority.rsplit_once(':').is_some_and(|(host, port)| {
        let is_port = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
        is_port && (!host.contains(':') || host.ends_with(']'))
    })
}
