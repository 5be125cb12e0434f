//! What holds for any list of targets: no line ends the run, each that is none is named with its number
//! and what to do, nothing that may be a password is shown, and the other lines count.

use std::io::Write;

use fastrand::Rng;
use mtc_probe::inputs::{self, InputContents};

const PASSWORD: &str = "hunter2";
/// Lines that are targets.
const GOOD: &[&str] = &[
    "a.test",
    "a.test.:8443",
    "api=[::1]:6443",
    "::1",
    "https://b.test/x?y#z # here",
    "registry = 10.0.0.1 expect=refused",
    "b\u{fc}cher.test",
    "c.test\texpect=ok",
    "\u{feff}d.test",
];
/// Lines that are none.
const BAD: &[&str] = &[
    "host:0",
    "host:65536",
    "host:+443",
    "host:-1",
    "host:",
    "host:\u{664}\u{664}\u{663}",
    "host:\u{ff14}\u{ff14}\u{ff13}",
    "\u{ff11}\u{ff12}\u{ff17}.0.0.1",
    "[::1",
    "::1]",
    "[::1]]:1",
    "[fe80::1%]:1",
    "fe80::1",
    "[fe80::1]:6443",
    "fe80::1%no-such-zone",
    "127.0.0.1.",
    "127.1",
    "010.0.0.1:443",
    "a..test",
    "a\0b.test",
    "a.test\rb.test",
    "a b",
    "nosuch=a.test",
    "=a.test",
    "api=",
    "http://a.test",
    "https://",
    "https://a.test:99999",
    "https://[::1",
    "a.test expect=",
    "a.test expect=nonsense",
    "a.test expect=ok expect=ok",
    "a.test expect=refused expect=expired",
    "expect=ok",
    "user:hunter2@host",
    "user:hunter2@host:65536 expect=nonsense",
    "https://user:hunter2@host/",
    "https://user:hunter2@[::1",
    "user:hunter2\u{ff20}host",
    "https://user:hunter2%40host",
    "api=user:hun@ter:hunter2@host",
    "hunter2@",
    "\u{1b}[2J",
    "\u{202e}:443",
];

/// A list, the numbers of the lines that are targets, and of those that are none.
struct AnyList {
    bytes: Vec<u8>,
    good: Vec<usize>,
    bad: Vec<usize>,
}

impl AnyList {
    fn of(rng: &mut Rng) -> Self {
        let begins: &[u8] = if rng.bool() { b"\xef\xbb\xbf" } else { b"" };
        let ends: &[u8] = if rng.bool() { b"\r\n" } else { b"\n" };
        let mut list = Self {
            bytes: begins.to_vec(),
            good: Vec::new(),
            bad: Vec::new(),
        };
        let lines = rng.usize(2..30);
        for number in 1..=lines {
            let (line, is_good) = match rng.u8(0..10) {
                0..4 => (rng.choice(GOOD).expect("one").as_bytes().to_vec(), true),
                4..8 => (rng.choice(BAD).expect("one").as_bytes().to_vec(), false),
                8 => ([b"caf\xe9.test ", &b"x"[..]].concat(), false),
                _ => {
                    list.bytes.extend([b"  # nothing", ends].concat());
                    continue;
                }
            };
            let numbers = if is_good {
                &mut list.good
            } else {
                &mut list.bad
            };
            numbers.push(number);
            let is_last = number == lines && rng.bool();
            list.bytes.extend(line);
            list.bytes.extend(if is_last { b"" } else { ends });
        }
        list
    }
}

fn read(bytes: &[u8]) -> (String, InputContents) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("written");
    let name = file.path().display().to_string();
    let contents = inputs::files(std::slice::from_ref(&name));
    (name, contents)
}

