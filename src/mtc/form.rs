//! What the forms of the MTC console take, and what they do with it: their regular expressions,
//! checkboxes and uploads. Pure. Read from mig-ui (`src/app/common/duck/utils.ts`,
//! `AddEditClusterForm.tsx`, `S3Form.tsx`, April 2025).

/// Lengths of the last label that `RouteHostValidator` takes.
const ROUTE_LABEL: std::ops::RangeInclusive<usize> = 2..=6;
/// The same of `URLValidator`.
const URL_LABEL: std::ops::RangeInclusive<usize> = 2..=63;

/// Why a form refuses a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlRefusal {
    /// It begins neither with `http://` nor `https://`.
    OtherScheme,
    /// Its host is an IP address.
    IpAddress,
    /// Its host has one label only.
    OneLabel,
    /// No label after the first has lower-case letters only.
    NoLowerCaseLabel,
}

/// `URLValidator` or `IPValidator`: what the forms take as the URL of a cluster or of S3.
///
/// `URLValidator` is `/(http(s)?:\/\/.)(www\.)?[-a-zA-Z0-9@:%._\+~#=]{2,256}\.[a-z]{2,63}\b(...)/`,
/// found anywhere.
#[must_use]
pub fn takes_url(text: &str) -> bool {
    let schemes = ["http://", "https://"]
        .into_iter()
        .flat_map(|s| text.match_indices(s).map(|(at, s)| &text[at + s.len()..]));
    // One character of any kind belongs to the scheme's group.
    let mut hosts =
        schemes.filter_map(|rest| rest.chars().next().map(|first| &rest[first.len_utf8()..]));
    hosts.any(|host| has_label(run(host), host, &URL_LABEL)) || is_quad(text)
}

/// `RouteHostValidator`: what the cluster form takes as the exposed route of a registry; found
/// anywhere.
#[must_use]
pub fn takes_route(text: &str) -> bool {
    text.char_indices()
        .any(|(at, _)| has_label(run(&text[at..]), &text[at..], &ROUTE_LABEL))
}

/// Why the form refuses a URL, where it does.
#[must_use]
pub fn refusal_of_url(text: &str) -> Option<UrlRefusal> {
    if takes_url(text) {
        return None;
    }
    let host = text
        .split("://")
        .nth(1)
        .unwrap_or(text)
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.chars().all(|c| c.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    Some(match name {
        _ if !text.starts_with("http") => UrlRefusal::OtherScheme,
        _ if name.starts_with('[') || is_quad(name) => UrlRefusal::IpAddress,
        _ if !name.contains('.') => UrlRefusal::OneLabel,
        _ => UrlRefusal::NoLowerCaseLabel,
    })
}

/// The last place of the dot behind them.
const LAST_DOT: usize = 256;

/// The characters of `[-a-zA-Z0-9@:%._\+~#=]` that a text begins with, as far as they matter: a text may be
/// long, and is tried from each of its places on.
fn run(text: &str) -> &str {
    let of_class = |b: &u8| b.is_ascii_alphanumeric() || b"-@:%._+~#=".contains(b);
    let class = text.bytes().take(LAST_DOT + 1).take_while(of_class);
    &text[..class.count()]
}

/// Two to 256 characters, a dot, so many lower-case letters, and then the end of a word.
fn has_label(run: &str, text: &str, lengths: &std::ops::RangeInclusive<usize>) -> bool {
    run.match_indices('.')
        .filter(|(at, _)| (2..=LAST_DOT).contains(at))
        .any(|(at, _)| {
            let label = &text[at + 1..];
            let letters = label.bytes().take(lengths.end() + 1);
            let length = letters.take_while(u8::is_ascii_lowercase).count();
            let goes_on =
                label[length..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            lengths.contains(&length) && !goes_on
        })
}

/// `IPValidator`: four numbers, the first from 1; an empty block counts as 0.
fn is_quad(text: &str) -> bool {
    let blocks: Vec<Option<u16>> = text
        .split('.')
        .map(|b| {
            if b.is_empty() {
                Some(0)
            } else {
                b.parse().ok()
            }
        })
        .collect();
    blocks.len() == 4 && blocks.iter().all(|b| b.is_some_and(|n| n < 256)) && blocks[0] >= Some(1)
}
