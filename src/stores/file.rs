//! One file of certificates: PEM blocks or a single DER certificate. What does not belong there is
//! named by line, never shown.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cert::Cert;
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

/// A PEM block (RFC 7468): its label, where it begins (from 1), and its base64, not looked into.
struct Block<'a> {
    label: &'a str,
    line: usize,
    /// `None`: no END line of the same label follows.
    content: Option<Vec<u8>>,
}

pub(super) fn read(path: &Path, bytes: &[u8]) -> File {
    let blocks = blocks(bytes);
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
                let list = if is_stranger(block.label) {
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

fn is_stranger(label: &str) -> bool {
    label.ends_with("PRIVATE KEY") || label.ends_with("CERTIFICATE REQUEST")
}

/// The certificate of a block, nothing where another kind of block is harmless, or what is wrong
/// and what to do about it.
fn take(path: &Path, block: &Block<'_>) -> Result<Option<Cert>, (String, String)> {
    let file = for_shell(path);
    let label = block.label;
    if label.ends_with("PRIVATE KEY") {
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

fn certificate(block: &Block<'_>) -> Result<Cert, (String, String)> {
    let hint =
        || "copy that certificate again, whole, from its BEGIN line to its END line".to_owned();
    let base64 = block.content.as_ref().ok_or_else(|| {
        (
            "the certificate that begins here has no END line".to_owned(),
            hint(),
        )
    })?;
    let der = STANDARD.decode(base64).map_err(|_| {
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
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => "a Java key store",
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

/// Tolerates what people's files have: a byte order mark, CRLF, indentation, comments in any
/// encoding between the blocks.
fn blocks(bytes: &[u8]) -> Vec<Block<'_>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open: Option<(usize, Vec<u8>)> = None;
    for (number, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = line.trim_ascii();
        if let Some(label) = armour(line, "-----BEGIN ") {
            blocks.push(Block {
                label,
                line: number + 1,
                content: None,
            });
            open = Some((blocks.len() - 1, Vec::new()));
        } else if let Some(label) = armour(line, "-----END ") {
            if let Some((place, content)) = open.take()
                && let Some(block) = blocks.get_mut(place).filter(|b| b.label == label)
            {
                block.content = Some(content);
            }
        } else if let Some((_, content)) = &mut open {
            content.extend(line.iter().filter(|b| !b.is_ascii_whitespace()));
        }
    }
    blocks
}

fn armour<'a>(line: &'a [u8], opening: &str) -> Option<&'a str> {
    let label = line
        .strip_prefix(opening.as_bytes())?
        .strip_suffix(b"-----")?;
    std::str::from_utf8(label).ok()
}
