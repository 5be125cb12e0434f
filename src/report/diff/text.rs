//! For people: the answer, where it is from, one block for each cause, and what changed beside the
//! endpoints. Lays out only.

use super::detail;
use super::told::{DiffedRun, Differences, advice, named};
use crate::codes::Severity;
use crate::diff::{self, Cause, Change, Changed};
use crate::foreign::on_one_line;
use crate::report::brief::{self, severity_tone};
use crate::report::cell::{Cell, Tone, commas};
use crate::report::document::{Block, Fields};
use crate::report::fingerprint;
use crate::words;

/// So many endpoints are named of a block, and so many blocks are shown, on one screen.
const NAMED: usize = 3;
const MOST: usize = 20;

/// `wide`: every endpoint, with what is its own.
pub(super) fn blocks(told: &Differences<'_>, wide: bool) -> Vec<Block> {
    let mut all = vec![Block::heading(answer_cells(told))];
    all.extend(runs(told));
    all.push(Block::Gap);
    let groups = diff::blocks(told.endpoints);
    let most = if wide { groups.len() } else { MOST };
    for group in groups.iter().take(most) {
        all.extend(cause(told, group, wide));
        if group.severity >= Severity::Warning || wide {
            all.push(Block::Gap);
        }
    }
    if groups.len() > most {
        let more = brief::count(groups.len() - most, "more cause");
        all.push(faint(&format!("and {more}: -o wide")));
    }
    all.push(Block::Gap);
    all.extend(beside(told, wide));
    if !wide && !groups.is_empty() {
        all.push(Block::Gap);
        all.push(faint(
            "more: -o wide (every endpoint, with what is its own)",
        ));
    }
    all
}

fn faint(text: &str) -> Block {
    Block::heading(vec![Cell::new(Tone::Faint, text)])
}

/// `3 of 42 endpoints changed: 2 matter, 1 does not; 39 alike`.
fn answer_cells(told: &Differences<'_>) -> Vec<Cell> {
    let all = told.endpoints.len();
    let changed = told.endpoints.iter().filter(|e| !e.changes.is_empty());
    let changed = changed.count();
    let matter = told.endpoints.iter().filter(|e| told.matters(e.severity()));
    let matter = matter.count();
    if changed == 0 {
        vec![
            Cell::new(Tone::Good, "nothing changed:"),
            Cell::new(
                Tone::Plain,
                format!("{} alike", brief::count(all, "endpoint")),
            ),
        ]
    } else {
        let of = format!("{changed} of {} changed:", brief::count(all, "endpoint"));
        let (tone, verb) = match matter {
            0 => (Tone::Good, "0 matter".to_owned()),
            1 => (Tone::Bad, "1 matters".to_owned()),
            n => (Tone::Bad, format!("{n} matter")),
        };
        let rest = changed - matter;
        let mut cells = vec![Cell::new(Tone::Strong, of), Cell::new(tone, verb + ",")];
        let does = if rest == 1 { "does" } else { "do" };
        cells.push(Cell::new(Tone::Plain, format!("{rest} {does} not,")));
        cells.push(Cell::new(Tone::Plain, format!("{} alike", all - changed)));
        cells
    }
}

/// The first line, without its colours.
pub(super) fn answer(told: &Differences<'_>) -> String {
    let cells: Vec<String> = answer_cells(told).into_iter().map(|c| c.text).collect();
    cells.join(" ")
}

/// Every cause, with every endpoint.
pub(super) fn causes(told: &Differences<'_>) -> Vec<Vec<Block>> {
    let groups = diff::blocks(told.endpoints);
    groups
        .iter()
        .map(|group| cause(told, group, true))
        .collect()
}

/// Which runs they are, and what keeps one from trusting the comparison.
pub(super) fn runs(told: &Differences<'_>) -> Vec<Block> {
    let mut fields = Fields::new(0, "old".len());
    for (label, run) in [("old", &told.old), ("new", &told.new)] {
        fields.prose(label, &described(run));
    }
    let mut all = fields.blocks;
    let mut note = |text: &str| {
        all.push(Block::heading(vec![Cell::new(
            Tone::Warn,
            format!("note: {text}"),
        )]));
    };
    if told.old.at > told.new.at {
        note("OLD was measured after NEW: all that is said runs backwards in time");
    }
    if told.have_nothing_in_common() {
        note("no endpoint is in both runs");
    }
    if told.old.tool != told.new.tool {
        note(&format!(
            "they were measured by different versions ({}, {}), and both are judged by this one",
            on_one_line(told.old.tool),
            on_one_line(told.new.tool)
        ));
    }
    all
}

fn described(run: &DiffedRun<'_>) -> String {
    let end = if run.is_whole {
        ""
    } else {
        ", did not come to its end"
    };
    format!(
        "{}: measured {}, {}{end}",
        on_one_line(run.file),
        run.at,
        brief::count(run.endpoints, "endpoint")
    )
}

