//! What people read: sentences for values that the other modules return. One folder for each
//! language. Decides nothing and measures nothing; nobody reads a sentence back.

mod brief;
mod causes;
mod class_text;
mod copy_at;
mod diffs;
mod duration;
mod en;
mod facts;
mod file_text;
mod files;
mod general;
mod login;
mod outlook;
mod progress;
mod real_name;
mod subject;
mod term_text;
mod together;
mod told;
mod topic_text;

use crate::bundle::lock::{Change, LockEntry};
use crate::bundle::{AnchorRefusal, ProofNote, ValidityWarning};
use crate::ca_file::{FileCode, FileFault};
use crate::codes::Code;
use crate::compare::{Explanation, ObservedRoute, ReadProblem, ReportForm};
use crate::dialects::others::Program;
use crate::judge::{ClientDiffers, Endpoint, Finding, RunFinding, StrictVerdict, Verdict};
use crate::mtc::glossary::Term;
use crate::mtc::{
    BundleFinding, Comparison, Cure, ExpectedCondition, Note, Outlook, Part, PodError,
    SelectionError, StatusFinding, StatusOutlook,
};
use crate::roles::RoleRef;
use crate::target::{ObjectRef, Target};

pub use brief::Brief;
pub use causes::{command, decided, look_first, measuring, no_cure, put_in, topic, triage};
pub use class_text::ClassText;
pub use copy_at::CopyAt;
pub use diffs::{change_between, store_change, time_rule};
pub use facts::{Fact, Facts};
pub use file_text::FileText;
pub use files::{
    by_aia, ca_fault, captured, copy_of, judged_otherwise, lock_error, log_fault, log_note,
    log_refusal, merged, redacted, shortage,
};
pub use general::{RoleTold, family_means, remedy_of_any, role_told, spoken};
pub use login::{login_finding, login_in_brief, login_place, login_step};
pub use outlook::{OutlookTold, StatusTold};
pub use progress::{further_question, running_step};
pub use real_name::RealName;
pub use subject::Subject;
pub use term_text::TermText;
pub use together::Together;
pub use told::{JudgedOtherwise, Told};
pub use topic_text::{CommandText, ToldCommand, TopicText, TriageTold};

/// What is said of this class.
#[must_use]
pub fn text(code: Code) -> &'static ClassText {
    en::text(code)
}

/// What to do about a finding: where to go, what to change.
#[must_use]
pub fn remedy(finding: &Finding, subject: &Subject) -> String {
    en::remedy(finding, subject)
}

/// A finding in two short lines: the fact that matters, and what to do.
#[must_use]
pub fn brief(finding: &Finding, subject: &Subject) -> Brief {
    en::brief(finding, subject)
}

/// What to do about a verdict of this target, with the target's own names in place.
#[must_use]
pub fn remedy_for(target: &Target, verdict: &Verdict) -> String {
    remedy(&verdict.finding, &Subject::of(target, verdict))
}

/// Whether what is to be done about a finding depends on the place where the CA is given.
#[must_use]
pub fn depends_on_trust_place(endpoint: &Endpoint, verdict: &Verdict) -> bool {
    let at = |place| {
        remedy(
            &verdict.finding,
            &Subject::any(endpoint, verdict, (place, None)),
        )
    };
    at("here") != at("there")
}

/// The facts of a finding by name, in the order in which they are shown.
#[must_use]
pub fn facts(finding: &Finding) -> Facts {
    en::facts(finding)
}

/// What a kind of endpoint is called: `OAuth server`.
#[must_use]
pub fn title_of(role: RoleRef) -> &'static str {
    en::roles::text(role.kind).title
}

/// Who is given a CA bundle for endpoints of this kind, in a few words.
#[must_use]
pub const fn given_to(role: RoleRef) -> &'static str {
    en::roles::text(role.0.kind).given
}

/// Where a CA for this endpoint is given.
#[must_use]
pub fn trust_place(target: &Target) -> String {
    en::roles::trust_place(target)
}

/// Why no bundle can be written for an endpoint.
#[must_use]
pub fn refusal(refusal: &AnchorRefusal) -> String {
    en::bundle::why(refusal)
}

