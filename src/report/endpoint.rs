//! One judged endpoint → its view for the machine formats.
//! Copies and names; leaves nothing out because of what it means.

use crate::cert::{Cert, hex};
use crate::evidence::{AddressSource, Connection, Fault, HttpExchange, Resolution, Step, TlsSession};
use crate::judge::{Endpoint, Learnt, Other, RuleVerdict, Trust, Verdict};
use crate::target::Target;

use super::view::{
    AnswerView, CertView, EndpointView, FaultView, OtherView, PathView, ResolutionView, RuleView, SessionView, StepView, StepsView,
    TargetView, TrustView, VerdictView,
};
use super::words;

pub(super) fn view(endpoint: &Endpoint) -> EndpointView {
    let attempt = &endpoint.attempt;
    EndpointView {
        target: target(&attempt.target),
        role: attempt.target.role.name.to_owned(),
        started: attempt.started.to_string(),
        route: attempt.route.to_string(),
        resolution: attempt.dns.saw().map(resolution),
        verdict: verdict(&endpoint.verdict),
        findings: endpoint.findings.iter().map(verdict).collect(),
        chain: words::sent(endpoint).iter().map(certificate).collect(),
        path: endpoint.trust.iter().flat_map(|trust| &trust.path).map(path).collect(),
        steps: steps(endpoint),
        trust: endpoint.trust.as_ref().map(trust),
    }
}

fn target(target: &Target) -> TargetView {
    TargetView {
        host: target.host.to_string(),
        port: target.port,
        authority: target.authority(),
        servername: target.servername.as_ref().map(ToString::to_string),
        origins: target.origins.iter().map(ToString::to_string).collect(),
    }
}

fn resolution(found: &Resolution) -> ResolutionView {
    let source = match found.source {
        AddressSource::Literal => "literal",
        AddressSource::Override => "override",
        AddressSource::System => "system",
    };
    ResolutionView {
        source: source.to_owned(),
        addresses: found.addresses.iter().map(ToString::to_string).collect(),
        missing: found.missing.iter().map(|(family, why)| (family.clone(), fault(why))).collect(),
    }
}

fn verdict(verdict: &Verdict) -> VerdictView {
    let mut details = std::collections::BTreeMap::<String, String>::new();
    for (name, value) in &verdict.details.0 {
        let said = details.entry((*name).to_owned()).or_default();
        // A name given twice loses nothing.
        *said = if said.is_empty() { value.clone() } else { format!("{said}; {value}") };
    }
    VerdictView {
        family: verdict.class.family,
        code: verdict.class.code.to_owned(),
        severity: verdict.class.severity,
        title: verdict.class.title.to_owned(),
        details,
        remedy: verdict.remedy.clone(),
        addresses: verdict.addresses.iter().map(ToString::to_string).collect(),
    }
}

fn certificate(cert: &Cert) -> CertView {
    let sha256 = cert.sha256().to_owned();
    let Some(facts) = cert.facts() else {
        return CertView { sha256, defect: cert.defect().map(str::to_owned), ..CertView::default() };
    };
    CertView {
        sha256,
        defect: None,
        subject: Some(facts.subject.clone()),
        issuer: Some(facts.issuer.clone()),
        not_before: Some(facts.not_before.to_string()),
        not_after: Some(facts.not_after.to_string()),
        serial: Some(hex(&facts.serial)),
        dns_names: facts.dns_names.clone(),
        ip_names: facts.ip_names.iter().map(ToString::to_string).collect(),
        key: Some(facts.key.to_string()),
        signature_algorithm: Some(facts.signature_oid.clone()),
        is_ca: Some(facts.may_issue()),
        self_signed: Some(cert.is_self_signed()),
        subject_key_id: facts.subject_key_id.as_deref().map(hex),
        authority_key_id: facts.authority_key_id.as_deref().map(hex),
    }
}

