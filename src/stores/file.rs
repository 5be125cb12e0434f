//! One file of certificates: PEM blocks or a single DER certificate. What does not belong there is
//! named by line, never shown.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cert::scan::{self, PemBlock};
use crate::cert::{Cert, is_java_key_store};
use crate::error::Problem;
use crate::quote::for_shell;

/// What a file gave.
#[derive(Default)]
pub(super) struct File {
    pub(super) certs: Vec<Cert>,
    pub(super) problems: Vec<Problem>,
    /// What has its place beside certificates, not among them: keys and requests.
    pub(super) strangers: Vec<Problem>,
    /// It holds at least one PEM block, of whatever kind.
    pub(super) is_pem: bool,
}

pub(super) fn read(path: &Path, bytes: &[u8]) -> File {
    // Tolerates what people's files have: a byte order mark, CRLF, indentation, comments in any
    // encoding between the blocks.
    let blocks: Vec<PemBlock> = scan::blocks(bytes)
        .into_iter()
        .filter(PemBlock::begins_a_line)
        .collect();
    if blocks.is_empty() {
        return der(path, bytes);
    }
    let mut file = File {
        is_pem: true,
        ..File::default()
    };
    for block in &blocks {
        match take(path, block) {
            Ok(Some(cert)) => file.certs.push(cert),
            Ok(None) => {}
            Err((what, hint)) => {
                let list = if is_stranger(block) {
                    &mut file.strangers
                } else {
                    &mut file.problems
                };
                list.push(Problem::new(
                    format!("{}:{}", path.display(), block.line),
                    what,
                    hint,
                ));
            }
        }
    }
    file
}

fn is_stranger(block: &PemBlock) -> bool {
    block.is_private_key() || block.label.ends_with("CERTIFICATE REQUEST")
}

/// The certificate of a block, nothing where another kind of block is harmless, or what is wrong
/// and what to do about it.
fn take(path: &Path, block: &PemBlock) -> Result<Option<Cert>, (String, String)> {
    let file = for_shell(path);
    let label = block.label.as_str();
    if block.is_private_key() {
        let what = "holds a private key, which was not read".to_owned();
        return Err((
            what,
            "remove it: a CA file needs certificates only, and many may read it".into(),
        ));
    }
    match label {
        "CERTIFICATE" => certificate(block).map(Some),
        "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Err((
            format!("`{label}` is a form of OpenSSL's own, which Go and most others pass over"),
            format!("convert it: openssl x509 -in {file} -out NEW.pem"),
        )),
        "PKCS7" | "CMS" => Err((
            format!("a `{label}` block is no certificate, though it may hold some"),
            format!("convert it: openssl pkcs7 -in {file} -print_certs -out NEW.pem"),
        )),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Err((
            "a certificate request is no certificate".into(),
            "use what the CA issued for it".into(),
        )),
        _ => Ok(None),
    }
}

fn certificate(block: &PemBlock) -> Result<Cert, (String, String)> {
    let hint =
        || "copy that certificate again, whole, from its BEGIN line to its END line".to_owned();
    let base64 = block.base64().ok_or_else(|| {
        (
            "the certificate that begins here has no END line".to_owned(),
            hint(),
        )
    })?;
    let der = STANDARD
        .decode(base64)
        .ok()
        .filter(|_| block.header.is_none())
        .ok_or_else(|| {
            (
                "the certificate that begins here is not valid base64".to_owned(),
                hint(),
            )
        })?;
    readable(der).map_err(|why| {
        (
            format!("the certificate that begins here cannot be read: {why}"),
            hint(),
        )
    })
}

fn readable(der: Vec<u8>) -> Result<Cert, String> {
    let cert = Cert::from_der(der);
    match cert.defect() {
        Some(why) => Err(why.to_owned()),
        None => Ok(cert),
    }
}

fn der(path: &Path, bytes: &[u8]) -> File {
    let mut file = File::default();
    let form = match bytes {
        [0x30, ..] => match readable(bytes.to_vec()) {
            Ok(cert) => {
                file.certs.push(cert);
                return file;
            }
            Err(_) => "neither PEM nor one certificate in DER",
        },
        _ if is_java_key_store(bytes) => "a Java key store",
        _ => return file,
    };
    let hint = match form {
        "a Java key store" => format!(
            "export its certificates: keytool -list -rfc -keystore {} > NEW.pem",
            for_shell(path)
        ),
        _ => format!(
            "convert it: openssl pkcs12 -in {0} -nokeys -out NEW.pem, or openssl pkcs7 -inform DER -in {0} -print_certs",
            for_shell(path)
        ),
    };
    file.problems.push(Problem::new(
        path.display().to_string(),
        format!("{form}, so no certificate was taken"),
        hint,
    ));
    file
}
