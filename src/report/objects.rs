//! MTC's objects in reports: for people a block each, the worst first; for machines their view.
//! Decides nothing: what is expected and advised comes from `mtc`.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::codes::Severity;
use crate::error::Error;
use crate::foreign::on_one_line;
use crate::mtc::{Cause, CurrentBundle, Grade, Outlook, OutlookBrief, Outlooks};
use crate::mtc::{Readiness, Step, location, pod};
use crate::objects::{Controller, ObjectKind};
use crate::target::Origin;
use crate::words;

use super::cell::{Cell, LABEL, Tone};
use super::document::{Block, Document, Fields, Said as Content};
use super::namesakes::Namesakes;
use super::view::{AddressView, BundleView, ConditionView, FindingView, ObjectView, WhyView};
use super::{Report, brief, statuses};

/// Every object, after a heading; nothing where there is none.
///
/// # Errors
/// What was measured cannot be read back, or what was said cannot be written.
pub(super) fn say(report: &Report<'_>, doc: &mut dyn Document) -> Result<(), Error> {
    let objects = report.mtc.objects;
    if objects.is_empty() {
        return Ok(());
    }
    let all = &Namesakes::of(objects);
    let (wrong, well): (Vec<usize>, Vec<usize>) = sorted(objects)
        .into_iter()
        .partition(|place| rank(&objects.brief(*place)) > 0);
    doc.put(&Block::heading(vec![
        Cell::new(Tone::Strong, "what MTC will see,"),
        Cell::new(Tone::Plain, "judged from here:"),
    ]))?;
    let gap = !well.is_empty();
    objects.each(
        well.into_iter(),
        |outlook| {
            let mut fields = Fields::new(2, LABEL);
            fields.blocks.push(line((&outlook, all)));
            fields.thoughts("note", always_told(&outlook));
            fields.blocks
        },
        |blocks| doc.all(&blocks),
    )?;
    if gap {
        doc.put(&Block::Gap)?;
    }
    let mut said = Said::default();
    objects.each(
        wrong.into_iter(),
        |outlook| outlook,
        |outlook| {
            doc.all(&one((&outlook, all), &mut said))?;
            doc.put(&Block::Gap)
        },
    )?;
    from_pod(report, doc)
}

/// What was said of each object, as hashes. Several locations of one share its status, which is said once.
#[derive(Default)]
pub(super) struct Said(HashSet<u64>);

impl Said {
    /// Not said of this object before; it is now.
    pub(super) fn is_new(&mut self, outlook: &Outlook, text: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (&outlook.object.source, &outlook.object.object, text).hash(&mut hasher);
        self.0.insert(hasher.finish())
    }
}

/// What is said of an object even where it becomes ready.
pub(super) fn always_told(outlook: &Outlook) -> Vec<String> {
    let notes = outlook.notes.iter().filter(|note| note.is_always_told());
    notes.map(words::outlook_note).collect()
}

/// `4 objects: 1 ready, 2 not ready, 1 untold`; nothing where there is none.
pub(super) fn summary(report: &Report<'_>) -> Vec<Block> {
    if report.mtc.objects.is_empty() {
        return Vec::new();
    }
    let states = [
        (Readiness::Ready, "ready", Tone::Good),
        (Readiness::ReadyFromHere, "ready from here only", Tone::Warn),
        (Readiness::NotReady, "not ready", Tone::Bad),
        (Readiness::Unknown, "untold", Tone::Warn),
    ];
    let of = |state: Readiness| {
        let objects = report.mtc.objects.briefs();
        objects.filter(|o| o.state == state).count()
    };
    let mut cells: Vec<Cell> = states
        .iter()
        .filter(|(state, ..)| of(*state) > 0)
        .map(|(state, words, tone)| Cell::new(*tone, format!("{} {words},", of(*state))))
        .collect();
    cells.iter_mut().last().map(|cell| cell.text.pop());
    let all = format!("{}:", brief::count(report.mtc.objects.len(), "object"));
    cells.insert(0, Cell::new(Tone::Plain, all));
    vec![Block::heading(cells)]
}

/// Their places, the worst first.
pub(super) fn sorted(all: &dyn Outlooks) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..all.len()).collect();
    sorted.sort_by_key(|place| std::cmp::Reverse(rank(&all.brief(*place))));
    sorted
}

/// More than that it becomes ready.
pub(super) fn has_something_to_say(outlook: &Outlook) -> bool {
    rank(&OutlookBrief::of(outlook)) > 0
}

