//! Words for findings whose facts are not typed yet: templates filled while the program runs.
//! Goes when the last finding has its own type.

use crate::judge::Details;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

/// Names of facts that only complete a remedy.
const QUIET: [&str; 2] = ["proxy_place", "cure"];

pub(super) fn facts(details: &Details) -> Facts {
    let add = |facts: Facts, (name, value): &(&'static str, String)| match *name {
        _ if QUIET.contains(name) => facts.quiet(name, value),
        _ => facts.with(name, value),
    };
    details.0.iter().fold(Facts::none(), add)
}

/// Fills a remedy's placeholders from the details and the target.
pub(super) fn fill(template: &str, details: &Details, subject: &Subject) -> String {
    let of_target = [
        ("authority", &subject.authority),
        ("host", &subject.host),
        ("port", &subject.port),
        ("name", &subject.name),
        ("role", &subject.role),
        ("trust_place", &subject.trust_place),
        ("registry", &subject.registry),
        ("expects", &subject.expects),
        ("address", &subject.address),
    ];
    let known: Vec<(&str, &str)> = details
        .placeholders()
        .chain(of_target.map(|(name, value)| (name, value.as_str())))
        .collect();
    // In one pass: what is filled in is foreign text and may hold braces of its own.
    let (mut text, mut rest) = (String::new(), template);
    while let Some(open) = rest.find('{') {
        let filled = rest[open..].find('}').and_then(|close| {
            let name = &rest[open + 1..open + close];
            known
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value, open + close + 1))
        });
        let (value, end) = filled.unwrap_or(("{", open + 1));
        text.push_str(&rest[..open]);
        text.push_str(value);
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}
