//! What pods, commands and clusters print, line by line, as events: who wrote it, when, how grave, the
//! message and its fields. One file for each grammar. Bytes in, values out: judges nothing, names no
//! cause, opens no file, and keeps no more than a line.
//!
//! | grammar | file |
//! |---|---|
//! | logrus: as text, on a terminal, as JSON | `logrus`, `terminal`, `json` |
//! | zap: as JSON, for a console | `json`, `zap_console` |
//! | klog | `klog` |
//! | restic, kopia; rsync; stunnel | `restic`, `json`, `kopia`; `rsync`; `stunnel` |
//! | Ansible, Node.js, routers | `ansible`, `node`, `router` |
//! | events and `oc describe` | `kube_event`, `describe` |
//! | what stands before a line; colours | `prefix`, `text` |
//! | lines that were cut or wrapped | `record` |

mod ansible;
mod describe;
mod event;
mod json;
mod klog;
mod kopia;
mod kube_event;
mod level;
mod logrus;
mod node;
mod object;
mod pairs;
mod prefix;
mod quoted;
mod record;
mod restic;
mod router;
mod rsync;
mod stunnel;
mod terminal;
mod text;
mod writer;
mod zap_console;

use std::borrow::Cow;

pub use event::{Event, Place};
pub use level::Level;
use prefix::{Prefixed, behind_words, prefixed};
pub use record::{Record, Records, are_broken};
pub use text::text;
pub use writer::Writer;

/// The field of the pod that wrote a line, as what stands before the line tells it: the line itself may
/// be about another (`pod`).
pub const WRITER_POD: &str = "writer_pod";
/// The field of that pod's namespace.
pub const WRITER_NAMESPACE: &str = "writer_namespace";

/// Reads one line, without its line break. What no grammar knows is a plain line, whose message is all
/// of it. `behind` is what follows it, which may belong to it; how many bytes of that do is returned,
/// too.
#[must_use]
pub fn read<'a>(line: &'a str, behind: &'a str, place: Place) -> (Event<'a>, usize) {
    let found = prefixed(line);
    let (mut event, taken) = unprefixed(&found, behind, place);
    event.at = event.at.or(found.taken);
    let mut told = |name: &'static str, value: Option<&'a str>| {
        if let Some(value) = value {
            event
                .fields
                .push((Cow::Borrowed(name), Cow::Borrowed(value)));
        }
    };
    told(WRITER_POD, found.pod);
    told("container", found.container);
    (event, taken)
}

fn unprefixed<'a>(found: &Prefixed<'a>, behind: &'a str, place: Place) -> (Event<'a>, usize) {
    // What stands before the next lines is not taken off, so that they tell nothing.
    let behind = if found.taken.is_some() || found.pod.is_some() {
        ""
    } else {
        behind
    };
    if let Some(known) = known(found.text, behind, place) {
        return known;
    }
    for words in [2, 3] {
        let inner = behind_words(found.text, words)
            .and_then(|(names, rest)| Some((names, known(prefixed(rest).text, "", place)?)));
        let Some((names, (mut event, _))) = inner else {
            continue;
        };
        for (name, value) in ["container", WRITER_POD, WRITER_NAMESPACE]
            .into_iter()
            .zip(names.into_iter().rev())
        {
            event
                .fields
                .push((Cow::Borrowed(name), Cow::Borrowed(value)));
        }
        return (event, 0);
    }
    // Its beginning may be cut off.
    let cut = logrus::read(found.text, place);
    (cut.unwrap_or_else(|| Event::plain(found.text, place)), 0)
}

/// What a grammar makes of a line: the event, and how many bytes behind the line belong to it.
pub type LineReader = for<'a> fn(&'a str, &'a str, Place) -> Option<(Event<'a>, usize)>;

/// A grammar that is tried on a line.
pub struct Grammar {
    /// The name of its file.
    pub name: &'static str,
    /// Its reader: a line, and what follows it.
    pub read: LineReader,
}

/// A reader that looks at one line only.
macro_rules! of_a_line {
    ($grammar:ident) => {
        Grammar {
            name: stringify!($grammar),
            read: |line, _, place| $grammar::read(line, place).map(|event| (event, 0)),
        }
    };
}

/// Every grammar. The narrow ones are asked first.
pub const GRAMMARS: &[Grammar] = &[
    of_a_line!(json),
    of_a_line!(klog),
    of_a_line!(zap_console),
    of_a_line!(stunnel),
    of_a_line!(rsync),
    of_a_line!(terminal),
    Grammar {
        name: "logrus",
        read: |line, _, place| {
            let begins = logrus::begins(line);
            let event = begins.then(|| logrus::read(line, place)).flatten()?;
            Some((event, 0))
        },
    },
    of_a_line!(kopia),
    of_a_line!(router),
    Grammar {
        name: "ansible",
        read: |line, behind, place| Some((ansible::read(line, behind, place)?, 0)),
    },
    Grammar {
        name: "restic",
        read: |line, behind, place| Some((restic::read(line, behind, place)?, 0)),
    },
    of_a_line!(kube_event),
    Grammar {
        name: "node",
        read: node::read,
    },
    of_a_line!(describe),
];

/// The event, where a grammar knows the line.
fn known<'a>(line: &'a str, behind: &'a str, place: Place) -> Option<(Event<'a>, usize)> {
    GRAMMARS
        .iter()
        .find_map(|grammar| (grammar.read)(line, behind, place))
}

#[cfg(test)]
mod tests;
