//! What is said on stderr about a bundle: its anchors, what is worth knowing about it, why endpoints
//! have none, and whether it was written. Decides nothing.

use super::output;
use crate::bundle::{AnchorRefusal, BundleAnchor};
use crate::export::{ProvedBundle, pem};
use crate::words::{self, Together};

/// What is said on stderr about a bundle.
pub(super) struct BundleNotice<'a> {
    pub(super) proved: &'a ProvedBundle,
    /// Inputs that could not be read, so that endpoints may be missing.
    pub(super) unread_inputs: usize,
    pub(super) quiet: bool,
    /// Certificates of the bundle that was there before.
    pub(super) kept: usize,
}

impl BundleNotice<'_> {
    /// Nothing is missing in it.
    pub(super) fn is_whole(&self) -> bool {
        self.proved.unproved() + self.proved.half_proved() == 0 && self.unread_inputs == 0
    }

    /// Prints one line per anchor, one per thing worth knowing and per reason why endpoints have no
    /// anchor; then whether the bundle was written.
    pub(super) fn say(&self, writes: bool) {
        if writes && !self.quiet {
            for anchor in &self.proved.bundle.anchors {
                output::note(&line(anchor));
            }
            self.say_notes();
        }
        if !writes && self.proved.half_proved() > 0 {
            self.say_notes();
        }
        self.say_refusals();
        if !writes {
            output::note(&self.nothing_written());
        } else if !self.quiet {
            let (all, proved) = (
                self.proved.bundle.endpoints.len(),
                self.proved.bundle.endpoints.len() - self.proved.unproved(),
            );
            let chosen = counted(self.proved.bundle.anchors.len(), "certificate");
            let certificates = if self.kept == 0 {
                chosen
            } else {
                format!("{chosen} beside {} kept", self.kept)
            };
            output::note(&format!(
                "proved: with {certificates}, {proved} of {} verify",
                counted(all, "endpoint")
            ));
        }
    }

    fn say_notes(&self) {
        let all = self.proved.bundle.endpoints.iter().flat_map(|proof| {
            let authority = proof.target.authority();
            let said = proof.notes.iter().map(words::proof_note);
            said.map(move |note| (note, authority.clone()))
        });
        for (note, who) in Together::of(all) {
            output::note(&format!("note: {}: {note}", words::names(&who, ", ")));
        }
    }

    fn say_refusals(&self) {
        let all = self
            .proved
            .bundle
            .endpoints
            .iter()
            .zip(&self.proved.endpoints);
        let unproved = all.filter_map(|(proof, endpoint)| {
            let refusal = proof.go.as_ref().err()?;
            let hint = words::refusal_hint_for_many(refusal, endpoint);
            Some((refused(refusal, &hint), (&proof.target, refusal)))
        });
        for (said, who) in Together::of(unproved) {
            // One that is alone is told what to do by its own names.
            let said = match who.as_slice() {
                [(target, refusal)] => refused(refusal, &words::refusal_hint(refusal, target)),
                _ => said,
            };
            let who: Vec<String> = who.iter().map(|(target, _)| target.authority()).collect();
            output::note(&format!(
                "no bundle for {}: {said}",
                words::names(&who, ", ")
            ));
        }
    }

    fn nothing_written(&self) -> String {
        let (all, unproved) = (self.proved.bundle.endpoints.len(), self.proved.unproved());
        let mut why = Vec::new();
        if unproved > 0 {
            why.push(format!(
                "{unproved} of {} would not verify",
                counted(all, "endpoint")
            ));
        }
        let half = self.proved.half_proved();
        if half > 0 {
            why.push(format!(
                "{} would verify at some turns only",
                counted(half, "endpoint")
            ));
        }
        if self.unread_inputs > 0 {
            why.push(format!(
                "{} could not be used",
                counted(self.unread_inputs, "input")
            ));
        }
        let partial = if self.proved.bundle.anchors.is_empty() {
            ""
        } else {
            "\nhint: --allow-partial writes what is proved"
        };
        format!("nothing was written: {}{partial}", why.join(", "))
    }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

fn line(anchor: &BundleAnchor) -> String {
    let subject = anchor
        .cert
        .facts()
        .map(|f| f.subject.clone())
        .unwrap_or_default();
    let (sha256, serves) = (anchor.cert.sha256(), words::names(&anchor.serves, " "));
    format!(
        "{}: {subject}; sha256 {sha256}; for {serves}; {}",
        anchor.kind.name(),
        pem::learnt(&anchor.learnt)
    )
}

/// Why there is no bundle, and what to do.
fn refused(refusal: &AnchorRefusal, hint: &str) -> String {
    let why = format!("{}: {}", refusal.code(), words::refusal(refusal));
    let served = words::served_all_the_same(refusal);
    let hints = [hint, &served].into_iter().filter(|hint| !hint.is_empty());
    hints.fold(why, |said, hint| format!("{said}\nhint: {hint}"))
}
