//! `probe demo`: the embedded lab, probed as anything else is; a bundle for it, and a fresh client
//! that trusts only that bundle. Leaves its files in a directory that it names.

mod lines;
mod page;
mod proxied;
mod served;
mod short;

use std::fmt::Write as _;
use std::future::pending;
use std::path::{Path, PathBuf};

use super::session::Session;
use super::{endpoints, interrupt, output};
use crate::bundle::{AdmissionRules, Bundle};
use crate::error::{self, Error};
use crate::export::merge::Existing;
use crate::export::{ProvedBundle, pem};
use crate::lab::{Lab, LabEndpoint, client};
use crate::plan::{DemoPlan, DemoTarget, Surroundings};
use crate::quote::for_shell;
use crate::roles::RoleRef;
use lines::{STORAGE_CA, TARGETS, asked, failed, verdicts, written};
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
    first_look(plan, &lab, &dir).await?;
    let (bundle, pem) = bundle(plan, &dir).await?;
    let whole = connect_with((&bundle, &pem), &lab, (plan, &dir)).await?;
    let recognised = proxied::scene(plan, &lab).await?;
    if plan.long {
        closing(&dir, surroundings)?;
    } else {
        short::closing(&surroundings.program, &dir, surroundings.style.width)?;
    }
    Ok(if whole && recognised {
        error::OK
    } else {
        error::NOT_WHOLE
    })
}

/// `probe endpoints`, of a lab that nobody trusts yet.
async fn first_look(plan: &DemoPlan, lab: &Lab, dir: &Path) -> Result<(), Error> {
    let (known, width) = (lab.endpoints(), plan.surroundings.style.width);
    if plan.long {
        let lab_is = format!(
            "the lab: {} endpoints of an OpenShift-like cluster on 127.0.0.1, with keys made just now",
            known.len()
        );
        show(&wrapped(&lab_is, [0, 2], width))?;
        heading(
            "1. probe endpoints: what is wrong, and what to do about it",
            width,
        )?;
    } else {
        short::opening(known.len(), width)?;
    }
    let targets: Vec<DemoTarget> = known.iter().map(|known| asked(known, None)).collect();
    let (run, _) = endpoints::show(&plan.first_look(&targets, dir.join(RUN))?).await?;
    if !plan.long {
        short::documented_line(&run.endpoints()?, width)?;
    }
    interrupt::unless(run.interrupted)
}

/// `probe export-bundle`, of what the first look has saved.
async fn bundle(plan: &DemoPlan, dir: &Path) -> Result<(Bundle, String), Error> {
    let width = plan.surroundings.style.width;
    if plan.long {
        heading(
            "2. probe export-bundle --ca storage-ca.pem: the storage's administrator has handed over its root",
            width,
        )?;
    }
    let saved = plan.trusting(dir.join(RUN), dir.join(STORAGE_CA));
    let run = Session::prepare(&saved).await?.run_to_its_end().await?;
    let how = (&AdmissionRules::default(), Some(run.stores.as_slice()));
    let judged = run.judged()?;
    let proved = ProvedBundle::onto(&Existing::default(), &judged, run.ground(), how)?;
    output::write_file(&dir.join(BUNDLE), proved.pem.as_bytes())?;
    if plan.long {
        show(&contents(&proved.bundle, width))?;
    } else {
        short::bundle(&proved.bundle, &dir.join(BUNDLE), width)?;
    }
    Ok((proved.bundle, proved.pem))
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
    (bundle, pem): (&Bundle, &str),
    lab: &Lab,
    (plan, dir): (&DemoPlan, &Path),
) -> Result<bool, Error> {
    let (trusts, width) = (for_shell(&dir.join(BUNDLE)), plan.surroundings.style.width);
    if plan.long {
        heading(
            &format!("3. a fresh client that trusts {trusts} and nothing else"),
            width,
        )?;
    }
    let is_proved = |known: &&LabEndpoint| {
        let mut proofs = bundle.endpoints.iter().filter(|p| p.go.is_ok());
        let authority = format!("{}:{}", known.name, known.address.port());
        proofs.any(|proof| proof.target.authority() == authority)
    };
    let (mut verified, mut all) = (0, 0);
    for endpoint in lab.endpoints().iter().filter(is_proved) {
        let role = RoleRef::named(endpoint.role).and_then(|role| role.ask);
        let outcome = client::connect(pem, &endpoint.name, endpoint.address, role).await;
        all += 1;
        verified += usize::from(outcome.is_ok());
        if !plan.long {
            continue;
        }
        let outcome_text = outcome.unwrap_or_else(|why| format!("failed: {why}"));
        show(&format!(
            "  {}\n{}",
            endpoint.name,
            wrapped(&outcome_text, [4, 4], width)
        ))?;
    }
    if !plan.long {
        short::client((verified, all), width)?;
    }
    Ok(verified == all)
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
