//! Which answers prove a role: every make of storage, registry and console, and what only looks
//! like one.

use mtc_probe::roles::referral::HostPort;
use mtc_probe::roles::{
    Answer, NoMetadata, NoTokenService, RoleRef, Service, ServiceIdentity, Storage,
};

use crate::verdicts::scene::answer;

fn identity(role: &str, answer: &Answer) -> ServiceIdentity {
    (RoleRef::named(role).expect("a role").identify)(answer)
}

const XML: (&str, &str) = ("content-type", "application/xml");
const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");

const BUCKETS: &str = "<ListAllMyBucketsResult><Owner><ID>anonymous</ID></Owner><Buckets></Buckets></ListAllMyBucketsResult>";

fn error(code: &str) -> String {
    format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>x</Message></Error>")
}

/// Make and answer.
type Case = (Storage, Answer);

fn makes_of_s3() -> Vec<Case> {
    vec![
        (
            Storage::Aws,
            answer(
                307,
                "Temporary Redirect",
                &[
                    ("server", "AmazonS3"),
                    ("x-amz-request-id", "A"),
                    ("x-amz-id-2", "B"),
                ],
                "",
            ),
        ),
        (
            Storage::MinIo,
            answer(
                403,
                "Forbidden",
                &[XML, ("server", "MinIO"), ("x-amz-request-id", "A")],
                &error("AccessDenied"),
            ),
        ),
        (
            Storage::MinIo,
            answer(
                200,
                "OK",
                &[XML, ("server", "MinIO/RELEASE.2019-10-12T01-39-57Z")],
                BUCKETS,
            ),
        ),
        (
            Storage::NooBaa,
            answer(
                403,
                "Forbidden",
                &[XML, ("x-amz-request-id", "m"), ("x-amz-id-2", "m")],
                &error("AccessDenied"),
            ),
        ),
        (
            Storage::CephRgw,
            answer(200, "OK", &[XML, ("x-amz-request-id", "tx0")], BUCKETS),
        ),
        (
            Storage::OtherS3,
            answer(403, "Forbidden", &[XML], &error("AccessDenied")),
        ),
    ]
}

fn other_clouds() -> Vec<Case> {
    vec![
        (
            Storage::Google,
            answer(
                400,
                "Bad Request",
                &[XML, ("server", "UploadServer")],
                &error("MissingSecurityHeader"),
            ),
        ),
        (
            Storage::Azure,
            answer(
                400,
                "Bad Request",
                &[XML, ("server", "Windows-Azure-Blob/1.0")],
                &error("InvalidQueryParameterValue"),
            ),
        ),
    ]
}

#[test]
fn storages_are_known_by_what_they_tell_strangers() {
    for (make, answer) in [makes_of_s3(), other_clouds()].concat() {
        assert_eq!(
            identity("repository", &answer),
            ServiceIdentity::Proven(Service::Storage(make)),
            "{answer:?}"
        );
    }
    for body in [
        error("AccessDenied").as_str(),
        BUCKETS,
        "<html>Welcome</html>",
    ] {
        let page = answer(200, "OK", &[HTML], body);
        assert!(
            matches!(identity("repository", &page), ServiceIdentity::Other(_)),
            "a page for people is no storage: {body}"
        );
    }
}

