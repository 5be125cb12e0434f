//! `-o json` and `-o jsonl` of `probe diff`. Fields are never missing; `null` means that there is nothing
//! to say.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::Serialize;

use super::told::{DiffedRun, Differences, advice, named};
use crate::bundle::BundleAnchor;
use crate::cert::Cert;
use crate::codes::{Severity, StepName};
use crate::diff::{self, CaName, Cause, Change, Changed, Detail, Seen};
use crate::error::Problem;
use crate::moment::Moment;
use crate::report::{SCHEMA_VERSION, json};
use crate::words;

/// What `probe diff -o json` prints.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct DiffView {
    schema_version: u32,
    tool: String,
    old: RunView,
    new: RunView,
    /// The older run was measured after the newer one.
    backwards: bool,
    /// A change is at or above `--fail-on`.
    matters: bool,
    /// How many endpoints of both runs did not change.
    alike: usize,
    /// Endpoints of which the same is said, the weightiest first.
    causes: Vec<BlockView>,
    /// Those that changed: of the newer run in its order, then those that only the older one has.
    endpoints: Vec<ChangedView>,
    /// What a bundle made of the newer run would gain.
    bundle_gains: Vec<AnchorView>,
    /// What it would lose.
    bundle_loses: Vec<AnchorView>,
    stores: Vec<StoreView>,
    /// Certificates that both runs show and that ended between them.
    ended: Vec<EndedView>,
    problems: Vec<Problem>,
}

/// A line of `probe diff -o jsonl`: an endpoint that changed.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct DiffLine {
    schema_version: u32,
    changed: ChangedView,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffedRun")]
