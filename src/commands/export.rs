//! `probe export-bundle`: inputs → evidence → anchors → proof → what its destination reads. Nothing
//! is written before the proof stands, and nothing at all where the run is not whole, unless
//! `--allow-partial` asks for it.

use std::path::Path;

use super::deliver::BundleDelivery;
use super::keep::Keep;
use super::notice::BundleNotice;
use super::session::Session;
use super::{absent, exit_code, interrupt, of_kind};
use crate::bundle::{AnchorRefusal, InterceptorExtent, NamedCert};
use crate::cert::Cert;
use crate::engine::Run;
use crate::error::{self, Error};
use crate::export::ProvedBundle;
use crate::judge::{Endpoints, SomeEndpoints};
use crate::mtc::SelectedObject;
use crate::objects::MtcObject;
use crate::plan::ExportPlan;
use crate::report::Confirmation;
use crate::words;

pub(super) async fn run(plan: &ExportPlan) -> Result<u8, Error> {
    let mut delivery = BundleDelivery::new(&plan.destination)?;
    let keep = Keep::prepare(&plan.keep, plan.run.notes.quiet)?;
    let session = Session::prepare(&plan.run).await?;
    let object = addressed(plan, session.objects(), &mut delivery)?;
    let run = session.run_to_its_end().await?;
    interrupt::unless(run.interrupted)?;
    let judged = run.judged()?;
    let places = covered(&judged, object.as_ref(), plan)?;
    let places = absent::left_out(&judged, places, plan.run.notes.quiet)?;
    let endpoints = SomeEndpoints::of(&judged, places);
    let stores = plan.comments.then_some(run.stores.as_slice());
    let how = (&plan.rules, stores);
    let proved = ProvedBundle::onto(&keep.existing, &endpoints, run.ground(), how)?;
    write(plan, (&run, &proved), (&keep, &delivery))
}

/// What is kept of an earlier bundle is written again: it is held to the same rule as what is new.
fn nothing_of_an_interceptor(plan: &ExportPlan, keep: &Keep<'_>, run: &Run) -> Result<(), Error> {
    let accepted = |cert: &Cert| {
        let mut named = plan.rules.accept_interceptor.iter();
        named.any(|sha256| sha256 == cert.sha256())
    };
    let ground = run.ground();
    let mut kept = keep.existing.certs();
    let Some(cert) = kept.find(|cert| ground.taint.marks(cert) && !accepted(cert)) else {
        return Ok(());
    };
    let file = plan.keep.merge.as_deref().unwrap_or(Path::new(""));
    let refusal = AnchorRefusal::MadeByInterceptor {
        cert: NamedCert::of(cert),
        extent: InterceptorExtent::Everywhere,
    };
    let hint = format!(
        "take it out of the file; or, if it is really wanted there and this is its SHA-256: --accept-interceptor {}",
        cert.sha256()
    );
    Err(Error::Input {
        what: format!("--merge {}", file.display()),
        why: words::refusal(&refusal),
        hint,
    })
}

/// Writes the bundle if it may be written; says in any case what became of it.
fn write(
    plan: &ExportPlan,
    (run, proved): (&Run, &ProvedBundle<'_>),
    (keep, delivery): (&Keep<'_>, &BundleDelivery<'_>),
) -> Result<u8, Error> {
    let mut notice = BundleNotice::new(plan, run, proved);
    notice.unread_inputs += keep.existing.lost.len();
    notice.kept = keep.existing.len();
    let writes = proved.is_of_use() && (notice.is_whole() || plan.allow_partial);
    if writes {
        nothing_of_an_interceptor(plan, keep, run)?;
    }
    if writes && keep.changed(proved, run.at)? {
        return Ok(error::FAILED);
    }
    interrupt::unless(interrupt::came())?;
    if !writes {
        notice.refused()?;
        keep.not_given(proved, run.at)?;
        return Ok(error::NOT_WHOLE);
    }
    let size = delivery.deliver(proved)?;
    if size.is_some() {
        notice.written()?;
    }
    keep.not_given(proved, run.at)?;
    keep.warn(proved.endpoints, &Cert::read_pem(&proved.pem), run.at)?;
    let confirmation = notice.confirmation();
    if let Some(size) = size.filter(|_| !plan.run.notes.quiet) {
        delivery.explain(size, confirmation);
    }
    keep.record(&proved.bundle)?;
    // Whoever applies it next in a script stops where a given copy speaks against it.
    let passed = proved.is_for_every_chain() && confirmation != Confirmation::Contradicted;
    Ok(exit_code(None, notice.unread_inputs == 0, passed))
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

/// Places of the endpoints that the bundle is for: with `--for` only the object's own, of a patch
/// those of its kind. The others are measured too, since they may show its issuers.
fn covered(
    judged: &dyn Endpoints,
    object: Option<&MtcObject>,
    plan: &ExportPlan,
) -> Result<Vec<u32>, Error> {
    let Some(object) = object else {
        return of_kind::of(judged, plan);
    };
    let (mut own, mut all_clear) = (Vec::new(), true);
    judged.each(
        |_, e| (SelectedObject { object }.covers(&e), e.attempt.target.clear),
        |place, (is_own, clear)| {
            if is_own {
                own.extend(u32::try_from(place));
                all_clear &= clear;
            }
            Ok::<(), Error>(())
        },
    )?;
    if all_clear {
        let why = "none of its addresses leads to a TLS endpoint: there is nothing that a CA bundle could cover";
        return Err(Error::Input {
            what: object.object.to_string(),
            why: why.into(),
            hint: String::new(),
        });
    }
    Ok(own)
}
