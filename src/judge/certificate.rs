//! Family `certificate`: faults of the certificates themselves, which no CA bundle cures. Each is
//! judged apart on the path that signatures prove, so that one never hides another. Rows only;
//! pure.

use super::case::Case;
use super::constraints::{constraint_violated, path_too_deep, weak};
use super::names::{self, NameProof};
use super::{Class, Details, Family, Others, Severity, StepName};
use crate::cert::{Cert, Facts};
use crate::evidence::Step;

const MTC: &str = "Test connect failed. / BackupStorageProviderTestFailed [... x509: ...]";

pub(super) const RULES: &[Class] = &[
    Class {
        code: "certificate-malformed",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a certificate that cannot be read",
        meaning: "the server sends something as a certificate that does not parse as one",
        evidence: "the X.509 parser refuses the bytes, or Go's is known to",
        others: Others {
            mtc: MTC,
            go: "tls: failed to parse certificate from server: x509: ...",
            curl: "(35) with OpenSSL's reason",
            browser: "ERR_SSL_SERVER_CERT_BAD_FORMAT",
        },
        remedy: "reissue certificate {place} of {authority}: {defect}",
        cite: "RFC 5280 4.1, 4.1.2.2; negative serial numbers measured with go1.23",
        when: certificate_malformed,
    },
    Class {
        code: "expired",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "expired",
        meaning: "a certificate of the chain is past its end date",
        evidence: "the time of judgement is later than notAfter",
        others: Others {
            mtc: MTC,
            go: "x509: certificate has expired or is not yet valid: current time T is after T",
            curl: "(60) SSL certificate problem: certificate has expired",
            browser: "NET::ERR_CERT_DATE_INVALID / SEC_ERROR_EXPIRED_CERTIFICATE",
        },
        remedy: "renew \"{certificate}\" on {authority}: it ended on {not_after}, and no CA bundle helps; OpenShift's ingress CA lives two years and is not renewed by itself (delete secret router-ca in openshift-ingress-operator, then router-certs-default in openshift-ingress)",
        cite: "RFC 5280 4.1.2.5",
        when: expired,
    },
    Class {
        code: "not-yet-valid",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "not yet valid",
        meaning: "a certificate of the chain begins to be valid only later",
        evidence: "the time of judgement is earlier than notBefore",
        others: Others {
            mtc: MTC,
            go: "x509: certificate has expired or is not yet valid: current time T is before T",
            curl: "(60) SSL certificate problem: certificate is not yet valid",
            browser: "NET::ERR_CERT_DATE_INVALID / MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
        },
        remedy: "compare the clocks of this machine and of {authority} first (chronyc tracking); if both are right, \"{certificate}\" is valid only from {not_before}",
        cite: "RFC 5280 4.1.2.5",
        when: not_yet_valid,
    },
    Class {
        code: "name-mismatch",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a certificate for another name",
        meaning: "the server's certificate does not cover the name it was reached by",
        evidence: "no subjectAltName entry matches the name",
        others: Others {
            mtc: MTC,
            go: "x509: certificate is valid for NAMES, not HOST / cannot validate certificate for IP because it doesn't contain any IP SANs",
            curl: "(60) SSL: no alternative certificate subject name matches target host name 'HOST'",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID / SSL_ERROR_BAD_CERT_DOMAIN",
        },
        remedy: "use one of the certificate's names instead of {expected} (MigCluster spec.url, MigStorage awsS3Url), or have a certificate issued that covers it; no CA bundle helps",
        cite: "RFC 9525 6; RFC 6125 6.4",
        when: name_mismatch,
    },
    Class {
        code: "no-san",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "no subjectAltName",
        meaning: "the certificate names its host in the common name only, which Go, Python, rustls and browsers ignore",
        evidence: "the leaf has no subjectAltName extension",
        others: Others {
            mtc: MTC,
            go: "x509: certificate relies on legacy Common Name field, use SANs instead",
            curl: "nothing where the common name matches: curl and OpenSSL accept it",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID",
        },
        remedy: "reissue the certificate of {authority} with subjectAltName DNS:{name}; no CA bundle helps (common name: {common_name})",
        cite: "RFC 9525 6.3 (common names are not used)",
        when: no_san,
    },
    Class {
        code: "wrong-purpose",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "not a server certificate",
        meaning: "the chain is not allowed to be used by servers",
        evidence: "an extendedKeyUsage is present and lists neither serverAuth nor anyExtendedKeyUsage",
        others: Others {
            mtc: MTC,
            go: "x509: certificate specifies an incompatible key usage",
            curl: "(60) SSL certificate problem: unsuitable certificate purpose",
            browser: "ERR_CERT_INVALID / SEC_ERROR_INADEQUATE_CERT_TYPE",
        },
        remedy: "reissue \"{certificate}\" of {authority} with extendedKeyUsage serverAuth; no CA bundle helps",
        cite: "RFC 5280 4.2.1.12",
        when: wrong_purpose,
    },
    Class {
        code: "weak-key-or-signature",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a key or signature too weak",
        meaning: "a certificate below the root is signed with SHA-1 or MD5, or the leaf's RSA key is shorter than 2048 bits",
        evidence: "the signature algorithm or key size stated in the certificate",
        others: Others {
            mtc: MTC,
            go: "x509: cannot verify signature: insecure algorithm SHA1-RSA (Go takes RSA keys from 1024 bits)",
            curl: "(60) CA signature digest algorithm too weak / EE certificate key too weak",
            browser: "NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM / ERR_CERT_WEAK_KEY",
        },
        remedy: "reissue \"{certificate}\" of {authority} with SHA-256 and at least RSA 2048 or EC P-256 ({weakness}); no CA bundle helps",
        cite: "RFC 9155; Go 1.18 and OpenSSL security level 2",
        when: weak,
    },
    Class {
        code: "path-too-deep",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "the chain is too long",
        meaning: "there are more intermediates than a CA in the chain, or strict clients, allow",
        evidence: "a pathLenConstraint is exceeded, or more than six intermediates lie between leaf and root",
        others: Others {
            mtc: MTC,
            go: "x509: too many intermediates for path length constraint",
            curl: "(60) SSL certificate problem: path length constraint exceeded",
            browser: "ERR_CERT_INVALID / SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID",
        },
        remedy: "the CA of {authority} issued below its own limit ({limit}): have the certificate issued by a CA higher up",
        cite: "RFC 5280 4.2.1.9",
        when: path_too_deep,
    },
    Class {
        code: "constraint-violated",
        family: Family::Certificate,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a constraint is violated",
        meaning: "a certificate of the chain forbids what it is used for here",
        evidence: "name constraints exclude the host, an issuer may not sign, or a critical extension is unknown to every client",
        others: Others {
            mtc: MTC,
            go: "x509: a root or intermediate certificate is not authorized to sign for this name / unhandled critical extension / parent certificate cannot sign this kind of certificate",
            curl: "(60) permitted subtree violation / unhandled critical extension / invalid CA certificate",
            browser: "ERR_CERT_INVALID / SEC_ERROR_CERT_NOT_IN_NAME_SPACE",
        },
        remedy: "have the chain of {authority} reissued: {violation}",
        cite: "RFC 5280 4.2, 4.2.1.3, 4.2.1.9, 4.2.1.10",
        when: constraint_violated,
    },
];

