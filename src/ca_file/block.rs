//! The blocks of a file, with what each holds, and whether Go sees it.
//! Pure.

use std::ops::Deref;

use crate::cert::Cert;
use crate::cert::armour::Blocks;
use crate::cert::scan::{self, PemBlock};

/// A block of the file, looked into.
#[derive(Debug)]
pub(super) struct CheckedBlock {
    pem: PemBlock,
    pub content: BlockContent,
    /// Go takes it for a block.
    pub seen_by_go: bool,
}

impl Deref for CheckedBlock {
    type Target = PemBlock;

    fn deref(&self) -> &PemBlock {
        &self.pem
    }
}

/// What a block holds.
#[derive(Debug)]
pub(super) enum BlockContent {
    Cert(Cert),
    BadBase64,
    /// Base64, but not of a certificate that Go reads.
    BadDer {
        why: String,
        cert: Cert,
    },
    /// Another label: not looked into.
    NotRead,
}

impl CheckedBlock {
    pub(super) fn cert(&self) -> Option<&Cert> {
        match &self.content {
            BlockContent::Cert(cert) => Some(cert),
            BlockContent::BadBase64 | BlockContent::BadDer { .. } | BlockContent::NotRead => None,
        }
    }
}

pub(super) fn blocks(bytes: &[u8]) -> Vec<CheckedBlock> {
    let seen: Vec<usize> = Blocks::new(bytes).map(|b| b.offset).collect();
    let looked_into = |pem: PemBlock| CheckedBlock {
        content: if pem.label.ends_with("CERTIFICATE") && pem.end_line.is_some() {
            content(&pem.body)
        } else {
            BlockContent::NotRead
        },
        seen_by_go: seen.binary_search(&pem.offset).is_ok(),
        pem,
    };
    scan::blocks(bytes).into_iter().map(looked_into).collect()
}

/// Reads what a mark-to-mark text holds by Go's own base64, whatever else is wrong with its lines.
fn content(body: &[u8]) -> BlockContent {
    let body = String::from_utf8_lossy(body)
        .replace("\\r", "")
        .replace("\\n", "");
    let plain: String = body.split_whitespace().collect();
    let text = format!("-----BEGIN CERTIFICATE-----\n{plain}\n-----END CERTIFICATE-----\n");
    let Some(block) = Blocks::new(text.as_bytes()).next() else {
        return BlockContent::BadBase64;
    };
    let cert = Cert::from_der(block.der);
    match cert.go_defect() {
        Some(why) if !cert.is_read_by_older_go() => BlockContent::BadDer { why, cert },
        _ => BlockContent::Cert(cert),
    }
}
