//! What was measured → its view for the machine formats: routes, steps, sessions, further
//! measurements. Copies and names; `endpoint` has the endpoint as a whole.

use crate::cert::Cert;
use crate::evidence::{
    ClearHello, Connection, Extra, ExtraKind, Fault, HttpExchange, ProxyCanary, ProxySession,
    Resolution, ResolverAnswer, ResolverSaid, Step, TlsSession,
};
use crate::judge::furthest;
use crate::roles::Answer;
use crate::route::Route;

use super::brief;
use super::view::{
    AnswerView, CanaryView, ExtraView, FaultView, HeaderView, HelloView, ProxyView, ReplyView,
    ResolverAnswerView, RouteView, SessionView, StepView, StepsView,
};

pub(super) fn route(route: &Route) -> RouteView {
    RouteView {
        via: if route.is_direct() { "direct" } else { "proxy" },
        proxy: route.proxy.as_ref().map(ToString::to_string),
        because: route.because.to_string(),
        curl_differs: route.curl_differs.as_ref().map(ToString::to_string),
    }
}

/// One per connection; a single one without address where there is none.
pub(super) fn steps<'a>(
    dns: &'a Step<Resolution>,
    connections: &'a [Connection],
) -> Vec<StepsView<'a>> {
    if connections.is_empty() {
        let not_tried = || step::<()>(&Step::NotTried);
        return vec![StepsView {
            address: None,
            dns: step(dns),
            tcp: not_tried(),
            proxy: ProxyView {
                step: not_tried(),
                ..ProxyView::default()
            },
            tls: not_tried(),
            http: not_tried(),
            round_trip: None,
            session: None,
            answer: None,
        }];
    }
    let of = |c: &'a Connection| StepsView {
        address: Some(c.address),
        dns: step(dns),
        tcp: step(&c.tcp),
        proxy: proxy(&c.proxy),
        tls: step(&c.tls),
        http: step(&c.http),
        round_trip: c
            .tcp
            .saw()
            .and_then(|tcp| tcp.rtt_us)
            .map(|us| f64::from(us) / 1e6),
        session: c.tls.saw().map(session),
        answer: c.http.saw().and_then(answer),
    };
    connections.iter().map(of).collect()
}

fn step<T>(step: &Step<T>) -> StepView<'_> {
    StepView {
        state: brief::step_state(step),
        seconds: step.took_us().map(|us| us as f64 / 1e6),
        fault: step.fault().map(fault),
        why: if let Step::Skipped { why } = step {
            Some(why.to_string())
        } else {
            None
        },
    }
}

fn proxy(conversation: &Step<ProxySession>) -> ProxyView<'_> {
    let step = step(conversation);
    let Some(saw) = conversation.saw() else {
        return ProxyView {
            step,
            ..ProxyView::default()
        };
    };
    ProxyView {
        step,
        asked: Some(&saw.asked),
        session: saw.tls.as_ref().map(session),
        reply: saw.reply.as_ref().map(reply),
        socks_method: saw.socks_method,
        socks_reply: saw.socks_reply,
        early_bytes: saw.early_bytes.as_deref(),
    }
}

fn reply(answer: &Answer) -> ReplyView<'_> {
    ReplyView {
        status: answer.status,
        reason: &answer.reason,
        headers: answer
            .headers
            .iter()
            .map(|(name, value)| HeaderView { name, value })
            .collect(),
    }
}

pub(super) fn resolver(answer: &ResolverAnswer) -> ResolverAnswerView<'_> {
    ResolverAnswerView {
        resolver: &answer.resolver,
        name: &answer.name,
        family: &answer.family,
        seconds: answer.took_us as f64 / 1e6,
        addresses: answer.addresses(),
        aliases: &answer.aliases,
        fault: match &answer.said {
            ResolverSaid::Addresses(_) => None,
            ResolverSaid::NoAddress => Some(fault(&Fault::NoAddress)),
            ResolverSaid::NoSuchName => Some(fault(&Fault::NoSuchName)),
            ResolverSaid::Failed(why) => Some(fault(why)),
        },
    }
}

