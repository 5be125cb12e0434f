//! A run, from its plan to what it comes to: inputs are read, targets are measured in waves and
//! judged as they are done, what the run teaches is worked out. Knows the whole order, and nothing of
//! flags, stdout or sentences.
//!
//! ```text
//! RunPlan ─► prepare ─► Prepared ─► run ─► Run (the log, what is given, what was learnt)
//!                                    │
//!                                    └─► Sink: each endpoint as it is done
//! ```
//!
//! | to find | look at |
//! |---|---|
//! | what is read before the first connection | `prepare`, `ready`, `sources`, `trust` |
//! | which way each target goes, and which shard it belongs to | `routings`, `families`, `numbers` |
//! | what was measured before a run was interrupted | `earlier`, `taking_over` |
//! | how targets are measured, and what their answers lead to | `waves`, `judging`, `outbox`, `discovered` |
//! | a saved run, judged again; several made one | `replay`, `selection`, `merging` |
//! | what is left when it is over | `run` |
//! | files of logs, read for what is wrong | `triage` |
//! | what a command hears while it goes on | `watch` |

mod discovered;
mod earlier;
mod families;
mod judging;
mod limits;
mod merging;
mod numbers;
mod outbox;
mod prepare;
mod ready;
mod replay;
mod routings;
mod run;
mod selection;
mod sources;
mod taking_over;
mod tally;
mod triage;
mod trust;
mod watch;
mod waves;

pub use crate::inputs::cluster::end_clients;
pub use crate::measure::{RunningStep, Stage, Whereabouts};
pub use merging::merge;
pub use prepare::{BeginLog, Prepared, prepare};
pub use ready::log_failed;
pub use replay::recall;
pub use run::Run;
pub use triage::{Triage, triage};
pub use watch::{Flow, Note, Piece, Progress, Sink, Watch};

/// Name and version, as recorded in evidence and reports.
pub const TOOL: &str = concat!("probe ", env!("CARGO_PKG_VERSION"));
