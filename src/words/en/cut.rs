//! English for what asking again and for other names showed of a connection that was cut, or met
//! silence.

use crate::judge::finding::tls::{CutCircumstances, OtherNames};
use crate::words::facts::Facts;
use crate::words::subject::Subject;

/// What is known, as a sentence before the causes; empty where nothing is.
pub(super) fn known(circumstances: &CutCircumstances, subject: &Subject) -> String {
    let Subject {
        authority, name, ..
    } = subject;
    match circumstances {
        CutCircumstances { by_turns: true, .. } => {
            format!(
                "it answers by turns: some of several servers behind {authority} seem to be down. "
            )
        }
        CutCircumstances {
            other_names: Some(OtherNames { covers_own, .. }),
            ..
        } => {
            let certificate = if *covers_own {
                format!(
                    "with a certificate that is for {name} too, as a router's default certificate is: a passthrough route whose pods are gone looks like this, and so does a filter"
                )
            } else {
                "which a passthrough route whose pods are gone looks like, and a filter too".into()
            };
            format!("other names are answered there, {certificate}. ")
        }
        CutCircumstances { .. } => String::new(),
    }
}

/// The same, as facts.
pub(super) fn facts(facts: Facts, circumstances: &CutCircumstances) -> Facts {
    let CutCircumstances {
        by_turns,
        other_names,
    } = circumstances;
    let facts = facts.maybe("asked again", by_turns.then_some("answered by turns"));
    facts.maybe("other names", other_names.as_ref().map(answered))
}

fn answered(others: &OtherNames) -> String {
    let issuer = others.issuer.as_ref();
    let by = issuer.map_or_else(String::new, |issuer| format!(" by \"{issuer}\""));
    let own = if others.covers_own {
        "for this name too"
    } else {
        "not for this name"
    };
    format!("answered, with a certificate{by} {own}")
}