pub(super) fn fault(fault: &Fault) -> FaultView<'_> {
    FaultView {
        kind: brief::fault_kind(fault),
        text: fault.as_recorded(),
        alert: if let Fault::Alert { code, .. } = fault {
            Some(*code)
        } else {
            None
        },
        os_code: if let Fault::Other { os_code, .. } = fault {
            *os_code
        } else {
            None
        },
        first_bytes: if let Fault::NotTls { first_bytes } = fault {
            Some(first_bytes)
        } else {
            None
        },
    }
}

fn session(session: &TlsSession) -> SessionView<'_> {
    let defect = session.handshake_signature_defect.as_ref();
    SessionView {
        sni: session.sni.as_deref(),
        version: session.version.as_deref(),
        suite: session.suite.as_deref(),
        group: session.group.as_deref(),
        signature_scheme: session.signature_scheme.as_deref(),
        alpn: session.alpn.as_deref(),
        chain: hashes(session),
        client_certificate_issuers: session
            .client_certificate
            .as_ref()
            .map(|request| &request.accepted_issuers[..]),
        ocsp_stapled: session.ocsp_bytes.is_some(),
        captured_by_hello: session.captured_by_hello,
        hellos: session.hellos.iter().map(hello).collect(),
        handshake_signature_defect: defect.map(ToString::to_string),
        renegotiation: session.renegotiation,
        afterwards: session.afterwards.as_ref().map(fault),
    }
}

fn hello(hello: &ClearHello) -> HelloView<'_> {
    HelloView {
        offer: hello.offer,
        fault: hello.fault.as_ref().map(fault),
    }
}

fn hashes(session: &TlsSession) -> Vec<&str> {
    session.chain.iter().map(Cert::sha256).collect()
}

fn answer(exchange: &HttpExchange) -> Option<AnswerView<'_>> {
    let answer = exchange.answer.as_ref()?;
    Some(AnswerView {
        asked: &exchange.asked,
        status: answer.status,
        reason: &answer.reason,
    })
}

/// Of the connection that went furthest.
fn chain(connections: &[Connection]) -> Vec<&str> {
    furthest(connections)
        .and_then(|c| c.tls.saw())
        .map_or_else(Vec::new, hashes)
}

pub(super) fn extra(extra: &Extra) -> ExtraView<'_> {
    ExtraView {
        kind: extra_kind(&extra.kind),
        name: if let ExtraKind::CanaryName { name } | ExtraKind::OtherKeyCanary { name, .. } =
            &extra.kind
        {
            Some(name)
        } else {
            None
        },
        route: route(&extra.route),
        because: extra.because.to_string(),
        steps: steps(&extra.dns, &extra.connections),
        chain: chain(&extra.connections),
    }
}

/// As in saved evidence.
const fn extra_kind(kind: &ExtraKind) -> &'static str {
    match kind {
        ExtraKind::OtherRoute => "other-route",
        ExtraKind::Again => "again",
        ExtraKind::CanaryName { .. } => "canary-name",
        ExtraKind::NoName => "no-name",
        ExtraKind::OnlyTls12 => "only-tls12",
        ExtraKind::SmallHello => "small-hello",
        ExtraKind::LargeHello => "large-hello",
        ExtraKind::SmallSegments => "small-segments",
        ExtraKind::ListenFirst => "listen-first",
        ExtraKind::OtherKey { .. } => "other-key",
        ExtraKind::OtherKeyCanary { .. } => "other-key-canary",
    }
}

pub(super) fn canary(canary: &ProxyCanary) -> CanaryView<'_> {
    CanaryView {
        name: &canary.name,
        route: route(&canary.route),
        steps: steps(&canary.dns, &canary.connections),
        chain: chain(&canary.connections),
    }
}
