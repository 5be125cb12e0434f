//! What this machine ran out of, for programs and for people.
//! Words come from `words`.

use super::view::ShortageView;
use crate::evidence::{Shortage, Shortages};
use crate::words;

pub(super) fn views(all: &Shortages) -> Vec<ShortageView> {
    all.all().iter().map(view).collect()
}

pub(super) fn view(shortage: &Shortage) -> ShortageView {
    ShortageView {
        resource: shortage.resource,
        waits: shortage.times,
        waited: shortage.waited_ms as f64 / 1e3,
        endpoints_waited: shortage.waiting,
        endpoints_not_measured: shortage.unmeasured,
        remedy: words::shortage(shortage).advice,
    }
}

/// One sentence for each.
pub(super) fn sentences(all: &Shortages) -> impl Iterator<Item = String> {
    all.all().iter().map(|shortage| {
        let told = words::shortage(shortage);
        format!("{}: {}", told.said, told.advice)
    })
}
