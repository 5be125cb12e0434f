//! Whether Go reads a certificate, and what it reads of it: `x509.ParseCertificate`, step by step,
//! since the first thing that is wrong is what Go says.

use super::algorithm::{self, Identifier};
use super::certificate::{GoCertificate, Policies};
use super::der::{Der, SEQUENCE, constructed, context};
use super::edition::Edition;
use super::span::Origin;
use super::{extensions, key, names, time};

/// Reads one certificate.
///
/// # Errors
/// Why Go does not, in its words.
pub(super) fn parse(der: &[u8], edition: &Edition) -> Result<GoCertificate, String> {
    let mut input = Der(der);
    let mut outer = input.read(SEQUENCE).ok_or("x509: malformed certificate")?;
    let tbs = outer
        .element(SEQUENCE)
        .ok_or("x509: malformed tbs certificate")?;
    let fields = Der(tbs).read(SEQUENCE);
    let fields = fields.ok_or("x509: malformed tbs certificate")?;
    let origin = Origin(der);
    let (mut cert, rest) = body(fields, &mut outer, origin, edition)?;
    cert.tbs = origin.span(tbs);
    if cert.version > 1 {
        behind_the_key(&mut cert, rest, origin, edition)?;
    }
    let signature = outer.bits().ok_or("x509: malformed signature")?;
    cert.signature = signature.right_aligned();
    if input.is_empty() {
        Ok(cert)
    } else {
        Err("x509: trailing data".into())
    }
}

/// From the version to the key, and what follows that. `outer` is what follows the body.
fn body<'a>(
    mut tbs: Der<'a>,
    outer: &mut Der<'a>,
    origin: Origin<'a>,
    edition: &Edition,
) -> Result<(GoCertificate, Der<'a>), String> {
    let version = version(&mut tbs)?;
    let serial = tbs.integer().ok_or("x509: malformed serial number")?;
    if serial.first().is_some_and(|top| top & 0x80 != 0) {
        return Err("x509: negative serial number".into());
    }
    let inner = tbs
        .read(SEQUENCE)
        .ok_or("x509: malformed signature algorithm identifier")?;
    let again = outer
        .read(SEQUENCE)
        .ok_or("x509: malformed algorithm identifier")?;
    if inner.0 != again.0 {
        return Err("x509: inner and outer signature algorithm identifiers don't match".into());
    }
    let algorithm = algorithm::find(&Identifier::read(inner)?, edition);
    let issuer = tbs.element(SEQUENCE).ok_or("x509: malformed issuer")?;
    names::check(issuer, edition)?;
    let mut validity = tbs.read(SEQUENCE).ok_or("x509: malformed validity")?;
    let (not_before, not_after) = (time::read(&mut validity)?, time::read(&mut validity)?);
    let subject = tbs.element(SEQUENCE).ok_or("x509: malformed issuer")?;
    if subject != issuer {
        names::check(subject, edition)?;
    }
    let spki = tbs.element(SEQUENCE).ok_or("x509: malformed spki")?;
    let (key, key_bits) = public_key(spki, edition)?;
    let cert = GoCertificate {
        version,
        serial: origin.span(serial),
        tbs: origin.span(&[]),
        issuer: origin.span(issuer),
        subject: origin.span(subject),
        spki: origin.span(spki),
        key_bits,
        key,
        algorithm,
        signature: Vec::new(),
        not_before,
        not_after,
        basic: None,
        key_usage: 0,
        may_serve: true,
        san: None,
        subject_key_id: Vec::new(),
        authority_key_id: Vec::new(),
        constraints: None,
        policies: Policies::default(),
        has_unhandled_critical: false,
    };
    Ok((cert, tbs))
}

/// From 1. Go adds one to whatever it reads, and the largest number there is becomes the smallest.
fn version(tbs: &mut Der<'_>) -> Result<i64, String> {
    let malformed = "x509: malformed version";
    let version = match tbs.optional(constructed(0)).map_err(|_| malformed)? {
        None => 0,
        Some(mut explicit) => {
            let version = explicit.int64().filter(|_| explicit.is_empty());
            version.ok_or(malformed)?
        }
    };
    match version {
        ..0 => Err(malformed.into()),
        0..=2 | i64::MAX => Ok(version.wrapping_add(1)),
        3.. => Err("x509: invalid version".into()),
    }
}

fn public_key(spki: &[u8], edition: &Edition) -> Result<(key::GoKey, Vec<u8>), String> {
    let mut fields = Der(spki).read(SEQUENCE).ok_or("x509: malformed spki")?;
    let algorithm = fields
        .read(SEQUENCE)
        .ok_or("x509: malformed public key algorithm identifier")?;
    let algorithm = Identifier::read(algorithm)?;
    let bits = fields
        .bits()
        .ok_or("x509: malformed subjectPublicKey")?
        .right_aligned();
    Ok((key::read(&algorithm, &bits, edition)?, bits))
}

/// The unique identifiers, and the extensions of version 3.
fn behind_the_key<'a>(
    cert: &mut GoCertificate,
    mut tbs: Der<'a>,
    origin: Origin<'a>,
    edition: &Edition,
) -> Result<(), String> {
    tbs.optional(context(1))
        .map_err(|_| "x509: malformed issuerUniqueID")?;
    tbs.optional(context(2))
        .map_err(|_| "x509: malformed subjectUniqueID")?;
    if cert.version != 3 {
        return Ok(());
    }
    let list = tbs.optional(constructed(3));
    if let Some(list) = list.map_err(|_| "x509: malformed extensions")? {
        for extension in extensions::list(list)? {
            extensions::take(cert, extension, origin, edition)?;
        }
    }
    Ok(())
}
