//! What `export-bundle` does about earlier and later bundles: `--merge`, `--lock`, `--expect`,
//! `--valid-for`. Reads and writes the files; the decisions are made by `export` and `bundle`.

use std::path::Path;

use super::{output, pem_file};
use crate::bundle::lock::{Change, Lock};
use crate::bundle::{self, Bundle};
use crate::ca_file::FileFault;
use crate::cert::Cert;
use crate::error::{Error, Problem};
use crate::export::ProvedBundle;
use crate::export::merge::Existing;
use crate::judge::{Endpoint, Endpoints};
use crate::moment::Moment;
use crate::plan::KeepPlan;
use crate::quote::for_shell;
use crate::words::{self, Together};

pub(super) struct Keep<'a> {
    plan: &'a KeepPlan,
    quiet: bool,
    /// Nothing without `--merge`.
    pub existing: Existing,
    expected: Option<Lock>,
}

impl<'a> Keep<'a> {
    /// Reads the existing files before anything is measured, and fails if the new ones could not be
    /// written later.
    pub(super) fn prepare(plan: &'a KeepPlan, quiet: bool) -> Result<Self, Error> {
        if let Some(path) = &plan.lock {
            output::check_writable(path)?;
        }
        let existing = plan
            .merge
            .as_deref()
            .map(existing)
            .transpose()?
            .unwrap_or_default();
        let problems: Vec<Problem> = existing
            .lost
            .iter()
            .map(|fault| lost(plan.merge.as_deref(), fault))
            .collect();
        output::problems(&problems);
        if existing.left_out > 0 && problems.is_empty() && !quiet {
            output::note(&format!(
                "note: lines of --merge that are neither certificates nor # comments are left out: {}",
                existing.left_out
            ));
        }
        let expected = plan.expect.as_deref().map(expected).transpose()?;
        Ok(Self {
            plan,
            quiet,
            existing,
            expected,
        })
    }

    /// Whether the anchors differ from the recorded ones; prints which do, and what to do.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn changed(&self, proved: &ProvedBundle<'_>, now: Moment) -> Result<bool, Error> {
        let ProvedBundle {
            bundle, endpoints, ..
        } = proved;
        let Some(expected) = &self.expected else {
            return Ok(false);
        };
        let places = proved.places();
        let of = |authority: &str| -> Result<Vec<Endpoint>, Error> {
            let of_it = places.get(authority).into_iter().flatten();
            of_it.map(|at| Ok(endpoints.endpoint(*at)?)).collect()
        };
        let changes = expected.changes(&Lock::of(bundle), of, now)?;
        let all = changes
            .iter()
            .map(|change| (told(change), &change.authority));
        for (said, who) in Together::of(all) {
            output::note(&format!("changed: {}: {said}", words::names(&who, ", ")));
        }
        let missing = expected.missing(bundle);
        if !self.quiet && !missing.is_empty() {
            let (are, were) = match missing.len() {
                1 => ("is", "was"),
                _ => ("are", "were"),
            };
            output::note(&format!(
                "note: {} {are} recorded and {were} not asked for",
                words::names(&missing, ", ")
            ));
        }
        if !changes.is_empty() {
            output::note("nothing was written: anchors are not those that --expect names");
        }
        Ok(!changes.is_empty())
    }

    /// Says of endpoints without a bundle which recorded anchor would do.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn not_given(&self, proved: &ProvedBundle<'_>, now: Moment) -> Result<(), Error> {
        let Some(expected) = &self.expected else {
            return Ok(());
        };
        let proofs = proved.bundle.endpoints.iter().enumerate();
        let unproved = proofs.filter(|(_, proof)| proof.go.is_err());
        let mut all = Vec::new();
        proved.endpoints.some(
            unproved.map(|(place, _)| (place, ())),
            |(), endpoint| {
                let told = words::anchor_not_given(expected.not_given(&endpoint, now)?);
                let said = format!("{}\nhint: {}", told.said, told.advice);
                Some((said, endpoint.attempt.target.authority()))
            },
            |(), said| {
                all.extend(said);
                Ok::<(), Error>(())
            },
        )?;
        for (said, who) in Together::of(all) {
            output::note(&format!("--expect: {}: {said}", words::names(&who, ", ")));
        }
        Ok(())
    }

    /// Warns of what expires within `--valid-for`, and of certificates that no order in the file
    /// makes right for every client.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn warn(
        &self,
        endpoints: &dyn Endpoints,
        certs: &[Cert],
        now: Moment,
    ) -> Result<(), Error> {
        if self.quiet {
            return Ok(());
        }
        let horizon = pem_file::after(now, self.plan.valid_for);
        let until = bundle::Horizon::of(certs, now, horizon);
        let mut ending = Vec::new();
        endpoints.each(
            |_, endpoint| {
                let validity = until.validity(&endpoint);
                let warning = words::validity_warning(&validity.warning(horizon)?);
                Some((warning, validity.authority))
            },
            |_, warning| {
                ending.extend(warning);
                Ok::<(), Error>(())
            },
        )?;
        for (warning, who) in Together::of(ending) {
            output::note(&format!("warning: {}: {warning}", words::names(&who, ", ")));
        }
        for name in bundle::unorderable(certs) {
            output::note(&format!(
                "warning: two CAs named \"{name}\" without key identifiers: openssl tries the first only, GnuTLS the last; give each client the bundle of its own endpoint"
            ));
        }
        Ok(())
    }

    /// Carries out `--lock`.
    pub(super) fn record(&self, bundle: &Bundle) -> Result<(), Error> {
        self.plan.lock.as_deref().map_or(Ok(()), |path| {
            output::write_file(path, Lock::of(bundle).render().as_bytes())
        })
    }
}

fn existing(path: &Path) -> Result<Existing, Error> {
    Ok(Existing::read(&pem_file::read(path)?))
}

/// What merging this file would lose.
fn lost(path: Option<&Path>, fault: &FileFault) -> Problem {
    let file = path
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    let place = match fault.line {
        Some(line) => format!("{file}:{line}"),
        None => file,
    };
    let name = path.map(for_shell).unwrap_or_default();
    let told = words::file_fault(fault, &name);
    Problem::new(place, told.said, told.advice)
}

fn expected(path: &Path) -> Result<Lock, Error> {
    let hint = "--expect takes a file that `probe export-bundle --lock FILE` wrote";
    let input = |why: String| Error::Input {
        what: path.display().to_string(),
        why,
        hint: hint.into(),
    };
    let bytes = pem_file::read(path).map_err(|e| match e {
        Error::Input { what, why, .. } => Error::Input {
            what,
            why,
            hint: hint.into(),
        },
        other @ (Error::Usage(_)
        | Error::Output { .. }
        | Error::BrokenPipe
        | Error::ReadBack(_)
        | Error::Interrupted(_)) => other,
    })?;
    Lock::parse(&bytes).map_err(|why| input(words::lock_error(&why)))
}

fn told(change: &Change) -> String {
    let of = |entry: &crate::bundle::lock::LockEntry| {
        format!("{} sha256 {}", entry.subject, entry.sha256)
    };
    let recorded = change
        .recorded
        .as_ref()
        .map(|e| format!("; recorded {}", of(e)))
        .unwrap_or_default();
    let now = change
        .now
        .as_ref()
        .map(|e| format!("; now {}", of(e)))
        .unwrap_or_default();
    let told = words::change(change);
    format!(
        "{}: {}{recorded}{now}\nhint: {}",
        change.kind.name(),
        told.said,
        told.advice
    )
}
