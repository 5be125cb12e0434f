//! What other programs put before a line: `oc logs --prefix` and `--timestamps`, container runtimes
//! (CRI), stern and mig-log-reader.
//! Knows nothing of the line behind it.

use crate::moment::Moment;

/// A line without what was put before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Prefixed<'a> {
    /// The line itself.
    pub(super) text: &'a str,
    /// When it was taken, by whoever took it.
    pub(super) taken: Option<Moment>,
    /// The pod that wrote it.
    pub(super) pod: Option<&'a str>,
    /// The container of that pod.
    pub(super) container: Option<&'a str>,
    /// It goes on in the next line: the runtime cut it (CRI's tag `P`).
    pub(super) goes_on: bool,
}

/// Takes off what stands before the line: the pod in brackets, a time, a stream and a tag.
pub(super) fn prefixed(line: &str) -> Prefixed<'_> {
    let mut found = Prefixed {
        text: line,
        ..Prefixed::default()
    };
    // `[pod/NAME/CONTAINER] `: kubectl logs --prefix.
    if let Some((source, rest)) = line
        .strip_prefix("[pod/")
        .and_then(|behind| behind.split_once("] "))
        && let Some((pod, container)) = source.split_once('/')
    {
        found = Prefixed {
            text: rest,
            pod: Some(pod),
            container: Some(container),
            ..found
        };
    }
    let Some((word, rest)) = found.text.split_once(' ') else {
        return found;
    };
    let Some(taken) = stamp(word) else {
        return found;
    };
    for stream in ["stdout ", "stderr "] {
        let Some(tagged) = rest.strip_prefix(stream) else {
            continue;
        };
        let (tag, text) = tagged.split_once(' ').unwrap_or((tagged, ""));
        if matches!(tag, "F" | "P") {
            return Prefixed {
                text,
                taken: Some(taken),
                goes_on: tag == "P",
                ..found
            };
        }
    }
    // kopia writes such a time itself, before its level.
    if rest.split(' ').next().is_some_and(super::kopia::is_level) {
        return found;
    }
    Prefixed {
        text: rest,
        taken: Some(taken),
        ..found
    }
}

/// `2025-01-01T00:00:00.123456789Z`, as Go's RFC3339Nano.
fn stamp(word: &str) -> Option<Moment> {
    let bytes = word.as_bytes();
    let dated = bytes.len() >= 20
        && bytes[4] == b'-'
        && bytes[10] == b'T'
        && bytes[0].is_ascii_digit()
        && bytes[13] == b':';
    dated.then(|| Moment::parse(word).ok()).flatten()
}

/// The line behind `POD CONTAINER ` (stern) or `NAMESPACE POD CONTAINER ` (newer stern), by how many
/// words stand before it.
pub(super) fn behind_words(line: &str, words: usize) -> Option<(Vec<&str>, &str)> {
    let mut rest = line;
    let mut names = Vec::with_capacity(words);
    for _ in 0..words {
        let (name, behind) = rest.split_once(' ')?;
        if !is_name(name) {
            return None;
        }
        names.push(name);
        rest = behind;
    }
    Some((names, rest))
}

/// A name of Kubernetes: small letters, digits, `-` and `.` (RFC 1123).
fn is_name(word: &str) -> bool {
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    !word.is_empty() && word.len() <= 253 && word.bytes().all(inside)
}

#[cfg(test)]
mod tests {
    use super::{Prefixed, behind_words, prefixed};
    use crate::moment::Moment;

    #[test]
    fn what_oc_and_the_runtime_put_before_a_line_is_taken_off() {
        let taken = Some(Moment(1_735_689_600));
        let bare = Prefixed {
            text: "level=info",
            ..Prefixed::default()
        };
        assert_eq!(prefixed("level=info"), bare);
        let timed = Prefixed { taken, ..bare };
        assert_eq!(prefixed("2025-01-01T00:00:00.123456789Z level=info"), timed);
        assert_eq!(prefixed("2025-01-01T00:00:00Z stderr F level=info"), timed);
        let cut = Prefixed {
            goes_on: true,
            ..timed
        };
        assert_eq!(prefixed("2025-01-01T00:00:00.1Z stdout P level=info"), cut);
        let named = Prefixed {
            pod: Some("velero-1"),
            container: Some("velero"),
            ..timed
        };
        assert_eq!(
            prefixed("[pod/velero-1/velero] 2025-01-01T00:00:00Z level=info"),
            named
        );
        for odd in [
            "",
            " ",
            "[pod/",
            "[pod/x] ",
            "2025-01-01T00:00:00Z",
            "2025-01-01T99:00:00Z x",
        ] {
            assert_eq!(prefixed(odd).text, odd);
        }
    }

    #[test]
    fn stern_puts_names_before_a_line() {
        assert_eq!(
            behind_words("velero-1 velero level=info x", 2),
            Some((vec!["velero-1", "velero"], "level=info x"))
        );
        assert_eq!(behind_words("Some words of prose", 2), None);
        assert_eq!(behind_words("one", 1), None);
    }
}
