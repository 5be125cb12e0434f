//! `probe export-bundle`: inputs → evidence → anchors → proof → what its destination reads. Nothing
//! is written before the proof stands, and nothing at all where the run is not whole, unless
//! `--allow-partial` asks for it.

use super::choice::BundleChoice;
use super::deliver::{BundleDelivery, ProvedBundle};
use super::keep::Keep;
use super::session::Session;
use super::{exit_code, interrupt, output};
use crate::bundle::{AnchorRefusal, Bundle, BundleAnchor};
use crate::cert::Cert;
use crate::error::{self, Error, Signal};
use crate::export::pem;
use crate::judge::{Endpoint, Endpoints};
use crate::mtc::SelectedObject;
use crate::objects::MtcObject;
use crate::plan::ExportPlan;
use crate::words::{self, Together};

pub(super) async fn run(plan: &ExportPlan) -> Result<u8, Error> {
    let quiet = plan.run.notes.quiet;
    let mut delivery = BundleDelivery::new(&plan.destination)?;
    let keep = Keep::prepare(&plan.keep, quiet)?;
    let session = Session::prepare(&plan.run).await?;
    let object = addressed(plan, session.objects(), &mut delivery)?;
    let run = session.run_to_its_end().await?;
    unless_interrupted(run.interrupted)?;
    let endpoints = (&run.judged()? as &dyn Endpoints).all()?;
    let endpoints = super::absent::left_out(covered(endpoints, object.as_ref())?, quiet);
    let choice = BundleChoice {
        endpoints: &endpoints,
        ground: run.ground(),
        rules: plan.rules.clone(),
        comments: plan.comments,
    };
    let (bundle, text) = choice.build_onto(&keep.existing);
    let unread_inputs = run.problems.len() + keep.existing.lost.len();
    let notice = BundleNotice {
        bundle: &bundle,
        endpoints: &endpoints,
        unread_inputs,
        quiet,
        kept: keep.existing.len(),
    };
    let proves = bundle.endpoints.iter().any(|p| p.go.is_ok());
    let writes = proves && !text.is_empty() && (notice.is_whole() || plan.allow_partial);
    if writes && keep.changed(&bundle, &endpoints, run.at) {
        return Ok(error::FAILED);
    }
    unless_interrupted(interrupt::came())?;
    notice.say(writes);
    if !writes {
        return Ok(error::NOT_WHOLE);
    }
    keep.warn(&endpoints, &Cert::read_pem(&text), run.at);
    delivery.deliver(
        &ProvedBundle {
            choice: &choice,
            bundle: &bundle,
            pem: &text,
        },
        quiet,
    )?;
    keep.record(&bundle)?;
    Ok(exit_code(
        None,
        notice.unread_inputs == 0,
        notice.unproved() == 0,
    ))
}

/// Fails if a signal came before the bundle was written; a write that has begun is finished.
fn unless_interrupted(signal: Option<Signal>) -> Result<(), Error> {
    signal.map_or(Ok(()), |signal| Err(Error::Interrupted(signal)))
}

/// The object of `--for`, if any; the bundle is delivered to it.
fn addressed(
    plan: &ExportPlan,
    objects: &[MtcObject],
    delivery: &mut BundleDelivery,
) -> Result<Option<MtcObject>, Error> {
    let Some(selector) = &plan.destination.object else {
        return Ok(None);
    };
    let selected = selector
        .find(objects)
        .map_err(|why| Error::Usage(format!("--for: {}", words::selection_error(&why))))?;
    delivery.address(selected)?;
    Ok(Some(selected.object.clone()))
}

/// The endpoints that the bundle is for: with `--for` only the object's own. The others are
/// measured too, since they may show its issuers.
fn covered(endpoints: Vec<Endpoint>, object: Option<&MtcObject>) -> Result<Vec<Endpoint>, Error> {
    let Some(object) = object else {
        return Ok(endpoints);
    };
    let own: Vec<Endpoint> = endpoints
        .into_iter()
        .filter(|e| SelectedObject { object }.covers(e))
        .collect();
    if own.is_empty() {
        let why = "none of its addresses leads to a TLS endpoint: there is nothing that a CA bundle could cover";
        return Err(Error::Input {
            what: object.object.to_string(),
            why: why.into(),
            hint: String::new(),
        });
    }
    Ok(own)
}

/// What is said on stderr about a bundle.
struct BundleNotice<'a> {
    bundle: &'a Bundle,
    /// Those that it is for, in its own order.
    endpoints: &'a [Endpoint],
    /// Inputs that could not be read, so that endpoints may be missing.
    unread_inputs: usize,
    quiet: bool,
    /// Certificates of the bundle that was there before.
    kept: usize,
}

impl BundleNotice<'_> {
    fn unproved(&self) -> usize {
        self.bundle
            .endpoints
            .iter()
            .filter(|p| p.go.is_err())
            .count()
    }

    fn is_whole(&self) -> bool {
        self.unproved() == 0 && self.unread_inputs == 0
    }

    /// Prints one line per anchor, one per thing worth knowing and per reason why endpoints have no
    /// anchor; then whether the bundle was written.
    fn say(&self, writes: bool) {
        if writes && !self.quiet {
            for anchor in &self.bundle.anchors {
                output::note(&line(anchor));
            }
            self.say_notes();
        }
        self.say_refusals();
        if !writes {
            output::note(&self.nothing_written());
        } else if !self.quiet {
            let (all, proved) = (
                self.bundle.endpoints.len(),
                self.bundle.endpoints.len() - self.unproved(),
            );
            let chosen = counted(self.bundle.anchors.len(), "certificate");
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
        let all = self.bundle.endpoints.iter().flat_map(|proof| {
            let authority = proof.target.authority();
            let said = proof.notes.iter().map(words::proof_note);
            said.map(move |note| (note, authority.clone()))
        });
        for (note, who) in Together::of(all) {
            output::note(&format!("note: {}: {note}", words::names(&who, ", ")));
        }
    }

    fn say_refusals(&self) {
        let all = self.bundle.endpoints.iter().zip(self.endpoints);
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
        let (all, unproved) = (self.bundle.endpoints.len(), self.unproved());
        let mut why = Vec::new();
        if unproved > 0 {
            why.push(format!(
                "{unproved} of {} would not verify",
                counted(all, "endpoint")
            ));
        }
        if self.unread_inputs > 0 {
            why.push(format!(
                "{} could not be used",
                counted(self.unread_inputs, "input")
            ));
        }
        let partial = if self.bundle.anchors.is_empty() {
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
    if hint.is_empty() {
        why
    } else {
        format!("{why}\nhint: {hint}")
    }
}
