//! Of a fault of the network that a line tells.
//! Words only.

use crate::codes::{Code, Family};
use crate::triage::Endpoint;
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
pub(super) fn cure(endpoint: Option<&Endpoint>, program: &str) -> String {
    let Some(endpoint) = endpoint else {
        return format!(
            "find out which endpoint the line is about, and measure it: `{program} endpoints HOST:PORT`"
        );
    };
    let way = if endpoint.proxy.is_some() {
        "the proxy is the one that the text names"
    } else {
        "pods connect through the proxy of their own cluster: measure from there, or give the same proxy with -x"
    };
    format!("measure it: `{}`; {way}", command(endpoint, program))
}

/// The complete command that measures the endpoint.
pub(super) fn command(endpoint: &Endpoint, program: &str) -> String {
    let proxy = endpoint.proxy.as_ref();
    let through = proxy.map_or_else(String::new, |proxy| format!(" -x http://{proxy}"));
    format!("{program} endpoints{through} {}", endpoint.as_written())
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