/// How much it has to say.
fn rank(outlook: &OutlookBrief) -> usize {
    match (outlook.severity, outlook.state) {
        (Severity::Failure, Readiness::NotReady) => 3,
        (Severity::Failure, _) => 2,
        (Severity::Warning, _)
        | (_, Readiness::NotReady | Readiness::ReadyFromHere | Readiness::Unknown) => 1,
        _ => 0,
    }
}

/// `MigCluster openshift-migration/src: Ready`.
fn line((outlook, all): (&Outlook, &Namesakes)) -> Block {
    let mut cells = vec![
        Cell::new(Tone::Plain, format!("{}:", all.who(outlook))),
        state(outlook),
    ];
    let at: Vec<&str> = outlook
        .addresses
        .iter()
        .filter_map(|l| l.authority.as_deref())
        .collect();
    if !at.is_empty() {
        cells.push(Cell::new(
            Tone::Faint,
            on_one_line(&format!("({})", at.join(", "))),
        ));
    }
    Block::Line {
        depth: 1,
        label: String::new(),
        cells,
    }
}

pub(super) fn state(outlook: &Outlook) -> Cell {
    let kind = outlook.expected.as_ref().map_or("", |e| e.condition.kind);
    match outlook.state {
        Readiness::Ready => Cell::new(Tone::Good, kind),
        Readiness::ReadyFromHere => {
            let blocks = outlook.status.iter().find(|f| f.grade == Grade::Blocks);
            let but = blocks.map_or_else(
                || "only as seen from here".to_owned(),
                |found| {
                    let not = if found.holds { "" } else { "not " };
                    format!("{not}{} in its status", found.kind.on_one_line())
                },
            );
            Cell::new(Tone::Warn, format!("{kind}, but {but}"))
        }
        Readiness::NotReady => Cell::new(Tone::Bad, kind),
        Readiness::Unknown => Cell::new(Tone::Warn, "cannot be told from here"),
    }
}

fn one((outlook, all): (&Outlook, &Namesakes), said: &mut Said) -> Vec<Block> {
    let mut fields = Fields::headed(vec![
        Cell::new(Tone::Strong, format!("{}:", all.who(outlook))),
        state(outlook),
    ]);
    if let Some(expected) = outlook.expected.as_ref().filter(|e| !e.condition.good) {
        fields.prose(
            match outlook.object.kind.row().tested_by {
                Controller::Mtc => "MTC says",
                Controller::Velero => "Velero",
            },
            words::condition(expected).trim_end(),
        );
    }
    if let Some(why) = &outlook.cause {
        let error = words::pod_error(&why.error);
        let shown = outlook
            .expected
            .as_ref()
            .is_some_and(|e| words::condition(e).contains(&error));
        if !shown {
            fields.prose("because", &error);
        }
        fields.prose("cause", &cause(why));
    }
    let mut told = words::outlook(outlook);
    told.status.retain(|text| said.is_new(outlook, text));
    told.actions.retain(|text| said.is_new(outlook, text));
    fields.thoughts("unsure", told.doubts);
    let compared = Some(told.comparison).filter(|text| !text.is_empty());
    fields.thoughts("status", told.status.into_iter().chain(compared).collect());
    if let Some(bundle) = &outlook.current_bundle {
        fields.thoughts("CA bundle", bundle_lines(bundle));
    }
    fields.thoughts("note", told.notes);
    fields.thoughts("form", told.form);
    for (n, action) in told.actions.iter().enumerate() {
        fields.advice(if n == 0 { "do this" } else { "" }, action);
    }
    fields.blocks
}

/// The code of the verdict that stands behind it, where it was met, and what it means.
pub(super) fn cause(why: &Cause) -> String {
    let at = why
        .at
        .as_ref()
        .map(|at| format!(" at {at}"))
        .unwrap_or_default();
    let meaning = why
        .code
        .term()
        .map(|term| format!(": {}", words::term(term).meaning))
        .unwrap_or_default();
    format!("{}{at}{meaning}", why.code)
}

/// What the object's own CA bundle holds, then a line for each finding about it.
fn bundle_lines(bundle: &CurrentBundle) -> Vec<String> {
    let until = bundle
        .until
        .map(|until| format!("; works until {}", until.date()))
        .unwrap_or_default();
    let holds = if bundle.unknown {
        "not kept".to_owned()
    } else {
        brief::count(bundle.certs.len(), "certificate")
    };
    let mut lines = vec![format!("{}: {holds}{until}", bundle.field)];
    lines.extend(
        bundle
            .findings
            .iter()
            .map(|f| format!("{}: {}", f.code(), words::bundle_finding(f))),
    );
    lines
}

