//! What it means that one name shows other certificates: an interceptor, another server, a renewal,
//! or issuers left out. Only about certificates; `verdicts` explains differing verdicts.

use super::{Explanation, VantageGroup, VantagePair, apart};
use crate::compare::observation::ObservedCert;

/// What other certificates mean; `None` where they are the same, or one side got none.
pub(super) fn meaning(pair: &VantagePair<'_>) -> Option<Explanation> {
    intercepted(pair)
        .or_else(|| leaf(pair))
        .or_else(|| issuers(pair))
}

/// Proof on one side that the chain is made on the way.
fn intercepted(pair: &VantagePair<'_>) -> Option<Explanation> {
    let is = |group: &VantageGroup<'_>| group.observation.has("intercepted");
    let (made, real) = match (is(pair.best), is(pair.other)) {
        (false, true) => (pair.other, pair.best),
        (true, false) => (pair.best, pair.other),
        _ => return None,
    };
    let unseen = if real.observation.leaf().is_none() {
        ", which got none"
    } else {
        ""
    };
    let text = format!(
        "from {}, {}, an interceptor answers: the certificate seen there is made on the way. From {}{unseen} there is no such sign",
        made.who,
        made.observation.route.words(),
        real.who
    );
    let host = &made.observation.target.host;
    let advice = format!(
        "exempt {host} from interception for {}: add it to noProxy or to the interceptor's exceptions. Where MTC's pods must go that way, \
         their bundle needs the interceptor's CA: export-bundle --accept-interceptor SHA256",
        made.who
    );
    Some(Explanation::new(text, advice))
}

/// Two certificates for one name.
fn leaf(pair: &VantagePair<'_>) -> Option<Explanation> {
    let (a, b) = (
        pair.best.observation.leaf()?,
        pair.other.observation.leaf()?,
    );
    if a.sha256 == b.sha256 {
        return None;
    }
    if a.issuer != b.issuer || a.issuer.is_none() {
        return Some(other_issuer(pair, a, b));
    }
    let keys = a.authority_key_id.as_ref().zip(b.authority_key_id.as_ref());
    let name = a.issuer.as_deref().unwrap_or_default();
    if keys.is_some_and(|(one, other)| one != other) {
        let text = format!(
            "other certificates, whose issuers are both called \"{name}\" and have different keys: a CA that was rotated or set up anew, or \
             a copy of it that someone on the way made"
        );
        let advice = "compare the SHA-256 of both with the administrator of the server; a bundle must hold the issuer that its clients see";
        return Some(Explanation::new(text, advice));
    }
    if let Some((renewed, before)) = renewed_between(pair) {
        let text = format!(
            "the same CA, \"{name}\": the certificate was renewed after the measurement from {before} and before that from {renewed}"
        );
        return Some(Explanation::new(
            text,
            format!("measure from {before} again"),
        ));
    }
    let text = format!(
        "the same CA, \"{name}\": several servers, or a load balancer, each with a certificate of its own"
    );
    Some(Explanation::new(text, ""))
}

/// Who saw the newer certificate, and who had measured before it was valid.
fn renewed_between<'a>(pair: &'a VantagePair<'_>) -> Option<(&'a str, &'a str)> {
    let newer = |seen: &VantageGroup<'_>, before: &VantageGroup<'_>| {
        seen.observation
            .leaf()
            .and_then(|leaf| leaf.not_before)
            .is_some_and(|from| from > before.observation.started)
    };
    let (best, other) = (pair.best, pair.other);
    match (newer(best, other), newer(other, best)) {
        (true, false) => Some((&best.who, &other.who)),
        (false, true) => Some((&other.who, &best.who)),
        _ => None,
    }
}

fn other_issuer(pair: &VantagePair<'_>, a: &ObservedCert, b: &ObservedCert) -> Explanation {
    let (best, other) = (pair.best, pair.other);
    let by = |cert: &ObservedCert| {
        cert.issuer.as_ref().map_or_else(
            || "an issuer that cannot be read".into(),
            |name| format!("\"{name}\""),
        )
    };
    let signed = format!(
        "another certificate of another CA: {} from {}, {} from {}",
        by(a),
        best.who,
        by(b),
        other.who
    );
    let led = |group: &VantageGroup<'_>| {
        group
            .observation
            .addresses()
            .map(|all| all.into_iter().collect::<Vec<_>>().join(", "))
    };
    let why = if best.observation.route.path() != other.observation.route.path() {
        let routes = format!(
            "from {} it goes {}, from {} {}",
            best.who,
            best.observation.route.words(),
            other.who,
            other.observation.route.words()
        );
        format!(
            "{routes}: someone on one of these ways signs certificates of its own, or the ways lead to different servers"
        )
    } else if let Some((one, two)) = led(best).zip(led(other)).filter(|_| apart(pair)) {
        let routes = format!(
            "from {} the name leads to {one}, from {} to {two}",
            best.who, other.who
        );
        format!(
            "{routes}: most likely split DNS and two servers; else someone re-signs on one of the ways"
        )
    } else {
        "it is the same way to the same place: someone on the way of one of them re-signs, or the address is another machine in each network"
            .into()
    };
    let advice = format!(
        "a bundle must hold the CA that its clients see: make it from where they run. Before that, compare the SHA-256 of both with the \
         server's administrator; `probe endpoints --compare-routes` from {} looks for proof of interception",
        other.who
    );
    Explanation::new(format!("{signed}. {why}", why = capital(&why)), advice)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// One certificate, sent with others beside it.
fn issuers(pair: &VantagePair<'_>) -> Option<Explanation> {
    let (a, b) = (pair.best.observation, pair.other.observation);
    let both = a.leaf().is_some() && b.leaf().is_some();
    (both && a.fingerprints() != b.fingerprints()).then(|| {
        let (one, two) = (a.chain.len(), b.chain.len());
        let text = format!(
            "the same certificate, sent with other issuers: {one} in all to {}, {two} to {}. Several servers behind the name that are not \
             configured alike",
            pair.best.who, pair.other.who
        );
        Explanation::new(text, "let every server send the certificate with all its intermediates")
    })
}
