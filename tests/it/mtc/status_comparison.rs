//! Expectation and status side by side, and what is not claimed.

use mtc_probe::codes::Severity;
use mtc_probe::evidence::Attempt;
use mtc_probe::judge::Verdict;
use mtc_probe::judge::finding::Interference;
use mtc_probe::judge::finding::interference::{Confidence, HowItSigns, Sign, Signs};
use mtc_probe::mtc::{Agreement, Outlook, OutlookContext, Readiness};
use mtc_probe::objects::MtcObject;
use mtc_probe::route::{ProxyUrl, ProxyVariable, Route, RouteFlag, RouteReason, RouteSource};
use mtc_probe::words;

use super::stage::{self, API, Authority};
use crate::verdicts::scene;

fn meets(object: &MtcObject, ca: &Authority, change: impl Fn(&mut Attempt)) -> Outlook {
    let mut attempt = stage::serving(object, &ca.chain("api.src.test"));
    change(&mut attempt);
    stage::outlook(object, vec![attempt], &[stage::public(&[])])
}

/// An object with its status; how that agrees with what is expected, and how grave that is.
fn reported(ca: &Authority) -> Vec<(&'static str, MtcObject, Agreement, Severity)> {
    let good = || stage::holding(stage::cluster(API), ca.root.pem().as_bytes());
    vec![
        (
            "no-status-yet",
            good(),
            Agreement::NotReported,
            Severity::Ok,
        ),
        (
            "ready-and-ready",
            stage::reporting(good(), "Ready"),
            Agreement::Same,
            Severity::Ok,
        ),
        (
            "failing-there-only",
            stage::reporting(good(), "TestConnectFailed"),
            Agreement::WorseThere,
            Severity::Warning,
        ),
        (
            "failing-for-its-token",
            stage::reporting(good(), "SaTokenNotPrivileged"),
            Agreement::Elsewhere,
            Severity::Warning,
        ),
        (
            "failing-here-only",
            stage::reporting(stage::cluster(API), "Ready"),
            Agreement::BetterThere,
            Severity::Failure,
        ),
        (
            "failing-and-failing",
            stage::reporting(stage::cluster(API), "TestConnectFailed"),
            Agreement::Same,
            Severity::Failure,
        ),
        (
            "failing-otherwise",
            stage::reporting(stage::cluster(API), "InvalidURL"),
            Agreement::Other,
            Severity::Failure,
        ),
    ]
}

#[test]
fn what_is_reported_is_compared_with_what_is_expected() {
    let ca = Authority::made();
    for (name, object, agreement, severity) in reported(&ca) {
        let outlook = meets(&object, &ca, |_| {});
        assert_eq!(
            outlook.agreement,
            agreement,
            "{name}: {}",
            words::outlook(&outlook).comparison
        );
        assert_eq!(outlook.severity, severity, "{name}");
        let asks_for_a_pod = matches!(agreement, Agreement::WorseThere | Agreement::BetterThere);
        assert_eq!(
            words::outlook(&outlook)
                .comparison
                .contains("measure from a pod"),
            asks_for_a_pod,
            "{name}: {}",
            words::outlook(&outlook).comparison
        );
    }
}

