//! Resolvers that flood, lie, loop or never answer. The program is given them by a resolv.conf of its own, in a mount
//! namespace; where that may not be made (it takes root), these rows are left out of a run.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use super::super::{Channel, Row, Scene};
use super::{WAITS, WAITS_FOR, floods};
use crate::cli::world::scrub;
use crate::measure::servers::hold;

const A: u16 = 1;
const CNAME: u16 = 5;
const HERE: [u8; 4] = [127, 0, 0, 1];
/// Binds the first file over resolv.conf, then runs the rest.
const PRIVATE: &str = r#"mount --bind "$1" "$(readlink -f /etc/resolv.conf)"; shift; exec "$@""#;

/// A question as it came.
struct Asked {
    id: [u8; 2],
    /// Name, type and class.
    question: Vec<u8>,
    kind: u16,
}

/// What is sent over UDP, packet by packet.
type Said = fn(&Asked) -> Vec<Vec<u8>>;

/// What a connection over TCP meets.
#[derive(Clone, Copy)]
enum Over {
    /// Nobody listens.
    Nobody,
    Silence,
    Closes,
    /// A length, and fewer bytes.
    Lies,
    Floods,
    /// This answer, whole.
    Answers(fn(&Asked) -> Vec<u8>),
}

impl Asked {
    fn read(packet: &[u8]) -> Option<Self> {
        let end = packet.get(12..)?.iter().position(|b| *b == 0)? + 17;
        let question = packet.get(12..end)?.to_vec();
        let kind = u16::from_be_bytes([question[question.len() - 4], question[question.len() - 3]]);
        Some(Self {
            id: [packet[0], packet[1]],
            question,
            kind,
        })
    }

    /// An answer with these flags and records, of which there are said to be so many.
    fn answer(&self, flags: u16, count: u16, records: &[u8]) -> Vec<u8> {
        let counts = [0, 1, (count >> 8) as u8, count as u8, 0, 0, 0, 0];
        [
            &self.id[..],
            &flags.to_be_bytes(),
            &counts,
            &self.question,
            records,
        ]
        .concat()
    }

    /// A record of the name that was asked for.
    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        named(&[0xc0, 12], kind, content)
    }

    /// One address for A, none for the rest.
    fn address(&self, content: &[u8]) -> Vec<u8> {
        match self.kind {
            A => self.answer(GOOD, 1, &Self::record(A, content)),
            _ => self.answer(GOOD, 0, &[]),
        }
    }
}

const GOOD: u16 = 0x8180;
const CUT: u16 = 0x8380;

fn named(name: &[u8], kind: u16, content: &[u8]) -> Vec<u8> {
    let head = [kind.to_be_bytes(), [0, 1], [0, 0], [0, 60]].concat();
    let length = (content.len() as u16).to_be_bytes();
    [name, &head, &length, content].concat()
}

fn many(count: u16) -> Vec<u8> {
    let address = |n: u16| Asked::record(A, &[127, 1, (n >> 8) as u8, n as u8]);
    (0..count).flat_map(address).collect()
}

/// Each alias leads to the next label, the last to the first.
fn circle(asked: &Asked, length: u16) -> Vec<u8> {
    let label = |n: u16| [&[4][..], format!("n{n:03}").as_bytes(), &[0]].concat();
    let mut records = Asked::record(CNAME, &label(1));
    for n in 1..length {
        records.extend(named(&label(n), CNAME, &label(n % (length - 1) + 1)));
    }
    asked.answer(GOOD, length, &records)
}

