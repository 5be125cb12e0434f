//! A proved bundle on its way to its destination: flags checked before anything is measured, then
//! packed, written, and explained. What each destination wants is `export`'s knowledge.

use std::io::Read;
use std::path::Path;

use super::{output, tree};
use crate::cert::Cert;
use crate::error::Error;
use crate::export::{
    self, ApplyHint, BundleShape, ExportInput, ExportOutput, Options, ProvedBundle, pem,
};
use crate::mtc::SelectedObject;
use crate::objects::Controller;
use crate::opened;
use crate::plan::DestinationPlan;
use crate::quote::for_shell;
use crate::report::Confirmation;

/// The name that formats give to an object without a usual name.
const NAMELESS: &str = "NAME";

/// How each format begins to say how its product is applied.
const APPLY: &str = "apply";
/// The same where it is to be compared first.
const APPLY_LATER: &str = "after the comparison, apply";
/// What is said of a bundle that a given copy contradicts.
const NOT_YET: &str = "do not apply it: a file that you gave contradicts it. with a new copy that confirms it, the command above says how to apply it";

/// Where the bundle is written and in which format; checked to be possible.
pub(super) struct BundleDelivery<'p> {
    plan: &'p DestinationPlan,
    options: Options,
    /// How to apply the bundle, if the format's own instructions are for other objects.
    instead: Option<String>,
}

impl<'p> BundleDelivery<'p> {
    /// Fails now, before anything is measured, if the bundle could not be delivered later.
    pub(super) fn new(plan: &'p DestinationPlan) -> Result<Self, Error> {
        let options = options(plan)?;
        match (&plan.output, plan.format.shape) {
            (Some(path), BundleShape::Tree) => tree::check_writable(path)?,
            (Some(path), _) => output::check_writable(path)?,
            (None, _) => {}
        }
        Ok(Self {
            plan,
            options,
            instead: None,
        })
    }

    /// Names the object of `--for` in what is written, wherever no flag names another.
    pub(super) fn address(&mut self, chosen: SelectedObject<'_>) -> Result<(), Error> {
        let wanted = self.plan;
        let kind = chosen.object.kind;
        // The console has forms for MTC's own objects only.
        if self.plan.format.name == pem::FORMAT.name && kind.row().tested_by != Controller::Mtc {
            self.instead = Some(format!(
                "apply: a {} takes it as --format {} writes it",
                kind.name(),
                chosen.format()
            ));
        }
        let Some(object) = self
            .plan
            .format
            .object
            .filter(|object| object.name == NAMELESS)
        else {
            return Ok(());
        };
        if chosen.format() != self.plan.format.name {
            let what = chosen.object.kind.name();
            return Err(Error::Usage(format!(
                "--format {} is not for a {what}: use --format {}, or pem",
                self.plan.format.name,
                chosen.format()
            )));
        }
        if let (Some(given), Some(own)) = (wanted.location, chosen.location())
            && given != own
        {
            return Err(Error::Usage(format!(
                "--location {given} is not the location of --for, which is {own}"
            )));
        }
        if wanted.name.is_none() {
            self.options.name = chosen.object.object.name.to_string();
        }
        if wanted.namespace.is_none() {
            self.options.namespace = chosen
                .object
                .object
                .namespace
                .as_ref()
                .map_or_else(|| object.namespace.into(), ToString::to_string);
        }
        self.options.location = wanted.location.or(chosen.location()).unwrap_or_default();
        Ok(())
    }

    /// Packs and writes: so many bytes. A closed stdout is no error, but nobody is told how to apply
    /// what was written there.
    pub(super) fn deliver(&self, proved: &ProvedBundle<'_>) -> Result<Option<usize>, Error> {
        let product = self.pack(proved)?;
        let written = match (&product, &self.plan.output) {
            (ExportOutput::Tree(files), Some(dir)) => tree::write(dir, files),
            (ExportOutput::File(bytes), Some(path)) => output::write_file(path, bytes),
            (ExportOutput::File(bytes), None) => output::print_bytes(bytes),
            (ExportOutput::Tree(_), None) => {
                Err(self.refused("a directory does not fit on stdout".into()))
            }
        };
        match written {
            Err(Error::BrokenPipe) => return Ok(None),
            other => other?,
        }
        Ok(Some(product.size()))
    }

