//! How a run can fail: `Error` ends it with an exit code, `Problem` is collected while it goes on.
//! What the world did to a connection is neither: that is a `Fault`, in `evidence`.

use serde::{Deserialize, Serialize};

use crate::foreign::{visible, visible_lines};
use crate::quote::{name_without_passwords, without_passwords, without_secrets};

/// Every endpoint passed, or the whole bundle was proved and written.
pub const OK: u8 = 0;
/// A verdict at or above `--fail-on`.
pub const FAILED: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;
/// The run is not whole: nothing to probe, an input unreadable, output not writable, the bundle not
/// proved. Beats 1.
pub const NOT_WHOLE: u8 = 3;
/// Ctrl-C, SIGTERM, SIGHUP, as a shell counts: 128 and the signal's number. What was done has been
/// written; beats all others.
pub const INTERRUPTED: u8 = 130;
/// As [`INTERRUPTED`], for SIGTERM.
pub const TERMINATED: u8 = 143;
/// As [`INTERRUPTED`], for SIGHUP.
pub const HUNG_UP: u8 = 129;

/// Who asks the process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Signal {
    /// Ctrl-C.
    #[serde(rename = "SIGINT")]
    Interrupt,
    /// SIGTERM: a pod that is deleted, `timeout`, a service manager.
    #[serde(rename = "SIGTERM")]
    Terminate,
    /// SIGHUP: a terminal that closes.
    #[serde(rename = "SIGHUP")]
    HangUp,
}

impl Signal {
    /// The exit code of a run that this signal ended.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => INTERRUPTED,
            Self::Terminate => TERMINATED,
            Self::HangUp => HUNG_UP,
        }
    }
}

impl std::fmt::Display for Signal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Interrupt => "Ctrl-C",
            Self::Terminate => "SIGTERM",
            Self::HangUp => "SIGHUP",
        })
    }
}

/// A run that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The arguments contradict each other or name nothing. Its line breaks are ours: foreign text
    /// in it is made visible before. What may be a password in an argument is left out of it.
    #[error("{}", without_secrets(&visible_lines(.0)))]
    Usage(String),
    /// An input without which nothing can be done.
    #[error("{}: {}{}", place(.what), said(.why), hint_line(.hint))]
    Input {
        /// Which input: a file, or a flag and its value.
        what: String,
        /// Why it cannot be used: lower case, no full stop.
        why: String,
        /// What to do about it; empty where there is nothing to say.
        hint: String,
    },
    /// The product could not be written.
    #[error("cannot write {}: {}", place(.to), said(.why))]
    Output {
        /// Where it should go: a file's path, or `standard output`.
        to: String,
        /// Why it cannot be written: lower case, no full stop.
        why: String,
    },
    /// What was measured is kept in a file where memory does not suffice, and that file fails.
    #[error("what was measured cannot be read back: {0}")]
    ReadBack(std::io::Error),
    /// Stdout was closed by its reader: not an error, nothing is printed.
    #[error("broken pipe")]
    BrokenPipe,
    /// A signal ended the run before it had a result to print.
    #[error("interrupted ({0}) before there was anything to write")]
    Interrupted(Signal),
}

fn hint_line(hint: &str) -> String {
    if hint.is_empty() {
        String::new()
    } else {
        format!("\nhint: {}", said(hint))
    }
}

/// The name of an input or output, which may be an argument that was meant for another flag.
fn place(name: &str) -> String {
    visible(&name_without_passwords(name))
}

fn said(text: &str) -> String {
    visible(&without_passwords(text))
}

impl Error {
    /// The exit code of the table above.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Input { .. } | Self::Output { .. } | Self::ReadBack(_) => NOT_WHOLE,
            Self::BrokenPipe => OK,
            Self::Interrupted(signal) => signal.exit_code(),
        }
    }
}

/// An input that could not be used; the run goes on without it and ends with 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Problem {
    /// Where: `targets.txt:7`, `--ca /etc/x.pem`, never a secret.
    pub place: String,
    /// What is wrong, lower case, no full stop.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl Problem {
    /// A problem of its three parts, each in the form that its field says. What may be a password in
    /// them, such as one in a target that was given as the name of a file, is left out here: reports
    /// repeat all three.
    pub fn new(place: impl Into<String>, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place: name_without_passwords(&place.into()),
            what: without_passwords(&what.into()),
            hint: without_passwords(&hint.into()),
        }
    }
}

/// Without anything that a terminal obeys: places are often named by others.
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}: {}{}",
            visible(&self.place),
            visible(&self.what),
            hint_line(&self.hint)
        )
    }
}
