//! Files that are to hold certificates, and hold too much, half of it, or something else. Each is given to `--ca`,
//! the smaller list to the other readers of such files, too. What is wrong with a file is `files`' subject.

use std::fs;
use std::os::unix::fs::symlink;

use super::super::{Channel, Row, Scene};
use super::{CERTIFICATE, Content, NOBODY, der};
use crate::cli::world::probe;

fn block(label: &str, body: &str) -> String {
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

fn utf16(bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    CERTIFICATE.encode_utf16().flat_map(bytes).collect()
}

const CONTENTS: [Content; 36] = [
    ("nothing", Vec::new),
    ("more than 16 MiB", || vec![b'x'; 17_000_000]),
    ("15 MB of one certificate", || {
        CERTIFICATE.repeat(15_000_000 / CERTIFICATE.len()).into()
    }),
    ("2,000 certificates", || CERTIFICATE.repeat(2_000).into()),
    ("half a block", || {
        CERTIFICATE[..CERTIFICATE.len() / 2].into()
    }),
    ("half a block before a whole one", || {
        (CERTIFICATE[..CERTIFICATE.len() / 2].to_owned() + CERTIFICATE).into()
    }),
    ("a BEGIN line inside of a comment", || {
        ("# -----BEGIN CERTIFICATE-----\n# no block\n".to_owned() + CERTIFICATE).into()
    }),
    ("9,000 BEGIN lines", || {
        "-----BEGIN CERTIFICATE-----\n".repeat(9_000).into()
    }),
    ("100,000 BEGIN lines", || {
        "-----BEGIN CERTIFICATE-----\n".repeat(100_000).into()
    }),
    ("100,000 END lines", || {
        "-----END CERTIFICATE-----\n".repeat(100_000).into()
    }),
    ("2 MB of dashes", || vec![b'-'; 2_000_000]),
    ("a label of 2 MB", || {
        format!("-----BEGIN {}-----\n", "A".repeat(2_000_000)).into()
    }),
    ("a label of controls", || {
        block("\u{1b}[2J\u{202e}\u{7f}", "AAAA").into()
    }),
    ("UTF-16, little end first", || utf16(u16::to_le_bytes)),
    ("UTF-16, big end first", || utf16(u16::to_be_bytes)),
    ("UTF-32", || {
        CERTIFICATE
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect()
    }),
    ("DER", der),
    ("DER that is cut", || {
        der().split_last().expect("bytes").1.to_vec()
    }),
    ("DER with more behind it", || [der(), vec![0; 100]].concat()),
    ("DER of 100,000 levels", || b"\x30\x80".repeat(100_000)),
    ("DER of a length beyond all memory", || {
        b"\x30\x84\x7f\xff\xff\xff".repeat(1_000)
    }),
    ("DER of a length of eight bytes", || {
        [&b"\x30\x88"[..], &[0xff; 8]].concat()
    }),
    ("PKCS #7 that holds nothing", || {
        b"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02".to_vec()
    }),
    ("a block of 2 MB", || {
        block("CERTIFICATE", &"AAAA".repeat(500_000)).into()
    }),
    ("a private key beside the certificate", || {
        let key = block("PRIVATE KEY", &"A".repeat(64));
        (CERTIFICATE.to_owned() + &key).into()
    }),
    ("3,000 revocation lists", || {
        block("X509 CRL", "AAAA").repeat(3_000).into()
    }),
    ("100,000 headers in a block", || {
        let headers = "X: y\n".repeat(100_000);
        block("CERTIFICATE", &(headers + "\nAAAA")).into()
    }),
    ("NUL behind each line", || {
        CERTIFICATE.replace('\n', "\0\n").into()
    }),
    ("lines that end in CR alone", || {
        CERTIFICATE.replace('\n', "\r").into()
    }),
    ("300,000 byte order marks", || {
        ("\u{feff}".repeat(300_000) + CERTIFICATE).into()
    }),
    ("a page of HTML", || "<html>".repeat(100_000).into()),
    ("JSON around certificates", || {
        format!("{:?}", CERTIFICATE.repeat(300)).into()
    }),
    ("2 MB of blanks", || vec![b' '; 2_000_000]),
    ("2 MB of line breaks", || vec![b'\n'; 2_000_000]),
    ("random bytes", random),
    ("a trusted certificate of OpenSSL's that is none", || {
        block("TRUSTED CERTIFICATE", "AAAA").into()
    }),
];

/// By a fixed seed (xorshift).
fn random() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()
    };
    (0..250_000).flat_map(|_| next()).collect()
}

