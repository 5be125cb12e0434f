//! What a run begins with, whatever it is about; and that there may be nothing to begin with.
//! Plain data.

use crate::error::{Error, Problem};
use crate::evidence::Store;
use crate::moment::Moment;
use crate::objects::MtcObject;
use crate::plan::RoleScope;

/// What was read before the first connection, without what the run is about.
pub(super) struct Inputs {
    pub(super) objects: Vec<MtcObject>,
    pub(super) problems: Vec<Problem>,
    pub(super) at: Moment,
    pub(super) stores: Vec<Store>,
}

pub(super) fn nothing_to_probe(why: &str) -> Error {
    let hint = "name a target, such as api=https://api.cluster.example:6443, or a file of them with -f; `probe demo` needs none";
    Error::Input {
        what: "nothing to probe".into(),
        why: why.into(),
        hint: hint.into(),
    }
}

pub(super) fn no_such_role(scope: RoleScope) -> Error {
    nothing_to_probe(&format!(
        "no endpoint has one of the roles {}",
        scope.names().join(", ")
    ))
}
