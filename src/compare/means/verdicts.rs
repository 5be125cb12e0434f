//! What it means that one endpoint works from here and not from there: names, ways, trust, time.
//! Where the evidence does not say why, the verdict's own words are repeated and no more is
//! claimed.

use super::{Meaning, Pair, apart};

/// What other verdicts mean; `told`: that the certificates differ has been explained.
pub(super) fn meaning(pair: &Pair<'_>, told: bool) -> Option<Meaning> {
    let (good, bad) = (pair.best.sight, pair.other.sight);
    if good.verdict.code == bad.verdict.code {
        return None;
    }
    if !bad.verdict.fails() {
        let said = format!(
            "no failure from either, but from {} {}: {}",
            pair.other.who, bad.verdict.code, bad.verdict.title
        );
        return Some(Meaning::new(said, bad.verdict.remedy.clone()));
    }
    if good.verdict.fails() {
        let each = format!(
            "it fails from both: {} from {}, {} from {}",
            good.verdict.code, pair.best.who, bad.verdict.code, pair.other.who
        );
        return Some(Meaning::new(
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

fn untold(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    let verdict = &other.sight.verdict;
    let said = format!(
        "it works from {}; from {} {}: {}",
        best.who, other.who, verdict.code, verdict.title
    );
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
            format!(
                "from {} it goes directly and gets there, from {} through {proxy} and does not ({code})",
                best.who, other.who
            ),
            format!(
                "add {host} to the noProxy that {} has, or have the proxy let it through",
                other.who
            ),
        ),
        _ if apart(pair) => Meaning::new(
            format!(
                "from {} and {} the name leads to different addresses, and where it leads from {} nobody answers ({code})",
                best.who, other.who, other.who
            ),
            format!(
                "correct what the name service of {} says for {host}, or open the way to {authority}",
                other.who
            ),
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
    let stores = best
        .sight
        .trust
        .as_ref()
        .map(|t| t.vouched_by.join(", "))
        .filter(|names| !names.is_empty());
    let by = stores.map_or_else(String::new, |names| format!(" by {names}"));
    let said = format!(
        "the certificate is the same; its CA is trusted at {}{by}, and unknown at {}. The network does the same to both",
        best.who, other.who
    );
    Meaning::new(
        said,
        format!(
            "probe from {} with the same --ca, or give its clients a bundle with that CA",
            other.who
        ),
    )
}

fn other_time(pair: &Pair<'_>) -> Meaning {
    let Pair { best, other } = pair;
    let (then, now) = (best.sight.started, other.sight.started);
    let said = format!(
        "the certificate is the same, and judged otherwise ({}): measured from {} at {then}, from {} at {now}, with the trust of each",
        other.sight.verdict.code, best.who, other.who
    );
    Meaning::new(
        said,
        "if both were measured at the same time, a clock is wrong; else measure again from both",
    )
}
