//! Classes of what proxies do, in words of their own: a reworded class changes no golden report.

use mtc_probe::judge::{Class, Family, Others, Severity, StepName};

const SILENT: Others = Others {
    mtc: "",
    go: "",
    curl: "",
    browser: "",
};

const DENIED: Class = Class {
    code: "proxy-denied",
    family: Family::ProxyInterference,
    severity: Severity::Failure,
    step: StepName::Proxy,
    title: "the proxy forbids it",
    meaning: "the proxy's rules do not allow a way to this target",
    evidence: "status 403 to CONNECT, or SOCKS reply 2",
    others: Others {
        mtc: "Test connect failed.",
        go: "Forbidden",
        curl: "(56) CONNECT tunnel failed, response 403",
        browser: "",
    },
    remedy: "have CONNECT to the console allowed, or add .apps.west.acme.test to noProxy",
    cite: "RFC 9110 9.3.6",
    when: |_| None,
};

pub static INTERCEPTED: Class = Class {
    code: "intercepted",
    step: StepName::Certificate,
    title: "someone answers in the server's place",
    meaning: "a proxy or device on this route ends the TLS session and signs certificates of its own",
    evidence: "a proof, or two signs",
    remedy: "do not upload the CA seen here by accident; add registry.west.acme.test to noProxy",
    ..DENIED
};

pub static CANNOT_RESOLVE: Class = Class {
    code: "proxy-cannot-resolve",
    title: "the proxy does not know the name",
    meaning: "the proxy's own name service has no address for the target",
    evidence: "SOCKS reply 4 for a name",
    remedy: "an internal name was sent to a proxy outside: add s3.lab.example.test to noProxy",
    ..DENIED
};

pub static AUTH_REQUIRED: Class = Class {
    code: "proxy-auth-required",
    title: "the proxy wants credentials",
    meaning: "the proxy refuses a way without credentials",
    evidence: "status 407",
    remedy: "put user and password into the proxy's URL",
    ..DENIED
};

pub static NO_PROXY_MISSING: Class = Class {
    code: "no-proxy-missing",
    severity: Severity::Warning,
    title: "directly it works: noProxy lacks this host",
    meaning: "through the proxy the endpoint fails, directly it answers",
    evidence: "the same target was measured on both routes",
    others: SILENT,
    remedy: "add .apps.west.acme.test to the noProxy of the cluster",
    ..DENIED
};

pub static DENIED_ROW: Class = DENIED;
