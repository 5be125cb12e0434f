//! What others print for each class, so that searching for the message finds it.
//! One file for each family of findings.

mod authority;
mod certificate;
mod interference;
mod ok;
mod proxy;
mod reach;
mod row;
mod service;
mod timeout;
mod tls;

use crate::codes::Code;

pub use row::Others;

static NOTHING: Others = Others {
    mtc: "",
    go: "",
    curl: "",
    browser: "",
};

/// What others print for this class.
#[must_use]
pub fn others(code: Code) -> &'static Others {
    let families = [
        authority::ROWS,
        certificate::ROWS,
        interference::ROWS,
        ok::ROWS,
        proxy::ROWS,
        reach::ROWS,
        service::ROWS,
        timeout::ROWS,
        tls::ROWS,
    ];
    let mut all = families.into_iter().flatten();
    all.find(|(known, _)| *known == code)
        .map_or(&NOTHING, |(_, others)| others)
}
