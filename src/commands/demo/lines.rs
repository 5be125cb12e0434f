//! What all scenes of the demo say in the same way: endpoints of the lab, names of files.
//! Makes text; prints nothing.

use crate::error::Error;
use crate::lab::LabEndpoint;
use crate::plan::DemoTarget;

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

/// The endpoint as the plan asks for it: at its own address, through a proxy or not.
pub(super) fn asked(endpoint: &LabEndpoint, through: Option<&str>) -> DemoTarget {
    DemoTarget {
        written: written(endpoint),
        resolve: format!(
            "{}:{}:{}",
            endpoint.name,
            endpoint.address.port(),
            endpoint.address.ip()
        ),
        through: through.map(str::to_owned),
    }
}

pub(super) fn failed(what: &str, why: &str) -> Error {
    Error::Input {
        what: format!("cannot {what}"),
        why: why.into(),
        hint: String::new(),
    }
}
