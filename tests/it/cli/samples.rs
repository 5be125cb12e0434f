//! What README and `docs/` show of the program's output is what it prints: each block `console` is run
//! in a fresh lab. Ports, dates and hashes are another every time, and are compared by their kind.

use super::docs::pages;
use super::world::{Ran, World, probe};

/// What stands for left-out lines in a sample.
const LEFT_OUT: &str = "\u{2026}";

/// A command, and what it is shown to print.
struct Sample {
    page: String,
    command: String,
    shown: String,
}

fn samples() -> Vec<Sample> {
    let mut found = Vec::new();
    for (path, page) in pages() {
        let blocks = page.split("```console\n").skip(1);
        for block in blocks.filter_map(|rest| rest.split_once("```")) {
            for sample in format!("\n{}", block.0).split("\n$ ").skip(1) {
                let (command, shown) = sample.split_once('\n').unwrap_or((sample, ""));
                found.push(Sample {
                    page: path.display().to_string(),
                    command: command.to_owned(),
                    shown: shown.to_owned(),
                });
            }
        }
    }
    found
}

/// The word with what is another every time replaced by its kind.
fn kind_of(word: &str) -> String {
    let is_hash = |c: char| c.is_ascii_digit() || matches!(c, 'A'..='F' | ':' | '.');
    if word.len() > 12 && word.matches(':').count() > 3 && word.chars().all(is_hash) {
        return "HASH".into();
    }
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let parts: Vec<usize> = word.split('-').map(digits).collect();
    if word.len() == 10 && parts == [4, 2, 2] {
        return "DATE".into();
    }
    for (before, fewest) in [('@', 9), (':', 4)] {
        if let Some((name, rest)) = word.rsplit_once(before) {
            let number = digits(rest);
            if number >= fewest {
                return format!("{name}{before}NUMBER{}", &rest[number..]);
            }
        }
    }
    word.to_owned()
}

fn words(text: &str) -> Vec<String> {
    let mut words = text.replace("\\\n", "");
    // Flags that stand for DNS are left out of samples.
    while let Some(start) = words.find("--resolve ") {
        let value = start + "--resolve ".len();
        let end = words[value..].find(char::is_whitespace);
        let end = end.map_or(words.len(), |end| value + end + 1);
        words.replace_range(start..end, "");
    }
    words.split_whitespace().map(kind_of).collect()
}

/// Runs the command as it is typed, against the lab: its API server has another port.
fn printed(world: &World, command: &str) -> String {
    let api = world.endpoint("api.");
    let args = shlex::split(command).expect("a command line");
    let with_port = |arg: &String| match arg.rsplit_once(':') {
        Some((host, _)) if host.ends_with(&api.name) => {
            format!("{host}:{}", api.address.port())
        }
        _ => arg.clone(),
    };
    let mut run = probe();
    run.arg(&args[1]);
    for known in world.lab.endpoints().iter().chain(world.lab.further()) {
        let (name, address) = (&known.name, known.address);
        let fixed = format!("{name}:{}:{}", address.port(), address.ip());
        run.args(["--resolve", &fixed]);
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut run, "probe");
    run.args(args[2..].iter().map(with_port))
        .env("COLUMNS", "140")
        .current_dir(world.dir());
    let Ran { out, err, .. } = Ran::of(run.output().expect("it runs"));
    // A reader's names have addresses; those of the lab are given, and some are not asked for.
    let is_of_the_lab = |line: &&str| line.starts_with("note: --resolve ");
    let said: Vec<&str> = err.lines().filter(|line| !is_of_the_lab(line)).collect();
    out + &said.join("\n")
}

/// Each run of lines that is shown, in its order; the first at the beginning, and the last at the
/// end unless lines are left out there.
#[track_caller]
fn assert_shows(sample: &Sample, printed: &str) {
    let there = words(printed);
    let mut at = 0;
    for (n, run) in sample.shown.split(LEFT_OUT).enumerate() {
        let wanted = words(run);
        if wanted.is_empty() {
            continue;
        }
        let mut places = there[at..].windows(wanted.len());
        let place = places.position(|window| window == wanted);
        let place = place.filter(|place| n > 0 || *place == 0);
        let Some(place) = place else {
            panic!(
                "{}: {} does not print\n{run}\nbut\n{printed}",
                sample.page, sample.command
            );
        };
        at += place + wanted.len();
    }
    let ends_open = sample.shown.trim_end().ends_with(LEFT_OUT);
    assert!(
        ends_open || at == there.len(),
        "{}:\n{printed}",
        sample.page
    );
}

#[cfg(unix)]
#[test]
fn samples_of_output_are_what_is_printed() {
    let all = samples();
    assert!(all.len() > 1, "README shows two commands with their output");
    let world = World::new();
    for sample in &all {
        assert!(sample.command.starts_with("probe "), "{}", sample.command);
        assert_shows(sample, &printed(&world, &sample.command));
    }
}

#[test]
fn what_is_another_every_time_is_compared_by_its_kind() {
    for (word, kind) in [
        ("A5:5C:F4:BC:...:3C:DC", "HASH"),
        ("2028-08-19", "DATE"),
        ("ingress-operator@1787213314", "ingress-operator@NUMBER"),
        ("https://a.test:44061,", "https://a.test:NUMBER,"),
        ("signed", "signed"),
        ("next:", "next:"),
    ] {
        assert_eq!(kind_of(word), kind);
    }
    let line = "probe export-bundle --resolve a.test:1:127.0.0.1 --api x";
    assert_eq!(words(line).join(" "), "probe export-bundle --api x");
}
