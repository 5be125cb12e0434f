//! `probe endpoints`: inputs → evidence → verdicts → report. What was found is printed before
//! anything else can fail, and is saved even if stdout is closed. `probe login` is the same for
//! fewer roles.

use super::campaign::RunControl;
use super::gather::{self, Gathered};
use super::output::Stdout;
use super::{TOOL, exit_code, interrupt, output};
use crate::error::Error;
use crate::judge::{Endpoint, Endpoints};
use crate::mtc::login::{Login, logins};
use crate::mtc::{Outlook, OutlookContext};
use crate::plan::{EndpointsPlan, RoleScope};
use crate::report::{self, MeasuringInfo, MtcReport, Report};

/// What the report says about MTC, beside the endpoints themselves.
struct MtcFindings {
    objects: Vec<Outlook>,
    logins: Vec<Login>,
}

pub(super) async fn run(plan: &EndpointsPlan) -> Result<u8, Error> {
    let prepared = gather::prepare(&plan.run).await?;
    output::problems(&prepared.problems);
    let streams = plan.format.streams;
    let mut printed = Ok(());
    let gathered = prepared
        .gather(|attempt, given| {
            if streams && printed.is_ok() {
                printed = output::print(&report::line(&given.judge(attempt.clone())));
            }
            if printed.is_ok() {
                RunControl::Go
            } else {
                RunControl::Stop
            }
        })
        .await?;
    let judgement: &dyn Endpoints = &gathered.across()?;
    let endpoints = judgement.all()?;
    let findings = mtc_findings(&gathered, &endpoints, plan.run.scope);
    if streams {
        printed = printed.and_then(|()| report::run_finding_lines(judgement, &mut Stdout));
    } else {
        printed = whole_report(plan, &gathered, (judgement, &endpoints, &findings));
    }
    gathered.save()?;
    match printed {
        Err(Error::BrokenPipe) | Ok(()) => {}
        Err(error) => return Err(error),
    }
    let severities = endpoints
        .iter()
        .map(Endpoint::severity)
        .chain(findings.objects.iter().map(|o| o.severity));
    let passed = !severities
        .into_iter()
        .any(|severity| plan.fail_on.is_some_and(|least| severity >= least));
    Ok(exit_code(
        gathered.interrupted.or_else(interrupt::came),
        gathered.recording.problems.is_empty(),
        passed,
    ))
}

/// What is reported about MTC beside the endpoints. A login (`probe login`) reports no objects.
fn mtc_findings(gathered: &Gathered, endpoints: &[Endpoint], scope: RoleScope) -> MtcFindings {
    let recording = &gathered.recording;
    let only_login = scope == RoleScope::Login;
    let objects = if only_login {
        &[]
    } else {
        &recording.objects[..]
    };
    let grounds = OutlookContext::new(endpoints, &recording.stores, gathered.ground().now);
    MtcFindings {
        objects: grounds.outlooks(objects),
        logins: logins(endpoints, only_login),
    }
}

fn whole_report(
    plan: &EndpointsPlan,
    gathered: &Gathered,
    (judgement, endpoints, findings): (&dyn Endpoints, &[Endpoint], &MtcFindings),
) -> Result<(), Error> {
    let recording = &gathered.recording;
    let measured = MeasuringInfo {
        recording: gathered.from.as_deref(),
        limits: plan.run.deadlines.clone(),
        stores: &recording.stores,
    };
    let (canaries, problems) = (&recording.canaries[..], &recording.problems[..]);
    let MtcFindings { objects, logins } = findings;
    let mtc = MtcReport {
        endpoints,
        objects,
        logins,
        whole_commands: plan.whole_commands,
    };
    let report = Report {
        tool: TOOL,
        at: recording.at,
        judgement,
        mtc,
        canaries,
        problems,
        measured,
    };
    (plan.format.render)(&report, &plan.style, &mut Stdout)
}
