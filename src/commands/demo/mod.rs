//! `probe demo`: the embedded lab, probed as anything else is; a bundle for it, and a fresh client
//! that trusts only that bundle. Leaves its files in a directory that it names.

mod lines;
mod page;
mod proxied;
mod served;

use std::fmt::Write as _;
use std::future::pending;
use std::path::{Path, PathBuf};

use super::choice::BundleChoice;
use super::{interrupt, output};
use crate::bundle::{AdmissionRules, Bundle};
use crate::cert::Cert;
use crate::engine::TOOL;
use crate::error::{self, Error};
use crate::evidence::{Attempt, Recording, Store, StoreKind};
use crate::export::pem;
use crate::judge::{self, Given, Ground, Learnt, Stores, Taint};
use crate::lab::{Lab, client};
use crate::measure::{self, Limits, Resolve, World};
use crate::plan::{DemoPlan, Surroundings};
use crate::quote::for_shell;
use crate::route::Route;
use crate::runlog;
use crate::stores;
use crate::target::{Origin, Target};
use lines::{SILENCE, STORAGE_CA, TARGETS, failed, resolve, table, verdicts, written};
use page::{command, heading, show, wrapped};

const BUNDLE: &str = "ca_bundle.cert";
const RUN: &str = "run.jsonl";

pub(super) async fn run(plan: &DemoPlan) -> Result<u8, Error> {
    let surroundings = &plan.surroundings;
    let lab = Lab::start(surroundings.now.0)
        .await
        .map_err(|e| failed("start the lab", &e.to_string()))?;
    let dir = directory(plan.dir.as_deref())?;
    output::write_file(&dir.join(STORAGE_CA), lab.storage_root_pem().as_bytes())?;
    output::write_file(&dir.join(TARGETS), target_lines(&lab).as_bytes())?;
    if plan.serve {
        return serve(&lab, &dir, surroundings).await;
    }
    let endpoints = lab.endpoints().len();
    let lab_is = format!(
        "the lab: {endpoints} endpoints of an OpenShift-like cluster on 127.0.0.1, with keys made just now"
    );
    show(&wrapped(&lab_is, [0, 2], surroundings.style.width))?;
    let attempts = measure_lab(&lab, surroundings).await;
    first_look(attempts.clone(), &dir, surroundings)?;
    let whole = bundle(&lab, attempts, &dir, surroundings).await?;
    let recognised = proxied::scene(&lab, surroundings).await?;
    closing(&dir, surroundings)?;
    Ok(if whole && recognised {
        error::OK
    } else {
        error::NOT_WHOLE
    })
}

/// Judges without any trust in the lab, as on a laptop that meets a cluster for the first time.
fn first_look(
    attempts: Vec<Attempt>,
    dir: &Path,
    surroundings: &Surroundings,
) -> Result<(), Error> {
    heading(
        "1. probe endpoints: what is wrong, and what to do about it",
        surroundings.style.width,
    )?;
    let reference = vec![stores::mozilla(StoreKind::Reference)];
    let stores = Stores::new(&reference);
    let given = Given::new(&stores, &[], surroundings.now);
    let learnt = Learnt::of(&attempts, given)?;
    table(
        &judge::across(&attempts, given, &learnt)?,
        &reference,
        &[],
        surroundings,
    )?;
    let recording = Recording {
        tool: TOOL.into(),
        at: surroundings.now,
        attempts,
        canaries: Vec::new(),
        stores: reference,
        objects: Vec::new(),
        problems: Vec::new(),
    };
    let path = dir.join(RUN);
    let log = runlog::write_whole(Vec::new(), &recording);
    let log = log.map_err(|e| failed("record the run", &output::reason(&e)))?;
    output::write_file(&path, &log)
}

/// Writes the bundle for the endpoints that can have one, and lets a fresh client connect with
/// nothing else. True if it could, everywhere.
async fn bundle(
    lab: &Lab,
    attempts: Vec<Attempt>,
    dir: &Path,
    surroundings: &Surroundings,
) -> Result<bool, Error> {
    let width = surroundings.style.width;
    heading(
        "2. probe export-bundle --ca storage-ca.pem: the storage's administrator has handed over its root",
        width,
    )?;
    let given = Store {
        name: STORAGE_CA.into(),
        kind: StoreKind::Given,
        certs: Cert::read_pem(lab.storage_root_pem()),
        of: None,
    };
    let (stores, taint) = (
        Stores::new(&[given, stores::mozilla(StoreKind::Reference)]),
        Taint::default(),
    );
    let ground = Ground::new(&stores, &taint, surroundings.now);
    let endpoints: Vec<_> = attempts
        .into_iter()
        .map(|a| judge::endpoint(a, ground))
        .collect();
    let (bundle, text) = BundleChoice {
        endpoints: &endpoints,
        ground,
        rules: AdmissionRules::default(),
        comments: true,
    }
    .build();
    let path = dir.join(BUNDLE);
    output::write_file(&path, text.as_bytes())?;
    show(&contents(&bundle, width))?;
    heading(
        &format!(
            "3. a fresh client that trusts {} and nothing else",
            for_shell(&path)
        ),
        width,
    )?;
    connect_with(&text, lab, &bundle, width).await
}

