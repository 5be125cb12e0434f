//! Which answer proves which role: one function a row, over what the service said to a stranger.
//! Works on recorded answers only.

use super::answer::{Answer, Redirect};
use super::identity::{NoMetadata, NoTokenService, Seen, Service, ServiceIdentity, Storage};
use super::referral::token_realm;
use crate::foreign::Foreign;

/// As much of an address as is repeated.
const LONGEST_SHOWN: usize = 200;

pub(super) fn api(answer: &Answer) -> ServiceIdentity {
    let Some(json) = json_object(answer) else {
        return ServiceIdentity::Other(seen(answer));
    };
    let text = |key: &str| json.get(key).and_then(serde_json::Value::as_str);
    match answer.status {
        200 => match (text("issuer"), text("authorization_endpoint")) {
            (Some(_), Some(at)) => ServiceIdentity::Proven(Service::ApiWithOauth {
                authorize: Some(at).filter(|at| shows(at)).map(Foreign::from),
            }),
            _ if json.contains_key("gitVersion") => ServiceIdentity::Proven(Service::Api),
            _ => ServiceIdentity::Other(seen(answer)),
        },
        404 if json.contains_key("paths") => ServiceIdentity::ProvenWithoutOauth,
        status @ (401 | 403 | 404) if text("kind") == Some("Status") => {
            ServiceIdentity::Proven(Service::ApiForUsers { status })
        }
        _ => ServiceIdentity::Other(seen(answer)),
    }
}

/// Foreign text that may stand in a sentence: short, and nothing that a password could hide in.
fn shows(address: &str) -> bool {
    address.len() <= LONGEST_SHOWN
        && !address.contains('@')
        && address.chars().all(|c| c.is_ascii_graphic())
}

pub(super) fn oauth(answer: &Answer) -> ServiceIdentity {
    match answer.status {
        200 if answer.body.raw().trim() == "ok" => ServiceIdentity::Proven(Service::Oauth),
        _ => ServiceIdentity::Other(seen(answer)),
    }
}

/// What the console says here is not written down anywhere, so whatever a health check may say will
/// do, and no page for people.
pub(super) fn console(answer: &Answer) -> ServiceIdentity {
    let body = answer.body.raw().trim();
    let says_so =
        body.is_empty() || body.eq_ignore_ascii_case("ok") || json_object(answer).is_some();
    match answer.status {
        200 if says_so && !is_page(answer) => ServiceIdentity::Proven(Service::Console),
        _ => ServiceIdentity::Other(seen(answer)),
    }
}

/// The console of OpenShift 3 is a page below the master's own address, or the way to it.
pub(super) fn console3(answer: &Answer) -> ServiceIdentity {
    let way = path_of(raw(answer, "location"));
    match answer.status {
        200 if is_page(answer) => ServiceIdentity::Proven(Service::ConsoleOf3),
        301 | 302 | 307 if way.starts_with("/console") || way == "/oauth/authorize" => {
            ServiceIdentity::Proven(Service::ConsoleOf3)
        }
        _ => ServiceIdentity::Other(seen(answer)),
    }
}

/// Its pod reads the OAuth metadata and sends the browser on to the login; what it could not read
/// shows in where it sends it instead, or in the 503 that a proxy before the pod answered and the
/// pod passed on. What the first versions serve is their own page.
pub(super) fn mtc_console(answer: &Answer) -> ServiceIdentity {
    let location = raw(answer, "location");
    let page = is_page(answer)
        && ["_mig_meta", "migMeta", "Migration Toolkit for Containers"]
            .iter()
            .any(|mark| answer.body.contains(mark));
    match (answer.status, path_of(location)) {
        (301 | 302 | 303 | 307, path) if path.ends_with("/oauth/authorize") => {
            ServiceIdentity::Proven(Service::MtcConsole {
                login: origin_of(location).map(Foreign::from),
            })
        }
        (301 | 302 | 303 | 307, path) if path.starts_with("/handle-login") => {
            ServiceIdentity::ProvenWithoutMetadata(NoMetadata::LoginWithError)
        }
        (503, _) if !answer.is_router_page() => {
            ServiceIdentity::ProvenWithoutMetadata(NoMetadata::Unavailable {
                by_squid: by_squid(answer),
            })
        }
        (200, _) if page => ServiceIdentity::Proven(Service::MtcConsoleWithPage),
        _ => ServiceIdentity::Other(seen(answer)),
    }
}

fn by_squid(answer: &Answer) -> bool {
    answer.body.raw().to_ascii_lowercase().contains("squid")
        || answer.header("x-squid-error").is_some()
}

pub(super) fn registry(answer: &Answer) -> ServiceIdentity {
    let challenge = raw(answer, "www-authenticate");
    let version = answer.header("docker-distribution-api-version");
    if let Some(realm) = token_realm(answer, "") {
        return ServiceIdentity::Proven(Service::Registry {
            tokens: realm.to.ok(),
        });
    }
    match answer.status {
        401 if !challenge.is_empty() => {
            let scheme = challenge.split(' ').next().unwrap_or_default().into();
            ServiceIdentity::ProvenWithoutTokenService(NoTokenService::Challenge { scheme })
        }
        200 if version.is_some() || json_object(answer).is_some_and(|json| json.is_empty()) => {
            ServiceIdentity::ProvenWithoutTokenService(NoTokenService::Anonymous)
        }
        _ => ServiceIdentity::Other(seen(answer)),
    }
}

