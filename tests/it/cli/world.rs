//! A lab, a directory for files, and the program in surroundings that say nothing about proxies,
//! trust or colour. Asserts nothing but that the program ran.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use mtc_probe::cert::Cert;
use mtc_probe::lab::{Interceptor, Lab, LabEndpoint, Proxy, ProxyDraft, Server};
use serde_json::Value;

const SCRUBBED: [&str; 23] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "KUBECONFIG",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
    "COLUMNS",
    "LINES",
    "CI",
    "JOB_COMPLETION_INDEX",
    "COLORTERM",
];

/// The program, not started yet.
pub fn probe() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_probe"));
    scrub(&mut command);
    command
}

pub fn scrub(command: &mut Command) {
    hear_hangups();
    for name in SCRUBBED {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
}

/// Whoever runs the tests may ignore SIGHUP (`nohup`), and children inherit that: they get the
/// system's own behaviour instead.
#[cfg(unix)]
#[expect(unsafe_code, reason = "signal(2) has no safe wrapper")]
fn hear_hangups() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    // SAFETY: the default disposition is set, and no handler.
    ONCE.call_once(|| unsafe {
        libc::signal(libc::SIGHUP, libc::SIG_DFL);
    });
}

#[cfg(not(unix))]
const fn hear_hangups() {}

/// How it ended and what it said.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Ended like that, or the whole of it is shown.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.out,
            self.err
        );
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("{e}:\n{}\nstderr:\n{}", self.out, self.err))
    }
}

pub fn run<S: AsRef<OsStr>>(args: &[S]) -> Ran {
    Ran::of(probe().args(args).output().expect("it runs"))
}

/// With something on standard input.
pub fn run_with<S: AsRef<OsStr>>(args: &[S], input: &str) -> Ran {
    let piped = probe()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = piped.expect("it runs");
    child
        .stdin
        .take()
        .expect("stdin")
        .write_all(input.as_bytes())
        .expect("written");
    Ran::of(child.wait_with_output().expect("it ends"))
}

/// A running program that does not outlive its test.
pub struct Running(pub Child);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        Self(
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs"),
        )
    }

    /// Ctrl-C.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal("INT");
    }

    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.0.id().to_string()])
            .status();
        assert!(sent.expect("kill runs").success());
    }

    /// Whatever it still has to say, and how it ends.
    pub fn rest(mut self) -> Ran {
        let (mut out, mut err) = (String::new(), String::new());
        if let Some(mut stdout) = self.0.stdout.take() {
            stdout.read_to_string(&mut out).expect("UTF-8");
        }
        if let Some(mut stderr) = self.0.stderr.take() {
            stderr.read_to_string(&mut err).expect("UTF-8");
        }
        Ran {
            code: self.0.wait().expect("it ends").code(),
            out,
            err,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The lab and a directory, both gone when dropped.
pub struct World {
    pub lab: Lab,
    dir: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

impl World {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let lab = runtime.block_on(Lab::start(Self::now())).expect("a lab");
        Self {
            lab,
            dir: tempfile::tempdir().expect("a directory"),
            runtime,
        }
    }

    /// The first endpoint whose name begins so.
    pub fn endpoint(&self, name: &str) -> &LabEndpoint {
        self.lab
            .endpoints()
            .iter()
            .find(|e| e.name.starts_with(name))
            .expect("an endpoint")
    }

    pub fn silent(&self) -> &LabEndpoint {
        self.lab
            .endpoints()
            .iter()
            .find(|e| e.expected == "timeout-tls")
            .expect("a silent endpoint")
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file and says where it is.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("written");
        path.display().to_string()
    }

    /// Starts a proxy that knows every name of the lab.
    pub fn proxy(&self, draft: ProxyDraft) -> Proxy {
        let knowing = |draft: ProxyDraft, e: &LabEndpoint| draft.resolves(&e.name, e.address);
        self.runtime
            .block_on(self.lab.endpoints().iter().fold(draft, knowing).start())
            .expect("a proxy")
    }

    /// Puts an interceptor where a client takes this endpoint to be.
    pub fn in_front_of(&self, endpoint: &LabEndpoint, interceptor: &Interceptor) -> Server {
        self.runtime
            .block_on(interceptor.in_front_of(endpoint.address))
            .expect("a port")
    }

    /// The lab's clock, in unix seconds.
    pub fn now() -> i64 {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("after 1970")
            .as_secs();
        i64::try_from(now).expect("before the end of time")
    }

    /// A file of all roots of the lab.
    pub fn roots(&self) -> String {
        self.file("roots.pem", &self.lab.roots_pem())
    }

    /// Runs a command on these endpoints of the lab.
    pub fn probe(&self, command: &str, endpoints: &[&LabEndpoint], flags: &[&str]) -> Ran {
        Ran::of(
            self.command(command, endpoints, flags)
                .output()
                .expect("it runs"),
        )
    }

    pub fn command(&self, command: &str, endpoints: &[&LabEndpoint], flags: &[&str]) -> Command {
        let mut all = probe();
        let resolve = if endpoints.is_empty() {
            self.resolve()
        } else {
            resolve(endpoints)
        };
        all.arg(command)
            .args(resolve)
            .args(flags)
            .args(endpoints.iter().map(|e| target(e)));
        all
    }

    /// Flags that lead every name of the lab to its server.
    pub fn resolve(&self) -> Vec<String> {
        resolve(&self.lab.endpoints().iter().collect::<Vec<_>>())
    }

    /// Names in the directory, so that nothing is left there unseen.
    pub fn listing(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir())
            .expect("a directory")
            .map(|e| e.expect("an entry").file_name());
        let mut names: Vec<String> = entries.map(|n| n.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Connects with a client that trusts this bundle and nothing else.
    pub fn connects(&self, bundle: &str, endpoint: &LabEndpoint) -> Result<String, String> {
        let role = mtc_probe::roles::RoleRef::named(endpoint.role).and_then(|r| r.ask);
        self.runtime.block_on(mtc_probe::lab::client::connect(
            bundle,
            &endpoint.name,
            endpoint.address,
            role,
        ))
    }
}

fn resolve(endpoints: &[&LabEndpoint]) -> Vec<String> {
    let fixed = |e: &&LabEndpoint| {
        [
            "--resolve".to_owned(),
            format!("{}:{}:{}", e.name, e.address.port(), e.address.ip()),
        ]
    };
    endpoints.iter().flat_map(fixed).collect()
}

/// As a person would write it.
pub fn target(endpoint: &LabEndpoint) -> String {
    format!(
        "{}={}:{}",
        endpoint.role,
        endpoint.name,
        endpoint.address.port()
    )
}

/// A SHA-256 as `openssl x509 -fingerprint -sha256` prints it.
pub fn colons(cert: &Cert) -> String {
    let upper = cert.sha256().to_uppercase();
    let pairs = upper.as_bytes().chunks(2).map(String::from_utf8_lossy);
    pairs.collect::<Vec<_>>().join(":")
}

/// What is said on stderr without its folds.
pub fn unwrapped(said: &str) -> String {
    let said = said.replace("\\\n", "");
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row about this endpoint, with this code.
pub fn names(said: &str, code: &str, endpoint: &LabEndpoint) -> bool {
    let name = format!("{}:{}", endpoint.name, endpoint.address.port());
    let mut rows = said.lines().map(|row| row.split_whitespace());
    rows.any(|mut row| row.next() == Some(code) && row.next() == Some(&name))
}
