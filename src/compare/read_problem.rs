//! What cannot be compared of a file, as values: where, and why. Nothing of what the file says is
//! repeated but names of fields and endpoints; the sentences are in `words`.

/// One thing about a file or some of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadProblem {
    /// The first and the last line it is about, from 1; `None`: the whole file.
    pub lines: Option<(usize, usize)>,
    /// What it is.
    pub fault: ReadFault,
}

/// Why something cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFault {
    /// The text is UTF-16.
    Utf16,
    /// A pretty-printed object that does not parse.
    CutOff {
        /// Where, from 1.
        line: usize,
        /// Where in that line, from 1.
        column: usize,
    },
    /// The file tells of no endpoint.
    NoEndpoint,
    /// Nothing that this program prints; passed over.
    ForeignLines,
    /// A line of ours that does not parse.
    CutOffLine,
    /// Another version of our JSON than the one that is read.
    OtherVersion(u64),
    /// Our JSON always names its version, and this does not.
    NoVersion,
    /// An object lacks a field.
    Lacks {
        /// Which object, as a path of fields; `None`: the endpoint itself.
        path: Option<String>,
        /// The field.
        field: String,
    },
    /// A field holds something else than it should.
    OtherForm {
        /// The field, as a path of fields.
        path: String,
    },
    /// An endpoint stands there twice; the later measurement is compared.
    Twice {
        /// The endpoint (`host:port`).
        authority: String,
        /// What it was measured as.
        role: String,
    },
}

impl ReadFault {
    /// Of the whole file.
    pub(super) const fn of_file(self) -> ReadProblem {
        ReadProblem {
            lines: None,
            fault: self,
        }
    }

    /// Of its lines from the first to the last of these.
    pub(super) const fn at(self, lines: (usize, usize)) -> ReadProblem {
        ReadProblem {
            lines: Some(lines),
            fault: self,
        }
    }
}
