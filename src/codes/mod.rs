//! What can be said of an endpoint, as values: one code for each class of verdict, with its family,
//! severity and step. Plain data; the words are in `words`, the rules in `judge`.

mod kinds;
mod named;
mod nearest;
mod table;
mod topic;

pub use kinds::{Family, Severity, StepName};
pub(crate) use named::named;
pub use nearest::nearest;
pub use table::Code;
pub use topic::Topic;
