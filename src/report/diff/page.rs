//! `-o html` of `probe diff`: a card for each cause, in the frame that every page has.
//! Lays out only.

use super::text;
use super::told::Differences;
use crate::foreign::on_one_line;
use crate::report::html;

pub(super) fn render(told: &Differences<'_>) -> String {
    let title = format!("probe diff: {}", text::answer(told));
    let below = format!(
        "{} \u{2192} {} \u{b7} {}",
        on_one_line(told.old.file),
        on_one_line(told.new.file),
        told.tool
    );
    let mut cards = vec![text::runs(told)];
    cards.extend(text::causes(told));
    html::page((&title, &below), &cards, &text::beside(told, false))
}
