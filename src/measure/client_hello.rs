//! The ClientHellos that are sent in clear: what each of them offers, as bytes. Sends nothing, and
//! knows nothing of what comes back.

use crate::evidence::HelloOffer;
use crate::offers::{self, Client, SUITES};

const HANDSHAKE: u8 = 22;
/// Secure renegotiation, by its signal (RFC 5746).
const RENEGOTIATION_INFO: u16 = 0x00ff;
const X25519: u16 = 29;

/// x25519, the NIST curves, x448, secp256k1, brainpool, ffdhe: a server whose certificate is on a
/// curve not listed sends none.
const WIDE_GROUPS: [u16; 13] = [29, 23, 24, 25, 30, 22, 26, 27, 28, 19, 21, 256, 257];

/// From PSS and ECDSA of today down to SHA-1 and DSA.
const WIDE_SCHEMES: [u16; 25] = [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401,
    0x0501, 0x0601, 0x081a, 0x081b, 0x081c, 0x0402, 0x0502, 0x0602, 0x0303, 0x0301, 0x0203, 0x0201,
    0x0202,
];

/// What one hello holds.
struct Content {
    /// Of the record and of the hello itself.
    versions: ([u8; 2], [u8; 2]),
    suites: Vec<u16>,
    /// Groups and signature schemes; `None` where no extension is sent.
    lists: Option<(Vec<u16>, Vec<u16>)>,
    with_tls13: bool,
}

impl Content {
    fn of(offer: HelloOffer) -> Self {
        let (record, current) = ([3, 1], [3, 3]);
        let of_client = |client: Client| {
            let row = offers::of(client);
            Self {
                versions: (record, current),
                suites: row.suites().collect(),
                lists: Some((row.groups().collect(), row.schemes().collect())),
                with_tls13: true,
            }
        };
        let wide = SUITES.iter().map(|(code, _)| *code);
        match offer {
            HelloOffer::CurrentGo => of_client(Client::Go127),
            HelloOffer::OldGo => of_client(Client::Go119),
            HelloOffer::Openssl => of_client(Client::Curl),
            HelloOffer::Wide => Self {
                versions: (record, current),
                suites: wide.collect(),
                lists: Some((WIDE_GROUPS.to_vec(), WIDE_SCHEMES.to_vec())),
                with_tls13: false,
            },
            HelloOffer::Oldest => Self {
                versions: ([3, 0], [3, 1]),
                suites: wide.collect(),
                lists: None,
                with_tls13: false,
            },
        }
    }
}

/// One record with the whole hello.
pub(super) fn client_hello(offer: HelloOffer, sni: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let content = Content::of(offer);
    let (of_record, of_hello) = content.versions;
    let mut suites = content.suites;
    suites.push(RENEGOTIATION_INFO);
    let extensions = content.lists.map_or_else(Vec::new, |(groups, schemes)| {
        let extensions = extensions(sni, &groups, &schemes);
        let of_13 = content.with_tls13.then(|| extensions_of_tls13(random));
        sized16(&[extensions, of_13.unwrap_or_default()].concat())
    });
    let body = [
        &of_hello[..],
        &random,
        &[0],
        &sized16(&be(&suites)),
        &[1, 0],
        &extensions,
    ]
    .concat();
    let length = u32::try_from(body.len()).unwrap_or_default().to_be_bytes();
    let message = [&[1][..], &length[1..], &body].concat();
    [&[HANDSHAKE][..], &of_record, &sized16(&message)].concat()
}

fn extensions(sni: Option<&str>, groups: &[u16], schemes: &[u16]) -> Vec<u8> {
    let mut extensions = Vec::new();
    if let Some(name) = sni {
        let entry = [&[0][..], &sized16(name.as_bytes())].concat();
        extensions.extend(extension(0, &sized16(&entry)));
    }
    extensions.extend(extension(10, &sized16(&be(groups))));
    extensions.extend(extension(11, &[1, 0])); // uncompressed points
    extensions.extend(extension(13, &sized16(&be(schemes))));
    extensions
}

/// The versions, and a share of X25519: any 32 bytes are a public key, and nobody will need the
/// private one.
fn extensions_of_tls13(random: [u8; 32]) -> Vec<u8> {
    let share = [&X25519.to_be_bytes()[..], &sized16(&random)].concat();
    [
        extension(43, &[4, 3, 4, 3, 3]),
        extension(45, &[1, 1]), // psk_dhe_ke
        extension(51, &sized16(&share)),
    ]
    .concat()
}

fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &sized16(content)].concat()
}

/// All our lists are far below 64 KiB.
pub(super) fn sized16(content: &[u8]) -> Vec<u8> {
    [
        &u16::try_from(content.len())
            .unwrap_or(u16::MAX)
            .to_be_bytes()[..],
        content,
    ]
    .concat()
}

fn be(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_be_bytes()).collect()
}
