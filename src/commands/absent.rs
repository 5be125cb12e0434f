//! Discovered endpoints that do not exist, endpoints that were not contacted because only a
//! stranger named them, and those that are spoken to in clear: a bundle cannot cover any of them.
//! Prints a note on each kind.

use super::output;
use crate::error::Error;
use crate::judge::{Endpoint, Endpoints};
use crate::words;

/// Why no bundle can cover an endpoint.
enum Left {
    Absent,
    Closed,
    Clear,
}

/// Those of these places whose endpoints a bundle can cover; if not `quiet`, the others are named.
///
/// # Errors
/// The evidence cannot be read back.
pub(super) fn left_out(
    judged: &dyn Endpoints,
    places: impl IntoIterator<Item = u32>,
    quiet: bool,
) -> Result<Vec<u32>, Error> {
    let (mut open, mut absent, mut closed, mut clear) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    judged.some(
        places.into_iter().map(|place| (place as usize, place)),
        |_, endpoint| left(&endpoint),
        |place, left| {
            match left {
                None => open.push(place),
                Some((Left::Absent, name)) => absent.push(name),
                Some((Left::Closed, name)) => closed.push(name),
                Some((Left::Clear, name)) => clear.push(name),
            }
            Ok::<(), Error>(())
        },
    )?;
    if !quiet {
        note("not exposed, so left out", &absent);
        note("not contacted on a stranger's word, so left out", &closed);
        note("spoken to in clear, so left out", &clear);
    }
    Ok(open)
}

/// What it is called in the note; `None` where a bundle can cover it.
fn left(endpoint: &Endpoint) -> Option<(Left, String)> {
    let name = endpoint.attempt.target.authority();
    let why = || {
        let why = words::why_left_out(&endpoint.verdict.finding);
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        format!("{name}{why}")
    };
    if endpoint.is_absent() {
        Some((Left::Absent, why()))
    } else if endpoint.is_closed() {
        Some((Left::Closed, why()))
    } else if endpoint.attempt.target.clear {
        Some((Left::Clear, name))
    } else {
        None
    }
}

fn note(what: &str, endpoints: &[String]) {
    if !endpoints.is_empty() {
        output::note(&format!("note: {what}: {}", words::names(endpoints, " ")));
    }
}