/// Something here explains why the chain is refused, whoever signed it.
pub(super) fn explained(case: &Case<'_>) -> bool {
    [
        certificate_malformed,
        expired,
        not_yet_valid,
        name_mismatch,
        no_san,
        wrong_purpose,
        weak,
        path_too_deep,
    ]
    .iter()
    .any(|rule| rule(case).is_some())
}

fn certificate_malformed(case: &Case<'_>) -> Option<Details> {
    let found = case
        .chain()
        .iter()
        .enumerate()
        .find_map(|(at, cert)| Some((at, defect(cert)?)));
    let none_sent = matches!(case.connection?.tls, Step::Done { .. }) && case.chain().is_empty();
    let (at, defect) = found.or_else(|| none_sent.then(|| (0, "none was sent".to_owned())))?;
    Some(
        Details::none()
            .with("place", (at + 1).to_string())
            .with("defect", defect),
    )
}

/// Why clients cannot read it: ours cannot, or Go's parser is known not to.
fn defect(cert: &Cert) -> Option<String> {
    let refused_by_go = || {
        cert.facts()
            .is_some_and(Facts::has_negative_serial)
            .then(|| "its serial number is negative, which Go refuses since 1.23".into())
    };
    cert.defect().map(str::to_owned).or_else(refused_by_go)
}

fn first_on_path(case: &Case<'_>, fault: impl Fn(&Facts) -> bool) -> Option<Details> {
    let (cert, facts) = case
        .path_in_use()
        .into_iter()
        .find(|(_, facts)| fault(facts))?;
    Some(dated(cert, facts))
}

fn dated(cert: &Cert, facts: &Facts) -> Details {
    Details::none()
        .with("certificate", facts.label())
        .with("not_before", facts.not_before.to_string())
        .with("not_after", facts.not_after.to_string())
        .with("sha256", cert.sha256())
}

fn expired(case: &Case<'_>) -> Option<Details> {
    first_on_path(case, |facts| case.now > facts.not_after)
}

fn not_yet_valid(case: &Case<'_>) -> Option<Details> {
    first_on_path(case, |facts| case.now < facts.not_before)
}

fn name_mismatch(case: &Case<'_>) -> Option<Details> {
    let leaf = case.leaf()?;
    let name = case.attempt.target.name();
    (names::prove(leaf, name) == NameProof::Mismatch).then(|| {
        Details::none()
            .with("expected", name.to_string())
            .with("presented", presented(leaf))
    })
}

/// The leaf's names, a handful of them.
fn presented(leaf: &Facts) -> String {
    let all: Vec<String> = leaf
        .dns_names
        .iter()
        .cloned()
        .chain(leaf.ip_names.iter().map(ToString::to_string))
        .collect();
    match all.len() {
        0 => "neither DNS names nor addresses".into(),
        1..=6 => all.join(", "),
        n => format!("{} and {} more", all[..5].join(", "), n - 5),
    }
}

fn no_san(case: &Case<'_>) -> Option<Details> {
    let leaf = case.leaf()?;
    (!leaf.has_san).then(|| {
        Details::none().with(
            "common_name",
            leaf.subject_cn.clone().unwrap_or_else(|| "none".into()),
        )
    })
}

fn wrong_purpose(case: &Case<'_>) -> Option<Details> {
    let (cert, facts) = case
        .path_in_use()
        .into_iter()
        .find(|(_, facts)| !facts.may_serve())?;
    let purposes = facts
        .purposes
        .as_ref()
        .map(|p| p.join(", "))
        .unwrap_or_default();
    Some(
        Details::none()
            .with("certificate", cert.label())
            .with("purposes", purposes),
    )
}
