//! Rows of conditions: the registry of a MigCluster.
//! The test that reads them is in `conditions`.

use mtc_probe::roles::Answer;

use super::conditions::{Row, row};
use super::stage::{self, API, Authority, REGISTRY};
use crate::verdicts::scene;

/// The router has nothing to lead to.
fn page() -> Answer {
    scene::answer(
        503,
        "Service Unavailable",
        &[("content-type", "text/html")],
        "<h1>Application is not available</h1>",
    )
}

/// Some API, but no registry.
fn json() -> Answer {
    scene::answer(
        404,
        "Not Found",
        &[("content-type", "application/json")],
        r#"{"error":"no"}"#,
    )
}

/// A registry.
fn bearer() -> Answer {
    scene::answer(
        401,
        "Unauthorized",
        &[(
            "www-authenticate",
            "Bearer realm=\"https://r/openshift/token\"",
        )],
        "{}",
    )
}

/// The registry of a MigCluster, whose API server is fine.
pub fn rows(ca: &Authority) -> Vec<Row> {
    let route = "registry.apps.src.test";
    let with = |path: &str| {
        stage::at(
            stage::holding(stage::cluster(API), ca.root.pem().as_bytes()),
            REGISTRY,
            path,
        )
    };
    let meets = |answer| {
        let object = with(route);
        let registry = scene::answering(
            &format!("registry={route}"),
            &ca.chain("some.other.test"),
            answer,
        );
        let attempts = vec![
            stage::serving(&object, &ca.chain("api.src.test")),
            stage::led(&object, REGISTRY, registry),
        ];
        stage::outlook(&object, attempts, &[stage::public(&[])])
    };
    let schemed = with("https://registry.apps.src.test");
    let schemed = stage::outlook(
        &schemed,
        vec![stage::serving(&schemed, &ca.chain("api.src.test"))],
        &[stage::public(&[])],
    );
    let invalid = "Exposed registry route is invalid, Error : \"invalid reply from registry url https://registry.apps.src.test/v2/_catalog?n=5\"";
    vec![
        row("cluster-route-invalid", "route-of-nothing", meets(page()))
            .says(invalid)
            .because("invalid reply", "router-default-page"),
        row("cluster-route-invalid", "route-with-a-scheme", schemed)
            .says("Exposed registry route is invalid, Error : \"Get \\\"https://https:")
            .because("lookup https: no such host", "invalid-url"),
        row("cluster-route-status", "route-answers-404", meets(json()))
            .says("Exposed registry route connection test failed, Response code received: 404")
            .because("HTTP 404", "wrong-service"),
        row(
            "cluster-ready",
            "route-whose-certificate-nobody-verifies",
            meets(bearer()),
        )
        .says("The cluster is ready."),
    ]
}
