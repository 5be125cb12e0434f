//! What Go asks of every certificate of a path by itself: the beginning of `isValid`. What depends on
//! the path is asked where the path is built.

use crate::cert::go::GoView;
use crate::dialects::go::GoRefusal;
use crate::moment::Moment;

/// # Errors
/// A critical extension that Go does not handle, or a date.
pub(super) fn check(view: GoView<'_>, now: Moment) -> Result<(), GoRefusal> {
    let (not_before, not_after) = (view.read.not_before, view.read.not_after);
    if view.read.has_unhandled_critical {
        Err(GoRefusal::UnhandledCriticalExtension)
    } else if now < not_before {
        Err(GoRefusal::NotYetValid { now, not_before })
    } else if now > not_after {
        Err(GoRefusal::Expired { now, not_after })
    } else {
        Ok(())
    }
}
