//! One judged endpoint → its view for the machine formats.
//! Copies and names; leaves nothing out because of what it means.

use crate::cert::{Cert, hex};
use crate::codes::Code;
use crate::evidence::{Attempt, Resolution};
use crate::judge::{
    CertSource, ClientDiffers, Endpoint, RuleVerdict, Trust, Verdict, is_shown_another,
};
use crate::target::Target;
use crate::words;

use super::steps;
use super::view::{
    CertView, EndpointView, OtherView, PathView, ResolutionView, RuleView, TargetView, TrustView,
    VerdictView,
};

pub(super) fn view(endpoint: &Endpoint) -> EndpointView<'_> {
    let attempt = &endpoint.attempt;
    EndpointView {
        target: target(&attempt.target),
        role: attempt.target.role,
        started: attempt.started,
        route: steps::route(&attempt.route),
        resolution: attempt.dns.saw().map(resolution),
        verdict: verdict(&attempt.target, &endpoint.verdict),
        as_expected: endpoint.is_as_expected(),
        findings: endpoint
            .findings
            .iter()
            .map(|finding| verdict(&attempt.target, finding))
            .collect(),
        chain: endpoint.sent().iter().map(certificate).collect(),
        path: endpoint
            .trust
            .iter()
            .flat_map(|trust| &trust.path)
            .map(path)
            .collect(),
        steps: steps::steps(&attempt.dns, &attempt.connections),
        extras: attempt.extras.iter().map(steps::extra).collect(),
        trust: endpoint
            .trust
            .as_deref()
            .map(|held| trust(held, &endpoint.attempt)),
    }
}

fn target(target: &Target) -> TargetView {
    TargetView {
        host: target.host.to_string(),
        port: target.port,
        authority: target.authority(),
        servername: target.servername.as_ref().map(ToString::to_string),
        expected: target.expect.map(Code::name),
        origins: target.origins.iter().map(ToString::to_string).collect(),
    }
}

fn resolution(found: &Resolution) -> ResolutionView<'_> {
    ResolutionView {
        source: found.source,
        addresses: &found.addresses,
        missing: found
            .missing
            .iter()
            .map(|(family, why)| (family.as_str(), steps::fault(why)))
            .collect(),
        asked: found.asked.iter().map(steps::resolver).collect(),
        compared: found.compared.iter().map(steps::resolver).collect(),
    }
}

fn verdict<'a>(target: &Target, verdict: &'a Verdict) -> VerdictView<'a> {
    let mut details = std::collections::BTreeMap::<&'static str, String>::new();
    for fact in words::facts(&verdict.finding).iter() {
        let value = fact.values.join("; ");
        let said = details.entry(fact.name).or_default();
        // A name given twice loses nothing.
        *said = if said.is_empty() {
            value
        } else {
            format!("{said}; {value}")
        };
    }
    VerdictView {
        family: verdict.family(),
        code: verdict.code().name(),
        severity: verdict.severity(),
        title: words::text(verdict.code()).title,
        details,
        remedy: words::remedy_for(target, verdict),
        addresses: &verdict.addresses,
        chains: &verdict.chains,
    }
}

fn certificate(cert: &Cert) -> CertView<'_> {
    let sha256 = cert.sha256();
    let Some(facts) = cert.facts() else {
        return CertView {
            sha256,
            defect: cert.defect(),
            ..CertView::default()
        };
    };
    CertView {
        sha256,
        defect: None,
        subject: Some(facts.subject.to_string()),
        issuer: Some(facts.issuer.to_string()),
        not_before: Some(facts.not_before),
        not_after: Some(facts.not_after),
        serial: Some(hex(&facts.serial)),
        dns_names: facts.dns_names.iter().map(ToString::to_string).collect(),
        ip_names: &facts.ip_names,
        key: Some(facts.key.to_string()),
        signature_algorithm: Some(&facts.signature_oid),
        is_ca: facts.is_ca(),
        self_signed: Some(cert.is_self_signed()),
        subject_key_id: facts.subject_key_id.as_deref().map(hex),
        authority_key_id: facts.authority_key_id.as_deref().map(hex),
    }
}

fn path((cert, learnt): &(Cert, CertSource)) -> PathView<'_> {
    let (learnt, store, from) = match learnt {
        CertSource::Sent => ("sent", None, None),
        CertSource::Store(name) => ("store", Some(name.as_str()), None),
        CertSource::Endpoint(authority) => ("endpoint", None, Some(authority.clone())),
        CertSource::Aia(url) => ("aia", None, Some(url.to_string())),
    };
    PathView {
        sha256: cert.sha256(),
        label: cert.label().to_string(),
        subject: cert.facts().map(|f| f.subject.to_string()),
        not_after: cert.facts().map(|f| f.not_after),
        learnt,
        store,
        from,
    }
}

fn trust<'a>(trust: &'a Trust, attempt: &Attempt) -> TrustView<'a> {
    let other = |o: &ClientDiffers| OtherView {
        client: words::clients(o),
        accepts: o.accepts(),
        why: words::client_quirk(o),
    };
    let others = trust.others.iter();
    let others = others.filter(|other| !is_shown_another(other, attempt));
    TrustView {
        go: rule(&trust.go),
        strict: rule(&trust.strict),
        others: others.map(other).collect(),
        vouched_by: &trust.vouched_by,
        public: trust.public,
    }
}

fn rule<R: ToString>(rule: &RuleVerdict<R>) -> RuleView {
    RuleView {
        accepted: rule.is_accepted(),
        says: rule.says(),
    }
}
