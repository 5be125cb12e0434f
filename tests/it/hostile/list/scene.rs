//! Where one hostile case is played: a directory, a runtime for its servers, and the program with what makes it say
//! all that it can say. Both are gone with the scene.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

use crate::cli::world::probe;
use crate::measure::servers;

/// The formats for people, written beside what is printed: the runner reads them, too.
const BESIDE: [&str; 3] = ["table", "wide", "markdown"];

pub struct Scene {
    directory: tempfile::TempDir,
    runtime: Option<Runtime>,
}

impl Scene {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        fs::create_dir(directory.path().join("said")).expect("a directory");
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        Self {
            directory,
            runtime: Some(runtime.expect("a runtime")),
        }
    }

    /// Runs this to its end where the servers run.
    pub fn wait_for<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.as_ref().expect("a runtime").block_on(what)
    }

    /// A server that does this with each connection, which it gets with its number from 0.
    pub fn serve<B, F>(&self, behave: B) -> SocketAddr
    where
        B: Fn(TcpStream, usize) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        self.wait_for(servers::serve(behave))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file and says where it is.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("written");
        path.display().to_string()
    }

    /// What is written there is read by the runner as if it were printed.
    pub fn said(&self) -> PathBuf {
        self.path("said")
    }

    /// `probe endpoints`, with JSON on stdout and the formats for people beside it; only the certificates of
    /// `--ca` are trusted.
    pub fn endpoints<S: AsRef<str>>(&self, args: &[S]) -> Command {
        let mut command = probe();
        command.args(["endpoints", "--trust", "none", "-o", "json"]);
        for format in BESIDE {
            let file = self.said().join(format);
            command.args(["-o", &format!("{format}={}", file.display())]);
        }
        command.args(args.iter().map(AsRef::as_ref));
        command
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        // Servers may be in the middle of an endless answer.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
