//! Family `ok`: what works, and the warnings beside it.
//! Rows only; pure.

use std::collections::BTreeSet;

use super::case::Case;
use super::names::{self, NameProof};
use super::{Class, Details, Family, Others, Severity, StepName, Verdict, alerts};
use crate::cert::Cert;
use crate::moment::Moment;
use crate::roles::ServiceIdentity;

/// An expiry this near is worth a warning. OpenShift replaces API serving certificates of 30 days
/// at 15, so less is unusual.
const SOON_DAYS: i64 = 14;
/// Clocks further apart than this endanger certificate dates and S3 signatures (AWS refuses 15
/// minutes).
const SKEW_SECONDS: i64 = 300;
const NONE: Others = Others {
    mtc: "",
    go: "",
    curl: "",
    browser: "",
};

pub(super) const RULES: &[Class] = &[
    Class {
        code: "client-certificate-required",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Tls,
        title: "a client certificate is demanded",
        meaning: "the server ends the session unless the client presents a certificate; no CA bundle changes that",
        evidence: "the server sent a CertificateRequest and, as none was given, a fatal alert, the end of the session or an HTTP 400 that says so",
        others: Others {
            mtc: "Test connect failed.",
            go: "remote error: tls: certificate required / bad certificate / handshake failure",
            curl: "(56) or (35) with alert certificate required / handshake failure; 400 No required SSL certificate was sent",
            browser: "ERR_BAD_SSL_CLIENT_AUTH_CERT",
        },
        remedy: "check that {authority} is the service port and not one for mutual TLS; its certificate was captured all the same, and a bundle for it can be written; it takes client certificates of {issuers}",
        cite: "RFC 8446 4.4.2.4, 6.2; measured for TLS 1.2 (alert 40 or 116 in the handshake) and 1.3 (116 after it)",
        when: client_certificate,
    },
    Class {
        code: "expires-soon",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "expires soon",
        meaning: "a certificate of the chain ends within two weeks",
        evidence: "notAfter is less than 14 days after the time of judgement",
        others: NONE,
        remedy: "renew \"{certificate}\" on {authority} before {not_after}",
        cite: "RFC 5280 4.1.2.5; OpenShift replaces API certificates of 30 days after 15",
        when: expires_soon,
    },
    Class {
        code: "chain-disordered",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "the chain is out of order",
        meaning: "the certificates are not sent leaf first, each followed by the one that signed it",
        evidence: "the order sent differs from the order that signatures prove",
        others: Others {
            mtc: "",
            go: "nothing: Go sorts them itself",
            curl: "nothing",
            browser: "nothing",
        },
        remedy: "put the certificate file of {authority} in this order: {order}; GnuTLS clients may refuse it as it is",
        cite: "RFC 8446 4.4.2 (TLS 1.2 demands the order, 1.3 recommends it)",
        when: chain_disordered,
    },
    Class {
        code: "chain-extra",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "certificates that do not belong",
        meaning: "the server sends certificates that are no part of its path, or the same one twice",
        evidence: "they are neither on the path that signatures prove nor other certificates of a CA on it",
        others: NONE,
        remedy: "remove from the certificate file of {authority}: {extra}; export-bundle leaves them out",
        cite: "RFC 8446 4.4.2",
        when: chain_extra,
    },
    Class {
        code: "legacy-tls",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Tls,
        title: "an outdated TLS version",
        meaning: "the server chose a TLS version older than 1.2",
        evidence: "the version field of its ServerHello",
        others: NONE,
        remedy: "raise the TLS profile of the server behind {authority}: {version} is forbidden by RFC 8996 and refused by current clients",
        cite: "RFC 8996",
        when: legacy_tls,
    },
    Class {
        code: "hostname-only-by-cn",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "the name is in the common name only",
        meaning: "curl and OpenSSL accept this certificate for its common name, Go, Python and browsers do not: a test with curl misleads",
        evidence: "no subjectAltName, and the common name matches",
        others: Others {
            mtc: "",
            go: "x509: certificate relies on legacy Common Name field, use SANs instead",
            curl: "nothing: accepted",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID",
        },
        remedy: "reissue the certificate of {authority} with subjectAltName DNS:{name}",
        cite: "RFC 9525 6.3",
        when: by_common_name,
    },
    Class {
        code: "clock-skew",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Http,
        title: "the clocks differ",
        meaning: "the server's clock and this machine's are minutes apart: certificate dates and S3 signatures are judged wrongly",
        evidence: "the Date header of the answer against the time the connection began",
        others: Others {
            mtc: "RequestTimeTooSkewed",
            go: "certificate has expired or is not yet valid",
            curl: "the same",
            browser: "NET::ERR_CERT_DATE_INVALID (your clock is behind)",
        },
        remedy: "set both clocks by NTP (chronyc tracking): the server behind {authority} is {skew}",
        cite: "RFC 9110 6.6.1",
        when: clock_skew,
    },
    Class {
        code: "no-bundle-needed",
        family: Family::Ok,
        severity: Severity::Info,
        step: StepName::Certificate,
        title: "a public CA: no bundle needed",
        meaning: "the chain ends in a public root that every client already trusts",
        evidence: "the path's root is one of Mozilla's, and the system trusts it",
        others: NONE,
        remedy: "leave the CA bundle of {authority} empty: a bundle replaces the public roots in MTC's clients, so an unneeded one can only break things",
        cite: "client-go rootCertPool, aws-sdk-go CustomCABundle, restic --cacert: all replace",
        when: no_bundle_needed,
    },
    Class {
        code: "ok",
        family: Family::Ok,
        severity: Severity::Ok,
        step: StepName::Http,
        title: "ok",
        meaning: "every step that this role asks for went through, and a trusted store vouches for the chain",
        evidence: "name, connection, handshake, path, dates, name in the certificate and the service's own answer",
        others: NONE,
        remedy: "",
        cite: "RFC 5280 6.1, RFC 9525; each role's own answer",
        when: |_| None,
    },
];

