//! `expect=CODE` behind a target: the verdict that it must have. Reads text only.

use crate::codes::Code;

const WORD: &str = "expect";

/// What stands before it, and the code; `None` where no such word ends the text.
///
/// # Errors
/// There is no such code.
pub(super) fn split(text: &str) -> Result<(&str, Option<Code>), String> {
    let word = text.trim_end().rsplit_once(char::is_whitespace);
    let Some((target, (WORD, code))) =
        word.and_then(|(target, word)| Some((target, word.split_once('=')?)))
    else {
        return Ok((text, None));
    };
    Ok((target, Some(code.parse()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_word_is_an_expectation() {
        let refused = Some(Code::Refused);
        for (text, target, code) in [
            ("a.test", "a.test", None),
            ("api=a.test", "api=a.test", None),
            ("expect=refused", "expect=refused", None),
            ("api=a.test expect=refused", "api=a.test", refused),
            ("a.test\t expect=refused  ", "a.test\t", refused),
            ("a.test expect=refused x", "a.test expect=refused x", None),
        ] {
            assert_eq!(split(text), Ok((target, code)), "{text}");
        }
        let why = split("a.test expect=refusd").unwrap_err();
        assert!(why.contains("did you mean refused?"), "{why}");
        let why = split("a.test expect=").unwrap_err();
        assert!(why.contains("`probe explain` lists them all"), "{why}");
    }
}