const SAID: [(&str, Said); 27] = [
    ("silence", |_| vec![]),
    ("empty packets", |_| vec![vec![]]),
    ("one byte", |_| vec![vec![0x80]]),
    ("half of a head", |a| {
        vec![a.answer(GOOD, 0, &[])[..7].to_vec()]
    }),
    ("another id", |a| {
        let mut packet = a.address(&HERE);
        packet[0] ^= 0xff;
        vec![packet]
    }),
    ("another question", |a| {
        let mut packet = a.address(&HERE);
        packet[13] ^= 0x01;
        vec![packet]
    }),
    ("the question sent back", |a| vec![a.answer(0x0100, 0, &[])]),
    ("65 535 answers of which none is there", |a| {
        vec![a.answer(GOOD, 65_535, &[])]
    }),
    ("a name that points to itself", |a| {
        let at = 12 + a.question.len() as u8;
        vec![a.answer(GOOD, 1, &named(&[0xc0, at], A, &HERE))]
    }),
    ("a name that points behind the end", |a| {
        vec![a.answer(GOOD, 1, &named(&[0xff, 0xff], A, &HERE))]
    }),
    ("an alias of itself", |a| {
        vec![a.answer(GOOD, 1, &Asked::record(CNAME, &[0xc0, 12]))]
    }),
    ("aliases in a circle", |a| vec![circle(a, 3)]),
    ("60 aliases in a circle", |a| vec![circle(a, 60)]),
    ("an alias of escapes", |a| {
        let content = [&[9][..], b"\x1b[2J\x9b31m\x7f", &[0]].concat();
        vec![a.answer(GOOD, 1, &Asked::record(CNAME, &content))]
    }),
    ("an alias of the root", |a| {
        vec![a.answer(GOOD, 1, &Asked::record(CNAME, &[0]))]
    }),
    ("a name of 1 000 letters", |a| {
        let name = [&[63][..], &[b'a'; 63]].concat().repeat(15);
        vec![a.answer(GOOD, 1, &named(&[name, vec![0]].concat(), A, &HERE))]
    }),
    ("an address of 3 bytes", |a| vec![a.address(&HERE[..3])]),
    ("an address of 200 bytes", |a| vec![a.address(&[9; 200])]),
    ("answers about another name", |a| {
        vec![a.answer(GOOD, 1, &named(b"\x04evil\x04test\0", A, &HERE))]
    }),
    ("code 15", |a| vec![a.answer(0x818f, 0, &[])]),
    ("a refusal with an address", |a| {
        vec![a.answer(0x8185, 1, &Asked::record(A, &HERE))]
    }),
    ("255.255.255.255", |a| vec![a.address(&[255; 4])]),
    ("an address of a group", |a| {
        vec![a.address(&[224, 0, 0, 1])]
    }),
    ("0.0.0.0", |a| vec![a.address(&[0; 4])]),
    ("100 addresses in one packet", |a| {
        vec![if a.kind == A {
            a.answer(GOOD, 100, &many(100))
        } else {
            a.answer(GOOD, 0, &[])
        }]
    }),
    ("a thousand packets of another id", |a| {
        let packet = |n: u16| [&n.to_be_bytes()[..], &a.address(&HERE)[2..]].concat();
        (0..1000_u16)
            .filter(|n| n.to_be_bytes() != a.id)
            .map(packet)
            .collect()
    }),
    ("a thousand answers", |a| {
        vec![a.address(&[127, 0, 0, 9]); 1000]
    }),
];

const OVER: [(&str, Over); 6] = [
    ("a cut answer, and nobody over TCP", Over::Nobody),
    ("a cut answer, and silence over TCP", Over::Silence),
    ("a cut answer, and an end over TCP", Over::Closes),
    ("a cut answer, and a length that lies over TCP", Over::Lies),
    ("a cut answer, and a flood over TCP", Over::Floods),
    (
        "a cut answer, and 4 000 addresses over TCP",
        Over::Answers(|a| a.answer(GOOD, 4000, &many(4000))),
    ),
];

