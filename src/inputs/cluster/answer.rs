//! What `oc` and `kubectl` mean by what they say on stderr when they bring nothing.
//! Pure. Foreign text goes on only masked, on one line and cut.

use std::io::ErrorKind;

use super::super::mask::masked;
use super::client::{Client, Output};
use super::reads::Read;
use crate::error::Problem;

/// A line of stderr may hold a page of HTML.
const MOST_SHOWN: usize = 300;

/// What a run of the client brought.
pub(super) enum Asked {
    Told(Vec<u8>),
    Not(Answer),
}

/// Why it brought nothing.
pub(super) enum Answer {
    /// That object is not there.
    Absent,
    /// That kind is not there.
    NoKind,
    Forbidden,
    NotLoggedIn(String),
    Unreachable(String),
    NoContext(String),
    /// In the client's words, or ours.
    Other(String),
}

/// Takes the client's words.
type Meaning = fn(String) -> Answer;

/// What is said → what it means; the first that fits.
const SIGNS: [(&str, Meaning); 28] = [
    ("(NotFound)", |_| Answer::Absent),
    ("doesn't have a resource type", |_| Answer::NoKind),
    ("no matches for kind", |_| Answer::NoKind),
    ("could not find the requested resource", |_| Answer::NoKind),
    ("(Forbidden)", |_| Answer::Forbidden),
    ("is forbidden:", |_| Answer::Forbidden),
    ("(Unauthorized)", Answer::NotLoggedIn),
    ("You must be logged in", Answer::NotLoggedIn),
    (
        "asked for the client to provide credentials",
        Answer::NotLoggedIn,
    ),
    (
        "Missing or incomplete configuration info",
        Answer::NotLoggedIn,
    ),
    ("no configuration has been provided", Answer::NotLoggedIn),
    ("getting credentials", Answer::NotLoggedIn),
    ("Please enter Username", Answer::NotLoggedIn),
    ("EOF when reading a line", Answer::NotLoggedIn),
    ("cannot locate context", Answer::NoContext),
    ("context was not found", Answer::NoContext),
    ("error: context ", Answer::NoContext),
    ("current-context must exist", Answer::Other),
    ("Unable to connect to the server", Answer::Unreachable),
    ("The connection to the server", Answer::Unreachable),
    ("x509: ", Answer::Unreachable),
    ("dial tcp", Answer::Unreachable),
    ("proxyconnect tcp", Answer::Unreachable),
    ("i/o timeout", Answer::Unreachable),
    ("Client.Timeout", Answer::Unreachable),
    ("deadline exceeded", Answer::Unreachable),
    ("connection refused", Answer::Unreachable),
    ("connection reset", Answer::Unreachable),
];

impl Asked {
    pub fn of(output: Output) -> Self {
        Self::Not(match output {
            Output::Said(bytes) => return Self::Told(bytes),
            Output::Failed(complaint) => Answer::of(&String::from_utf8_lossy(&complaint)),
            Output::TooMuch => Answer::Other("it printed more than 32 MiB".into()),
            Output::Late(after) => {
                Answer::Unreachable(format!("it had not ended after {} s", after.as_secs()))
            }
            Output::NotStarted(ErrorKind::PermissionDenied) => {
                Answer::Other("it may not be started".into())
            }
            Output::NotStarted(kind) => Answer::Other(format!("it could not be started: {kind}")),
        })
    }
}

impl Answer {
    /// The last line is the client's verdict; those before it tell of each try.
    fn of(complaint: &str) -> Self {
        let lines = || {
            complaint
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
        };
        let last = lines().next_back().unwrap_or("it failed without a word");
        let means = |line: &str| {
            SIGNS
                .iter()
                .find(|(sign, _)| line.contains(sign))
                .map(|(_, means)| *means)
        };
        let means = means(last)
            .or_else(|| lines().rev().find_map(means))
            .unwrap_or(Self::Other);
        means(shown(last))
    }

    /// No other read would fare better.
    pub const fn ends_all(&self) -> bool {
        matches!(
            self,
            Self::NotLoggedIn(_) | Self::Unreachable(_) | Self::NoContext(_)
        )
    }

