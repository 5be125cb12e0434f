//! Faults of the network that a line tells: the classes by the rows of `dialects`, and the endpoint
//! with what it is to who wrote the line.
//! Reads text only; whether it is so is measured by `probe endpoints`.

use super::automaton::Candidate;
use super::finding::Endpoint;
use super::place_of::role;
use crate::codes::Code;
use crate::dialects::{others, place};
use crate::logs::{Event, Level};

/// What the event says of the network: the classes that its text may be about, and the endpoint.
pub(super) fn read(
    event: &Event<'_>,
    candidates: &[Candidate],
) -> Option<(Vec<Code>, Option<Endpoint>)> {
    if event.level.is_some_and(|level| level <= Level::Debug) {
        return None;
    }
    texts(event).find_map(|text| {
        let among = candidates.iter().filter_map(|candidate| match candidate {
            Candidate::Network(code, pattern) => Some((*code, *pattern)),
            Candidate::Row(..) | Candidate::ErrorLine => None,
        });
        let codes = others::read_among(text, among);
        let endpoint = endpoint(event, text);
        // A word or two, such as `EOF`, are a fault of the network only where they are about somebody.
        (!codes.is_empty() && (endpoint.is_some() || text.contains("x509:")))
            .then_some((codes, endpoint))
    })
}

/// Where an error may stand: in the fields that are there for errors; in the message, where the line
/// has no level or is a warning at least.
fn texts<'e>(event: &'e Event<'_>) -> impl Iterator<Item = &'e str> {
    let told = event.level.is_none_or(|level| level >= Level::Warning);
    let message = told.then_some(&*event.message);
    event.errors().chain(message)
}

fn endpoint(event: &Event<'_>, text: &str) -> Option<Endpoint> {
    let found = place::endpoint_in(text)?;
    let clear = text.contains("http://") && !text.contains("https://");
    let role = role(event, text, &found);
    let has_port = found.rsplit_once(':').is_some_and(|(host, port)| {
        !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) && !host.ends_with(':')
    });
    let port = if clear { 80 } else { 443 };
    let authority = if has_port {
        found
    } else {
        format!("{found}:{port}")
    };
    let proxy = text
        .split_once("proxyconnect tcp: ")
        .and_then(|(_, of_proxy)| place::endpoint_in(of_proxy));
    Some(Endpoint {
        authority,
        role,
        clear,
        proxy,
    })
}
