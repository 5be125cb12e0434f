//! Certificates that were taken apart, changed and signed again, as the program holds them.
//! The surgery itself is in `world`.

use mtc_probe::cert::Cert;
use mtc_probe::lab::Issued;

use crate::world::surgery;
pub use crate::world::surgery::{
    AUTHORITY_KEY_ID, BASIC_CONSTRAINTS, BMP_STRING, Fields, GENERALIZED_TIME, KEY_USAGE,
    PRINTABLE_STRING, SUBJECT_KEY_ID, TELETEX_STRING, UTC_TIME,
};

/// The same certificate after a change, signed by a P-256 key of the lab.
pub fn reissued(issued: &Issued, signer: &Issued, change: impl FnOnce(Fields) -> Fields) -> Cert {
    Cert::from_der(surgery::reissued(issued, signer, change).to_vec())
}
