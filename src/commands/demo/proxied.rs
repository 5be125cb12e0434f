//! The demo's proxied scene: one OAuth server behind three proxies, and the bundle that is not
//! written. Prints; writes no file.

use super::lines::{asked, failed};
use super::page::{heading, show, wrapped};
use super::short;
use crate::bundle::AdmissionRules;
use crate::codes::Code;
use crate::commands::session::Session;
use crate::commands::{endpoints, interrupt};
use crate::engine::Run;
use crate::error::Error;
use crate::export::ProvedBundle;
use crate::export::merge::Existing;
use crate::judge::{Endpoint, HeldEndpoints};
use crate::lab::{Lab, LabProxy};
use crate::plan::{DemoPlan, DemoTarget};
use crate::words;

/// Shows the scene. True if every proxy was recognised, and the interceptor's CA did not get into
/// the bundle.
pub(super) async fn scene(plan: &DemoPlan, lab: &Lab) -> Result<bool, Error> {
    let width = plan.surroundings.style.width;
    if !plan.long {
        return briefly(plan, lab).await;
    }
    heading(
        "4. the same OAuth server through three proxies: one forbids it, one wants a password, one intercepts",
        width,
    )?;
    let targets = lab.proxies().iter().map(|proxy| through(lab, proxy));
    let targets = targets.collect::<Result<Vec<_>, _>>()?;
    let (run, _) = endpoints::show(&plan.through_proxies(&targets)?).await?;
    interrupt::unless(run.interrupted)?;
    let endpoints = run.endpoints()?;
    let all_recognised = recognised(&endpoints, lab);
    let intercepted = intercepted(&run, endpoints);
    let tried = tried(&run, &intercepted)?;
    refused(&tried, width)?;
    Ok(all_recognised && is_kept_out(&tried))
}

/// The same in one line.
async fn briefly(plan: &DemoPlan, lab: &Lab) -> Result<bool, Error> {
    let targets = lab.proxies().iter().map(|proxy| through(lab, proxy));
    let targets = targets.collect::<Result<Vec<_>, _>>()?;
    let asked = plan.through_proxies(&targets)?;
    let session = Session::prepare(&asked.run).await?;
    let run = session.run_to_its_end().await?;
    interrupt::unless(run.interrupted)?;
    let endpoints = run.endpoints()?;
    let verdicts: Vec<Code> = endpoints.iter().map(|e| e.verdict.code()).collect();
    let all_recognised = recognised(&endpoints, lab);
    let intercepted = intercepted(&run, endpoints);
    let kept_out = is_kept_out(&tried(&run, &intercepted)?);
    short::proxies((&verdicts, kept_out), plan.surroundings.style.width)?;
    Ok(all_recognised && kept_out)
}

fn recognised(endpoints: &[Endpoint], lab: &Lab) -> bool {
    let codes = endpoints.iter().map(|e| e.verdict.code().name());
    codes.eq(lab.proxies().iter().map(|p| p.expected))
}

fn through(lab: &Lab, proxy: &LabProxy) -> Result<DemoTarget, Error> {
    let endpoint = lab.endpoints().iter().find(|e| e.name == proxy.target);
    let endpoint = endpoint.ok_or_else(|| failed("find the lab's endpoint", &proxy.target))?;
    Ok(asked(endpoint, Some(&proxy.url)))
}

fn intercepted(run: &Run, mut endpoints: Vec<Endpoint>) -> HeldEndpoints {
    endpoints.retain(|e| e.verdict.code() == Code::Intercepted);
    HeldEndpoints {
        at: run.at,
        all: endpoints,
    }
}

/// Tries to make a bundle behind the proxy that intercepts.
fn tried<'a>(run: &Run, endpoints: &'a HeldEndpoints) -> Result<ProvedBundle<'a>, Error> {
    let how = (&AdmissionRules::default(), None);
    let existing = Existing::default();
    Ok(ProvedBundle::onto(&existing, endpoints, run.ground(), how)?)
}

/// It was tried, and nothing came of it.
fn is_kept_out(tried: &ProvedBundle<'_>) -> bool {
    tried.pem.is_empty() && !tried.endpoints.is_empty()
}

/// Why it was refused.
fn refused(tried: &ProvedBundle<'_>, width: usize) -> Result<(), Error> {
    show("\nprobe export-bundle, behind the proxy that intercepts:\n\n")?;
    for proof in &tried.bundle.endpoints {
        let Err(refusal) = &proof.go else { continue };
        show(&wrapped(
            &format!("{}: {}", refusal.code(), words::refusal(refusal)),
            [2, 4],
            width,
        ))?;
        let hint = words::refusal_hint(refusal, &proof.target);
        show(&wrapped(&format!("hint: {hint}"), [2, 4], width))?;
    }
    show(if tried.pem.is_empty() {
        "  nothing was written\n"
    } else {
        "  something was written, which must not be\n"
    })
}
