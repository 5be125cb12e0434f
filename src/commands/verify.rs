//! `probe verify-bundle`: what is wrong in a file, and what it alone does for endpoints.
//! Writes nothing but its report.

use super::pem_file::{after, read};
use super::session::Session;
use super::{exit_code, interrupt, output};
use crate::bundle;
use crate::bundle::file::{self, FileCheck};
use crate::dialects::rustls::StrictRefusal;
use crate::engine::TOOL;
use crate::error::{Error, Problem, Signal};
use crate::judge::{Endpoint, Endpoints, StrictVerdict};
use crate::moment::Moment;
use crate::plan::{RunPlan, VerifyPlan};
use crate::report::{self, TextOrJson, Verified, VerifiedEndpoint};

pub(super) async fn run(plan: &VerifyPlan) -> Result<u8, Error> {
    let bytes = read(&plan.bundle)?;
    let seen = match &plan.run {
        None => MeasuredEndpoints {
            at: plan.at,
            endpoints: Vec::new(),
            problems: Vec::new(),
            interrupted: None,
        },
        Some(run) => measured_endpoints(run).await?,
    };
    let horizon = after(seen.at, plan.valid_for);
    let check = file::check(&bytes, seen.at, horizon);
    let endpoints = verified(&seen.endpoints, &check, (seen.at, horizon));
    let file = plan.bundle.display().to_string();
    let shown = Verified {
        tool: TOOL,
        file: &file,
        at: seen.at,
        horizon,
        check: &check,
        endpoints: &endpoints,
        problems: &seen.problems,
    };
    let text = match plan.format {
        TextOrJson::Text => report::verified_text(&shown, &plan.style),
        TextOrJson::Json => report::verified_json(&shown),
    };
    match output::print(&text) {
        Ok(()) | Err(Error::BrokenPipe) => {}
        Err(error) => return Err(error),
    }
    let passed = !check.has_failure() && endpoints.iter().all(|e| e.proof.go.is_ok());
    Ok(exit_code(
        seen.interrupted.or_else(interrupt::came),
        seen.problems.is_empty(),
        passed,
    ))
}

/// The endpoints, and the time at which they are judged.
struct MeasuredEndpoints {
    at: Moment,
    endpoints: Vec<Endpoint>,
    problems: Vec<Problem>,
    interrupted: Option<Signal>,
}

async fn measured_endpoints(plan: &RunPlan) -> Result<MeasuredEndpoints, Error> {
    let run = Session::prepare(plan).await?.run_to_its_end().await?;
    let endpoints = (&run.judged()? as &dyn Endpoints).all()?;
    Ok(MeasuredEndpoints {
        at: run.at,
        endpoints: super::absent::left_out(endpoints, plan.notes.quiet),
        problems: run.problems,
        interrupted: run.interrupted,
    })
}

fn verified(
    endpoints: &[Endpoint],
    check: &FileCheck,
    (now, horizon): (Moment, Moment),
) -> Vec<VerifiedEndpoint> {
    let proofs = bundle::prove(endpoints, &check.go, now);
    let strict: Vec<StrictVerdict> = match &check.strict {
        Ok(certs) => bundle::prove(endpoints, certs, now)
            .into_iter()
            .map(|p| p.strict)
            .collect(),
        Err(why) => endpoints
            .iter()
            .map(|_| StrictVerdict::Refuses(StrictRefusal::Anchors(why.to_string())))
            .collect(),
    };
    let validity = bundle::validity(endpoints, &check.go, now, horizon);
    let all = proofs.into_iter().zip(strict).zip(validity);
    all.zip(endpoints)
        .map(|(((mut proof, strict), validity), endpoint)| {
            // If the endpoint is intercepted, a bundle that holds the interceptor's CA makes it
            // verify; that is not a success.
            if let Some(refusal) = bundle::intercepted(endpoint) {
                proof.go = Err(refusal);
            }
            VerifiedEndpoint {
                proof,
                strict,
                validity,
            }
        })
        .collect()
}
