//! English for `--for`: how an object is written, and why none is meant, or more than one. One
//! sentence for each reason.

use crate::mtc::{SelectionError, selector_forms};

/// How an object is written.
pub(in crate::words) fn form() -> String {
    let mut forms = selector_forms();
    let last = forms.pop().unwrap_or_default();
    format!(
        "write {} or {last}, with the namespace before the name if need be: migcluster/NS/NAME",
        forms.join(", ")
    )
}

/// Why no object is meant, or more than one.
pub(in crate::words) fn error(error: &SelectionError) -> String {
    match error {
        SelectionError::NoObjects => {
            "no object is known: give a dump with -f FILE, or --from-cluster".into()
        }
        SelectionError::NotThere { known } => format!(
            "no such object among the inputs: they have {}",
            known.join(", ")
        ),
        SelectionError::InSeveralInputs { object, sources } => format!(
            "more than one input has {object}: give one of {}",
            sources.join(", ")
        ),
        SelectionError::Ambiguous { found } => {
            format!("more than one object is of that name: {}", found.join(", "))
        }
    }
}
