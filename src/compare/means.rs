//! What a difference means, as far as the evidence of both sides goes; where it does not, that is said.
//! One rule per kind of difference, pair by pair: the vantage point where it works best against each that sees something else.

use super::{Sight, sight::Sent};

/// A sentence, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub said: String,
    /// Empty where nothing is to be done.
    pub advice: String,
}

impl Meaning {
    fn new(said: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { said: said.into(), advice: advice.into() }
    }
}

/// Vantage points that saw the same.
struct Group<'a> {
    who: String,
    sight: &'a Sight,
}

/// Where it works best, and somewhere else.
struct Pair<'a> {
    best: &'a Group<'a>,
    other: &'a Group<'a>,
}

/// What the differences about one endpoint mean.
pub(super) fn of(labels: &[&str], sights: &[Option<&Sight>]) -> Vec<Meaning> {
    let mut found: Vec<Meaning> = absent(labels, sights).into_iter().collect();
    let groups = groups(labels, sights);
    let Some(best) = groups.iter().min_by_key(|g| g.sight.verdict.weight()) else { return found };
    for other in groups.iter().filter(|g| !std::ptr::eq(*g, best)) {
        let pair = Pair { best, other };
        let chain = intercepted(&pair).or_else(|| leaf(&pair)).or_else(|| issuers(&pair));
        let verdict = verdict(&pair, chain.is_some());
        found.extend(chain.into_iter().chain(verdict));
    }
    found
}

fn groups<'a>(labels: &[&str], sights: &[Option<&'a Sight>]) -> Vec<Group<'a>> {
    let same =
        |a: &Sight, b: &Sight| a.verdict.code == b.verdict.code && a.fingerprints() == b.fingerprints() && a.route.way() == b.route.way();
    let mut groups: Vec<(Vec<&str>, &Sight)> = Vec::new();
    for (label, sight) in labels.iter().zip(sights) {
        let Some(sight) = sight else { continue };
        match groups.iter_mut().find(|(_, known)| same(known, sight)) {
            Some((who, _)) => who.push(label),
            None => groups.push((vec![label], sight)),
        }
    }
    groups.into_iter().map(|(who, sight)| Group { who: listed(&who), sight }).collect()
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn absent(labels: &[&str], sights: &[Option<&Sight>]) -> Option<Meaning> {
    let without: Vec<&str> = labels.iter().zip(sights).filter(|(_, sight)| sight.is_none()).map(|(label, _)| *label).collect();
    (!without.is_empty()).then(|| {
        let advice = "probe the same targets from everywhere: the list that -f takes here is the one that the pod's ConfigMap takes";
        Meaning::new(format!("not among what was probed from {}", listed(&without)), advice)
    })
}

/// Proof on one side that the chain is made on the way.
fn intercepted(pair: &Pair<'_>) -> Option<Meaning> {
    let is = |group: &Group<'_>| group.sight.has("intercepted");
    let (made, real) = match (is(pair.best), is(pair.other)) {
        (false, true) => (pair.other, pair.best),
        (true, false) => (pair.best, pair.other),
        _ => return None,
    };
    let unseen = if real.sight.leaf().is_none() { ", which got none" } else { "" };
    let said = format!(
        "from {}, {}, an interceptor answers: the certificate seen there is made on the way. From {}{unseen} there is no such sign",
        made.who,
        made.sight.route.words(),
        real.who
    );
    let host = &made.sight.target.host;
    let advice = format!(
        "exempt {host} from interception for {}: add it to noProxy or to the interceptor's exceptions. Where MTC's pods must go that way, \
         their bundle needs the interceptor's CA: export-bundle --accept-interceptor SHA256",
        made.who
    );
    Some(Meaning::new(said, advice))
}

