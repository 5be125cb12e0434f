//! English for what statuses say: each in its own words, what it is about, and how it goes with what
//! was measured.

use super::list;
use crate::foreign::Foreign;
use crate::mtc::{Age, Comparison, Part, StatusFinding};

/// Bytes of a message that are quoted.
const MOST_QUOTED: usize = 600;
/// Codes that are named.
const MOST_CODES: usize = 3;
const MEASURE: &str = "measure from a pod (below)";

/// One thing that a status says and that is not well: quoted, and what it is about. `None` where all
/// is well. What was met here too is said with it.
pub(in crate::words) fn told(found: &StatusFinding, was_met: bool) -> Option<String> {
    if !found.grade.is_bad() {
        return None;
    }
    let words = [found.category.as_ref(), found.reason.as_ref()];
    let words = words.into_iter().flatten().map(Foreign::on_one_line);
    let since = found.since.map(|since| since.to_string());
    let words: Vec<String> = words.chain(since).collect();
    let words = match words.join(", ") {
        empty if empty.is_empty() => empty,
        words => format!(" ({words})"),
    };
    let quoted = found.message.as_ref().map(quoted).unwrap_or_default();
    let mut kind = found.kind.on_one_line();
    if !found.holds {
        kind.push_str(" is not True");
    }
    if was_met {
        return Some(format!("the same: its status says {kind}{words}{quoted}"));
    }
    let about = about(found);
    Some(format!("{kind}{words}{quoted}; {about}"))
}

fn quoted(message: &Foreign) -> String {
    let text = message.on_one_line();
    let short = Foreign::bounded(&text, MOST_QUOTED);
    let cut = if short.len() < text.len() { "..." } else { "" };
    format!(": \"{short}{cut}\"")
}

fn about(found: &StatusFinding) -> String {
    let codes: Vec<&str> = found.codes.iter().map(|code| code.name()).collect();
    let which = if codes.is_empty() || codes.len() > MOST_CODES {
        String::new()
    } else {
        format!(" ({})", list::names(&codes, ", "))
    };
    format!("{}{which}", part(found.part))
}

/// What a status is about.
pub(in crate::words) const fn part(part: Part) -> &'static str {
    match part {
        Part::Connection => {
            "that is the connection: the way, a name or a certificate, of which it keeps no more"
        }
        Part::Network => "that is the way to the server, or its answer",
        Part::Proxy => "that is a proxy on the way",
        Part::Name => "that is a name: what DNS knows of it, or which the certificate is for",
        Part::Certificate => "that is the certificate, or the CA that signed it",
        Part::Credentials => "that is the credentials or what they may do, not the way",
        Part::Privilege => "that is a privilege that is missing, not the way",
        Part::Bucket => "that is the bucket, its region or what is in it, not the way",
        Part::Plugin => "that is a plugin of Velero, not the way",
        Part::Clock => "that is a clock: one of both is wrong by minutes",
        Part::Version => "that is a difference of versions, not the way",
        Part::Setting => "that is a setting of the object, not the way",
        Part::Reference => "that is another object, whose own status says why",
        Part::Volume => "that is a volume, or what copies it",
        Part::Workload => "that is pods, namespaces or a quota of the cluster",
        Part::Unknown => "that is quoted as it is: its text does not tell what it is about",
    }
}

/// How a status goes with what is expected from here; empty where there is nothing to compare.
pub(in crate::words) fn comparison(comparison: &Comparison) -> String {
    match comparison {
        Comparison::Nothing | Comparison::SameFailure => String::new(),
        Comparison::Says(kind) => format!("its status says {}", kind.on_one_line()),
        Comparison::Same(kind) => format!("the same: its status says {}", kind.on_one_line()),
        Comparison::Other { there, here, age } if there == here => format!(
            "from here it would be {here} too, for another reason{}",
            newer(*age)
        ),
        Comparison::Other { there, here, age } => format!(
            "its status says {}, not {here}{}",
            there.on_one_line(),
            newer(*age)
        ),
        Comparison::BetterThere { there, here, age } => format!(
            "its status says {}, but from here it would be {here}: the pods may take another path{}; {MEASURE}",
            there.on_one_line(),
            newer(*age)
        ),
        Comparison::WorseThere { there, age } => format!(
            "its status says {}, but from here its connection passes: the pods may take another path{}; {MEASURE}",
            there.on_one_line(),
            newer(*age)
        ),
        Comparison::Unsettled { there, age } => format!(
            "its status says {}, but from here its connection passes: go by what it says{}",
            there.on_one_line(),
            newer(*age)
        ),
        Comparison::Elsewhere(there) => format!(
            "its connection passes from here; {} is nothing that a connection shows, so both can be true",
            there.on_one_line()
        ),
        Comparison::ElsewhereBesides { there, here } if there == here => {
            "from here it would fail too, for another reason: both have to be cured".into()
        }
        Comparison::ElsewhereBesides { there, here } => format!(
            "from here it would be {here}; {} is nothing that a connection shows, so both can be true",
            there.on_one_line()
        ),
    }
}

fn newer(age: Age) -> String {
    match age {
        Age::StatusOlder(since) => format!(
            ", or this has changed since (the time in the status is {since}, what was met here is newer)"
        ),
        Age::StatusNewer(since) => format!(
            ", or this has changed since (the time in the status is {since}, newer than what was met here)"
        ),
        Age::Untold => ", or this has changed since (the status gives no time)".into(),
    }
}