#[test]
fn this_workstations_own_proxy_is_a_doubt_and_the_clusters_is_none() {
    let (ca, url) = (Authority::made(), "http://proxy.test:3128");
    let object = stage::holding(stage::cluster(API), ca.root.pem().as_bytes());
    let exempt = RouteReason::NoProxyEntry {
        from: RouteSource::Variable(ProxyVariable::No),
        entry: ".test".into(),
    };
    let of_cluster = RouteSource::Object {
        kind: "Proxy".into(),
        name: "cluster".into(),
        field: "status.httpsProxy".into(),
    };
    let set = RouteReason::Set;
    for (because, state) in [
        (
            set(RouteSource::Variable(ProxyVariable::Https)),
            Readiness::ReadyFromHere,
        ),
        (
            set(RouteSource::Flag(RouteFlag::Proxy)),
            Readiness::ReadyFromHere,
        ),
        (exempt, Readiness::ReadyFromHere),
        (set(of_cluster), Readiness::Ready),
    ] {
        let outlook = meets(&object, &ca, |attempt| {
            let proxy = Some(ProxyUrl::parse(url).expect("a URL"))
                .filter(|_| !matches!(because, RouteReason::NoProxyEntry { .. }));
            attempt.route = Route {
                proxy,
                because: because.clone(),
                curl_differs: None,
            };
            attempt.connections[0].proxy =
                scene::done(mtc_probe::evidence::ProxySession::default());
        });
        assert_eq!(
            outlook.state,
            state,
            "{because}: {:?} {:?}",
            words::outlook(&outlook).doubts,
            outlook.cause
        );
    }
}

#[test]
fn what_was_not_measured_is_not_claimed() {
    let plain = stage::cluster("http://api.src.test:6443");
    for object in [
        stage::cluster(API),
        plain,
        stage::storage("http://minio.test:9000"),
    ] {
        let outlook = stage::outlook(&object, Vec::new(), &[stage::public(&[])]);
        assert_eq!(
            (outlook.state, outlook.severity),
            (Readiness::Unknown, Severity::Warning),
            "{:?}",
            object.addresses
        );
        assert!(outlook.expected.is_none() && !words::outlook(&outlook).doubts.is_empty());
    }
}

#[test]
fn without_public_roots_an_object_without_a_bundle_is_not_judged() {
    let (ca, object) = (Authority::made(), stage::cluster(API));
    let outlook = stage::outlook(
        &object,
        vec![stage::serving(&object, &ca.chain("api.src.test"))],
        &[],
    );
    assert_eq!(outlook.state, Readiness::Unknown);
}

#[test]
fn a_services_name_is_for_pods_only() {
    let object = stage::storage("https://s3.openshift-storage.svc");
    let attempt = scene::unresolved(
        "repository=https://s3.openshift-storage.svc",
        mtc_probe::evidence::Fault::NoSuchName,
    );
    let outlook = stage::outlook(
        &object,
        vec![stage::led(&object, stage::S3_URL, attempt)],
        &[stage::public(&[])],
    );
    assert_eq!(outlook.state, Readiness::Unknown);
    assert!(
        words::outlook(&outlook).doubts[0].contains("only the pods"),
        "{:?}",
        words::outlook(&outlook).doubts
    );
}

fn intercepted() -> Interference {
    Interference::Intercepted {
        signs: Signs {
            confidence: Confidence::Certain,
            all: vec![Sign::HasIssuersKey],
            how: HowItSigns::ReSigns,
            ca: None,
            product: None,
        },
        issuer: "CN=Interceptor".into(),
        bypass: None,
    }
}

/// Whatever the bundle holds: the chain that was seen is not the server's.
#[test]
fn what_an_interceptor_answered_is_no_promise() {
    let ca = Authority::made();
    for object in [
        stage::cluster(API),
        stage::holding(stage::cluster(API), ca.root.pem().as_bytes()),
    ] {
        let mut endpoint = scene::judge(stage::serving(&object, &ca.chain("api.src.test")), &[]);
        endpoint.findings.push(Verdict {
            finding: intercepted().into(),
            addresses: Vec::new(),
            chains: Vec::new(),
        });
        let (endpoints, stores) = ([endpoint], [stage::public(&[])]);
        let outlook = OutlookContext::new(&endpoints, &stores, scene::NOW)
            .outlooks(std::slice::from_ref(&object))
            .remove(0);
        assert_eq!(outlook.state, Readiness::Unknown, "{:?}", outlook.expected);
        assert!(
            words::outlook(&outlook).doubts[0].contains("interceptor"),
            "{:?}",
            words::outlook(&outlook).doubts
        );
    }
}
