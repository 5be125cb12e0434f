//! Extensions as Go reads them: `processExtensions`. What is read must be right; what is not read
//! may be anything, and is in the way only where it is critical.

use super::certificate::{GoCertificate, Policies};
use super::constraints;
use super::der::{Der, OCTET_STRING, SEQUENCE, constructed, context, dotted};
use super::edition::Edition;
use super::span::Origin;
use super::subject_names;

const AUTHORITY_INFORMATION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
const ANY_PURPOSE: &[u8] = &[0x55, 0x1d, 0x25, 0];
const SERVER_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
/// keyUsage has nine bits.
const USAGES: usize = 9;

/// One extension, not looked into.
#[derive(Clone, Copy)]
pub(super) struct Extension<'a> {
    pub oid: &'a [u8],
    pub is_critical: bool,
    pub value: &'a [u8],
}

impl<'a> Extension<'a> {
    /// # Errors
    /// Go's words.
    pub(super) fn read(mut der: Der<'a>) -> Result<Self, String> {
        let oid = der.oid().ok_or("x509: malformed extension OID field")?;
        let is_critical = if der.next_is(super::der::BOOLEAN) {
            der.boolean()
                .ok_or("x509: malformed extension critical field")?
        } else {
            false
        };
        let value = der
            .read(OCTET_STRING)
            .ok_or("x509: malformed extension value field")?
            .0;
        Ok(Self {
            oid,
            is_critical,
            value,
        })
    }
}

