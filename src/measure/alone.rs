//! The readers of what the network sends, and of the files that say how names are looked up, each one
//! alone: bytes in, what was read of them out. For whoever tries arbitrary bytes on them (`fuzz/`);
//! opens nothing and asks nobody.

use std::net::IpAddr;
#[cfg(all(unix, not(target_vendor = "apple")))]
use std::net::SocketAddr;

use hickory_resolver::proto::rr::{Name, RecordType};

use super::dns;
use super::hello;
use super::reply::ResponseParser;
use crate::cert::Cert;
use crate::evidence::{Fault, ResolverSaid};
use crate::roles::Answer;

/// The name that [`resolver`] was asked for.
pub const ASKED: &str = "host.example.test.";

/// An HTTP/1 answer that comes in pieces of so many bytes, of whose body that much is kept; `None`: its
/// head was never whole.
///
/// # Errors
/// It is no HTTP.
pub fn answer(bytes: &[u8], piece: usize, kept: usize) -> Result<Option<Answer>, Fault> {
    let mut parser = ResponseParser::keeping(kept);
    for piece in bytes.chunks(piece.max(1)) {
        parser.received.extend_from_slice(piece);
        if parser.advance()? {
            break;
        }
    }
    Ok(parser.into_answer())
}

/// The chain in a server's first flight that comes in pieces of so many bytes, in TLS up to 1.2;
/// `None`: more would have to come.
///
/// # Errors
/// It is no such flight, or an alert.
pub fn flight(bytes: &[u8], piece: usize) -> Result<Option<Vec<Cert>>, Fault> {
    hello::of_pieces(bytes.chunks(piece.max(1)))
}

/// What a resolver says in this message of the IPv4 or IPv6 addresses of [`ASKED`], and the names that
/// it led on to; `None`: it answers another question. The question has the number 0.
///
/// # Errors
/// It is no DNS.
#[must_use]
pub fn resolver(bytes: &[u8], v6: bool) -> Option<Result<(ResolverSaid, Vec<String>), Fault>> {
    let kind = if v6 { RecordType::AAAA } else { RecordType::A };
    let name = Name::from_ascii(ASKED).ok()?;
    let read = dns::answer_to((name, kind), bytes)?;
    Some(read.map(|(said, names)| (said, names.iter().map(Name::to_string).collect())))
}

/// The services in which nsswitch.conf has hosts looked up, and those that are not asked.
#[must_use]
pub fn services(text: &str) -> (Vec<&'static str>, Vec<String>) {
    dns::services(text)
}

/// The addresses that a hosts file has for a name.
#[cfg(unix)]
#[must_use]
pub fn hosts(bytes: &[u8], name: &str) -> Vec<IpAddr> {
    Name::from_ascii(name).map_or_else(|_| Vec::new(), |name| dns::in_hosts(bytes, &name))
}

/// The resolvers that resolv.conf names, and the names that are asked for where this one is looked up.
#[cfg(all(unix, not(target_vendor = "apple")))]
#[must_use]
pub fn resolv_conf(bytes: &[u8], name: &str) -> (Vec<SocketAddr>, Vec<String>) {
    let (servers, names) = dns::asked(bytes, name);
    let names = names.unwrap_or_default();
    (servers, names.iter().map(Name::to_string).collect())
}