/// What strict clients say of an endpoint with a bundle; empty where they accept it.
#[must_use]
pub fn strict(verdict: &StrictVerdict) -> String {
    match verdict {
        StrictVerdict::NotJudged => en::bundle::NOT_JUDGED.into(),
        StrictVerdict::Accepts | StrictVerdict::Refuses(_) => verdict.says(),
    }
}

/// What to do about it; empty where nothing is known to help.
#[must_use]
pub fn refusal_hint(refusal: &AnchorRefusal, target: &Target) -> String {
    refusal.verdict().map_or_else(
        || en::bundle::hint(refusal),
        |verdict| remedy_for(target, verdict),
    )
}

/// The same where several endpoints are refused alike: what is the endpoint's own gives way, as in
/// [`Subject::any`].
#[must_use]
pub fn refusal_hint_for_many(refusal: &AnchorRefusal, endpoint: &Endpoint) -> String {
    let target = &endpoint.attempt.target;
    let own = (trust_place(target), Some(target.port));
    refusal.verdict().map_or_else(
        || en::bundle::hint(refusal),
        |verdict| {
            let many = Subject::any(endpoint, verdict, (&own.0, own.1));
            remedy(&verdict.finding, &many)
        },
    )
}

/// Which clients accept all the same what Go refuses, and with which certificates; empty where none
/// is known to.
#[must_use]
pub fn served_all_the_same(refusal: &AnchorRefusal) -> String {
    en::bundle::served(refusal)
}

/// The first names of a list, and how many more there are.
#[must_use]
pub fn names<T: ToString>(all: &[T], between: &str) -> String {
    en::list::names(all, between)
}

/// The same of a file that exists: it can be added to.
#[must_use]
pub fn file_hint(refusal: &AnchorRefusal, target: &Target) -> String {
    let hint = refusal_hint(refusal, target);
    if hint.is_empty() {
        en::bundle::adding(&target.authority())
    } else {
        hint
    }
}

/// What is worth knowing about a bundle that works.
#[must_use]
pub fn proof_note(note: &ProofNote) -> String {
    en::bundle::note(note)
}

/// The same of those of which it holds: their names, or how many they are.
#[must_use]
pub fn proof_note_of(note: &ProofNote, whom: &str) -> String {
    en::bundle::note_of(note, whom)
}

/// What is said of a fault of bundle files.
#[must_use]
pub const fn file_text(code: FileCode) -> &'static FileText {
    en::bundle_file::text(code)
}

/// What to do about a fault of a file; `file` as a shell reads it, `None` where it has no name.
#[must_use]
pub fn file_remedy(fault: &FileFault, file: Option<&str>) -> String {
    en::bundle_file::remedy(fault, file)
}

/// A fault of a file in one line, and what to do about it.
#[must_use]
pub fn file_fault(fault: &FileFault, file: &str) -> Told {
    en::bundle_file::told(fault, file)
}

/// Of what a fault is; empty where its code says it all.
#[must_use]
pub fn fault_detail(fault: &FileFault) -> String {
    en::bundle_file::detail(fault)
}

/// How an anchor differs from what was recorded, and what to do.
#[must_use]
pub fn change(change: &Change) -> Told {
    en::lock::change(change)
}

/// Which recorded anchor the run was not given, and what to do.
#[must_use]
pub fn anchor_not_given(entry: &LockEntry) -> Told {
    en::lock::not_given(entry)
}

/// The clients that decide otherwise than Go.
#[must_use]
pub fn clients(other: &ClientDiffers) -> String {
    en::clients::clients(&other.clients)
}

/// Why they do.
#[must_use]
pub fn client_quirk(other: &ClientDiffers) -> String {
    en::clients::quirk(&other.why)
}

/// What it means that vantage points saw something else, and what to do.
#[must_use]
pub fn explanation(explanation: &Explanation<'_>) -> Told {
    en::compare::explanation(explanation)
}

/// The way that an observation was made: `directly`, `through http://proxy.example:3128`.
#[must_use]
pub fn observed_way(route: &ObservedRoute) -> String {
    en::compare::way(route)
}

/// What cannot be used of a file that is to be compared, and what to do.
#[must_use]
pub fn read_problem(problem: &ReadProblem) -> Told {
    en::read::problem(problem)
}

/// What a compared file is: `a saved run`.
#[must_use]
pub const fn report_form(form: ReportForm) -> &'static str {
    en::compare::form(form)
}

