//! Of a fault of the network that a line tells.
//! Words only.

use crate::codes::{Code, Family};
use crate::foreign::Foreign;
use crate::triage::{Endpoint, Finding, Pods, Way};
use crate::words::en;

/// What it is called: by its class where the line leaves but one, else by its family.
pub(super) fn title(codes: &[Code], endpoint: Option<&Endpoint>) -> String {
    let host = endpoint.map_or("an endpoint", |endpoint| endpoint.authority.as_str());
    match codes {
        [] => String::new(),
        [only] => format!("{}: {host}", en::text(*only).title),
        [first, ..] => family(first.family(), host),
    }
}

fn family(family: Family, host: &str) -> String {
    match family {
        Family::UnknownAuthority => format!("no trusted CA vouches for {host}"),
        Family::Timeout => format!("{host} did not answer in time"),
        Family::ProxyInterference => format!("a proxy does not let through to {host}"),
        Family::Name => format!("the name of {host} was not found"),
        Family::Reach => format!("no connection to {host} came about"),
        Family::Tls => format!("no TLS session with {host} came about"),
        Family::Certificate => format!("the certificate of {host} is unfit"),
        Family::Service | Family::Ok => format!("{host} answered with an error"),
    }
}

pub(super) fn cause(codes: &[Code]) -> String {
    match codes {
        [only] => en::text(*only).meaning.to_owned(),
        several => {
            let titles: Vec<String> = several
                .iter()
                .map(|code| format!("{}: {}", code.name(), en::text(*code).title))
                .collect();
            format!(
                "the text alone leaves these, and a measurement tells them apart:\n{}",
                titles.join("\n")
            )
        }
    }
}

/// What to do: measure the endpoint.
pub(super) fn cure(finding: &Finding, endpoint: Option<&Endpoint>, program: &str) -> String {
    let Some(endpoint) = endpoint else {
        return format!(
            "find out which endpoint the line is about, and measure it: `{program} endpoints HOST:PORT`, or `{program} endpoints --api https://HOST:PORT` where it is an API server"
        );
    };
    let way = match &finding.way {
        _ if endpoint.proxy.is_some() => "the proxy is the one that the text names".to_owned(),
        None => "pods connect through the proxy of their own cluster: measure from there, or give the same proxy with -x".to_owned(),
        Some(way) => told(way),
    };
    format!(
        "measure it: `{}`; {way}",
        command(finding, endpoint, program)
    )
}

/// Which way the pods go, and who says so.
fn told(way: &Way) -> String {
    let pods = match way.pods {
        Pods::Mtc => "MTC's pods",
        Pods::Velero => "Velero's pods",
        Pods::Transfers => "the pods that send volumes",
        Pods::Nodes => "the nodes",
    };
    let because = Foreign::from(way.route.because.to_string()).on_one_line();
    match &way.route.proxy {
        Some(proxy) => format!("{pods} connect through {proxy} ({because})"),
        None => format!("{pods} connect directly ({because})"),
    }
}

/// The complete command that measures the endpoint, along the way that its pods take.
pub(super) fn command(finding: &Finding, endpoint: &Endpoint, program: &str) -> String {
    let of_pods = finding.way.as_ref().map(|way| way.route.proxy.as_ref());
    let through = match (&endpoint.proxy, of_pods) {
        (Some(proxy), _) => format!(" -x http://{proxy}"),
        (None, Some(Some(proxy))) => format!(" -x {proxy}"),
        (None, Some(None)) => " --proxy-from none".to_owned(),
        (None, None) => String::new(),
    };
    format!("{program} endpoints{through} {}", endpoint.as_typed())
}

/// What a measurement from here says to the classes that the line left.
pub(super) fn decided(codes: &[Code], met: Code) -> String {
    let title = en::text(met).title;
    if codes.contains(&met) {
        format!("{title}; this is the one of these causes, as seen from here")
    } else if met.family() == Family::Ok {
        "it works from here, now: where it still fails, the way from the pods is another".to_owned()
    } else {
        format!("{title}; seen from here, it is none of these causes")
    }
}