fn cause(told: &Differences<'_>, group: &diff::Block<'_>, wide: bool) -> Vec<Block> {
    let [first, others @ ..] = group.causes.as_slice() else {
        return Vec::new();
    };
    let said = words::change_between(first);
    let tone = match group.severity {
        severity if told.matters(severity) => Tone::Bad,
        severity => severity_tone(severity),
    };
    let mut fields = Fields::headed(vec![
        Cell::new(
            Tone::Strong,
            format!("{},", brief::count(group.endpoints.len(), "endpoint")),
        ),
        Cell::new(tone, format!("{}:", first.name())),
        Cell::new(Tone::Plain, said.said),
    ]);
    let [was, now] = detail::sides(first, wide);
    if was != now {
        fields.items("was", commas(was));
    }
    fields.items("now", commas(now));
    for other in others {
        let text = format!("{}: {}", other.name(), words::change_between(other).said);
        fields.prose("also", &text);
    }
    if wide {
        for changed in &group.endpoints {
            fields.prose("endpoint", &whole_endpoint(changed, &group.causes));
        }
    } else {
        fields.items("where", endpoints(group));
    }
    let mut said = Vec::new();
    for cause in &group.causes {
        let text = advice(group, cause);
        if !text.is_empty() && !said.contains(&text) {
            said.push(text);
        }
    }
    // What follows from a CA that changed is cured with it.
    let most = if first.is_another_ca() { 1 } else { said.len() };
    for text in said.iter().take(most) {
        fields.advice("do this", text);
    }
    fields.blocks
}

/// The first few, each with what is its own, and how many more.
fn endpoints(group: &diff::Block<'_>) -> Vec<String> {
    let shown = group.endpoints.iter().take(NAMED);
    let mut all: Vec<String> = shown
        .map(|changed| {
            let own = own(changed, &group.causes);
            let few = own.len() == 1 && group.endpoints.len() <= NAMED;
            let own = if few {
                format!(" ({})", own[0])
            } else {
                String::new()
            };
            named(&changed.key) + &own
        })
        .collect();
    if group.endpoints.len() > NAMED {
        all.push(format!("and {} more", group.endpoints.len() - NAMED));
    }
    commas(all)
}

fn own(changed: &Changed, causes: &[&Cause]) -> Vec<String> {
    let of_it = |change: &&Change| causes.contains(&&change.cause);
    let these = changed.changes.iter().filter(of_it);
    these
        .flat_map(|change| detail::of(&change.detail))
        .collect()
}

fn whole_endpoint(changed: &Changed, causes: &[&Cause]) -> String {
    let own = own(changed, causes);
    let name = format!("{}, {}", named(&changed.key), changed.key.role);
    if own.is_empty() {
        name
    } else {
        format!("{name}: {}", own.join("; "))
    }
}

/// The bundle, the stores, what ended meanwhile, and by which rule a step is slower.
pub(super) fn beside(told: &Differences<'_>, wide: bool) -> Vec<Block> {
    let mut fields = Fields::new(0, "bundle".len());
    let whole = told.whole;
    let anchors = |sign: &str, all: &[&crate::bundle::BundleAnchor]| {
        let one = |anchor: &&crate::bundle::BundleAnchor| {
            let sha256 = anchor.cert.sha256();
            let sha256 = if wide {
                fingerprint::colons(sha256)
            } else {
                fingerprint::in_short(sha256)
            };
            format!(
                "a bundle made of NEW {sign} \"{}\" (SHA-256 {sha256}), for {}",
                anchor.cert.label().on_one_line(),
                brief::count(anchor.serves.len(), "endpoint")
            )
        };
        all.iter().map(one).collect::<Vec<_>>()
    };
    let mut bundle = anchors("gains", &whole.gained);
    bundle.extend(anchors("loses", &whole.lost));
    said(&mut fields, "bundle", bundle, wide);
    let stores = whole
        .stores
        .iter()
        .map(words::store_change)
        .map(|s| on_one_line(&s));
    said(&mut fields, "stores", stores.collect(), wide);
    let ended = whole.ended.iter().map(|ended| {
        format!(
            "\"{}\" ended on {} and is still shown, by {}",
            ended.cert.label().on_one_line(),
            ended.at,
            brief::count(ended.shown_by.len(), "endpoint")
        )
    });
    said(&mut fields, "ended", ended.collect(), wide);
    let mut all = told.endpoints.iter().flat_map(|e| &e.changes);
    if all.any(|c| matches!(c.cause, Cause::Slower(_) | Cause::Faster(_))) {
        fields.prose("times", &words::time_rule());
    }
    fields.blocks
}

fn said(fields: &mut Fields, label: &str, mut all: Vec<String>, wide: bool) {
    if !wide && all.len() > MOST {
        let more = all.len() - MOST;
        all.truncate(MOST);
        all.push(format!("and {more} more: -o wide"));
    }
    if !all.is_empty() {
        fields.thoughts(label, all);
    }
}
