//! What answers lead to: metadata of an API server, the realm of a registry, addresses of issuers. Each names what no
//! client may follow, or what never ends.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::super::{Channel, Row};
use super::answers::{Answer, issued_by, row};
use super::der::{
    AUTHORITY_ACCESS, BASIC_CONSTRAINTS, ISSUERS, Shown, UTF8, critical, extension, name, oid,
    sequence, value,
};
use super::{ANSWERS, WAITS, WAITS_FOR};
use crate::measure::servers::hold;

/// An address that is named, and what is odd in it.
const ADDRESSES: [(&str, &str); 22] = [
    ("a file", "file:///etc/passwd"),
    ("LDAP", "ldap://127.0.0.1/cn=ca?cACertificate"),
    ("FTP", "ftp://127.0.0.1/ca.crt"),
    ("gopher", "gopher://127.0.0.1/1"),
    ("a script", "javascript:alert(1)"),
    ("data", "data:text/plain;base64,AAAA"),
    (
        "a cloud's metadata",
        "http://169.254.169.254/latest/meta-data",
    ),
    (
        "a cloud's metadata by name",
        "https://metadata.google.internal/",
    ),
    ("this machine in IPv6", "https://[::1]:1/"),
    ("this machine as a number", "https://2130706433:1/"),
    ("this machine by name", "https://localhost:1/"),
    ("a user and a password", "https://admin:hunter2@a.test/"),
    ("port 0", "https://a.test:0/"),
    ("port 99 999", "https://a.test:99999/"),
    ("no host", "https:///"),
    ("an empty text", ""),
    ("a relative path", "../../etc/passwd"),
    ("a zone", "https://[fe80::1%25eth0]/"),
    ("half of an IPv6 address", "https://[::1/"),
    ("letters of another script", "https://\u{430}pple.test/"),
    ("a direction mark", "https://a\u{202e}tset.live/"),
    ("escapes", "https://\u{1b}[2J\u{7}.test/"),
];

/// Bodies of metadata: what is odd, and the JSON.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let of = |text: &str| text.as_bytes().to_vec();
    let endpoints = |value: &str| {
        format!("{{\"issuer\": {value}, \"authorization_endpoint\": {value}, \"token_endpoint\": {value}}}").into_bytes()
    };
    vec![
        ("JSON of 100 000 levels", "[".repeat(100_000).into_bytes()),
        (
            "objects of 5 000 levels",
            "{\"a\":".repeat(5000).into_bytes(),
        ),
        (
            "JSON of 4 MiB",
            format!("{{\"issuer\": \"{}\"}}", "x".repeat(4 << 20)).into_bytes(),
        ),
        (
            "an array of a million numbers",
            format!("[{}1]", "1,".repeat(1_000_000)).into_bytes(),
        ),
        ("numbers for addresses", endpoints("1e999")),
        ("null for addresses", endpoints("null")),
        ("arrays for addresses", endpoints("[\"https://a.test\"]")),
        ("half of a surrogate", endpoints("\"https://\\ud800.test\"")),
        (
            "escaped controls",
            endpoints("\"https://\\u001b[2J\\u009b\\u0000.test\""),
        ),
        (
            "1 000 keys of one name",
            format!(
                "{{{}\"a\": 1}}",
                "\"issuer\": \"https://a.test\",".repeat(1000)
            )
            .into_bytes(),
        ),
        (
            "JSON that is not UTF-8",
            b"{\"issuer\": \"\xff\xfe\x9b\"}".to_vec(),
        ),
        ("a byte order mark", of("\u{feff}{}")),
        ("text behind JSON", of("{} {} []")),
        (
            "an address of 100 000 letters",
            endpoints(&format!("\"https://{}\"", "a".repeat(100_000))),
        ),
        (
            "a page of HTML",
            of("<html><body>{\"issuer\": 1}</body></html>"),
        ),
        ("half of JSON", of("{\"issuer\": \"https://a.te")),
    ]
}

/// XML that a storage may answer.
fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]><Error><Code>&d;</Code></Error>";
    vec![
        ("entities in entities", bomb.as_bytes().to_vec()),
        ("an entity that is a file", b"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Error><Code>&b;</Code></Error>".to_vec()),
        ("XML of 100 000 levels", "<Error>".repeat(100_000).into_bytes()),
        ("XML with escapes", b"<Error><Code>\x1b[2J\x9b31m</Code><Message>\x07\x7f</Message></Error>".to_vec()),
        ("an error of 4 MiB", format!("<Error><Code>{}</Code></Error>", "A".repeat(4 << 20)).into_bytes()),
    ]
}

