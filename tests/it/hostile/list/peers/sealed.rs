//! Records sealed with the keys of a finished handshake, whatever is in them: no TLS library writes what a hostile
//! peer may write. Knows nothing of sockets.

use aws_lc_rs::aead::{
    AES_128_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey,
};
use rustls::{ConnectionTrafficSecrets, ProtocolVersion, ServerConnection};

pub const SPEC: u8 = 20;
pub const ALERT: u8 = 21;
pub const HANDSHAKE: u8 = 22;
pub const DATA: u8 = 23;

/// Seals what a server says.
pub struct Sealer {
    key: LessSafeKey,
    iv: [u8; 12],
    number: u64,
    of_1_3: bool,
    /// TLS 1.2 with AES-GCM says a part of the nonce in each record.
    says_nonce: bool,
}

impl Sealer {
    /// With the keys of a connection that is set up to give them away.
    pub fn of(connection: ServerConnection) -> Self {
        let of_1_3 = connection.protocol_version() == Some(ProtocolVersion::TLSv1_3);
        let secrets = connection.dangerous_extract_secrets();
        let (number, secrets) = secrets.expect("its secrets").tx;
        let sealer = |algorithm: &'static Algorithm, key: &[u8], iv: &[u8]| Self {
            key: LessSafeKey::new(UnboundKey::new(algorithm, key).expect("a key")),
            iv: iv.try_into().expect("twelve bytes"),
            number,
            of_1_3,
            says_nonce: !of_1_3 && algorithm != &CHACHA20_POLY1305,
        };
        match secrets {
            ConnectionTrafficSecrets::Aes128Gcm { key, iv } => {
                sealer(&AES_128_GCM, key.as_ref(), iv.as_ref())
            }
            ConnectionTrafficSecrets::Aes256Gcm { key, iv } => {
                sealer(&AES_256_GCM, key.as_ref(), iv.as_ref())
            }
            ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv } => {
                sealer(&CHACHA20_POLY1305, key.as_ref(), iv.as_ref())
            }
            _ => unreachable!("the provider has no other suites"),
        }
    }

    /// The next record, of this kind and with this content.
    pub fn record(&mut self, kind: u8, content: &[u8]) -> Vec<u8> {
        let number = self.number.to_be_bytes();
        self.number += 1;
        let mut nonce = self.iv;
        for (byte, of_number) in nonce[4..].iter_mut().zip(number) {
            *byte ^= of_number;
        }
        let said: &[u8] = if self.says_nonce { &nonce[4..] } else { &[] };
        let (outer, mut body) = if self.of_1_3 {
            (DATA, [content, &[kind]].concat())
        } else {
            (kind, content.to_vec())
        };
        let length = said.len() + body.len() + 16;
        let head = head(outer, length);
        let with = if self.of_1_3 {
            head.to_vec()
        } else {
            [&number[..], &self::head(kind, content.len())].concat()
        };
        let sealed = self.key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(with),
            &mut body,
        );
        sealed.expect("sealed");
        [&head[..], said, &body].concat()
    }
}

fn head(kind: u8, length: usize) -> [u8; 5] {
    let [high, low] = (length as u16).to_be_bytes();
    [kind, 3, 3, high, low]
}
