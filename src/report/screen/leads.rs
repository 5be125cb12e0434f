//! The closing advice of a run that was given the address of an API server and little else: what to
//! do next with what was found, or was not. Says nothing about other runs.

use crate::judge::Endpoint;
use crate::report::Report;
use crate::report::document::Block;
use crate::target::{Origin, Target};

/// What an endpoint tells about where to go next.
pub(super) struct Lead {
    /// Its name, where a flag named it as an API server.
    asked: Option<String>,
    found: bool,
}

impl Lead {
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        let target = &endpoint.attempt.target;
        Self {
            asked: by_flag(target).then(|| target.authority()),
            found: is_found(target),
        }
    }
}

/// The same of all endpoints.
#[derive(Default)]
pub(super) struct Leads {
    asked: Vec<String>,
    found: bool,
}

impl Leads {
    pub(super) fn take(&mut self, lead: Lead) {
        self.asked.extend(lead.asked);
        self.found |= lead.found;
    }
}

pub(super) fn step(report: &Report<'_>, leads: &Leads) -> Option<Block> {
    let asked = &leads.asked;
    if asked.is_empty() || report.measured.recording.is_some() {
        return None;
    }
    if leads.found {
        return None;
    }
    let says = format!(
        "next: consoles, registry and S3 were not looked for, since {} did not say where they are. run this again once it answers, or name their domain: --apps-domain apps.CLUSTER.BASE",
        asked.join(" ")
    );
    Some(Block::Paragraph(says))
}

fn by_flag(target: &Target) -> bool {
    target
        .origins
        .iter()
        .any(|origin| matches!(origin, Origin::Flag { flag } if flag == "--api"))
}

fn is_found(target: &Target) -> bool {
    target
        .origins
        .iter()
        .any(|origin| matches!(origin, Origin::Answer { .. } | Origin::Usual { .. }))
}
