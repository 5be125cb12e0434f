//! The list of hostile cases: a row says what comes through which channel and what must be said of it;
//! the runner holds the time, the memory, the exit code and the words. `tests/README.md` is made of these rows.
//! What a server does stands in `peers`, what is wrong with files, arguments and places in `inputs`.

mod ended;
mod inputs;
mod peers;
mod readme;
mod runner;
mod scene;

use std::process::Command;
use std::time::Duration;

pub use scene::Scene;

/// Through what it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    ServerTls,
    ServerHttp,
    HttpProxy,
    HttpsProxy,
    SocksProxy,
    Aia,
    Metadata,
    TokenService,
    S3,
    Dns,
    File,
    SavedRun,
    Kubeconfig,
    Objects,
    Logs,
    Client,
    Argument,
    Variable,
    Stream,
    Place,
}

impl Channel {
    /// In the order of the page.
    pub const ALL: [Self; 20] = [
        Self::ServerTls,
        Self::ServerHttp,
        Self::HttpProxy,
        Self::HttpsProxy,
        Self::SocksProxy,
        Self::Aia,
        Self::Metadata,
        Self::TokenService,
        Self::S3,
        Self::Dns,
        Self::File,
        Self::SavedRun,
        Self::Kubeconfig,
        Self::Objects,
        Self::Logs,
        Self::Client,
        Self::Argument,
        Self::Variable,
        Self::Stream,
        Self::Place,
    ];

    /// Its heading.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServerTls => "A server, in TLS",
            Self::ServerHttp => "A server, in HTTP",
            Self::HttpProxy => "An http:// proxy",
            Self::HttpsProxy => "An https:// proxy",
            Self::SocksProxy => "A SOCKS proxy",
            Self::Aia => "A host of issuers (AIA)",
            Self::Metadata => "Metadata of an API server (well-known)",
            Self::TokenService => "A registry and its token service",
            Self::S3 => "An S3 server",
            Self::Dns => "A resolver",
            Self::File => "A file of certificates or targets",
            Self::SavedRun => "A saved run or report",
            Self::Kubeconfig => "A kubeconfig",
            Self::Objects => "Objects of a cluster",
            Self::Logs => "Logs",
            Self::Client => "`oc`",
            Self::Argument => "An argument",
            Self::Variable => "An environment variable",
            Self::Stream => "A standard stream",
            Self::Place => "A place: descriptors, memory, disk, clock",
        }
    }
}

/// Makes the servers and files of a case, and the command that meets them.
type Make = Box<dyn Fn(&Scene) -> Command + Send + Sync>;

/// One hostile case.
pub struct Row {
    pub channel: Channel,
    /// What is hostile in it, in a few plain words.
    pub kind: String,
    /// The exit codes that are right.
    pub exits: &'static [i32],
    /// The codes of the first endpoint's verdict that are right, where the command prints JSON; empty where
    /// any is.
    pub verdicts: &'static [&'static str],
    /// How long the command may take by the deadlines that it is given.
    pub deadline: Duration,
    /// Whether it can be played here; it is listed all the same.
    can: fn() -> bool,
    make: Make,
}

impl Row {
    /// A case that ends with 1, any verdict, within ten seconds.
    pub fn new(
        channel: Channel,
        kind: impl Into<String>,
        make: impl Fn(&Scene) -> Command + Send + Sync + 'static,
    ) -> Self {
        Self {
            channel,
            kind: kind.into(),
            exits: &[1],
            verdicts: &[],
            deadline: Duration::from_secs(10),
            can: || true,
            make: Box::new(make),
        }
    }

    pub fn exits(mut self, codes: &'static [i32]) -> Self {
        self.exits = codes;
        self
    }

    pub fn verdicts(mut self, codes: &'static [&'static str]) -> Self {
        self.verdicts = codes;
        self
    }

    /// Is left out of a run where this does not hold: what it needs only some machines have.
    pub fn only_if(mut self, can: fn() -> bool) -> Self {
        self.can = can;
        self
    }

    pub fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}

/// All cases, in the order of the page.
pub fn rows() -> Vec<Row> {
    let mut all: Vec<Row> = peers::rows().into_iter().chain(inputs::rows()).collect();
    let place = |row: &Row| Channel::ALL.iter().position(|c| *c == row.channel);
    all.sort_by_key(place);
    all
}