pub(super) fn repository(answer: &Answer) -> ServiceIdentity {
    let server = raw(answer, "server");
    let [request, id2] = ["x-amz-request-id", "x-amz-id-2"].map(|name| answer.header(name));
    let error =
        !is_page(answer) && answer.body.contains("<Error>") && answer.body.contains("<Code>");
    let product = if request.is_some() && server == "AmazonS3" {
        Storage::Aws
    } else if server.starts_with("MinIO") {
        Storage::MinIo
    } else if answer.header("x-ms-request-id").is_some() || server.starts_with("Windows-Azure-Blob")
    {
        Storage::Azure
    } else if answer.header("x-guploader-uploadid").is_some()
        || error && answer.body.contains("<Code>MissingSecurityHeader</Code>")
    {
        Storage::Google
    } else if !is_page(answer) && answer.body.contains("<ListAllMyBucketsResult") {
        Storage::CephRgw
    } else if request.is_some() && request == id2 {
        Storage::NooBaa
    } else if request.is_some() || error {
        Storage::OtherS3
    } else {
        return ServiceIdentity::Other(seen(answer));
    };
    ServiceIdentity::Proven(Service::Storage(product))
}

/// A header as it came, to be parsed; empty where it is absent.
fn raw<'a>(answer: &'a Answer, header: &str) -> &'a str {
    answer.header(header).map(Foreign::raw).unwrap_or_default()
}

fn is_page(answer: &Answer) -> bool {
    answer
        .header("content-type")
        .is_some_and(|kind| kind.raw().to_ascii_lowercase().starts_with("text/html"))
}

/// A redirect's path: all of it where it names no host.
fn path_of(location: &str) -> &str {
    let Some((_, rest)) = location.split_once("//") else {
        return location;
    };
    rest.find('/').map_or("", |at| &rest[at..])
}

/// A redirect's scheme, host and port, where it names them and they are fit to be repeated.
fn origin_of(location: &str) -> Option<&str> {
    let end = location
        .find("//")
        .and_then(|at| location[at + 2..].find('/').map(|slash| at + 2 + slash));
    end.and_then(|end| location.get(..end))
        .filter(|origin| shows(origin))
}

fn json_object(answer: &Answer) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(answer.body.raw()).ok()
}

fn seen(answer: &Answer) -> Seen {
    Seen {
        status: answer.status,
        reason: answer.reason.clone(),
        content_type: answer.header("content-type").cloned(),
        server: answer.header("server").cloned(),
        leads_to: answer.redirect().and_then(|redirect| leads_to(&redirect)),
    }
}

fn leads_to(redirect: &Redirect) -> Option<Foreign> {
    let to = match redirect {
        Redirect::Away(to) => to.origin().ascii_serialization(),
        Redirect::Within(to) => to.path().to_owned(),
    };
    shows(&to).then(|| to.into())
}

#[cfg(test)]
mod tests {
    use super::super::RoleRef;
    use super::*;

    fn proves(role: &str, kind: &str, body: &str) -> bool {
        let headers = if kind.is_empty() {
            Vec::new()
        } else {
            vec![("content-type".to_owned(), kind.into())]
        };
        let answer = Answer {
            status: 200,
            headers,
            body: body.into(),
            ..Answer::default()
        };
        !matches!(
            (RoleRef::named(role).unwrap().identify)(&answer),
            ServiceIdentity::Other(_)
        )
    }

    #[test]
    fn a_console_is_not_any_page_that_answers_200() {
        for (kind, body) in [
            ("", ""),
            ("text/plain; charset=utf-8", "ok\n"),
            ("application/json", r#"{"status":"ok"}"#),
        ] {
            assert!(proves("console", kind, body), "{kind} {body}");
        }
        let login = "<html><body>please log in</body></html>";
        for (kind, body) in [
            ("Text/HTML; charset=utf-8", login),
            ("text/html", ""),
            ("", login),
            ("text/plain", "welcome to nginx"),
        ] {
            assert!(!proves("console", kind, body), "{kind} {body}");
        }
    }

    #[test]
    fn what_else_answers_says_where_it_leads_and_repeats_no_secret() {
        let leads_to = |status: u16, location: &str| {
            let headers = vec![("location".to_owned(), location.into())];
            let answer = Answer {
                status,
                headers,
                ..Answer::default()
            };
            seen(&answer).leads_to.map(|to| to.raw().to_owned())
        };
        for (location, to) in [
            (
                "https://sso.example.test/auth?state=s3cret",
                "https://sso.example.test",
            ),
            (
                "http://user:s3cret@sso.example.test:8080/",
                "http://sso.example.test:8080",
            ),
            ("//sso.example.test/auth", "https://sso.example.test"),
            ("/auth/login?token=s3cret#s3cret", "/auth/login"),
            ("login", "/login"),
            ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"),
        ] {
            assert_eq!(leads_to(302, location).as_deref(), Some(to), "{location}");
        }
        for location in ["", "mailto:a@example.test", "https://", "https://a b/"] {
            let to = leads_to(302, location);
            assert!(to.is_none_or(|to| to == "/"), "{location}");
        }
        assert_eq!(leads_to(200, "https://sso.example.test"), None);
    }

    #[test]
    fn a_registry_is_not_any_json_that_answers_200() {
        assert!(proves("registry", "application/json", " {}\n"));
        for body in ["", "[]", r#"{"status":"ok"}"#, "{", "<html>"] {
            assert!(!proves("registry", "application/json", body), "{body}");
        }
        let headers = vec![(
            "docker-distribution-api-version".to_owned(),
            "registry/2.0".into(),
        )];
        let answer = Answer {
            status: 200,
            headers,
            ..Answer::default()
        };
        assert!(matches!(
            registry(&answer),
            ServiceIdentity::ProvenWithoutTokenService(_)
        ));
    }
}
