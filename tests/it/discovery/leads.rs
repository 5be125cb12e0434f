//! Which further targets an attempt makes known: tables over recorded answers, no network.

use mtc_probe::evidence::Attempt;
use mtc_probe::inputs::Discovery;
use mtc_probe::roles::Answer;
use mtc_probe::roles::stranger::NamedBy;
use mtc_probe::target::{Origin, Target};

use crate::verdicts::scene::{answer, answering};

pub const API: &str = "api=https://api.one.example.test:6443";
pub const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

pub fn flagged(mut attempt: Attempt) -> Attempt {
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
pub fn of_server(server: &str) -> Answer {
    metadata(
        server,
        &format!("{server}/oauth/authorize"),
        &format!("{server}/oauth/token"),
    )
}

pub fn found(apps_domain: Option<&str>, attempt: &Attempt) -> Vec<Target> {
    Discovery {
        apps_domain: apps_domain.map(Into::into),
    }
    .from(attempt)
}

/// `role host:port`, and `?` behind what is only proposed.
pub fn named(targets: &[Target]) -> Vec<String> {
    let mark = |t: &Target| if t.is_proposed() { "?" } else { "" };
    targets
        .iter()
        .map(|t| format!("{} {}{}", t.role.name, t.authority(), mark(t)))
        .collect()
}

pub fn leads(apps_domain: Option<&str>, api: &str, answer: Answer) -> Vec<String> {
    named(&found(apps_domain, &flagged(answering(api, &[], answer))))
}

pub fn routes(domain: &str) -> [String; 4] {
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

/// The API server, its OAuth server, the apps domain that follows, and the one that the user gave.
const APPS_DOMAINS: [(&str, &str, &str, &str); 6] = [
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

#[test]
fn names_lead_to_the_apps_domain() {
    for (api, oauth, domain, said) in APPS_DOMAINS {
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

const DERIVED: &str = "derived [192.0.2.10]";
const STRANGER: &str = "stranger [192.0.2.10]";

/// The apps domain that the user gave, the API server, its OAuth server: on whose word the further
/// endpoints are.
type ByWord = (
    Option<&'static str>,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const WORDS: [ByWord; 8] = [
    // Metadata that name what the API server's own name tells, and what it does not.
    (
        None,
        "api.a.b.test:6443",
        "oauth-openshift.apps.a.b.test",
        &[DERIVED],
    ),
    (
        None,
        "api.a.b.test:6443",
        "login.company.test",
        &[STRANGER, DERIVED],
    ),
    (
        None,
        "api.a.b.test:6443",
        "oauth-openshift.apps.evil.test",
        &[STRANGER],
    ),
    (
        None,
        "api.a.b.test:6443",
        "oauth-openshift.evilapps.a.b.test",
        &[STRANGER],
    ),
    (None, "api.a.b.test:6443", "10.0.0.1", &[STRANGER, DERIVED]),
    (
        None,
        "cluster.test:6443",
        "oauth-openshift.apps.a.b.test",
        &[STRANGER],
    ),
    (
        Some("apps.mine.test"),
        "api.a.b.test:6443",
        "oauth-openshift.apps.a.b.test",
        &[DERIVED, "user"],
    ),
    (
        Some("apps.mine.test:8443"),
        "cluster.test:6443",
        "oauth-openshift.apps.mine.test",
        &["user"],
    ),
];

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
            NamedBy::User => "user".to_owned(),
            NamedBy::Derived(at) => format!("derived {at:?}"),
            NamedBy::Strangers(at) => format!("stranger {at:?}"),
        };
        let mut said: Vec<String> = discovery.from(&attempt).iter().map(word).collect();
        said.dedup();
        said
    };
    for (apps_domain, api, oauth, said) in WORDS {
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
