//! What each version of Go makes of some DER. Names no certificate, so that a certificate can keep
//! what was read.

use super::certificate::GoCertificate;
use super::edition::ByVersion;
use super::parser;

/// What each version reads, or why it does not.
pub(crate) type GoReadings = ByVersion<Result<GoCertificate, String>>;

pub(crate) fn read(der: &[u8]) -> GoReadings {
    ByVersion::ask(|edition| parser::parse(der, edition))
}