/// All extensions of a certificate, none of them twice.
///
/// # Errors
/// Go's words.
pub(super) fn list(mut der: Der<'_>) -> Result<Vec<Extension<'_>>, String> {
    let mut extensions: Vec<Extension<'_>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut sequence = der.read(SEQUENCE).ok_or("x509: malformed extensions")?;
    while !sequence.is_empty() {
        let extension = sequence.read(SEQUENCE).ok_or("x509: malformed extension")?;
        let extension = Extension::read(extension)?;
        if !seen.insert(extension.oid) {
            let oid = dotted(extension.oid);
            return Err(format!(
                "x509: certificate contains duplicate extension with OID \"{oid}\""
            ));
        }
        extensions.push(extension);
    }
    Ok(extensions)
}

/// Takes what one extension says into the certificate.
///
/// # Errors
/// Go's words.
pub(super) fn take(
    cert: &mut GoCertificate,
    extension: Extension<'_>,
    origin: Origin<'_>,
    edition: &Edition,
) -> Result<(), String> {
    let value = Der(extension.value);
    let mut is_handled = true;
    match extension.oid {
        [0x55, 0x1d, 14] => cert.subject_key_id = subject_key_id(extension)?,
        [0x55, 0x1d, 15] => cert.key_usage = key_usage(value)?,
        [0x55, 0x1d, 17] => {
            let names = subject_names::read(extension.value, origin, edition)?;
            is_handled = !names.is_empty();
            cert.san = Some(names);
        }
        [0x55, 0x1d, 19] => cert.basic = Some(basic_constraints(value, edition)?),
        [0x55, 0x1d, 30] => {
            let found = constraints::read(value, edition)?;
            is_handled = !found.has_other_kinds;
            cert.constraints = Some(Box::new(found));
        }
        [0x55, 0x1d, 31] => crl_distribution_points(value)?,
        [0x55, 0x1d, 32] => certificate_policies(&mut cert.policies, value, origin, edition)?,
        [0x55, 0x1d, 33 | 36 | 54] if !edition.is_newest() => is_handled = false,
        [0x55, 0x1d, 33] => policy_mappings(&mut cert.policies, value)?,
        [0x55, 0x1d, 36] => policy_constraints(&mut cert.policies, value)?,
        [0x55, 0x1d, 54] => {
            let mut value = value;
            let read = value.int64();
            let skips = read.ok_or("x509: invalid inhibit any policy extension")?;
            cert.policies.inhibit_any = Some(skips);
        }
        [0x55, 0x1d, 35] => cert.authority_key_id = authority_key_id(extension)?,
        [0x55, 0x1d, 37] => cert.may_serve = extended_key_usage(value)?,
        AUTHORITY_INFORMATION => authority_information(extension)?,
        _ => is_handled = false,
    }
    cert.has_unhandled_critical |= extension.is_critical && !is_handled;
    Ok(())
}

fn subject_key_id(extension: Extension<'_>) -> Result<Vec<u8>, String> {
    if extension.is_critical {
        return Err("x509: subject key identifier incorrectly marked critical".into());
    }
    let id = Der(extension.value).read(OCTET_STRING);
    Ok(id.ok_or("x509: invalid subject key identifier")?.0.to_vec())
}

fn authority_key_id(extension: Extension<'_>) -> Result<Vec<u8>, String> {
    if extension.is_critical {
        return Err("x509: authority key identifier incorrectly marked critical".into());
    }
    let read = || {
        let mut sequence = Der(extension.value).read(SEQUENCE)?;
        let id = sequence.optional(context(0)).ok()?;
        Some(id.map_or_else(Vec::new, |id| id.0.to_vec()))
    };
    Ok(read().ok_or("x509: invalid authority key identifier")?)
}

fn key_usage(mut value: Der<'_>) -> Result<u16, String> {
    let bits = value.bits().ok_or("x509: invalid key usage")?;
    let usages = (0..USAGES).filter(|at| bits.is_set(*at));
    Ok(usages.fold(0, |usage, at| usage | 1 << at))
}

/// Whether it is a CA, and how many may stand below it. The oldest Go reads a negative number,
/// which means nothing.
fn basic_constraints(mut value: Der<'_>, edition: &Edition) -> Result<(bool, Option<u64>), String> {
    let mut read = || {
        let mut sequence = value.read(SEQUENCE)?;
        let is_ca = if sequence.next_is(super::der::BOOLEAN) {
            sequence.boolean()?
        } else {
            false
        };
        if !sequence.next_is(super::der::INTEGER) {
            return Some((is_ca, None));
        }
        let most = u64::try_from(sequence.int64()?).ok();
        (most.is_some() || !edition.is_newest()).then_some((is_ca, most))
    };
    Ok(read().ok_or("x509: invalid basic constraints")?)
}

/// Whether servers are among the purposes, or all are.
fn extended_key_usage(mut value: Der<'_>) -> Result<bool, String> {
    let invalid = "x509: invalid extended key usages";
    let mut sequence = value.read(SEQUENCE).ok_or(invalid)?;
    let mut may_serve = sequence.is_empty();
    while !sequence.is_empty() {
        let purpose = sequence.oid().ok_or(invalid)?;
        may_serve |= purpose == SERVER_AUTH || purpose == ANY_PURPOSE;
    }
    Ok(may_serve)
}

fn crl_distribution_points(mut value: Der<'_>) -> Result<(), String> {
    let invalid = "x509: invalid CRL distribution point";
    let mut points = value
        .read(SEQUENCE)
        .ok_or("x509: invalid CRL distribution points")?;
    while !points.is_empty() {
        let mut point = points.read(SEQUENCE).ok_or(invalid)?;
        let Some(mut name) = point.optional(constructed(0)).map_err(|_| invalid)? else {
            continue;
        };
        let mut names = name.read(constructed(0)).ok_or(invalid)?;
        while names.next_is(context(6)) {
            names.read(context(6)).ok_or(invalid)?;
        }
    }
    Ok(())
}

fn authority_information(extension: Extension<'_>) -> Result<(), String> {
    if extension.is_critical {
        return Err("x509: authority info access incorrectly marked critical".into());
    }
    let invalid = "x509: invalid authority info access";
    let mut accesses = Der(extension.value).read(SEQUENCE).ok_or(invalid)?;
    while !accesses.is_empty() {
        let mut access = accesses.read(SEQUENCE).ok_or(invalid)?;
        access.oid().ok_or(invalid)?;
        access.optional(context(6)).map_err(|_| invalid)?;
    }
    Ok(())
}

fn certificate_policies(
    policies: &mut Policies,
    mut value: Der<'_>,
    origin: Origin<'_>,
    edition: &Edition,
) -> Result<(), String> {
    let invalid = || "x509: invalid certificate policies".to_owned();
    let mut sequence = value.read(SEQUENCE).ok_or_else(invalid)?;
    let mut seen = std::collections::BTreeSet::new();
    let mut is_twice = false;
    while !sequence.is_empty() {
        let mut policy = sequence.read(SEQUENCE).ok_or_else(invalid)?;
        let oid = policy.read(super::der::OID).ok_or_else(invalid)?.0;
        if !seen.insert(oid) && !is_twice {
            is_twice = true;
            if edition.is_newest() {
                return Err(invalid());
            }
        }
        if !is_oid(oid) {
            return Err(invalid());
        }
        policies.own.push(origin.span(oid));
    }
    Ok(())
}

/// Parts in the fewest bytes, of any size.
fn is_oid(content: &[u8]) -> bool {
    let starts = content.iter().enumerate().filter(|(at, _)| {
        at.checked_sub(1)
            .is_none_or(|before| content[before] & 0x80 == 0)
    });
    content.last().is_some_and(|last| last & 0x80 == 0)
        && starts.into_iter().all(|(_, byte)| *byte != 0x80)
}

fn policy_mappings(policies: &mut Policies, mut value: Der<'_>) -> Result<(), String> {
    let invalid = "x509: invalid policy mappings extension";
    let mut sequence = value.read(SEQUENCE).ok_or(invalid)?;
    while !sequence.is_empty() {
        let mut pair = sequence.read(SEQUENCE).ok_or(invalid)?;
        let mut oid = || Some(pair.read(super::der::OID)?.0.to_vec());
        let (issuer, subject) = (oid().ok_or(invalid)?, oid().ok_or(invalid)?);
        policies.mappings.push((issuer, subject));
    }
    Ok(())
}

fn policy_constraints(policies: &mut Policies, mut value: Der<'_>) -> Result<(), String> {
    let invalid = "x509: invalid policy constraints extension";
    let mut sequence = value.read(SEQUENCE).ok_or(invalid)?;
    let mut skips = |number| {
        if sequence.next_is(context(number)) {
            sequence.int64_tagged(context(number)).map(Some)
        } else {
            Some(None)
        }
    };
    policies.require_explicit = skips(0).ok_or(invalid)?;
    policies.inhibit_mapping = skips(1).ok_or(invalid)?;
    Ok(())
}
