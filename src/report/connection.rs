//! One connection in `-o wide`: address, TCP, the conversation with a proxy, TLS, HTTP. Shows what
//! was seen; `judge` decides what it means.

use crate::cert::Cert;
use crate::evidence::{
    Connection, Fault, HelloOffer, HttpExchange, ProxySession, Step, TlsSession, readable_bytes,
    socks_reply,
};
use crate::roles::Answer;
use crate::route::Route;

use super::brief;
use super::cell::{Cell, INNER_LABEL, LABEL, Tone, commas};
use super::document::{Block, Fields, Said};

/// A server may name hundreds of CAs whose client certificates it takes.
const ISSUERS_SHOWN: usize = 5;

/// Headers of a proxy's reply that tell who answered, and why so.
const TELLING: [&str; 8] = [
    "x-squid-error",
    "proxy-authenticate",
    "proxy-agent",
    "via",
    "server",
    "location",
    "x-cache",
    "retry-after",
];

pub(super) fn blocks(connection: &Connection, route: &Route) -> Vec<Block> {
    let mut outer = Fields::new(1, LABEL);
    outer.prose(
        "address",
        &format!("{}{}", connection.address, brief::whose(route)),
    );
    let mut fields = Fields::new(2, INNER_LABEL);
    fields.blocks = outer.blocks;
    let mut tcp = vec![brief::step_story(&connection.tcp)];
    if let Some(session) = connection.tcp.saw() {
        tcp.extend(
            session
                .rtt_us
                .map(|us| format!("round trip {}", brief::duration(us.into()))),
        );
        tcp.extend(session.local.map(|local| format!("from {local}")));
    }
    fields.items("tcp", commas(tcp));
    if !route.is_direct() {
        proxy(&connection.proxy, &mut fields);
    }
    let session = connection.tls.saw();
    let mut tls = vec![brief::step_story(&connection.tls)];
    tls.extend(session.into_iter().flat_map(agreed));
    fields.items("tls", commas(tls));
    if let Some(session) = session {
        handshake(connection, session, &mut fields);
    }
    let mut http = vec![brief::step_story(&connection.http)];
    http.extend(connection.http.saw().map(exchange));
    fields.items("http", commas(http));
    fields.blocks
}

/// What was asked of the proxy, what it said, and with which certificates it proved itself.
fn proxy(step: &Step<ProxySession>, fields: &mut Fields) {
    fields.prose("proxy", &brief::step_story(step));
    let Some(session) = step.saw() else { return };
    if let Some(tls) = &session.tls {
        let mut items: Vec<String> = vec!["TLS with the proxy itself".into()];
        items.extend(agreed(tls));
        items.extend(tls.sni.as_ref().map(|name| format!("sni {name}")));
        fields.items("inside", commas(items));
        let said = |cert: &Cert| {
            let sha256 = vec![cert.sha256().to_owned()];
            [Said::Items(commas(shown(cert))), Said::Lines(sha256)]
        };
        fields.field("chain", tls.chain.iter().flat_map(said).collect());
    }
    fields.prose("asked", &session.asked);
    if let Some(answer) = &session.reply {
        reply(answer, fields);
    }
    let method = session
        .socks_method
        .map(|method| format!("method {method} ({})", socks_method(method)));
    let code = session
        .socks_reply
        .map(|code| format!("reply {code} ({})", socks_reply(code)));
    fields.items("socks", commas(method.into_iter().chain(code).collect()));
    if let Some(early) = &session.early_bytes {
        fields.prose(
            "early",
            &format!(
                "before anything was sent into the tunnel: {}",
                readable_bytes(early)
            ),
        );
    }
}

fn reply(answer: &Answer, fields: &mut Fields) {
    fields.prose(
        "reply",
        format!("{} {}", answer.status, answer.reason).trim_end(),
    );
    let telling = answer
        .headers
        .iter()
        .filter(|(name, _)| TELLING.contains(&name.as_str()));
    telling.for_each(|(name, value)| fields.prose("", &format!("{name}: {value}")));
}

/// RFC 1928 3.
const fn socks_method(method: u8) -> &'static str {
    match method {
        0 => "no credentials",
        1 => "GSSAPI",
        2 => "user and password",
        255 => "none acceptable",
        _ => "unknown to RFC 1928",
    }
}

/// Version, suite and protocol, as far as they were agreed.
fn agreed(session: &TlsSession) -> Vec<String> {
    let alpn = session.alpn.as_ref().map(|alpn| format!("alpn {alpn}"));
    [&session.version, &session.suite, &session.group]
        .into_iter()
        .flatten()
        .cloned()
        .chain(alpn)
        .collect()
}

/// A certificate in a few words: whose, by whom, until when.
pub(super) fn shown(cert: &Cert) -> Vec<String> {
    let mut items = vec![cert.label().to_string()];
    if let Some(facts) = cert.facts() {
        items.push(if cert.is_self_signed() {
            "self-signed".into()
        } else {
            format!("issued by {}", facts.issuer_label())
        });
        items.push(format!("ends {}", facts.not_after.date()));
    }
    items
}

fn handshake(connection: &Connection, session: &TlsSession, fields: &mut Fields) {
    fields.prose("sni", session.sni.as_deref().unwrap_or("none sent"));
    if let Some(request) = &session.client_certificate {
        let issuers = &request.accepted_issuers;
        let wanted = if issuers.is_empty() {
            "certificate wanted, from any CA"
        } else {
            "certificate wanted, from one of:"
        };
        let went_on = connection.works() && session.afterwards.is_none();
        let outcome = went_on.then(|| "none was given, and the session went on".to_owned());
        let items = std::iter::once(wanted.to_owned())
            .chain(brief::bounded(issuers, ISSUERS_SHOWN))
            .chain(outcome);
        let said = items.map(|item| Said::Prose(Cell::new(Tone::Plain, item)));
        fields.field("client", said.collect());
    }
    if session.renegotiation {
        fields.prose(
            "again",
            "it asked for a new handshake, which this program refuses",
        );
    }
    if let Some(defect) = &session.handshake_signature_defect {
        fields.prose("defect", &format!("the handshake's signature: {defect}"));
    }
    for hello in &session.hellos {
        let outcome = hello
            .fault
            .as_ref()
            .map_or_else(|| "answered".to_owned(), Fault::to_string);
        fields.prose(
            "hello",
            &format!("in clear, {}: {outcome}", offered(hello.offer)),
        );
    }
    if session.captured_by_hello {
        fields.prose(
            "read",
            "in clear: that the server holds the leaf's key is not proven",
        );
    }
    if let Some(fault) = &session.afterwards {
        fields.prose("then", &fault.to_string());
    }
}

/// What a hello in clear offers.
const fn offered(offer: HelloOffer) -> &'static str {
    match offer {
        HelloOffer::CurrentGo => "as go1.27 sends it",
        HelloOffer::OldGo => "as go1.19 sends it",
        HelloOffer::Openssl => "as curl sends it",
        HelloOffer::Wide => "with all of TLS 1.2 and before",
        HelloOffer::Oldest => "without extensions",
    }
}

/// `GET /version -> 200 OK`.
pub(super) fn exchange(exchange: &HttpExchange) -> String {
    match &exchange.answer {
        Some(answer) => format!("{} -> {} {}", exchange.asked, answer.status, answer.reason)
            .trim_end()
            .to_owned(),
        None => format!("{} -> no whole answer", exchange.asked),
    }
}
