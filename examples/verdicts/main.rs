//! What this program says of chains, for `tests/differential`, which asks Go and webpki the same. Cases
//! come as JSON lines on stdin, answers go as JSON lines to stdout. Decides nothing of its own.
#![expect(clippy::print_stdout, reason = "its answer is its product")]

mod bundles;

use std::error::Error;
use std::io::{BufRead, stdin};
use std::panic::catch_unwind;
use std::sync::Arc;
use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use mtc_probe::cert::Cert;
use mtc_probe::cert::armour::{ArmourBlock, Blocks};
use mtc_probe::cert::go::GoVersion;
use mtc_probe::judge::path::Anchors;
use mtc_probe::moment::Moment;
use mtc_probe::target::Host;
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use serde::Deserialize;
use serde_json::{Value, json};

/// As `goverify` reads it; the leaf's private key is no matter here.
#[derive(Deserialize)]
struct Case {
    id: u64,
    chain: Vec<String>,
    pool: String,
    name: String,
    time: i64,
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in stdin().lock().lines() {
        let case: Case = serde_json::from_str(&line?)?;
        // A panic is an answer, too: the worst.
        let said = catch_unwind(|| answer(&case)).unwrap_or_else(|why| {
            let words = why.downcast_ref::<&str>().copied();
            Ok(json!({ "id": case.id, "panic": words.unwrap_or("a panic") }))
        });
        println!("{}", said?);
    }
    Ok(())
}

fn answer(case: &Case) -> Result<Value, Box<dyn Error>> {
    let chain = case.chain.iter().map(|cert| STANDARD.decode(cert));
    let chain: Vec<Cert> = chain
        .map(|der| der.map(Cert::from_der))
        .collect::<Result<_, _>>()?;
    // Whatever is a block: which version takes which of them is its own affair.
    let text = STANDARD.decode(&case.pool)?;
    let blocks = Blocks::new(&text).filter(ArmourBlock::may_be_certificate);
    let pool: Vec<Cert> = blocks.map(|block| Cert::from_der(block.der)).collect();
    let anchors = Anchors::from_bundle(&pool);
    let (name, at) = (Host::parse(&case.name)?, Moment(case.time));
    let of_go = |version| {
        let verdict = anchors.go_of(version, (&chain, &name), at);
        let mut loaded: Vec<&str> = Vec::new();
        for cert in pool.iter().filter(|cert| cert.go_of(version).is_ok()) {
            if !loaded.contains(&cert.sha256()) {
                loaded.push(cert.sha256());
            }
        }
        json!({
            "parsed": chain.iter().map(|cert| cert.go_of(version).is_ok()).collect::<Vec<_>>(),
            "loaded": loaded,
            "accepts": verdict.is_accepted(),
            "says": verdict.says(),
        })
    };
    let both = anchors.go(&chain, &name, at);
    let strict = anchors.strict(&chain, &name, at);
    // The roots are at hand for every other case, and the leaf may be pinned in a part of them.
    let known = if case.id.is_multiple_of(2) {
        &pool[..]
    } else {
        &[]
    };
    let bundle = bundles::proved((&chain, &name), (known, case.id % 8 < 2), at);
    let bundle = bundle.map(|pem| STANDARD.encode(pem));
    Ok(json!({
        "id": case.id,
        "go": { "1.23": of_go(GoVersion::Go123), "1.27": of_go(GoVersion::Go127) },
        "accepts": both.is_accepted(),
        "says": both.says(),
        "strict": { "accepts": strict.is_accepted(), "says": strict.says() },
        "rustls": rustls(&chain, &pool, case),
        "bundle": bundle,
    }))
}

/// The verifier of rustls itself, without a line of ours. It looks at no handshake: what a server cannot
/// sign with is not told here.
fn rustls(chain: &[Cert], pool: &[Cert], case: &Case) -> Value {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(pool.iter().map(|cert| CertificateDer::from(cert.der())));
    let verified = verified(roots, chain, case);
    json!({ "accepts": verified.is_ok(), "says": verified.err().unwrap_or_default() })
}

fn verified(roots: RootCertStore, chain: &[Cert], case: &Case) -> Result<(), String> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|why| why.to_string())?;
    let ders: Vec<CertificateDer<'_>> = chain.iter().map(|c| c.der().into()).collect();
    let (leaf, intermediates) = ders.split_first().ok_or("no certificate")?;
    let name = ServerName::try_from(case.name.as_str()).map_err(|why| why.to_string())?;
    let seconds = Duration::from_secs(u64::try_from(case.time).unwrap_or(0));
    let now = UnixTime::since_unix_epoch(seconds);
    verifier
        .verify_server_cert(leaf, intermediates, &name, &[], now)
        .map(|_| ())
        .map_err(|why| why.to_string())
}