/// The verdict of an endpoint without a failure.
pub(super) fn verdict(case: &Case<'_>) -> Verdict {
    let class = RULES.last().unwrap_or(&RULES[0]);
    let identity = case
        .attempt
        .connections
        .iter()
        .find_map(|c| c.http.saw().and_then(|s| s.answer.as_ref()));
    let details = match identity.map(|answer| (case.attempt.target.role.identify)(answer)) {
        Some(ServiceIdentity::Proven(what) | ServiceIdentity::ProvenWithoutTokenService(what)) => {
            Details::none().with("identity", what)
        }
        _ => Details::none(),
    };
    Verdict {
        class,
        details,
        addresses: Vec::new(),
        remedy: String::new(),
    }
}

/// Warnings that stand for a step which did not go through: they become the headline where nothing
/// fails.
pub(super) fn explains_failed_step(verdict: &Verdict) -> bool {
    matches!(verdict.code(), "half-up" | "client-certificate-required")
}

/// nginx and others let the handshake pass and refuse in HTTP.
pub(super) fn client_certificate_page(case: &Case<'_>) -> bool {
    case.wants_client_certificate()
        && case.answer().is_some_and(|a| {
            matches!(a.status, 400 | 403) && a.body.to_ascii_lowercase().contains("ssl certificate")
        })
}

fn client_certificate(case: &Case<'_>) -> Option<Details> {
    case.connection?;
    if !alerts::is_client_certificate_demand(case) && !client_certificate_page(case) {
        return None;
    }
    let accepted = case
        .session()
        .and_then(|s| s.client_certificate.as_ref())
        .map(|r| r.accepted_issuers.clone())
        .unwrap_or_default();
    let issuers = match accepted.len() {
        0 => "anyone".into(),
        n => accepted[..n.min(3)].join(" / ") + if n > 3 { " and others" } else { "" },
    };
    Some(Details::none().with("issuers", issuers))
}

