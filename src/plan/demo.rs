//! What `probe demo` is to do: the lab is measured and judged as anything else is, by plans that no
//! flag has made. Opens nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::again::AgainPlan;
use super::endpoints::EndpointsPlan;
use super::routes::RoutePlan;
use super::run::{JudgedAt, RunPlan, TrustPlan};
use super::scope::RoleScope;
use super::sources::Sources;
use super::surroundings::{Notes, Surroundings};
use crate::error::Error;
use crate::inputs::RoutedTarget;
use crate::judge::follow::FollowPolicy;
use crate::measure::{Limits, Resolve};
use crate::report;
use crate::route::{ProxyUrl, RouteSource, Routing, Sourced};
use crate::stores::BaseTrust;
use crate::target::{Origin, Target};

/// Everything is on this machine, so a limit of two seconds is enough.
const SILENCE: Duration = Duration::from_secs(2);

/// The embedded lab to be started.
#[derive(Clone, Debug)]
pub struct DemoPlan {
    /// Time, terminal, and the name of this program.
    pub surroundings: Surroundings,
    /// The lab is kept running.
    pub serve: bool,
    /// Every scene in full.
    pub long: bool,
    /// Where files are left; `None`: in a new temporary directory.
    pub dir: Option<PathBuf>,
}

/// An endpoint of the lab, in the words of a command line.
#[derive(Clone, Debug)]
pub struct DemoTarget {
    /// As a target is written: `api=https://api.lab.example.test:6443`.
    pub written: String,
    /// As `--resolve` fixes its address.
    pub resolve: String,
    /// The URL of the proxy on the way to it.
    pub through: Option<String>,
}

impl DemoPlan {
    /// Verdicts without any trust in the lab, as on a laptop that meets a cluster for the first
    /// time; saved to this file.
    ///
    /// # Errors
    /// A target is written as no target is; so of the next one.
    pub fn first_look(
        &self,
        targets: &[DemoTarget],
        save: PathBuf,
    ) -> Result<EndpointsPlan, Error> {
        let run = RunPlan {
            save: Some(save),
            ..self.measuring(targets)?
        };
        Ok(self.shown(run))
    }

    /// The same through proxies, with every further measurement that a failure calls for.
    ///
    /// # Errors
    /// A proxy has no URL that can be used.
    pub fn through_proxies(&self, targets: &[DemoTarget]) -> Result<EndpointsPlan, Error> {
        let run = RunPlan {
            wishes: FollowPolicy::default(),
            ..self.measuring(targets)?
        };
        Ok(self.shown(run))
    }

    /// That saved run judged again for a bundle, with these certificates trusted.
    #[must_use]
    pub fn trusting(&self, from: PathBuf, ca: PathBuf) -> RunPlan {
        RunPlan {
            from: Some(from),
            judged: JudgedAt::Now,
            trust: TrustPlan {
                cas: vec![ca],
                ..TrustPlan::default()
            },
            ..self.bare()
        }
    }

    fn shown(&self, run: RunPlan) -> EndpointsPlan {
        EndpointsPlan {
            run,
            files: Vec::new(),
            format: if self.long {
                &report::WIDE
            } else {
                &report::TABLE
            },
            redacted: false,
            saved_redacted: None,
            style: self.surroundings.style,
            fail_on: None,
            whole_commands: false,
            legs: false,
            again: AgainPlan::default(),
        }
    }

    fn measuring(&self, targets: &[DemoTarget]) -> Result<RunPlan, Error> {
        let mut plan = self.bare();
        plan.sources.targets = targets.iter().map(routed).collect::<Result<_, _>>()?;
        let fixed = targets.iter().map(|target| Resolve::parse(&target.resolve));
        plan.limits.overrides = fixed.collect::<Result<_, _>>().map_err(Error::Usage)?;
        Ok(plan)
    }

    /// Nothing is said, trusted, discovered or asked beside what each plan adds.
    fn bare(&self) -> RunPlan {
        RunPlan {
            now: self.surroundings.now,
            notes: Notes::silent(),
            sources: Sources::default(),
            from: None,
            save: None,
            resumes: false,
            shard: None,
            parts: None,
            routes: RoutePlan::default(),
            limits: Limits {
                tls: SILENCE,
                http: SILENCE,
                ..Limits::default()
            },
            family_flag: "-6",
            deadlines: Vec::new(),
            wishes: FollowPolicy::default(),
            discovers: false,
            trust: TrustPlan {
                base: Some(BaseTrust::None),
                ..TrustPlan::default()
            },
            scope: RoleScope::All,
            judged: JudgedAt::AsMeasured,
        }
    }
}

fn routed(asked: &DemoTarget) -> Result<RoutedTarget, Error> {
    let target = Target::parse(&asked.written, Origin::Demo).map_err(Error::Usage)?;
    let proxy = asked.through.as_deref().map(ProxyUrl::parse).transpose();
    let routing = proxy.map_err(Error::Usage)?.map(|value| {
        let source = RouteSource::Demo;
        Arc::new(Routing {
            proxy: Some(Sourced { source, value }),
            by_flag: true,
            ..Routing::default()
        })
    });
    Ok(RoutedTarget { target, routing })
}
