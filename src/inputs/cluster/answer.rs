//! What the error messages of `oc` and `kubectl` mean. Pure. Foreign text is passed on masked, cut,
//! and on one line only.

use std::io::ErrorKind;

use super::super::mask::masked;
use super::client::{ClientOutput, KubeClient};
use super::reads::ClusterRead;
use crate::error::Problem;

/// In characters. A line of stderr may hold a page of HTML.
const MOST_SHOWN: usize = 300;

/// The result of one run of the client.
pub(super) enum ReadResult {
    Told(Vec<u8>),
    Not(ReadFailure),
}

/// Why a run of the client had no output.
pub(super) enum ReadFailure {
    /// There is no such object.
    Absent,
    /// The cluster has no such kind.
    NoKind,
    Forbidden,
    NotLoggedIn(String),
    Unreachable(String),
    NoContext(String),
    /// Any other reason, in the client's words or ours.
    Other(String),
}

/// Makes the reason; its argument is the client's message.
type FailureFromText = fn(String) -> ReadFailure;

/// Part of a message → what it means. The first row that fits counts.
const SIGNS: [(&str, FailureFromText); 28] = [
    ("(NotFound)", |_| ReadFailure::Absent),
    ("doesn't have a resource type", |_| ReadFailure::NoKind),
    ("no matches for kind", |_| ReadFailure::NoKind),
    ("could not find the requested resource", |_| {
        ReadFailure::NoKind
    }),
    ("(Forbidden)", |_| ReadFailure::Forbidden),
    ("is forbidden:", |_| ReadFailure::Forbidden),
    ("(Unauthorized)", ReadFailure::NotLoggedIn),
    ("You must be logged in", ReadFailure::NotLoggedIn),
    (
        "asked for the client to provide credentials",
        ReadFailure::NotLoggedIn,
    ),
    (
        "Missing or incomplete configuration info",
        ReadFailure::NotLoggedIn,
    ),
    (
        "no configuration has been provided",
        ReadFailure::NotLoggedIn,
    ),
    ("getting credentials", ReadFailure::NotLoggedIn),
    ("Please enter Username", ReadFailure::NotLoggedIn),
    ("EOF when reading a line", ReadFailure::NotLoggedIn),
    ("cannot locate context", ReadFailure::NoContext),
    ("context was not found", ReadFailure::NoContext),
    ("error: context ", ReadFailure::NoContext),
    ("current-context must exist", ReadFailure::Other),
    ("Unable to connect to the server", ReadFailure::Unreachable),
    ("The connection to the server", ReadFailure::Unreachable),
    ("x509: ", ReadFailure::Unreachable),
    ("dial tcp", ReadFailure::Unreachable),
    ("proxyconnect tcp", ReadFailure::Unreachable),
    ("i/o timeout", ReadFailure::Unreachable),
    ("Client.Timeout", ReadFailure::Unreachable),
    ("deadline exceeded", ReadFailure::Unreachable),
    ("connection refused", ReadFailure::Unreachable),
    ("connection reset", ReadFailure::Unreachable),
];

impl ReadResult {
    pub(super) fn of(output: ClientOutput) -> Self {
        Self::Not(match output {
            ClientOutput::Said(bytes) => return Self::Told(bytes),
            ClientOutput::Failed(complaint) => {
                ReadFailure::of(&String::from_utf8_lossy(&complaint))
            }
            ClientOutput::TooMuch => ReadFailure::Other("it printed more than 32 MiB".into()),
            ClientOutput::Late(after) => {
                ReadFailure::Unreachable(format!("it had not ended after {} s", after.as_secs()))
            }
            ClientOutput::NotStarted(ErrorKind::PermissionDenied) => {
                ReadFailure::Other("it may not be started".into())
            }
            ClientOutput::NotStarted(kind) => {
                ReadFailure::Other(format!("it could not be started: {kind}"))
            }
        })
    }
}

impl ReadFailure {
    /// The last line is the client's result; the lines before it report each try.
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

    /// Whether every other read would fail for the same reason.
    pub(super) const fn ends_all(&self) -> bool {
        matches!(
            self,
            Self::NotLoggedIn(_) | Self::Unreachable(_) | Self::NoContext(_)
        )
    }

    pub(super) fn problem_of_all(&self, client: &KubeClient) -> Problem {
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

    pub(super) fn problem(&self, client: &KubeClient, read: &ClusterRead) -> Problem {
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

/// The line without secrets, cut to the length that a message may have.
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
            let name = match ReadFailure::of(said) {
                ReadFailure::Absent => "absent",
                ReadFailure::NoKind => "no kind",
                ReadFailure::Forbidden => "forbidden",
                ReadFailure::NotLoggedIn(_) => "login",
                ReadFailure::Unreachable(_) => "unreachable",
                ReadFailure::NoContext(_) => "context",
                ReadFailure::Other(_) => "other",
            };
            assert_eq!(name, meant, "{said}");
        }
    }

    #[test]
    fn what_is_shown_is_one_short_line() {
        let ReadFailure::Other(text) = ReadFailure::of(&format!("first\n{}\n\n", "x ".repeat(400)))
        else {
            panic!("it means nothing")
        };
        assert!(
            text.starts_with("x x ") && text.len() == MOST_SHOWN + 3 && !text.contains('\n'),
            "{text}"
        );
    }
}
