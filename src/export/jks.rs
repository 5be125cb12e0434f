//! A Java key store of the old kind (JKS) with trusted certificates only. The format: magic,
//! version, entries, then SHA-1 over the password, a phrase and all before (OpenJDK,
//! `sun.security.provider.JavaKeyStore`). An entry's date is its certificate's notBefore, so that
//! the same certificates make the same file.

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};

use super::store;
use super::{ApplyHint, BundleShape, ExportFormat, ExportInput, ExportOutput, Options};
use crate::cert::Cert;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "jks",
    help: "Java: trust store of the old kind; pkcs12 is the better one since Java 8",
    shape: BundleShape::Binary,
    object: None,
    flags: &["--store-password-file"],
    per_endpoint: false,
    render,
    apply,
};

const MAGIC: u32 = 0xFEED_FEED;
const VERSION: u32 = 2;
const TRUSTED_CERTIFICATE: u32 = 2;
/// Hashed between password and data.
const PHRASE: &[u8] = b"Mighty Aphrodite";

fn render(load: &ExportInput<'_>, options: &Options) -> Result<ExportOutput, String> {
    store::check_password(&options.password)?;
    let entries = store::entries(load.certs);
    let mut bytes = Vec::new();
    for number in [MAGIC, VERSION, length(entries.len())?] {
        bytes.extend(number.to_be_bytes());
    }
    for (alias, cert) in entries {
        entry(&mut bytes, &alias, cert)?;
    }
    let digest = digest(&bytes, &options.password);
    bytes.extend(digest);
    Ok(ExportOutput::File(bytes))
}

fn entry(bytes: &mut Vec<u8>, alias: &str, cert: &Cert) -> Result<(), String> {
    let millis = cert
        .facts()
        .map_or(0, |f| f.not_before.0.saturating_mul(1000));
    bytes.extend(TRUSTED_CERTIFICATE.to_be_bytes());
    text(bytes, alias)?;
    bytes.extend(millis.to_be_bytes());
    text(bytes, "X.509")?;
    bytes.extend(length(cert.der().len())?.to_be_bytes());
    bytes.extend(cert.der());
    Ok(())
}

/// Java's `writeUTF`, which for ASCII is a length and the plain bytes.
fn text(bytes: &mut Vec<u8>, ascii: &str) -> Result<(), String> {
    let length = u16::try_from(ascii.len()).map_err(|_| "an alias is too long for JKS")?;
    bytes.extend(length.to_be_bytes());
    bytes.extend(ascii.bytes());
    Ok(())
}

fn length(number: usize) -> Result<u32, String> {
    u32::try_from(number).map_err(|_| "too large for JKS".into())
}

fn digest(bytes: &[u8], password: &str) -> Vec<u8> {
    let mut sha1 = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    let utf16: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for part in [&utf16, PHRASE, bytes] {
        sha1.update(part);
    }
    sha1.finish().as_ref().to_vec()
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    let mut lines = store::apply(applied, "JKS");
    lines.push("note: Java in FIPS mode does not read JKS: --format pkcs12".into());
    lines
}
