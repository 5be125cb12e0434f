//! What certificates may hold that no authority writes: a row for each, shown by a server and by an https:// proxy.

use rustls::version::{TLS12, TLS13};

use super::super::{Channel, Row};
use super::der::{
    ALTERNATIVE_NAMES, AUTHORITY_ACCESS, BASIC_CONSTRAINTS, BITS, Draft, EC, GENERALIZED, INTEGER,
    ISSUERS, KEY_USAGE, NAME_CONSTRAINTS, NULL, OCTETS, POLICIES, RSA, SEQUENCE, SET, Shown, UTC,
    UTF8, critical, dns_names, extension, name, nested, oid, sequence, value,
};
use super::{ANSWERS, answers_well, meets, texts};
use crate::measure::servers::tls;

type Kind = (&'static str, fn() -> Shown);

/// A chain as the whole.
const CHAINS: [Kind; 14] = [
    ("no certificate at all", || Shown::instead(Vec::new())),
    ("an empty certificate", || Shown::instead(vec![Vec::new()])),
    ("a certificate of one byte", || {
        Shown::instead(vec![vec![SEQUENCE]])
    }),
    ("random bytes as a certificate", || {
        Shown::instead(vec![noise(3000)])
    }),
    ("an empty SEQUENCE as a certificate", || {
        Shown::instead(vec![sequence(&[])])
    }),
    ("a certificate whose length says 4 GiB", || {
        Shown::instead(vec![vec![SEQUENCE, 0x84, 0xff, 0xff, 0xff, 0xff, 0]])
    }),
    ("a certificate of indefinite length", || {
        Shown::instead(vec![vec![SEQUENCE, 0x80, 0, 0]])
    }),
    ("10 000 levels of DER as a certificate", || {
        Shown::instead(vec![nested(SEQUENCE, 10_000)])
    }),
    ("a certificate cut in its middle", || {
        let mut shown = Shown::one(|_| {});
        let half = shown.chain[0].len() / 2;
        shown.chain[0].truncate(half);
        shown
    }),
    ("bytes behind a certificate", || {
        let mut shown = Shown::one(|_| {});
        shown.chain[0].extend(noise(1000));
        shown
    }),
    ("PEM in place of DER", || {
        Shown::instead(vec![
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
        ])
    }),
    ("the same certificate 100 times", || {
        let mut shown = Shown::one(|_| {});
        shown.chain = vec![shown.chain[0].clone(); 100];
        shown
    }),
    ("1 000 certificates of a few bytes", || {
        Shown::before((0..1000).map(|_| noise(40)))
    }),
    ("150 CAs of one name", || {
        Shown::before((0..150).map(|_| one_ca()))
    }),
];

/// One field of a certificate.
/// What is odd, and what makes it so.
type Field = (&'static str, fn(&mut Draft));
/// Where a text of a stranger stands, and what puts it there.
type Place = (&'static str, fn(&mut Draft, &str));

const FIELDS: [Field; 44] = [
    ("an empty signature", |d| d.signature = Some(Vec::new())),
    ("a signature of 50 000 bytes", |d| {
        d.signature = Some(noise(50_000));
    }),
    ("values behind the extensions", |d| {
        d.more = nested(SEQUENCE, 100);
    }),
    ("a negative serial number", |d| {
        d.serial = value(INTEGER, [0x80, 1]);
    }),
    ("serial number 0", |d| d.serial = value(INTEGER, [0])),
    ("a serial number of 40 bytes", |d| {
        d.serial = value(INTEGER, [0x7f; 40]);
    }),
    ("a serial number of 20 000 bytes", |d| {
        d.serial = value(INTEGER, [0x7f; 20_000]);
    }),
    ("an empty serial number", |d| d.serial = value(INTEGER, [])),
    ("a serial number that is text", |d| {
        d.serial = value(UTF8, "\u{1b}[2J");
    }),
    ("valid until year 9999", |d| {
        d.valid((UTC, "250101000000Z"), (GENERALIZED, "99991231235959Z"));
    }),
    ("valid from year 0", |d| {
        d.valid((GENERALIZED, "00000101000000Z"), (UTC, "400101000000Z"));
    }),
    ("valid until before it is valid from", |d| {
        d.valid((UTC, "400101000000Z"), (UTC, "250101000000Z"));
    }),
    ("a time without seconds", |d| {
        d.valid((UTC, "2501010000Z"), (UTC, "4001010000Z"));
    }),
    ("a time with an offset", |d| {
        d.valid((UTC, "250101000000+0100"), (UTC, "400101000000+0100"));
    }),
    ("the 31st of February", |d| {
        d.valid((UTC, "250231000000Z"), (UTC, "400101000000Z"));
    }),
    ("a leap second", |d| {
        d.valid((UTC, "250101000060Z"), (UTC, "400101000060Z"));
    }),
    ("times that are escapes", |d| {
        d.valid((UTC, "\u{1b}[2J\u{1b}[H0000Z"), (UTC, "\u{7}\u{7}\u{7}"));
    }),
    ("empty times", |d| d.valid((UTC, ""), (GENERALIZED, ""))),
    ("times of 25 000 digits", |d| {
        d.valid((GENERALIZED, DIGITS), (GENERALIZED, DIGITS));
    }),
    ("version 255", |d| {
        d.version = value(0xa0, value(INTEGER, [0, 255]));
    }),
    ("an issuer without a name", |d| d.issuer = sequence(&[])),
    ("a subject of 60 000 letters", |d| {
        d.subject = name(UTF8, "x".repeat(60_000));
    }),
    ("a subject of 1 000 parts", |d| d.subject = parts(1000)),
    ("a subject that is not UTF-8", |d| {
        d.subject = name(UTF8, [0xff, 0xfe, 0x9b, 0x80]);
    }),
    ("a BMP subject of half a letter", |d| {
        d.subject = name(0x1e, [0xd8, 0, 0x9b]);
    }),
    ("a subject with NUL before another name", |d| {
        d.subject = name(UTF8, "good.test\0evil.test");
    }),
    ("a subject nested 5 000 deep", |d| {
        d.subject = nested(SEQUENCE, 5000);
    }),
    ("4 000 alternative names", |d| {
        d.extensions = vec![dns_names((0..4000).map(|n| format!("{n:x}.test")))];
    }),
    ("an alternative name of 50 000 letters", |d| {
        d.extensions = vec![dns_names(["y".repeat(50_000)])];
    }),
    ("alternative names of 1 000 labels", |d| {
        d.extensions = vec![dns_names(["a.".repeat(1000)])];
    }),
    ("alternative names nested 5 000 deep", |d| {
        d.extensions = vec![extension(ALTERNATIVE_NAMES, &nested(SEQUENCE, 5000))];
    }),
    ("addresses of 3 and of 200 bytes", |d| {
        let names = sequence(&[value(0x87, [1, 2, 3]), value(0x87, [9; 200])]);
        d.extensions = vec![extension(ALTERNATIVE_NAMES, &names)];
    }),
    ("an extension twice", |d| {
        d.extensions = vec![dns_names(["a.test"]), dns_names(["b.test"])];
    }),
    ("1 000 unknown extensions", |d| {
        d.extensions = (0..1000_u16).map(unknown).collect();
    }),
    ("an unknown critical extension of 40 000 bytes", |d| {
        d.extensions
            .push(critical(&[0x55, 0x1d, 99], &noise(40_000)));
    }),
    ("1 000 policies", |d| {
        let policy = |n: usize| sequence(&[oid(&[0x2a, 3, (n / 100) as u8, (n % 100) as u8])]);
        let all: Vec<Vec<u8>> = (0..1000).map(policy).collect();
        d.extensions.push(extension(POLICIES, &sequence(&all)));
    }),
    ("a path length that is negative", |d| {
        let content = sequence(&[value(1, [0xff]), value(INTEGER, [0x80])]);
        d.extensions.push(critical(BASIC_CONSTRAINTS, &content));
    }),
    ("a key usage of 10 000 bits", |d| {
        d.extensions
            .push(extension(KEY_USAGE, &value(BITS, [0xff; 1251])));
    }),
    ("2 000 name constraints", |d| {
        let subtree = |n: usize| sequence(&[value(0x82, format!("{n}.test"))]);
        let all: Vec<u8> = (0..2000).flat_map(subtree).collect();
        d.extensions
            .push(critical(NAME_CONSTRAINTS, &sequence(&[value(0xa0, all)])));
    }),
    ("an RSA key of 16 384 bits", |d| d.key = rsa(2048, 3)),
    ("an RSA key of 200 000 bits", |d| d.key = rsa(25_000, 3)),
    ("an RSA key of exponent 0", |d| d.key = rsa(256, 0)),
    ("a curve that is given by its parameters", |d| {
        d.key = explicit_curve();
    }),
    ("an unknown algorithm of 10 000 parameters", |d| {
        let parameters: Vec<Vec<u8>> = (0..10_000).map(|_| value(NULL, [])).collect();
        d.algorithm = sequence(&[oid(&[0x2a, 3, 4]), sequence(&parameters)]);
    }),
];

/// Where a certificate holds text.
const PLACES: [Place; 5] = [
    ("the subject", |d, text| d.subject = name(UTF8, text)),
    ("the issuer", |d, text| d.issuer = name(UTF8, text)),
    ("an alternative name", |d, text| {
        d.extensions = vec![dns_names([text, "a.test"])];
    }),
    ("a policy's text", |d, text| {
        d.extensions.push(extension(POLICIES, &policy(text)));
    }),
    ("the address of an issuer", |d, text| {
        let url = value(0x86, format!("http://{text}/ca.crt"));
        let access = sequence(&[sequence(&[oid(ISSUERS), url])]);
        d.extensions.push(extension(AUTHORITY_ACCESS, &access));
    }),
];

const DIGITS: &str = {
    static BYTES: [u8; 25_000] = [b'9'; 25_000];
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => "",
    }
};

pub fn rows() -> Vec<Row> {
    let mut all = Vec::new();
    for channel in [Channel::ServerTls, Channel::HttpsProxy] {
        all.extend(CHAINS.map(|(kind, shown)| row(channel, kind.into(), shown)));
        all.extend(
            FIELDS.map(|(kind, change)| row(channel, kind.into(), move || Shown::one(change))),
        );
    }
    for (place, put) in PLACES {
        for (what, text) in texts::ODD {
            let kind = format!("{what} in {place}");
            let shown = move || Shown::one(|d| put(d, text));
            all.push(row(Channel::ServerTls, kind, shown));
        }
    }
    all
}

/// TLS 1.2 and 1.3 by turns: what a chain holds is the same in both.
fn row(channel: Channel, kind: String, shown: impl Fn() -> Shown + Send + Sync + 'static) -> Row {
    let version = if kind.len().is_multiple_of(2) {
        &TLS12
    } else {
        &TLS13
    };
    Row::new(channel, kind, move |scene| {
        let config = shown().server(version);
        let at = scene.wait_for(tls(config, answers_well));
        meets(scene, channel, at, &ANSWERS)
    })
}

/// Bytes of no meaning, the same in each run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(next).collect()
}

/// A CA that may have signed the usual certificate, by its name.
fn one_ca() -> Vec<u8> {
    let ca = |d: &mut Draft| {
        d.extensions = vec![critical(BASIC_CONSTRAINTS, &sequence(&[value(1, [0xff])]))];
    };
    Shown::one(ca).chain.remove(0)
}

fn parts(count: usize) -> Vec<u8> {
    let part = sequence(&[oid(&[0x55, 4, 11]), value(UTF8, "unit")]);
    value(SEQUENCE, value(SET, part).repeat(count))
}

fn unknown(number: u16) -> Vec<u8> {
    let [high, low] = number.to_be_bytes();
    extension(&[0x2a, 3, 4, high, low & 0x7f], &value(OCTETS, [low]))
}

fn policy(text: &str) -> Vec<u8> {
    let notice = sequence(&[value(UTF8, text)]);
    let qualifier = sequence(&[oid(&[0x2b, 6, 1, 5, 5, 7, 2, 2]), notice]);
    sequence(&[sequence(&[oid(&[0x2a, 3, 4]), sequence(&[qualifier])])])
}

fn rsa(bytes: usize, exponent: u8) -> Vec<u8> {
    let mut modulus = noise(bytes);
    modulus[0] = 0x7f;
    modulus[bytes - 1] |= 1;
    let key = sequence(&[value(INTEGER, modulus), value(INTEGER, [exponent])]);
    let algorithm = sequence(&[oid(RSA), value(NULL, [])]);
    sequence(&[algorithm, value(BITS, [&[0][..], &key].concat())])
}

/// P-256 by its numbers, in place of its name.
fn explicit_curve() -> Vec<u8> {
    let field = sequence(&[
        oid(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 1, 1]),
        value(INTEGER, [0x7f; 33]),
    ]);
    let curve = sequence(&[value(OCTETS, [0x11; 32]), value(OCTETS, [0x22; 32])]);
    let base = value(OCTETS, [&[4_u8][..], &[0x33; 64]].concat());
    let order = value(INTEGER, [0x7f; 32]);
    let parameters = sequence(&[value(INTEGER, [1]), field, curve, base, order]);
    let algorithm = sequence(&[oid(EC), parameters]);
    sequence(&[
        algorithm,
        value(BITS, [&[0_u8, 4][..], &[0x44; 64]].concat()),
    ])
}
