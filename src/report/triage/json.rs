//! `-o json` and `-o jsonl` of `probe triage`. Fields are never missing; `null` means that there is
//! nothing to say.

use schemars::JsonSchema;
use serde::Serialize;

use super::told::Triaged;
use crate::error::Problem;
use crate::report::SCHEMA_VERSION;
use crate::report::{json, redacting};
use crate::triage::{Finding, Subject};
use crate::words::{self, ToldCommand};

/// What `probe triage -o json` prints.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct TriageView {
    schema_version: u32,
    tool: String,
    files: usize,
    findings: Vec<FindingView>,
    /// What is possible, and which objects would tell: their commands print these.
    open: Vec<FindingView>,
    /// Errors that nobody here knows.
    unknown_errors: u64,
    /// Lines of findings that had no room.
    left_out: u64,
    problems: Vec<Problem>,
}

/// A line of `probe triage -o jsonl`.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct TriageLine {
    schema_version: u32,
    triage: FindingView,
}

/// One cause.
#[derive(Serialize, JsonSchema)]
struct FindingView {
    /// `migration`, or the family of the verdict.
    family: String,
    /// Of a migration; `probe explain` tells of it.
    topic: Option<String>,
    /// The classes of verdict that the text may be about; empty for a topic.
    codes: Vec<String>,
    /// `cause`, `symptom`, or `ignorable`: it looks like a fault and is none.
    harm: String,
    severity: String,
    title: String,
    meaning: String,
    remedy: String,
    /// Where the printed documentation is wrong.
    documentation: Option<String>,
    /// The condition of an object that it is.
    status: Option<StatusView>,
    /// What to look at next and what cures it.
    commands: Vec<CommandView>,
    /// The endpoint in trouble.
    endpoint: Option<EndpointView>,
    /// What the lines name, by the names of places, each value once.
    values: std::collections::BTreeMap<String, Vec<String>>,
    /// The grammar of the first line.
    writer: String,
    component: Option<String>,
    /// The first line; secrets are masked.
    line: String,
    places: Vec<PlaceView>,
    /// Copies of one event are counted once.
    count: u64,
    copies: u64,
    first: Option<String>,
    last: Option<String>,
    /// The versions that print it.
    versions: Option<String>,
    source: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct EndpointView {
    authority: String,
    role: String,
    /// The proxy that the text names.
    proxy: Option<String>,
    /// Which way the pods take that connect to it, where objects tell it.
    way: Option<WayView>,
    /// The command that measures it.
    command: String,
    /// The code of the verdict, where it was measured (`--probe`).
    measured: Option<String>,
}

/// The way of some pods.
#[derive(Serialize, JsonSchema)]
struct WayView {
    /// `mtc`, `velero`, `transfers` or `nodes`.
    pods: String,
    /// `null`: they connect directly.
    proxy: Option<String>,
    /// Which object says so.
    because: String,
}

/// A condition, or a phase, that an object's own controller calls bad.
#[derive(Serialize, JsonSchema)]
struct StatusView {
    /// `MigPlan openshift-migration/plan`.
    object: String,
    condition: String,
    /// What it is about.
    part: String,
    /// What to do.
    cure: String,
}

/// A command for bash.
#[derive(Serialize, JsonSchema)]
struct CommandView {
    /// `source`, `target`, `source-and-target`, `host`: that of MTC's controller; `own`: that of the object.
    cluster: String,
    /// `look` or `cure`.
    purpose: String,
    line: String,
    /// The words in capitals in the line that nothing tells, and that you put in.
    put_in: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct PlaceView {
    file: String,
    line: u64,
}

pub(super) fn whole(told: &Triaged<'_>) -> String {
    json::one_object(told.redaction, &whole_view(told))
}

/// Everything that is told.
pub(super) fn whole_view(told: &Triaged<'_>) -> TriageView {
    let found = told.findings.found.iter();
    TriageView {
        schema_version: SCHEMA_VERSION,
        tool: told.tool.to_owned(),
        files: told.files.len(),
        findings: found.map(|finding| view(told, finding)).collect(),
        open: told
            .findings
            .open
            .iter()
            .map(|finding| view(told, finding))
            .collect(),
        unknown_errors: told.findings.unknown,
        left_out: told.findings.left_out,
        problems: told.problems.to_vec(),
    }
}

pub(super) fn lines(told: &Triaged<'_>) -> String {
    let line = |finding| {
        let line = TriageLine {
            schema_version: SCHEMA_VERSION,
            triage: view(told, finding),
        };
        let line = match told.redaction {
            Some(redaction) => json::compact(&redacting::view(redaction, &line)),
            None => json::compact(&line),
        };
        line + "\n"
    };
    told.findings.found.iter().map(line).collect()
}

fn view(told: &Triaged<'_>, finding: &Finding) -> FindingView {
    let said = words::triage(finding, told.program);
    let (topic, codes, endpoint) = match &finding.subject {
        Subject::Topic(topic) => (Some(topic.name().to_owned()), Vec::new(), None),
        Subject::Status(_) => (None, Vec::new(), None),
        Subject::Network(codes, endpoint) => {
            let names = codes.iter().map(|code| code.name().to_owned());
            (None, names.collect(), endpoint.as_ref())
        }
    };
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    FindingView {
        family: finding.family().to_owned(),
        topic,
        codes,
        harm: finding.harm.name().to_owned(),
        severity: finding.severity().name().to_owned(),
        title: said.title,
        meaning: said.cause,
        remedy: said.cure,
        documentation: filled(&said.docs),
        status: status(finding),
        commands: said.commands.into_iter().map(command).collect(),
        endpoint: endpoint.map(|endpoint| EndpointView {
            authority: endpoint.authority.clone(),
            role: endpoint.role.name.to_owned(),
            proxy: endpoint.proxy.clone(),
            way: finding.way.as_ref().map(|way| WayView {
                pods: way.pods.name().to_owned(),
                proxy: way.route.proxy.as_ref().map(ToString::to_string),
                because: way.route.because.to_string(),
            }),
            command: words::measuring(finding, endpoint, told.program),
            measured: told.verdict(finding).map(|code| code.name().to_owned()),
        }),
        values: finding
            .values
            .iter()
            .map(|(name, values)| {
                let values = values.iter().map(ToString::to_string);
                ((*name).to_owned(), values.collect())
            })
            .collect(),
        writer: finding.writer.name().to_owned(),
        component: finding.component.as_ref().map(ToString::to_string),
        line: finding.sample.to_string(),
        places: finding
            .places
            .iter()
            .map(|place| PlaceView {
                file: told.file(place.file).to_owned(),
                line: place.line,
            })
            .collect(),
        count: finding.count,
        copies: finding.copies,
        first: finding.first.map(|at| at.to_string()),
        last: finding.last.map(|at| at.to_string()),
        versions: filled(finding.versions),
        source: filled(finding.source),
    }
}

fn status(finding: &Finding) -> Option<StatusView> {
    match &finding.subject {
        Subject::Status(status) => Some(StatusView {
            object: status.object.to_string(),
            condition: status.kind.to_string(),
            part: status.part.name().to_owned(),
            cure: status.cure.name().to_owned(),
        }),
        Subject::Topic(_) | Subject::Network(..) => None,
    }
}

fn command(command: ToldCommand) -> CommandView {
    CommandView {
        cluster: command.side.name().to_owned(),
        purpose: command.purpose.name().to_owned(),
        line: command.line,
        put_in: command.wants,
    }
}
