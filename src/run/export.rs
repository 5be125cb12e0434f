//! `probe export-bundle`: inputs → evidence → anchors → proof → PEM. Nothing is written before the proof stands.

use super::{exit_code, gather, output};
use crate::bundle::{self, Anchor, Bundle, Proof, Refusal, Rules};
use crate::cert::Cert;
use crate::cli::ExportArgs;
use crate::error::{self, Error};
use crate::export::pem;
use crate::judge::{self, Endpoint, Ground, Stores};
use crate::moment::Moment;
use crate::settings::Settings;

pub async fn run(args: &ExportArgs, settings: &Settings) -> Result<u8, Error> {
    let prepared = gather::prepare(&args.source, &args.trust, settings)?;
    output::problems(&prepared.problems);
    let (at, stores) = (prepared.at, Stores::new(&prepared.stores));
    let gathered = prepared.gather(&args.source, settings, |_| {}).await?;
    if gathered.interrupted {
        return Err(Error::Interrupted);
    }
    let ground = Ground { stores: &stores, now: at };
    let endpoints: Vec<Endpoint> = gathered.recording.attempts.iter().map(|a| judge::endpoint(a.clone(), ground)).collect();
    let rules = Rules { pin_leaf: args.pin_leaf };
    let (bundle, text) = build(&endpoints, &stores, at, rules, !args.no_comments);
    let whole = bundle.endpoints.iter().all(|p| p.go.is_ok());
    let writes = !bundle.anchors.is_empty() && (whole || args.allow_partial);
    say(&bundle, writes, settings);
    if !writes {
        return Ok(error::NOT_WHOLE);
    }
    match &args.output {
        Some(path) => output::write_file(path, text.as_bytes())?,
        None => match output::print(&text) {
            Ok(()) | Err(Error::BrokenPipe) => {}
            Err(error) => return Err(error),
        },
    }
    Ok(exit_code(false, gathered.recording.problems.is_empty(), whole))
}

/// Chooses, renders, reads the very bytes back and proves them; anchors that prove nothing are dropped and the rest proved again.
pub fn build(endpoints: &[Endpoint], stores: &Stores, at: Moment, rules: Rules, comments: bool) -> (Bundle, String) {
    let (_, _, first) = attempt(endpoints, stores, at, rules, comments, &|_| true);
    let proved: Vec<bool> = first.iter().map(|p| p.go.is_ok()).collect();
    let (anchors, text, proofs) = attempt(endpoints, stores, at, rules, comments, &|place| proved[place]);
    let reasons = proofs.into_iter().zip(first).map(|(last, first)| if first.go.is_err() { first } else { last }).collect();
    (Bundle { anchors, endpoints: reasons }, text)
}

fn attempt(
    endpoints: &[Endpoint],
    stores: &Stores,
    at: Moment,
    rules: Rules,
    comments: bool,
    keep: &dyn Fn(usize) -> bool,
) -> (Vec<Anchor>, String, Vec<Proof>) {
    let anchors = bundle::choose(endpoints, stores, at, rules, keep);
    let text = pem::render(&anchors, comments);
    let proofs = bundle::prove(endpoints, &Cert::read_pem(&text), at);
    (anchors, text, proofs)
}

/// One line per anchor and per endpoint that has none; then what became of it.
fn say(bundle: &Bundle, writes: bool, settings: &Settings) {
    if writes && !settings.quiet {
        for anchor in &bundle.anchors {
            output::note(&line(anchor));
        }
        for (proof, note) in bundle.endpoints.iter().flat_map(|p| p.notes.iter().map(move |n| (p, n))) {
            output::note(&format!("note: {}: {note}", proof.authority));
        }
    }
    for proof in &bundle.endpoints {
        if let Err(refusal) = &proof.go {
            output::note(&refused(proof, refusal));
        }
    }
    let failed = bundle.endpoints.iter().filter(|p| p.go.is_err()).count();
    let all = bundle.endpoints.len();
    if !writes {
        let partial = if failed < all { "; --allow-partial writes what is proved" } else { "" };
        output::note(&format!("nothing was written: {failed} of {all} endpoints would not verify{partial}"));
    } else if !settings.quiet {
        let anchors = bundle.anchors.len();
        let certificates = if anchors == 1 { "certificate" } else { "certificates" };
        output::note(&format!("proved: {anchors} {certificates} make {} of {all} endpoints verify", all - failed));
    }
}

fn line(anchor: &Anchor) -> String {
    let subject = anchor.cert.facts().map(|f| f.subject.clone()).unwrap_or_default();
    let (sha256, serves) = (anchor.cert.sha256(), anchor.serves.join(" "));
    format!("{}: {subject}; sha256 {sha256}; for {serves}; {}", anchor.kind.name(), pem::learnt(&anchor.learnt))
}

fn refused(proof: &Proof, refusal: &Refusal) -> String {
    let hint = if refusal.hint.is_empty() { String::new() } else { format!("\nhint: {}", refusal.hint) };
    format!("no bundle for {}: {}: {}{hint}", proof.authority, refusal.code, refusal.why)
}
