//! Which further targets an attempt makes known: tables over recorded answers, no network.

use mtc_probe::evidence::{Attempt, Fault};
use mtc_probe::inputs::Discovery;
use mtc_probe::roles::Answer;
use mtc_probe::roles::stranger::Word;
use mtc_probe::target::{Origin, Target};

use crate::verdicts::scene::{answer, answering, failed};

const API: &str = "api=https://api.one.example.test:6443";
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

fn flagged(mut attempt: Attempt) -> Attempt {
    attempt.target.origins = vec![Origin::Flag {
        flag: "--api".into(),
    }];
    attempt
}

fn metadata(issuer: &str, authorize: &str, token: &str) -> Answer {
    let body = serde_json::json!({ "issuer": issuer, "authorization_endpoint": authorize, "token_endpoint": token });
    answer(200, "OK", JSON, &body.to_string())
}

/// All three fields name one server.
fn of_server(server: &str) -> Answer {
    metadata(
        server,
        &format!("{server}/oauth/authorize"),
        &format!("{server}/oauth/token"),
    )
}

fn found(apps_domain: Option<&str>, attempt: &Attempt) -> Vec<Target> {
    Discovery {
        apps_domain: apps_domain.map(Into::into),
    }
    .from(attempt)
}

/// `role host:port`, and `?` behind what is only proposed.
fn named(targets: &[Target]) -> Vec<String> {
    let mark = |t: &Target| if t.is_proposed() { "?" } else { "" };
    targets
        .iter()
        .map(|t| format!("{} {}{}", t.role.name, t.authority(), mark(t)))
        .collect()
}

fn leads(apps_domain: Option<&str>, api: &str, answer: Answer) -> Vec<String> {
    named(&found(apps_domain, &flagged(answering(api, &[], answer))))
}

fn routes(domain: &str) -> [String; 4] {
    [
        format!("console console-openshift-console.{domain}?"),
        format!("mtc-console migration-openshift-migration.{domain}?"),
        format!("registry default-route-openshift-image-registry.{domain}?"),
        format!("repository s3-openshift-storage.{domain}?"),
    ]
}

fn with(first: &str, domain: &str) -> Vec<String> {
    [first.to_owned()]
        .into_iter()
        .chain(routes(domain))
        .collect()
}

#[test]
fn an_ordinary_cluster_tells_its_oauth_server_and_its_apps_domain() {
    let attempt = flagged(answering(
        API,
        &[],
        of_server("https://oauth-openshift.apps.one.example.test"),
    ));
    let targets = found(None, &attempt);
    assert_eq!(
        named(&targets),
        with(
            "oauth oauth-openshift.apps.one.example.test:443",
            "apps.one.example.test:443"
        )
    );
    let of = || "api.one.example.test:6443".to_owned();
    let fields = ["issuer", "authorization_endpoint", "token_endpoint"];
    assert_eq!(
        targets[0].origins,
        fields.map(|field| Origin::Answer {
            of: of(),
            field: field.into()
        })
    );
    let (of, domain) = (
        "oauth-openshift.apps.one.example.test:443".to_owned(),
        "apps.one.example.test".to_owned(),
    );
    assert!(targets[1..].iter().all(|t| t.origins
        == [Origin::Usual {
            of: of.clone(),
            domain: domain.clone()
        }]));
    assert_eq!(
        targets[1].origins[0].to_string(),
        format!("the usual name below {domain}, derived from {of}")
    );
}

#[test]
fn names_lead_to_the_apps_domain() {
    let cases: [(&str, &str, &str, &str); 6] = [
        // 4.1, a port of its own, and a domain that has nothing to do with the API server's.
        (
            "api.a.test:6443",
            "openshift-authentication-openshift-authentication.apps.a.test",
            "apps.a.test:443",
            "",
        ),
        (
            "api.a.test:6443",
            "oauth-openshift.apps.a.test:8443",
            "apps.a.test:8443",
            "",
        ),
        (
            "api.a.test:6443",
            "oauth-openshift.web.company.test",
            "web.company.test:443",
            "",
        ),
        // The OAuth server is elsewhere, and only the API server's name tells.
        (
            "api.a.b.test:6443",
            "login.company.test",
            "apps.a.b.test:443",
            "",
        ),
        (
            "api-int.a.b.test:6443",
            "login.company.test:9443",
            "apps.a.b.test:9443",
            "",
        ),
        // The user's word wins.
        (
            "api.a.b.test:6443",
            "oauth-openshift.apps.a.b.test",
            "routes.test:443",
            "routes.test",
        ),
    ];
    for (api, oauth, domain, said) in cases {
        let said = Some(said).filter(|said| !said.is_empty());
        let first = if oauth.contains(':') {
            format!("oauth {oauth}")
        } else {
            format!("oauth {oauth}:443")
        };
        assert_eq!(
            leads(
                said,
                &format!("api={api}"),
                of_server(&format!("https://{oauth}"))
            ),
            with(&first, domain),
            "{api} {oauth}"
        );
    }
    // Nothing to derive from: the OAuth server alone.
    for api in [
        "api=10.0.0.1:6443",
        "api=[2001:db8::1]:6443",
        "api=cluster.test:6443",
        "api=api.test:6443",
    ] {
        assert_eq!(
            leads(None, api, of_server("https://login.test")),
            ["oauth login.test:443"],
            "{api}"
        );
    }
}

