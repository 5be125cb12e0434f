//! Servers that do not speak. Nothing here looks at what is sent.

use std::time::Duration;

use super::super::{Channel, Row};
use crate::measure::servers::hold;

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Channel::ServerTls, "silence after accept", |scene| {
            let server = scene.serve(|stream, _| hold(stream));
            scene.endpoints(&["--timeout", "2s", &server.to_string()])
        })
        .verdicts(&["timeout-tls"])
        .within(Duration::from_secs(2)),
    ]
}
