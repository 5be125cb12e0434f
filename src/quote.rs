//! What the user gave, repeated: a path for a shell, a URL without the password in it. What others
//! wrote is `foreign`'s.

use std::path::Path;

use crate::foreign::Foreign;

/// The words of an error of the operating system, without the number that the standard library
/// adds to them, and without what others add behind it: `Permission denied`.
#[must_use]
pub fn system_words(error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::WouldBlock {
        return "It waits for what is still to come".into();
    }
    let text = error.to_string();
    let words = text.split(" (os error ").next();
    words.unwrap_or_default().to_owned()
}

/// A URL with a password given in the wrong place is repeated without it.
#[must_use]
pub fn without_userinfo(text: &str) -> String {
    let word = |word: &str| match (word.find("://"), word.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}***{}", &word[..scheme + 3], &word[at..])
        }
        _ => word.to_owned(),
    };
    text.split_inclusive(char::is_whitespace)
        .map(word)
        .collect()
}

/// What stands where something secret was.
const HIDDEN: &str = "***";
/// What parts a password from a host, also escaped and in the widths that IDNA takes for the same.
const AT: [&str; 4] = ["@", "%40", "\u{ff20}", "\u{fe6b}"];
/// How tokens of OpenShift begin.
const OPENSHIFT_TOKEN: &str = "sha256~";

/// A message that repeats arguments, without what may be a secret in any word of it: everything before
/// an at sign, the values of a query, tokens of OpenShift. No argument of this program is a user's
/// name, so that nothing is lost but what was typed in the wrong place.
#[must_use]
pub fn without_secrets(text: &str) -> String {
    by_words(text, |word| hidden(word, true))
}

/// The same for messages about files, whose names may hold an at sign: what is before it is hidden
/// where a colon is in it, as in `user:password@host`.
#[must_use]
pub fn without_passwords(text: &str) -> String {
    by_words(text, |word| hidden(word, false))
}

/// The same for the name of one file or argument, blanks included.
#[must_use]
pub fn name_without_passwords(name: &str) -> String {
    hidden(name, false)
}

/// The same for one argument of a command line that is repeated as it was typed.
#[must_use]
pub fn argument_without_secrets(argument: &str) -> String {
    without_query(&without_userinfo(argument))
}

/// A command line that was typed, without those arguments that give one of these values to a flag.
#[must_use]
pub fn without_values(typed: &str, flag: &str, values: &[&str]) -> String {
    let mut left = format!(" {typed} ");
    for value in values {
        let apart = format!(" {flag} {} ", for_shell(Path::new(value)));
        let together = format!(" {} ", for_shell(Path::new(&format!("{flag}={value}"))));
        for given in [apart, together] {
            while let Some(at) = left.find(&given) {
                left.replace_range(at..at + given.len() - 1, "");
            }
        }
    }
    left.trim().to_owned()
}

fn by_words(text: &str, word: impl Fn(&str) -> String) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(word)
        .collect()
}

fn hidden(word: &str, always: bool) -> String {
    let word = without_query(&before_at(&without_userinfo(word), always));
    match word.find(OPENSHIFT_TOKEN) {
        None => word,
        Some(at) => {
            let token = at + OPENSHIFT_TOKEN.len();
            let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            let end = word[token..].find(|c| !is_of_token(c));
            let end = end.map_or(word.len(), |end| token + end);
            format!("{}{HIDDEN}{}", &word[..at], &word[end..])
        }
    }
}

/// From the first quotation mark on, or from the beginning.
fn before_at(word: &str, always: bool) -> String {
    let at = AT.iter().filter_map(|at| word.rfind(at)).max();
    let Some(at) = at.filter(|_| !word.contains("://")) else {
        return word.to_owned();
    };
    let begin = word[..at]
        .find(['\'', '`', '"'])
        .map_or(0, |quote| quote + 1);
    // `C:\dir` is a place on Windows.
    let drive = word[begin..at].get(1..3).is_some_and(|two| two == ":\\");
    let before = word[begin..at].to_ascii_lowercase();
    let has_password = !drive && (before.contains([':', '\u{ff1a}']) || before.contains("%3a"));
    if begin < at && (always || has_password) {
        format!("{}{HIDDEN}{}", &word[..begin], &word[at..])
    } else {
        word.to_owned()
    }
}

