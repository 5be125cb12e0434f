//! Saying nothing for a moment: a TLS server waits for the client, so a server that speaks or hangs
//! up first is none, or stands in between. Judges nothing; what came becomes the record of the
//! `tls` step.

use std::time::Duration;

use super::deadline::{Budget, failed, within};
use super::stream::ByteStream;
use crate::cert::hex;
use crate::evidence::{Fault, Step, TlsSession};

const MOMENT: Duration = Duration::from_millis(300);
const KEPT: usize = 64;

/// Data → `NotTls`, the end → `Closed` or `Reset`, silence → `TimedOut`.
pub(super) async fn first(mut stream: ByteStream, budget: Budget) -> Step<TlsSession> {
    let mut heard = Vec::new();
    let listening = async {
        while heard.len() < KEPT {
            if stream.receive(&mut heard).await? == 0 {
                return Err(Fault::Closed);
            }
        }
        Ok(())
    };
    let (took, outcome) = within(budget.allow(MOMENT), listening).await;
    let saw = TlsSession {
        bytes_in: heard.len() as u64,
        ..TlsSession::default()
    };
    let spoken = Fault::NotTls {
        first_bytes: hex(&heard[..heard.len().min(KEPT)]),
    };
    let fault = if heard.is_empty() {
        outcome.err().unwrap_or(spoken)
    } else {
        spoken
    };
    failed(took, fault, Some(saw))
}
