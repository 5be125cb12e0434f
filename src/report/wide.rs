//! `-o wide`: the table, then everything that was seen of each endpoint, then the problems as in `table`.
//! Shows evidence; decides nothing.

use crate::evidence::{AddressSource, Connection, HttpExchange, Resolution, Step, Store, TlsSession};
use crate::judge::{Endpoint, RuleVerdict, Trust};
use crate::moment::Moment;

use super::layout::{Cell, Fields, Tone, ascii, flow, fold};
use super::{Report, Style, block, chain, glance, table, words};

/// Width of the label column, and of the one indented below it: what is said begins in the same column.
pub(super) const LABEL: usize = 9;
pub(super) const INNER_LABEL: usize = LABEL - 2;
/// A server may name hundreds of CAs whose client certificates it takes.
const ISSUERS_SHOWN: usize = 5;

pub(super) fn render(report: &Report<'_>, style: &Style) -> String {
    let style = *style;
    let endpoints = &report.judgement.endpoints;
    let seen: String = endpoints.iter().map(|e| detail(e, report.judgement.at, style) + "\n").collect();
    glance::table(report, style) + &seen + &block::problems(report, style) + &measured(report, style) + &table::summary(report, style)
}

/// Everything seen of one endpoint.
fn detail(endpoint: &Endpoint, now: Moment, style: Style) -> String {
    let attempt = &endpoint.attempt;
    let target = &attempt.target;
    let mut fields = Fields::new(style, 2, LABEL);
    fields.text = flow("", &words::who(endpoint).map(|text| Cell::new(Tone::Strong, text)), 0, style);
    fields.items("asked by", &commas(target.origins.iter().map(ToString::to_string).collect()));
    if let Some(name) = &target.servername {
        fields.prose("name", &format!("{name} instead of the host"));
    }
    fields.prose("route", &attempt.route.to_string());
    fields.items("dns", &commas(dns(&attempt.dns)));
    for connection in &attempt.connections {
        fields.text += &address(connection, style);
    }
    if let Some(trust) = &endpoint.trust {
        trusted(trust, &mut fields);
    }
    fields.text + &chain::tree(endpoint, now, style)
}

fn dns(step: &Step<Resolution>) -> Vec<String> {
    let mut items = vec![words::step_story(step)];
    let Some(found) = step.saw() else { return items };
    items.extend(found.addresses.iter().map(ToString::to_string));
    items.extend(found.missing.iter().map(|(family, fault)| format!("{family} failed: {}", words::fault_text(fault))));
    match found.source {
        AddressSource::Literal => items.push("the target is an address".into()),
        AddressSource::Override => items.push("given with --resolve".into()),
        AddressSource::System => {}
    }
    items
}

fn address(connection: &Connection, style: Style) -> String {
    let mut outer = Fields::new(style, 2, LABEL);
    outer.prose("address", &connection.address.to_string());
    let mut fields = Fields::new(style, 4, INNER_LABEL);
    let mut tcp = vec![words::step_story(&connection.tcp)];
    if let Some(session) = connection.tcp.saw() {
        tcp.extend(session.rtt_us.map(|us| format!("round trip {}", words::duration(us.into()))));
        tcp.extend(session.local.map(|local| format!("from {local}")));
    }
    fields.items("tcp", &commas(tcp));
    let mut tls = vec![words::step_story(&connection.tls)];
    let session = connection.tls.saw();
    tls.extend(session.into_iter().flat_map(|s| [&s.version, &s.suite]).flatten().cloned());
    tls.extend(session.and_then(|s| s.alpn.as_ref()).map(|alpn| format!("alpn {alpn}")));
    fields.items("tls", &commas(tls));
    if let Some(session) = session {
        handshake(session, &mut fields);
    }
    let mut http = vec![words::step_story(&connection.http)];
    http.extend(connection.http.saw().map(exchange));
    fields.items("http", &commas(http));
    outer.text + &fields.text
}

fn handshake(session: &TlsSession, fields: &mut Fields) {
    fields.prose("sni", session.sni.as_deref().unwrap_or("none sent"));
    if let Some(request) = &session.client_certificate {
        let issuers = &request.accepted_issuers;
        let wanted = if issuers.is_empty() { "certificate wanted, from any CA" } else { "certificate wanted, from one of:" };
        let items = std::iter::once(wanted.to_owned()).chain(words::bounded(issuers, ISSUERS_SHOWN));
        let lines: Vec<String> = items.flat_map(|item| fold(&item, fields.room())).collect();
        fields.lines("client", Tone::Plain, &lines);
    }
    if let Some(defect) = &session.handshake_signature_defect {
        fields.prose("defect", &format!("the handshake's signature: {defect}"));
    }
    if let Some(fault) = &session.afterwards {
        fields.prose("then", &words::fault_text(fault));
    }
}

fn exchange(exchange: &HttpExchange) -> String {
    match &exchange.answer {
        Some(answer) => format!("{} -> {} {}", exchange.asked, answer.status, answer.reason).trim_end().to_owned(),
        None => format!("{} -> no whole answer", exchange.asked),
    }
}

fn trusted(trust: &Trust, fields: &mut Fields) {
    let rule = |rule: &RuleVerdict| if rule.accepted { "accepts".to_owned() } else { format!("refuses: {}", rule.says) };
    fields.prose("go", &rule(&trust.go));
    fields.prose("strict", &rule(&trust.strict));
    for other in &trust.others {
        let verb = if other.accepts { "accept" } else { "refuse" };
        fields.prose("others", &format!("{} {verb}: {}", other.client, other.why));
    }
    let mut by = trust.vouched_by.clone();
    if by.is_empty() {
        by.push("no trusted store".into());
    }
    by[0].insert_str(0, "by ");
    if trust.public {
        by.push("its root is a public CA's (Mozilla)".into());
    }
    fields.items("vouched", &commas(by));
}

/// What trust was judged against and what bounded the measuring.
fn measured(report: &Report<'_>, style: Style) -> String {
    let measured = &report.measured;
    let mut fields = Fields::new(style, 0, LABEL);
    let store = |store: &Store| {
        let reference = if store.is_trusted() { "" } else { ", for reference only" };
        format!("{} ({}{reference})", store.name, words::count(store.certs.len(), "certificate"))
    };
    let when = |what: &str, at: Moment| format!("{what} {at}");
    let mut times = vec![when("measured", report.at)];
    if report.judgement.at != report.at {
        times.push(when("judged as of", report.judgement.at));
    }
    times.extend(measured.recording.map(|file| format!("read from {file}")));
    times.extend(measured.limits.iter().map(|(name, value)| format!("{name}: {value}")));
    times.push(report.tool.to_owned());
    fields.items("run", &commas(times));
    fields.items("stores", &commas(measured.stores.iter().map(store).collect()));
    fields.text
}

/// Items of a list, each but the last with its comma.
pub(super) fn commas(mut items: Vec<String>) -> Vec<String> {
    let last = items.len().saturating_sub(1);
    for (n, item) in items.iter_mut().enumerate() {
        *item = ascii(item) + if n < last { "," } else { "" };
    }
    items
}
