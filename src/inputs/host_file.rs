//! Files given with `-f` (`-`: standard input). A file of Kubernetes objects is handed on. Any
//! other file has one target per line; `#` begins a comment. A bad line becomes a `Problem`, and
//! the other lines count. Reads that one file or standard input; a directory is handed on.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::objects::{Reading, are_objects};
use super::reading::{self, LARGEST, reason, unreadable};
use super::{InputContents, directory, interfaces, printed};
use crate::cert::scan::{self, PemBlock};
use crate::error::Problem;
use crate::foreign::visible;
use crate::target::{Origin, Target};

/// Targets of one list. Twice as many as a large run has; a file of 16 MiB may have millions of lines.
const MOST_TARGETS: usize = 200_000;
/// At most so many bad lines are reported one by one.
const MOST_PROBLEMS: usize = 50;
/// If at least so many lines are bad and none is a target, the file is of another kind.
const ENOUGH_TO_SEE: usize = 3;
const HINT: &str =
    "one target a line: host, host:port, https://host or ROLE=host; a comment begins with #";

/// What was read from one name.
pub(super) enum Part {
    /// All of it.
    Whole(InputContents),
    /// What is said of the file or the directory; its objects were added to a `Reading`.
    Objects(InputContents),
}

/// Reads a file (`-`: standard input) or a directory, and finds out what it holds. Kubernetes objects
/// are added to `objects`.
pub(super) fn read(name: &str, objects: &mut Reading) -> Part {
    let bytes = if name == "-" {
        reading::bounded(io::stdin().lock())
    } else if Path::new(name).is_dir() {
        return Part::Objects(directory::read(name, objects));
    } else {
        reading::file(Path::new(name))
    };
    let problem = match bytes.map(utf8) {
        Ok(bytes) => match printed::problem(name, &bytes) {
            Some(problem) => problem,
            None if are_objects(&bytes) => {
                objects.add(name, &bytes);
                return Part::Objects(InputContents::default());
            }
            None if bytes.len() as u64 > LARGEST => {
                Problem::new(name, "larger than 16 MiB", "split it, or name another file")
            }
            None => return Part::Whole(list(name, &bytes)),
        },
        Err(e) => {
            let hint = "give the path of a file with one target a line, or of Kubernetes objects, or of a directory of these, or - for standard input";
            Problem::new(name, unreadable(&e), hint)
        }
    };
    Part::Whole(InputContents::problem(problem))
}

/// The targets of a file that has one a line.
pub(super) fn list(name: &str, bytes: &[u8]) -> InputContents {
    let (targets, problems) = parse(name, bytes);
    let notes = if targets.is_empty() && problems.is_empty() {
        vec![format!("{}: holds no target", visible(name))]
    } else {
        Vec::new()
    };
    InputContents {
        notes,
        ..InputContents::targets(targets, problems)
    }
}

/// PowerShell writes UTF-16 when it redirects a command's output to a file.
fn utf8(bytes: Vec<u8>) -> Vec<u8> {
    let unit = match bytes.get(..2) {
        Some([0xff, 0xfe]) => u16::from_le_bytes,
        Some([0xfe, 0xff]) => u16::from_be_bytes,
        _ => return bytes,
    };
    let units = bytes[2..]
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]));
    match char::decode_utf16(units).collect::<Result<String, _>>() {
        Ok(text) => text.into_bytes(),
        Err(_) => bytes,
    }
}

fn parse(name: &str, bytes: &[u8]) -> (Vec<Target>, Vec<Problem>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(problem) = not_a_list(name, bytes) {
        return (Vec::new(), vec![problem]);
    }
    let (mut targets, mut problems, mut more) = (Vec::new(), Vec::new(), 0_usize);
    let file: Arc<str> = name.into();
    for (n, line) in bytes.split(|b| *b == b'\n').enumerate() {
        if targets.len() == MOST_TARGETS {
            let what = format!("more than {MOST_TARGETS} targets: the rest was not read");
            problems.push(Problem::new(format!("{name}:{}", n + 1), what, "split it"));
            break;
        }
        match target(&file, n + 1, line) {
            Ok(target) => targets.extend(target),
            Err(_) if problems.len() >= MOST_PROBLEMS => more += 1,
            Err(what) => problems.push(Problem::new(format!("{name}:{}", n + 1), what, HINT)),
        }
    }
    if targets.is_empty() && problems.len() > ENOUGH_TO_SEE {
        more += problems.len() - ENOUGH_TO_SEE;
        problems.truncate(ENOUGH_TO_SEE);
    }
    if more > 0 {
        problems.push(Problem::new(
            name,
            format!("{more} more lines are no targets"),
            HINT,
        ));
    }
    (targets, problems)
}

/// Keys and certificates must not be read as names, printed, or looked up: a line of a key can look
/// like a host.
fn not_a_list(name: &str, bytes: &[u8]) -> Option<Problem> {
    let block = scan::blocks(bytes)
        .into_iter()
        .find(PemBlock::begins_a_line)?;
    let (what, hint) = if block.is_private_key() {
        ("holds a private key, so no line of it was used", HINT)
    } else {
        (
            "a PEM file and no list of targets, so no line of it was used",
            "give CA certificates with --ca",
        )
    };
    Some(Problem::new(name, what, hint))
}

