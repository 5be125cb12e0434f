//! Discovered endpoints that do not exist, endpoints that were not contacted because only a
//! stranger named them, and those that are spoken to in clear: a bundle cannot cover any of them.
//! Prints a note on each kind.

use super::output;
use crate::judge::Endpoint;
use crate::words;

/// The endpoints that a bundle can cover; if not `quiet`, the others are named.
pub(super) fn left_out(endpoints: Vec<Endpoint>, quiet: bool) -> Vec<Endpoint> {
    let (absent, there): (Vec<Endpoint>, Vec<Endpoint>) =
        endpoints.into_iter().partition(Endpoint::is_absent);
    let (closed, open): (Vec<Endpoint>, Vec<Endpoint>) =
        there.into_iter().partition(Endpoint::is_closed);
    let (clear, open): (Vec<Endpoint>, Vec<Endpoint>) = open
        .into_iter()
        .partition(|endpoint| endpoint.attempt.target.clear);
    if !quiet {
        let name = |endpoint: &Endpoint| endpoint.attempt.target.authority();
        let why = |endpoint: &Endpoint| {
            let why = words::why_left_out(&endpoint.verdict.finding);
            let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
            format!("{}{why}", name(endpoint))
        };
        note(
            "not exposed, so left out",
            &absent.iter().map(why).collect::<Vec<_>>(),
        );
        note(
            "not contacted on a stranger's word, so left out",
            &closed.iter().map(why).collect::<Vec<_>>(),
        );
        note(
            "spoken to in clear, so left out",
            &clear.iter().map(name).collect::<Vec<_>>(),
        );
    }
    open
}

fn note(what: &str, endpoints: &[String]) {
    if !endpoints.is_empty() {
        output::note(&format!("note: {what}: {}", words::names(endpoints, " ")));
    }
}