/// Two certificates for one name.
fn leaf(pair: &Pair<'_>) -> Option<Meaning> {
    let (a, b) = (pair.best.sight.leaf()?, pair.other.sight.leaf()?);
    if a.sha256 == b.sha256 {
        return None;
    }
    if a.issuer != b.issuer || a.issuer.is_none() {
        return Some(other_issuer(pair, a, b));
    }
    let keys = a.authority_key_id.as_ref().zip(b.authority_key_id.as_ref());
    let name = a.issuer.as_deref().unwrap_or_default();
    if keys.is_some_and(|(one, other)| one != other) {
        let said = format!(
            "other certificates, whose issuers are both called \"{name}\" and have different keys: a CA that was rotated or set up anew, or \
             a copy of it that someone on the way made"
        );
        let advice = "compare the SHA-256 of both with the administrator of the server; a bundle must hold the issuer that its clients see";
        return Some(Meaning::new(said, advice));
    }
    if let Some((renewed, before)) = renewed_between(pair) {
        let said = format!(
            "the same CA, \"{name}\": the certificate was renewed after the measurement from {before} and before that from {renewed}"
        );
        return Some(Meaning::new(said, format!("measure from {before} again")));
    }
    let said = format!("the same CA, \"{name}\": several servers, or a load balancer, each with a certificate of its own");
    Some(Meaning::new(said, ""))
}

/// Who saw the newer certificate, and who had measured before it was valid.
fn renewed_between<'a>(pair: &'a Pair<'_>) -> Option<(&'a str, &'a str)> {
    let newer = |seen: &Group<'_>, before: &Group<'_>| {
        seen.sight.leaf().and_then(|leaf| leaf.not_before).is_some_and(|from| from > before.sight.started)
    };
    let (best, other) = (pair.best, pair.other);
    match (newer(best, other), newer(other, best)) {
        (true, false) => Some((&best.who, &other.who)),
        (false, true) => Some((&other.who, &best.who)),
        _ => None,
    }
}

