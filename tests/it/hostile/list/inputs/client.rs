//! `oc` that floods, waits, dies, lies or prints something else, at each read of a run: a script in its place. How
//! its processes are ended is `children`'s subject.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use super::super::{Channel, Row, Scene};
use super::NOBODY;

/// What it does, by the shell; and how many seconds it is waited for.
const MISBEHAVES: [(&str, &str, u64); 20] = [
    ("dies of a signal", "kill -KILL $$", 10),
    ("ends with 1 and says nothing", "exit 1", 10),
    ("ends with 0 and says nothing", "exit 0", 10),
    ("prints half of an object", "printf '{\"kind\": \"Li'", 10),
    (
        "prints a page of HTML",
        "echo '<html><body>login</body></html>'",
        10,
    ),
    ("prints a number", "echo 7", 10),
    ("prints null", "echo null", 10),
    (
        "prints an object of another kind",
        "echo '{\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"}}'",
        10,
    ),
    (
        "prints 100,000 open lists",
        "head -c 100000 /dev/zero | tr '\\0' '['",
        10,
    ),
    (
        "prints controls",
        "printf '\\033[2J\\342\\200\\256\\177'",
        10,
    ),
    ("prints NUL", "head -c 1000 /dev/zero", 10),
    (
        "complains in controls",
        "printf '\\033[2J\\342\\200\\256\\177' >&2; exit 1",
        10,
    ),
    (
        "complains with 10 MB",
        "head -c 10000000 /dev/zero | tr '\\0' x >&2; exit 1",
        20,
    ),
    (
        "complains in 10,000 lines",
        "yes error | head -n 10000 >&2; exit 1",
        10,
    ),
    (
        "repeats a token in its complaint",
        "echo 'Authorization: Bearer sha256~hunter2' >&2; exit 1",
        10,
    ),
    (
        "asks for a password",
        "read -r answer; echo \"$answer\"; exit 1",
        10,
    ),
    (
        "closes its output and lives",
        "exec >&- 2>&-; sleep 1; exit 1",
        30,
    ),
    ("is slow", "sleep 1; exit 1", 30),
    (
        "floods both streams",
        "yes >&2 & yes | head -c 3000000; kill $!; exit 1",
        20,
    ),
    (
        "floods without an end",
        "exec yes '{\"kind\":\"List\",\"items\":[]}'",
        45,
    ),
];

/// The read at which it does so; at all others it prints an empty list.
const READS: [(&str, &str); 3] = [
    ("each read", "*"),
    ("the clusters", "*migcluster*"),
    ("the configuration", "*config*"),
];

fn client(scene: &Scene, script: &str) -> Command {
    let directory = scene.path("bin");
    fs::create_dir(&directory).expect("a directory");
    let program = directory.join("oc");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    let mut command = scene.endpoints(&[NOBODY, "--from-cluster="]);
    command.env("PATH", format!("{}:/usr/bin:/bin", directory.display()));
    command
}

pub fn rows() -> Vec<Row> {
    let pairs = MISBEHAVES
        .into_iter()
        .flat_map(|row| READS.map(|read| (row, read)));
    let one =
        |((what, does, seconds), (at, read)): ((&str, &'static str, u64), (&str, &'static str))| {
            Row::new(
                Channel::Client,
                format!("at {at} it {what}"),
                move |scene| {
                    let good = "echo '{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[]}'";
                    client(
                        scene,
                        &format!("case \"$*\" in\n{read}) {does};;\n*) {good};;\nesac"),
                    )
                },
            )
            .exits(&[1, 3])
            .within(Duration::from_secs(seconds))
        };
    let missing = [
        ("is a directory", "d"),
        ("may not be run", "f"),
        ("is no program", "x"),
    ];
    let missing = missing.map(|(what, how)| {
        Row::new(Channel::Client, what, move |scene| {
            let mut command = client(scene, "");
            let program = scene.path("bin").join("oc");
            match how {
                "d" => {
                    fs::remove_file(&program).expect("removed");
                    fs::create_dir(&program).expect("a directory");
                }
                "f" => {
                    fs::set_permissions(&program, fs::Permissions::from_mode(0o644)).expect("set");
                }
                _ => fs::write(&program, b"\x7fELF\xff").expect("written"),
            }
            command.env("PATH", scene.path("bin"));
            command
        })
        .exits(&[1, 3])
    });
    pairs.map(one).chain(missing).collect()
}
