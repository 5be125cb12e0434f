//! `probe endpoints`: inputs → evidence → verdicts → report. What was found is printed before
//! anything else can fail, and is saved even if stdout is closed. `probe login` is the same for
//! fewer roles.

use super::campaign::RunControl;
use super::gather::{self, Gathered, JudgedAt};
use super::role_scope::RoleScope;
use super::{TOOL, exit_code, interrupt, output};
use crate::cli::EndpointsArgs;
use crate::error::Error;
use crate::judge::{Endpoint, Judgement};
use crate::mtc::login::{Login, logins};
use crate::mtc::{Outlook, OutlookContext};
use crate::report::{self, MeasuringInfo, MtcReport, Report};
use crate::settings::{self, Settings};

/// What the report says about MTC, beside the endpoints themselves.
struct MtcFindings {
    objects: Vec<Outlook>,
    logins: Vec<Login>,
    /// The command is `probe login`.
    whole: bool,
}

pub(super) async fn run(args: &EndpointsArgs, settings: &Settings) -> Result<u8, Error> {
    of_scope(args, settings, RoleScope::All).await
}

pub(super) async fn of_scope(
    args: &EndpointsArgs,
    settings: &Settings,
    scope: RoleScope,
) -> Result<u8, Error> {
    let prepared = gather::prepare(&args.source, &args.trust, settings, JudgedAt::AsMeasured)
        .await?
        .only(scope)?;
    output::problems(&prepared.problems);
    let streams = args.output.streams;
    let mut printed = Ok(());
    let gathered = prepared
        .gather(&args.source, settings, |attempt, given| {
            if streams && printed.is_ok() {
                printed = output::print(&report::line(&given.judge(attempt)));
            }
            if printed.is_ok() {
                RunControl::Go
            } else {
                RunControl::Stop
            }
        })
        .await?;
    let judgement = gathered.across();
    let findings = mtc_findings(&gathered, &judgement, scope);
    if streams {
        printed = printed.and_then(|()| output::print(&report::run_finding_lines(&judgement)));
    } else {
        printed = whole_report(args, &gathered, (&judgement, &findings), settings);
    }
    gather::save(&args.source, &gathered.recording)?;
    match printed {
        Err(Error::BrokenPipe) | Ok(()) => {}
        Err(error) => return Err(error),
    }
    let severities = judgement
        .endpoints
        .iter()
        .map(Endpoint::severity)
        .chain(findings.objects.iter().map(|o| o.severity));
    let passed = !severities
        .into_iter()
        .any(|severity| args.fail_on.reached_by(severity));
    Ok(exit_code(
        gathered.interrupted.or_else(interrupt::came),
        gathered.recording.problems.is_empty(),
        passed,
    ))
}

/// What is reported about MTC beside the endpoints. A login (`probe login`) reports no objects.
fn mtc_findings(gathered: &Gathered, judgement: &Judgement, scope: RoleScope) -> MtcFindings {
    let recording = &gathered.recording;
    let only_login = scope == RoleScope::Login;
    let objects = if only_login {
        &[]
    } else {
        &recording.objects[..]
    };
    let grounds = OutlookContext::new(&judgement.endpoints, &recording.stores, judgement.at);
    MtcFindings {
        objects: grounds.outlooks(objects),
        logins: logins(&judgement.endpoints, only_login),
        whole: only_login,
    }
}

fn whole_report(
    args: &EndpointsArgs,
    gathered: &Gathered,
    (judgement, findings): (&Judgement, &MtcFindings),
    settings: &Settings,
) -> Result<(), Error> {
    let recording = &gathered.recording;
    // A saved run does not record its limits, and the flags of this run did not apply to it.
    let limits = if gathered.from.is_some() {
        Vec::new()
    } else {
        settings::describe(&args.source)
    };
    let measured = MeasuringInfo {
        recording: gathered.from.as_deref(),
        limits,
        stores: &recording.stores,
    };
    let (canaries, problems) = (&recording.canaries[..], &recording.problems[..]);
    let MtcFindings {
        objects, logins, ..
    } = findings;
    let mtc = MtcReport {
        objects,
        logins,
        whole_commands: findings.whole || args.output.whole_commands,
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
    output::print(&(args.output.render)(&report, &settings.style))
}
