//! One of the two runs, as it is compared.
//! Plain data.

use crate::bundle::Bundle;
use crate::evidence::Store;
use crate::judge::Endpoints;
use crate::moment::Moment;

/// A run that was judged as of its own time, with its own stores.
#[derive(Clone, Copy)]
pub struct RunSide<'a> {
    /// When it was measured, and the time at which it was judged.
    pub at: Moment,
    /// Its endpoints, as they count in the end.
    pub endpoints: &'a dyn Endpoints,
    /// The bundle that `export-bundle` would make of it, without any flag.
    pub bundle: &'a Bundle,
    /// What it was judged with.
    pub stores: &'a [Store],
}
