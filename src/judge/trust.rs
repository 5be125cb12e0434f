//! Family `unknown-authority`: the chain's signer is not among the trusted certificates, and why that is so.
//! Rows only; pure. Exactly one of them applies to a chain that no trusted store vouches for.

use super::case::Case;
use super::signals::Confidence;
use super::{Class, Details, Family, Learnt, Others, Severity, StepName};
use crate::cert::{Cert, Facts, Signed};

const MTC: &str = "cluster: Test connect failed. The `caBundle` is required for self-signed API server certificates. repository: BackupStorageProviderTestFailed [... x509: certificate signed by unknown authority]. console: A certificate error has occurred, likely caused by using self-signed CA certificates";
const GO: &str = "x509: certificate signed by unknown authority";
const BROWSER: &str = "NET::ERR_CERT_AUTHORITY_INVALID / SEC_ERROR_UNKNOWN_ISSUER";

pub const RULES: &[Class] = &[
    Class {
        code: "self-signed",
        family: Family::UnknownAuthority,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a self-signed certificate",
        meaning: "the server's certificate is signed by its own key, and nobody trusted vouches for it",
        evidence: "issuer and subject are the same name and the certificate's own key verifies its signature",
        others: Others {
            mtc: MTC,
            go: GO,
            curl: "(60) SSL certificate problem: self-signed certificate",
            browser: "NET::ERR_CERT_AUTHORITY_INVALID / MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
        },
        remedy: "better: let a CA sign it. otherwise compare its SHA-256 with the server's owner; `probe export-bundle {authority} > ca_bundle.cert` pins this very certificate for {trust_place}; export again when it is replaced",
        cite: "RFC 5280 3.2; verifiers measured with self-signed leaves",
        when: self_signed,
    },
    Class {
        code: "same-name-other-key",
        family: Family::UnknownAuthority,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a CA of the trusted name, with another key",
        meaning: "a trusted certificate bears the signer's name but did not sign this chain: the CA was rotated, or the cluster reinstalled",
        evidence: "the issuer's name is found in a trusted store, and the key found there does not verify the signature",
        others: Others {
            mtc: MTC,
            go: "x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"NAME\")",
            curl: "(60) SSL certificate problem: unable to get local issuer certificate / certificate signature failure",
            browser: "NET::ERR_CERT_AUTHORITY_INVALID / SEC_ERROR_BAD_SIGNATURE",
        },
        remedy: "the copy of \"{issuer}\" in {store} is out of date for {authority}: run `probe export-bundle {authority} > ca_bundle.cert` without it and replace the old bundle in {trust_place}; make sure first that the CA was really renewed",
        cite: "RFC 5280 4.2.1.1; the text Go prints was reproduced",
        when: same_name_other_key,
    },
    Class {
        code: "private-ca",
        family: Family::UnknownAuthority,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "a private CA, its root was sent",
        meaning: "the chain is whole and ends in a CA that is not among the trusted ones",
        evidence: "signatures lead from the leaf to a self-signed CA certificate that the server itself sent; no trusted store holds it",
        others: Others {
            mtc: MTC,
            go: GO,
            curl: "(60) SSL certificate problem: self-signed certificate in certificate chain",
            browser: BROWSER,
        },
        remedy: "run `probe export-bundle TARGET... > ca_bundle.cert` with these targets; compare the root's SHA-256 with `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'` on that cluster or with its administrator; then give the file to {trust_place}",
        cite: "RFC 5280 6.1; OpenShift's API server and router send their own signer",
        when: private_ca,
    },
    Class {
        code: "intermediate-missing",
        family: Family::UnknownAuthority,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "the server leaves out its intermediate",
        meaning: "the server sends its own certificate without the intermediate CA that signed it, which TLS requires it to send",
        evidence: "nothing sent signed the leaf, and the leaf says that its issuer's certificate is to be fetched elsewhere (AIA) or bears a public CA's timestamps: the mark of an intermediate, not of a root",
        others: Others {
            mtc: MTC,
            go: GO,
            curl: "(60) SSL certificate problem: unable to get local issuer certificate",
            browser: "Chrome fetches it and shows nothing; Firefox: SEC_ERROR_UNKNOWN_ISSUER",
        },
        remedy: "let the owner of {authority} add the intermediate \"{issuer}\" behind the leaf in its certificate file; until then a bundle with it helps: --ca FILE with the intermediate and its root; by the leaf it is to be had at {issuer_at}",
        cite: "RFC 8446 4.4.2; RFC 5280 4.2.2.1",
        when: intermediate_missing,
    },
    Class {
        code: "root-not-sent",
        family: Family::UnknownAuthority,
        severity: Severity::Failure,
        step: StepName::Certificate,
        title: "an unknown CA that was not sent",
        meaning: "the chain ends below a CA that the server does not send and no trusted store holds",
        evidence: "no trusted certificate signed the topmost one sent",
        others: Others { mtc: MTC, go: GO, curl: "(60) SSL certificate problem: unable to get local issuer certificate", browser: BROWSER },
        remedy: "get the certificate of \"{issuer}\" from its administrator and run again with --ca FILE; for an OpenShift route it is in `oc get cm default-ingress-cert -n openshift-config-managed`, for the API in `oc get cm kube-root-ca.crt -n openshift-migration`; then export-bundle writes what {trust_place} needs",
        cite: "RFC 8446 4.4.2 (a root may be left out)",
        when: root_not_sent,
    },
];

