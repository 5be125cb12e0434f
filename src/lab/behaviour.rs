//! What a server does with its connections, well or badly.
//! Plain data.

use std::time::Duration;

use super::http::Site;
use super::tls::TlsSettings;

/// The alert of a server that has no certificate for the name asked for (RFC 6066).
pub const UNRECOGNIZED_NAME: u8 = 112;

/// What an SSH server says first.
pub const SSH_BANNER: &[u8] = b"SSH-2.0-OpenSSH_9.6\r\n";

/// A length inside the ServerHello: the record begun, no message whole.
pub const PART_OF_SERVER_HELLO: usize = 31;

/// What a server does with every connection.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Speaks TLS and HTTP as it should.
    Tls(TlsSettings),
    /// The same, presenting itself otherwise to the next connection; the last one stays: a renewal
    /// between two looks.
    InTurn(Vec<TlsSettings>),
    /// Answers the ClientHello with its whole first flight, delivered badly; what comes after it is
    /// never answered.
    Flight(TlsSettings, ChainDelivery),
    /// Speaks HTTP without TLS; answers 400 to what is not HTTP, as web servers answer a
    /// ClientHello.
    PlainHttp(Site),
    /// Says this at once and then nothing, as SSH, SMTP and FTP servers do ([`SSH_BANNER`]).
    Greeting(&'static [u8]),
    /// Accepts, and never says a word.
    Silent,
    /// FIN without reading anything.
    CloseAtOnce,
    /// FIN once the ClientHello is read.
    CloseAfterHello,
    /// RST without reading anything.
    ResetAtOnce,
    /// RST once the ClientHello is read.
    ResetAfterHello,
    /// A fatal alert of this code once the ClientHello is read.
    Alert(u8),
    /// Bytes that are no protocol, without end.
    Garbage,
}

/// How the server's first flight (ServerHello to ServerHelloDone or Finished) reaches the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainDelivery {
    /// So many bytes, then nothing more ([`PART_OF_SERVER_HELLO`]).
    StallAfter(usize),
    /// So many bytes, then FIN.
    CloseAfter(usize),
    /// All of it, then RST instead of an answer to the client's next flight. TLS 1.3 clients have
    /// finished by then.
    Reset,
    /// Byte by byte with this pause between, then nothing more.
    Trickle(Duration),
}