/// How to measure from where the pods are, where a storage is tested from two clusters or a status
/// says otherwise.
fn from_pod(report: &Report<'_>, doc: &mut dyn Document) -> Result<(), Error> {
    let objects = report.mtc.objects;
    let storage = objects.briefs().any(|o| o.kind.row().storage);
    if !storage && objects.briefs().all(|o| rank(&o) == 0) {
        return Ok(());
    }
    let mut fields = Fields::new(0, LABEL);
    let both = if storage {
        "; a storage is used by pods of both clusters: run it on each"
    } else {
        ""
    };
    fields.prose(
        "from pods",
        &format!(
            "a Job tells what the pods meet (deploy/README.md says how its image is made){both}"
        ),
    );
    let lines = Content::Lines(targets(report)?);
    fields.field("targets", vec![lines]);
    fields.prose("", "with these lines as targets.txt:");
    let commands = pod::job_commands().into_iter().map(Content::Command);
    fields.field("", commands.collect());
    fields.blocks.push(Block::Gap);
    doc.all(&fields.blocks)
}

/// Lines of `targets.txt` that are listed.
const MOST_TARGETS: usize = 12;

/// What the objects lead to: the first of it, and how much more there is.
fn targets(report: &Report<'_>) -> Result<Vec<String>, Error> {
    let (mut known, mut lines) = (HashSet::new(), Vec::new());
    report.judgement.attempts(
        (0..report.judgement.len()).map(|place| (place, ())),
        |(), attempt| {
            let led = attempt.target.origins.iter().any(is_of_ours);
            led.then(|| on_one_line(&pod::target_line(&attempt.target)))
        },
        |(), line| {
            let Some(line) = line else { return Ok(()) };
            let mut hasher = DefaultHasher::new();
            line.hash(&mut hasher);
            if known.insert(hasher.finish()) && lines.len() < MOST_TARGETS {
                lines.push(line);
            }
            Ok::<(), Error>(())
        },
    )?;
    if known.len() > lines.len() {
        lines.push(format!("and {} more", known.len() - lines.len()));
    }
    Ok(lines)
}

/// An object of which MTC tests where it leads.
fn is_of_ours(origin: &Origin) -> bool {
    match origin {
        Origin::Object { object, .. } => ObjectKind::ALL
            .iter()
            .any(|kind| kind.name() == object.kind),
        Origin::Argument { .. }
        | Origin::Flag { .. }
        | Origin::Line { .. }
        | Origin::Kubeconfig { .. }
        | Origin::Answer { .. }
        | Origin::Usual { .. }
        | Origin::Demo => false,
    }
}

/// For the machine formats.
pub(super) fn view(outlook: &Outlook) -> ObjectView {
    let object = &outlook.object;
    let condition = outlook.expected.as_ref().map(|expected| ConditionView {
        kind: expected.condition.kind.to_owned(),
        reason: Some(expected.condition.reason)
            .filter(|r| !r.is_empty())
            .map(str::to_owned),
        message: words::condition(expected),
    });
    let why = outlook.cause.as_ref().map(|why| WhyView {
        error: words::pod_error(&why.error),
        code: why.code.name().to_owned(),
        endpoint: why.at.clone(),
    });
    let bundle = outlook.current_bundle.as_ref().map(|bundle| BundleView {
        field: bundle.field.clone(),
        certificates: bundle.certs.iter().map(|c| c.sha256().to_owned()).collect(),
        works_until: bundle.until.map(|until| until.to_string()),
        findings: bundle
            .findings
            .iter()
            .map(|f| FindingView {
                code: f.code().to_owned(),
                severity: f.severity(),
                text: words::bundle_finding(f),
            })
            .collect(),
    });
    let told = words::outlook(outlook);
    ObjectView {
        kind: object.kind.name().to_owned(),
        namespace: object.object.namespace.as_ref().map(ToString::to_string),
        name: object.object.name.to_string(),
        location: location(object),
        source: object.source.clone(),
        state: outlook.state.name().to_owned(),
        severity: outlook.severity,
        condition,
        why,
        addresses: outlook.addresses.iter().map(address).collect(),
        bundle,
        reported: object
            .reported
            .iter()
            .filter(|c| c.holds)
            .map(|c| c.kind.clone())
            .collect(),
        status: statuses::findings(&outlook.status, &object.object, |cure| {
            outlook.actions.contains(&Step::ByStatus(cure))
        }),
        comparison: told.comparison,
        agreement: outlook.agreement.name().to_owned(),
        doubts: told.doubts,
        notes: told.notes,
        form: told.form,
        actions: told.actions,
    }
}

fn address(link: &crate::mtc::AddressOutlook) -> AddressView {
    AddressView {
        field: link.field.clone(),
        text: link.text.clone(),
        endpoint: link.authority.clone(),
        code: link.code.map(|code| code.name().to_owned()),
        route: link.route.clone(),
    }
}
