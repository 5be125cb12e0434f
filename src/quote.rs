//! What the user gave, repeated: a path for a shell, a URL without the password in it. What others
//! wrote is `foreign`'s.

use std::path::Path;

use crate::foreign::Foreign;

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
