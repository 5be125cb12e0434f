//! The user's `oc` or `kubectl`: which of them there is, its command lines, and one run of it with
//! bounds. Starts that program and nothing else; gives it nothing to read, no credential and no
//! shell.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::reads::{ClusterRead, VIEW};
use crate::error::Problem;
use crate::quote::for_shell;

/// In the order of preference.
const PROGRAMS: [&str; 2] = ["oc", "kubectl"];
/// What the client allows each of its requests; discovery takes several.
const REQUEST: &str = "--request-timeout=10s";
/// One run, however many requests it makes.
const ONE: Duration = Duration::from_secs(30);
const MOST_OUTPUT: u64 = 32 * 1024 * 1024;
/// Its last line is the one that counts, and all before it are repetitions.
const MOST_COMPLAINT: u64 = 64 * 1024;

/// A client and the cluster it is to ask.
pub(super) struct KubeClient {
    program: &'static str,
    /// Flags that say which cluster.
    cluster: Vec<String>,
}

impl KubeClient {
    /// The first that can be started, by starting it: what does its kubeconfig say? That asks no
    /// cluster.
    pub(super) async fn find(
        selection: &ClusterSelection,
        notice: CommandNotice<'_>,
    ) -> Result<(Self, ClientOutput), Problem> {
        let named = |flag: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{flag}={value}"))
        };
        let cluster: Vec<String> = [
            named("--context", &selection.context),
            named("--kubeconfig", &selection.kubeconfig),
        ]
        .into_iter()
        .flatten()
        .collect();
        for program in PROGRAMS {
            let client = Self {
                program,
                cluster: cluster.clone(),
            };
            let command = client.command(
                ["config", "view", "--minify"].map(str::to_owned).to_vec(),
                VIEW.to_owned(),
            );
            let output = command.run().await;
            if !matches!(output, ClientOutput::NotStarted(ErrorKind::NotFound)) {
                notice(&command.line());
                return Ok((client, output));
            }
        }
        let hint = "install one of them; or, where one is: `oc get KIND -A -o yaml > dump.yaml`, then -f dump.yaml";
        Err(Problem::new(
            "--from-cluster",
            "neither oc nor kubectl is on the PATH",
            hint,
        ))
    }

    pub(super) fn get(&self, read: &ClusterRead) -> Invocation {
        self.command(
            [vec!["get".to_owned()], read.args()].concat(),
            read.form.output(),
        )
    }

    fn command(&self, what: Vec<String>, output: String) -> Invocation {
        let how = ["-o".to_owned(), output, REQUEST.to_owned()];
        Invocation {
            program: self.program,
            args: [what, how.to_vec(), self.cluster.clone()].concat(),
        }
    }

    /// What an origin says of an object: the command without how it prints.
    pub(super) fn source(&self, read: &ClusterRead) -> String {
        self.words(&format!("get {}", read.args().join(" ")))
    }

    pub(super) fn words(&self, what: &str) -> String {
        [self.program, what]
            .into_iter()
            .chain(self.cluster.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The cluster in a message.
    pub(super) fn place(&self) -> String {
        format!(
            "--from-cluster ({})",
            self.words("")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        )
    }

    pub(super) const fn program(&self) -> &'static str {
        self.program
    }
}

/// One command line.
pub(super) struct Invocation {
    program: &'static str,
    args: Vec<String>,
}

/// What came of it.
pub(super) enum ClientOutput {
    Said(Vec<u8>),
    /// What it wrote to stderr; it holds whatever its author likes.
    Failed(Vec<u8>),
    TooMuch,
    Late(Duration),
    NotStarted(ErrorKind),
}

impl Invocation {
    /// As a shell reads it.
    pub(super) fn line(&self) -> String {
        let word = |arg: &String| match arg.strip_prefix("--") {
            Some(flag)
                if flag
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '=' | '.' | '/')) =>
            {
                arg.clone()
            }
            _ => for_shell(Path::new(arg)),
        };
        [self.program.to_owned()]
            .into_iter()
            .chain(self.args.iter().map(word))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Runs it to its end, or kills it.
    pub(super) async fn run(&self) -> ClientOutput {
        let mut command = Command::new(self.program);
        command
            .args(&self.args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        match command.spawn() {
            Ok(child) => timeout(ONE, outcome(child))
                .await
                .unwrap_or(ClientOutput::Late(ONE)),
            Err(e) => ClientOutput::NotStarted(e.kind()),
        }
    }
}

async fn outcome(mut child: Child) -> ClientOutput {
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (out, err) = tokio::join!(bounded(out, MOST_OUTPUT), bounded(err, MOST_COMPLAINT));
    if out.len() as u64 > MOST_OUTPUT {
        // Dropped, and so killed.
        return ClientOutput::TooMuch;
    }
    match child.wait().await {
        Ok(status) if status.success() => ClientOutput::Said(out),
        Ok(_) => ClientOutput::Failed(err),
        Err(e) => ClientOutput::NotStarted(e.kind()),
    }
}

/// One byte too many where there is more; then the pipe is closed.
async fn bounded(stream: Option<impl AsyncRead + Unpin>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What was read before an error is what there is.
        let _ = stream.take(most + 1).read_to_end(&mut bytes).await;
    }
    bytes
}

/// Which cluster.
#[derive(Clone, Debug, Default)]
pub struct ClusterSelection {
    /// The current one where none is named.
    pub context: Option<String>,
    /// Else the client finds its kubeconfig itself.
    pub kubeconfig: Option<String>,
}

/// Told each command line before it is run, as a shell reads it.
pub type CommandNotice<'a> = &'a (dyn Fn(&str) + Send + Sync);
