//! What is said on stderr about a bundle: what was written, or why nothing was. The sentences are
//! made elsewhere; this decides when each is due.

use std::path::Path;

use super::{output, pem_file};
use crate::engine::Run;
use crate::evidence::StoreKind;
use crate::export::{ProvedBundle, pem};
use crate::plan::ExportPlan;
use crate::quote::for_shell;
use crate::report::{self, Again, Exported};

/// What is said on stderr about a bundle.
pub(super) struct BundleNotice<'a> {
    plan: &'a ExportPlan,
    run: &'a Run,
    proved: &'a ProvedBundle,
    /// Inputs that could not be read, so that endpoints may be missing.
    pub(super) unread_inputs: usize,
    /// Certificates of the bundle that was there before.
    pub(super) kept: usize,
    /// Given files that only repeat what servers sent.
    repeated: Vec<String>,
    /// As a shell reads it.
    file: Option<String>,
}

impl<'a> BundleNotice<'a> {
    pub(super) fn new(plan: &'a ExportPlan, run: &'a Run, proved: &'a ProvedBundle) -> Self {
        Self {
            plan,
            run,
            proved,
            unread_inputs: run.problems.len(),
            kept: 0,
            repeated: repeated(run),
            file: plan.destination.output.as_deref().map(for_shell),
        }
    }

    /// Nothing is missing in it.
    pub(super) fn is_whole(&self) -> bool {
        self.proved.unproved() + self.proved.half_proved() == 0 && self.unread_inputs == 0
    }

    /// That it was written, what is worth knowing about it, and who is left out.
    pub(super) fn written(&self) {
        let exported = self.exported();
        let style = &self.plan.style;
        // What makes the exit code other than 0 is said in any case.
        output::said(&if self.plan.run.notes.quiet {
            report::unproved_text(&exported, style)
        } else {
            report::exported_text(&exported, style)
        });
        output::said(&report::refused_text(&exported, true, style));
    }

    /// Why nothing was.
    pub(super) fn refused(&self) {
        let exported = self.exported();
        output::said(&report::refused_text(&exported, false, &self.plan.style));
    }

    fn exported(&self) -> Exported<'_> {
        let rules = &self.plan.rules;
        let named = rules.accept_interceptor.iter();
        let named = named.chain(&rules.accept_unconfirmed);
        Exported {
            endpoints: &self.proved.endpoints,
            bundle: &self.proved.bundle,
            stores: &self.run.stores,
            named: named.map(String::as_str).collect(),
            file: self.file.as_deref(),
            repeated: self.repeated.clone(),
            kept: self.kept,
            unread_inputs: self.unread_inputs,
            again: Again {
                program: &self.plan.again.program,
                typed: &self.plan.again.typed,
            },
            emptied: self.file.is_none() && output::stdout_is_an_empty_file(),
        }
    }
}

/// Those of the given files that this program wrote of what servers sent. Read before the bundle is
/// written, which may replace one of them; a file that is gone, as of a saved run, is none.
fn repeated(run: &Run) -> Vec<String> {
    let given = run.stores.iter();
    let given = given.filter(|store| store.kind == StoreKind::Given);
    let names = given.map(|store| store.name.clone());
    let repeats = |name: &String| {
        let path = Path::new(name);
        // What is a pipe gives nothing a second time.
        path.is_file() && pem_file::read(path).is_ok_and(|bytes| pem::repeats_what_was_sent(&bytes))
    };
    names.filter(repeats).collect()
}
