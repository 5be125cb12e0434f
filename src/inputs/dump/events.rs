//! The table that `oc get events` prints, of several versions, as events of the shape that the API has.
//! Columns are found by their headings. Its ages are no moments: nothing here knows when it was printed.

use std::io::BufRead;

use serde_json::Value;

use super::event::event;
use super::left::DumpLeft;
use super::table::{Headings, Lines};

/// `LAST SEEN   TYPE   REASON   OBJECT   MESSAGE`.
pub(super) fn is_header(line: &str) -> bool {
    let starts = ["LAST SEEN", "LASTSEEN", "NAMESPACE"];
    starts.iter().any(|start| line.starts_with(start))
        && ["TYPE", "REASON", "MESSAGE"]
            .iter()
            .all(|heading| line.contains(heading))
}

pub(super) fn read(
    input: &mut dyn BufRead,
    left: &mut DumpLeft,
    object: &mut dyn FnMut(Value, usize),
) {
    let mut lines = Lines::new(input);
    let mut headings: Option<Headings> = None;
    while let Some((number, line)) = lines.next() {
        if is_header(line) {
            headings = Some(Headings::of(line));
        } else if let Some(headings) = headings.as_ref().filter(|_| !line.trim().is_empty()) {
            row(headings, line, number, object);
        }
    }
    left.is_cut |= lines.is_cut;
}

fn row(headings: &Headings, line: &str, number: usize, object: &mut dyn FnMut(Value, usize)) {
    let cell = |heading| headings.cell(line, heading);
    let (kind, name) = if headings.has("OBJECT") {
        let about = cell("OBJECT");
        about.split_once('/').unwrap_or(("", about))
    } else {
        // OpenShift 3 parts them.
        (cell("KIND"), cell("NAME"))
    };
    let said = [cell("TYPE"), cell("REASON"), cell("MESSAGE")];
    let about = (&*api_kind(kind), cell("NAMESPACE"), name);
    let count = cell("COUNT").parse().ok();
    object(event(about, said, count, number), number);
}

/// `pod` → `Pod`, `persistentvolumeclaim` → `PersistentVolumeClaim`.
fn api_kind(kind: &str) -> String {
    const KINDS: [&str; 10] = [
        "Pod",
        "PersistentVolumeClaim",
        "PersistentVolume",
        "Namespace",
        "MigMigration",
        "MigPlan",
        "MigCluster",
        "MigStorage",
        "DirectVolumeMigration",
        "BuildConfig",
    ];
    let known = KINDS.iter().find(|known| known.eq_ignore_ascii_case(kind));
    known.map_or_else(|| kind.to_owned(), |known| (*known).to_owned())
}
