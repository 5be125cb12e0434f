//! Stand-ins for what must not leave the house: hosts, addresses, names in certificates, hashes, paths and
//! names of objects. What is to be replaced is gathered from values first, so that the same original
//! has the same stand-in in every report of a run. Strings in, strings out; no report is read back.

mod address;
mod everybodys;
mod find;
mod host;
mod mask;
mod originals;
mod replace;

pub use originals::{Original, Originals};
pub use replace::Redaction;
