//! English for comparisons: what it means that vantage points see one endpoint differently, and what
//! to do. One sentence for each meaning; which one holds is decided in `compare`.

use crate::compare::{
    Explanation, IssuerReason, Meaning, ObservedCert, ObservedRoute, ReportForm, VantageGroup,
    VantagePair,
};
use crate::words::told::Told;

/// What it means, and what to do.
pub(in crate::words) fn explanation(explanation: &Explanation<'_>) -> Told {
    match explanation {
        Explanation::NotProbed { labels } => Told::new(
            format!("not among what was probed from {}", listed(labels)),
            "probe the same targets from everywhere: the list that -f takes here is the one that the pod's ConfigMap takes",
        ),
        Explanation::Between(pair, meaning) => between(pair, *meaning),
    }
}

/// `directly`, `through http://proxy.example:3128`.
pub(in crate::words) fn way(route: &ObservedRoute) -> String {
    let through = |proxy: &String| format!("through {proxy}");
    route.proxy.as_ref().map_or("directly".into(), through)
}

/// What a compared file is.
pub(in crate::words) const fn form(form: ReportForm) -> &'static str {
    match form {
        ReportForm::SavedRun => "a saved run",
        ReportForm::Report => "JSON",
        ReportForm::Lines => "JSON lines",
    }
}

fn between(pair: &VantagePair<'_>, meaning: Meaning<'_>) -> Told {
    match meaning {
        Meaning::Intercepted(side) => {
            let (made, real) = pair.from(side);
            intercepted(made, real)
        }
        Meaning::OtherKey { issuer } => Told::new(
            format!(
                "other certificates, whose issuers are both called \"{issuer}\" and have different keys: a CA that was rotated or set up anew, \
                 or a copy of it that someone on the way made"
            ),
            "compare the SHA-256 of both with the administrator of the server; a bundle must hold the issuer that its clients see",
        ),
        Meaning::Renewed { issuer, before } => {
            let (before, renewed) = pair.from(before);
            let (before, renewed) = (who(before), who(renewed));
            Told::new(
                format!(
                    "the same CA, \"{issuer}\": the certificate was renewed after the measurement from {before} and before that from {renewed}"
                ),
                format!("measure from {before} again"),
            )
        }
        Meaning::SeveralServers { issuer } => Told::new(
            format!(
                "the same CA, \"{issuer}\": several servers, or a load balancer, each with a certificate of its own"
            ),
            "",
        ),
        Meaning::OtherIssuer(reason) => other_issuer(pair, reason),
        Meaning::OtherIssuersSent => other_issuers_sent(pair),
        Meaning::NoFailure => no_failure(pair),
        Meaning::BothFail { told } => both_fail(pair, told),
        Meaning::Untold => untold(pair),
        Meaning::UnknownName => unknown_name(pair),
        Meaning::ProxyNeeded { proxy } => proxy_needed(pair, proxy),
        Meaning::ProxyHinders { proxy } => proxy_hinders(pair, proxy),
        Meaning::NobodyThere => nobody_there(pair),
        Meaning::WayClosed => way_closed(pair),
        Meaning::OtherTrust => other_trust(pair),
        Meaning::OtherTime => other_time(pair),
    }
}

fn intercepted(made: &VantageGroup<'_>, real: &VantageGroup<'_>) -> Told {
    let unseen = match real.observation.leaf() {
        None => ", which got none",
        Some(_) => "",
    };
    let (at, host) = (who(made), &made.observation.target.host);
    Told::new(
        format!(
            "from {at}, {}, an interceptor answers: the certificate seen there is made on the way. From {}{unseen} there is no such sign",
            way(&made.observation.route),
            who(real)
        ),
        format!(
            "exempt {host} from interception for {at}: add it to noProxy or to the interceptor's exceptions. Where MTC's pods must go that \
             way, their bundle needs the interceptor's CA: export-bundle --accept-interceptor SHA256"
        ),
    )
}

fn other_issuer(pair: &VantagePair<'_>, reason: IssuerReason) -> Told {
    let (best, other) = (&pair.best, &pair.other);
    let by = |group: &VantageGroup<'_>| issuer(group.observation.leaf());
    let (here, there) = (who(best), who(other));
    let why = match reason {
        IssuerReason::OtherRoutes => format!(
            "From {here} it goes {}, from {there} {}: someone on one of these ways signs certificates of its own, or the ways lead to \
             different servers",
            way(&best.observation.route),
            way(&other.observation.route)
        ),
        IssuerReason::OtherAddresses => format!(
            "From {here} the name leads to {}, from {there} to {}: most likely split DNS and two servers; else someone re-signs on one of \
             the ways",
            addresses(best),
            addresses(other)
        ),
        IssuerReason::SameWay => {
            "It is the same way to the same place: someone on the way of one of them re-signs, or the address is another machine in each network"
                .into()
        }
    };
    Told::new(
        format!(
            "another certificate of another CA: {} from {here}, {} from {there}. {why}",
            by(best),
            by(other)
        ),
        format!(
            "a bundle must hold the CA that its clients see: make it from where they run. Before that, compare the SHA-256 of both with the \
             server's administrator; `probe endpoints --compare-routes` from {there} looks for proof of interception"
        ),
    )
}

fn issuer(leaf: Option<&ObservedCert>) -> String {
    let name = leaf.and_then(|leaf| leaf.issuer.as_ref());
    name.map_or_else(
        || "an issuer that cannot be read".into(),
        |name| format!("\"{name}\""),
    )
}