fn expires_soon(case: &Case<'_>) -> Option<Details> {
    let horizon = case.now.plus_days(SOON_DAYS);
    let (cert, facts) = case
        .path_in_use()
        .into_iter()
        .find(|(_, f)| f.valid_at(case.now) && f.not_after < horizon)?;
    let days = case.now.days_until(facts.not_after);
    Some(
        Details::none()
            .with("certificate", cert.label())
            .with("not_after", facts.not_after.to_string())
            .with(
                "left",
                if days == 1 {
                    "1 day".to_owned()
                } else {
                    format!("{days} days")
                },
            ),
    )
}

/// The sent certificates that lie on the path, in path order.
fn sent_path<'a>(case: &Case<'a>) -> Vec<&'a Cert> {
    let chain = case.chain();
    case.path()
        .into_iter()
        .map(|(cert, _)| cert)
        .filter(|cert| chain.contains(cert))
        .collect()
}

fn chain_disordered(case: &Case<'_>) -> Option<Details> {
    let path = sent_path(case);
    let mut seen = BTreeSet::new();
    let sent: Vec<&Cert> = case
        .chain()
        .iter()
        .filter(|c| path.contains(c) && seen.insert(c.sha256()))
        .collect();
    let order: Vec<String> = path.iter().map(|c| c.label()).collect();
    (sent != path).then(|| Details::none().with("order", order.join(" <- ")))
}

fn chain_extra(case: &Case<'_>) -> Option<Details> {
    let path: Vec<&Cert> = case.trust?.path.iter().map(|(cert, _)| cert).collect();
    let mut seen = BTreeSet::new();
    let extra: Vec<String> = case
        .chain()
        .iter()
        .enumerate()
        .filter_map(|(at, cert)| match seen.insert(cert.sha256()) {
            false => Some(format!(
                "certificate {} (\"{}\" again)",
                at + 1,
                cert.label()
            )),
            true if !path.iter().any(|held| same_authority(held, cert)) => {
                Some(format!("certificate {} (\"{}\")", at + 1, cert.label()))
            }
            true => None,
        })
        .collect();
    (!extra.is_empty()).then(|| Details::none().with("extra", extra.join(", ")))
}

/// Byte for byte, or another certificate of the same name and key: cross-signed, or before its
/// renewal.
fn same_authority(held: &Cert, cert: &Cert) -> bool {
    let both = held.facts().zip(cert.facts());
    held == cert || both.is_some_and(|(a, b)| a.subject_der == b.subject_der && a.spki == b.spki)
}

fn legacy_tls(case: &Case<'_>) -> Option<Details> {
    let version = case.session()?.version.as_deref()?;
    alerts::OLD_VERSIONS
        .contains(&version)
        .then(|| Details::none().with("version", version))
}

fn by_common_name(case: &Case<'_>) -> Option<Details> {
    (names::prove(case.leaf()?, case.attempt.target.name()) == NameProof::ByCommonNameOnly)
        .then(Details::none)
}

fn clock_skew(case: &Case<'_>) -> Option<Details> {
    let server = Moment::parse_http_date(case.answer()?.header("date")?)?;
    let skew = server.0 - case.attempt.started.0;
    (skew.abs() > SKEW_SECONDS).then(|| {
        let direction = if skew > 0 { "ahead" } else { "behind" };
        Details::none().with("skew", format!("{} minutes {direction}", skew.abs() / 60))
    })
}

fn no_bundle_needed(case: &Case<'_>) -> Option<Details> {
    let trust = case.trust?;
    (trust.public && trust.go.is_accepted()).then(|| {
        Details::none().with(
            "root",
            case.path()
                .last()
                .map(|(c, _)| c.label())
                .unwrap_or_default(),
        )
    })
}
