//! The house keeps its shape: how long files are, who may name whom, what may not lie about.
//! Reads the sources as text; what needs the compiler is clippy's.
#![expect(clippy::disallowed_methods, reason = "this test reads the sources")]

mod calls;
mod names;
mod paths;
mod rooms;
mod sentences;
mod tree;

use std::path::Path;

use mtc_probe::codes::Code;
use names::named_by;
use rooms::Rooms;
use tree::{File, files, is_private_key, sources};

const LONGEST: usize = 400;

/// Plain data and pure functions, which everyone may name.
const NOUNS: [&str; 15] = [
    "codes",
    "cert",
    "ca_file",
    "offers",
    "openshift",
    "sinkhole",
    "roles",
    "target",
    "route",
    "objects",
    "evidence",
    "moment",
    "foreign",
    "quote",
    "mask",
];

/// Module → the modules of ours it may name, beside itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("moment", &[]),
    ("foreign", &[]),
    ("quote", &["foreign"]),
    ("mask", &[]),
    ("sinkhole", &[]),
    ("redact", &["sinkhole"]), // the addresses of filters are everybody's
    ("stand_in", &["NOUNS", "redact"]), // a whole run, whose certificates are written anew
    ("error", &["foreign", "quote"]), // what it says goes to a terminal, and repeats arguments
    ("cert", &["moment", "foreign"]), // certificates are dated, and foreign text
    ("ca_file", &["cert", "codes", "moment", "foreign"]),
    ("offers", &["cert"]), // which keys a client takes
    ("openshift", &[]),
    ("codes", &[]),
    ("roles", &["cert", "openshift", "foreign"]), // the Routes that expose a role are part of its row
    ("target", &["roles", "openshift", "foreign", "codes"]), // a verdict may be expected of it
    ("route", &["target", "cert", "codes"]), // a misspelt scheme is guessed as a misspelt code is; Go's way of reading a URL is beside what else of Go reads certificates
    ("objects", &["target", "foreign", "moment"]),
    (
        "evidence",
        &[
            "cert", "roles", "target", "route", "objects", "moment", "foreign", "error",
        ],
    ), // a saved run keeps the problems of its inputs
    ("opened", &[]),
    ("runlog", &["NOUNS", "error", "opened"]), // a log keeps the problems of its inputs, too
    ("inputs", &["NOUNS", "error", "opened"]),
    ("stores", &["NOUNS", "error", "words", "opened"]), // what is wrong with a file is said as `verify-bundle` says it
    ("measure", &["NOUNS"]),
    ("dialects", &["cert", "moment", "codes"]), // Go prints times, its version and text in its own quotes
    ("judge", &["NOUNS", "dialects"]),
    ("bundle", &["NOUNS", "judge", "dialects"]), // a proof keeps what Go and rustls say
    (
        "words",
        &[
            "NOUNS", "judge", "bundle", "dialects", "mtc", "triage", "compare", "diff", "runlog",
        ],
    ),
    ("mtc", &["NOUNS", "judge", "bundle", "dialects"]), // what an object's own bundle does is asked of `bundle`
    ("logs", &["moment"]),                              // lines are dated
    ("triage", &["NOUNS", "dialects", "logs", "mtc"]),  // what statuses say is asked of `mtc`
    ("diff", &["NOUNS", "judge", "bundle"]), // anchors are held against each other by `bundle::lock`
    ("compare", &["codes", "moment", "quote"]), // reads what was printed, so that it needs no evidence
    (
        "report",
        &[
            "NOUNS", "dialects", "judge", "words", "bundle", "mtc", "triage", "logs", "compare",
            "diff", "error", "runlog", "redact",
        ],
    ), // the schema publishes the records of a log, too
    ("export", &["NOUNS", "judge", "bundle", "error"]),
    ("lab", &[]),
    (
        "cli",
        &[
            "moment", "target", "route", "measure", "stores", "words", "mtc", "report", "export",
            "codes", "quote", "mask",
        ],
    ), // help lists the schemes of proxies; flags are read into the types they stand for: --at, --servername, --resolve, --trust, --for, --output, --format; what is wrong with one is said in `words`; tips repeat what was typed
    (
        "plan",
        &[
            "cli", "error", "codes", "moment", "target", "roles", "route", "foreign", "quote",
            "inputs", "stores", "measure", "judge", "bundle", "mtc", "export", "report",
        ],
    ), // flags become the values that the modules below are given; apart from `main`, only it names `cli`
    (
        "engine",
        &[
            "NOUNS", "error", "inputs", "judge", "logs", "measure", "mtc", "plan", "runlog",
            "stores", "triage",
        ],
    ), // a run from its plan to what it comes to: no flags, no stdout, no sentence
    (
        "commands",
        &[
            "NOUNS", "error", "plan", "engine", "judge", "dialects", "words", "bundle", "mtc",
            "triage", "compare", "diff", "report", "export", "lab", "runlog", "redact", "stand_in",
            "opened",
        ],
    ), // plan → engine → report or bundle: it reads no input and measures nothing
    (
        "main",
        &["cli", "plan", "commands", "error", "foreign", "quote"],
    ),
];

