//! The programs that are compared, as commands over one fleet, each pinned to the first core. All
//! verify the chain and the address; those that can do several at once do a hundred, `probe` as many
//! as it does unless told otherwise.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fleet::Fleet;
use crate::program::{own, pinned};

/// A program with its arguments.
pub struct Competitor {
    pub name: &'static str,
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl Competitor {
    fn new(name: &'static str, program: impl Into<PathBuf>) -> Self {
        Self {
            name,
            program: program.into(),
            arguments: Vec::new(),
        }
    }

    fn with<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub fn command(&self) -> Command {
        let mut command = pinned("0", &self.program);
        command.args(&self.arguments);
        command
    }
}

pub fn minimal(fleet: &Fleet) -> Competitor {
    let list = fleet.list("addresses", |address| address.to_string());
    Competitor::new("B, minimal rustls", own())
        .with(["minimal"])
        .with([list, fleet.roots()])
}

pub fn probe(fleet: &Fleet, format: &'static str) -> Competitor {
    let name = match format {
        "json" => "probe -o json",
        "jsonl" => "probe -o jsonl",
        _ => "probe -o table",
    };
    Competitor::new(name, env!("CARGO_BIN_EXE_probe"))
        .with(["endpoints", "-o", format, "--file"])
        .with([fleet.urls()])
        .with(["--ca"])
        .with([fleet.roots()])
}

/// As people do it from a shell. xargs gives each an empty standard input, so it hangs up at once.
pub fn openssl(fleet: &Fleet) -> Competitor {
    let list = fleet.list("addresses", |address| address.to_string());
    Competitor::new("openssl, xargs -P8", "xargs")
        .with(["--max-procs=8", "--max-args=1", "--arg-file"])
        .with([list])
        .with(["openssl", "s_client", "-verify_return_error", "-CAfile"])
        .with([fleet.roots()])
        .with(["-connect"])
}

pub fn curl(fleet: &Fleet) -> Competitor {
    let config = fleet.list("curl", |address| {
        format!("url = \"https://{address}\"\noutput = \"/dev/null\"")
    });
    Competitor::new("curl -Z, 100 at once", "curl")
        .with(["--silent", "--show-error", "--parallel"])
        .with(["--parallel-max", "100", "--cacert"])
        .with([fleet.roots()])
        .with(["--config"])
        .with([config])
}

/// Go's own TLS, where there is a Go to build it with.
pub fn goroutines(fleet: &Fleet) -> Option<Competitor> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/goroutines/main.go");
    let program = fleet.path("goroutines");
    let compiled = Command::new("go")
        .args(["build", "-o"])
        .args([&program, &source])
        .status();
    if !compiled.is_ok_and(|status| status.success()) {
        println!("without Go: it cannot be run here");
        return None;
    }
    let list = fleet.list("addresses", |address| address.to_string());
    Some(Competitor::new("Go, 100 goroutines", program).with([list, fleet.roots()]))
}
