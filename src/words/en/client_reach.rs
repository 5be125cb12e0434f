//! English for which clients connect, and what the others miss.
//! Facts only.

use super::list;
use crate::dialects::others::Program;
use crate::judge::finding::ClientReach;
use crate::offers::{Client, Missing};
use crate::words::facts::Facts;

/// Who connects, and who does not for which reason.
pub(super) fn facts(facts: Facts, clients: Option<&ClientReach>) -> Facts {
    let Some(reach) = clients else { return facts };
    let facts = if reach.connect.is_empty() {
        facts
    } else {
        facts.with("connect", names(&reach.connect))
    };
    let refuse: Vec<String> = reach.refuse.iter().map(refusal).collect();
    if refuse.is_empty() {
        facts
    } else {
        facts.list("refuse", refuse)
    }
}

/// Who connects, as the end of a sentence.
pub(super) fn sentence(clients: Option<&ClientReach>) -> String {
    let connect = clients.map_or(&[][..], |reach| &reach.connect);
    match connect {
        [] => String::new(),
        some => format!("; as it is, it works with {}", names(some)),
    }
}

/// What this program does where it is known which versions of it connect; `None` where none does, or
/// nothing is known of it.
pub(super) fn of_program(program: Program, reach: &ClientReach) -> Option<String> {
    let versions: &[Client] = if program == Program::Go {
        &Client::GO
    } else if program == Program::Curl {
        &[Client::Curl]
    } else {
        return None;
    };
    let connects = |client: &&Client| reach.connect.contains(client);
    let connect: Vec<Client> = versions.iter().filter(connects).copied().collect();
    match connect.len() {
        0 => None,
        all if all == versions.len() => Some("connects".into()),
        _ => Some(format!("{} connects; others refuse", names(&connect))),
    }
}

pub(super) fn names(clients: &[Client]) -> String {
    let all: Vec<String> = clients.iter().map(ToString::to_string).collect();
    list::names(&all, ", ")
}

fn refusal((client, why): &(Client, Missing)) -> String {
    format!("{client}: {}", missing(why))
}

/// What a client misses.
pub(super) fn missing(why: &Missing) -> String {
    match why {
        Missing::Version(version) => format!("does not speak {version}"),
        Missing::Suite(suite) => format!("does not offer {suite}"),
        Missing::Group(group) => format!("does not offer the group {group}"),
        Missing::Scheme(scheme) => format!("takes no signatures by {scheme}"),
        Missing::OldSignature(version) => format!("takes no signatures of {version}"),
        Missing::ShortKey(bits) => format!("takes no RSA key of {bits} bits"),
        Missing::ShortPrime(bits) => format!("takes no Diffie-Hellman prime of {bits} bits"),
        Missing::Size(kib) => format!("takes at most {kib} KiB of certificates"),
        Missing::Refused => "the server refused a hello like its own".into(),
    }
}
