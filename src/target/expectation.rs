//! `expect=CODE` behind a target: the verdict that it must have. Reads text only.

use crate::codes::Code;

pub(super) const WORD: &str = "expect";

/// What stands before it, and the code; `None` where no such word ends the text.
///
/// # Errors
/// There is no such code, or more than one is named.
pub(super) fn split(text: &str) -> Result<(&str, Option<Code>), String> {
    let word = text.trim_end().rsplit_once(char::is_whitespace);
    let Some((target, (WORD, code))) =
        word.and_then(|(target, word)| Some((target, word.split_once('=')?)))
    else {
        return Ok((text, None));
    };
    let is_another = |word: &&str| matches!(word.split_once('='), Some((WORD, _)));
    if let Some(another) = target.split_whitespace().skip(1).find(is_another) {
        return Err(format!(
            "`{another}` and `{WORD}={code}`: a target has one verdict; leave one of them out"
        ));
    }
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
        for twice in [
            "a.test expect=ok expect=ok",
            "a.test expect=refused  expect=expired ",
            "api=a.test expect=nonsense x expect=ok",
        ] {
            let why = split(twice).unwrap_err();
            assert!(why.contains("a target has one verdict"), "{why}");
        }
        let why = split("a.test expect=").unwrap_err();
        assert!(
            why.contains("`probe explain --all` lists them all"),
            "{why}"
        );
    }
}
