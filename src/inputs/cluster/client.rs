//! The user's `oc` or `kubectl`: which of them exists, its command lines, and one run of it with
//! bounds. Starts that program and nothing else, without a shell; gives it no input and no
//! credential.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use super::family::Family;
use super::reads::{ClusterRead, VIEW};
use crate::error::Problem;
use crate::evidence::Resource;
use crate::quote::for_shell;

/// In the order of preference.
const PROGRAMS: [&str; 2] = ["oc", "kubectl"];
/// The deadline that the client has for each of its requests; discovery takes several.
const REQUEST: &str = "--request-timeout=10s";
/// The deadline of one run of the client, with all its requests.
const ONE: Duration = Duration::from_secs(30);
/// The same where it prints its kubeconfig, which asks nobody. It is the first thing it is asked.
const LOCAL: Duration = Duration::from_secs(10);
/// How long its output is waited for once it has ended: what it started may hold the pipe for ever.
const AFTER_ITS_END: Duration = Duration::from_secs(1);
/// How often it is waited for a process or a descriptor, and how long each time.
const WAITS: u32 = 10;
const A_WAIT: Duration = Duration::from_millis(200);
/// As much as objects in a file may be; several reads are under way at one time.
const MOST_OUTPUT: u64 = 16 * 1024 * 1024;
/// The most bytes of stderr that are read. The last line is the one that counts; the lines before
/// it repeat it.
const MOST_COMPLAINT: u64 = 64 * 1024;

/// What a kubeconfig calls a CA that is in a file.
const CA_FILE: &str = "\"certificate-authority\":";

/// A client, and the cluster that it asks.
pub(super) struct KubeClient {
    program: &'static str,
    /// Flags that say which cluster.
    cluster: Vec<String>,
}

impl KubeClient {
    /// The first client that can be started. It is started to print its kubeconfig, which sends
    /// nothing to a cluster.
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
            let command = client.view("--raw");
            let output = command.run().await;
            let is_missing = |e: &io::Error| e.kind() == ErrorKind::NotFound;
            if !matches!(&output, ClientOutput::NotStarted(error) if is_missing(error)) {
                notice(&command.line());
                let output = client.with_ca(output, notice).await;
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

    /// What it knows of the context: with `--raw` the CA too, which is else replaced by a word. The
    /// template leaves users out.
    fn view(&self, how: &str) -> Invocation {
        let what = ["config", "view", "--minify", how].map(str::to_owned);
        self.command(what.to_vec(), VIEW.to_owned())
    }

    /// Where the CA is in a file, its path is relative to whichever kubeconfig names it, so the
    /// client is asked to read it. It reads the user's files as well, and fails where one is missing:
    /// then what it said first counts.
    async fn with_ca(&self, output: ClientOutput, notice: CommandNotice<'_>) -> ClientOutput {
        let ClientOutput::Said(bytes) = &output else {
            return output;
        };
        if !String::from_utf8_lossy(bytes).contains(CA_FILE) {
            return output;
        }
        let command = self.view("--flatten");
        notice(&command.line());
        match command.run().await {
            flat @ ClientOutput::Said(_) => flat,
            ClientOutput::Failed(_)
            | ClientOutput::TooMuch
            | ClientOutput::Late(_)
            | ClientOutput::NotStarted(_) => output,
        }
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
            limit: if what.first().is_some_and(|verb| verb == "config") {
                LOCAL
            } else {
                ONE
            },
            args: [what, how.to_vec(), self.cluster.clone()].concat(),
        }
    }

    /// How an origin names the source of an object: the command without its output options.
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

    /// How a message names the cluster.
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
    limit: Duration,
    args: Vec<String>,
}

/// How one run of a client ended.
pub(super) enum ClientOutput {
    Said(Vec<u8>),
    /// What it wrote to stderr: foreign text.
    Failed(Vec<u8>),
    TooMuch,
    Late(Duration),
    NotStarted(io::Error),
}

impl Invocation {
    /// The command line, quoted for a shell.
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

    /// Runs the command until it ends; ends it, with all that it started, if that takes too long or
    /// there is too much output. Whatever comes, nothing of it is left behind.
    pub(super) async fn run(&self) -> ClientOutput {
        let mut command = Command::new(self.program);
        command
            .args(&self.args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        match started(&mut command).await {
            Ok(child) => {
                let _family = Family::of(&child);
                timeout(self.limit, outcome(child))
                    .await
                    .unwrap_or(ClientOutput::Late(self.limit))
            }
            Err(e) => ClientOutput::NotStarted(e),
        }
    }
}

/// Starts it; where this machine has no process or descriptor left, others may give theirs back soon.
async fn started(command: &mut Command) -> io::Result<Child> {
    let lacking = |error: &io::Error| {
        let files = error.raw_os_error().and_then(Resource::of_os_code);
        error.kind() == ErrorKind::WouldBlock || files.is_some()
    };
    for _ in 0..WAITS {
        match command.spawn() {
            Err(error) if lacking(&error) => sleep(A_WAIT).await,
            other => return other,
        }
    }
    command.spawn()
}

/// Its output is read while it runs: at the bound of that it is over.
async fn outcome(mut child: Child) -> ClientOutput {
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (mut said, mut complaint) = (Vec::new(), Vec::new());
    let ended = {
        let reading = async {
            let complaint = async {
                // Of more than that, what was read so far counts.
                let _ = bounded(err, MOST_COMPLAINT, &mut complaint).await;
                Ok(())
            };
            tokio::try_join!(bounded(out, MOST_OUTPUT, &mut said), complaint)
        };
        tokio::pin!(reading);
        let (read, ended) = tokio::select! {
            read = &mut reading => (read, None),
            ended = child.wait() => {
                let rest = timeout(AFTER_ITS_END, &mut reading).await;
                (rest.unwrap_or(Ok(((), ()))), Some(ended))
            }
        };
        match (read, ended) {
            (Err(TooMuch), _) => return ClientOutput::TooMuch,
            (Ok(_), Some(ended)) => ended,
            (Ok(_), None) => child.wait().await,
        }
    };
    match ended {
        Ok(status) if status.success() => ClientOutput::Said(said),
        Ok(_) => ClientOutput::Failed(complaint),
        Err(e) => ClientOutput::NotStarted(e),
    }
}

/// More came than is read.
struct TooMuch;

/// Reads as much as is allowed; at the first byte more the pipe is closed.
async fn bounded(
    stream: Option<impl AsyncRead + Unpin>,
    most: u64,
    bytes: &mut Vec<u8>,
) -> Result<(), TooMuch> {
    if let Some(stream) = stream {
        // After an error, the bytes that were read before it are used.
        let _ = stream.take(most + 1).read_to_end(bytes).await;
    }
    if bytes.len() as u64 > most {
        Err(TooMuch)
    } else {
        Ok(())
    }
}

/// Which cluster to ask.
#[derive(Clone, Debug, Default)]
pub struct ClusterSelection {
    /// The kubeconfig's context; `None`: the current one.
    pub context: Option<String>,
    /// The kubeconfig's path; `None`: the client finds its kubeconfig itself.
    pub kubeconfig: Option<String>,
}

/// Called with each command line that is run, quoted for a shell.
pub type CommandNotice<'a> = &'a (dyn Fn(&str) + Send + Sync);
