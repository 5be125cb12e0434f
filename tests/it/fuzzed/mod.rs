//! The fuzz targets with the stable toolchain: each on its corpus (`fuzz/corpus`, where what was found
//! is kept, too), and on inputs near it that a fixed seed makes. `fuzz/README.md` says what each target
//! holds, and how a finding becomes a test.
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

mod found;
mod near;
pub mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use mtc_probe::cert::scan::PemBlock;
use near::Near;
use targets::{ALL, Run};

/// Bytes of all inputs that are made for one target: what costs more is made less often.
const MADE_BYTES: usize = 48 * 1024;
/// Inputs that are made for one target at most.
const MADE: usize = 150;
/// The targets that judge a whole chain for each input: fewer are made.
const SLOW: [&str; 4] = ["judge", "judge_many", "run_log", "bundle_export"];
const MADE_SLOW: usize = 12;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The inputs of a target's corpus with the names of their files, in order.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = fuzz().join("corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// Says which input it was where a target panics.
struct Tried<'a>(&'a str, &'a str, Option<usize>);

impl Drop for Tried<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let Self(target, file, made) = self;
            let nth = made.map_or_else(String::new, |made| format!(", input {made} made of it"));
            eprintln!("target {target}: fuzz/corpus/{target}/{file}{nth}");
        }
    }
}

fn on_the_corpus(name: &str, run: Run) {
    let seeds = corpus(name);
    assert!(!seeds.is_empty(), "fuzz/corpus/{name} is empty");
    for (file, bytes) in &seeds {
        let _tried = Tried(name, file, None);
        run(bytes);
    }
}

fn near_the_corpus(name: &str, run: Run) {
    let seeds = corpus(name);
    let most = if SLOW.contains(&name) {
        MADE_SLOW
    } else {
        MADE
    };
    let (mut near, mut bytes) = (Near::to(&seeds, name), 0);
    for made in 0..most {
        let (file, input) = near.next_input();
        bytes += input.len();
        if bytes > MADE_BYTES && made > MADE_SLOW {
            break;
        }
        let _tried = Tried(name, file, Some(made));
        run(&input);
    }
}

#[test]
fn every_target_holds_on_its_corpus() {
    for (name, run) in ALL {
        on_the_corpus(name, *run);
    }
}

#[test]
fn every_target_holds_near_its_corpus() {
    for (name, run) in ALL {
        near_the_corpus(name, *run);
    }
}

/// The targets that judge come as far as a chain that verifies.
#[test]
fn seeds_of_judge_show_what_they_are_called() {
    let seeds = corpus("judge");
    let accepted = |name: &str| {
        let seed = seeds.iter().find(|(known, _)| known == name);
        targets::judge::accepted(&seed.expect(name).1)
    };
    assert_eq!(accepted("ok"), Some((true, true)));
    assert_eq!(accepted("root-sent"), Some((false, false)));
    assert_eq!(accepted("alone"), Some((false, false)));
    assert_eq!(accepted("nothing"), None);
}

/// `fuzz/` has a program and a corpus for each row of [`ALL`], which calls what the row names, and no
/// other; the README tells what each holds.
#[test]
fn fuzz_has_each_target_once() {
    let rows = include_str!("targets/mod.rs").lines().filter_map(|line| {
        let row = line.strip_prefix("    (\"")?.strip_suffix("),")?;
        row.split_once("\", ")
    });
    let rows: Vec<(&str, &str)> = rows.collect();
    let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), names);
    assert!(names.is_sorted(), "in order");
    for folder in ["corpus", "fuzz_targets"] {
        let mut there: Vec<String> = fs::read_dir(fuzz().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .map(|name| name.trim_end_matches(".rs").to_owned())
            .collect();
        there.sort();
        assert_eq!(there, names, "fuzz/{folder}");
    }
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let readme = fs::read_to_string(fuzz().join("README.md")).unwrap();
    for (name, what) in rows {
        let call = what
            .strip_prefix("|bytes| ")
            .map_or_else(|| format!("{what}(bytes)"), str::to_owned);
        let program = fs::read_to_string(fuzz().join(format!("fuzz_targets/{name}.rs"))).unwrap();
        let expected = format!(
            "#![no_main]\n\nlibfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::{call});\n"
        );
        assert_eq!(program, expected, "fuzz_targets/{name}.rs");
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
        assert!(readme.contains(&format!("| `{name}` |")), "README: {name}");
    }
}

/// Small, and without a key: `shape` looks into text only.
#[test]
fn the_corpus_is_small_and_holds_no_key() {
    let mut size = 0;
    for (name, _) in ALL {
        for (file, bytes) in corpus(name) {
            size += bytes.len();
            let blocks = mtc_probe::cert::scan::blocks(&bytes);
            let has_key = blocks.iter().any(PemBlock::is_private_key);
            assert!(!has_key, "corpus/{name}/{file} holds a private key");
        }
    }
    assert!(size < 1 << 20, "{size} bytes");
}