#[test]
fn three_endpoints_on_three_hosts_are_three_targets() {
    let answer = metadata(
        "https://a.test/with/a/path",
        "https://b.test:8443/oauth/authorize",
        "https://b.test:8443/oauth/token",
    );
    let targets = found(
        None,
        &flagged(answering("api=https://c.test:6443", &[], answer)),
    );
    assert_eq!(named(&targets), ["oauth a.test:443", "oauth b.test:8443"]);
    assert_eq!(targets[1].origins.len(), 2);
}

#[test]
fn what_the_users_own_words_tell_is_not_a_strangers() {
    let words = |apps_domain: Option<&str>, api: &str, oauth: &str| {
        let attempt = flagged(answering(
            &format!("api={api}"),
            &[],
            of_server(&format!("https://{oauth}")),
        ));
        let discovery = Discovery {
            apps_domain: apps_domain.map(Into::into),
        };
        let word = |target: &Target| match discovery.word(&attempt, target) {
            Word::User => "user".to_owned(),
            Word::Derived(at) => format!("derived {at:?}"),
            Word::Strangers(at) => format!("stranger {at:?}"),
        };
        let mut said: Vec<String> = discovery.from(&attempt).iter().map(word).collect();
        said.dedup();
        said
    };
    let (derived, stranger) = ("derived [192.0.2.10]", "stranger [192.0.2.10]");
    for (apps_domain, api, oauth, said) in [
        // Metadata that name what the API server's own name tells, and what it does not.
        (
            None,
            "api.a.b.test:6443",
            "oauth-openshift.apps.a.b.test",
            vec![derived],
        ),
        (
            None,
            "api.a.b.test:6443",
            "login.company.test",
            vec![stranger, derived],
        ),
        (
            None,
            "api.a.b.test:6443",
            "oauth-openshift.apps.evil.test",
            vec![stranger],
        ),
        (
            None,
            "api.a.b.test:6443",
            "oauth-openshift.evilapps.a.b.test",
            vec![stranger],
        ),
        (
            None,
            "api.a.b.test:6443",
            "10.0.0.1",
            vec![stranger, derived],
        ),
        (
            None,
            "cluster.test:6443",
            "oauth-openshift.apps.a.b.test",
            vec![stranger],
        ),
        (
            Some("apps.mine.test"),
            "api.a.b.test:6443",
            "oauth-openshift.apps.a.b.test",
            vec![derived, "user"],
        ),
        (
            Some("apps.mine.test:8443"),
            "cluster.test:6443",
            "oauth-openshift.apps.mine.test",
            vec!["user"],
        ),
    ] {
        assert_eq!(words(apps_domain, api, oauth), said, "{api} {oauth}");
    }
}

#[test]
fn openshift_3_has_everything_on_one_port() {
    let master = "api=https://master.three.test:8443";
    let answer = || of_server("https://master.three.test:8443");
    let here = [
        "oauth master.three.test:8443",
        "console3 master.three.test:8443?",
    ];
    assert_eq!(leads(None, master, answer()), here);
    // An API server that is called as in OpenShift 4 is no OpenShift 4.
    let renamed = ["oauth api.three.test:443", "console3 api.three.test:443?"];
    assert_eq!(
        leads(
            None,
            "api=https://api.three.test",
            of_server("https://api.three.test")
        ),
        renamed
    );
    let registry = "registry docker-registry-default.apps.three.test:443?";
    assert_eq!(
        leads(Some("apps.three.test"), master, answer()),
        [here[0], here[1], registry]
    );
}

#[test]
fn a_cluster_without_oauth_still_has_routes() {
    let none = || {
        answer(
            404,
            "Not Found",
            JSON,
            r#"{"paths": ["/apis", "/version"]}"#,
        )
    };
    assert_eq!(
        leads(None, API, none()),
        routes("apps.one.example.test:443")
    );
    assert_eq!(
        leads(Some("x.test:8443"), API, none()),
        routes("x.test:8443")
    );
    // So has one that shows strangers nothing.
    let forbidden = answer(403, "Forbidden", JSON, r#"{"kind": "Status", "code": 403}"#);
    assert_eq!(
        leads(None, API, forbidden),
        routes("apps.one.example.test:443")
    );
}

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
            body: whole.body[..length].to_owned(),
            ..whole.clone()
        };
        assert_eq!(leads(None, API, cut), [""; 0], "{length}");
    }
}

#[test]
fn a_registry_leads_to_its_token_service_elsewhere() {
    let leads = |challenge: &str| {
        let answer = answer(401, "Unauthorized", &[("www-authenticate", challenge)], "");
        named(&found(
            None,
            &answering("registry=https://r.test:5000", &[], answer),
        ))
    };
    assert_eq!(
        leads(r#"Bearer realm="https://auth.test/token",service="r""#),
        ["plain auth.test:443"]
    );
    assert_eq!(
        leads(r#"Bearer realm="https://r.test/token""#),
        ["plain r.test:443"],
        "another port is another endpoint"
    );
    for nowhere in [
        r#"Bearer realm="https://r.test:5000/openshift/token""#,
        r#"Bearer realm="http://auth.test/token""#,
        r#"Bearer realm="https://127.0.0.1/token""#,
        r#"Bearer realm="https://u:hunter2@auth.test""#,
        r#"Basic realm="https://auth.test""#,
        "Bearer",
    ] {
        assert_eq!(leads(nowhere), [""; 0], "{nowhere}");
    }
}
