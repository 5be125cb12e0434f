//! Family `timeout`: something did not answer in time, step by step.
//! Plain data.

use super::AtProxy;
use super::tls::CutCircumstances;
use crate::evidence::Fault;
use crate::foreign::Foreign;

/// The step that was waited for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// No resolver answered.
    TimeoutDns {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
        /// Services that a rule of nsswitch.conf kept from being asked.
        cut_off: Vec<Foreign>,
    },
    /// The address did not answer the connection attempt.
    TimeoutTcp {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
    },
    /// The proxy gave no way to the target in time.
    TimeoutProxy {
        /// Which proxy.
        at: Box<AtProxy>,
        /// Who gave up.
        gave_up: GaveUp,
    },
    /// Not one byte answered the ClientHello.
    TimeoutTls {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
        /// What asking again and for other names showed.
        circumstances: CutCircumstances,
    },
    /// The handshake began and was not finished.
    TimeoutTlsStalled {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
        /// How many bytes of TLS had arrived.
        received_bytes: u64,
    },
    /// TLS stands, and the service did not answer.
    TimeoutHttp {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
    },
}

/// Who gave up waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GaveUp {
    /// This program, after so many milliseconds.
    Here {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
    },
    /// The proxy, which says so.
    TheProxy(Fault),
}

codes_of!(Timeout {
    TimeoutDns,
    TimeoutTcp,
    TimeoutProxy,
    TimeoutTls,
    TimeoutTlsStalled,
    TimeoutHttp,
});
