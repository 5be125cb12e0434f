//! What makes no further target known: other services, other ways of naming an endpoint, broken and
//! hostile answers.

use mtc_probe::evidence::Fault;
use mtc_probe::roles::Answer;
use mtc_probe::target::Origin;

use super::leads::{API, JSON, flagged, found, leads, named, of_server, routes};
use crate::verdicts::scene::{answer, answering, failed};

#[test]
fn what_is_no_api_server_leads_nowhere_but_where_the_user_says() {
    let page = || {
        answer(
            200,
            "OK",
            &[("content-type", "text/html")],
            "<html>please log in</html>",
        )
    };
    assert_eq!(leads(None, API, page()), [""; 0]);
    assert_eq!(leads(Some("x.test"), API, page()), routes("x.test:443"));
    let mut silent = flagged(answering(API, &[], page()));
    silent.connections[0].http = failed(Fault::TimedOut { after_ms: 1 });
    assert_eq!(named(&found(None, &silent)), [""; 0]);
    assert_eq!(named(&found(Some("x.test"), &silent)), routes("x.test:443"));
}

#[test]
fn only_those_given_for_their_cluster_lead_on() {
    let answer = || of_server("https://oauth-openshift.apps.one.example.test");
    let with_origin = |origin: Origin| {
        let mut attempt = answering(API, &[], answer());
        attempt.target.origins = vec![Origin::Argument { number: 1 }, origin];
        found(None, &attempt).len()
    };
    assert_eq!(
        with_origin(Origin::Line {
            file: "t".into(),
            line: 1
        }),
        0
    );
    assert_eq!(
        with_origin(Origin::Flag {
            flag: "--other".into()
        }),
        0
    );
    assert_eq!(
        with_origin(Origin::Kubeconfig {
            file: "k".into(),
            context: "c".into()
        }),
        5
    );
    assert_eq!(
        with_origin(Origin::Flag {
            flag: "--api".into()
        }),
        5
    );
    // And no other role, whatever it answers.
    assert_eq!(
        leads(None, "oauth=https://api.one.example.test", answer()),
        [""; 0]
    );
}

#[test]
fn a_hostile_answer_is_harmless() {
    let long = format!("https://{}.test", "a".repeat(300));
    let unfit = [
        "https://127.0.0.1:8443",
        "https://localhost",
        "https://[::1]:6443",
        "https://169.254.169.254/latest/meta-data",
        "http://oauth.test",
        "file:///etc/passwd",
        "https://user:hunter2@oauth.test",
        "https://oauth.test:0",
        "https://",
        "\u{1b}[2Jhttps://oauth.test",
        &long,
    ];
    for address in unfit {
        assert_eq!(
            leads(None, "api=https://cluster.test:6443", of_server(address)),
            [""; 0],
            "{address:?}"
        );
    }
    // Hundreds of addresses: no field is a list, and no other field is read.
    let many: Vec<String> = (0..500).map(|n| format!("https://host-{n}.test")).collect();
    let mut body = serde_json::json!({ "issuer": many, "authorization_endpoint": "https://a.test", "jwks_uri": "https://b.test" });
    for (n, address) in many.iter().enumerate() {
        body[format!("endpoint_{n}")] = serde_json::json!(address);
    }
    assert_eq!(
        leads(
            None,
            "api=https://cluster.test:6443",
            answer(200, "OK", JSON, &body.to_string())
        ),
        [""; 0]
    );
    // A domain so long that not every route's name fits below it.
    let domain = [
        "a".repeat(60),
        "b".repeat(60),
        "c".repeat(60),
        "d".repeat(40),
    ]
    .join(".");
    let roles: Vec<String> = leads(
        None,
        API,
        of_server(&format!("https://oauth-openshift.{domain}")),
    );
    let roles: Vec<&str> = roles
        .iter()
        .filter_map(|target| target.split(' ').next())
        .collect();
    assert_eq!(roles, ["oauth", "console", "mtc-console", "repository"]);
}

#[test]
fn every_truncation_of_metadata_leads_nowhere() {
    let whole = of_server("https://oauth-openshift.apps.one.example.test");
    for length in 0..whole.body.len() {
        let cut = Answer {
            body: whole.body.raw()[..length].into(),
            ..whole.clone()
        };
        assert_eq!(leads(None, API, cut), [""; 0], "{length}");
    }
}
