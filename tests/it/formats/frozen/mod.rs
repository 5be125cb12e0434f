//! A run built by hand with a frozen clock and frozen certificates: one endpoint of each kind that
//! a report must show. What it says need not be what `judge` would say; here only its looks are
//! tested.

mod by_hand;
mod odd;
mod parts;

use mtc_probe::cert::Cert;
use mtc_probe::codes::Code;
use mtc_probe::error::Problem;
use mtc_probe::evidence::{
    ClientCertificateRequest, Connection, Fault, ProxyCanary, Shortages, SkipReason, Step, Store,
    StoreKind, TlsSession,
};
use mtc_probe::judge::finding::authority::Root;
use mtc_probe::judge::finding::certificate::Dated;
use mtc_probe::judge::finding::notice::{BrokenAddress, CertificateDemand};
use mtc_probe::judge::finding::{CertificateFault, Notice, Timeout, UnknownAuthority, Unreached};
use mtc_probe::judge::{
    CertSource, Client, ClientDiffers, ClientQuirk, Endpoint, GoVerdict, Ground, Stores, Taint,
    Trust,
};
use mtc_probe::moment::Moment;
use mtc_probe::report::{MeasuringInfo, MtcReport, Report};
use mtc_probe::target::Host;
use std::sync::Arc;

pub use by_hand::FrozenRun;
use odd::odd;
pub use odd::saying;
pub use parts::{
    accepted, attempt, cert, found, go_refuses, judged, session, strict_refuses, untried, worked,
    works,
};

/// 2026-11-23T05:00:00Z, the clock of every frozen case.
pub const NOW: Moment = Moment(1_795_410_000);

pub struct Frozen {
    judgement: FrozenRun,
    canaries: Vec<ProxyCanary>,
    problems: Vec<Problem>,
    stores: Vec<Store>,
    held: Stores,
    taint: Taint,
}

impl Frozen {
    /// One endpoint of every kind, odd ones included.
    pub fn all() -> Self {
        Self::of(
            vec![
                api(),
                oauth(),
                registry(),
                storage("s3", 1),
                storage("s3-replica", 2),
                firewalled(),
                misspelt(),
                half_up(),
                by_address(),
                odd(),
            ],
            vec![],
        )
    }

    /// A run as most are: few endpoints, few problems.
    pub fn everyday() -> Self {
        Self::of(vec![api(), oauth(), storage("s3", 1), firewalled()], vec![])
    }

    pub fn of(endpoints: Vec<Endpoint>, canaries: Vec<ProxyCanary>) -> Self {
        let stores = vec![
            Store {
                name: "system".into(),
                kind: StoreKind::System,
                certs: vec![],
                left_out: 0,
                unconfirmed: Vec::new(),
                of: None,
            },
            Store {
                name: "acme-ca.pem".into(),
                kind: StoreKind::Given,
                certs: vec![cert("acme")],
                left_out: 0,
                unconfirmed: Vec::new(),
                of: None,
            },
            Store {
                name: "mozilla".into(),
                kind: StoreKind::Reference,
                certs: vec![],
                left_out: 0,
                unconfirmed: Vec::new(),
                of: None,
            },
        ];
        let problems = vec![Problem::new(
            "targets.txt:12",
            "port 0 cannot be connected to",
            "write a port from 1 to 65535",
        )];
        Self {
            judgement: FrozenRun {
                at: NOW,
                endpoints,
                run_findings: Vec::new(),
            },
            canaries,
            problems,
            held: Stores::new(&stores),
            taint: Taint::default(),
            stores,
        }
    }

    pub fn report(&self) -> Report<'_> {
        let limits = [("connections at once", "64"), ("time limit per step", "5s")];
        Report {
            tool: "probe 0.1.0",
            at: NOW,
            judgement: &self.judgement,
            pieces: None,
            ground: Ground::new(&self.held, &self.taint, NOW),
            mtc: MtcReport::default(),
            canaries: &self.canaries,
            problems: &self.problems,
            shortages: Shortages::none(),
            measured: MeasuringInfo {
                recording: None,
                limits: limits.map(|(what, most)| (what, most.into())).into(),
                stores: &self.stores,
                is_redacted: false,
                again: super::AGAIN,
            },
            redaction: None,
        }
    }
}