struct RunView {
    file: String,
    tool: String,
    /// When it was measured, and the time at which it is judged.
    at: Moment,
    endpoints: usize,
    /// It came to its end.
    complete: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffBlock")]
struct BlockView {
    severity: Severity,
    /// The cause before what follows from it.
    causes: Vec<CauseView>,
    /// `host:port`, and `as NAME` where the server name is another.
    endpoints: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffCause")]
struct CauseView {
    /// Stable: `anchor-replaced`, `verdict-changed`, `certificate-renewed`.
    name: String,
    said: String,
    /// Empty where nothing is to be done, or not the same for all endpoints.
    do_this: String,
}

/// An endpoint that changed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffEndpoint")]
struct ChangedView {
    authority: String,
    role: String,
    servername: Option<String>,
    /// That of the weightiest change.
    severity: Severity,
    /// `null` where the older run has not measured it.
    old: Option<SeenView>,
    new: Option<SeenView>,
    changes: Vec<ChangeView>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffSeen")]
struct SeenView {
    started: Moment,
    code: String,
    severity: Severity,
    /// The first end of a certificate of its path.
    ends: Option<Moment>,
}

/// What changed; what a kind of change does not have is `null`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffChange")]
struct ChangeView {
    name: String,
    severity: Severity,
    said: String,
    /// Codes of headlines, proxies (`null`: direct), issuers, subjects of CAs.
    was: Option<String>,
    now: Option<String>,
    /// SHA-256 of the CA, or of the server's own certificate.
    was_sha256: Option<String>,
    now_sha256: Option<String>,
    /// The code of a finding that came or went, or of an endpoint's headline.
    code: Option<String>,
    step: Option<StepName>,
    /// How long the step took.
    was_seconds: Option<f64>,
    now_seconds: Option<f64>,
    gained: Vec<IpAddr>,
    lost: Vec<IpAddr>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffAnchor")]
struct AnchorView {
    sha256: String,
    label: String,
    not_after: Option<Moment>,
    /// `host:port` of the endpoints that it is for.
    serves: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffStore")]
struct StoreView {
    name: String,
    /// How many certificates it held; `null` where the older run did not have it.
    was: Option<usize>,
    now: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiffEnded")]
struct EndedView {
    sha256: String,
    label: String,
    at: Moment,
    shown_by: Vec<String>,
}

pub(super) fn whole(told: &Differences<'_>) -> String {
    let changed = || told.endpoints.iter().filter(|e| !e.changes.is_empty());
    let whole = told.whole;
    let view = DiffView {
        schema_version: SCHEMA_VERSION,
        tool: told.tool.to_owned(),
        old: run(&told.old),
        new: run(&told.new),
        backwards: told.old.at > told.new.at,
        matters: told.any_matters(),
        alike: told.endpoints.len() - changed().count(),
        causes: diff::blocks(told.endpoints).iter().map(block).collect(),
        endpoints: changed().map(endpoint).collect(),
        bundle_gains: whole.gained.iter().map(|a| anchor(a)).collect(),
        bundle_loses: whole.lost.iter().map(|a| anchor(a)).collect(),
        stores: whole
            .stores
            .iter()
            .map(|store| StoreView {
                name: store.name.clone(),
                was: store.was,
                now: store.now,
            })
            .collect(),
        ended: whole
            .ended
            .iter()
            .map(|ended| EndedView {
                sha256: ended.cert.sha256().to_owned(),
                label: ended.cert.label().to_string(),
                at: ended.at,
                shown_by: ended.shown_by.iter().cloned().collect(),
            })
            .collect(),
        problems: told.problems.to_vec(),
    };
    json::text(serde_json::to_string_pretty(&view)) + "\n"
}

pub(super) fn lines(told: &Differences<'_>) -> String {
    let changed = told.endpoints.iter().filter(|e| !e.changes.is_empty());
    let line = |one| {
        json::compact(&DiffLine {
            schema_version: SCHEMA_VERSION,
            changed: endpoint(one),
        }) + "\n"
    };
    changed.map(line).collect()
}

fn run(run: &DiffedRun<'_>) -> RunView {
    RunView {
        file: run.file.to_owned(),
        tool: run.tool.to_owned(),
        at: run.at,
        endpoints: run.endpoints,
        complete: run.is_whole,
    }
}

fn block(block: &diff::Block<'_>) -> BlockView {
    let cause = |cause: &&Cause| CauseView {
        name: cause.name().to_owned(),
        said: words::change_between(cause).said,
        do_this: advice(block, cause),
    };
    BlockView {
        severity: block.severity,
        causes: block.causes.iter().map(cause).collect(),
        endpoints: block.endpoints.iter().map(|e| named(&e.key)).collect(),
    }
}

fn endpoint(changed: &Changed) -> ChangedView {
    ChangedView {
        authority: changed.key.authority.clone(),
        role: changed.key.role.to_owned(),
        servername: changed.key.servername.clone(),
        severity: changed.severity(),
        old: changed.old.as_ref().map(seen),
        new: changed.new.as_ref().map(seen),
        changes: changed.changes.iter().map(change).collect(),
    }
}

fn seen(seen: &Seen) -> SeenView {
    SeenView {
        started: seen.started,
        code: seen.code.name().to_owned(),
        severity: seen.severity,
        ends: seen.ends,
    }
}

fn change(change: &Change) -> ChangeView {
    let mut view = ChangeView {
        name: change.cause.name().to_owned(),
        severity: change.severity,
        said: words::change_between(&change.cause).said,
        was: None,
        now: None,
        was_sha256: None,
        now_sha256: None,
        code: None,
        step: None,
        was_seconds: None,
        now_seconds: None,
        gained: Vec::new(),
        lost: Vec::new(),
    };
    of_cause(&mut view, &change.cause);
    match &change.detail {
        Detail::Nothing => {}
        Detail::Was(code) => view.code = Some(code.name().to_owned()),
        Detail::Certs { was, now } => {
            let sha256 = |cert: &Option<Cert>| cert.as_ref().map(|c| c.sha256().to_owned());
            (view.was_sha256, view.now_sha256) = (sha256(was), sha256(now));
        }
        Detail::Addresses { gained, lost } => {
            (view.gained, view.lost) = (gained.clone(), lost.clone());
        }
        Detail::Took { was_us, now_us } => {
            let seconds = |us: u64| Some(us as f64 / 1e6);
            (view.was_seconds, view.now_seconds) = (seconds(*was_us), seconds(*now_us));
        }
    }
    view
}

fn of_cause(view: &mut ChangeView, cause: &Cause) {
    match cause {
        Cause::Anchor { was, now, .. } => {
            let subject = |ca: &Option<CaName>| ca.as_ref().map(|ca| ca.subject.clone());
            let sha256 = |ca: &Option<CaName>| ca.as_ref().map(|ca| ca.sha256.clone());
            (view.was, view.now) = (subject(was), subject(now));
            (view.was_sha256, view.now_sha256) = (sha256(was), sha256(now));
        }
        Cause::Chain { was, now, .. } => {
            view.was = was.as_ref().map(ToString::to_string);
            view.now = now.as_ref().map(ToString::to_string);
        }
        Cause::Route { was, now } => (view.was, view.now) = (was.clone(), now.clone()),
        Cause::Verdict { was, now } => {
            let name = |code: &crate::codes::Code| Some(code.name().to_owned());
            (view.was, view.now) = (name(was), name(now));
        }
        Cause::Added(code) | Cause::Came(code) | Cause::Went(code) => {
            view.code = Some(code.name().to_owned());
        }
        Cause::Slower(step) | Cause::Faster(step) => view.step = Some(*step),
        Cause::Removed | Cause::Expected { .. } | Cause::Addresses => {}
    }
}

fn anchor(anchor: &BundleAnchor) -> AnchorView {
    AnchorView {
        sha256: anchor.cert.sha256().to_owned(),
        label: anchor.cert.label().to_string(),
        not_after: anchor.cert.facts().map(|facts| facts.not_after),
        serves: anchor.serves.clone(),
    }
}
