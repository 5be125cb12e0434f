//! What every command that measures, or judges a saved run again, is to do: where targets and trust
//! come from, which way, within which limits. Plain values; nothing here is read yet.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::routes::RoutePlan;
use super::scope::RoleScope;
use super::sources::Sources;
use super::surroundings::{Notes, Surroundings};
use crate::cli::{SourceArgs, TrustArgs};
use crate::error::Error;
use crate::judge::follow::FollowPolicy;
use crate::measure::{Families, Limits};
use crate::moment::Moment;
use crate::stores::BaseTrust;
use crate::target::{Shard, ShardChoice};

/// The plan of a run.
#[derive(Clone, Debug)]
pub struct RunPlan {
    /// When the run began.
    pub now: Moment,
    /// What is said on stderr while it goes on.
    pub notes: Notes,
    /// Where targets come from, unless a saved run is judged again.
    pub sources: Sources,
    /// The saved run to judge again.
    pub from: Option<PathBuf>,
    /// Where the evidence is saved.
    pub save: Option<PathBuf>,
    /// What is saved there already is not measured again.
    pub resumes: bool,
    /// The part of the targets that is measured.
    pub shard: Option<Shard>,
    /// Saved runs that are made one, which is then judged: `from` names it.
    pub parts: Option<PartsPlan>,
    /// Which way.
    pub routes: RoutePlan,
    /// Deadlines, address families, fixed addresses.
    pub limits: Limits,
    /// The flag that leaves out a family of addresses, as messages name it.
    pub family_flag: &'static str,
    /// The deadlines in words, for reports. A saved run does not record its own, and those of this
    /// run did not apply to it: empty then.
    pub deadlines: Vec<(&'static str, String)>,
    /// Which further measurements are wanted.
    pub wishes: FollowPolicy,
    /// Targets that answers name are measured, too.
    pub discovers: bool,
    /// What verdicts rest on.
    pub trust: TrustPlan,
    /// The roles that are measured.
    pub scope: RoleScope,
    /// When a saved run is judged.
    pub judged: JudgedAt,
}

/// Saved runs that are made one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartsPlan {
    /// As they were written; `-` is standard input.
    pub files: Vec<PathBuf>,
    /// Where the one is saved.
    pub save: Option<PathBuf>,
}

/// What verdicts rest on.
#[derive(Clone, Debug, Default)]
pub struct TrustPlan {
    /// `None`: the system's roots, or those of the saved run.
    pub base: Option<BaseTrust>,
    /// Files and directories of certificates that are trusted, too.
    pub cas: Vec<PathBuf>,
    /// `None`: as [`JudgedAt`] says.
    pub at: Option<Moment>,
}

/// The time at which a saved run is judged, unless `--at` says another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgedAt {
    /// At the time of its measurement: the verdicts are the same as then.
    AsMeasured,
    /// Now: a bundle is for use today, whenever its evidence was gathered.
    Now,
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Verdicts on all endpoints.
    Endpoints,
    /// Verdicts on what a login to the MTC console touches.
    Login,
    /// A bundle to be made or verified.
    Bundle,
}

/// What stands for standard output in the place of a file.
pub const STDOUT: &str = "-";

impl RunPlan {
    /// The log of the run is what goes to standard output.
    #[must_use]
    pub fn saves_to_stdout(&self) -> bool {
        let parts = self.parts.as_ref();
        let save = self.save.as_ref().or(parts.and_then(|p| p.save.as_ref()));
        save.is_some_and(|path| path == Path::new(STDOUT))
    }

    /// Only verdicts may have stand-ins: a run that is read for a bundle is never saved again.
    fn saves_once(&self, purpose: Purpose) -> Result<(), Error> {
        if purpose == Purpose::Bundle {
            return self.saves_what_it_measures();
        }
        Ok(())
    }

    /// # Errors
    /// A run that was saved would be saved again as it is.
    pub(super) fn saves_what_it_measures(&self) -> Result<(), Error> {
        if self.from.is_some() && self.save.is_some() {
            return Err(Error::Usage(
                "--from and --save: that run is saved already\nhint: with --redact it is saved with stand-ins, to be handed on"
                    .into(),
            ));
        }
        Ok(())
    }

