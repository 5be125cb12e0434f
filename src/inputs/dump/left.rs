//! What a dump holds that could not be used, and how large an object may be.
//! Plain data.

/// Bytes of one object, as printed, that are read.
pub(super) const LARGEST_OBJECT: usize = 4 * 1024 * 1024;

/// What was not used of a dump, beside kinds that nobody looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DumpLeft {
    /// The lines at which objects begin that could not be parsed; at most 50 are kept.
    pub broken: Vec<usize>,
    /// The lines of objects that are larger than 4 MiB.
    pub too_large: Vec<usize>,
    /// The file itself could not be read to its end.
    pub is_cut: bool,
}

/// Broken objects that are kept as such.
const MOST_BROKEN: usize = 50;

impl DumpLeft {
    pub(super) fn broken(&mut self, line: usize) {
        if self.broken.len() < MOST_BROKEN {
            self.broken.push(line);
        }
    }
}
