//! What pods, commands and clusters print, line by line, as events: who wrote it, when, how grave, the
//! message and its fields. One file for each grammar. Bytes in, values out: judges nothing, names no
//! cause, opens no file, and keeps no more than a line.

mod event;
mod level;
mod logrus;
mod quoted;
mod writer;

pub use event::{Event, Place};
pub use level::Level;
pub use writer::Writer;

/// Reads one line, without its line break. What no grammar knows is a plain line, whose message is
/// all of it.
#[must_use]
pub fn read(line: &str, place: Place) -> Event<'_> {
    logrus::read(line, place).unwrap_or_else(|| Event::plain(line, place))
}
