//! What `probe export-bundle` is to do: what may be written, for which destination, and what is kept
//! beside it. Contradictions among the flags are found here; no file is opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::again::AgainPlan;
use super::distinct;
use super::environment::Environment;
use super::run::{Purpose, RunPlan, STDOUT};
use super::surroundings::Surroundings;
use crate::bundle::AdmissionRules;
use crate::cli::{DestinationArgs, ExportArgs, KeepArgs};
use crate::error::Error;
use crate::export::{self, BundleShape, ExportFormat};
use crate::mtc::ObjectSelector;
use crate::report::TextStyle;

/// A bundle to be chosen, proved and written.
#[derive(Clone, Debug)]
pub struct ExportPlan {
    /// What is measured or judged again.
    pub run: RunPlan,
    /// What may be written.
    pub rules: AdmissionRules,
    /// Whether each certificate is preceded by comments: whose it is and why it is there.
    pub comments: bool,
    /// What is proved is written even where some endpoints are not.
    pub allow_partial: bool,
    /// What will read the bundle.
    pub destination: DestinationPlan,
    /// Bundles before and after this one.
    pub keep: KeepPlan,
    /// How wide and how colourful what is said on stderr may be.
    pub style: TextStyle,
    /// How the same endpoints are asked for again.
    pub again: AgainPlan,
}

/// Where the bundle goes, and in which form.
#[derive(Clone, Debug)]
pub struct DestinationPlan {
    /// What is made of it.
    pub format: &'static ExportFormat,
    /// A file, or a directory where the format makes one; `None`: stdout.
    pub output: Option<PathBuf>,
    /// The object whose endpoints the bundle is for; `None`: all endpoints.
    pub object: Option<ObjectSelector>,
    /// Name of the Kubernetes object that is written or patched; `None`: the usual one.
    pub name: Option<String>,
    /// Namespace of that object; `None`: the usual one.
    pub namespace: Option<String>,
    /// Which backup location of a DataProtectionApplication.
    pub location: Option<usize>,
    /// The file whose first line is the store's password; `None`: the usual password.
    pub password_file: Option<PathBuf>,
}

/// What is said of bundles before and after this one.
#[derive(Clone, Debug)]
pub struct KeepPlan {
    /// Certificates that end within this time are named.
    pub valid_for: Duration,
    /// The bundle that is added to.
    pub merge: Option<PathBuf>,
    /// Where the anchors are recorded.
    pub lock: Option<PathBuf>,
    /// The record with which the anchors must agree.
    pub expect: Option<PathBuf>,
}

impl ExportPlan {
    pub(super) fn of(
        mut args: ExportArgs,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        args.output = args.output.filter(|file| file != Path::new(STDOUT));
        one_file_each(&args)?;
        only_known_flags(&args.destination)?;
        valid_names(&args.destination)?;
        fits_its_place(
            args.destination.format,
            args.output.is_some(),
            surroundings.stdout_is_terminal,
        )?;
        let (trust, purpose) = (args.trust.into(), Purpose::Bundle);
        let run = RunPlan::of(args.source, trust, purpose, surroundings, environment)?;
        if args.output.is_none() {
            run.has_stdout_alone("the bundle", "give one of them a file: -o FILE")?;
        }
        Ok(Self {
            run,
            rules: AdmissionRules {
                pin_leaf: args.pin_leaf,
                accept_interceptor: args.accept_interceptor,
                accept_unconfirmed: args.accept_unconfirmed,
                kept: Vec::new(),
            },
            comments: !args.no_comments,
            allow_partial: args.allow_partial,
            destination: DestinationPlan {
                format: args.destination.format,
                output: args.output,
                object: args.destination.object,
                name: args.destination.name,
                namespace: args.destination.namespace,
                location: args.destination.location,
                password_file: args.destination.store_password_file,
            },
            keep: args.keep.into(),
            style: surroundings.error_style,
            again: AgainPlan::of(surroundings),
        })
    }
}

impl From<KeepArgs> for KeepPlan {
    fn from(args: KeepArgs) -> Self {
        Self {
            valid_for: args.valid_for,
            merge: args.merge,
            lock: args.lock,
            expect: args.expect,
        }
    }
}

/// `-o` may be the bundle that is added to; nothing else may be written over.
fn one_file_each(args: &ExportArgs) -> Result<(), Error> {
    let (output, save) = (
        ("-o", args.output.as_deref()),
        (
            "--save",
            args.source
                .save
                .as_deref()
                .or(args.source.resume.as_deref()),
        ),
    );
    let lock = ("--lock", args.keep.lock.as_deref());
    let merge = ("--merge", args.keep.merge.as_deref());
    let from = ("--from", args.source.from.as_deref());
    distinct::check(&[output, save, lock], &[from])?;
    distinct::check(&[save, lock], &[merge])
}

/// A flag that means nothing to the format is an error of the user.
fn only_known_flags(wanted: &DestinationArgs) -> Result<(), Error> {
    let object = wanted.format.object.is_some();
    let flags = [
        ("--name", wanted.name.is_some(), object),
        ("--namespace", wanted.namespace.is_some(), object),
        ("--location", wanted.location.is_some(), false),
        (
            "--store-password-file",
            wanted.store_password_file.is_some(),
            false,
        ),
    ];
    let idle = flags
        .iter()
        .find(|(flag, given, known)| *given && !known && !wanted.format.flags.contains(flag));
    idle.map_or(Ok(()), |(flag, ..)| {
        Err(Error::Usage(format!(
            "{flag} means nothing to --format {}",
            wanted.format.name
        )))
    })
}

fn valid_names(wanted: &DestinationArgs) -> Result<(), Error> {
    if let Some(name) = &wanted.name {
        export::check_name(name).map_err(|why| Error::Usage(format!("--name: {why}")))?;
    }
    if let Some(namespace) = &wanted.namespace {
        export::check_namespace(namespace)
            .map_err(|why| Error::Usage(format!("--namespace: {why}")))?;
    }
    Ok(())
}

/// A directory does not fit on stdout, and bytes that are no text not on a terminal.
fn fits_its_place(format: &ExportFormat, named: bool, terminal: bool) -> Result<(), Error> {
    match format.shape {
        BundleShape::Tree if !named => Err(Error::Usage(format!(
            "--format {} writes a directory: name it with -o DIR",
            format.name
        ))),
        BundleShape::Binary if !named && terminal => Err(Error::Usage(format!(
            "--format {} is binary and stdout a terminal: write to a file with -o FILE",
            format.name
        ))),
        BundleShape::Tree | BundleShape::Binary | BundleShape::Text => Ok(()),
    }
}
