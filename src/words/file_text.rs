//! What is said of a fault of bundle files.
//! Plain texts.

/// What is said of a fault, whatever file it was found in.
#[derive(Debug)]
pub struct FileText {
    /// A few words for a list or a heading.
    pub title: &'static str,
    /// Which programs are affected, and what they do.
    pub meaning: &'static str,
    /// What to do about it; FILE is the file.
    pub remedy: &'static str,
}
