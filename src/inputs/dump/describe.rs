//! What `oc describe` prints, as an object of the shape that the API has, and the events below it.
//! `Pod Volume Restore Errors` stands for `podVolumeRestoreErrors`. Says nothing of what it means.

use std::io::BufRead;

use serde_json::Value;

use super::described;
use super::event::event;
use super::left::{DumpLeft, LARGEST_OBJECT};
use super::table::{Headings, Lines};

/// `Name:         src`; no manifest has a key `Name` and its value so far away.
pub(super) fn begins(line: &str) -> bool {
    line.strip_prefix("Name:")
        .is_some_and(|rest| rest.starts_with("  ") || rest.starts_with('\t'))
}

/// One description, line by line.
#[derive(Default)]
struct Description {
    first_line: usize,
    bytes: usize,
    lines: Vec<(usize, String)>,
}

/// Reads every description; hands on each with the line at which it begins, then its events.
pub(super) fn read(
    input: &mut dyn BufRead,
    left: &mut DumpLeft,
    object: &mut dyn FnMut(Value, usize),
) {
    let mut lines = Lines::new(input);
    let mut current = Description::default();
    while let Some((number, line)) = lines.next() {
        if begins(line) {
            std::mem::take(&mut current).finish(left, object);
            current.first_line = number;
        }
        current.bytes += line.len();
        if current.first_line > 0 && current.bytes <= LARGEST_OBJECT {
            current.lines.push((number, line.replace('\t', "  ")));
        }
    }
    left.is_cut |= lines.is_cut;
    current.finish(left, object);
}

impl Description {
    fn finish(self, left: &mut DumpLeft, object: &mut dyn FnMut(Value, usize)) {
        if self.lines.is_empty() {
            return;
        }
        if self.bytes > LARGEST_OBJECT {
            return left.too_large.push(self.first_line);
        }
        let is_events = |(_, line): &(usize, String)| line.starts_with("Events:");
        let end = self.lines.iter().position(is_events);
        let (fields, events) = self.lines.split_at(end.unwrap_or(self.lines.len()));
        let texts: Vec<&str> = fields.iter().map(|(_, line)| line.as_str()).collect();
        let described = described::object(&described::nodes(&texts), &texts);
        let text = |path: &str| {
            let found = described.pointer(path).and_then(Value::as_str);
            found.unwrap_or_default().to_owned()
        };
        let about = [
            text("/kind"),
            text("/metadata/namespace"),
            text("/metadata/name"),
        ];
        object(described, self.first_line);
        table(events, &about, object);
    }
}

/// The events below a description: `Type  Reason  Age  From  Message`, then a row of dashes.
fn table(
    lines: &[(usize, String)],
    [kind, namespace, name]: &[String; 3],
    object: &mut dyn FnMut(Value, usize),
) {
    let mut headings: Option<Headings> = None;
    for (number, line) in lines.iter().skip(1) {
        if headings.is_none() && line.trim_start().starts_with("Type ") {
            headings = Some(Headings::of(line));
            continue;
        }
        let Some(headings) = &headings else { continue };
        let cell = |heading| headings.cell(line, heading);
        let level = cell("Type");
        if level.is_empty() || level.starts_with('-') {
            continue;
        }
        let said = [level, cell("Reason"), cell("Message")];
        object(
            event((kind, namespace, name), said, times(cell("Age")), *number),
            *number,
        );
    }
}

/// `10m (x5 over 1h)` → 5.
fn times(age: &str) -> Option<u64> {
    let (_, rest) = age.split_once("(x")?;
    rest.split_whitespace().next()?.parse().ok()
}
