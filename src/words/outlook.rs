//! What is said of one object, sentence by sentence.
//! Plain data.

/// The sentences of an outlook, each list in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutlookTold {
    /// Why the state holds from here only, or cannot be told.
    pub doubts: Vec<String>,
    /// What its status says that is not well.
    pub status: Vec<String>,
    /// How its status goes with what is expected; may be empty.
    pub comparison: String,
    /// What is worth knowing.
    pub notes: Vec<String>,
    /// What the console's form makes of it.
    pub form: Vec<String>,
    /// What to do next.
    pub actions: Vec<String>,
}

/// The sentences about the status of an object that makes nobody connect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusTold {
    /// What its status says that is not well.
    pub status: Vec<String>,
    /// What to do next.
    pub actions: Vec<String>,
}