    pub fn problem_of_all(&self, client: &Client) -> Problem {
        let program = client.program();
        let dump = "or give what somebody else dumped: `oc get KIND -A -o yaml > dump.yaml`, then -f dump.yaml";
        let (what, hint) = match self {
            Self::NotLoggedIn(why) => (
                format!("nobody is logged in there: {why}"),
                format!("log in (`oc login`); {dump}"),
            ),
            Self::NoContext(why) => {
                let hint = format!(
                    "`{program} config get-contexts` lists them; what follows --from-cluster is its context, so put targets before it"
                );
                (format!("there is no such context: {why}"), hint)
            }
            Self::Unreachable(why) | Self::Other(why) => (
                format!("the API server was not reached: {why}"),
                format!("`probe endpoints --api URL` says why; {dump}"),
            ),
            Self::Absent | Self::NoKind | Self::Forbidden => (
                "it answered otherwise than expected".to_owned(),
                dump.to_owned(),
            ),
        };
        Problem::new(
            client.place(),
            format!("{what}; nothing else was read"),
            hint,
        )
    }

    pub fn problem(&self, client: &Client, read: &Read) -> Problem {
        let source = client.source(read);
        match self {
            Self::Forbidden => Problem::new(
                source,
                format!(
                    "it is forbidden: who is logged in may not {}",
                    read.permission()
                ),
                "cluster-reader may read it; or have who may dump it with -o yaml, and give the dump with -f",
            ),
            Self::NotLoggedIn(why)
            | Self::Unreachable(why)
            | Self::NoContext(why)
            | Self::Other(why) => Problem::new(
                &source,
                format!("it brought nothing: {why}"),
                format!("run it yourself: {source}"),
            ),
            Self::Absent | Self::NoKind => Problem::new(source, "it is not there", ""),
        }
    }
}

/// Without anything secret, and not longer than a message may be.
fn shown(line: &str) -> String {
    let masked = masked(line);
    let mut text: String = masked.chars().take(MOST_SHOWN).collect();
    if text.len() < masked.len() {
        text.push_str("...");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_clients_say_is_understood() {
        let cases = [
            (
                "Error from server (NotFound): routes.route.openshift.io \"console\" not found",
                "absent",
            ),
            (
                "error: the server doesn't have a resource type \"migclusters\"",
                "no kind",
            ),
            (
                "Error from server (Forbidden): configmaps \"x\" is forbidden: User \"u\" cannot get resource",
                "forbidden",
            ),
            (
                "error: You must be logged in to the server (Unauthorized)",
                "login",
            ),
            (
                "error: Missing or incomplete configuration info.  Please point to an existing, complete config file:",
                "login",
            ),
            (
                "Unable to connect to the server: getting credentials: exec: executable aws not found",
                "login",
            ),
            (
                "E1123 18:32 memcache.go:265] couldn't get x: dial tcp\nUnable to connect to the server: EOF",
                "unreachable",
            ),
            (
                "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
                "unreachable",
            ),
            (
                "Unable to connect to the server: x509: certificate signed by unknown authority",
                "unreachable",
            ),
            ("error: context \"nosuch\" does not exist", "context"),
            ("error: cannot locate context nosuch", "context"),
            (
                "error: current-context must exist in order to minify",
                "other",
            ),
            ("", "other"),
            ("panic: runtime error", "other"),
        ];
        for (said, meant) in cases {
            let name = match Answer::of(said) {
                Answer::Absent => "absent",
                Answer::NoKind => "no kind",
                Answer::Forbidden => "forbidden",
                Answer::NotLoggedIn(_) => "login",
                Answer::Unreachable(_) => "unreachable",
                Answer::NoContext(_) => "context",
                Answer::Other(_) => "other",
            };
            assert_eq!(name, meant, "{said}");
        }
    }

    #[test]
    fn what_is_shown_is_one_short_line() {
        let Answer::Other(text) = Answer::of(&format!("first\n{}\n\n", "x ".repeat(400))) else {
            panic!("it means nothing")
        };
        assert!(
            text.starts_with("x x ") && text.len() == MOST_SHOWN + 3 && !text.contains('\n'),
            "{text}"
        );
    }
}