    /// # Errors
    /// The log and something else would go to standard output.
    pub(super) fn has_stdout_alone(&self, other: &str, remedy: &str) -> Result<(), Error> {
        if self.saves_to_stdout() {
            let why = format!("--save - and {other} both go to standard output");
            return Err(Error::Usage(format!("{why}\nhint: {remedy}")));
        }
        Ok(())
    }

    pub(super) fn of(
        args: SourceArgs,
        trust: TrustPlan,
        purpose: Purpose,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        let sources = Sources::of(&args, environment)?;
        let routes = RoutePlan::of(&args.route, environment)?;
        if args.resume.as_deref() == Some(Path::new(STDOUT)) {
            return Err(Error::Usage(
                "--resume takes the file of a run, and - is none".into(),
            ));
        }
        let shard = args
            .shard
            .map(|choice| shard(choice, environment))
            .transpose()?;
        let deadlines = if args.from.is_some() {
            Vec::new()
        } else {
            deadlines(&args)
        };
        let judged = match purpose {
            Purpose::Endpoints | Purpose::Login => JudgedAt::AsMeasured,
            Purpose::Bundle => JudgedAt::Now,
        };
        let save = args.save.as_ref().or(args.resume.as_ref()).cloned();
        let wishes = FollowPolicy {
            none: args.route.no_extra_probes,
            compare: args.route.compare_routes,
            // A saved run may be used to make a bundle later.
            bundle: purpose == Purpose::Bundle || save.is_some(),
            aia: args.aia,
        };
        let plan = Self {
            now: surroundings.now,
            notes: surroundings.notes,
            sources,
            routes,
            family_flag: if args.ipv4 { "-4" } else { "-6" },
            deadlines,
            wishes,
            discovers: true,
            trust,
            scope: match purpose {
                Purpose::Login => RoleScope::Login,
                Purpose::Endpoints | Purpose::Bundle => RoleScope::All,
            },
            judged,
            from: args.from.clone(),
            save,
            resumes: args.resume.is_some(),
            shard,
            parts: None,
            limits: limits(args),
        };
        plan.saves_once(purpose)?;
        Ok(plan)
    }
}

impl From<TrustArgs> for TrustPlan {
    fn from(args: TrustArgs) -> Self {
        Self {
            base: args.trust,
            cas: args.cas,
            at: args.at,
        }
    }
}

/// The index that Kubernetes gives to each pod of an Indexed Job.
const INDEX: &str = "JOB_COMPLETION_INDEX";

fn shard(choice: ShardChoice, environment: Environment) -> Result<Shard, Error> {
    match choice {
        ShardChoice::Of(shard) => Ok(shard),
        ShardChoice::OfJob(of) => {
            let index = environment.value(&[INDEX]).ok_or_else(|| {
                Error::Usage(format!(
                    "--shard /{of} asks for the index of an Indexed Job, and {INDEX} is not set\nhint: say which shard it is: --shard 1/{of}"
                ))
            })?;
            let shard = Shard::of_job(&index, of);
            shard.map_err(|why| Error::Usage(format!("{INDEX}: {why}")))
        }
    }
}

fn limits(args: SourceArgs) -> Limits {
    let usual = Limits::default();
    let parallel = args.parallel.map_or(usual.parallel_connects, usize::from);
    Limits {
        dns: args.dns_timeout,
        connect: args.connect_timeout,
        tls: args.tls_timeout,
        http: args.http_timeout,
        total: args.timeout,
        families: match (args.ipv4, args.ipv6) {
            (true, _) => Families::V4,
            (_, true) => Families::V6,
            _ => Families::Both,
        },
        second_connections: !args.route.no_extra_probes,
        overrides: args.resolve,
        parallel_connects: parallel,
        parallel_handshakes: usual.parallel_handshakes.min(parallel),
        per_host: args.per_host.map(usize::from),
        rate: args.rate,
        ..usual
    }
}

fn deadlines(args: &SourceArgs) -> Vec<(&'static str, String)> {
    let of = |time| humantime::format_duration(time).to_string();
    vec![
        ("dns", of(args.dns_timeout)),
        ("connect", of(args.connect_timeout)),
        ("tls", of(args.tls_timeout)),
        ("http", of(args.http_timeout)),
        ("in all", of(args.timeout)),
    ]
}
