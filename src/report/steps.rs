//! What was measured → its view for the machine formats: routes, steps, sessions, further
//! measurements. Copies and names; `endpoint` has the endpoint as a whole.

use crate::evidence::{
    Connection, Extra, ExtraKind, Fault, HttpExchange, ProxyCanary, ProxySession, Resolution, Step,
    TlsSession,
};
use crate::foreign::Foreign;
use crate::roles::Answer;
use crate::route::Route;

use super::brief;
use super::view::{
    AnswerView, CanaryView, ExtraView, FaultView, HeaderView, ProxyView, ReplyView, RouteView,
    SessionView, StepView, StepsView,
};

pub(super) fn route(route: &Route) -> RouteView {
    RouteView {
        via: if route.is_direct() { "direct" } else { "proxy" }.to_owned(),
        proxy: route.proxy.as_ref().map(ToString::to_string),
        because: route.because.to_string(),
        curl_differs: route.curl_differs.as_ref().map(ToString::to_string),
    }
}

/// One per connection; a single one without address where there is none.
pub(super) fn steps(dns: &Step<Resolution>, connections: &[Connection]) -> Vec<StepsView> {
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
    let of = |c: &Connection| StepsView {
        address: Some(c.address.to_string()),
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

fn step<T>(step: &Step<T>) -> StepView {
    StepView {
        state: brief::step_state(step).to_owned(),
        seconds: step.took_us().map(|us| us as f64 / 1e6),
        fault: step.fault().map(fault),
        why: if let Step::Skipped { why } = step {
            Some(why.to_string())
        } else {
            None
        },
    }
}

fn proxy(conversation: &Step<ProxySession>) -> ProxyView {
    let step = step(conversation);
    let Some(saw) = conversation.saw() else {
        return ProxyView {
            step,
            ..ProxyView::default()
        };
    };
    ProxyView {
        step,
        asked: Some(saw.asked.clone()),
        session: saw.tls.as_ref().map(session),
        reply: saw.reply.as_ref().map(reply),
        socks_method: saw.socks_method,
        socks_reply: saw.socks_reply,
        early_bytes: saw.early_bytes.clone(),
    }
}

fn reply(answer: &Answer) -> ReplyView {
    let header = |(name, value): &(String, Foreign)| HeaderView {
        name: name.clone(),
        value: value.clone(),
    };
    ReplyView {
        status: answer.status,
        reason: answer.reason.clone(),
        headers: answer.headers.iter().map(header).collect(),
    }
}

pub(super) fn fault(fault: &Fault) -> FaultView {
    FaultView {
        kind: brief::fault_kind(fault).to_owned(),
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
            Some(first_bytes.clone())
        } else {
            None
        },
    }
}

fn session(session: &TlsSession) -> SessionView {
    let defect = session.handshake_signature_defect.as_ref();
    SessionView {
        sni: session.sni.clone(),
        version: session.version.clone(),
        suite: session.suite.clone(),
        alpn: session.alpn.clone(),
        chain: hashes(session),
        client_certificate_issuers: session
            .client_certificate
            .as_ref()
            .map(|request| request.accepted_issuers.clone()),
        ocsp_stapled: session.ocsp_bytes.is_some(),
        handshake_signature_defect: defect.map(ToString::to_string),
        afterwards: session.afterwards.as_ref().map(fault),
    }
}

fn hashes(session: &TlsSession) -> Vec<String> {
    session
        .chain
        .iter()
        .map(|cert| cert.sha256().to_owned())
        .collect()
}

fn answer(exchange: &HttpExchange) -> Option<AnswerView> {
    let answer = exchange.answer.as_ref()?;
    Some(AnswerView {
        asked: exchange.asked.clone(),
        status: answer.status,
        reason: answer.reason.clone(),
    })
}

/// Of the connection that went furthest.
fn chain(connections: &[Connection]) -> Vec<String> {
    brief::furthest(connections)
        .and_then(|c| c.tls.saw())
        .map_or_else(Vec::new, hashes)
}

pub(super) fn extra(extra: &Extra) -> ExtraView {
    ExtraView {
        kind: extra_kind(&extra.kind).to_owned(),
        name: if let ExtraKind::CanaryName { name } = &extra.kind {
            Some(name.clone())
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
    }
}

pub(super) fn canary(canary: &ProxyCanary) -> CanaryView {
    CanaryView {
        name: canary.name.clone(),
        route: route(&canary.route),
        steps: steps(&canary.dns, &canary.connections),
        chain: chain(&canary.connections),
    }
}
