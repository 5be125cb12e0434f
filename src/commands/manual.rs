//! `probe man`: a page for `man` to show, which is asked to do so where a person reads.
//! Knows nothing of what is on the page.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::words;
use crate::error::{self, Error};

/// Shows the page by `man` where that is there and `shown` asks for it; else prints it as it is.
pub(super) fn print(page: &str, shown: bool) -> Result<u8, Error> {
    if shown && by_man(page).is_some() {
        return Ok(error::OK);
    }
    words::print(page)
}

/// `None` where there is no `man`, or none that reads a page from standard input.
fn by_man(page: &str) -> Option<()> {
    let mut command = Command::new("man");
    command
        .args(["-l", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null());
    let mut man = command.spawn().ok()?;
    let taken = man.stdin.take()?.write_all(page.as_bytes());
    let ended = man.wait().ok()?;
    (taken.is_ok() && ended.success()).then_some(())
}
