//! What the proxies of the frozen run answer for a name that cannot exist.

use super::*;

pub fn denied(saw: ProxySession) -> ProxyCanary {
    let asked = proxied(CANARY, through(HTTP, VARIABLE), refuse(saw));
    ProxyCanary {
        route: asked.route,
        name: CANARY.into(),
        dns: asked.dns,
        connections: asked.connections,
    }
}

pub fn minted() -> ProxyCanary {
    let asked = proxied(
        CANARY,
        through(
            "http://bump.acme.test:3128",
            RouteSource::Variable(ProxyVariable::HttpsLower),
        ),
        tunnel(session(CANARY, &["lab.s3"]), "", (0, "")),
    );
    ProxyCanary {
        route: asked.route,
        name: CANARY.into(),
        dns: asked.dns,
        connections: unasked(asked.connections),
    }
}
