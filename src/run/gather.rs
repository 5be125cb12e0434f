//! The first half of every command: targets and stores from the inputs, then evidence from the network or from a saved run.
//! Judges nothing.

use std::path::PathBuf;

use tokio::sync::Notify;

use super::progress::Progress;
use super::{TOOL, interrupt, output, saved};
use crate::cli::{BaseTrust, SourceArgs, TrustArgs};
use crate::error::{Error, Problem};
use crate::evidence::{Attempt, EVIDENCE_VERSION, Recording, Store, StoreKind};
use crate::moment::Moment;
use crate::settings::{self, Settings};
use crate::target::Target;
use crate::{inputs, measure, stores};

/// What there is to judge, and whether it is all of it.
pub struct Gathered {
    pub recording: Recording,
    /// Fewer attempts than targets: Ctrl-C.
    pub interrupted: bool,
    /// The saved run it was read from.
    pub from: Option<String>,
}

/// What is to become of a run after one of its attempts was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Go,
    /// Nobody reads what else there is to say.
    Stop,
}

/// Everything read before the first connection.
pub struct Prepared {
    pub targets: Vec<Target>,
    pub stores: Vec<Store>,
    pub problems: Vec<Problem>,
    /// The time at which verdicts are made.
    pub at: Moment,
    saved: Option<Recording>,
}

/// Reads targets and stores, or a saved run.
pub fn prepare(source: &SourceArgs, trust: &TrustArgs, settings: &Settings) -> Result<Prepared, Error> {
    if let Some(path) = &source.save {
        output::check_writable(path)?;
    }
    let saved = source.from.as_deref().map(saved::read).transpose()?;
    let mut problems = saved.as_ref().map(|r| r.problems.clone()).unwrap_or_default();
    let targets = if saved.is_some() { Vec::new() } else { read_targets(source, &mut problems)? };
    if saved.is_none() && targets.is_empty() {
        output::problems(&problems);
        return Err(nothing_to_probe("no usable target was given"));
    }
    if saved.as_ref().is_some_and(|r| r.attempts.is_empty()) {
        return Err(nothing_to_probe("the saved run holds no endpoint"));
    }
    let at = trust.at.or_else(|| saved.as_ref().map(|r| r.at)).unwrap_or(settings.now);
    let stores = read_stores(trust, saved.as_ref(), &mut problems);
    Ok(Prepared { targets, stores, problems, at, saved })
}

fn nothing_to_probe(why: &str) -> Error {
    let hint = "name a target, such as api=https://api.cluster.example:6443, or a file of them with -f; `probe demo` needs none";
    Error::Input { what: "nothing to probe".into(), why: why.into(), hint: hint.into() }
}

fn read_targets(source: &SourceArgs, problems: &mut Vec<Problem>) -> Result<Vec<Target>, Error> {
    let mut targets = inputs::targets(&source.targets)?;
    for file in &source.files {
        let (found, bad) = inputs::host_file(file);
        targets.extend(found);
        problems.extend(bad);
    }
    for target in &mut targets {
        target.servername.clone_from(&source.servername);
    }
    Ok(inputs::merge(targets))
}

/// The base store and the given ones; those of a saved run stay unless others are named.
fn read_stores(trust: &TrustArgs, saved: Option<&Recording>, problems: &mut Vec<Problem>) -> Vec<Store> {
    let mut found = match (trust.trust, saved) {
        (None, Some(recording)) => recording.stores.clone(),
        (base, saved) => {
            let given = saved.iter().flat_map(|r| &r.stores).filter(|s| s.kind == StoreKind::Given).cloned();
            base_stores(base.unwrap_or(BaseTrust::System), problems).into_iter().chain(given).collect()
        }
    };
    for path in &trust.cas {
        let (given, bad) = stores::from_path(path);
        found.extend(given);
        problems.extend(bad);
    }
    found
}

fn base_stores(base: BaseTrust, problems: &mut Vec<Problem>) -> Vec<Store> {
    let reference = || stores::mozilla(StoreKind::Reference);
    match base {
        BaseTrust::Mozilla => vec![stores::mozilla(StoreKind::Mozilla)],
        BaseTrust::None => vec![reference()],
        BaseTrust::System => {
            let (system, bad) = stores::system();
            problems.extend(bad);
            vec![system, reference()]
        }
    }
}

impl Prepared {
    /// Measures the targets (or takes the saved attempts), handing each to `each` as it is done. Ctrl-C ends it early.
    pub async fn gather(self, source: &SourceArgs, settings: &Settings, mut each: impl FnMut(&Attempt) -> Next) -> Result<Gathered, Error> {
        let from = source.from.as_ref().map(|p: &PathBuf| p.display().to_string());
        let (attempts, interrupted, at) = if let Some(recording) = self.saved {
            let _ = recording.attempts.iter().all(|attempt| each(attempt) == Next::Go);
            (recording.attempts, false, recording.at)
        } else {
            let (attempts, interrupted) = measure_all(&self.targets, source, settings, each).await;
            (attempts, interrupted, settings.now)
        };
        let recording =
            Recording { evidence_version: EVIDENCE_VERSION, tool: TOOL.into(), at, attempts, stores: self.stores, problems: self.problems };
        Ok(Gathered { recording, interrupted, from })
    }
}

/// Carries out `--save`.
pub fn save(source: &SourceArgs, recording: &Recording) -> Result<(), Error> {
    source.save.as_deref().map_or(Ok(()), |path| saved::write(path, recording))
}

/// Attempts in input order, and whether Ctrl-C left some out.
async fn measure_all(
    targets: &[Target],
    source: &SourceArgs,
    settings: &Settings,
    mut each: impl FnMut(&Attempt) -> Next,
) -> (Vec<Attempt>, bool) {
    let mut limits = settings::limits(source);
    if let Some(files) = measure::raise_open_file_limit() {
        limits.fit_open_files(files);
    }
    let progress = Progress::new(settings.progress, targets.len());
    let interrupt = interrupt::listen().await;
    let unread = Notify::new();
    let mut done: Vec<Option<Attempt>> = vec![None; targets.len()];
    let measuring = measure::run(targets.to_vec(), &limits, settings.now, |place, attempt| {
        // What is saved is read later, whoever reads now.
        if progress.suspended(|| each(&attempt)) == Next::Stop && source.save.is_none() {
            unread.notify_one();
        }
        progress.one_done();
        done[place] = Some(attempt);
    });
    let interrupted = tokio::select! {
        () = measuring => false,
        () = unread.notified() => false,
        () = interrupt => true,
    };
    drop(progress);
    let attempts: Vec<Attempt> = done.into_iter().flatten().collect();
    if interrupted {
        output::note(&format!("interrupted: {} of {} endpoints were measured", attempts.len(), targets.len()));
    }
    (attempts, interrupted)
}
