//! Words of others: shown harmless, without secrets, in a shell; lines that are explained; what Go
//! prints, read and printed again.

use std::path::Path;

use mtc_probe::cert::go;
use mtc_probe::dialects::go::GoRefusal;
use mtc_probe::dialects::others::{read_error, read_line, understood};
use mtc_probe::dialects::place::endpoint_in;
use mtc_probe::dialects::quoted::unquoted;
use mtc_probe::foreign::{self, Foreign};
use mtc_probe::report::{TextStyle, explain_lines};
use mtc_probe::{mask, quote};

use super::claims;

/// A text of others, in every way in which one is shown.
pub fn shown(bytes: &[u8]) {
    let foreign = Foreign::from_bytes(bytes);
    let text = foreign.raw();
    claims::one_line(&foreign.to_string());
    claims::one_line(&format!("{foreign:?}"));
    claims::one_line(&foreign.on_one_line());
    claims::one_line(&foreign::on_one_line(text));
    claims::harmless(&foreign::visible_lines(text));
    assert!(foreign.in_ascii().is_ascii());
    claims::one_line(&foreign.in_ascii());
    let once = foreign::visible(text);
    assert_eq!(foreign::visible(&once), once, "twice is once");
    // The longest escape is `\u{10ffff}` for four bytes; one of one byte is `\u{7f}`.
    claims::bounded(once.len(), text.len(), (6, 0));
    assert!(foreign::shown_in_ascii(&once).is_ascii());
    shell(&foreign);
    claims::bounded(mask::masked(text).len(), text.len(), (4, 64));
    for less in [
        quote::without_secrets(text),
        quote::without_userinfo(text),
        quote::without_passwords(text),
    ] {
        claims::bounded(less.len(), text.len(), (4, 64));
    }
    let _ = quote::argument_without_secrets(text);
    claims::one_line(&quote::for_shell(Path::new(text)));
}

/// A shell reads one word: what is quoted closes its quotes, and nothing stands outside of them that a
/// shell would obey.
fn shell(foreign: &Foreign) {
    let word = foreign.for_shell();
    claims::one_line(&word);
    let read = if let Some(body) = word.strip_prefix("$'") {
        bash(body.strip_suffix('\'').expect("closed"))
    } else if word.starts_with('\'') {
        single(&word)
    } else {
        assert!(
            !word.is_empty() && !word.contains(|c: char| " \t\"'\\$`&|;<>()*?[]{}~#!".contains(c))
        );
        word
    };
    assert_eq!(read, foreign.raw(), "a shell reads what it was");
}

/// What bash reads in `$'…'`, of what is written there by us.
fn bash(body: &str) -> String {
    let (mut out, mut rest) = (String::new(), body.chars());
    while let Some(c) = rest.next() {
        assert_ne!(c, '\'', "the quote ends too early");
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('U') => {
                let digits: String = rest.by_ref().take(8).collect();
                let code = u32::from_str_radix(&digits, 16).expect("eight digits");
                out.push(char::from_u32(code).expect("a character"));
            }
            Some(c) => out.push(c),
            None => panic!("a backslash at the end"),
        }
    }
    out
}

/// What any shell reads in `'…'`, with `'\''` between.
fn single(word: &str) -> String {
    let body = word
        .strip_prefix('\'')
        .and_then(|word| word.strip_suffix('\''));
    let parts: Vec<&str> = body.expect("closed").split("'\\''").collect();
    assert!(
        parts.iter().all(|part| !part.contains('\'')),
        "the quote ends too early"
    );
    parts.join("'")
}

/// `probe explain TEXT`.
pub fn explained(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    for style in [TextStyle::plain(80), TextStyle::plain(40)] {
        if let Some(told) = explain_lines(text, ("probe", &style), |_| false) {
            claims::harmless(&told);
            // Eight lines at most are explained, whatever came.
            claims::bounded(told.len(), 0, (0, 256 * 1024));
        }
    }
    for line in text.lines() {
        let _ = (read_line(line), read_error(line), understood(line));
        if let Some(place) = endpoint_in(line) {
            claims::one_line(&place);
        }
        claims::bounded(unquoted(line).len(), line.len(), (3, 0));
    }
}

/// What Go says: read, printed and read again it is the same; its quotes are undone and done again.
pub fn said_by_go(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    if let Some(refusal) = GoRefusal::read(text) {
        let printed = refusal.to_string();
        let again = GoRefusal::read(&printed);
        assert_eq!(again.as_ref().map(ToString::to_string), Some(printed));
    }
    let quoted = go::quoted(text);
    assert_eq!(
        go::unquoted(&quoted).as_deref(),
        Some(text),
        "what is quoted is unquoted"
    );
    if let Some(plain) = go::unquoted(text) {
        assert_eq!(go::unquoted(&go::quoted(&plain)), Some(plain));
    }
    let _ = go::is_domain(text);
}
