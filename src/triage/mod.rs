//! What lines of logs and objects are about: events in, findings out. Pure functions: they open
//! nothing, read no clock and make no sentence.
//!
//! ```text
//! bytes ─► scan (one automaton; whole lines) ─► logs::read ─► Event ─┬─► rows: a topic
//!                                                                    ├─► network: codes and an endpoint
//!                                                                    └─► neither: an error that is counted
//!                                     ledger: each finding once, with where, how often, from when to when
//! objects ─► objects::Survey: side by side ─► findings with commands, beside those of the ledger
//! ```
//!
//! | to find, or to add | look at |
//! |---|---|
//! | a cause with a cure of its own | its name in `codes::Topic`, its row in `rows/`, its words in `words/en/triage/` |
//! | a cause that several objects show together | its rule in `objects/` |
//! | a line of Go's, curl's or an SDK's | its row in `dialects/others` |

mod about;
mod automaton;
pub mod command;
mod finding;
mod ledger;
mod matching;
mod network;
pub mod objects;
mod place_of;
mod row;
mod rows;
mod scan;

pub use crate::codes::Topic;
pub use automaton::literals;
pub use finding::{Endpoint, Finding, Findings, Harm, ObjectStatus, Pods, Subject, Way};
pub use objects::Survey;
pub use place_of::role_in;
pub use row::{At, Levels, Row};
pub use rows::rows;
pub use scan::Scan;
