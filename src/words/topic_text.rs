//! The words of a topic of `probe triage`, and how their places are filled.
//! No words of its own.

use crate::triage::command::{Purpose, Side};

/// A command of a topic's words. `{names}` are places for values of the message.
#[derive(Debug)]
pub struct CommandText {
    /// What it does.
    pub purpose: Purpose,
    /// Where it is run.
    pub side: Side,
    /// The command, complete but for its places.
    pub line: &'static str,
}

/// A command that is said with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldCommand {
    /// Where it is run.
    pub side: Side,
    /// What it does.
    pub purpose: Purpose,
    /// For bash.
    pub line: String,
    /// The words in capitals in it that nothing tells: a reader puts them in.
    pub wants: Vec<String>,
}

/// What is said of a topic, whatever it was told by. `{names}` are places for values of the message.
#[derive(Debug)]
pub struct TopicText {
    /// A few words for a list or a heading.
    pub title: &'static str,
    /// What it means, and why it comes to be.
    pub cause: &'static str,
    /// What to do.
    pub cure: &'static str,
    /// Commands that show it or cure it, each complete but for its places.
    pub commands: &'static [CommandText],
    /// Where the printed documentation is wrong or of another version, and what is right; empty where
    /// it is not.
    pub docs: &'static str,
    /// What looks alike and is something else.
    pub unlike: &'static str,
}

/// What is said of one finding.
pub struct TriageTold {
    /// In one line.
    pub title: String,
    /// What it comes from.
    pub cause: String,
    /// What to do.
    pub cure: String,
    /// Commands that show it or cure it.
    pub commands: Vec<ToldCommand>,
    /// Where the printed documentation is wrong; empty where it is not.
    pub docs: String,
}

/// The text with these values in its places. A place is a word of small letters in braces: a patch in
/// JSON has others. Without a value it is shown in capitals.
pub(super) fn filled(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let name = behind.split('}').next().unwrap_or("");
        let is_place = !name.is_empty()
            && name.len() < behind.len()
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if is_place {
            out.push_str(&value(name).unwrap_or_else(|| name.to_ascii_uppercase()));
            rest = &behind[name.len() + 1..];
        } else {
            out.push('{');
            rest = behind;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn places_are_filled_and_patches_stay() {
        let value = |name: &str| (name == "name").then(|| "a".to_owned());
        let text = "oc delete {name} -n {namespace} -p '{\"spec\":{\"x\":{}}}' {";
        assert_eq!(
            filled(text, value),
            "oc delete a -n NAMESPACE -p '{\"spec\":{\"x\":{}}}' {"
        );
    }
}