/// Every problem names a line or the file, says what to do, is short, and shows no secret.
#[track_caller]
fn sound(name: &str, contents: &InputContents, about: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for problem in &contents.problems {
        let said = problem.to_string();
        assert!(!said.contains(PASSWORD), "{about}: {said}");
        let controls = said
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(controls, None, "{about}: {said:?}");
        assert!(
            !problem.what.is_empty() && !problem.hint.is_empty(),
            "{about}: {said}"
        );
        assert!(said.chars().count() < 1000, "{about}: {} bytes", said.len());
        match problem.place.strip_prefix(name) {
            Some("") => {}
            Some(line) => {
                // Of what begins as JSON, also which document it is.
                let number = line[1..].split(',').next().unwrap_or_default();
                lines.push(number.parse().unwrap_or_else(|_| panic!("{about}: {said}")));
            }
            None => panic!("{about}: {said}"),
        }
    }
    lines
}

#[test]
fn every_line_that_is_no_target_is_named_and_the_others_count() {
    for seed in 0..300 {
        let mut rng = Rng::with_seed(seed);
        let list = AnyList::of(&mut rng);
        let (name, contents) = read(&list.bytes);
        let about = format!("seed {seed}: {:?}", String::from_utf8_lossy(&list.bytes));
        let lines = sound(&name, &contents, &about);
        assert_eq!(contents.targets.len(), list.good.len(), "{about}");
        if list.good.is_empty() && list.bad.len() > 3 {
            // Another kind of file: the first lines are enough.
            assert_eq!(lines, list.bad[..3], "{about}");
        } else {
            assert_eq!(lines, list.bad, "{about}");
        }
    }
}

#[test]
fn each_line_alone_is_what_it_is() {
    for (lines, is_good) in [(GOOD, true), (BAD, false)] {
        for line in lines {
            let (name, contents) = read(line.as_bytes());
            let told = sound(&name, &contents, line);
            let problems = &contents.problems;
            assert_eq!(
                contents.targets.len(),
                usize::from(is_good),
                "{line:?}: {problems:?}"
            );
            assert_eq!(told.len(), usize::from(!is_good), "{line:?}");
        }
    }
}

/// A line may be a whole file.
#[test]
fn a_line_of_a_megabyte_is_told_in_short() {
    let long = "x".repeat(1 << 20);
    for line in [
        long.clone(),
        format!("https://{long}"),
        format!("a.test:{long}"),
        format!("{long}=a.test"),
        format!("a.test expect={long}"),
        format!("user:{PASSWORD}@{long}"),
        format!("user:{PASSWORD}@{}", &long[..5000]),
        long[..5000].to_owned(),
        format!("https://a.test:{}", &long[..5000]),
        "\u{fc}".repeat(2000),
        format!("[::1%{long}]:1"),
        format!("fe80::1%{long}"),
        format!("a.test {long} expect=ok"),
        "1.".repeat(1 << 19),
        "\0".repeat(1 << 20),
        "\u{fc}".repeat(1 << 19),
        "[".repeat(1 << 20),
        " ".repeat(1 << 20) + "a b",
    ] {
        let begins: String = line.chars().take(20).collect();
        let (name, contents) = read(format!("a.test\n{line}\nb.test").as_bytes());
        assert_eq!(sound(&name, &contents, &begins), [2], "{begins:?}");
        assert_eq!(contents.targets.len(), 2, "{begins:?}");
    }
}

#[test]
fn any_bytes_are_read_without_a_fall() {
    const PIECES: &[&str] = &[
        "[", "]", ":", "%", "25", "@", "=", "//", "https", "expect", " ", "#", ".", "0", "fe80",
        "::", "a", "\u{fc}", "\u{664}", "\r", "\n", "\0", "?", "\u{feff}", "\\", "xn--", "-",
    ];
    for seed in 0..2000 {
        let mut rng = Rng::with_seed(seed);
        let bytes: Vec<u8> = if rng.bool() {
            let pieces = (0..rng.usize(1..40)).map(|_| *rng.choice(PIECES).expect("one"));
            pieces.collect::<String>().into_bytes()
        } else {
            (0..rng.usize(1..60)).map(|_| rng.u8(..)).collect()
        };
        let about = format!("seed {seed}: {bytes:?}");
        let (name, contents) = read(&bytes);
        sound(&name, &contents, &about);
        for target in &contents.targets {
            let authority = target.target.authority();
            assert!(
                target.target.port > 0 && !authority.contains('@'),
                "{about}"
            );
        }
    }
}
