//! The log of a run: what was met, in JSON lines that are appended while the run goes on, and read
//! back one attempt at a time. Judges nothing and makes no sentence; may name the nouns only.
//!
//! Each line is one [`Record`], `{"KIND":{...}}`:
//!
//! | kind | how often, where |
//! |---|---|
//! | `run` | once, first: version of the form, program, time of judging |
//! | `store` | each trust store, by number |
//! | `held` | a certificate that a store holds, with its place there. Stores that were given are written whole; of the machine's and of Mozilla's only what bears a name that the run met, as soon as it is met |
//! | `cert` | each certificate once, before the first line that names it by its SHA-256 |
//! | `object`, `problem`, `canary` | as they come |
//! | `attempt` | each target, in order of completion, with its place in the input |
//! | `end` | once, last: whether the run came to its end |
//!
//! A log that lacks its end, or the end of its last line, is read as far as it goes
//! ([`LogNote`]). Logs of one run that was shared out, or of several
//! vantage points, become one ([`Merge`]). What else is wrong in it is a [`LogFault`], and the rest is read. Fields that are not
//! known are passed over, so that later versions may add some.

mod faults;
mod lines;
mod live;
mod log;
mod merge;
mod merged;
mod placing;
mod positional;
mod record;
mod scan;
mod shelf;
mod source;
mod spool;
mod storage;
mod stores;
mod writer;

pub use faults::{FaultKind, LogError, LogFault, LogFaults, LogNote};
pub use live::{LiveLog, LogCopy, Settle};
pub use log::Log;
pub use merge::Merge;
pub use merged::{Agree, Agreement, Differing, MergeError, Merged};
pub use record::{
    AttemptRecord, CertRecord, EndRecord, HeldRecord, LOG_VERSION, Record, RunRecord, StoreRecord,
};
pub use source::Source;
pub use spool::Spool;
pub use stores::mattering;
pub use writer::LogWriter;
