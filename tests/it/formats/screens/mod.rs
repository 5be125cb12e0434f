//! Each screen at 60, 80, 120 and 200 columns and with colour, in one golden file; and how many lines
//! it may have at 120 columns. Judges nothing.

pub mod names;
mod others;
mod runs;

use std::fmt::Write as _;

use mtc_probe::report::TextStyle;
use unicode_width::UnicodeWidthStr;

use super::{Goldens, render};
use names::Names;
use runs::ScreenRun;

/// The widths that every screen is looked at.
const WIDTHS: [usize; 4] = [60, 80, 120, 200];
/// Where the pages of `docs/` stand in for an address.
const PAGES: &str = "https://docs.test/probe";
/// As the lab of `probe demo --serve` is asked for, and as a person might type the same.
const OF_THE_LAB: &str = "--tls-timeout 2s --resolve '*:33671,35535,36607,42587,34139,40597,40125,40529:127.0.0.1' -f lab/targets.txt";
const MANY_FLAGS: &str = "--resolve '*:33671:127.0.0.1' --resolve '*:35535:127.0.0.1' --resolve '*:36607:127.0.0.1' --resolve '*:42587:127.0.0.1' --resolve '*:34139:127.0.0.1' --resolve '*:40597:127.0.0.1' --resolve '*:40125:127.0.0.1' --resolve '*:40529:127.0.0.1' -f targets.txt";

/// How lines begin that are copied, so that they stay whole.
const COMMANDS: [&str; 6] = [
    "oc ",
    "probe ",
    "next:  probe ",
    "leg 3      probe ",
    "which one   probe ",
    "measure it  probe ",
];

/// A screen in any style, by its name.
type Text = (String, Box<dyn Fn(TextStyle) -> String>);

/// A screen: the file of its golden report, and the most rows that it may take at 120 columns.
struct Screen {
    name: &'static str,
    most: usize,
    run: ScreenRun,
}

fn screens() -> Vec<Screen> {
    let screen = |name, most, run| Screen { name, most, run };
    let (usual, long) = (Names::Usual, Names::Long);
    vec![
        screen("all-fine", 6, runs::all_fine(usual)),
        screen("all-fine-long", 7, runs::all_fine(long)),
        screen("one-cause", 26, runs::one_cause(usual)),
        screen("one-cause-long", 26, runs::one_cause(long)),
        screen("mixed", 40, runs::mixed(usual)),
        screen("mixed-long", 40, runs::mixed(long)),
        screen("mixed-lab", 40, runs::mixed(usual).typed(OF_THE_LAB)),
        screen("mixed-flags", 40, runs::mixed(usual).typed(MANY_FLAGS)),
        screen("forty", 20, runs::alike(40, usual)),
        screen("forty-long", 20, runs::alike(40, long)),
        screen("four-hundred", 32, runs::four_hundred(usual)),
        screen("four-hundred-long", 32, runs::four_hundred(long)),
        screen("nothing-works", 40, runs::nothing_works()),
        screen("one-endpoint", 16, runs::one_endpoint()),
        screen("none-is-there", 6, runs::none_is_there()),
    ]
}

/// Every screen.
fn texts() -> Vec<Text> {
    let text = |screen: Screen| -> Text {
        let run = screen.run;
        let text = move |style| render(&run.report(), "table", style);
        (screen.name.to_owned(), Box::new(text))
    };
    let mut all: Vec<Text> = screens().into_iter().map(text).collect();
    all.extend(others::texts());
    all
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

/// The same with colours and links, as most terminals show it.
fn in_colour(width: usize, pages: Option<&'static str>) -> TextStyle {
    TextStyle {
        colour: true,
        pages,
        ..TextStyle::plain(width)
    }
}

pub fn goldens() -> Goldens {
    let file = |(name, text): Text| (format!("screen-{name}.txt"), at_every_width(text));
    let mut all: Goldens = texts().into_iter().map(file).collect();
    let linked = render(
        &runs::mixed(Names::Usual).report(),
        "table",
        in_colour(120, Some(PAGES)),
    );
    let linked = linked.replace('\u{1b}', "^[");
    let linked = format!("== 120 columns, in colour, with links\n\n{linked}");
    all.push(("screen-links.txt".into(), linked));
    all
}

/// What a terminal does not show: colours and links (OSC 8).
fn without_escapes(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        shown += before;
        let end = if after.starts_with(']') {
            "\u{1b}\\"
        } else {
            "m"
        };
        rest = after.split_once(end).expect("an escape has an end").1;
    }
    shown + rest
}

#[test]
fn colours_and_links_change_nothing_else_at_any_width() {
    for (name, text) in texts() {
        for width in WIDTHS {
            let plain = text(TextStyle::plain(width));
            for pages in [None, Some(PAGES)] {
                let painted = text(in_colour(width, pages));
                assert_eq!(without_escapes(&painted), plain, "{name} at {width}");
            }
        }
    }
}

#[test]
fn a_link_leads_to_a_class_and_ends_in_its_line() {
    let linked = render(
        &runs::mixed(Names::Usual).report(),
        "table",
        in_colour(60, Some(PAGES)),
    );
    let page = mtc_probe::report::explain_page();
    let mut links = 0;
    for line in linked.lines() {
        let parts: Vec<&str> = line.split("\u{1b}]8;;").skip(1).collect();
        for open_and_end in parts.chunks(2) {
            let [open, end] = open_and_end else {
                panic!("a link that does not end: {line:?}")
            };
            assert!(end.starts_with("\u{1b}\\"), "{line:?}");
            let (address, _) = open.split_once("\u{1b}\\").expect("an address");
            let code = address.strip_prefix(&format!("{PAGES}/verdicts.md#"));
            let heading = format!("\n## `{}`\n", code.expect("a code"));
            assert!(page.contains(&heading), "{address}");
            links += 1;
        }
    }
    assert!(links >= 5, "{links} links: {linked:?}");
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
            let said = said.trim_start_matches('(');
            let is_command = COMMANDS.iter().any(|with| said.starts_with(with));
            assert!(
                line.width() <= width || words <= 2 || is_command,
                "{name} at {width}: {line}"
            );
        }
    }
}

#[test]
fn in_a_locale_without_utf8_every_letter_is_shown_in_ascii() {
    let run = runs::mixed(Names::Usual);
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

/// Rows that a terminal shows: it breaks what is wider.
fn rows(text: &str, columns: usize) -> usize {
    let of = |line: &str| line.width().div_ceil(columns).max(1);
    text.lines().map(of).sum()
}

#[test]
fn every_screen_takes_as_many_rows_as_it_may() {
    for screen in screens() {
        let text = render(&screen.run.report(), "table", TextStyle::plain(120));
        let rows = rows(&text, 120);
        assert!(
            rows <= screen.most,
            "{}: {rows} rows, and {} at most\n{text}",
            screen.name,
            screen.most
        );
    }
}
