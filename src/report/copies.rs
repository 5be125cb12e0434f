//! How authentic copies of CAs come into a file: commands to be pasted, and people to be asked.
//! Runs nothing; where a copy is, `words` knows.

use std::collections::HashSet;

use super::brief;
use super::cell::{Cell, Tone};
use super::document::Said;
use crate::words::CopyAt;

/// Names at one place, and places, that are told.
const MOST: usize = 3;

/// A certificate of which a copy is wanted.
pub(super) struct Wanted {
    /// What it is called.
    pub(super) label: String,
    /// It is the server's own, and no CA's: it is compared where it is.
    pub(super) is_own: bool,
    pub(super) at: CopyAt,
}

/// What to do so that the file holds a copy of each, one thought after the other. `by_name`: which
/// ones, also where one place holds all of them.
pub(super) fn into_file(wanted: &[Wanted], file: &str, by_name: bool) -> Vec<Said> {
    let mut said = Vec::new();
    let places = places(wanted);
    let mut into = ">";
    for (at, labels) in &places {
        let CopyAt::Command(command) = at else {
            continue;
        };
        let of = if by_name || places.len() > 1 {
            format!("copy of {}", brief::bounded(labels, MOST).join(", "))
        } else {
            "own copy of its CAs".to_owned()
        };
        said.push(prose(&format!(
            "save the cluster's {of}, where you are logged in to it:"
        )));
        said.push(Said::Command(format!("{command} {into} {file}")));
        into = ">>";
    }
    let asked: Vec<String> = places
        .iter()
        .filter_map(|(at, labels)| asked(at, labels))
        .collect();
    let end = if said.is_empty() {
        format!(", into {file}")
    } else {
        format!(", and add it to {file}")
    };
    let asked = brief::bounded(&asked, MOST).into_iter();
    said.extend(asked.map(|text| prose(&(text + &end))));
    let own = labels(wanted.iter().filter(|wanted| wanted.is_own));
    if !own.is_empty() {
        let own = brief::bounded(&own, MOST).join(", ");
        said.push(prose(&format!(
            "{own}: the server's own certificate: compare its SHA-256, which `openssl x509 -noout -fingerprint -sha256 -in FILE` prints on the server"
        )));
    }
    said
}

/// A CA is among them, so that a file of copies is of use.
pub(super) fn has_a_ca(wanted: &[Wanted]) -> bool {
    wanted.iter().any(|wanted| !wanted.is_own)
}

fn asked(at: &CopyAt, labels: &[String]) -> Option<String> {
    match at {
        CopyAt::Command(_) => None,
        CopyAt::With(who) => {
            let labels = brief::bounded(labels, MOST).join(", ");
            Some(format!("get {labels} from {who}"))
        }
    }
}

/// Each place once, with the CAs that it holds.
fn places(wanted: &[Wanted]) -> Vec<(CopyAt, Vec<String>)> {
    let mut places: Vec<(CopyAt, Vec<String>)> = Vec::new();
    let mut known = HashSet::new();
    let all = wanted.iter().filter(|of| !of.is_own);
    for of in all.filter(|of| known.insert((of.at, &of.label))) {
        match places.iter_mut().find(|(at, _)| *at == of.at) {
            Some((_, labels)) => labels.push(of.label.clone()),
            None => places.push((of.at, vec![of.label.clone()])),
        }
    }
    places
}

fn labels<'a>(of: impl Iterator<Item = &'a Wanted>) -> Vec<String> {
    of.map(|wanted| wanted.label.clone()).collect()
}

fn prose(text: &str) -> Said {
    Said::Prose(Cell::new(Tone::Plain, text))
}