#[test]
fn registries_are_known_by_their_challenge() {
    let proven = |tokens: Option<(&str, u16)>| {
        let tokens = tokens.map(|(host, port)| HostPort {
            host: host.into(),
            port,
        });
        ServiceIdentity::Proven(Service::Registry { tokens })
    };
    let challenged = |value: &str| {
        identity(
            "registry",
            &answer(401, "Unauthorized", &[("www-authenticate", value)], "{}"),
        )
    };
    assert_eq!(
        challenged(r#"Bearer realm="https://r.test/openshift/token""#),
        proven(Some(("r.test", 443)))
    );
    assert_eq!(
        challenged(r#"bearer service="x",realm="https://r.test:8443/t""#),
        proven(Some(("r.test", 8443)))
    );
    for unfit in [
        r#"Bearer realm="http://r.test/t""#,
        r#"Bearer realm="/t""#,
        "Bearer",
        r#"Bearer realm="https://u:p@r.test""#,
    ] {
        assert_eq!(challenged(unfit), proven(None), "{unfit}");
    }
    let basic = challenged(r#"Basic realm="x""#);
    assert_eq!(
        basic,
        ServiceIdentity::ProvenWithoutTokenService(NoTokenService::Challenge {
            scheme: "Basic".into()
        })
    );
    let open = identity(
        "registry",
        &answer(
            200,
            "OK",
            &[("docker-distribution-api-version", "registry/2.0")],
            "{}",
        ),
    );
    assert_eq!(
        open,
        ServiceIdentity::ProvenWithoutTokenService(NoTokenService::Anonymous)
    );
    let page = identity("registry", &answer(200, "OK", &[HTML], "<html>"));
    assert!(matches!(page, ServiceIdentity::Other(_)));
}

#[test]
fn the_mtc_console_is_known_by_where_it_sends_browsers() {
    let to = |location: &str| {
        identity(
            "mtc-console",
            &answer(302, "Found", &[("location", location)], ""),
        )
    };
    assert_eq!(
        to("https://oauth.test:8443/oauth/authorize"),
        ServiceIdentity::Proven(Service::MtcConsole {
            login: Some("https://oauth.test:8443".into())
        })
    );
    assert_eq!(
        to("/oauth/authorize"),
        ServiceIdentity::Proven(Service::MtcConsole { login: None })
    );
    assert!(matches!(
        to("/handle-login"),
        ServiceIdentity::ProvenWithoutMetadata(_)
    ));
    assert!(matches!(
        to("https://migration.test/handle-login"),
        ServiceIdentity::ProvenWithoutMetadata(_)
    ));
    for other in [
        "https://portal.test/login",
        "/",
        "",
        "https://portal.test",
        "/oauth/authorize/elsewhere",
    ] {
        assert!(matches!(to(other), ServiceIdentity::Other(_)), "{other}");
    }
}

#[test]
fn the_mtc_console_is_known_by_its_pages() {
    let squid = "<html><!-- squid --><h1>ERROR</h1>The requested URL could not be retrieved</html>";
    let passed_on = identity(
        "mtc-console",
        &answer(503, "Service Unavailable", &[HTML], squid),
    );
    assert_eq!(
        passed_on,
        ServiceIdentity::ProvenWithoutMetadata(NoMetadata::Unavailable { by_squid: true })
    );
    let router = "<html><h1>Application is not available</h1></html>";
    assert!(matches!(
        identity(
            "mtc-console",
            &answer(503, "Service Unavailable", &[HTML], router)
        ),
        ServiceIdentity::Other(_)
    ));
    let own = r#"<html><script>window._mig_meta = "e30="</script></html>"#;
    assert!(matches!(
        identity("mtc-console", &answer(200, "OK", &[HTML], own)),
        ServiceIdentity::Proven(_)
    ));
    assert!(matches!(
        identity(
            "mtc-console",
            &answer(200, "OK", &[HTML], "<html>Welcome</html>")
        ),
        ServiceIdentity::Other(_)
    ));
}

#[test]
fn the_console_of_openshift_3_is_a_page_below_the_master() {
    let page = answer(
        200,
        "OK",
        &[HTML],
        "<html><title>OpenShift Web Console</title></html>",
    );
    assert!(matches!(
        identity("console3", &page),
        ServiceIdentity::Proven(_)
    ));
    for location in [
        "/console/",
        "https://master.test:8443/console/",
        "https://master.test:8443/oauth/authorize",
    ] {
        let way = answer(302, "Found", &[("location", location)], "");
        assert!(
            matches!(identity("console3", &way), ServiceIdentity::Proven(_)),
            "{location}"
        );
    }
    for other in [
        answer(403, "Forbidden", &[], "{}"),
        answer(302, "Found", &[("location", "https://portal.test/")], ""),
    ] {
        assert!(
            matches!(identity("console3", &other), ServiceIdentity::Other(_)),
            "{other:?}"
        );
    }
}

#[test]
fn metadata_are_repeated_only_where_they_are_short_and_plain() {
    let said = |authorize: &str| {
        let body =
            serde_json::json!({ "issuer": "https://a.test", "authorization_endpoint": authorize })
                .to_string();
        identity("api", &answer(200, "OK", &[], &body))
    };
    assert_eq!(
        said("https://a.test/oauth/authorize"),
        ServiceIdentity::Proven(Service::ApiWithOauth {
            authorize: Some("https://a.test/oauth/authorize".into())
        })
    );
    for foreign in [
        "https://u:hunter2@a.test",
        "\u{1b}[2J",
        &format!("https://{}", "a".repeat(500)),
    ] {
        assert_eq!(
            said(foreign),
            ServiceIdentity::Proven(Service::ApiWithOauth { authorize: None }),
            "{foreign}"
        );
    }
}
