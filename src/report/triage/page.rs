//! `-o html` of `probe triage`: a card for each cause, in the frame that every page has.
//! Lays out only.

use super::text::{sections, summary};
use super::told::Triaged;
use crate::report::{brief, html};
use crate::triage::Harm;

pub(super) fn render(told: &Triaged<'_>) -> String {
    let found = told.findings.found.iter();
    let causes = found.filter(|finding| finding.harm == Harm::Cause).count();
    let title = match causes {
        0 => "no cause that is known".to_owned(),
        some => brief::count(some, "cause"),
    };
    let below = format!(
        "{} read \u{b7} {}",
        brief::count(told.files.len(), "file"),
        told.tool
    );
    let title = format!("probe triage: {title}");
    html::page((&title, &below), &sections(told, false), &summary(told))
}
