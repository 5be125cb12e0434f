//! A finding in two short lines, for a screen that holds many of them.
//! Plain data.

/// What is wrong with an endpoint and what to do about it, each short enough for one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The one fact that matters, as it stands behind the endpoint's name.
    pub row: String,
    /// What to do; empty where nothing is to be done.
    pub act: String,
}
