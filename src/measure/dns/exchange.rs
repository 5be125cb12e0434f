//! One question to one resolver: over UDP, and over TCP where the answer does not fit a packet.
//! Knows no second resolver and no second try.
#![expect(
    clippy::disallowed_methods,
    reason = "a resolver is asked over TCP where its answer is long"
)]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use hickory_resolver::proto::op::{Edns, Message, MessageType, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use crate::evidence::{Fault, LookupFailure, ResolverSaid, Resource};
use crate::measure::fault::from_io;
use crate::measure::tcp;

/// More than any resolver sends in one packet.
const PACKET: usize = 4096;
/// What we take in one packet, as Go does (RFC 9715).
const PAYLOAD: u16 = 1232;

/// A question.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) name: Name,
    pub(super) kind: RecordType,
    pub(super) edns0: bool,
    pub(super) only_tcp: bool,
}

/// What a resolver answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) said: ResolverSaid,
    /// Where it led on (CNAME), in order.
    pub(super) aliases: Vec<Name>,
    /// For how many seconds it holds.
    pub(super) ttl: u32,
}

/// Asks, and waits for as long as it is waited for: the limit is the caller's.
pub(super) async fn ask(server: SocketAddr, question: &Question) -> Result<Answer, Fault> {
    let query = question.message();
    let bytes = query.to_vec().map_err(|e| Fault::Resolver {
        text: format!("the question cannot be written: {e}").into(),
        kind: LookupFailure::Other,
    })?;
    let response = if question.only_tcp {
        over_tcp(server, &query, &bytes).await?
    } else {
        let response = over_udp(server, &query, &bytes).await?;
        if response.metadata.truncation {
            over_tcp(server, &query, &bytes).await?
        } else {
            response
        }
    };
    Ok(read(&response, question))
}

/// What this message answers to a question of number 0; `None` where it is the answer to another.
pub(super) fn answer_to(question: &Question, bytes: &[u8]) -> Option<Result<Answer, Fault>> {
    let mut query = question.message();
    query.metadata.id = 0;
    let response = fitting(bytes, &query)?;
    Some(response.map(|response| read(&response, question)))
}

impl Question {
    fn message(&self) -> Message {
        let mut message = Message::query();
        message.metadata.recursion_desired = true;
        message.add_query(Query::query(self.name.clone(), self.kind));
        if self.edns0 {
            let mut edns = Edns::new();
            edns.set_max_payload(PAYLOAD);
            message.set_edns(edns);
        }
        message
    }
}

/// On a connected socket: where nothing listens, the system says so at once.
async fn over_udp(server: SocketAddr, query: &Message, bytes: &[u8]) -> Result<Message, Fault> {
    let any: IpAddr = if server.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    let failed = |e: io::Error| from_io(&e);
    let socket = UdpSocket::bind((any, 0)).await.map_err(|e| unbound(&e))?;
    socket.connect(server).await.map_err(failed)?;
    socket.send(bytes).await.map_err(failed)?;
    let mut packet = vec![0; PACKET];
    loop {
        let length = socket.recv(&mut packet).await.map_err(failed)?;
        // Somebody else may have sent what does not fit: the answer may still come.
        if let Some(response) = fitting(&packet[..length], query) {
            return response;
        }
    }
}

/// Any port would do: an address that is in use means that all are.
fn unbound(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::AddrInUse {
        let (lacks, os_code) = (Resource::Ports, error.raw_os_error());
        Fault::OwnLimit { lacks, os_code }
    } else {
        from_io(error)
    }
}

async fn over_tcp(server: SocketAddr, query: &Message, bytes: &[u8]) -> Result<Message, Fault> {
    let connected = TcpStream::connect(server).await;
    let mut stream = connected.map_err(|e| tcp::not_connected(server, &e))?;
    let exchange = async {
        let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
        stream
            .write_all(&[&length.to_be_bytes(), bytes].concat())
            .await?;
        let mut response = vec![0; stream.read_u16().await?.into()];
        stream.read_exact(&mut response).await?;
        Ok(response)
    };
    let response = exchange.await.map_err(|e: io::Error| from_io(&e))?;
    fitting(&response, query).unwrap_or_else(|| Err(no_dns()))
}

/// The answer to this question; `None` where it is the answer to none, or to another one.
fn fitting(bytes: &[u8], query: &Message) -> Option<Result<Message, Fault>> {
    let id = u16::from_be_bytes(*bytes.first_chunk()?);
    if id != query.metadata.id {
        return None;
    }
    let Ok(response) = Message::from_vec(bytes) else {
        return Some(Err(no_dns()));
    };
    // A resolver that cannot read a question may leave it out.
    let is_ours = response.queries == query.queries
        || (response.queries.is_empty()
            && response.metadata.response_code != ResponseCode::NoError);
    let is_answer = response.metadata.message_type == MessageType::Response;
    (is_ours && is_answer).then_some(Ok(response))
}

fn no_dns() -> Fault {
    Fault::Resolver {
        text: "the resolver's answer is not DNS".into(),
        kind: LookupFailure::NotDns,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the registry has many more codes: clients ask the next resolver"
)]
fn read(response: &Message, question: &Question) -> Answer {
    let aliases = aliases(response, &question.name);
    let of_kind = response
        .answers
        .iter()
        .filter(|record| record.record_type() == question.kind);
    let ttl = response.answers.iter().map(|record| record.ttl).min();
    let addresses: Vec<IpAddr> = of_kind.filter_map(|record| record.data.ip_addr()).collect();
    let refers_elsewhere = response.answers.is_empty()
        && response.additionals.is_empty()
        && !response.metadata.authoritative
        && !response.metadata.recursion_available;
    let said = match response.metadata.response_code {
        ResponseCode::NXDomain => ResolverSaid::NoSuchName,
        ResponseCode::NoError if !addresses.is_empty() => ResolverSaid::Addresses(addresses),
        // As Go: it knows nothing and asks nobody for us.
        ResponseCode::NoError if refers_elsewhere => ResolverSaid::Failed(Fault::Resolver {
            text: "the resolver answered that others are to be asked (it does no recursion)".into(),
            kind: LookupFailure::Referral,
        }),
        ResponseCode::NoError => ResolverSaid::NoAddress,
        code => ResolverSaid::Failed(Fault::Resolver {
            text: rcode(code).into(),
            kind: LookupFailure::Rcode(code.into()),
        }),
    };
    Answer {
        said,
        aliases,
        ttl: ttl.unwrap_or(0),
    }
}

/// Each record leads on from where the one before it ended.
fn aliases(response: &Message, asked: &Name) -> Vec<Name> {
    let mut aliases: Vec<Name> = Vec::new();
    while aliases.len() < response.answers.len() {
        let at = aliases.last().unwrap_or(asked);
        let next = response.answers.iter().find_map(|record| {
            let RData::CNAME(target) = &record.data else {
                return None;
            };
            (record.name == *at).then(|| target.0.clone())
        });
        match next {
            Some(next) => aliases.push(next),
            None => break,
        }
    }
    aliases
}

/// `SERVFAIL`, as every other tool prints it, before the words.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the registry has many more codes: they are shown in the library's words"
)]
fn rcode(code: ResponseCode) -> String {
    let name = match code {
        ResponseCode::FormErr => "FORMERR",
        ResponseCode::ServFail => "SERVFAIL",
        ResponseCode::NotImp => "NOTIMP",
        ResponseCode::Refused => "REFUSED",
        _ => return format!("the resolver answered: {code}"),
    };
    format!("the resolver answered {name} ({code})")
}
