//! What is said of a name in a verdict about an object.
//! Plain texts.

/// What is said of a condition of MTC's or Velero's, or of a cause in an object of theirs.
#[derive(Debug)]
pub struct TermText {
    /// A few words for a list or a heading.
    pub title: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// What MTC prints; empty where it prints nothing.
    pub prints: &'static str,
    /// What to do next and where.
    pub remedy: &'static str,
}
