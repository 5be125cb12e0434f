//! One thing that is wrong with a file of certificates, as values: where, and of what.
//! Plain data; the sentences are in `words`.

use super::code::FileCode;
use super::other::OtherContent;
use crate::foreign::Foreign;
use crate::moment::Moment;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct FileFault {
    /// What it is.
    pub code: FileCode,
    /// From 1; `None`: the whole file.
    pub line: Option<usize>,
    /// Of what, where the code leaves it open.
    pub detail: FaultDetail,
    /// So many more faults of this code are not listed; of the last listed one only.
    pub more: usize,
}

/// What a fault is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultDetail {
    /// The code says it all.
    Nothing,
    /// What stands before the first block, in its line.
    BeforeFirstBlock,
    /// The label of a block: `X509 CERTIFICATE`.
    Label(Foreign),
    /// What a block holds that is no certificate.
    Other(OtherContent),
    /// All that the file holds, each kind once: none of it is a certificate.
    HoldsOnly(Vec<OtherContent>),
    /// It stands there in base64, which has to come off first.
    InBase64,
    /// Why what a block holds cannot be read as a certificate.
    Defect(String),
    /// A certificate, by its label.
    Cert(Foreign),
    /// Several certificates, by their labels.
    Certs(Vec<Foreign>),
    /// A certificate and its dates.
    DatedCert {
        /// Its label.
        label: Foreign,
        /// Valid from.
        not_before: Moment,
        /// Valid until.
        not_after: Moment,
    },
    /// A certificate that stands there before.
    Again {
        /// Its label.
        label: Foreign,
        /// The line of its first block, from 1.
        first: usize,
    },
    /// Bytes of the whole file.
    Size(usize),
    /// An empty line, of blanks at most.
    EmptyLine,
    /// A line that is not empty.
    Text,
}
