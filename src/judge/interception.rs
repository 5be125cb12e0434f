//! Family `proxy-interference`, the part about certificates: someone on the way answers in the
//! server's place. Rows only; pure. Certain needs a proof; two strong signs make it likely; one
//! sign accuses nobody.

use super::case::Case;
use super::signals::{self, Confidence};
use super::{Class, Details, Family, Others, Severity, StepName, canary};

pub(super) const RULES: &[Class] = &[
    Class {
        code: super::INTERCEPTED,
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "someone answers in the server's place",
        meaning: "a proxy or device on this route ends the TLS session and signs certificates of its own",
        evidence: "proofs: a certificate was minted for a name that cannot exist and its keys or key ids reappear here (P1, P2, P5), the leaf has its issuer's key (P3), the issuer says \"Not trusted by\" (P6); signs, of which two make it likely: another issuer than on the other route (S1), names and dates copied under another key (S3), the request for a client certificate lost (S6). the same certificate or the same CA key on both routes refutes the signs (N1, N2)",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... x509: certificate signed by unknown authority]",
            go: "x509: certificate signed by unknown authority",
            curl: "(60) SSL certificate problem: self-signed certificate in certificate chain / unable to get local issuer certificate",
            browser: "MOZILLA_PKIX_ERROR_MITM_DETECTED / NET::ERR_CERT_AUTHORITY_INVALID",
        },
        remedy: "do not upload the CA seen here by accident. {bypass}ask for an exemption of {authority} from TLS inspection. where neither can be had, obtain the interceptor's CA from those who run it and accept it on purpose: `probe export-bundle --accept-interceptor {accept}`; rsync (stunnel) and client certificates will still fail",
        cite: "Squid gadgets.cc (the CA's key in every leaf), mitmproxy certs.py; measured with squid, mitmproxy and sslsplit",
        when: intercepted,
    },
    Class {
        code: "routes-differ",
        family: Family::ProxyInterference,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "the two routes show different certificates",
        meaning: "directly and through the proxy, different certificates answer; a second router, a staged renewal or interception look alike",
        evidence: "one difference between the two chains, and nothing that proves or refutes interception",
        others: Others {
            mtc: "",
            go: "",
            curl: "",
            browser: "",
        },
        remedy: "compare the issuers with the cluster's administrator: \"{here}\" here, \"{there}\" on the other route; a run from a third place settles it",
        cite: "a split horizon and two listeners make the same picture (measured)",
        when: routes_differ,
    },
    Class {
        code: "minted-on-demand",
        family: Family::ProxyInterference,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "certificates are made for any name",
        meaning: "whoever answers here made a certificate for a name that cannot exist: a server that issues on demand, or an interceptor with a key for each host; from here they look the same",
        evidence: "a handshake under a random name below .invalid was answered with a certificate made for it, and no key of it gives an interceptor away",
        others: Others {
            mtc: "",
            go: "",
            curl: "",
            browser: "",
        },
        remedy: "ask the cluster's administrator whether {authority} issues certificates on demand, and compare its CA \"{issuer}\" ({sha256}). `probe export-bundle` takes it only with --accept-unconfirmed {accept}, or where --ca FILE vouches for it",
        cite: "Caddy's on-demand TLS and FortiGate make the same picture; RFC 2606 2 (.invalid)",
        when: minted_on_demand,
    },
    Class {
        code: "proxy-intercepts-others",
        family: Family::ProxyInterference,
        severity: Severity::Warning,
        step: StepName::Proxy,
        title: "the proxy intercepts other hosts",
        meaning: "the proxy minted a certificate for a name that cannot exist, but let this endpoint through untouched",
        evidence: "CONNECT to a name under .invalid was answered with a certificate made for it; the chain of this endpoint bears none of its marks",
        others: Others {
            mtc: "",
            go: "",
            curl: "",
            browser: "",
        },
        remedy: "nothing to do for {authority}; it is exempt from inspection by {proxy} today, and a change of its policy would break it",
        cite: "selective inspection (Squid splice), measured",
        when: intercepts_others,
    },
];

fn intercepted(case: &Case<'_>) -> Option<Details> {
    let found = case
        .found
        .clone()
        .filter(|f| f.confidence >= Confidence::Likely)?;
    let accept = found.authority.as_ref().map_or_else(
        || "SHA256 --ca FILE".to_owned(),
        |ca| ca.sha256().to_owned(),
    );
    let direct_works = case.proxy().is_some()
        && signals::other_route(case).is_some_and(|e| e.connections.iter().any(signals::works));
    let bypass = if direct_works {
        format!(
            "the direct route works: add {} to noProxy, or ",
            case.no_proxy_value()
        )
    } else {
        String::new()
    };
    let details = Details::none()
        .with("confidence", found.confidence.name())
        .with("kind", found.kind)
        .with("signs", found.signs.join("; "))
        .with(
            "issuer",
            case.leaf().map(|f| f.issuer.clone()).unwrap_or_default(),
        )
        .with("accept", accept)
        .with("bypass", bypass);
    Some(match found.product {
        Some(product) => details.with("product", product),
        None => details,
    })
}

/// On this connection, or in the name of its issuer on another.
fn minted(case: &Case<'_>) -> bool {
    case.connection
        .is_some_and(|connection| canary::was_minted(case.attempt, connection))
}

fn minted_on_demand(case: &Case<'_>) -> Option<Details> {
    let proven = case
        .found
        .as_ref()
        .is_some_and(|f| f.confidence >= Confidence::Likely);
    if proven || !minted(case) {
        return None;
    }
    let top = case
        .path()
        .last()
        .copied()
        .filter(|(top, _)| case.path().len() > 1 || top.is_self_signed());
    let (issuer, sha256, accept) = match top {
        Some((cert, _)) => (
            cert.label(),
            format!("sha256 {}", cert.sha256()),
            cert.sha256(),
        ),
        None => (
            case.leaf()?.issuer_label(),
            "which is not sent".to_owned(),
            "SHA256",
        ),
    };
    let details = Details::none()
        .with("confidence", Confidence::Possible.name())
        .with("issuer", issuer)
        .with("accept", accept);
    Some(details.hidden("sha256", sha256))
}

fn routes_differ(case: &Case<'_>) -> Option<Details> {
    let found = case
        .found
        .clone()
        .filter(|f| f.confidence == Confidence::Possible && !minted(case))?;
    let (chain, _) = signals::control_chain(case)?;
    let issuer = |facts: Option<&crate::cert::Facts>| {
        facts
            .map(crate::cert::Facts::issuer_label)
            .unwrap_or_default()
    };
    let there = issuer(chain.first().and_then(crate::cert::Cert::facts));
    Some(
        Details::none()
            .with("confidence", found.confidence.name())
            .with("here", issuer(case.leaf()))
            .with("there", there)
            .with("signs", found.signs.join("; ")),
    )
}

fn intercepts_others(case: &Case<'_>) -> Option<Details> {
    let proxy = case.proxy()?;
    let clean = !case.chain().is_empty() && intercepted(case).is_none();
    (clean && case.taint.is_minting(proxy))
        .then(|| Details::none().with("proxy", proxy.to_string()))
}
