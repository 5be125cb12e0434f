//! `README.md` and the pages below `docs/`: their commands are ones that the program can read, and
//! their links lead somewhere. `docs/verdicts.md` is made, and compared as a golden file.

use std::path::{Path, PathBuf};

use mtc_probe::cli::Cli;
use mtc_probe::plan;

/// README, the pages, and the page of the Job.
pub fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).expect("docs");
    let mut paths: Vec<PathBuf> = docs.map(|entry| entry.expect("a page").path()).collect();
    paths.extend(["README.md", "deploy/README.md"].map(|name| root.join(name)));
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a page");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

/// Command lines that start this program: whole lines of blocks, and what is between backticks.
fn commands(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in page.lines().map(str::trim) {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            found.push(line.trim_start_matches("$ ").to_owned());
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found.retain(|line| line.starts_with("probe ") || line.contains("| probe "));
    found
}

/// The arguments of the program in this line; none where a word stands for another.
fn arguments(line: &str) -> Option<Vec<String>> {
    let words = shlex::split(line)?;
    let ours = words
        .split(|word| word == "|")
        .find(|words| words.first().is_some_and(|word| word == "probe"))?;
    let ends = |word: &String| matches!(word.as_str(), ">" | "<" | "2>" | "#" | "...");
    let ours = ours.split(ends).next()?;
    let stands_for = |word: &String| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        letters().count() > 1 && letters().all(char::is_uppercase)
    };
    // Two words may only name a command.
    let is_whole = ours.len() > 2 || ours.iter().any(|word| word.contains('.'));
    (is_whole && !ours.iter().any(stands_for)).then(|| ours.to_vec())
}

#[test]
fn every_command_on_a_page_can_be_typed() {
    let mut read = 0;
    for (path, page) in pages() {
        if path.ends_with("docs/verdicts.md") {
            continue;
        }
        for line in commands(&page) {
            let Some(args) = arguments(&line) else {
                continue;
            };
            let path = path.display();
            let cli = Cli::read(args.into_iter().map(Into::into));
            let cli = cli.unwrap_or_else(|e| panic!("{path}: {line}\n{e}"));
            // What contradicts itself is said by the plan, before anything is opened.
            if let Err(error) = plan::of(cli) {
                panic!("{path}: {line}\n{error}");
            }
            read += 1;
        }
    }
    assert!(read > 30, "only {read} commands were found");
}

/// As forges make it of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .collect::<String>();
    kept.replace(' ', "-")
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut linked = Vec::new();
    for (path, page) in pages() {
        let links = page
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'));
        for (link, _) in links.filter(|(link, _)| !link.starts_with("https://")) {
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let there = match file {
                "" => path.clone(),
                file => path.parent().expect("a directory").join(file),
            };
            let Ok(text) = std::fs::read_to_string(&there) else {
                wrong.push(format!("{}: {link}", path.display()));
                continue;
            };
            let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
            let mut anchors = headings.map(|line| anchor(line.trim_start_matches('#').trim()));
            if !place.is_empty() && !anchors.any(|anchor| anchor == place) {
                wrong.push(format!("{}: no heading for {link}", path.display()));
            }
            if path.ends_with("README.md") {
                linked.push(there);
            }
        }
    }
    let unlinked = pages().into_iter().map(|(path, _)| path).filter(|path| {
        let is_page = path.parent().is_some_and(|dir| dir.ends_with("docs"));
        is_page && !linked.contains(path)
    });
    wrong.extend(unlinked.map(|path| format!("README.md does not lead to {}", path.display())));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