/// The topmost certificate of the proven path of a chain that no trusted store vouches for. An intercepted chain is no matter of authority.
fn unvouched<'a>(case: &Case<'a>) -> Option<(&'a Cert, &'a Facts)> {
    let trust = case.trust?;
    let intercepted = case.found.as_ref().is_some_and(|f| f.confidence >= Confidence::Likely);
    if trust.anchor.is_some() || intercepted { None } else { case.path().last().copied() }
}

fn self_signed(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    (case.path().len() == 1 && top.is_self_signed()).then(|| {
        let ca = if facts.ca == Some(true) { "CA:TRUE (rustls clients refuse it as a server certificate)" } else { "CA:FALSE" };
        Details::none().with("subject", facts.subject.clone()).with("sha256", top.sha256()).with("kind", ca)
    })
}

fn same_name_other_key(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    if self_signed(case).is_some() {
        return None;
    }
    let same_name = case.stores.anchors.named(&facts.issuer_der);
    let (held, learnt) = same_name.iter().find(|(held, _)| held != top && top.signed_by(held) == Signed::No)?;
    let store = match learnt {
        Learnt::Store(name) => name.as_str(),
        Learnt::Sent => "the bundle",
    };
    Some(
        Details::none()
            .with("issuer", facts.issuer_label())
            .with("store", store)
            .with("trusted sha256", held.sha256())
            .with("signer of", top.label()),
    )
}

fn private_ca(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    let was_sent = case.chain().contains(top);
    (case.path().len() > 1 && top.is_self_signed() && was_sent && same_name_other_key(case).is_none()).then(|| {
        Details::none().with("root", facts.subject.clone()).with("sha256", top.sha256()).with("valid until", facts.not_after.date())
    })
}

fn intermediate_missing(case: &Case<'_>) -> Option<Details> {
    let (top, facts) = unvouched(case)?;
    let expects_more = !facts.aia_issuers.is_empty() || facts.has_scts;
    (case.path().len() == 1 && !top.is_self_signed() && expects_more && same_name_other_key(case).is_none()).then(|| {
        let issuer_at = facts.aia_issuers.first().map_or("(it does not say)", String::as_str);
        Details::none().with("issuer", facts.issuer_label()).with("issuer_at", issuer_at).with("sent", sent(case))
    })
}

fn root_not_sent(case: &Case<'_>) -> Option<Details> {
    let (_, facts) = unvouched(case)?;
    let another = [self_signed, same_name_other_key, private_ca, intermediate_missing];
    if another.iter().any(|rule| rule(case).is_some()) {
        return None;
    }
    Some(Details::none().with("issuer", facts.issuer_label()).with("sent", sent(case)))
}

fn sent(case: &Case<'_>) -> String {
    match case.chain().len() {
        1 => "1 certificate".into(),
        n => format!("{n} certificates"),
    }
}
