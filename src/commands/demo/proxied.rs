//! The demo's proxied scene: one OAuth server behind three proxies, and the bundle that is not
//! written. Prints; writes no file.

use std::sync::Arc;

use super::lines::{SILENCE, failed, resolve, table, written};
use super::page::{heading, show, wrapped};
use crate::bundle::AdmissionRules;
use crate::codes::Code;
use crate::commands::choice::BundleChoice;
use crate::error::Error;
use crate::evidence::{Attempt, ProxyCanary, StoreKind};
use crate::judge::follow::{self, FollowPolicy};
use crate::judge::{self, Endpoint, Endpoints, Given, Ground, Learnt, Stores};
use crate::lab::{Lab, LabProxy};
use crate::measure::{Follow, Limits, Resolve, World};
use crate::plan::Surroundings;
use crate::route::{ProxyUrl, RouteSource, Routing, Sourced};
use crate::stores;
use crate::target::{Origin, Target};
use crate::words;

/// Shows the scene. True if every proxy was recognised, and the interceptor's CA did not get into
/// the bundle.
pub(super) async fn scene(lab: &Lab, surroundings: &Surroundings) -> Result<bool, Error> {
    let width = surroundings.style.width;
    heading(
        "4. the same OAuth server through three proxies: one forbids it, one wants a password, one intercepts",
        width,
    )?;
    let reference = [stores::mozilla(StoreKind::Reference)];
    let stores = Arc::new(Stores::new(&reference));
    let (mut attempts, mut canaries) = (Vec::new(), Vec::new());
    for proxy in lab.proxies() {
        let (canary, attempt) = through(lab, proxy, &stores, surroundings).await?;
        canaries.push(canary);
        attempts.extend(attempt);
    }
    let given = Given::new(&stores, &canaries, surroundings.now);
    let learnt = Learnt::of(&attempts, given)?;
    let judgement: &dyn Endpoints = &judge::across(&attempts, given, &learnt)?;
    let endpoints = judgement.all()?;
    let all_recognised = endpoints
        .iter()
        .map(|e| e.verdict.code().name())
        .eq(lab.proxies().iter().map(|p| p.expected));
    table(judgement, &reference, &canaries, surroundings)?;
    let kept_out = refused(&endpoints, learnt.ground(given), width)?;
    Ok(all_recognised && kept_out)
}

/// Measures the proxy's target through it, with every further measurement that its failure calls
/// for.
async fn through(
    lab: &Lab,
    proxy: &LabProxy,
    stores: &Arc<Stores>,
    surroundings: &Surroundings,
) -> Result<(ProxyCanary, Option<Attempt>), Error> {
    let url = ProxyUrl::parse(&proxy.url).map_err(|why| failed("use the lab's proxy", &why))?;
    let routing = Routing {
        proxy: Some(Sourced {
            source: RouteSource::Demo,
            value: url,
        }),
        by_flag: true,
        ..Routing::default()
    };
    let overrides = lab
        .endpoints()
        .iter()
        .filter_map(|e| Resolve::parse(&resolve(e)).ok())
        .collect();
    let limits = Limits {
        tls: SILENCE,
        http: SILENCE,
        overrides,
        ..Limits::default()
    };
    let endpoint = lab.endpoints().iter().find(|e| e.name == proxy.target);
    let target = endpoint.and_then(|e| Target::parse(&written(e), Origin::Demo).ok());
    let target = target.ok_or_else(|| failed("find the lab's endpoint", &proxy.target))?;
    let route = routing.route(&target);
    let world = World::at(surroundings.now);
    let canary = world.canary(&route, &limits).await;
    let asked = [canary.clone()];
    let (stores, now) = (Arc::clone(stores), surroundings.now);
    let follow: Follow = Arc::new(move |attempt| {
        let given = Given::new(&stores, &asked, now);
        follow::next(attempt, given, &routing, FollowPolicy::default())
    });
    let mut done = None;
    let keep = |_, attempt| done = Some(attempt);
    world.run([(target, route)], &limits, follow, keep).await;
    Ok((canary, done))
}

/// Tries to export a bundle, which must be refused.
fn refused(endpoints: &[Endpoint], ground: Ground<'_>, width: usize) -> Result<bool, Error> {
    show("\nprobe export-bundle, behind the proxy that intercepts:\n\n")?;
    let intercepted: Vec<Endpoint> = endpoints
        .iter()
        .filter(|e| e.verdict.code() == Code::Intercepted)
        .cloned()
        .collect();
    let (bundle, text) = BundleChoice {
        endpoints: &intercepted,
        ground,
        rules: AdmissionRules::default(),
        comments: false,
    }
    .build();
    for proof in &bundle.endpoints {
        let Err(refusal) = &proof.go else { continue };
        show(&wrapped(
            &format!("{}: {}", refusal.code(), words::refusal(refusal)),
            [2, 4],
            width,
        ))?;
        let hint = words::refusal_hint(refusal, &proof.target);
        show(&wrapped(&format!("hint: {hint}"), [2, 4], width))?;
    }
    show(if text.is_empty() {
        "  nothing was written\n"
    } else {
        "  something was written, which must not be\n"
    })?;
    Ok(text.is_empty() && !intercepted.is_empty())
}