pub fn rows() -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    all.extend(SAID.map(|(kind, said)| row(kind, said, Over::Nobody)));
    all.extend(OVER.map(|(kind, over)| row(kind, |asked| vec![asked.answer(CUT, 0, &[])], over)));
    let searched = |count: usize| {
        (0..count)
            .map(|n| format!("d{n}.test "))
            .collect::<String>()
    };
    all.push(configured(
        "5 000 search domains, and silence",
        format!("search {}", searched(5000)),
    ));
    all.push(configured(
        "1 000 resolvers",
        "nameserver 127.53.0.9\n".repeat(1000),
    ));
    all.push(configured(
        "options of odd numbers",
        "options ndots:-1 timeout:99999999999 attempts:0".into(),
    ));
    all
}

/// Root may make a mount namespace and answer on port 53.
pub fn can_be_played() -> bool {
    rustix::process::geteuid().is_root()
}

fn row(kind: &str, said: Said, over: Over) -> Row {
    Row::new(Channel::Dns, kind, move |scene| {
        let at = resolver(scene, said, over);
        asking(
            scene,
            &format!("nameserver {at}\noptions timeout:1 attempts:1\n"),
        )
    })
    .within(WAITS_FOR)
    .only_if(can_be_played)
}

/// A silent resolver, and these lines.
fn configured(kind: &str, lines: String) -> Row {
    Row::new(Channel::Dns, kind, move |scene| {
        let at = resolver(scene, |_| vec![], Over::Nobody);
        asking(scene, &format!("nameserver {at}\n{lines}\n"))
    })
    .within(WAITS_FOR)
    .only_if(can_be_played)
}

/// The command, with this resolv.conf in place of the machine's.
fn asking(scene: &Scene, resolv_conf: &str) -> Command {
    let file = scene.file("resolv.conf", resolv_conf);
    let probe = scene.endpoints(&[&WAITS[..], &["far.probe.test:1"]].concat());
    let mut command = Command::new("unshare");
    scrub(&mut command);
    command.args(["--mount", "--", "sh", "-ec", PRIVATE, "sh", &file]);
    command.arg(probe.get_program()).args(probe.get_args());
    command
}

/// Starts a resolver on an address of its own.
fn resolver(scene: &Scene, said: Said, over: Over) -> Ipv4Addr {
    scene.wait_for(async move {
        let (address, socket, listener) = ports().await;
        tokio::spawn(async move {
            let mut packet = vec![0; 4096];
            while let Ok((length, from)) = socket.recv_from(&mut packet).await {
                let Some(asked) = Asked::read(&packet[..length]) else {
                    continue;
                };
                for answer in said(&asked) {
                    let _ = socket.send_to(&answer, from).await;
                }
            }
        });
        if !matches!(over, Over::Nobody) {
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(over_tcp(stream, over));
                }
            });
        }
        address
    })
}

/// Port 53 of an address that nobody else has: other runs of these tests may be on.
async fn ports() -> (Ipv4Addr, UdpSocket, TcpListener) {
    loop {
        let [a, b] = fastrand::u16(1..65_000).to_be_bytes();
        let address = Ipv4Addr::new(127, 54, a, b);
        let at = SocketAddr::from((address, 53));
        let both = (UdpSocket::bind(at).await, TcpListener::bind(at).await);
        if let (Ok(socket), Ok(listener)) = both {
            return (address, socket, listener);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn over_tcp(mut stream: TcpStream, over: Over) {
    let mut packet = vec![0; 4096];
    let length = stream.read(&mut packet).await.unwrap_or(0);
    let asked = packet.get(2..length).and_then(Asked::read);
    match over {
        Over::Nobody | Over::Closes => {}
        Over::Silence => hold(stream).await,
        Over::Lies => {
            let _ = stream.write_all(&[0xff, 0xff, 0, 0]).await;
            hold(stream).await;
        }
        Over::Floods => floods(stream, &[0, 1, 0]).await,
        Over::Answers(answer) => {
            let Some(asked) = asked else { return };
            let answer = answer(&asked);
            let length = (answer.len() as u16).to_be_bytes();
            let _ = stream.write_all(&[&length[..], &answer].concat()).await;
            hold(stream).await;
        }
    }
}
