//! What all scenes of the demo show in the same way: endpoints of the lab, tables, names of files.
//! Prints; writes no file.

use std::time::Duration;

use super::page::show;
use crate::engine::TOOL;
use crate::error::Error;
use crate::evidence::{ProxyCanary, Store};
use crate::judge::Endpoints;
use crate::lab::LabEndpoint;
use crate::plan::Surroundings;
use crate::report::{MeasuringInfo, MtcReport, Report, TABLE};

/// Everything is on this machine, so a limit of two seconds is enough.
pub(super) const SILENCE: Duration = Duration::from_secs(2);

pub(super) const STORAGE_CA: &str = "storage-ca.pem";

pub(super) const TARGETS: &str = "targets.txt";

/// What the demo says about each endpoint: the headline first, as in the report.
pub(super) fn verdicts(endpoint: &LabEndpoint) -> String {
    format!("{}: {}", endpoint.expected, endpoint.story)
}

pub(super) fn written(endpoint: &LabEndpoint) -> String {
    format!(
        "{}=https://{}:{}",
        endpoint.role,
        endpoint.name,
        endpoint.address.port()
    )
}

pub(super) fn resolve(endpoint: &LabEndpoint) -> String {
    format!(
        "{}:{}:{}",
        endpoint.name,
        endpoint.address.port(),
        endpoint.address.ip()
    )
}

pub(super) fn failed(what: &str, why: &str) -> Error {
    Error::Input {
        what: format!("cannot {what}"),
        why: why.into(),
        hint: String::new(),
    }
}

/// The table of `probe endpoints` for what the lab showed.
pub(super) fn table(
    judgement: &dyn Endpoints,
    stores: &[Store],
    canaries: &[ProxyCanary],
    surroundings: &Surroundings,
) -> Result<(), Error> {
    let report = Report {
        tool: TOOL,
        at: surroundings.now,
        judgement,
        pieces: None,
        mtc: MtcReport::default(),
        canaries,
        problems: &[],
        measured: MeasuringInfo {
            stores,
            ..MeasuringInfo::default()
        },
    };
    let mut text = String::new();
    (TABLE.render)(&report, &surroundings.style, &mut text)?;
    show(&text)
}
