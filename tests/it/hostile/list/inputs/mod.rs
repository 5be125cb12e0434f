//! Hostile files, places, arguments, streams and programs: the rows of what comes from this machine. Nothing here
//! serves anything.

use std::time::Duration;

use super::{Channel, Row};
use crate::hostile::shell;

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Channel::SavedRun, "a report without an end", |_| {
            shell("yes '{\"a\": 1}' | \"$0\" compare - /dev/null", &[])
        })
        .exits(&[2, 3])
        .within(Duration::from_secs(10)),
    ]
}