fn api() -> Endpoint {
    let issuers = [
        "admin-kubeconfig-signer",
        "kube-csr-signer_@1795000000",
        "kubelet-signer",
        "kube-control-plane-signer",
    ];
    let more = [
        "kube-apiserver-to-kubelet-signer",
        "kubelet-bootstrap-kubeconfig-signer",
        "aggregator",
    ];
    let accepted_issuers = issuers
        .iter()
        .chain(&more)
        .map(|cn| format!("OU=openshift, CN={cn}").into())
        .collect();
    let tls = TlsSession {
        client_certificate: Some(ClientCertificateRequest { accepted_issuers }),
        ..session("api.west.acme.test", &["acme.west.api", "acme.west"])
    };
    let attempt = attempt(
        "api=api.west.acme.test:6443",
        &["192.0.2.10"],
        worked(tls, "GET /version", 200, "OK"),
    );
    let mut endpoint = judged(attempt, works());
    endpoint.findings = vec![found(Notice::ClientCertificateRequired {
        issuers: ["admin-kubeconfig-signer", "kubelet-signer"]
            .map(|cn| format!("OU=openshift, CN={cn}").into())
            .into(),
        and_others: true,
        by: CertificateDemand::Page { status: 400 },
    })];
    endpoint.trust = Some(accepted(&["acme.west.api", "acme.west"]));
    endpoint
}

fn oauth() -> Endpoint {
    let tls = session(
        "oauth-openshift.apps.west.acme.test",
        &["acme.west.apps-soon", "acme.west"],
    );
    let attempt = attempt(
        "oauth=oauth-openshift.apps.west.acme.test",
        &["192.0.2.11"],
        worked(tls, "GET /healthz", 200, "OK"),
    );
    let mut endpoint = judged(attempt, works());
    endpoint.findings = vec![found(Notice::ExpiresSoon {
        certificate: "*.apps.west.acme.test".into(),
        not_after: Moment::parse("2026-12-05T00:00:00Z").expect("a moment"),
        days_left: 11,
    })];
    endpoint.trust = Some(accepted(&["acme.west.apps-soon", "acme.west"]));
    endpoint
}

fn registry() -> Endpoint {
    // Sent out of order, and with a stranger.
    let tls = session(
        "registry.west.acme.test",
        &["acme.west.registry-expired", "lab", "acme.west"],
    );
    let attempt = attempt(
        "registry=registry.west.acme.test",
        &["192.0.2.12"],
        worked(tls, "GET /v2/", 401, "Unauthorized"),
    );
    let leaf = cert("acme.west.registry-expired");
    let facts = leaf.facts().expect("a certificate");
    let expired = CertificateFault::Expired(Dated {
        certificate: facts.label(),
        not_before: facts.not_before,
        not_after: facts.not_after,
        sha256: leaf.sha256().to_owned(),
        anchor: None,
    });
    let mut endpoint = judged(attempt, found(expired));
    let says = "x509: certificate has expired or is not yet valid: current time 2026-11-23T05:00:00Z is after 2026-10-01T00:00:00Z";
    endpoint.trust = Some(Arc::new(Trust {
        go: go_refuses(says),
        strict: strict_refuses("CertExpired"),
        anchor: None,
        vouched_by: vec![],
        ..(*accepted(&["acme.west.registry-expired", "acme.west"])).clone()
    }));
    endpoint
}

fn storage(name: &str, number: usize) -> Endpoint {
    let host = format!("{name}.lab.example.test");
    let address = format!("198.51.100.{number}");
    let tls = session(&host, &["lab.s3"]);
    let attempt = attempt(
        &format!("repository={host}:9000"),
        &[&address],
        worked(tls, "GET /", 403, "Forbidden"),
    );
    let headline = UnknownAuthority::RootNotSent {
        issuer: "Lab Storage CA".into(),
        sent: number,
        root: Root::Unknown { aia: None },
    };
    let mut endpoint = judged(attempt, found(headline));
    endpoint.trust = Some(Arc::new(Trust {
        go: go_refuses("x509: certificate signed by unknown authority"),
        strict: strict_refuses("UnknownIssuer"),
        path: lab_path(number),
        anchor: None,
        vouched_by: vec![],
        others: vec![ClientDiffers {
            clients: vec![Client::Openssl, Client::Node, Client::OldPython],
            why: ClientQuirk::NoSelfSignedRoot,
        }],
        ..(*accepted(&[])).clone()
    }));
    endpoint
}

