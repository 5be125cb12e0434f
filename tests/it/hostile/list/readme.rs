//! `tests/README.md`: the kinds of tests, and the list of hostile cases, which is made of the rows. `cargo test --test
//! it -- --ignored hostile::list::readme::bless` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::{Channel, Row, rows};

/// Where the list begins in the page; what stands before it is written by hand.
const HEADING: &str = "## Hostile cases\n";
/// A list shorter than this has lost some.
const FEWEST: usize = 250;
/// More verdicts than these say only that nobody else is blamed.
const MOST_SHOWN: usize = 3;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/README.md")
}

/// The list with its heading and its count.
fn list(rows: &[Row]) -> String {
    let mut text = format!(
        "{HEADING}\n{} cases. Each ends within its deadline and a second more, grows by less than 64 MiB, does not panic, prints nothing raw, and\n\
         ends with the code that stands behind it, the verdict beside it where it matters. The rows are in `tests/it/hostile/list`; this list is made\n\
         of them: `cargo test --test it -- --ignored hostile::list::readme::bless`.\n",
        rows.len()
    );
    for channel in Channel::ALL {
        let of_it: Vec<&Row> = rows.iter().filter(|r| r.channel == channel).collect();
        if of_it.is_empty() {
            continue;
        }
        let _ = write!(text, "\n### {} ({})\n\n", channel.name(), of_it.len());
        for row in of_it {
            text.push_str(&item(row));
        }
    }
    text
}

fn item(row: &Row) -> String {
    let exits: Vec<String> = row.exits.iter().map(ToString::to_string).collect();
    let few: &[&str] = if row.verdicts.len() > MOST_SHOWN {
        &[]
    } else {
        row.verdicts
    };
    let verdicts = few.iter().map(|code| format!(", `{code}`"));
    format!(
        "- {}: {}{}\n",
        row.kind,
        exits.join(" or "),
        verdicts.collect::<String>()
    )
}

#[test]
fn the_page_holds_the_list() {
    let page = fs::read_to_string(path()).expect("tests/README.md");
    let at = page.find(HEADING).expect("the heading of the list");
    let now = list(&rows());
    assert!(
        page[at..] == now,
        "tests/README.md has not the list of the rows\nhint: --ignored bless"
    );
}

#[test]
fn no_case_is_listed_twice_and_none_is_lost() {
    let mut all: Vec<String> = rows()
        .iter()
        .map(|row| format!("{}: {}", row.channel.name(), row.kind))
        .collect();
    assert!(all.len() >= FEWEST, "{} cases", all.len());
    all.sort_unstable();
    let twice: Vec<&[String]> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
#[ignore = "writes tests/README.md"]
fn bless() {
    let page = fs::read_to_string(path()).expect("tests/README.md");
    let (by_hand, _) = page.split_at(page.find(HEADING).expect("the heading of the list"));
    fs::write(path(), by_hand.to_owned() + &list(&rows())).expect("written");
}
