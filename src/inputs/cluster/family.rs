//! A client and all that it started, as one group of processes that can be ended together. Sends no
//! signal that can be ignored: a client that only reads has nothing to tidy up.

use std::sync::{Mutex, PoisonError};

use tokio::process::Child;

/// The leaders of those that run now.
static RUNNING: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// A group of processes, ended when this is dropped.
pub(super) struct Family {
    leader: Option<i32>,
}

impl Family {
    /// The group that this child was started as the leader of.
    pub(super) fn of(child: &Child) -> Self {
        let leader = child.id().and_then(|id| i32::try_from(id).ok());
        running().extend(leader);
        Self { leader }
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if let Some(leader) = self.leader {
            running().retain(|other| *other != leader);
            end(leader);
        }
    }
}

/// Ends every client that runs now, for a process that ends at once.
pub fn end_clients() {
    running().drain(..).for_each(end);
}

/// A panic elsewhere leaves the list valid.
fn running() -> std::sync::MutexGuard<'static, Vec<i32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The number of the leader stays that of the group for as long as anybody is in it.
#[cfg(unix)]
fn end(leader: i32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = Pid::from_raw(leader) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
const fn end(_: i32) {}
