//! The demo's proxied scene: one OAuth server behind three proxies, and the bundle that is not
//! written. Prints; writes no file.

use super::lines::{asked, failed};
use super::page::{heading, show, wrapped};
use crate::bundle::AdmissionRules;
use crate::codes::Code;
use crate::commands::{endpoints, interrupt};
use crate::engine::Run;
use crate::error::Error;
use crate::export::ProvedBundle;
use crate::export::merge::Existing;
use crate::judge::Endpoint;
use crate::lab::{Lab, LabProxy};
use crate::plan::{DemoPlan, DemoTarget};
use crate::words;

/// Shows the scene. True if every proxy was recognised, and the interceptor's CA did not get into
/// the bundle.
pub(super) async fn scene(plan: &DemoPlan, lab: &Lab) -> Result<bool, Error> {
    let width = plan.surroundings.style.width;
    heading(
        "4. the same OAuth server through three proxies: one forbids it, one wants a password, one intercepts",
        width,
    )?;
    let targets = lab.proxies().iter().map(|proxy| through(lab, proxy));
    let targets = targets.collect::<Result<Vec<_>, _>>()?;
    let (run, _) = endpoints::show(&plan.through_proxies(&targets)?).await?;
    interrupt::unless(run.interrupted)?;
    let endpoints = run.endpoints()?;
    let all_recognised = endpoints
        .iter()
        .map(|e| e.verdict.code().name())
        .eq(lab.proxies().iter().map(|p| p.expected));
    let kept_out = refused(&run, endpoints, width)?;
    Ok(all_recognised && kept_out)
}

fn through(lab: &Lab, proxy: &LabProxy) -> Result<DemoTarget, Error> {
    let endpoint = lab.endpoints().iter().find(|e| e.name == proxy.target);
    let endpoint = endpoint.ok_or_else(|| failed("find the lab's endpoint", &proxy.target))?;
    Ok(asked(endpoint, Some(&proxy.url)))
}

/// Tries to export a bundle, which must be refused.
fn refused(run: &Run, mut endpoints: Vec<Endpoint>, width: usize) -> Result<bool, Error> {
    show("\nprobe export-bundle, behind the proxy that intercepts:\n\n")?;
    endpoints.retain(|e| e.verdict.code() == Code::Intercepted);
    let how = (&AdmissionRules::default(), false);
    let tried = ProvedBundle::onto(&Existing::default(), endpoints, run.ground(), how);
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
    })?;
    Ok(tried.pem.is_empty() && !tried.endpoints.is_empty())
}