fn given(scene: &Scene, args: &[&str]) -> std::process::Command {
    let mut command = probe();
    command.current_dir(scene.path("")).args(args);
    command
}

pub fn rows() -> Vec<Row> {
    let of_ca = CONTENTS.into_iter().map(|(kind, content)| {
        Row::new(Channel::File, format!("--ca: {kind}"), move |scene| {
            let file = scene.file("ca.pem", content());
            scene.endpoints(&[NOBODY, "--ca", &file])
        })
        .exits(&[1, 3])
    });
    let others = CONTENTS.into_iter().step_by(3).flat_map(|(kind, content)| {
        let verified = Row::new(
            Channel::File,
            format!("verify-bundle: {kind}"),
            move |scene| {
                scene.file("ca.pem", content());
                given(scene, &["verify-bundle", "ca.pem"])
            },
        );
        let merged = Row::new(Channel::File, format!("--merge: {kind}"), move |scene| {
            scene.file("ca.pem", content());
            given(scene, &["export-bundle", NOBODY, "--merge", "ca.pem"])
        });
        let same = Row::new(Channel::File, format!("--same-as: {kind}"), move |scene| {
            scene.file("ca.pem", content());
            let own = scene.file("own.pem", CERTIFICATE);
            given(scene, &["verify-bundle", &own, "--same-as", "ca.pem"])
        });
        [
            verified.exits(&[0, 1, 3]),
            merged.exits(&[3]),
            same.exits(&[0, 1, 3]),
        ]
    });
    of_ca
        .chain(others)
        .chain(directories())
        .chain(passwords())
        .collect()
}

/// A directory, filled by this.
type Fill = fn(&std::path::Path);

fn directories() -> Vec<Row> {
    const DIRECTORIES: [(&str, Fill); 6] = [
        ("100,000 certificates in 200 files", |to| {
            let text = CERTIFICATE.repeat(500);
            (0..200).for_each(|n| fs::write(to.join(format!("{n}.pem")), &text).expect("written"));
        }),
        ("a circle of 500 links", |to| {
            let link = |n: u32| {
                symlink(
                    format!("{}.pem", (n + 1) % 500),
                    to.join(format!("{n}.pem")),
                )
            };
            (0..500).for_each(|n| link(n).expect("a link"));
        }),
        ("a link to itself", |to| {
            symlink("self.pem", to.join("self.pem")).expect("a link");
        }),
        ("links to devices", |to| {
            for device in ["zero", "full", "tty", "random"] {
                symlink(format!("/dev/{device}"), to.join(device)).expect("a link");
            }
            symlink("/proc/kmsg", to.join("kmsg")).expect("a link");
        }),
        ("a pipe that nobody writes to", |to| {
            let made = std::process::Command::new("mkfifo")
                .arg(to.join("a.pem"))
                .status();
            assert!(made.expect("mkfifo runs").success());
        }),
        ("5,000 files that are none", |to| {
            (0..5_000).for_each(|n| fs::write(to.join(format!("{n}.pem")), "x").expect("written"));
        }),
    ];
    let one = |(kind, fill): (&str, Fill)| {
        Row::new(
            Channel::File,
            format!("--ca, a directory: {kind}"),
            move |scene| {
                let directory = scene.path("cas");
                fs::create_dir(&directory).expect("a directory");
                fill(&directory);
                scene.endpoints(&[NOBODY, "--ca", &directory.display().to_string()])
            },
        )
        .exits(&[1, 3])
    };
    DIRECTORIES.into_iter().map(one).collect()
}

fn passwords() -> Vec<Row> {
    const PASSWORDS: [Content; 7] = [
        ("nothing", Vec::new),
        ("a line of 1 MB", || vec![b'x'; 1_000_000]),
        ("NUL", || b"pass\0word\n".to_vec()),
        ("no text", || b"\xff\xfe\n".to_vec()),
        ("controls", || b"\x1b[2J\n".to_vec()),
        ("UTF-16", || {
            "password\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect()
        }),
        ("one letter", || b"x\n".to_vec()),
    ];
    let formats = ["pkcs12", "jks"].into_iter();
    let pairs = formats.flat_map(|format| PASSWORDS.map(|content| (format, content)));
    let one = |(format, (kind, content)): (&'static str, Content)| {
        Row::new(
            Channel::File,
            format!("--store-password-file, {format}: {kind}"),
            move |scene| {
                let file = scene.file("password", content());
                given(
                    scene,
                    &[
                        "export-bundle",
                        NOBODY,
                        "--format",
                        format,
                        "--store-password-file",
                        &file,
                    ],
                )
            },
        )
        .exits(&[2, 3])
    };
    pairs.map(one).collect()
}
