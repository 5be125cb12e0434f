//! Rows for reports built by hand: as long and as odd as real ones, and independent of them, so
//! that a better wording of a real row changes no golden report.

use mtc_probe::judge::{Class, Family, Others, Severity, StepName};

const SILENT: Others = Others {
    mtc: "",
    go: "",
    curl: "",
    browser: "",
};

pub static OK: Class = Class {
    code: "ok",
    family: Family::Ok,
    severity: Severity::Ok,
    step: StepName::Http,
    title: "everything asked for works",
    meaning: "the endpoint answers, and its certificate is trusted",
    evidence: "every step was done and the chain verifies",
    others: SILENT,
    remedy: "nothing",
    cite: "",
    when: |_| None,
};

pub static EXPIRES_SOON: Class = Class {
    code: "expires-soon",
    family: Family::Ok,
    severity: Severity::Warning,
    step: StepName::Certificate,
    title: "a certificate expires soon",
    meaning: "a certificate of the chain expires within 30 days",
    evidence: "notAfter of a certificate on the path to the anchor",
    others: SILENT,
    remedy: "renew the certificate of oauth-openshift.apps.west.acme.test before 2026-12-05, or let the migration end before then",
    cite: "RFC 5280 4.1.2.5",
    when: |_| None,
};

pub static HALF_UP: Class = Class {
    code: "half-up",
    family: Family::Ok,
    severity: Severity::Warning,
    step: StepName::Tcp,
    title: "works on some addresses only",
    meaning: "the name has several addresses and not all of them work, so clients fail now and then",
    evidence: "the same question, asked at each address, succeeded at some and failed at others",
    others: SILENT,
    remedy: "take the failing address out of DNS or repair what answers there: `oc get nodes -o wide` shows who should",
    cite: "RFC 6724 10",
    when: |_| None,
};

pub static CLIENT_CERTIFICATE: Class = Class {
    code: "client-certificate-required",
    family: Family::Ok,
    severity: Severity::Info,
    step: StepName::Tls,
    title: "asks for a client certificate",
    meaning: "the server asks for a client certificate, as every API server does",
    evidence: "a CertificateRequest in the handshake",
    others: SILENT,
    remedy: "nothing",
    cite: "RFC 8446 4.3.2",
    when: |_| None,
};

pub static EXPIRED: Class = Class {
    code: "expired",
    family: Family::Certificate,
    severity: Severity::Failure,
    step: StepName::Certificate,
    title: "a certificate has expired",
    meaning: "a certificate of the chain is past its last day, and every client refuses it",
    evidence: "notAfter of the certificate lies before the time of this run",
    others: Others {
        mtc: "x509: certificate has expired or is not yet valid",
        go: "x509: certificate has expired or is not yet valid: current time 2026-11-23T05:00:00Z is after 2026-10-01T00:00:00Z",
        curl: "curl: (60) SSL certificate problem: certificate has expired",
        browser: "NET::ERR_CERT_DATE_INVALID",
    },
    remedy: "renew the certificate on registry.west.acme.test:443; no CA bundle can help, since the date is checked with any",
    cite: "RFC 5280 6.1.3 (a)(2)",
    when: |_| None,
};

pub static ROOT_NOT_SENT: Class = Class {
    code: "root-not-sent",
    family: Family::UnknownAuthority,
    severity: Severity::Failure,
    step: StepName::Certificate,
    title: "signed by a CA nobody here knows",
    meaning: "the server sends its certificate but not the CA that signed it, and no store given here holds that CA",
    evidence: "the topmost certificate sent names another issuer, and neither a sent certificate nor a store verifies its signature",
    others: Others {
        mtc: "x509: certificate signed by unknown authority",
        go: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
        curl: "curl: (60) SSL certificate problem: unable to get local issuer certificate",
        browser: "NET::ERR_CERT_AUTHORITY_INVALID",
    },
    remedy: "ask whoever runs the storage for the CA certificate `CN=Lab Storage CA` and run `probe bundle --ca FILE`; its output goes into \
             the CA bundle of that replication repository in the MTC console (MigStorage spec.backupStorageConfig.s3CustomCABundle)",
    cite: "RFC 5280 6.1",
    when: |_| None,
};

pub static TIMEOUT_TCP: Class = Class {
    code: "timeout-tcp",
    family: Family::Timeout,
    severity: Severity::Failure,
    step: StepName::Tcp,
    title: "no answer to the connection",
    meaning: "nothing answers at the address: packets are dropped on the way, most often by a firewall",
    evidence: "no SYN-ACK, no RST and no ICMP error came within the time limit",
    others: Others {
        mtc: "dial tcp: i/o timeout",
        go: "dial tcp: i/o timeout",
        curl: "curl: (28) Connection timed out",
        browser: "",
    },
    remedy: "ask for the firewall to be opened from this machine's network to 198.51.100.20 and 198.51.100.21, TCP port 8443",
    cite: "RFC 9293 3.10.7.3",
    when: |_| None,
};

pub static NAME_NOT_FOUND: Class = Class {
    code: "name-not-found",
    family: Family::Name,
    severity: Severity::Failure,
    step: StepName::Dns,
    title: "the name does not exist",
    meaning: "the name service says that there is no such name",
    evidence: "NXDOMAIN from the system's resolver",
    others: Others {
        mtc: "no such host",
        go: "dial tcp: lookup: no such host",
        curl: "curl: (6) Could not resolve host",
        browser: "DNS_PROBE_FINISHED_NXDOMAIN",
    },
    remedy: "check the spelling, then ask the same resolver as MTC does: \
             `oc -n openshift-migration debug deploy/migration-controller -- getent hosts NAME`",
    cite: "RFC 2308 2.1",
    when: |_| None,
};

pub static REGISTRY_WITHOUT_TOKEN_SERVICE: Class = Class {
    code: "registry-without-token-service",
    family: Family::Service,
    severity: Severity::Warning,
    step: StepName::Http,
    title: "a registry that names no token service",
    meaning: "it is a registry, but it does not say where tokens come from",
    evidence: "401 without a Bearer challenge, or an anonymous 200",
    others: SILENT,
    remedy: "see whether the registry behind the route is the internal one",
    cite: "distribution specification, token authentication",
    when: |_| None,
};

pub static ALL: [&Class; 9] = [
    &OK,
    &EXPIRES_SOON,
    &HALF_UP,
    &CLIENT_CERTIFICATE,
    &ROOT_NOT_SENT,
    &TIMEOUT_TCP,
    &NAME_NOT_FOUND,
    &EXPIRED,
    &REGISTRY_WITHOUT_TOKEN_SERVICE,
];
