//! One problem and whom it concerns. Of many endpoints it reads the names again, and of those that
//! show the same, the evidence of the first.

use super::evidence::Evidence;
use super::members::{EACH, Member, Problem, Problems};
use super::names::Names;
use super::others;
use super::shared::Shared;
use crate::error::Error;
use crate::judge::{Endpoint, Endpoints, Verdict};
use crate::report::brief;
use crate::report::cell::{Cell, LABEL, Tone};
use crate::report::document::{Block, Document, Fields, Said};
use crate::words::{self, Subject, remedy_for, text};

/// Names that are put out at a time.
const AT_ONCE: usize = 1024;

/// Every problem of the run, each followed by an empty line.
pub(in crate::report) fn problems(
    judgement: &dyn Endpoints,
    problems: &Problems,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    for problem in problems.sorted() {
        if problem.members.len() == 1 {
            of_one(judgement, problem, doc)?;
        } else {
            of_many(judgement, problem, doc)?;
        }
        doc.put(&Block::Gap)?;
    }
    Ok(())
}

fn of_one(
    judgement: &dyn Endpoints,
    problem: &Problem,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let member = problem.members[0];
    let endpoint = judgement.endpoint(member.place())?;
    let target = &endpoint.attempt.target;
    let mut fields = headed(problem, brief::who(target).into());
    let remedy = member.verdict(&endpoint).map(|v| remedy_for(target, v));
    let seen = evidence(member, &endpoint);
    let verdict = member.verdict(&endpoint);
    let verdict = verdict.map(|verdict| (&endpoint, verdict));
    explained(problem, seen, verdict, &mut fields);
    fields.advice("do this", &remedy.unwrap_or_default());
    doc.all(&fields.blocks)
}

fn of_many(
    judgement: &dyn Endpoints,
    problem: &Problem,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let (mut shared, mut names) = (Shared::default(), Names::default());
    let first = problem.members[0];
    let endpoint = judgement.endpoint(first.place())?;
    // One endpoint may have the same fault in each of its chains: it is one all the same.
    let count = problem.endpoints();
    let who = if count == 1 {
        brief::who(&endpoint.attempt.target).into()
    } else {
        vec![brief::count(count, "endpoint")]
    };
    doc.all(&headed(problem, who).blocks)?;
    let (mut label, mut last) = ("endpoints", None);
    judgement.attempts(
        problem.places(),
        |_, attempt| attempt.target,
        |member, target| {
            shared.take(&target);
            names.push(&target.authority());
            if count == 1 || last.replace(member.place()) == Some(member.place()) {
                return Ok(());
            }
            let mut fields = Fields::new(1, LABEL);
            fields.items(std::mem::take(&mut label), brief::who(&target).into());
            doc.all(&fields.blocks)
        },
    )?;
    let mut fields = Fields::new(1, LABEL);
    if problem.is_alike() {
        let verdict = first.verdict(&endpoint);
        let seen = evidence(first, &endpoint);
        explained(
            problem,
            seen,
            verdict.map(|verdict| (&endpoint, verdict)),
            &mut fields,
        );
    } else {
        fields.prose("what", text(problem.code).meaning);
        doc.all(&fields.blocks)?;
        apart(judgement, (problem, &names), doc)?;
        fields = Fields::new(1, LABEL);
        why(problem, None, &mut fields);
    }
    let remedy = first
        .verdict(&endpoint)
        .map(|v| remedy(&endpoint, v, &shared));
    fields.advice("do this", &remedy.unwrap_or_default());
    doc.all(&fields.blocks)
}

/// `root-not-sent: s3.lab.example.test:443, replication repository (S3)`.
fn headed(problem: &Problem, who: Vec<String>) -> Fields {
    let code = problem.code;
    let tone = brief::severity_tone(code.severity());
    let who = who.into_iter().map(|text| Cell::new(Tone::Strong, text));
    let code = Cell::new(tone, format!("{code}:"));
    Fields::headed([code].into_iter().chain(who).collect())
}

/// What it is, what was seen of all members, and why that shows it.
fn explained(
    problem: &Problem,
    seen: Vec<Said>,
    verdict: Option<(&Endpoint, &Verdict)>,
    fields: &mut Fields,
) {
    fields.prose("what", text(problem.code).meaning);
    fields.field("evidence", seen);
    why(problem, verdict, fields);
}

/// What others do depends on what was seen: with a verdict, of that.
fn why(problem: &Problem, verdict: Option<(&Endpoint, &Verdict)>, fields: &mut Fields) {
    fields.prose("why", text(problem.code).evidence);
    let others = verdict.map_or_else(
        || others::others(problem.code),
        |(endpoint, verdict)| others::others_of(endpoint, &verdict.finding),
    );
    fields.field("others", others);
}

fn evidence(member: Member, endpoint: &Endpoint) -> Vec<Said> {
    let verdict = member.verdict(endpoint);
    let seen = verdict.map(|v| Evidence::of(endpoint, v, member.is_headline()));
    seen.map(Evidence::said).unwrap_or_default()
}

/// What was seen, where it is not the same of all members: each with those of whom it was.
fn apart(
    judgement: &dyn Endpoints,
    (problem, names): (&Problem, &Names),
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let member = |number: u32| problem.members[number as usize];
    let order = problem.by_evidence();
    let alike = order.chunk_by(|a, b| member(*a).evidence == member(*b).evidence);
    let mut label = "evidence";
    judgement.some(
        alike.map(|group| (member(group[0]).place(), group)),
        |group, endpoint| evidence(member(group[0]), &endpoint),
        |group, seen| {
            let mut fields = Fields::new(1, LABEL);
            for (n, some) in group.chunks(AT_ONCE).enumerate() {
                let more = (n + 1) * AT_ONCE < group.len();
                let listed = listed(some, names, more);
                fields.items(std::mem::take(&mut label), listed);
                doc.all(&std::mem::take(&mut fields.blocks))?;
            }
            let seen = seen.into_iter().map(|said| Said::Within(Box::new(said)));
            fields.field("", seen.collect());
            doc.all(&fields.blocks)
        },
    )
}

/// Names before what was seen of them.
fn listed(numbers: &[u32], names: &Names, more: bool) -> Vec<String> {
    let last = numbers.len() - 1;
    let name = |(n, number): (usize, &u32)| {
        let end = if n == last && !more { ':' } else { ',' };
        format!("{}{end}", names.get(*number as usize))
    };
    numbers.iter().enumerate().map(name).collect()
}

/// What several are to do. Where a CA is given depends on the role: said once where it is the same
/// for all, else place by place.
fn remedy(endpoint: &Endpoint, verdict: &Verdict, shared: &Shared) -> String {
    let for_all = |place| {
        let any = Subject::any(endpoint, verdict, (place, shared.port()));
        words::remedy(&verdict.finding, &any)
    };
    match shared.places.as_slice() {
        [(place, _)] => for_all(place),
        many if words::depends_on_trust_place(endpoint, verdict) => {
            let line =
                |(place, roles): &(String, Vec<&str>)| format!("\n- {}: {place}", roles.join(", "));
            for_all(EACH) + &many.iter().map(line).collect::<String>()
        }
        _ => for_all(EACH),
    }
}
