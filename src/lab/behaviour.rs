//! What a server does with its connections, well or badly.
//! Plain data.

use std::time::Duration;

use super::http::Site;
use super::tls::TlsSettings;

/// The alert of a server that has no certificate for the name asked for (RFC 6066).
pub const UNRECOGNIZED_NAME: u8 = 112;

/// What an SSH server says first.
pub const SSH_BANNER: &[u8] = b"SSH-2.0-OpenSSH_9.6\r\n";

/// A number of bytes that ends inside the ServerHello: the record has begun, and no message is
/// whole.
pub const PART_OF_SERVER_HELLO: usize = 31;

/// What a server does with every connection.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Speaks TLS and HTTP as it should.
    Tls(TlsSettings),
    /// The same, but each connection gets the next settings, and all further ones the last: a
    /// certificate that is renewed between two measurements.
    InTurn(Vec<TlsSettings>),
    /// Answers the ClientHello with its whole first flight, delivered badly. What the client sends
    /// after it is never answered.
    Flight(TlsSettings, ChainDelivery),
    /// Speaks HTTP without TLS. Answers 400 to everything else, as web servers answer a
    /// ClientHello.
    PlainHttp(Site),
    /// Sends these bytes at once and then nothing, as SSH, SMTP and FTP servers do
    /// ([`SSH_BANNER`]).
    Greeting(&'static [u8]),
    /// Accepts the connection and never sends anything.
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
    /// Bytes of no protocol, without end.
    Garbage,
}

/// How the server's first flight (ServerHello to ServerHelloDone or Finished) reaches the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainDelivery {
    /// So many bytes, then nothing more ([`PART_OF_SERVER_HELLO`]).
    StallAfter(usize),
    /// So many bytes, then FIN.
    CloseAfter(usize),
    /// All of it, then RST instead of an answer to the client's next flight. A TLS 1.3 client has
    /// finished its handshake by then.
    Reset,
    /// One byte at a time with this pause between them, then nothing more.
    Trickle(Duration),
}
