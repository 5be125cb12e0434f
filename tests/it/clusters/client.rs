//! An `oc` or `kubectl` that is a script: notes its arguments, and answers what it was told to
//! answer. Asserts nothing.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use mtc_probe::lab::LabEndpoint;
use serde_json::{Value, json};

use crate::cli::world::{Ran, World};

/// The only program on the PATH.
pub struct Client<'a> {
    world: &'a World,
    program: &'static str,
    /// Words of a command line, and what is said then.
    rows: Vec<(String, Said)>,
}

struct Said {
    out: String,
    err: String,
    code: u8,
    /// Comes to no end by itself.
    hangs: bool,
}

impl<'a> Client<'a> {
    pub fn new(world: &'a World, program: &'static str) -> Self {
        Self {
            world,
            program,
            rows: Vec::new(),
        }
    }

    /// A cluster with one API server, whose kubeconfig leads to it.
    pub fn of(world: &'a World, program: &'static str) -> Self {
        let url = url(world.endpoint("api"));
        let infrastructure = json!({"apiVersion": "config.openshift.io/v1", "kind": "Infrastructure", "metadata": {"name": "cluster"},
            "status": {"apiServerURL": url}});
        Self::new(world, program)
            .says("config view", &view(&url))
            .says("infrastructures.config.openshift.io", &infrastructure)
    }

    pub fn says(self, words: &str, out: &Value) -> Self {
        self.row(
            words,
            Said {
                out: out.to_string(),
                err: String::new(),
                code: 0,
                hangs: false,
            },
        )
    }

    pub fn fails(self, words: &str, err: &str) -> Self {
        self.row(
            words,
            Said {
                out: String::new(),
                err: err.to_owned(),
                code: 1,
                hangs: false,
            },
        )
    }

    pub fn hangs(self, words: &str) -> Self {
        self.row(
            words,
            Said {
                out: String::new(),
                err: String::new(),
                code: 0,
                hangs: true,
            },
        )
    }

    /// The last word on the same words counts.
    fn row(mut self, words: &str, said: Said) -> Self {
        self.rows.retain(|(known, _)| known != words);
        self.rows.push((words.to_owned(), said));
        self
    }

    /// Writes the script and prepares a run that finds it and nothing else. What it was not told
    /// about is not there.
    pub fn command(&self, args: &[&str]) -> Command {
        let bin = self.world.path("bin");
        fs::create_dir_all(&bin).expect("a directory");
        let mut script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '{}'\ncase \"$*\" in\n",
            self.log_file().display()
        );
        for (n, (words, said)) in self.rows.iter().enumerate() {
            let (out, err) = (
                self.world.file(&format!("{n}.out"), &said.out),
                self.world.file(&format!("{n}.err"), &said.err),
            );
            if said.hangs {
                let _ = writeln!(script, "*'{words}'*) exec /bin/sleep 600;;");
                continue;
            }
            let _ = writeln!(
                script,
                "*'{words}'*) /bin/cat '{out}'; /bin/cat '{err}' >&2; exit {};;",
                said.code
            );
        }
        script += "*) echo 'Error from server (NotFound): not found' >&2; exit 1;;\nesac\n";
        write_program(&bin.join(self.program), &script);
        let mut command = self.world.command("endpoints", &[], args);
        command.env("PATH", &bin).env("HOME", self.world.dir());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("it runs"))
    }

    fn log_file(&self) -> PathBuf {
        self.world.path("log")
    }

    /// Its command lines, templates cut out.
    pub fn log(&self) -> Vec<String> {
        let text = fs::read_to_string(self.log_file()).unwrap_or_default();
        text.lines().map(without_template).collect()
    }

    pub fn raw_log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }
}

fn without_template(line: &str) -> String {
    match (line.find("go-template="), line.find(" --request-timeout")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}TEMPLATE{}", &line[..start], &line[end..])
        }
        _ => line.to_owned(),
    }
}

/// Copied by another process: a child that some other test starts meanwhile would else hold it
/// open, and it could not be run.
pub fn write_program(path: &Path, text: &str) {
    let draft = path.with_extension("draft");
    fs::write(&draft, text).expect("written");
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).expect("permitted");
    assert!(
        Command::new("/bin/cp")
            .arg("-p")
            .arg(&draft)
            .arg(path)
            .status()
            .expect("cp runs")
            .success()
    );
}

pub fn url(endpoint: &LabEndpoint) -> String {
    format!("https://{}:{}", endpoint.name, endpoint.address.port())
}

/// What `config view` prints by the template.
pub fn view(server: &str) -> Value {
    json!({"current-context": "admin", "contexts": [{"name": "admin", "context": {"cluster": "c"}}],
        "clusters": [{"name": "c", "cluster": {"server": server}}]})
}
