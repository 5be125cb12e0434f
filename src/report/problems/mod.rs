//! The problems of a run, one block each: what it is, what shows it, what others print for it, and
//! what to do. Endpoints with the same code and the same remedy share a block. Decides nothing:
//! order and words come from the verdicts.

mod absent;
mod block;

mod evidence;
mod members;
mod names;
mod others;
mod shared;

pub(super) use absent::absent;
pub(super) use block::problems;
pub(super) use members::{Member, Problem, Problems, Sighting, hash, sightings};
pub(super) use others::others;