/// Without the values behind a question mark, or a number sign where they are named; the last
/// quotation mark stays.
fn without_query(word: &str) -> String {
    let query = word.find(['?', '#']).filter(|at| word[*at..].contains('='));
    let Some(at) = query else {
        return word.to_owned();
    };
    let rest = &word[at + 1..];
    let end = rest.rfind(['\'', '`', '"']);
    let end = end.unwrap_or_else(|| rest.trim_end().len());
    format!("{}{HIDDEN}{}", &word[..=at], &rest[end..])
}

/// A path to be typed into a shell, in quotes where it needs them.
#[must_use]
pub fn for_shell(path: &Path) -> String {
    Foreign::from(path.display().to_string()).for_shell()
}

/// The text without the backticks around commands: a shell into which one is pasted with them runs what
/// the command prints. Names of fields, and what others print, keep theirs.
#[must_use]
pub fn bare_commands(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len() < 3 {
        return text.to_owned();
    }
    let mut bare = String::with_capacity(text.len());
    let mut parts = parts.into_iter();
    bare += parts.next().unwrap_or_default();
    while let Some(within) = parts.next() {
        let Some(behind) = parts.next() else {
            bare.extend(["`", within]);
            break;
        };
        if is_command(within) {
            bare.extend([within, behind]);
        } else {
            bare.extend(["`", within, "`", behind]);
        }
    }
    bare
}

/// Several words, the first of which is a program's name or its path.
fn is_command(text: &str) -> bool {
    let begins = |c: char| c.is_ascii_lowercase() || matches!(c, '/' | '.' | '\'');
    text.starts_with(begins) && text.trim().contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_the_wrong_place_are_not_repeated() {
        for (text, shown) in [
            ("u:hunter2@h.test", "***@h.test"),
            ("'u:hunter2@h.test' is no host", "'***@h.test' is no host"),
            ("`hunter2@h.test`: no port", "`***@h.test`: no port"),
            ("`hunter2%40h.test`", "`***%40h.test`"),
            ("u:p\u{ff20}h.test", "***\u{ff20}h.test"),
            ("x https://u:hunter2@h.test/y z", "x https://***@h.test/y z"),
            ("'h.test?token=hunter2' is none", "'h.test?***' is none"),
            ("`443?password=hunter2`: no port", "`443?***`: no port"),
            (
                "https://h.test/x#access_token=hunter2\n",
                "https://h.test/x#***\n",
            ),
            ("--token=sha256~hun-ter_2, then", "--token=***, then"),
            (
                "did you mean `ok`? see --help",
                "did you mean `ok`? see --help",
            ),
        ] {
            assert_eq!(without_secrets(text), shown);
        }
    }

    #[test]
    fn commands_stand_bare_and_names_do_not() {
        for (text, shown) in [
            ("run `probe explain x`; then", "run probe explain x; then"),
            ("(`oc get co`), `oc get x`", "(oc get co), oc get x"),
            ("`'/a b/probe' demo`", "'/a b/probe' demo"),
            ("The `caBundle` is required", "The `caBundle` is required"),
            (
                "remove the `Name: value` lines",
                "remove the `Name: value` lines",
            ),
            ("one ` alone", "one ` alone"),
            ("`oc get co` and ` alone", "oc get co and ` alone"),
        ] {
            assert_eq!(bare_commands(text), shown);
        }
    }

    #[test]
    fn names_of_files_stay_what_they_are() {
        for (name, shown) in [
            ("/srv/app@2/run.log", "/srv/app@2/run.log"),
            ("run@home.yaml:7", "run@home.yaml:7"),
            ("C:\\Users\\a@b\\run.log", "C:\\Users\\a@b\\run.log"),
            ("what?.yaml", "what?.yaml"),
            ("u:hun ter2@h.test", "***@h.test"),
            ("a.log?token=hun ter2", "a.log?***"),
        ] {
            assert_eq!(name_without_passwords(name), shown);
        }
    }
}
