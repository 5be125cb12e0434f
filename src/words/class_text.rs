//! What is said of a class.
//! Plain texts.

/// What is said of a class, whatever it was found in.
#[derive(Debug)]
pub struct ClassText {
    /// A few words for a table or a heading.
    pub title: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// The evidence that makes it so: why we think so.
    pub evidence: &'static str,
    /// What to do next and where. `{names}` stand for facts and for the endpoint's own names;
    /// doubled braces for single ones, as in `format!`.
    pub remedy: &'static str,
    /// Where the rule comes from: an RFC, a source, a measurement.
    pub cite: &'static str,
}
