//! How values of flags are written: times, fingerprints, hosts, addresses. Each parser's error says
//! what was expected.

use std::ffi::OsStr;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};

use crate::codes::{Code, Topic, nearest};
use crate::measure::{Rate, Resolve};
use crate::target::{Host, ShardChoice};

pub(super) fn duration(text: &str) -> Result<Duration, String> {
    const FORM: &str = "no time: write 500ms, 5s, 1m";
    let bare_seconds = text
        .parse::<f64>()
        .ok()
        .filter(|s| s.is_finite() && *s > 0.0 && *s < 1e6)
        .map(Duration::from_secs_f64);
    let parsed = bare_seconds.map_or_else(
        || humantime::parse_duration(text).map_err(|_| FORM.to_owned()),
        Ok,
    )?;
    if parsed.is_zero() {
        Err("a deadline of 0 leaves no time: write 500ms, 5s, 1m".into())
    } else {
        Ok(parsed)
    }
}

pub(super) fn sha256(text: &str) -> Result<String, String> {
    let plain = text.replace(':', "");
    let whole = plain.len() == 64 && plain.chars().all(|c| c.is_ascii_hexdigit());
    if whole {
        Ok(plain.to_ascii_lowercase())
    } else {
        Err("a SHA-256 has 64 hex digits, with or without colons".into())
    }
}

pub(super) fn host(text: &str) -> Result<Host, String> {
    Host::parse(text)
}

/// A domain below which names are made, and perhaps the port they are asked at.
pub(super) fn domain(text: &str) -> Result<String, String> {
    const FORM: &str = "write a domain, such as apps.cluster.example, and :PORT behind it unless that is the OAuth server's";
    let text = text.trim_start_matches("*.");
    let (domain, port) = text
        .rsplit_once(':')
        .map_or((text, None), |(domain, port)| (domain, Some(port)));
    let Ok(Host::Name(domain)) = Host::parse(domain) else {
        return Err(FORM.into());
    };
    match port.map(str::parse::<u16>) {
        None => Ok(domain),
        Some(Ok(port)) if port != 0 => Ok(format!("{domain}:{port}")),
        Some(_) => Err(FORM.into()),
    }
}

pub(super) fn resolve(text: &str) -> Result<Resolve, String> {
    Resolve::parse(text)
}

pub(super) fn rate(text: &str) -> Result<Rate, String> {
    Rate::parse(text)
}

pub(super) fn shard(text: &str) -> Result<ShardChoice, String> {
    ShardChoice::parse(text)
}

/// A duration; `0` is none.
pub(super) fn span(text: &str) -> Result<Duration, String> {
    if text == "0" {
        Ok(Duration::ZERO)
    } else {
        humantime::parse_duration(text).map_err(|_| "no time: write 30d, 12h".to_owned())
    }
}

/// The code of a verdict. Shells complete it; a misspelt one is answered with the one it may mean.
#[derive(Clone)]
pub(super) struct CodeParser;

impl TypedValueParser for CodeParser {
    type Value = Code;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Code, clap::Error> {
        let parser = |text: &str| text.parse::<Code>();
        TypedValueParser::parse_ref(&parser, command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = Code::ALL.iter().map(|code| PossibleValue::new(code.name()));
        Some(Box::new(names))
    }
}

/// One of these names. What is near to one is answered with it, also where clap finds it too short
/// to be like anything.
#[derive(Clone)]
pub(super) struct OneOf(PossibleValuesParser);

impl OneOf {
    pub(super) fn named(rows: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let known = rows.map(|(name, help)| {
            let value = PossibleValue::new(name);
            if help.is_empty() {
                value
            } else {
                value.help(help)
            }
        });
        Self(PossibleValuesParser::new(known))
    }
}

impl TypedValueParser for OneOf {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        self.0
            .parse_ref(command, argument, value)
            .map_err(|mut error| {
                let asked = value.to_string_lossy();
                let known: Vec<PossibleValue> =
                    self.0.possible_values().into_iter().flatten().collect();
                if let Some(near) = nearest(&asked, known.iter().map(PossibleValue::get_name)) {
                    let near = ContextValue::String(near.to_owned());
                    error.insert(ContextKind::SuggestedValue, near);
                }
                error
            })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// A code or a topic, which shells complete, or any other text.
#[derive(Clone)]
pub(super) struct CodeOrText;

impl TypedValueParser for CodeOrText {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let topic = |topic: &Topic| PossibleValue::new(topic.name());
        let codes = CodeParser.possible_values().into_iter().flatten();
        Some(Box::new(codes.chain(Topic::ALL.iter().map(topic))))
    }
}
