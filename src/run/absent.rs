//! Endpoints that nobody named and that are not there: nothing of a bundle can be for them, and nothing is missing without them.
//! Prints one note.

use super::output;
use crate::judge::Endpoint;
use crate::settings::Settings;

/// The others.
pub fn left_out(endpoints: Vec<Endpoint>, settings: &Settings) -> Vec<Endpoint> {
    let (absent, there): (Vec<Endpoint>, Vec<Endpoint>) = endpoints.into_iter().partition(Endpoint::is_absent);
    if !absent.is_empty() && !settings.quiet {
        let names: Vec<String> = absent.iter().map(|endpoint| endpoint.attempt.target.authority()).collect();
        output::note(&format!("note: not exposed, so left out: {}", names.join(" ")));
    }
    there
}