/// The anchors of the bundle, then the endpoints that it cannot help.
fn contents(bundle: &Bundle, width: usize) -> String {
    let mut text = String::new();
    for anchor in &bundle.anchors {
        let what = format!(
            "{}: {}, {}",
            anchor.kind.name(),
            anchor.cert.label(),
            pem::learnt(&anchor.learnt)
        );
        let _ = writeln!(
            text,
            "{}    sha256 {}",
            wrapped(&what, [2, 4], width),
            anchor.cert.sha256()
        );
    }
    for (proof, refusal) in bundle
        .endpoints
        .iter()
        .filter_map(|p| p.go.as_ref().err().map(|r| (p, r)))
    {
        text += &wrapped(
            &format!(
                "no bundle can help {}: {}",
                proof.target.authority(),
                refusal.code()
            ),
            [2, 4],
            width,
        );
    }
    text
}

/// A fresh client goes to every endpoint that the bundle was proved for. True if all let it in.
async fn connect_with(
    trusted: &str,
    lab: &Lab,
    bundle: &Bundle,
    width: usize,
) -> Result<bool, Error> {
    let mut all = true;
    for (endpoint, _) in lab
        .endpoints()
        .iter()
        .zip(&bundle.endpoints)
        .filter(|(_, proof)| proof.go.is_ok())
    {
        let role = crate::roles::RoleRef::named(endpoint.role).and_then(|r| r.ask);
        let outcome = client::connect(trusted, &endpoint.name, endpoint.address, role).await;
        all &= outcome.is_ok();
        let outcome_text = outcome.unwrap_or_else(|why| format!("failed: {why}"));
        show(&format!(
            "  {}\n{}",
            endpoint.name,
            wrapped(&outcome_text, [4, 4], width)
        ))?;
    }
    Ok(all)
}

fn closing(dir: &Path, surroundings: &Surroundings) -> Result<(), Error> {
    let (bundle, run) = (for_shell(&dir.join(BUNDLE)), for_shell(&dir.join(RUN)));
    let (probe, from, ca) = (
        surroundings.program.as_str(),
        format!("--from {run}"),
        format!("--ca {bundle}"),
    );
    let commands: [(&str, &[&str]); 5] = [
        (
            "the bundle: this is what the MTC console takes",
            &["cat", &bundle],
        ),
        (
            "every chain and step",
            &[probe, "endpoints", &from, "-o wide"],
        ),
        (
            "the same evidence, trusted",
            &[probe, "endpoints", &from, &ca],
        ),
        ("any verdict, explained", &[probe, "explain root-not-sent"]),
        (
            "keep the lab running and try it yourself",
            &[probe, "demo --serve"],
        ),
    ];
    let width = surroundings.style.width;
    heading("look at", width)?;
    commands.iter().try_for_each(|(what, words)| {
        show(&format!("  {what}:\n{}", command(words, [4, 6], width)))
    })
}

async fn measure_lab(lab: &Lab, surroundings: &Surroundings) -> Vec<Attempt> {
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
    let mut done: Vec<Option<Attempt>> = vec![None; lab.endpoints().len()];
    let targets: Vec<Target> = lab
        .endpoints()
        .iter()
        .filter_map(|e| Target::parse(&written(e), Origin::Demo).ok())
        .collect();
    let routed = targets.into_iter().map(|target| (target, Route::default()));
    let keep = |place: usize, attempt| done[place] = Some(attempt);
    let world = World::at(surroundings.now);
    world.run(routed, &limits, measure::no_follow(), keep).await;
    done.into_iter().flatten().collect()
}

async fn serve(lab: &Lab, dir: &Path, surroundings: &Surroundings) -> Result<u8, Error> {
    let text = served::page(lab, dir, surroundings);
    let served = async {
        match show(&text) {
            Ok(()) => pending().await,
            Err(error) => error,
        }
    };
    // Any signal simply ends the demo.
    interrupt::measuring(served)
        .await
        .map_or(Ok(error::OK), Err)
}

fn target_lines(lab: &Lab) -> String {
    lab.endpoints()
        .iter()
        .chain(lab.further())
        .fold(String::new(), |text, e| {
            format!("{text}# {}\n{}\n", verdicts(e), written(e))
        })
}

fn directory(given: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(dir) = given {
        let made = std::fs::create_dir_all(dir).map(|()| dir.to_path_buf());
        return made.map_err(|e| {
            failed(
                &format!("make the directory {}", dir.display()),
                &output::reason(&e),
            )
        });
    }
    let dir = tempfile::Builder::new().prefix("probe-demo-").tempdir();
    dir.map(tempfile::TempDir::keep).map_err(|e| {
        failed(
            "make a temporary directory (name one with --dir)",
            &output::reason(&e),
        )
    })
}
