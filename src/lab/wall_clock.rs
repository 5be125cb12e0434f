//! The machine's clock for clients of the lab that verify as any other program does. rustls's own does not
//! survive a clock that is set to before 1970; here it is an error of the handshake.

use std::time::{SystemTime, UNIX_EPOCH};

use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;

/// The time of the machine.
#[derive(Debug)]
pub(super) struct WallClock;

impl TimeProvider for WallClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "a client that verifies dates asks for the time when it does so"
    )]
    fn current_time(&self) -> Option<UnixTime> {
        since_1970(SystemTime::now())
    }
}

/// `None` before 1970.
fn since_1970(now: SystemTime) -> Option<UnixTime> {
    let since = now.duration_since(UNIX_EPOCH).ok()?;
    Some(UnixTime::since_unix_epoch(since))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{UNIX_EPOCH, since_1970};

    #[test]
    fn a_clock_before_1970_tells_no_time() {
        let second = Duration::from_secs(1);
        assert!(since_1970(UNIX_EPOCH - second).is_none());
        let after = since_1970(UNIX_EPOCH + second).map(|time| time.as_secs());
        assert_eq!(after, Some(1));
    }
}