fn path((cert, learnt): &(Cert, Learnt)) -> PathView {
    let (learnt, store, from) = match learnt {
        Learnt::Sent => ("sent", None, None),
        Learnt::Store(name) => ("store", Some(name.clone()), None),
        Learnt::Endpoint(authority) => ("endpoint", None, Some(authority.clone())),
        Learnt::Aia(url) => ("aia", None, Some(url.clone())),
    };
    PathView {
        sha256: cert.sha256().to_owned(),
        label: cert.label(),
        subject: cert.facts().map(|f| f.subject.clone()),
        not_after: cert.facts().map(|f| f.not_after.to_string()),
        learnt: learnt.to_owned(),
        store,
        from,
    }
}

fn steps(endpoint: &Endpoint) -> Vec<StepsView> {
    let dns = || step(&endpoint.attempt.dns);
    let not_tried = || StepView { state: words::step_state::<()>(&Step::NotTried).to_owned(), ..StepView::default() };
    if endpoint.attempt.connections.is_empty() {
        let (tcp, tls, http) = (not_tried(), not_tried(), not_tried());
        return vec![StepsView { address: None, dns: dns(), tcp, tls, http, round_trip: None, session: None, answer: None }];
    }
    let of = |c: &Connection| StepsView {
        address: Some(c.address.to_string()),
        dns: dns(),
        tcp: step(&c.tcp),
        tls: step(&c.tls),
        http: step(&c.http),
        round_trip: c.tcp.saw().and_then(|tcp| tcp.rtt_us).map(|us| f64::from(us) / 1e6),
        session: c.tls.saw().map(session),
        answer: c.http.saw().and_then(answer),
    };
    endpoint.attempt.connections.iter().map(of).collect()
}

fn step<T>(step: &Step<T>) -> StepView {
    StepView {
        state: words::step_state(step).to_owned(),
        seconds: step.took_us().map(|us| us as f64 / 1e6),
        fault: step.fault().map(fault),
        why: if let Step::Skipped { why } = step { Some(why.clone()) } else { None },
    }
}

fn fault(fault: &Fault) -> FaultView {
    FaultView {
        kind: words::fault_kind(fault).to_owned(),
        text: words::fault_text(fault),
        alert: if let Fault::Alert { code, .. } = fault { Some(*code) } else { None },
        os_code: if let Fault::Other { os_code, .. } = fault { *os_code } else { None },
        first_bytes: if let Fault::NotTls { first_bytes } = fault { Some(first_bytes.clone()) } else { None },
    }
}

fn session(session: &TlsSession) -> SessionView {
    SessionView {
        sni: session.sni.clone(),
        version: session.version.clone(),
        suite: session.suite.clone(),
        alpn: session.alpn.clone(),
        chain: session.chain.iter().map(|cert| cert.sha256().to_owned()).collect(),
        client_certificate_issuers: session.client_certificate.as_ref().map(|request| request.accepted_issuers.clone()),
        ocsp_stapled: session.ocsp_bytes.is_some(),
        handshake_signature_defect: session.handshake_signature_defect.clone(),
        afterwards: session.afterwards.as_ref().map(fault),
    }
}

fn answer(exchange: &HttpExchange) -> Option<AnswerView> {
    let answer = exchange.answer.as_ref()?;
    Some(AnswerView { asked: exchange.asked.clone(), status: answer.status, reason: answer.reason.clone() })
}

fn trust(trust: &Trust) -> TrustView {
    let other = |o: &Other| OtherView { client: o.client.to_owned(), accepts: o.accepts, why: o.why.clone() };
    TrustView {
        go: rule(&trust.go),
        strict: rule(&trust.strict),
        others: trust.others.iter().map(other).collect(),
        vouched_by: trust.vouched_by.clone(),
        public: trust.public,
    }
}

fn rule(rule: &RuleVerdict) -> RuleView {
    RuleView { accepted: rule.accepted, says: rule.says.clone() }
}
