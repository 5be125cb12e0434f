//! A fake name service: what it says of each name is a function.
//! Listens on loopback only.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::proto::rr::Name;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

use super::super::resolv_conf::ResolvConf;

/// What the fake name service says of a name.
#[derive(Clone, Copy)]
pub(super) enum FakeAnswer {
    Code(u8),
    /// 192.0.2.1 or 2001:db8::1.
    Address,
    /// The same after a while.
    Late,
    /// An alias of that name, an address of it, this code.
    Alias(&'static str, bool, u8),
    /// It does not fit a packet.
    TooLong,
    /// No error, no records, and no recursion.
    Referral,
    /// The right number, and then no DNS.
    Garbage,
    Nothing,
}

type Says = Arc<dyn Fn(&str, u8) -> FakeAnswer + Send + Sync>;

/// Answers over UDP and TCP until the test ends.
pub(super) async fn name_service(
    says: impl Fn(&str, u8) -> FakeAnswer + Send + Sync + 'static,
) -> SocketAddr {
    let says: Says = Arc::new(says);
    let (udp, tcp) = both_sockets().await;
    let at = udp.local_addr().unwrap();
    let udp = Arc::new(udp);
    tokio::spawn(by_packet(Arc::clone(&udp), Arc::clone(&says)));
    tokio::spawn(by_stream(tcp, says));
    at
}

/// On one port.
async fn both_sockets() -> (UdpSocket, TcpListener) {
    loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        #[expect(clippy::disallowed_methods, reason = "a server of the test")]
        let tcp = TcpListener::bind(udp.local_addr().unwrap()).await;
        if let Ok(tcp) = tcp {
            return (udp, tcp);
        }
    }
}

async fn by_packet(socket: Arc<UdpSocket>, says: Says) {
    let mut packet = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut packet).await {
        let (query, socket, says) = (packet[..length].to_vec(), socket.clone(), says.clone());
        tokio::spawn(async move {
            if let Some(answer) = answer(&query, &says, false).await {
                let _ = socket.send_to(&answer, from).await;
            }
        });
    }
}

async fn by_stream(listener: TcpListener, says: Says) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let says = says.clone();
        tokio::spawn(async move {
            let length = stream.read_u16().await.unwrap();
            let mut query = vec![0; length.into()];
            stream.read_exact(&mut query).await.unwrap();
            if let Some(answer) = answer(&query, &says, true).await {
                stream.write_u16(answer.len() as u16).await.unwrap();
                stream.write_all(&answer).await.unwrap();
            }
        });
    }
}

/// One answer (RFC 1035 4): the question copied, then the records.
async fn answer(query: &[u8], says: &Says, is_stream: bool) -> Option<Vec<u8>> {
    let (mut at, mut name) = (12, String::new());
    while query[at] != 0 {
        let label = &query[at + 1..=at + usize::from(query[at])];
        name += &String::from_utf8_lossy(label).to_lowercase();
        name.push('.');
        at += label.len() + 1;
    }
    let kind = query[at + 2];
    let asked = &[0xc0, 12];
    let (mut flags, mut records) = ([0x81, 0x80], Vec::new());
    match says(&name, kind) {
        FakeAnswer::Nothing => return None,
        FakeAnswer::Garbage => return Some([&query[..2], &[0xff; 9]].concat()),
        FakeAnswer::Code(code) => flags[1] |= code,
        FakeAnswer::Referral => flags = [0x81, 0],
        FakeAnswer::Address => records.push(address_record(asked, kind)),
        FakeAnswer::TooLong if is_stream => records.push(address_record(asked, kind)),
        FakeAnswer::TooLong => flags[0] |= 2,
        FakeAnswer::Late => {
            tokio::time::sleep(Duration::from_millis(300)).await;
            records.push(address_record(asked, kind));
        }
        FakeAnswer::Alias(target, has_address, code) => {
            flags[1] |= code;
            let target = wire(target);
            records.push(record(asked, 5, &target));
            if has_address {
                records.push(address_record(&target, kind));
            }
        }
    }
    let counts = [0, 1, 0, records.len() as u8, 0, 0, 0, 0];
    let records = records.concat();
    Some([&query[..2], &flags, &counts, &query[12..at + 5], &records].concat())
}

fn wire(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|label| !label.is_empty());
    let mut bytes: Vec<u8> = labels
        .flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat())
        .collect();
    bytes.push(0);
    bytes
}

fn record(name: &[u8], kind: u8, data: &[u8]) -> Vec<u8> {
    let head = [0, kind, 0, 1, 0, 0, 0, 60, 0, data.len() as u8];
    [name, &head, data].concat()
}

/// An A or AAAA record, for a minute.
fn address_record(name: &[u8], kind: u8) -> Vec<u8> {
    let ip: IpAddr = match kind {
        1 => "192.0.2.1".parse().unwrap(),
        _ => "2001:db8::1".parse().unwrap(),
    };
    match ip {
        IpAddr::V4(ip) => record(name, kind, &ip.octets()),
        IpAddr::V6(ip) => record(name, kind, &ip.octets()),
    }
}

/// Nothing listens there.
pub(super) async fn nobody() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.local_addr().unwrap()
}

/// These resolvers, each tried once, for a second.
pub(super) fn asking(servers: &[SocketAddr], search: &[&str]) -> ResolvConf {
    let search = search.iter();
    ResolvConf {
        servers: servers.to_vec(),
        search: search
            .map(|domain| Name::from_str_relaxed(domain).unwrap())
            .collect(),
        ndots: 1,
        timeout: Duration::from_secs(1),
        attempts: 1,
        edns0: true,
        only_tcp: false,
    }
}
