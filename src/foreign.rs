//! Text from outside: names in certificates, answers of servers, fields of objects. `Foreign` can
//! be printed only harmless: for a terminal, which obeys control characters, or for another reader
//! by its own way out. Letters of every script are shown as they are.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// Bytes that are kept of a text where nobody gives another bound.
pub const LONGEST: usize = 256 * 1024;

/// A bounded text that somebody else wrote. Kept, compared and recorded as it came; shown with
/// everything escaped that a terminal obeys instead of showing.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Foreign(Box<str>);

impl Foreign {
    /// At most so many bytes of it, cut between two characters.
    #[must_use]
    pub fn bounded(text: &str, most: usize) -> Self {
        Self(text[..boundary(text, most)].into())
    }

    /// Bytes as UTF-8, what is none of it replaced (U+FFFD).
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::from(&*String::from_utf8_lossy(bytes))
    }

    /// Nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text as it came: to compare it and to parse it, never to print it.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether these words of ours stand in it, as they are written here.
    #[must_use]
    pub fn contains(&self, words: &str) -> bool {
        self.0.contains(words)
    }

    /// Whether it begins with these words of ours.
    #[must_use]
    pub fn starts_with(&self, words: &str) -> bool {
        self.0.starts_with(words)
    }

    /// Takes out what must not be kept, such as a password that came back: the text as it came goes
    /// in, what is to stand instead comes out, `None` where nothing is to change.
    pub fn scrubbed(&mut self, change: impl FnOnce(&str) -> Option<String>) {
        if let Some(text) = change(&self.0) {
            *self = Self::from(text);
        }
    }

    /// For a line among others: line breaks and tabs become one blank, those at the end go, and the
    /// rest is harmless as ever.
    #[must_use]
    pub fn on_one_line(&self) -> String {
        on_one_line(&self.0)
    }

    /// One word for a shell, in quotes where it needs them: in those of bash (`$'…'`) where a
    /// terminal would obey it.
    #[must_use]
    pub fn for_shell(&self) -> String {
        let plain = |c: char| {
            c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ',' | ':' | '@' | '%')
        };
        if self.0.chars().any(is_obeyed) {
            return format!("$'{}'", self.0.chars().map(in_bash).collect::<String>());
        }
        if !self.0.is_empty() && self.0.chars().all(plain) {
            self.0.to_string()
        } else {
            format!("'{}'", self.0.replace('\'', "'\\''"))
        }
    }

    /// For readers of ASCII, such as comments between PEM blocks: anything else is escaped, line
    /// breaks included.
    #[must_use]
    pub fn in_ascii(&self) -> String {
        let shown = |c: char| c.is_ascii() && !c.is_ascii_control();
        escaped(&self.0, |c| !shown(c)).into_owned()
    }

    /// Several of them in a row, harmless.
    #[must_use]
    pub fn join(all: &[Self], separator: &str) -> String {
        let all: Vec<String> = all.iter().map(Self::to_string).collect();
        all.join(separator)
    }
}

