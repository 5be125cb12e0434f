//! What is said on stderr about a bundle: what was written, or why nothing was. The sentences are
//! made elsewhere; this decides when each is due.

use super::output;
use crate::bundle::Witnesses;
use crate::engine::Run;
use crate::error::Error;
use crate::export::ProvedBundle;
use crate::plan::ExportPlan;
use crate::quote::for_shell;
use crate::report::{self, Again, Confirmation, Exported};

/// What is said on stderr about a bundle.
pub(super) struct BundleNotice<'a> {
    plan: &'a ExportPlan,
    run: &'a Run,
    proved: &'a ProvedBundle<'a>,
    /// Inputs that could not be read, so that endpoints may be missing.
    pub(super) unread_inputs: usize,
    /// Certificates of the bundle that was there before.
    pub(super) kept: usize,
    /// SHA-256 that the user named.
    named: Vec<String>,
    /// As a shell reads it.
    file: Option<String>,
}

impl<'a> BundleNotice<'a> {
    pub(super) fn new(plan: &'a ExportPlan, run: &'a Run, proved: &'a ProvedBundle<'a>) -> Self {
        Self {
            plan,
            run,
            proved,
            unread_inputs: run.problems.len(),
            kept: 0,
            named: plan.rules.named().cloned().collect(),
            file: plan.destination.output.as_deref().map(for_shell),
        }
    }

    /// Nothing is missing in it.
    pub(super) fn is_whole(&self) -> bool {
        self.proved.unproved() + self.proved.half_proved() == 0 && self.unread_inputs == 0
    }

    /// That it was written, what is worth knowing about it, and who is left out.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn written(&self) -> Result<(), Error> {
        let exported = self.exported();
        let style = &self.plan.style;
        // What makes the exit code other than 0 is said in any case.
        output::said(&if self.plan.run.notes.quiet {
            report::doubts_text(&exported, style)
        } else {
            report::exported_text(&exported, style)?
        });
        output::said(&report::refused_text(&exported, true, style)?);
        Ok(())
    }

    /// Why nothing was.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn refused(&self) -> Result<(), Error> {
        let exported = self.exported();
        output::said(&report::refused_text(&exported, false, &self.plan.style)?);
        Ok(())
    }

    /// Whether its CAs are confirmed.
    pub(super) fn confirmation(&self) -> Confirmation {
        Confirmation::of(&self.exported())
    }

    fn exported(&self) -> Exported<'_> {
        Exported {
            endpoints: self.proved.endpoints,
            bundle: &self.proved.bundle,
            witnesses: Witnesses {
                stores: &self.run.stores,
                named: &self.named,
            },
            is_bare: !self.plan.comments,
            file: self.file.as_deref(),
            cas: self
                .plan
                .run
                .trust
                .cas
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
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