/// What is said of an object, and what to do about it.
#[must_use]
pub fn outlook(outlook: &Outlook) -> OutlookTold {
    let step = |step| en::advice::step(step, &outlook.object);
    let same = outlook.comparison == Comparison::SameFailure;
    let expected = outlook.expected.as_ref().map_or("", |e| e.condition.kind);
    let status = |found: &StatusFinding| en::status::told(found, same && found.kind == *expected);
    OutlookTold {
        doubts: outlook.doubts.iter().map(en::outlook::doubt).collect(),
        status: outlook.status.iter().filter_map(status).collect(),
        comparison: en::status::comparison(&outlook.comparison),
        notes: outlook.notes.iter().map(en::outlook::note).collect(),
        form: outlook
            .form
            .iter()
            .copied()
            .map(en::outlook::form)
            .collect(),
        actions: outlook.actions.iter().map(step).collect(),
    }
}

/// What is worth knowing about an object.
#[must_use]
pub fn outlook_note(note: &Note) -> String {
    en::outlook::note(note)
}

/// What the status of an object that makes nobody connect says, and what to do; empty where all is well.
#[must_use]
pub fn status(outlook: &StatusOutlook) -> StatusTold {
    let bad = || outlook.findings.iter().filter(|found| found.grade.is_bad());
    let told = |found: &StatusFinding| en::status::told(found, false);
    let cure = |found: &StatusFinding| en::cure::text(found.cure, &outlook.object.object, None);
    let mut actions: Vec<String> = bad().map(cure).filter(|text| !text.is_empty()).collect();
    let mut said = std::collections::BTreeSet::new();
    actions.retain(|action| said.insert(action.clone()));
    StatusTold {
        status: bad().filter_map(told).collect(),
        actions,
    }
}

/// What a part of the system is called that a status is about.
#[must_use]
pub const fn part(part: Part) -> &'static str {
    en::status::part(part)
}

/// The same of a line without an object: its names are in capitals.
#[must_use]
pub fn cure_of_any(cure: Cure) -> String {
    en::cure::of_any(cure)
}

/// What to do about one thing that a status of this object says; empty where nothing is known.
#[must_use]
pub fn cure(cure: Cure, object: &ObjectRef) -> String {
    en::cure::text(cure, object, None)
}

/// The message of a condition, whole.
#[must_use]
pub fn condition(expected: &ExpectedCondition) -> String {
    en::outlook::condition(expected)
}

/// The error that a pod gets.
#[must_use]
pub fn pod_error(error: &PodError) -> String {
    en::outlook::error(error)
}

/// One thing about the bundle of an object.
#[must_use]
pub fn bundle_finding(finding: &BundleFinding) -> String {
    en::outlook::bundle_finding(finding)
}

/// What to say where something of a bundle ends soon.
#[must_use]
pub fn validity_warning(warning: &ValidityWarning) -> String {
    en::outlook::validity_warning(warning)
}

/// What is said of this term.
#[must_use]
pub const fn term(term: Term) -> &'static TermText {
    en::glossary::text(term)
}

/// How an object is written after `--for`.
#[must_use]
pub fn selector_form() -> String {
    en::selector::form()
}

/// Why it names no object, or more than one.
#[must_use]
pub fn selection_error(error: &SelectionError) -> String {
    en::selector::error(error)
}

/// What another program prints for this class, or does; empty where it does nothing of its own.
#[must_use]
pub fn others(program: Program, code: Code) -> String {
    en::others::shown(program, code)
}

/// The same of what was found: where it depends on that.
#[must_use]
pub fn others_of(program: Program, finding: &Finding) -> String {
    en::others::of_finding(program, finding)
}

/// How a target comes to be served whose usual name nothing serves; `None` for any other verdict.
#[must_use]
pub fn if_wanted(target: &Target, verdict: &Verdict) -> Option<String> {
    en::if_wanted(&verdict.finding, &Subject::of(target, verdict))
}

/// Which addresses were left alone on a stranger's word, and why; `None` for any other finding.
#[must_use]
pub fn why_left_out(finding: &Finding) -> Option<String> {
    en::why_left_out(finding)
}

/// What the whole run brought to light about an endpoint.
#[must_use]
pub fn run_finding(finding: &RunFinding) -> String {
    en::across::finding(finding)
}
