//! Which answers prove a role.
//! Pure: reads an answer, says what it is; never more than the answer shows.

use super::{Answer, Identity};

pub(super) fn api(answer: &Answer) -> Identity {
    let Some(json) = json_object(answer) else { return Identity::Other(seen(answer)) };
    let text = |key: &str| json.get(key).and_then(serde_json::Value::as_str);
    match answer.status {
        200 => match (text("issuer"), text("authorization_endpoint")) {
            (Some(_), Some(at)) => Identity::Proven(format!("kube-apiserver, OAuth at {at}")),
            _ if json.contains_key("gitVersion") => Identity::Proven("kube-apiserver".into()),
            _ => Identity::Other(seen(answer)),
        },
        404 if json.contains_key("paths") => Identity::ProvenWithoutOauth,
        401 | 403 | 404 if text("kind") == Some("Status") => {
            Identity::Proven(format!("kube-apiserver (anonymous access answered {})", answer.status))
        }
        _ => Identity::Other(seen(answer)),
    }
}

pub(super) fn oauth(answer: &Answer) -> Identity {
    match answer.status {
        200 if answer.body.trim() == "ok" => Identity::Proven("OAuth server, healthy".into()),
        _ => Identity::Other(seen(answer)),
    }
}

/// What the console says here is not written down anywhere, so whatever a health check may say will do, and no page for people.
pub(super) fn console(answer: &Answer) -> Identity {
    let is_page = answer.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"));
    let body = answer.body.trim();
    let says_so = body.is_empty() || body.eq_ignore_ascii_case("ok") || json_object(answer).is_some();
    match answer.status {
        200 if says_so && !is_page => Identity::Proven("web console, healthy".into()),
        _ => Identity::Other(seen(answer)),
    }
}

/// What the MTC console says to `/login`: off to the OAuth server, which it was told of by the API server.
pub(super) fn mtc_console(answer: &Answer) -> Identity {
    let to = answer.header("location").unwrap_or_default();
    match answer.status {
        302 if to.split(['?', '#']).next().is_some_and(|at| at.ends_with("/oauth/authorize")) => {
            Identity::Proven("MTC console, logs in at its OAuth server".into())
        }
        _ => Identity::Other(seen(answer)),
    }
}

pub(super) fn registry(answer: &Answer) -> Identity {
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    let version = answer.header("docker-distribution-api-version");
    match answer.status {
        401 if challenge.to_ascii_lowercase().starts_with("bearer ") => {
            Identity::Proven(format!("registry, tokens from {}", realm(challenge)))
        }
        401 if !challenge.is_empty() => {
            Identity::ProvenWithoutTokenService(format!("it asks for {}", challenge.split(' ').next().unwrap_or_default()))
        }
        200 if version.is_some() || json_object(answer).is_some_and(|json| json.is_empty()) => {
            Identity::ProvenWithoutTokenService("it answers anonymously".into())
        }
        _ => Identity::Other(seen(answer)),
    }
}

pub(super) fn repository(answer: &Answer) -> Identity {
    let server = answer.header("server").unwrap_or_default();
    let product = if answer.header("x-amz-request-id").is_some() && server == "AmazonS3" {
        "AWS S3"
    } else if server.starts_with("MinIO") {
        "MinIO"
    } else if answer.header("x-ms-request-id").is_some() || server.starts_with("Windows-Azure-Blob") {
        "Azure Blob"
    } else if answer.header("x-guploader-uploadid").is_some() || answer.body.contains("<Code>MissingSecurityHeader</Code>") {
        "Google Cloud Storage"
    } else if answer.body.contains("<ListAllMyBucketsResult") {
        "S3, anonymous listing (as Ceph RGW answers)"
    } else if answer.header("x-amz-request-id").is_some() || (answer.body.contains("<Error>") && answer.body.contains("<Code>")) {
        "S3"
    } else {
        return Identity::Other(seen(answer));
    };
    Identity::Proven(product.into())
}

fn json_object(answer: &Answer) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(&answer.body).ok()
}

fn realm(challenge: &str) -> String {
    challenge.split("realm=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("an unnamed realm").into()
}

/// An answer in a few words: status, content type, and who says to have sent it.
fn seen(answer: &Answer) -> String {
    let kind = answer.header("content-type").map(|t| format!(", {t}")).unwrap_or_default();
    let server = answer.header("server").map(|s| format!(", Server: {s}")).unwrap_or_default();
    format!("HTTP {} {}{kind}{server}", answer.status, answer.reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::RoleRef;

    fn proves(role: &str, kind: &str, body: &str) -> bool {
        let headers = if kind.is_empty() { Vec::new() } else { vec![("content-type".to_owned(), kind.to_owned())] };
        let answer = Answer { status: 200, headers, body: body.into(), ..Answer::default() };
        !matches!((RoleRef::named(role).unwrap().identify)(&answer), Identity::Other(_))
    }

    #[test]
    fn a_console_is_not_any_page_that_answers_200() {
        for (kind, body) in [("", ""), ("text/plain; charset=utf-8", "ok\n"), ("application/json", r#"{"status":"ok"}"#)] {
            assert!(proves("console", kind, body), "{kind} {body}");
        }
        let login = "<html><body>please log in</body></html>";
        for (kind, body) in [("Text/HTML; charset=utf-8", login), ("text/html", ""), ("", login), ("text/plain", "welcome to nginx")] {
            assert!(!proves("console", kind, body), "{kind} {body}");
        }
    }

    #[test]
    fn a_registry_is_not_any_json_that_answers_200() {
        assert!(proves("registry", "application/json", " {}\n"));
        for body in ["", "[]", r#"{"status":"ok"}"#, "{", "<html>"] {
            assert!(!proves("registry", "application/json", body), "{body}");
        }
        let headers = vec![("docker-distribution-api-version".to_owned(), "registry/2.0".to_owned())];
        let answer = Answer { status: 200, headers, ..Answer::default() };
        assert!(matches!(registry(&answer), Identity::ProvenWithoutTokenService(_)));
    }
}
