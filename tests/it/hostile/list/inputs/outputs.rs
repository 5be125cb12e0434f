//! What is written goes to places without room, of other kinds, or of other people; and streams are closed. The
//! program says so, and leaves what was there.

use std::os::unix::fs::symlink;
use std::process::Command;

use rustls::version::TLS13;

use super::super::peers::answers_well;
use super::super::{Channel, Row, Scene};
use super::{CERTIFICATE, NOBODY};
use crate::cli::world::probe;
use crate::hostile::{after, shell};
use crate::measure::servers::{Pki, tls};

/// Makes the place, and says where it is.
type Place = fn(&Scene) -> String;

const PLACES: [(&str, Place); 9] = [
    ("a device without room", |_| "/dev/full".into()),
    ("a directory", |scene| scene.path("").display().to_string()),
    ("a path below a file", |scene| {
        scene.file("file", "x") + "/x"
    }),
    ("a path of 5,000 letters", |scene| {
        scene.path(&"x".repeat(5_000)).display().to_string()
    }),
    ("a circle of links", |scene| link(scene, "circle", "circle")),
    ("a link to a device without room", |scene| {
        link(scene, "full", "/dev/full")
    }),
    ("a link to nowhere", |scene| {
        link(scene, "lost", "/nowhere/at/all")
    }),
    ("a file of the kernel's", |_| "/proc/version".into()),
    ("a socket", |scene| {
        let path = scene.path("socket");
        drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket"));
        path.display().to_string()
    }),
];

fn link(scene: &Scene, name: &str, to: &str) -> String {
    let path = scene.path(name);
    symlink(to, &path).expect("a link");
    path.display().to_string()
}

pub fn rows() -> Vec<Row> {
    // Every format, as the program itself lists them.
    let formats = mtc_probe::report::FORMATS.iter().map(|format| format.name);
    let full = formats.map(|format| {
        Row::new(
            Channel::Stream,
            format!("-o {format} into a stream without room"),
            move |_| after("exec 1>/dev/full", &["endpoints", NOBODY, "-o", format]),
        )
        .exits(&[3])
    });
    let flags: [(&str, &[&str]); 4] = [
        ("--save", &["endpoints", NOBODY, "--save"]),
        ("-o json=", &["endpoints", NOBODY, "-o"]),
        ("export-bundle -o", &["export-bundle", NOBODY, "-o"]),
        ("export-bundle --lock", &["export-bundle", NOBODY, "--lock"]),
    ];
    let pairs = flags
        .into_iter()
        .flat_map(|flag| PLACES.map(|place| (flag, place)));
    let written = pairs.map(|((flag, args), (kind, place))| {
        // A link that leads nowhere but to itself is replaced by the file.
        let exits: &[i32] = if kind == "a circle of links" {
            &[1, 3]
        } else {
            &[3]
        };
        Row::new(Channel::Place, format!("{flag} to {kind}"), move |scene| {
            let place = place(scene);
            let last = if flag.ends_with('=') {
                format!("json={place}")
            } else {
                place
            };
            let mut command = probe();
            command.args(args).arg(last);
            command
        })
        .exits(exits)
    });
    full.chain(written)
        .chain(stores())
        .chain(streams())
        .chain(surroundings())
        .chain(dates())
        .collect()
}

/// Bundles that could be written, but for the place or the password.
fn stores() -> Vec<Row> {
    const FORMATS: [&str; 3] = ["pem", "pkcs12", "jks"];
    let places = FORMATS.into_iter().flat_map(|format| {
        PLACES.map(|(kind, place)| {
            let exits: &[i32] = if kind == "a circle of links" {
                &[0, 3]
            } else {
                &[3]
            };
            let kind = format!("a bundle of format {format} to {kind}");
            Row::new(Channel::Place, kind, move |scene| {
                bundle(scene, &["--format", format, "-o", &place(scene)])
            })
            .exits(exits)
        })
    });
    let passwords = ["pkcs12", "jks"].into_iter().flat_map(|format| {
        PASSWORDS.map(|(kind, password, exits)| {
            let kind = format!("for a {format} store, {kind}");
            Row::new(Channel::File, kind, move |scene| {
                let file = scene.file("password", password());
                let to = scene.path("store").display().to_string();
                let flags = [
                    "--format",
                    format,
                    "-o",
                    &to,
                    "--store-password-file",
                    &file,
                ];
                bundle(scene, &flags)
            })
            .exits(exits)
        })
    });
    places.chain(passwords).collect()
}

type Password = (&'static str, fn() -> Vec<u8>, &'static [i32]);

const PASSWORDS: [Password; 9] = [
    (
        "a password and a line behind it",
        || b"changeit\nx\n".to_vec(),
        &[0],
    ),
    ("no password", Vec::new, &[3]),
    ("a password of one letter", || b"x".to_vec(), &[3]),
    ("a password of 1 MiB", || vec![b'x'; 1 << 20], &[3]),
    ("a password of NUL", || b"pass\0word".to_vec(), &[3]),
    (
        "a password of escapes",
        || b"\x1b[2J\x1b]0;x\x07".to_vec(),
        &[3],
    ),
    (
        "a password that is not UTF-8",
        || b"pass\xff\xfeword".to_vec(),
        &[3],
    ),
    (
        "a password beyond ASCII",
        || "p\u{e4}ssw\u{f6}rd".into(),
        &[3],
    ),
    (
        "a password behind an empty line",
        || b"\npassword\n".to_vec(),
        &[3],
    ),
];

