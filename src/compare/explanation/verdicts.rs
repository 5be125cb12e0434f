//! What it means that one endpoint works from here and not from there: names, ways, trust, time. If
//! the evidence does not show why, only the verdict's own words are repeated.

use super::{Explanation, VantagePair, apart};

/// What other verdicts mean; `told`: that the certificates differ has been explained.
pub(super) fn meaning(pair: &VantagePair<'_>, told: bool) -> Option<Explanation> {
    let (good, bad) = (pair.best.observation, pair.other.observation);
    if good.verdict.code == bad.verdict.code {
        return None;
    }
    if !bad.verdict.fails() {
        let text = format!(
            "no failure from either, but from {} {}: {}",
            pair.other.who, bad.verdict.code, bad.verdict.title
        );
        return Some(Explanation::new(text, bad.verdict.remedy.clone()));
    }
    if good.verdict.fails() {
        let each = format!(
            "it fails from both: {} from {}, {} from {}",
            good.verdict.code, pair.best.who, bad.verdict.code, pair.other.who
        );
        return Some(Explanation::new(
            each,
            if told {
                String::new()
            } else {
                bad.verdict.remedy.clone()
            },
        ));
    }
    let same_leaf = good
        .leaf()
        .zip(bad.leaf())
        .is_some_and(|(a, b)| a.sha256 == b.sha256);
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

fn untold(pair: &VantagePair<'_>) -> Explanation {
    let VantagePair { best, other } = pair;
    let verdict = &other.observation.verdict;
    let text = format!(
        "it works from {}; from {} {}: {}",
        best.who, other.who, verdict.code, verdict.title
    );
    Explanation::new(text, verdict.remedy.clone())
}

fn unknown_name(pair: &VantagePair<'_>) -> Explanation {
    let VantagePair { best, other } = pair;
    if other.observation.route.proxy.is_some() {
        return untold(pair);
    }
    let host = &other.observation.target.host;
    let text = format!(
        "from {} the name service gives no address for {host} ({}), from {} it does: they ask different ones",
        other.who, other.observation.verdict.code, best.who
    );
    let advice = format!(
        "a pod asks the cluster's DNS, and that the resolvers of its nodes: have the zone of {host} forwarded there \
         (`oc edit dns.operator/default`, spec.servers)"
    );
    Explanation::new(text, advice)
}

/// No answer, or none but a refusal.
fn unreached(pair: &VantagePair<'_>) -> Explanation {
    let VantagePair { best, other } = pair;
    let (good, bad) = (best.observation, other.observation);
    let (code, host, authority) = (&bad.verdict.code, &bad.target.host, &bad.target.authority);
    match (&good.route.proxy, &bad.route.proxy) {
        (Some(proxy), None) => Explanation::new(
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
        (None, Some(proxy)) => Explanation::new(
            format!(
                "from {} it goes directly and gets there, from {} through {proxy} and does not ({code})",
                best.who, other.who
            ),
            format!(
                "add {host} to the noProxy that {} has, or have the proxy let it through",
                other.who
            ),
        ),
        _ if apart(pair) => Explanation::new(
            format!(
                "from {} and {} the name leads to different addresses, and where it leads from {} nobody answers ({code})",
                best.who, other.who, other.who
            ),
            format!(
                "correct what the name service of {} says for {host}, or open the way to {authority}",
                other.who
            ),
        ),
        _ => Explanation::new(
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

fn other_trust(pair: &VantagePair<'_>) -> Explanation {
    let VantagePair { best, other } = pair;
    let stores = best
        .observation
        .trust
        .as_ref()
        .map(|t| t.vouched_by.join(", "))
        .filter(|names| !names.is_empty());
    let by = stores.map_or_else(String::new, |names| format!(" by {names}"));
    let text = format!(
        "the certificate is the same; its CA is trusted at {}{by}, and unknown at {}. The network does the same to both",
        best.who, other.who
    );
    Explanation::new(
        text,
        format!(
            "probe from {} with the same --ca, or give its clients a bundle with that CA",
            other.who
        ),
    )
}

fn other_time(pair: &VantagePair<'_>) -> Explanation {
    let VantagePair { best, other } = pair;
    let (then, now) = (best.observation.started, other.observation.started);
    let text = format!(
        "the certificate is the same, and judged otherwise ({}): measured from {} at {then}, from {} at {now}, with the trust of each",
        other.observation.verdict.code, best.who, other.who
    );
    Explanation::new(
        text,
        "if both were measured at the same time, a clock is wrong; else measure again from both",
    )
}
