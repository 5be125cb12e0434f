//! Fields by their names, and how many of one line are kept.
//! Plain data.

use std::borrow::Cow;

/// Names and values, without quotes.
pub(super) type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// Fields of a line that are kept.
pub(super) const MOST_FIELDS: usize = 64;
