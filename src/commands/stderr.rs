//! Stderr as the line of progress needs it: as wide as the tables are, also where a terminal tells its
//! columns and not its rows. Draws nothing itself.

use std::io;

use console::Term;
use indicatif::TermLike;

use crate::plan;

/// Columns of a terminal that does not tell them.
const USUAL: usize = 80;

/// The terminal on stderr.
#[derive(Debug)]
pub(super) struct Stderr(Term);

impl Stderr {
    pub(super) fn new() -> Self {
        Self(Term::buffered_stderr())
    }

    /// As wide as it is now.
    pub(super) fn columns() -> usize {
        plan::columns_of_stderr().unwrap_or(USUAL)
    }
}

impl TermLike for Stderr {
    fn width(&self) -> u16 {
        u16::try_from(Self::columns()).unwrap_or(u16::MAX)
    }

    fn height(&self) -> u16 {
        self.0.size().0
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        self.0.move_cursor_up(n)
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        self.0.move_cursor_down(n)
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        self.0.move_cursor_right(n)
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        self.0.move_cursor_left(n)
    }

    fn write_line(&self, s: &str) -> io::Result<()> {
        self.0.write_line(s)
    }

    fn write_str(&self, s: &str) -> io::Result<()> {
        self.0.write_str(s)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.0.clear_line()
    }

    fn flush(&self) -> io::Result<()> {
        self.0.flush()
    }
}