/// The root was not sent; of the second one it was fetched.
fn lab_path(number: usize) -> Vec<(Cert, CertSource)> {
    let fetched = (
        cert("lab"),
        CertSource::Aia("http://pki.lab.example.test/root.cer".into()),
    );
    let sent = (cert("lab.s3"), CertSource::Sent);
    if number == 1 {
        vec![sent]
    } else {
        vec![sent, fetched]
    }
}

fn firewalled() -> Endpoint {
    let silent = Fault::TimedOut { after_ms: 5000 };
    let attempt = attempt(
        "plain=gateway.lab.example.test:8443",
        &["198.51.100.20", "198.51.100.21"],
        |address| Connection {
            tcp: Step::Failed {
                took_us: 5_000_900,
                fault: silent.clone(),
                saw: None,
            },
            ..untried(address)
        },
    );
    let mut headline = found(Timeout::TimeoutTcp { waited_ms: 5000 });
    headline.addresses = attempt.connections.iter().map(|c| c.address).collect();
    judged(attempt, headline)
}

fn misspelt() -> Endpoint {
    let name = "console-openshift-console.apps.source-cluster-emea-1.platform.corp.example.test";
    let mut attempt = attempt(&format!("console={name}"), &[], untried);
    attempt.dns = Step::Failed {
        took_us: 18_400,
        fault: Fault::NoSuchName,
        saw: None,
    };
    judged(
        attempt,
        found(Unreached::NameNotFound {
            services_not_asked: Vec::new(),
            cut_off: Vec::new(),
        }),
    )
}

fn half_up() -> Endpoint {
    let tls = session("api.east.acme.test", &["acme.west.api", "acme.west"]);
    let attempt = attempt(
        "api=api.east.acme.test:6443",
        &["192.0.2.30", "2001:db8:30::30"],
        |address| {
            if address.is_ipv4() {
                return worked(tls.clone(), "GET /version", 200, "OK")(address);
            }
            Connection {
                tcp: Step::Failed {
                    took_us: 700,
                    fault: Fault::Refused,
                    saw: None,
                },
                ..untried(address)
            }
        },
    );
    let [working, broken] = [0, 1].map(|at| attempt.connections[at].address);
    let mut finding = found(Notice::HalfUp {
        host: attempt.target.host.to_string(),
        working: vec![working],
        broken: vec![BrokenAddress {
            address: broken,
            failures: vec![Code::Refused],
        }],
        no_route: None,
    });
    finding.addresses = vec![attempt.connections[1].address];
    let mut endpoint = judged(attempt, works());
    endpoint.findings = vec![finding];
    endpoint.trust = Some(accepted(&["acme.west.api", "acme.west"]));
    endpoint
}

fn by_address() -> Endpoint {
    let tls = TlsSession {
        sni: None,
        version: Some("TLS 1.2".into()),
        ..session("", &["cafe-not-ca"])
    };
    let mut attempt = attempt("[2001:db8::7]:443", &["2001:db8::7"], |address| {
        Connection {
            http: Step::Skipped {
                why: SkipReason::RoleAsksNothing,
            },
            ..worked(tls.clone(), "", 0, "")(address)
        }
    });
    attempt.target.servername = Host::parse("cafe.example.test").ok();
    let mut endpoint = judged(attempt, works());
    endpoint.trust = Some(Arc::new(Trust {
        go: GoVerdict::Accepts,
        strict: strict_refuses("CaUsedAsEndEntity"),
        path: vec![(cert("cafe-not-ca"), CertSource::Sent)],
        anchor: Some(1),
        vouched_by: vec!["acme-ca.pem".into()],
        ..(*accepted(&[])).clone()
    }));
    endpoint
}