    fn pack(&self, proved: &ProvedBundle<'_>) -> Result<ExportOutput, Error> {
        let parts = if self.plan.format.per_endpoint {
            proved.parts()?
        } else {
            Vec::new()
        };
        let load = ExportInput {
            pem: &proved.pem,
            certs: &Cert::read_pem(&proved.pem),
            parts: &parts,
        };
        export::render(self.plan.format, &load, &self.options).map_err(|why| self.refused(why))
    }

    fn refused(&self, why: String) -> Error {
        Error::Output {
            to: format!("--format {}", self.plan.format.name),
            why,
        }
    }

    /// Prints how to apply what was written, if it may be: what a given copy contradicts must not.
    pub(super) fn explain(&self, size: usize, confirmation: Confirmation) {
        if confirmation == Confirmation::Contradicted {
            output::note(NOT_YET);
            return;
        }
        let file = self
            .plan
            .output
            .as_deref()
            .map_or_else(|| "FILE".into(), for_shell);
        let password_file = self.plan.password_file.as_deref().map(for_shell);
        let applied = ApplyHint {
            file: &file,
            password_file: password_file.as_deref(),
            options: &self.options,
            size,
        };
        let lines = self.instead.as_ref().map_or_else(
            || (self.plan.format.apply)(&applied),
            |line| vec![line.clone()],
        );
        for line in lines {
            let how = line.strip_prefix(APPLY);
            let line = match how.filter(|_| confirmation == Confirmation::Lacking) {
                Some(how) => format!("{APPLY_LATER}{how}"),
                None => line.clone(),
            };
            // What is behind a colon is a command.
            if how.is_some_and(|how| how.starts_with(": ")) {
                output::command(&line);
            } else {
                output::note(&line);
            }
        }
    }
}

fn options(wanted: &DestinationPlan) -> Result<Options, Error> {
    let mut options = Options::of(wanted.format);
    if let Some(name) = &wanted.name {
        options.name.clone_from(name);
    }
    if let Some(namespace) = &wanted.namespace {
        options.namespace.clone_from(namespace);
    }
    options.location = wanted.location.unwrap_or_default();
    if let Some(path) = &wanted.password_file {
        options.password = password(path)?;
    }
    Ok(options)
}

/// In bytes, its line included: a device may have no end.
const LONGEST_PASSWORD: u64 = 64 * 1024;

/// The first line, as keytool's `-storepass:file` reads it. Never repeated in a message.
fn password(path: &Path) -> Result<String, Error> {
    let failed = |why: String, hint: &str| Error::Input {
        what: path.display().to_string(),
        why,
        hint: hint.into(),
    };
    let hint = "its first line is the password of the store";
    let mut bytes = Vec::new();
    let file = opened::open(path);
    let read = file.and_then(|file| file.take(LONGEST_PASSWORD).read_to_end(&mut bytes));
    read.map_err(|e| failed(format!("cannot be read: {}", output::reason(&e)), hint))?;
    let line = bytes.split(|byte| *byte == b'\n').next();
    let line = line.filter(|line| (line.len() as u64) < LONGEST_PASSWORD);
    let line = line.ok_or_else(|| failed("its first line has no end".into(), hint))?;
    let line = std::str::from_utf8(line).map_err(|_| failed("no text".into(), hint))?;
    let line = line.strip_suffix('\r').unwrap_or(line).to_owned();
    export::check_password(&line)
        .map(|()| line)
        .map_err(|why| failed(why, ""))
}
