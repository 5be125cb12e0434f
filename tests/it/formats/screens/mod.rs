//! Each screen at 60, 80, 120 and 200 columns and with colour, in one golden file; and how many lines
//! it may have at 120 columns. Judges nothing.

mod others;
mod runs;

use std::fmt::Write as _;

use mtc_probe::report::TextStyle;
use unicode_width::UnicodeWidthStr;

use super::{Goldens, render};
use runs::ScreenRun;

/// The widths that every screen is looked at.
const WIDTHS: [usize; 4] = [60, 80, 120, 200];

/// A screen: the file of its golden report, and the most lines that it may have at 120 columns.
struct Screen {
    name: &'static str,
    most: usize,
    run: ScreenRun,
}

fn screens() -> Vec<Screen> {
    let screen = |name, most, run| Screen { name, most, run };
    vec![
        screen("all-fine", 6, runs::all_fine()),
        screen("one-cause", 26, runs::one_cause()),
        screen("mixed", 40, runs::mixed()),
        screen("forty", 20, runs::alike(40)),
        screen("four-hundred", 32, runs::four_hundred()),
        screen("nothing-works", 40, runs::nothing_works()),
        screen("one-endpoint", 16, runs::one_endpoint()),
        screen("none-is-there", 6, runs::none_is_there()),
    ]
}

/// One text at every width, each under a heading, and once more in colour.
pub fn at_every_width(text: impl Fn(TextStyle) -> String) -> String {
    let mut all = String::new();
    let mut before = String::new();
    for width in WIDTHS {
        let text = text(TextStyle::plain(width));
        let shown = if text == before {
            "(the same)\n"
        } else {
            &text
        };
        let _ = write!(all, "== {width} columns\n\n{shown}\n");
        before = text;
    }
    let coloured = TextStyle {
        colour: true,
        ..TextStyle::plain(80)
    };
    let painted = text(coloured).replace('\u{1b}', "^[");
    let _ = write!(all, "== 80 columns, in colour\n\n{painted}");
    all
}

pub fn goldens() -> Goldens {
    let file = |screen: Screen| {
        let report = screen.run.report();
        let text = at_every_width(|style| render(&report, "table", style));
        (format!("screen-{}.txt", screen.name), text)
    };
    let mut all: Goldens = screens().into_iter().map(file).collect();
    all.extend(others::goldens());
    all
}

#[test]
fn no_line_of_a_screen_is_wider_than_asked_but_for_what_is_copied() {
    for (name, text) in goldens() {
        let mut width = 0;
        for line in text.lines().filter(|line| !line.contains("^[")) {
            if let Some(head) = line.strip_prefix("== ") {
                let columns = head.split(' ').next().and_then(|n| n.parse().ok());
                width = columns.expect("a width");
                continue;
            }
            let said = line.trim_start_matches([' ', '-', '>', '1', '2']);
            let words = line.split_whitespace().count();
            let commands = ["`", "oc ", "probe ", "next:  probe ", "leg 3      `"];
            let is_command = commands.iter().any(|with| said.starts_with(with));
            assert!(
                line.width() <= width || words <= 2 || is_command,
                "{name} at {width}: {line}"
            );
        }
    }
}

#[test]
fn in_a_locale_without_utf8_every_letter_is_shown_in_ascii() {
    let run = runs::mixed();
    let style = TextStyle {
        ascii: true,
        ..TextStyle::plain(80)
    };
    for format in super::FOR_PEOPLE {
        let text = render(&run.report(), format, style);
        assert!(text.is_ascii(), "{format}:\n{text}");
        assert!(
            text.contains("\\u{682a}") || text.contains("\\u{8a8d}"),
            "{text}"
        );
    }
}

#[test]
fn every_screen_has_as_many_lines_as_it_may() {
    for screen in screens() {
        let text = render(&screen.run.report(), "table", TextStyle::plain(120));
        let lines = text.lines().count();
        assert!(
            lines <= screen.most,
            "{}: {lines} lines, and {} at most\n{text}",
            screen.name,
            screen.most
        );
    }
}
