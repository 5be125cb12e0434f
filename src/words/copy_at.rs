//! Where an authentic copy of a CA is, in short enough for a step of a list.
//! A value; which CA is where is `en::copies`'.

/// What fetches an authentic copy, or who has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyAt {
    /// A command, where one is logged in to the cluster; it prints PEM.
    Command(&'static str),
    /// Somebody, or a file on a machine.
    With(&'static str),
}
