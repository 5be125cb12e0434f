//! Of a fault of the network that a line tells.
//! Words only.

use crate::codes::Code;
use crate::triage::Endpoint;
use crate::words::en;

/// What it is called: by its class, where the line leaves but one.
pub(super) fn title(codes: &[Code], endpoint: Option<&Endpoint>) -> String {
    let at = endpoint.map_or_else(String::new, |endpoint| format!(" ({})", endpoint.authority));
    let what = codes.first().map_or("", |code| en::text(*code).title);
    format!("{what}{at}")
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
        return "find out which endpoint the line is about, and measure it: `probe endpoints HOST:PORT`".into();
    };
    let by_pods = "pods connect through the proxy of their own cluster: measure from there, or with the same proxy (-x)";
    format!("measure it: `{}`; {by_pods}", command(endpoint, program))
}

/// The complete command that measures the endpoint.
pub(super) fn command(endpoint: &Endpoint, program: &str) -> String {
    let proxy = endpoint.proxy.as_ref();
    let through = proxy.map_or_else(String::new, |proxy| format!(" -x http://{proxy}"));
    format!("{program} endpoints{through} {}", endpoint.as_written())
}
