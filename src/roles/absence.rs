//! Which answer shows that nobody serves a role: a page of the router's, a master's refusal.
//! Works on recorded answers only. The router's own page is known by itself (`Answer`).

use super::answer::{Absence, Answer};

pub(super) fn by_router(answer: &Answer) -> Option<Absence> {
    let is_page = answer
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/html"));
    (answer.status == 503 && is_page).then_some(Absence::Page)
}

pub(super) fn by_master(answer: &Answer) -> Option<Absence> {
    match answer.status {
        401 | 403 | 404 => Some(Absence::Refusal),
        _ => by_router(answer),
    }
}
