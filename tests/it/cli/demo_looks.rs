//! What `probe demo` shows at each width, compared whole with `certs-testdata/golden/screen-demo.txt`.
//! Ports, dates and hashes are others every time: their digits are left out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::world::{Ran, World, scrub};

/// Wider than 140 columns no text is.
const WIDTHS: [(usize, bool); 5] = [
    (60, false),
    (80, false),
    (120, false),
    (200, false),
    (80, true),
];

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/golden/screen-demo.txt")
}

fn start(world: &World, (width, colour): (usize, bool)) -> Child {
    let dir = world.path(&format!("{width}-{colour}"));
    std::fs::create_dir_all(&dir).expect("a directory");
    // By its name, as people do: a path would be shown, and be another elsewhere.
    let program = Path::new(env!("CARGO_BIN_EXE_probe"));
    let mut demo = Command::new("probe");
    scrub(&mut demo);
    demo.env("PATH", program.parent().expect("a directory"));
    demo.args(["demo", "--dir", "demo", "--color"]);
    demo.arg(if colour { "always" } else { "never" });
    demo.current_dir(dir).env("COLUMNS", width.to_string());
    demo.stdout(Stdio::piped()).stderr(Stdio::piped());
    demo.spawn().expect("it starts")
}

/// Every demo, all at once.
fn shown() -> String {
    let world = World::new();
    let all = WIDTHS.map(|how| (how, start(&world, how)));
    let mut text = String::new();
    for ((width, colour), demo) in all {
        let ran = Ran::of(demo.wait_with_output().expect("it ends")).ended(0);
        assert_eq!(ran.err, "");
        let how = if colour { ", in colour" } else { "" };
        let painted = ran.out.replace('\u{1b}', "^[");
        let shown = without_numbers(&painted);
        let _ = write!(text, "== {width} columns{how}\n\n{shown}\n");
    }
    text
}

/// What is another every time, with a `#` for each of its digits.
fn without_numbers(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace);
    words.map(without_number).collect()
}

fn without_number(word: &str) -> String {
    let hidden = |text: &str, of: fn(&char) -> bool| -> String {
        let hide = |c: char| if of(&c) { '#' } else { c };
        text.chars().map(hide).collect()
    };
    if word.contains(":...:") {
        return hidden(word, char::is_ascii_hexdigit);
    }
    if word.starts_with("20") && word.matches('-').count() == 2 {
        return hidden(word, char::is_ascii_digit);
    }
    // A name that was cut may end in the rest of a port.
    for before in ["...", "@", ":"] {
        let (name, rest) = word.rsplit_once(before).unwrap_or_default();
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let (number, end) = rest.split_at(digits);
            return format!("{name}{before}{}{end}", "#".repeat(number.len()));
        }
    }
    word.to_owned()
}

#[test]
#[ignore = "writes the golden text instead of comparing it"]
fn bless() {
    std::fs::write(golden(), shown()).expect("it is written");
}

#[test]
fn it_looks_as_the_golden_text() {
    let (wanted, found) = (std::fs::read_to_string(golden()).expect("a text"), shown());
    let differs = wanted.lines().zip(found.lines()).find(|(a, b)| a != b);
    assert!(wanted == found, "{differs:?}\n{found}");
}