fn allowed(module: &str) -> Vec<&'static str> {
    let row = MAY_NAME.iter().find(|(name, _)| *name == module);
    let (name, others) = row.unwrap_or_else(|| {
        panic!("src has a module `{module}`, which the table in shape.rs does not know")
    });
    let nouns = others.iter().filter(|o| **o == "NOUNS").flat_map(|_| NOUNS);
    others
        .iter()
        .copied()
        .filter(|o| *o != "NOUNS")
        .chain(nouns)
        .chain([*name])
        .collect()
}

/// Fails with all that is wrong, not with the first.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nobody_names_whom_it_should_not() {
    let ours: Vec<&str> = MAY_NAME.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|f| f.path != "src/lib.rs") {
        let may = allowed(file.module());
        let named = named_by(file)
            .into_iter()
            .filter(|n| ours.contains(&n.as_str()));
        wrong.extend(
            named
                .filter(|n| !may.contains(&n.as_str()))
                .map(|n| format!("{} names `{n}`", file.path)),
        );
    }
    none(&wrong);
}

#[test]
fn flags_end_at_the_plan() {
    let names_clap = |f: &File| {
        let mut code = f.text.lines().filter(|l| !l.trim_start().starts_with("//"));
        code.any(|l| l.contains("clap::") || l.contains("clap_"))
    };
    // The tests of the plan make it from command lines.
    let may = |f: &File| matches!(f.module(), "cli" | "main") || f.path == "src/plan/tests.rs";
    let (may, wrong): (Vec<File>, Vec<File>) =
        sources().into_iter().filter(names_clap).partition(may);
    none(
        &wrong
            .iter()
            .map(|f| format!("{}: names clap; below `plan` nobody sees a flag", f.path))
            .collect::<Vec<_>>(),
    );
    assert!(may.len() > 5, "the command line is read without clap?");
}

#[test]
fn the_table_holds_every_module_and_no_other() {
    let lib = sources()
        .into_iter()
        .find(|f| f.path == "src/lib.rs")
        .expect("src/lib.rs");
    let mut declared: Vec<&str> = lib
        .text
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    declared.push("main");
    declared.sort_unstable();
    let mut known: Vec<&str> = MAY_NAME.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(declared, known);
}

#[test]
fn the_modules_form_no_circle() {
    // Whoever names only modules that are already placed can be placed; in the end all are.
    let mut placed: Vec<&str> = Vec::new();
    loop {
        let ready = |name: &&str| {
            allowed(name)
                .iter()
                .all(|other| other == name || placed.contains(other))
        };
        let next: Vec<&str> = MAY_NAME
            .iter()
            .map(|(name, _)| *name)
            .filter(|n| !placed.contains(n))
            .filter(ready)
            .collect();
        if next.is_empty() {
            break;
        }
        placed.extend(next);
    }
    assert_eq!(
        placed.len(),
        MAY_NAME.len(),
        "only these do not lead back to themselves: {placed:?}"
    );
}

#[test]
fn the_files_of_a_room_form_no_circle() {
    let sources = sources();
    let rooms = Rooms::of(&sources);
    none(&rooms.circles());
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for file in sources() {
        let (lines, opening) = (
            file.text.lines().count(),
            file.text
                .lines()
                .take_while(|l| l.starts_with("//!"))
                .count(),
        );
        if lines > LONGEST {
            wrong.push(format!("{}: {lines} lines, at most {LONGEST}", file.path));
        }
        if opening < 2 {
            wrong.push(format!(
                "{}: opens with {opening} lines of `//!`: say in two or three what it is for and what it keeps from",
                file.path
            ));
        }
    }
    none(&wrong);
}