/// A server that serves its whole chain well, and what is written for it.
fn bundle(scene: &Scene, flags: &[&str]) -> Command {
    let pki = Pki::new();
    let server = scene.wait_for(tls(pki.server(&TLS13, false), answers_well));
    let ca = scene.file("ca.der", &pki.root);
    let mut command = probe();
    command.args(["export-bundle", "--trust", "none", "--ca", &ca]);
    command.args(flags).arg(server.to_string());
    command
}

/// Where the clock is wrong, or is said to be.
fn dates() -> Vec<Row> {
    let dates = [
        "0001-01-01",
        "1969-12-31",
        "1970-01-01",
        "2038-01-20",
        "9999-12-31",
        "99999-01-01",
        "-1",
    ];
    let one = |date: &'static str| {
        Row::new(Channel::Argument, format!("--at {date}"), move |scene| {
            let ca = scene.file("ca.pem", CERTIFICATE);
            scene.endpoints(&[NOBODY, "--ca", &ca, &format!("--at={date}")])
        })
        .exits(&[1, 2])
    };
    dates.map(one).into()
}

fn streams() -> Vec<Row> {
    let lines: [(&str, &str, &[i32]); 9] = [
        (
            "closed standard input, and a list from it",
            "exec 0<&-; exec \"$0\" endpoints -f -",
            &[3],
        ),
        (
            "closed standard output",
            "exec 1>&-; exec \"$0\" endpoints 127.0.0.1:1",
            &[1, 3],
        ),
        (
            "closed standard error",
            "exec 2>&-; exec \"$0\" endpoints 127.0.0.1:1",
            &[1],
        ),
        (
            "all streams closed",
            "exec 0<&- 1>&- 2>&-; exec \"$0\" endpoints 127.0.0.1:1",
            &[1, 3],
        ),
        (
            "standard output is a directory's descriptor",
            "exec 1</tmp; exec \"$0\" endpoints 127.0.0.1:1",
            &[1, 3],
        ),
        (
            "standard input is a directory",
            "exec 0</tmp; exec \"$0\" endpoints -f -",
            &[3],
        ),
        (
            "a reader that leaves",
            "\"$0\" endpoints 127.0.0.1:1 -o json | true; exit ${PIPESTATUS[0]}",
            &[0, 1, 3],
        ),
        ("a list without an end", "yes | \"$0\" endpoints -f -", &[3]),
        (
            "a saved run without an end",
            "yes | \"$0\" endpoints --from -",
            &[3],
        ),
    ];
    let one = |(kind, line, exits): (&str, &'static str, &'static [i32])| {
        Row::new(Channel::Stream, kind, move |_| shell(line, &[])).exits(exits)
    };
    lines.into_iter().map(one).collect()
}

const VARIABLES: [(&str, &str); 22] = [
    ("HOME", "/nowhere"),
    ("HOME", ""),
    ("TMPDIR", "/nowhere"),
    ("PATH", ""),
    ("PATH", "/nowhere"),
    ("KUBECONFIG", "/dev/zero"),
    ("KUBECONFIG", ":::"),
    ("SSL_CERT_FILE", "/dev/zero"),
    ("SSL_CERT_FILE", "/proc/kmsg"),
    ("SSL_CERT_FILE", "/nowhere"),
    ("SSL_CERT_DIR", "/proc/self/fd"),
    ("SSL_CERT_DIR", "/dev"),
    ("HTTPS_PROXY", "http://[::1"),
    ("HTTPS_PROXY", "\u{1b}[2J"),
    ("NO_PROXY", ",,,,*,*.*,..,[,]"),
    ("COLUMNS", "0"),
    ("COLUMNS", "99999999999999999999"),
    ("COLUMNS", "-1"),
    ("RAYON_NUM_THREADS", "1000000"),
    ("TOKIO_WORKER_THREADS", "0"),
    ("LANG", "\u{202e}"),
    ("SOURCE_DATE_EPOCH", "-1"),
];

fn surroundings() -> Vec<Row> {
    let files = [5, 6, 8, 10, 12, 16, 24].map(|files| {
        Row::new(
            Channel::Place,
            format!("{files} descriptors"),
            move |scene| {
                let ca = scene.file("ca.pem", CERTIFICATE);
                after(
                    &format!("ulimit -n {files}"),
                    &["endpoints", NOBODY, "--ca", &ca],
                )
            },
        )
        .exits(&[1, 3])
    });
    let limits = [
        (
            "no room for a core, a file or a lock",
            "ulimit -c 0 -f 0 -l 0",
        ),
        ("a stack of 1 MiB", "ulimit -s 1024"),
        ("600 MB of address space", "ulimit -v 600000"),
        ("no file may grow", "ulimit -f 0; trap '' XFSZ"),
    ];
    let limits = limits.map(|(kind, limit)| {
        Row::new(Channel::Place, kind, move |_| {
            after(limit, &["endpoints", NOBODY])
        })
        .exits(&[1, 3])
    });
    let variables = VARIABLES.map(|(name, value)| {
        let shown: String = value.escape_debug().collect();
        Row::new(
            Channel::Variable,
            format!("{name}={shown}"),
            move |_| -> Command {
                let mut command = probe();
                command.args(["endpoints", NOBODY]).env(name, value);
                command
            },
        )
        .exits(&[1, 2, 3])
    });
    files.into_iter().chain(limits).chain(variables).collect()
}