fn target(file: &Arc<str>, line: usize, bytes: &[u8]) -> Result<Option<Target>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8 text".to_owned())?;
    let text = without_comment(text).trim();
    if text.is_empty() {
        return Ok(None);
    }
    Target::parse(
        text,
        Origin::Line {
            file: Arc::clone(file),
            line,
        },
    )
    .and_then(interfaces::checked)
    .map(Some)
    .map_err(|why| reason(text, &why))
}

/// A `#` begins a comment at the start of a line and after white space; elsewhere it belongs to a
/// URL.
fn without_comment(line: &str) -> &str {
    let starts = |at: usize| {
        line[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    };
    line.match_indices('#')
        .map(|(at, _)| at)
        .find(|at| starts(*at))
        .map_or(line, |at| &line[..at])
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "files to read are written")]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_to_its_bound() {
        for (more, count) in [(0, 0), (1, 1)] {
            let text = "a.test\n".repeat(MOST_TARGETS - 1 + more) + "# end";
            let (targets, problems) = parse("t.txt", text.as_bytes());
            assert_eq!(targets.len(), MOST_TARGETS - 1 + more);
            assert_eq!(problems.len(), count);
        }
    }

    #[test]
    fn lines_comments_and_endings_as_people_write_them() {
        let text = "\u{feff}# all\r\n\r\napi=a.test\r\nb.test:8443 # second\r\n\thttps://c.test/x#y\t#z\r\n  # end";
        let (targets, problems) = parse("t.txt", text.as_bytes());
        assert_eq!(problems, []);
        assert_eq!(
            targets.iter().map(Target::authority).collect::<Vec<_>>(),
            ["a.test:6443", "b.test:8443", "c.test:443"]
        );
        assert_eq!(
            targets[2].origins,
            [Origin::Line {
                file: "t.txt".into(),
                line: 5
            }]
        );
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let (targets, problems) =
            parse("t.txt", b"a.test:0\n\xff\xfe\nuser:hunter2@b.test\nc.test");
        assert_eq!(targets.len(), 1);
        assert_eq!(
            problems
                .iter()
                .map(|p| p.place.as_str())
                .collect::<Vec<_>>(),
            ["t.txt:1", "t.txt:2", "t.txt:3"]
        );
        assert!(problems.iter().all(|p| !p.to_string().contains("hunter2")));
    }

    #[test]
    fn objects_are_told_from_lines_in_any_encoding() {
        let directory = tempfile::tempdir().unwrap();
        let object = "apiVersion: config.openshift.io/v1\r\nkind: Console\r\nmetadata: {name: a}\r\nstatus: {consoleURL: https://b.test}\r\n";
        let wide = |order: fn(u16) -> [u8; 2], text: &str| {
            "\u{feff}"
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(order)
                .collect()
        };
        let files: [Vec<u8>; 6] = [
            b"a.test\n".to_vec(),
            object.into(),
            b"kind:443".to_vec(),
            wide(u16::to_le_bytes, object),
            wide(u16::to_be_bytes, object),
            wide(u16::to_le_bytes, "c.test\r\n"),
        ];
        let names = files.iter().enumerate().map(|(n, bytes)| {
            let path = directory.path().join(n.to_string());
            std::fs::write(&path, bytes).unwrap();
            path.display().to_string()
        });
        let contents = crate::inputs::files(&names.collect::<Vec<_>>());
        let hosts: Vec<String> = contents
            .targets
            .iter()
            .map(|targets| targets.target.host.to_string())
            .collect();
        assert_eq!(
            hosts,
            ["a.test", "b.test", "kind", "b.test", "b.test", "c.test"],
            "{:?}",
            contents.problems
        );
    }

    #[test]
    fn another_kind_of_file_gives_no_flood() {
        let (targets, problems) = parse("t.bin", &b"\xff\n".repeat(1000));
        assert_eq!((targets.len(), problems.len()), (0, ENOUGH_TO_SEE + 1));
        let (targets, problems) = parse(
            "t.txt",
            format!("a.test\n{}", "b.test:0\n".repeat(1000)).as_bytes(),
        );
        assert_eq!((targets.len(), problems.len()), (1, MOST_PROBLEMS + 1));
        assert_eq!(
            problems[MOST_PROBLEMS].what,
            "950 more lines are no targets"
        );
    }

    #[test]
    fn no_line_of_a_key_is_taken_for_a_host() {
        for label in ["PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE"] {
            let text = format!(
                "a.test\r\n  -----BEGIN {label}-----\r\nMC4CAQAw\r\n-----END {label}-----\r\n"
            );
            let (targets, problems) = parse("t.pem", text.as_bytes());
            assert_eq!((targets.len(), problems.len()), (0, 1));
            assert!(!problems[0].to_string().contains("MC4C"), "{}", problems[0]);
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_problem() {
        let directory = tempfile::tempdir().unwrap();
        for (name, what) in [
            (
                directory.path().to_path_buf(),
                "a directory without an object",
            ),
            (directory.path().join("none"), "cannot be read: "),
        ] {
            let contents = crate::inputs::files(&[name.display().to_string()]);
            let problems = contents.problems;
            assert_eq!((contents.targets.len(), problems.len()), (0, 1));
            assert!(problems[0].what.starts_with(what), "{}", problems[0]);
        }
    }
}
