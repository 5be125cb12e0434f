//! What the user gave, repeated: a path for a shell, a URL without the password in it. What others
//! wrote is `foreign`'s.

use std::path::Path;

use crate::foreign::Foreign;

/// The words of an error of the operating system, without the number that the standard library
/// adds to them, and without what others add behind it: `Permission denied`.
#[must_use]
pub fn system_words(error: &std::io::Error) -> String {
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

/// A path to be typed into a shell, in quotes where it needs them.
#[must_use]
pub fn for_shell(path: &Path) -> String {
    Foreign::from(path.display().to_string()).for_shell()
}
