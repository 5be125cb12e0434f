//! What is asked and said when logs are made one: which endpoints are the same, what came of it. Plain
//! data: how logs are read and written is not known here.

use std::io;

use crate::evidence::Attempt;
use crate::target::{Shard, Target};

/// Why logs cannot be made one.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One cannot be read, or theirs cannot be written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// There is none.
    #[error("no log")]
    Nothing,
}

/// Two attempts at one target along one route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They say the same: the first stays.
    Same,
    /// They say the same, or the first says nothing: the second stays.
    SecondOnly,
    /// They differ: both stay.
    Differ,
}

/// Says whether two attempts at one target agree.
pub type Agree<'a> = dyn Fn(&Attempt, &Attempt) -> Agreement + 'a;

/// Two attempts at one target that both stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The target.
    pub target: Target,
    /// The logs that they come from, by their places among those that were given.
    pub logs: [usize; 2],
}

/// What became of logs that were made one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Attempts that stay.
    pub endpoints: usize,
    /// Attempts that said the same as another one.
    pub agreeing: usize,
    /// Targets of which several attempts stay.
    pub differing: Vec<Differing>,
    /// They are judged by different stores: all of these are in the one.
    pub other_stores: bool,
    /// Shards that are in none of them: the first.
    pub missing: Vec<Shard>,
    /// How many more there are.
    pub more_missing: u64,
}
