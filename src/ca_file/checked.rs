//! What the rules for files get to see, and what they hand back. Plain data, and the questions that
//! more than one of them asks.

use std::collections::HashSet;

use super::block::{BlockContent, CheckedBlock};
use super::fault::FaultDetail;
use super::form::{BlockFault, FileForm};
use super::provenance;
use crate::cert::{Cert, Facts};
use crate::moment::Moment;

/// What every rule gets to see.
pub(super) struct CheckedFile<'a> {
    pub bytes: &'a [u8],
    pub form: &'a FileForm,
    pub blocks: &'a [CheckedBlock],
    pub now: Moment,
    pub horizon: Moment,
}

/// One place at which a rule applies.
#[derive(Clone)]
pub(super) struct Hit {
    /// From 1; `None`: the whole file.
    pub line: Option<usize>,
    pub detail: FaultDetail,
}

/// Go finds a certificate in it.
pub(super) fn is_good(block: &CheckedBlock) -> bool {
    BlockFault::of(block) == BlockFault::Good
}

/// The certificate that a patient reader finds in it: as Go's, or indented, or one that Go does not
/// see or cannot read though others can.
pub(super) fn patiently(block: &CheckedBlock) -> Option<&Cert> {
    let is_plain = matches!(
        BlockFault::of(block),
        BlockFault::Good | BlockFault::Indented | BlockFault::NotSeen | BlockFault::BadDer
    );
    let cert = match &block.content {
        BlockContent::Cert(cert) | BlockContent::BadDer { cert, .. } => cert,
        BlockContent::BadBase64 | BlockContent::NotRead => return None,
    };
    (is_plain && cert.facts().is_some()).then_some(cert)
}

/// Certificates of which the file itself says that nobody has confirmed them, with their lines; none
/// that also stands there without such words, as a copy that was added does.
pub(super) fn unconfirmed(bytes: &[u8], blocks: &[CheckedBlock]) -> Vec<(usize, Cert)> {
    let (mut said, mut plain, mut behind) = (Vec::new(), HashSet::new(), 0);
    for block in blocks {
        let before = bytes.get(behind..block.offset).unwrap_or_default();
        behind = block.offset;
        let Some(cert) = patiently(block) else {
            continue;
        };
        if provenance::is_unconfirmed(before) {
            said.push((block.line, cert.clone()));
        } else {
            plain.insert(cert.clone());
        }
    }
    said.retain(|(_, cert)| !plain.contains(cert));
    said
}

pub(super) fn has_negative_serial(cert: &Cert) -> bool {
    cert.facts().is_some_and(Facts::has_negative_serial)
}