fn addresses(group: &VantageGroup<'_>) -> String {
    let all = group.observation.addresses().unwrap_or_default();
    all.into_iter().collect::<Vec<_>>().join(", ")
}

fn other_issuers_sent(pair: &VantagePair<'_>) -> Told {
    let count = |group: &VantageGroup<'_>| group.observation.chain.len();
    Told::new(
        format!(
            "the same certificate, sent with other issuers: {} in all to {}, {} to {}. Several servers behind the name that are not configured \
             alike",
            count(&pair.best),
            who(&pair.best),
            count(&pair.other),
            who(&pair.other)
        ),
        "let every server send the certificate with all its intermediates",
    )
}

fn no_failure(pair: &VantagePair<'_>) -> Told {
    let verdict = &pair.other.observation.verdict;
    Told::new(
        format!(
            "no failure from either, but from {} {}: {}",
            who(&pair.other),
            verdict.code,
            verdict.title
        ),
        verdict.remedy.as_str(),
    )
}

fn both_fail(pair: &VantagePair<'_>, told: bool) -> Told {
    let bad = &pair.other.observation.verdict;
    Told::new(
        format!(
            "it fails from both: {} from {}, {} from {}",
            pair.best.observation.verdict.code,
            who(&pair.best),
            bad.code,
            who(&pair.other)
        ),
        if told { "" } else { bad.remedy.as_str() },
    )
}

fn untold(pair: &VantagePair<'_>) -> Told {
    let verdict = &pair.other.observation.verdict;
    Told::new(
        format!(
            "it works from {}; from {} {}: {}",
            who(&pair.best),
            who(&pair.other),
            verdict.code,
            verdict.title
        ),
        verdict.remedy.as_str(),
    )
}

fn unknown_name(pair: &VantagePair<'_>) -> Told {
    let seen = pair.other.observation;
    let (host, code) = (&seen.target.host, &seen.verdict.code);
    Told::new(
        format!(
            "from {} the name service gives no address for {host} ({code}), from {} it does: they ask different ones",
            who(&pair.other),
            who(&pair.best)
        ),
        format!(
            "a pod asks the cluster's DNS, and that the resolvers of its nodes: have the zone of {host} forwarded there \
             (`oc edit dns.operator/default`, spec.servers)"
        ),
    )
}

fn proxy_needed(pair: &VantagePair<'_>, proxy: &str) -> Told {
    let (good, bad, seen) = (who(&pair.best), who(&pair.other), pair.other.observation);
    let (host, code) = (&seen.target.host, &seen.verdict.code);
    Told::new(
        format!(
            "from {good} it goes through {proxy} and gets there, from {bad} directly and does not ({code}): the proxy is needed"
        ),
        format!(
            "have {bad} use the proxy: MTC's pods take it from the Secret migration-proxy, or from the cluster's Proxy; no entry of noProxy \
             may exempt {host}"
        ),
    )
}

fn proxy_hinders(pair: &VantagePair<'_>, proxy: &str) -> Told {
    let (good, bad, seen) = (who(&pair.best), who(&pair.other), pair.other.observation);
    let (host, code) = (&seen.target.host, &seen.verdict.code);
    Told::new(
        format!(
            "from {good} it goes directly and gets there, from {bad} through {proxy} and does not ({code})"
        ),
        format!("add {host} to the noProxy that {bad} has, or have the proxy let it through"),
    )
}

fn nobody_there(pair: &VantagePair<'_>) -> Told {
    let (good, bad, seen) = (who(&pair.best), who(&pair.other), pair.other.observation);
    let (target, code) = (&seen.target, &seen.verdict.code);
    Told::new(
        format!(
            "from {good} and {bad} the name leads to different addresses, and where it leads from {bad} nobody answers ({code})"
        ),
        format!(
            "correct what the name service of {bad} says for {}, or open the way to {}",
            target.host, target.authority
        ),
    )
}

fn way_closed(pair: &VantagePair<'_>) -> Told {
    let (bad, seen) = (who(&pair.other), pair.other.observation);
    let (authority, code) = (&seen.target.authority, &seen.verdict.code);
    Told::new(
        format!(
            "the same way to {authority}, and from {bad} it does not get there ({code}): a firewall or an egress rule is between"
        ),
        format!(
            "have {authority} opened for {bad}; of a pod look at NetworkPolicy and EgressFirewall in its namespace, and at the firewall for the \
             address that the cluster's nodes go out with"
        ),
    )
}

fn other_trust(pair: &VantagePair<'_>) -> Told {
    let (good, bad) = (who(&pair.best), who(&pair.other));
    let trust = pair.best.observation.trust.as_ref();
    let stores = trust.map(|t| t.vouched_by.join(", ")).unwrap_or_default();
    let by = if stores.is_empty() {
        String::new()
    } else {
        format!(" by {stores}")
    };
    Told::new(
        format!(
            "the certificate is the same; its CA is trusted at {good}{by}, and unknown at {bad}. The network does the same to both"
        ),
        format!("probe from {bad} with the same --ca, or give its clients a bundle with that CA"),
    )
}

fn other_time(pair: &VantagePair<'_>) -> Told {
    let (best, other) = (&pair.best, &pair.other);
    let (then, now) = (best.observation.started, other.observation.started);
    Told::new(
        format!(
            "the certificate is the same, and judged otherwise ({}): measured from {} at {then}, from {} at {now}, with the trust of each",
            other.observation.verdict.code,
            who(best),
            who(other)
        ),
        "if both were measured at the same time, a clock is wrong; else measure again from both",
    )
}

fn who(group: &VantageGroup<'_>) -> String {
    listed(&group.labels)
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