/// The last place between two characters within so many bytes.
fn boundary(text: &str, most: usize) -> usize {
    let most = most.min(text.len());
    let mut places = (0..=most).rev();
    places
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

impl From<&str> for Foreign {
    fn from(text: &str) -> Self {
        Self::bounded(text, LONGEST)
    }
}

impl From<String> for Foreign {
    fn from(text: String) -> Self {
        if text.len() > LONGEST {
            Self::bounded(&text, LONGEST)
        } else {
            Self(text.into())
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&escaped(&self.0, is_obeyed))
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl PartialEq<str> for Foreign {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Foreign {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

/// In JSON it is a string like any other.
impl JsonSchema for Foreign {
    fn inline_schema() -> bool {
        String::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(Self::from)
    }
}

/// A whole message that repeats words of others, with everything escaped that a terminal obeys
/// instead of showing: control characters (line breaks among them), line and paragraph separators,
/// and the format characters that are invisible or change the direction of what follows.
#[must_use]
pub fn visible(text: &str) -> String {
    escaped(text, is_obeyed).into_owned()
}

/// The same for a line among others: each line break, tab and hard blank becomes a blank, and those
/// at the end go.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let blank = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{a0}');
    visible(text.replace(blank, " ").trim_end())
}

/// The same for a message of several lines that are meant: its own line breaks stay.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    escaped(text, |c| c != '\n' && is_obeyed(c)).into_owned()
}

/// A text that is harmless already, for a terminal that shows ASCII only: other letters are escaped,
/// and what is punctuation only is written as ASCII writes it.
#[must_use]
pub fn shown_in_ascii(text: &str) -> String {
    let plain = text
        .replace('\u{2026}', "...")
        .replace(['\u{201c}', '\u{201d}'], "\"")
        .replace(['\u{2018}', '\u{2019}'], "'");
    escaped(&plain, |c| !c.is_ascii()).into_owned()
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_escaped(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Inside `$'…'` of bash.
fn in_bash(c: char) -> String {
    match c {
        '\'' | '\\' => format!("\\{c}"),
        _ if is_obeyed(c) => format!("\\U{:08x}", u32::from(c)),
        _ => c.to_string(),
    }
}

/// Unicode's categories Cc, Cf, Zl and Zp, without the format characters of single scripts, which
/// are seen.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_seen_instead() {
        let shown = |text: &str| Foreign::from(text).to_string();
        assert_eq!(
            shown("a\n\u{1b}[2J\u{9b}b\tc\r"),
            "a\\n\\u{1b}[2J\\u{9b}b\\tc\\r"
        );
        for c in
            "\u{200b}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}\u{feff}\u{ad}\u{7f}"
                .chars()
        {
            assert_eq!(
                shown(&format!("a{c}b")),
                format!("a{}b", c.escape_unicode())
            );
        }
        let harmless = "caf\u{e9} \u{5d0}\u{5d1} \u{4e2d}\u{6587} \\ ' \u{2026}";
        assert_eq!(shown(harmless), harmless);
        assert_eq!(shown(&shown("a\u{202e}\n")), shown("a\u{202e}\n"));
        assert_eq!(
            visible_lines("one\ntwo\u{202e}\r\n"),
            "one\ntwo\\u{202e}\\r\n"
        );
    }

    #[test]
    fn debug_is_harmless_too_and_width_is_honoured() {
        let text = Foreign::from("a\u{1b}");
        assert_eq!(format!("{text:?}"), "\"a\\u{1b}\"");
        assert_eq!(format!("[{text:>8}]"), "[ a\\u{1b}]");
        assert_eq!(format!("[{text:8}]"), "[a\\u{1b} ]");
    }

    #[test]
    fn it_is_bounded_between_characters_and_kept_as_it_came() {
        assert_eq!(Foreign::bounded("a\u{4e2d}b", 3), "a");
        assert_eq!(Foreign::bounded("a\u{4e2d}b", 4), "a\u{4e2d}");
        assert_eq!(Foreign::bounded("ab", 9), "ab");
        assert_eq!(Foreign::bounded("ab", 0), "");
        assert_eq!(Foreign::from_bytes(b"a\xff\x1b"), "a\u{fffd}\u{1b}");
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(Foreign::from(long.as_str()).raw().len(), LONGEST);
        assert_eq!(Foreign::from(long).raw().len(), LONGEST);
    }

    #[test]
    fn among_other_lines_it_takes_one() {
        let text = Foreign::from("a\r\nb\tc\u{1b}\u{a0}\n");
        assert_eq!(text.on_one_line(), "a  b c\\u{1b}");
    }

    #[test]
    fn what_must_not_be_kept_is_taken_out_of_the_text_as_it_came() {
        let mut text = Foreign::from("pass\u{1b}word");
        text.scrubbed(|raw| raw.contains('!').then(String::new));
        assert_eq!(text, "pass\u{1b}word");
        text.scrubbed(|raw| Some(raw.replace("pass\u{1b}word", "***")));
        assert_eq!(text, "***");
    }

    #[test]
    fn it_is_recorded_as_it_came() {
        let text = Foreign::from("a\u{202e}\n");
        let json = serde_json::to_string(&text).expect("json");
        assert_eq!(json, "\"a\u{202e}\\n\"");
        assert_eq!(serde_json::from_str::<Foreign>(&json).expect("text"), text);
    }

    #[test]
    fn a_shell_reads_one_word() {
        for (text, word) in [
            ("/etc/x.pem", "/etc/x.pem"),
            ("a b", "'a b'"),
            ("it's", "'it'\\''s'"),
            ("$(x)", "'$(x)'"),
            ("", "''"),
            ("a\u{1b}'\\", "$'a\\U0000001b\\'\\\\'"),
        ] {
            assert_eq!(Foreign::from(text).for_shell(), word);
        }
    }

    #[test]
    fn a_terminal_of_ascii_shows_every_letter() {
        let shown = shown_in_ascii("\u{682a}\u{5f0f} caf\u{e9}\u{2026} \u{201c}a\u{201d}\n");
        assert_eq!(shown, "\\u{682a}\\u{5f0f} caf\\u{e9}... \"a\"\n");
    }

    #[test]
    fn a_reader_of_ascii_gets_ascii() {
        assert_eq!(
            Foreign::from("caf\u{e9}\n\"\\").in_ascii(),
            "caf\\u{e9}\\n\"\\"
        );
    }
}
