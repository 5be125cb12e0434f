//! Family `tls`: a connection was made and no TLS session came of it, or none that a client would
//! go on with. What was met, as values; no sentence.

use super::ClientReach;
use super::protocol::Protocol;
use crate::evidence::{Fault, Incompatibility, SignatureDefect};
use crate::foreign::Foreign;
use crate::offers::Missing;
use crate::route::ProxyUrl;

/// Why there is no TLS session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsFault {
    /// The port speaks another protocol.
    NotTls {
        /// Which, by its first bytes.
        protocol: Protocol,
        /// The bytes themselves.
        answer: Fault,
        /// It is plain HTTP where an image registry is meant to be: its clients can be told to
        /// speak that.
        clear_registry: bool,
        /// The proxy that may have answered in its place: HTTP in clear came through it, and
        /// nothing shows whose it is.
        or_proxy: Option<ProxyUrl>,
    },
    /// A handshake message is larger than clients take.
    MessageTooLarge {
        /// Which limit it passed.
        limit: Fault,
        /// Which clients take it all the same; `None` where nothing is known of that.
        clients: Option<ClientReach>,
    },
    /// The connection ended before the handshake was done, without an alert.
    ClosedInHandshake {
        /// How it ended.
        end: End,
        /// How many bytes of TLS had arrived.
        received_bytes: u64,
        /// What asking again and for other names showed.
        circumstances: CutCircumstances,
    },
    /// What came back breaks the rules of TLS, or the connection failed in an unusual way.
    HandshakeMalformed {
        /// What is wrong with it.
        error: Breach,
    },
    /// The server has no service under the name it was asked for.
    NameRejected {
        /// The server name sent; `None` where none was.
        asked: Option<String>,
    },
    /// The server speaks neither TLS 1.2 nor TLS 1.3.
    TlsVersion {
        /// The version it chose, such as `TLS 1.0`; `None` where it named none.
        offered: Option<String>,
        /// Which clients connect; `None` where nothing is known of that.
        clients: Option<ClientReach>,
    },
    /// Client and server share no cipher suite, group or signature algorithm.
    NoCommonParameters {
        /// How that was learnt.
        refusal: Refusal,
        /// Which clients do; `None` where nothing is known of that.
        clients: Option<ClientReach>,
    },
    /// The server ended the session with an alert that no other class is about.
    TlsAlert {
        /// Which.
        alert: Alert,
        /// Which clients connect all the same; `None` where nothing is known of that.
        clients: Option<ClientReach>,
    },
}

impl TlsFault {
    /// Which clients of others would connect; `None` where nothing is known of that.
    #[must_use]
    pub const fn clients(&self) -> Option<&ClientReach> {
        match self {
            Self::MessageTooLarge { clients, .. }
            | Self::TlsVersion { clients, .. }
            | Self::NoCommonParameters { clients, .. }
            | Self::TlsAlert { clients, .. } => clients.as_ref(),
            Self::NotTls { .. }
            | Self::ClosedInHandshake { .. }
            | Self::HandshakeMalformed { .. }
            | Self::NameRejected { .. } => None,
        }
    }

    /// Which clients of others would connect, where that matters.
    pub(in crate::judge) fn learn_of(&mut self, known: Option<ClientReach>) {
        match self {
            Self::MessageTooLarge { clients, .. }
            | Self::TlsVersion { clients, .. }
            | Self::NoCommonParameters { clients, .. }
            | Self::TlsAlert { clients, .. } => *clients = known,
            Self::NotTls { .. }
            | Self::ClosedInHandshake { .. }
            | Self::HandshakeMalformed { .. }
            | Self::NameRejected { .. } => {}
        }
    }
}

/// What asking again and for other names showed of a connection that was cut, or met silence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CutCircumstances {
    /// The same question was answered at another time: one of several servers may be down.
    pub by_turns: bool,
    /// What answered under other names at the same address; `None` where nothing did, or nobody
    /// asked.
    pub other_names: Option<OtherNames>,
}

/// Who answers under other names where a name is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherNames {
    /// Label of the issuer of its leaf; `None` where none was captured.
    pub issuer: Option<Foreign>,
    /// Its certificate is for the target's own name too, as the default certificate of a router is
    /// for its passthrough routes.
    pub covers_own: bool,
}

/// How a TCP connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With FIN.
    Fin,
    /// With RST.
    Rst,
}

/// What breaks the rules of a handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The leaf's key did not make its signature.
    Forged(SignatureDefect),
    /// What the TLS library refused, or the operating system reported.
    Refused(Fault),
}

/// How a server shows that it shares nothing with this client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its ServerHello has what was not offered.
    Hello(Incompatibility),
    /// It sent an alert.
    Alert(Alert),
    /// It refused every protocol that clients of HTTP offer, and goes on with a client that offers
    /// none.
    Protocols,
    /// It went on with this client by what a current Go does not offer, and refused a hello as that
    /// Go's.
    Unoffered {
        /// What that Go misses.
        missing: Missing,
        /// How it refused.
        alert: Alert,
    },
    /// Its key is of Ed448, for which Go has no signature scheme; it was not tried.
    KeyOfEd448,
    /// A certificate of its chain is signed by Ed448, which Go does not verify.
    SignedByEd448 {
        /// Its label.
        certificate: Foreign,
    },
}

/// A TLS alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Its number (AlertDescription, RFC 8446 6).
    pub code: u8,
    /// Its name in the IANA registry; `unassigned` where it has none.
    pub name: Foreign,
}

codes_of!(TlsFault {
    NotTls,
    MessageTooLarge,
    ClosedInHandshake,
    HandshakeMalformed,
    NameRejected,
    TlsVersion,
    NoCommonParameters,
    TlsAlert,
});
