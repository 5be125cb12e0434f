//! The error inside of a message: taken out of what its controller puts around it, and read by the
//! rows of `errors` or, for what Go prints, by `dialects`.
//! Decides nothing of objects.

use std::borrow::Cow;

use super::errors;
use super::part::{Cure, Part};
use crate::codes::{Code, Family};
use crate::dialects::others;
use crate::dialects::pattern::Pattern;
use crate::foreign::Foreign;

/// Certificates that are for other names.
const OF_NAMES: [Code; 4] = [
    Code::NameMismatch,
    Code::NoSan,
    Code::HostnameOnlyByCn,
    Code::RouterDefaultCertificate,
];
/// Quotes of Go's in each other that are taken off.
const DEEPEST: usize = 4;

/// What the text of an error tells.
pub(super) struct Told {
    pub part: Part,
    pub cure: Cure,
    pub codes: Vec<Code>,
    pub source: Option<&'static str>,
}

/// The error that is a part of a message.
pub(super) struct Inner {
    /// Its text; the whole message where nothing says which part it is.
    pub text: String,
    /// The row says where it stands, and it stands there.
    pub is_marked: bool,
}

/// The text of the error in a message, where the row says that one stands there; else the whole
/// message may be one.
pub(super) fn in_message(at: Option<&'static str>, message: Option<&Foreign>) -> Option<Inner> {
    let message = message?.raw();
    let marked = at.and_then(|pattern| {
        let values = Pattern::new(pattern).read(message)?;
        let mut values = values.into_iter();
        values.find(|(name, _)| *name == "error")
    });
    Some(Inner {
        text: unquoted(marked.map_or(message, |(_, text)| text)),
        is_marked: marked.is_some(),
    })
}

/// Without Go's quotes: `%q` in `%q` hides where an error begins.
fn unquoted(text: &str) -> String {
    let mut text = text.trim().to_owned();
    for _ in 0..DEEPEST {
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let next = inner
            .unwrap_or(&text)
            .replace("\\\"", "\"")
            .replace("\\n", "\n")
            .replace("\\t", "\t");
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// What is known of this text.
pub(super) fn told(text: &str) -> Option<Told> {
    let words = without_urls(text);
    let mut rows = errors::ROWS.into_iter().flatten();
    if let Some(row) = rows.find(|row| row.fits(&words)) {
        return Some(Told {
            part: row.part,
            cure: row.cure,
            codes: Vec::new(),
            source: Some(row.source),
        });
    }
    let codes = others::read_error(text);
    let (part, cure) = of_codes(&codes)?;
    Some(Told {
        part,
        cure,
        codes,
        source: None,
    })
}

/// The text without the URLs in it: names of hosts and buckets are nobody's words.
pub(super) fn without_urls(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, url)) = rest.split_once("\"http") {
        let Some((_, behind)) = url.split_once('"') else {
            break;
        };
        kept.push_str(before);
        rest = behind;
    }
    if kept.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Of several classes with the same text the most innocent counts: an interceptor is never guessed
/// from words.
fn of_codes(codes: &[Code]) -> Option<(Part, Cure)> {
    let innocent = |code: &&Code| code.family() != Family::ProxyInterference;
    let code = codes.iter().find(innocent).or(codes.first())?;
    if *code == Code::ClockSkew {
        return Some((Part::Clock, Cure::SetClock));
    }
    if OF_NAMES.contains(code) {
        return Some((Part::Name, Cure::CorrectName));
    }
    Some(match code.family() {
        Family::UnknownAuthority => (Part::Certificate, Cure::GiveCa),
        Family::Certificate => (Part::Certificate, Cure::MeasureFromPod),
        Family::Name => (Part::Name, Cure::CorrectName),
        Family::ProxyInterference => (Part::Proxy, Cure::CorrectProxy),
        Family::Ok | Family::Timeout | Family::Reach | Family::Tls | Family::Service => {
            (Part::Network, Cure::MeasureFromPod)
        }
    })
}
