//! What OpenShift's services and an S3 storage answer over HTTP to a client without credentials. The
//! texts of the real services only; no sockets and no certificates.

use serde_json::json;

use super::http::{LabAnswer, Site};

const JSON: &str = "application/json";

/// kube-apiserver: version and health for everyone, OAuth metadata, 403 for the rest.
pub fn api(oauth_server: &str) -> Site {
    let version = json!({
        "major": "1", "minor": "27", "gitVersion": "v1.27.16+03a907c",
        "gitCommit": "0e9d3b3a5d2a1f7c9b6e4d8c7a6b5f4e3d2c1b0a", "gitTreeState": "clean", "buildDate": "2024-08-14T20:29:53Z",
        "goVersion": "go1.20.12 X:strictfipsruntime", "compiler": "gc", "platform": "linux/amd64",
    });
    Site::otherwise(forbidden)
        .page("/version", LabAnswer::new(200, JSON, pretty(&version)))
        .page("/healthz", "ok")
        .page("/livez", "ok")
        .page("/readyz", "ok")
        .page(
            "/.well-known/oauth-authorization-server",
            LabAnswer::new(200, JSON, pretty(&oauth_metadata(oauth_server))),
        )
}

fn oauth_metadata(issuer: &str) -> serde_json::Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/oauth/authorize"),
        "token_endpoint": format!("{issuer}/oauth/token"),
        "scopes_supported": ["user:check-access", "user:full", "user:info", "user:list-projects", "user:list-scoped-projects"],
        "response_types_supported": ["code", "token"],
        "grant_types_supported": ["authorization_code", "implicit"],
        "code_challenge_methods_supported": ["plain", "S256"],
    })
}

/// The answer of an API server to a client without credentials, for a path that needs some.
pub fn forbidden(path: &str) -> LabAnswer {
    let status = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": format!("forbidden: User \"system:anonymous\" cannot get path \"{path}\""),
        "reason": "Forbidden", "details": {}, "code": 403,
    });
    LabAnswer::new(403, JSON, pretty(&status)).header("X-Content-Type-Options", "nosniff")
}

/// The router with three routes behind it; any other host gets its 503 page.
pub fn router(oauth: &str, console: &str, registry: &str, port: u16) -> Site {
    let registry_answer = self::registry(&format!("https://{registry}:{port}/openshift/token"));
    bare_router()
        .page_of(oauth, "/healthz", "ok")
        .page_of(console, "/health", "")
        .page_of(
            console,
            "/",
            LabAnswer::new(
                200,
                "text/html; charset=utf-8",
                "<!DOCTYPE html><title>OpenShift</title>",
            ),
        )
        .page_of(registry, "/v2/", registry_answer)
        .page_of(registry, "/healthz", "")
}

/// The answer of a registry at `/v2/` to a client without a token: it says where to get one.
pub fn registry(realm: &str) -> LabAnswer {
    let unauthorized = json!({ "errors": [{ "code": "UNAUTHORIZED", "message": "authentication required", "detail": null }] });
    LabAnswer::new(401, JSON, unauthorized.to_string())
        .header("Docker-Distribution-Api-Version", "registry/2.0")
        .header("Www-Authenticate", &format!("Bearer realm=\"{realm}\""))
}

/// The answer of MTC's console at `/login`: a redirect to the OAuth server.
pub(super) fn login(oauth_server: &str) -> LabAnswer {
    let query = "response_type=code&client_id=migration&scope=user%3Afull";
    LabAnswer::new(302, "text/plain; charset=utf-8", "Found").header(
        "Location",
        &format!("{oauth_server}/oauth/authorize?{query}"),
    )
}

/// A router without routes.
pub fn bare_router() -> Site {
    Site::otherwise(not_available)
}

fn not_available(_path: &str) -> LabAnswer {
    let page = "<html>\n  <head><title>Application is not available</title></head>\n  <body>\n    <h1>Application is not available</h1>\n    \
                <p>The application is currently not serving requests at this endpoint. It may not have been started or is still starting.</p>\n  \
                </body>\n</html>\n";
    LabAnswer::new(503, "text/html", page)
        .header("Cache-Control", "private, max-age=0, no-cache, no-store")
        .header("Pragma", "no-cache")
}

/// A service of which nothing is known, except that it answers.
pub fn anything() -> Site {
    Site::otherwise(|_| LabAnswer::from("ok"))
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
