//! Who decides makes no sentence and reads none back: judging, bundles, MTC and comparisons hand on
//! values, and `words` says them. Reads the string literals of a source file.

use super::none;
use super::tree::{File, sources};

/// The rooms that decide.
const THINKING: [&str; 5] = [
    "src/judge/",
    "src/bundle/",
    "src/mtc/",
    "src/compare/",
    "src/diff/",
];
/// A literal of so many words is a sentence.
const SENTENCE: usize = 4;
/// To look for a literal of so many words is to read a sentence.
const READ: usize = 2;
/// What looks for a text in another.
const READERS: [&str; 10] = [
    "contains",
    "starts_with",
    "ends_with",
    "split",
    "split_once",
    "rsplit_once",
    "strip_prefix",
    "strip_suffix",
    "find",
    "rfind",
];

/// Files that hold words of others, which they read or foretell to the letter.
const EXCUSED: [(&str, &str); 12] = [
    (
        "src/compare/read.rs",
        "reads what serde says of a missing field",
    ),
    ("src/judge/products.rs", "a product's name has four words"),
    ("src/judge/proxy.rs", "reads the error pages of proxies"),
    (
        "src/mtc/cluster.rs",
        "foretells what mig-controller and Go print",
    ),
    ("src/mtc/condition.rs", "the messages of MTC and Velero"),
    ("src/mtc/pod.rs", "commands for a shell"),
    ("src/mtc/pod_view.rs", "foretells what Go prints"),
    (
        "src/mtc/status/errors.rs",
        "reads errors of storage services and OADP",
    ),
    (
        "src/mtc/status/errors_of_volumes.rs",
        "reads errors of Velero, restic, kopia and Kubernetes",
    ),
    (
        "src/mtc/status/in_a_line.rs",
        "reads the messages of MTC's conditions",
    ),
    (
        "src/mtc/status/of_mtc.rs",
        "reads the messages of MTC's conditions",
    ),
    ("src/mtc/storage.rs", "foretells what the SDK of AWS prints"),
];

/// A string literal, and the name that it is given to directly: `contains` in `contains("x")`.
struct Literal {
    line: usize,
    text: String,
    given_to: String,
}

impl Literal {
    fn words(&self) -> usize {
        words(&self.text)
    }

    fn is_sentence(&self) -> bool {
        self.words() >= SENTENCE
    }

    fn is_read_back(&self) -> bool {
        self.words() >= READ && READERS.contains(&self.given_to.as_str())
    }
}

#[test]
fn no_thinking_room_makes_or_reads_a_sentence() {
    let all = sources();
    let thinking = all
        .iter()
        .filter(|f| THINKING.iter().any(|room| f.path.starts_with(room)));
    let (excused, others): (Vec<&File>, Vec<&File>) =
        thinking.partition(|f| EXCUSED.iter().any(|(path, _)| *path == f.path));
    let wrong: Vec<String> = others.iter().flat_map(|f| spoken(f)).collect();
    none(&wrong);
    let idle = excused.iter().filter(|f| spoken(f).is_empty());
    none(
        &idle
            .map(|f| format!("{}: excused, and needs no excuse", f.path))
            .collect::<Vec<_>>(),
    );
    assert_eq!(excused.len(), EXCUSED.len(), "an excuse for no file");
}

fn spoken(file: &File) -> Vec<String> {
    let told = |literal: &Literal| {
        let what = match (literal.is_read_back(), literal.is_sentence()) {
            (true, _) => "reads",
            (_, true) => "makes",
            _ => return None,
        };
        Some(format!(
            "{}:{}: {what} a sentence, which is for `words`: \"{}\"",
            file.path, literal.line, literal.text
        ))
    };
    literals(without_tests(&file.text))
        .iter()
        .filter_map(told)
        .collect()
}

