//! What the error messages of `oc` and `kubectl` mean. Pure. Foreign text is passed on masked, cut,
//! and on one line only.

use std::io::{self, ErrorKind};

use super::client::{ClientOutput, KubeClient};
use super::reads::ClusterRead;
use crate::error::Problem;
use crate::mask::masked;
use crate::quote::system_words;

/// In characters. A line of stderr may hold a page of HTML.
const MOST_SHOWN: usize = 300;

/// Who may read what is forbidden.
const MAY_READ: &str =
    "cluster-reader may read it; or have who may dump it with -o yaml, and give the dump with -f";

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
    /// Something answered with an error of its own: the API server, or a gateway before it.
    Unserved(String),
    /// Any other reason, in the client's words or ours.
    Other(String),
}

/// Makes the reason; its argument is the client's message.
type FailureFromText = fn(String) -> ReadFailure;

/// Part of a message → what it means. The first row that fits counts.
const SIGNS: [(&str, FailureFromText); 34] = [
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
    ("(ServiceUnavailable)", ReadFailure::Unserved),
    ("(InternalError)", ReadFailure::Unserved),
    ("(Timeout)", ReadFailure::Unserved),
    ("(TooManyRequests)", ReadFailure::Unserved),
    (
        "the server responded with the status code",
        ReadFailure::Unserved,
    ),
    // A page where an object was asked for.
    ("couldn't get version/kind", ReadFailure::Unserved),
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
            ClientOutput::TooMuch => ReadFailure::Other("it printed more than 16 MiB".into()),
            ClientOutput::Late(after) => {
                ReadFailure::Unreachable(format!("it had not ended after {} s", after.as_secs()))
            }
            ClientOutput::NotStarted(error) => ReadFailure::Other(not_started(&error)),
        })
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system has many more errors: they are said in its words"
)]
fn not_started(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "it may not be started".into(),
        ErrorKind::WouldBlock => {
            "it could not be started: this machine, or this user, may have no more processes (`ulimit -u`)".into()
        }
        _ => format!("it could not be started: {}", system_words(error).to_lowercase()),
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

    /// Whether the first read alone shows it of all the others: what a single API of several lacks is
    /// its own.
    pub(super) const fn ends_all_if_first(&self) -> bool {
        self.ends_all() || matches!(self, Self::Unserved(_))
    }

    /// Reads that failed so have one cause.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Forbidden, Self::Forbidden) => true,
            (Self::Unserved(one) | Self::Other(one), Self::Unserved(two) | Self::Other(two)) => {
                one == two
            }
            _ => false,
        }
    }

    /// One cause of several reads.
    pub(super) fn problem_of_some(&self, client: &KubeClient, reads: &[&ClusterRead]) -> Problem {
        let [read] = reads else {
            return self.problem_of_many(client, reads);
        };
        self.problem(client, read)
    }

    fn problem_of_many(&self, client: &KubeClient, reads: &[&ClusterRead]) -> Problem {
        let count = reads.len();
        if let Self::Forbidden = self {
            let all: Vec<String> = reads.iter().map(|read| read.permission()).collect();
            let what = format!(
                "{count} reads are forbidden: who is logged in may not {}",
                all.join("; nor ")
            );
            return Problem::new(client.place(), what, MAY_READ);
        }
        let why = match self {
            Self::NotLoggedIn(why)
            | Self::Unreachable(why)
            | Self::NoContext(why)
            | Self::Unserved(why)
            | Self::Other(why) => why,
            Self::Absent | Self::NoKind | Self::Forbidden => "it is not there",
        };
        let first = reads.first().map(|read| client.source(read));
        Problem::new(
            client.place(),
            format!("{count} reads brought nothing, all for one reason: {why}"),
            format!("run one of them yourself: {}", first.unwrap_or_default()),
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
            Self::Unserved(why) => (
                format!("the API server, or a gateway before it, answers with an error: {why}"),
                format!("`probe endpoints --api URL` says who answers; {dump}"),
            ),
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

    fn problem(&self, client: &KubeClient, read: &ClusterRead) -> Problem {
        let source = client.source(read);
        match self {
            Self::Forbidden => Problem::new(
                source,
                format!(
                    "it is forbidden: who is logged in may not {}",
                    read.permission()
                ),
                MAY_READ,
            ),
            Self::NotLoggedIn(why)
            | Self::Unreachable(why)
            | Self::NoContext(why)
            | Self::Unserved(why)
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

    /// What is said, and what it means.
    const SAID: [(&str, &str); 18] = [
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
        (
            "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
            "unserved",
        ),
        (
            "Error from server (InternalError): an error on the server (\"<html>...\") has prevented the request from succeeding",
            "unserved",
        ),
        (
            "Error from server: the server responded with the status code 302 but did not return more information",
            "unserved",
        ),
        (
            "error: couldn't get version/kind; json parse error: json: cannot unmarshal string",
            "unserved",
        ),
        ("", "other"),
        ("panic: runtime error", "other"),
    ];

    #[test]
    fn what_the_clients_say_is_understood() {
        for (said, meant) in SAID {
            let name = match ReadFailure::of(said) {
                ReadFailure::Absent => "absent",
                ReadFailure::NoKind => "no kind",
                ReadFailure::Forbidden => "forbidden",
                ReadFailure::NotLoggedIn(_) => "login",
                ReadFailure::Unreachable(_) => "unreachable",
                ReadFailure::NoContext(_) => "context",
                ReadFailure::Unserved(_) => "unserved",
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