#[test]
fn tests_are_short_too() {
    let rust = files()
        .into_iter()
        .filter(|f| f.path.starts_with("tests/") && is_rust(&f.path));
    let long = rust
        .filter(|f| f.text.lines().count() > LONGEST)
        .map(|f| format!("{}: more than {LONGEST} lines", f.path));
    none(&long.collect::<Vec<_>>());
}

#[test]
fn no_file_is_named_after_nothing() {
    let empty = [
        "util", "utils", "helper", "helpers", "manager", "common", "misc",
    ];
    let wrong = files()
        .into_iter()
        .filter(|f| is_rust(&f.path))
        .map(|f| f.path);
    let wrong = wrong.filter(|path| {
        path.trim_end_matches(".rs")
            .split(['/', '_'])
            .any(|word| empty.contains(&word))
    });
    none(
        &wrong
            .map(|path| format!("{path}: name it after what it does"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_private_key_lies_about() {
    let found = files()
        .into_iter()
        .filter(|f| is_private_key(&f.text))
        .map(|f| format!("{}: holds a private key", f.path));
    none(&found.collect::<Vec<_>>());
    let key = mtc_probe::lab::CertDraft::leaf(0, &["a.test"])
        .self_signed()
        .expect("a certificate");
    assert!(!is_private_key(&key.pem()));
    let armour = ["-----BEGIN ", "EC PRIVATE KEY-----"].concat();
    assert!(!is_private_key(&format!(
        "a file that speaks of {armour} blocks"
    )));
    for end in ["\n", "\r\n", "\\n", "\n    "] {
        assert!(is_private_key(&format!(
            "x = \"{armour}{end}{}",
            "MIIEvQIBADANBgkq".repeat(4)
        )));
    }
}

/// Files in which words for people are made and which compare foreign text all the same, each with
/// the reason.
const COMPARES_FOREIGN_TEXT: [(&str, &str); 0] = [];

#[test]
fn who_prints_takes_no_foreign_text_as_it_came() {
    const PRINTERS: [&str; 3] = ["src/report/", "src/words/", "src/export/"];
    let takes = |f: &File| f.text.contains(".raw()") || f.text.contains("Foreign::raw");
    let excused = |path: &str| COMPARES_FOREIGN_TEXT.iter().any(|(file, _)| *file == path);
    let all = sources().into_iter();
    let printers = all.filter(|f| PRINTERS.iter().any(|room| f.path.starts_with(room)));
    let (excused, wrong): (Vec<File>, Vec<File>) =
        printers.filter(takes).partition(|f| excused(&f.path));
    none(
        &wrong
            .iter()
            .map(|f| format!("{}: shows foreign text by its Display only", f.path))
            .collect::<Vec<_>>(),
    );
    assert_eq!(
        excused.len(),
        COMPARES_FOREIGN_TEXT.len(),
        "an excuse that excuses nothing"
    );
}

#[test]
fn every_dependency_says_what_for() {
    let manifest =
        File::read(Path::new(env!("CARGO_MANIFEST_DIR")), "Cargo.toml").expect("Cargo.toml");
    let mut section = "";
    let mut wrong = Vec::new();
    for line in manifest
        .text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && line
                .split_once(" # ")
                .is_none_or(|(_, what)| what.trim().len() < 4)
        {
            wrong.push(format!(
                "Cargo.toml: no comment says what this is for: {line}"
            ));
        }
    }
    none(&wrong);
}

#[test]
fn every_code_is_explained() {
    let all = mtc_probe::report::explain_all();
    let listed = |code: &str| {
        all.lines()
            .any(|line| line.split_whitespace().next() == Some(code))
    };
    let names = || Code::ALL.iter().map(|code| code.name());
    none(
        &names()
            .filter(|name| !listed(name))
            .map(|name| format!("`probe explain` does not list {name}"))
            .collect::<Vec<_>>(),
    );
    let mut sorted: Vec<&str> = names().collect();
    sorted.sort_unstable();
    let twice: Vec<String> = sorted
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| format!("{} is two classes", pair[0]))
        .collect();
    none(&twice);
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == "rs")
}