/// Runs of letters that stand alone, whatever is put into the text besides.
fn words(text: &str) -> usize {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in text.replace("\\n", " ").replace("\\t", " ").chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let is_word = |token: &&str| {
        let bare = token.trim_matches(|c: char| "\\\"'`()[].,;:!?".contains(c));
        bare.starts_with(char::is_alphabetic)
            && bare.chars().all(|c| c.is_alphabetic() || "-'’".contains(c))
    };
    plain.split_whitespace().filter(is_word).count()
}

fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ")
        .map_or(text, |end| &text[..end])
}

/// The string literals of a source text; none of comments and attributes.
fn literals(code: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let (mut at, mut attribute) = (0, 0_usize);
    while let Some(c) = code[at..].chars().next() {
        let rest = &code[at..];
        at += match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '#' if rest.starts_with("#[") || rest.starts_with("#![") => {
                attribute = 1;
                rest.find('[').map_or(1, |open| open + 1)
            }
            '[' | ']' if attribute > 0 => {
                attribute = if c == '[' {
                    attribute + 1
                } else {
                    attribute - 1
                };
                1
            }
            '\'' => character(rest),
            '"' => {
                let (text, length) = string(rest, &code[..at]);
                if attribute == 0 {
                    found.push(Literal {
                        line: code[..at].matches('\n').count() + 1,
                        text: text.to_owned(),
                        given_to: called(&code[..at]),
                    });
                }
                length
            }
            _ => c.len_utf8(),
        };
    }
    found
}

/// How long a character literal is; a lifetime is one quote.
fn character(rest: &str) -> usize {
    let inside = &rest[1..];
    if let Some(escaped) = inside.strip_prefix('\\') {
        let after = escaped.chars().next().map_or(0, char::len_utf8);
        return 2 + after + escaped[after..].find('\'').map_or(0, |end| end + 1);
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if inside[first..].starts_with('\'') {
        first + 2
    } else {
        1
    }
}

/// What stands in a string literal, and how long it is with its quotes.
fn string<'a>(rest: &'a str, before: &str) -> (&'a str, usize) {
    let hashes = before.len() - before.trim_end_matches('#').len();
    if before[..before.len() - hashes].ends_with('r') {
        let close = format!("\"{}", "#".repeat(hashes));
        let end = rest[1..].find(&close).unwrap_or(rest.len() - 1);
        return (&rest[1..=end], 1 + end + close.len());
    }
    let mut is_escaped = false;
    let end = rest[1..].find(|c: char| {
        let closes = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        closes
    });
    let end = end.unwrap_or(rest.len() - 1);
    (&rest[1..=end], (end + 2).min(rest.len()))
}

/// The name before the opening parenthesis that a literal follows.
fn called(before: &str) -> String {
    let Some(name) = before.trim_end().strip_suffix('(') else {
        return String::new();
    };
    let start = name
        .rfind(|c: char| !c.is_alphanumeric() && c != '_')
        .map_or(0, |at| at + 1);
    name[start..].to_owned()
}

#[test]
fn sentences_are_found_however_they_are_written() {
    let file = |text: &str| File {
        path: "src/judge/x.rs".into(),
        text: text.into(),
    };
    for (text, is_found) in [
        (r#"let x = "the server is not there";"#, true),
        (r##"let x = r#"the "server" is away"#;"##, true),
        (
            "let x = format!(\n    \"{a}: it goes {b} on its way\"\n);",
            true,
        ),
        (r#"if text.contains("is missing") {}"#, true),
        ("text.split(\n    \"and so\",\n)", true),
        (
            r#"text.contains(".apps.") && text.starts_with("missing")"#,
            false,
        ),
        (
            r#"let c = '"'; let d = "three words only"; let e = '\'';"#,
            false,
        ),
        ("// \"a comment may say what it likes\"\n", false),
        (
            r#"#[expect(dead_code, reason = "one reason in many words")]"#,
            false,
        ),
        (
            "#[cfg(test)]\nmod tests { \"what is said in a test\" }",
            false,
        ),
        (r#""{one} {two} {three} {four} and""#, false),
    ] {
        assert_eq!(!spoken(&file(text)).is_empty(), is_found, "{text}");
    }
}
