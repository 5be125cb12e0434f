//! The kinds of endpoint MTC touches: one row each, with its usual port, what to ask it, and which answer proves it.
//! May name nothing of ours. Pure: the asking is `measure`'s, the verdict `judge`'s.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One kind of endpoint. Rows live in [`ROLES`]; a value is always one of them.
pub struct Role {
    /// As written before `=` in a target, and in every output.
    pub name: &'static str,
    /// For people: `OAuth server`.
    pub title: &'static str,
    /// TCP port where a target names none and is no URL (a URL without a port means 443, as for every client).
    pub port: u16,
    /// Path of the one credential-free GET that proves the role; `None`: nothing is asked after the handshake.
    pub ask: Option<&'static str>,
    /// The answer that proves it, for people and for `explain`.
    pub expects: &'static str,
    /// What in MTC contacts it and where its CA is given: the end of every remedy about trust.
    pub trust_place: &'static str,
    /// Reads an answer to `ask`.
    pub identify: fn(&Answer) -> Identity,
}

/// An HTTP response to the role's question, bounded: what identities are read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub status: u16,
    pub reason: String,
    /// Only headers that tell who answered or when (never cookies): lower-case name, value.
    pub headers: Vec<(String, String)>,
    /// At most 16 KiB, invalid UTF-8 replaced.
    pub body: String,
    /// More followed than was kept.
    pub truncated: bool,
}

impl Answer {
    /// The first header of that (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What an answer says about who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// It is the service asked for; the words say how it shows (`kube-apiserver with OAuth at https://…`).
    Proven(String),
    /// It is, but has no integrated OAuth server (404 with `{"paths":[…]}`).
    ProvenWithoutOauth,
    /// It is a registry, but not one that points to a token service.
    ProvenWithoutTokenService(String),
    /// It is something else; the words say what was seen.
    Other(String),
}

/// Every role, in the order reports group them.
pub static ROLES: [Role; 6] = [
    Role {
        name: "api",
        title: "API server",
        port: 6443,
        ask: Some("/.well-known/oauth-authorization-server"),
        expects: "200 with OAuth metadata, 404 with {\"paths\":[...]}, or 401/403 with a Kubernetes Status",
        trust_place: "the CA bundle of that cluster in the MTC console (MigCluster spec.caBundle)",
        identify: identify_api,
    },
    Role {
        name: "oauth",
        title: "OAuth server",
        port: 443,
        ask: Some("/healthz"),
        expects: "200 with the body ok",
        trust_place: "the trust store of the browser that opens the MTC console (MTC's own pods do not verify it)",
        identify: identify_oauth,
    },
    Role {
        name: "console",
        title: "web console",
        port: 443,
        ask: Some("/health"),
        expects: "200 with no body, ok or JSON",
        trust_place: "the trust store of the browser that opens the MTC console (MTC's own pods do not verify it)",
        identify: identify_console,
    },
    Role {
        name: "registry",
        title: "image registry",
        port: 443,
        ask: Some("/v2/"),
        expects: "401 with WWW-Authenticate: Bearer, or 200 with Docker-Distribution-Api-Version or the body {}",
        trust_place: "/etc/containers/certs.d/HOST:PORT/ca.crt of whoever pulls with podman (MTC itself does not verify registries)",
        identify: identify_registry,
    },
    Role {
        name: "repository",
        title: "replication repository (S3)",
        port: 443,
        ask: Some("/"),
        expects: "an S3, GCS or Azure answer: XML with an Error or a bucket list, or their request-id headers",
        trust_place: "the CA bundle of that replication repository in the MTC console (MigStorage spec.backupStorageConfig.s3CustomCABundle)",
        identify: identify_repository,
    },
    Role {
        name: "plain",
        title: "TLS service",
        port: 443,
        ask: None,
        expects: "nothing is asked after the TLS handshake",
        trust_place: "the trust store of its clients",
        identify: |_| Identity::Proven("TLS only".into()),
    },
];

/// A reference to a row of [`ROLES`]; saved and printed as its name.
#[derive(Clone, Copy)]
pub struct RoleRef(pub &'static Role);

impl RoleRef {
    /// The row of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ROLES.iter().find(|r| r.name == name).map(Self)
    }

    /// TLS without a question.
    #[must_use]
    pub fn plain() -> Self {
        Self(&ROLES[5])
    }
}

impl std::ops::Deref for RoleRef {
    type Target = Role;
    fn deref(&self) -> &Role {
        self.0
    }
}

impl PartialEq for RoleRef {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for RoleRef {}

impl fmt::Debug for RoleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl Serialize for RoleRef {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.name)
    }
}

impl<'de> Deserialize<'de> for RoleRef {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Self::named(&name).ok_or_else(|| serde::de::Error::custom(format!("no such role: {name}")))
    }
}

fn identify_api(answer: &Answer) -> Identity {
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

fn identify_oauth(answer: &Answer) -> Identity {
    match answer.status {
        200 if answer.body.trim() == "ok" => Identity::Proven("OAuth server, healthy".into()),
        _ => Identity::Other(seen(answer)),
    }
}

/// What the console says here is not written down anywhere, so whatever a health check may say will do, and no page for people.
fn identify_console(answer: &Answer) -> Identity {
    let is_page = answer.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"));
    let body = answer.body.trim();
    let says_so = body.is_empty() || body.eq_ignore_ascii_case("ok") || json_object(answer).is_some();
    match answer.status {
        200 if says_so && !is_page => Identity::Proven("web console, healthy".into()),
        _ => Identity::Other(seen(answer)),
    }
}

fn identify_registry(answer: &Answer) -> Identity {
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

fn identify_repository(answer: &Answer) -> Identity {
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
        assert!(matches!(identify_registry(&answer), Identity::ProvenWithoutTokenService(_)));
    }
}