fn other_issuer(pair: &Pair<'_>, a: &Sent, b: &Sent) -> Meaning {
    let (best, other) = (pair.best, pair.other);
    let by = |cert: &Sent| cert.issuer.as_ref().map_or_else(|| "an issuer that cannot be read".into(), |name| format!("\"{name}\""));
    let signed = format!("another certificate of another CA: {} from {}, {} from {}", by(a), best.who, by(b), other.who);
    let led = |group: &Group<'_>| group.sight.addresses().map(|all| all.into_iter().collect::<Vec<_>>().join(", "));
    let why = if best.sight.route.way() != other.sight.route.way() {
        let ways = format!("from {} it goes {}, from {} {}", best.who, best.sight.route.words(), other.who, other.sight.route.words());
        format!("{ways}: someone on one of these ways signs certificates of its own, or the ways lead to different servers")
    } else if let Some((one, two)) = led(best).zip(led(other)).filter(|_| apart(pair)) {
        let ways = format!("from {} the name leads to {one}, from {} to {two}", best.who, other.who);
        format!("{ways}: most likely split DNS and two servers; else someone re-signs on one of the ways")
    } else {
        "it is the same way to the same place: someone on the way of one of them re-signs, or the address is another machine in each network"
            .into()
    };
    let advice = format!(
        "a bundle must hold the CA that its clients see: make it from where they run. Before that, compare the SHA-256 of both with the \
         server's administrator; `probe endpoints --compare-routes` from {} looks for proof of interception",
        other.who
    );
    Meaning::new(format!("{signed}. {why}", why = capital(&why)), advice)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Both go directly, to addresses that have nothing in common.
fn apart(pair: &Pair<'_>) -> bool {
    let both = pair.best.sight.addresses().zip(pair.other.sight.addresses());
    both.is_some_and(|(one, two)| one.is_disjoint(&two))
}

/// One certificate, sent with others beside it.
fn issuers(pair: &Pair<'_>) -> Option<Meaning> {
    let (a, b) = (pair.best.sight, pair.other.sight);
    let both = a.leaf().is_some() && b.leaf().is_some();
    (both && a.fingerprints() != b.fingerprints()).then(|| {
        let (one, two) = (a.chain.len(), b.chain.len());
        let said = format!(
            "the same certificate, sent with other issuers: {one} in all to {}, {two} to {}. Several servers behind the name that are not \
             configured alike",
            pair.best.who, pair.other.who
        );
        Meaning::new(said, "let every server send the certificate with all its intermediates")
    })
}

fn verdict(pair: &Pair<'_>, told: bool) -> Option<Meaning> {
    let (good, bad) = (pair.best.sight, pair.other.sight);
    if good.verdict.code == bad.verdict.code {
        return None;
    }
    if !bad.verdict.fails() {
        let said = format!("it works from both; from {}: {}", pair.other.who, bad.verdict.title);
        return Some(Meaning::new(said, bad.verdict.remedy.clone()));
    }
    if good.verdict.fails() {
        let each =
            format!("it fails from both: {} from {}, {} from {}", good.verdict.code, pair.best.who, bad.verdict.code, pair.other.who);
        return Some(Meaning::new(each, if told { String::new() } else { bad.verdict.remedy.clone() }));
    }
    let same_leaf = good.leaf().zip(bad.leaf()).is_some_and(|(a, b)| a.sha256 == b.sha256);
    match bad.verdict.family.as_str() {
        "name" => Some(unknown_name(pair)),
        "timeout" | "reach" if bad.verdict.code == "timeout-dns" => Some(unknown_name(pair)),
        "timeout" | "reach" => Some(unreached(pair)),
        "unknown-authority" if same_leaf => Some(other_trust(pair)),
        "certificate" if same_leaf => Some(other_time(pair)),
        // The other certificate is the reason.
        _ if told => None,
        _ => Some(untold(pair)),
    }
}

fn untold(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    let verdict = &other.sight.verdict;
    let said = format!("it works from {}; from {} {}: {}", best.who, other.who, verdict.code, verdict.title);
    Meaning::new(said, verdict.remedy.clone())
}

fn unknown_name(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    if other.sight.route.proxy.is_some() {
        return untold(pair);
    }
    let host = &other.sight.target.host;
    let said = format!(
        "from {} the name service gives no address for {host} ({}), from {} it does: they ask different ones",
        other.who, other.sight.verdict.code, best.who
    );
    let advice = format!(
        "a pod asks the cluster's DNS, and that the resolvers of its nodes: have the zone of {host} forwarded there \
         (`oc edit dns.operator/default`, spec.servers)"
    );
    Meaning::new(said, advice)
}

/// No answer, or none but a refusal.
fn unreached(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    let (good, bad) = (best.sight, other.sight);
    let (code, host, authority) = (&bad.verdict.code, &bad.target.host, &bad.target.authority);
    match (&good.route.proxy, &bad.route.proxy) {
        (Some(proxy), None) => Meaning::new(
            format!(
                "from {} it goes through {proxy} and gets there, from {} directly and does not ({code}): the proxy is needed",
                best.who, other.who
            ),
            format!(
                "have {} use the proxy: MTC's pods take it from the Secret migration-proxy, or from the cluster's Proxy; no entry of noProxy \
                 may exempt {host}",
                other.who
            ),
        ),
        (None, Some(proxy)) => Meaning::new(
            format!("from {} it goes directly and gets there, from {} through {proxy} and does not ({code})", best.who, other.who),
            format!("add {host} to the noProxy that {} has, or have the proxy let it through", other.who),
        ),
        _ if apart(pair) => Meaning::new(
            format!(
                "from {} and {} the name leads to different addresses, and where it leads from {} nobody answers ({code})",
                best.who, other.who, other.who
            ),
            format!("correct what the name service of {} says for {host}, or open the way to {authority}", other.who),
        ),
        _ => Meaning::new(
            format!(
                "the same way to {authority}, and from {} it does not get there ({code}): a firewall or an egress rule is between",
                other.who
            ),
            format!(
                "have {authority} opened for {}; of a pod look at NetworkPolicy and EgressFirewall in its namespace, and at the firewall for \
                 the address that the cluster's nodes go out with",
                other.who
            ),
        ),
    }
}

fn other_trust(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    let stores = best.sight.trust.as_ref().map(|t| t.vouched_by.join(", ")).filter(|names| !names.is_empty());
    let by = stores.map_or_else(String::new, |names| format!(" by {names}"));
    let said = format!(
        "the certificate is the same; its CA is trusted at {}{by}, and unknown at {}. The network does the same to both",
        best.who, other.who
    );
    Meaning::new(said, format!("probe from {} with the same --ca, or give its clients a bundle with that CA", other.who))
}

fn other_time(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    let (then, now) = (best.sight.started, other.sight.started);
    let said = format!(
        "the certificate is the same, and judged otherwise ({}): measured from {} at {then}, from {} at {now}, with the trust of each",
        other.sight.verdict.code, best.who, other.who
    );
    Meaning::new(said, "if both were measured at the same time, a clock is wrong; else measure again from both")
}