fn page(kind: &str, head: &str, body: &[u8]) -> Answer {
    let head = format!(
        "HTTP/1.1 {head}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    Answer::Whole([head.as_bytes(), body].concat())
}

pub fn rows() -> Vec<Row> {
    let mut all = Vec::new();
    for (what, address) in ADDRESSES {
        let quoted = serde_json::Value::from(address).to_string();
        let body = format!(
            "{{\"issuer\": {quoted}, \"authorization_endpoint\": {quoted}, \"token_endpoint\": {quoted}}}"
        );
        let metadata = page("application/json", "200 OK", body.as_bytes());
        let realm = format!("401 No\r\nWWW-Authenticate: Bearer realm=\"{address}\",service=\"a\"");
        let challenge = page("application/json", &realm, b"{}");
        let kind = format!("an address: {what}");
        all.push(row(Channel::Metadata, kind.clone(), metadata));
        all.push(row(Channel::TokenService, kind.clone(), challenge));
        all.push(dead_end(kind, vec![address.into()]));
    }
    for (what, body) in bodies() {
        for (channel, head) in [
            (Channel::Metadata, "200 OK"),
            (Channel::TokenService, "401 No"),
        ] {
            all.push(row(
                channel,
                what.into(),
                page("application/json", head, &body),
            ));
        }
    }
    for (what, body) in documents() {
        all.push(row(
            Channel::S3,
            what.into(),
            page("application/xml", "403 Forbidden", &body),
        ));
    }
    all.extend(issuers());
    all
}

/// Nobody is met at these addresses.
fn dead_end(kind: String, urls: Vec<String>) -> Row {
    Row::new(Channel::Aia, kind, move |scene| {
        let args = issued_by(scene, &urls);
        scene.endpoints(&flags(&ANSWERS, &args))
    })
}

fn flags<'a>(first: &[&'a str], args: &'a [String]) -> Vec<&'a str> {
    first
        .iter()
        .copied()
        .chain(args.iter().map(String::as_str))
        .collect()
}

/// What a host answers to a number in the path, made of its own address, too.
type Page = Arc<dyn Fn(usize, &str) -> Vec<u8> + Send + Sync>;

/// A host of issuers that answers the path `/N` with these bytes, made of N and its own address.
fn host(kind: &str, body: impl Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static) -> Row {
    let body: Page = Arc::new(body);
    Row::new(Channel::Aia, kind, move |scene| {
        let body = Arc::clone(&body);
        let at = scene.serve(move |stream, _| gives(stream, Arc::clone(&body)));
        let args = issued_by(scene, &[format!("http://{at}/0")]);
        scene.endpoints(&flags(&ANSWERS, &args))
    })
}

async fn gives(mut stream: TcpStream, body: Page) {
    let mut asked = vec![0; 4096];
    let read = stream.read(&mut asked).await.unwrap_or(0);
    let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
    let number = asked.split(['/', ' ']).find_map(|word| word.parse().ok());
    let here = stream.local_addr().expect("an address").to_string();
    let _ = stream.write_all(&body(number.unwrap_or(0), &here)).await;
    let _ = stream.shutdown().await;
}

fn served(der: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", der.len());
    [head.as_bytes(), der].concat()
}

/// A CA of that number, whose issuer has the next one.
fn step(number: usize, here: &str) -> Vec<u8> {
    let named = |n: usize| {
        name(
            UTF8,
            if n == 0 {
                String::from("Somebody Else")
            } else {
                format!("CA {n}")
            },
        )
    };
    Shown::one(|d| {
        d.subject = named(number);
        d.issuer = named(number + 1);
        let url = value(0x86, format!("http://{here}/{}", number + 1));
        let access = sequence(&[sequence(&[oid(ISSUERS), url])]);
        let ca = sequence(&[value(1, [0xff])]);
        d.extensions = vec![
            critical(BASIC_CONSTRAINTS, &ca),
            extension(AUTHORITY_ACCESS, &access),
        ];
    })
    .chain
    .remove(0)
}

fn redirect(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn issuers() -> Vec<Row> {
    let silent = |kind: &str, count: usize| {
        Row::new(Channel::Aia, kind, move |scene| {
            let at = scene.serve(|stream, _| hold(stream));
            let urls: Vec<String> = (0..count).map(|n| format!("http://{at}/{n}")).collect();
            let args = issued_by(scene, &urls);
            scene.endpoints(&flags(&WAITS, &args))
        })
        .within(WAITS_FOR)
    };
    vec![
        silent("24 addresses that are silent", 24),
        silent("1 000 addresses that are silent", 1000),
        dead_end(
            "100 addresses at which nobody listens".into(),
            (1..=100)
                .map(|n| format!("http://127.0.0.1:{n}/"))
                .collect(),
        ),
        dead_end(
            "an address of 50 000 letters".into(),
            vec![format!("http://{}.test/", "a".repeat(50_000))],
        ),
        host("issuers without an end, each naming the next", |n, here| {
            served(&step(n, here))
        }),
        host("an issuer that names itself", |_, here| {
            served(&step(0, here))
        }),
        host("redirects without an end", |n, here| {
            redirect(&format!("http://{here}/{}", n + 1))
        }),
        host("two redirects in a circle", |n, here| {
            redirect(&format!("http://{here}/{}", 1 - n.min(1)))
        }),
        host("a page of HTML", |_, _| {
            served(b"<html><body>no such file</body></html>")
        }),
        host("1 000 certificates in PKCS #7", |_, here| {
            served(&collection(1000, here))
        }),
        host("1 MiB of noise", |_, _| {
            served(&b"\x30\x84\xa5\x5a".repeat(1 << 18))
        }),
        host("10 000 levels of DER", |_, _| {
            served(&super::der::nested(0x30, 10_000))
        }),
        host("an empty file", |_, _| served(b"")),
        host("escapes in PEM", |_, _| {
            served(b"-----BEGIN CERTIFICATE-----\n\x1b[2J\n-----END CERTIFICATE-----\n")
        }),
    ]
}

/// Signed data without a signer, whose certificates are one CA again and again.
fn collection(count: usize, here: &str) -> Vec<u8> {
    let signed_data = oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]);
    let data = sequence(&[oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1])]);
    let certificates = value(0xa0, step(0, here).repeat(count));
    let content = sequence(&[
        value(2, [1]),
        value(0x31, []),
        data,
        certificates,
        value(0x31, []),
    ]);
    sequence(&[signed_data, value(0xa0, content)])
}
