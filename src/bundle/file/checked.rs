//! What the rules for bundle files get to see, and what they hand back. Plain data, and the two
//! questions that more than one of them asks.

use super::block::CheckedBlock;
use super::fault::FaultDetail;
use super::form::{BlockFault, FileForm};
use crate::cert::{Cert, Facts};
use crate::moment::Moment;

/// What every rule gets to see.
pub(super) struct CheckedFile<'a> {
    pub bytes: &'a [u8],
    pub form: FileForm,
    pub blocks: Vec<CheckedBlock>,
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

pub(super) fn has_negative_serial(cert: &Cert) -> bool {
    cert.facts().is_some_and(Facts::has_negative_serial)
}
