//! Lines that are not whole: cut by the container runtime (CRI's `P`), or wrapped by a terminal or a
//! document, also inside words. They are put together again, bounded in lines and bytes.
//! Knows how lines begin and which quotes are open, nothing else.

use std::borrow::Cow;

use memchr::memmem;

use super::prefix::prefixed;
use super::text::text;

/// Lines, and bytes, that one record has at most.
const MOST_LINES: usize = 64;
const MOST_BYTES: usize = 64 * 1024;
/// How much is looked at to see whether lines are whole.
const SAMPLE: usize = 16 * 1024;

/// What was written as one line.
#[derive(Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Which line it begins in, counted from the first one, which is 0.
    pub line: u64,
    /// Its lines, one directly behind the other.
    pub text: Cow<'a, str>,
    /// Further ways to read it, where it has several lines: parted at blanks, or some inside words and
    /// some at blanks.
    pub ways: Vec<String>,
    /// What follows it.
    pub behind: &'a [u8],
}

/// Whether some of these lines are parts of others.
#[must_use]
pub fn are_broken(bytes: &[u8]) -> bool {
    let cut = [&b" stdout P "[..], b" stderr P "];
    if cut.iter().any(|tag| memmem::find(bytes, tag).is_some()) {
        return true;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut lines = sample.split(|byte| *byte == b'\n').map(text);
    let Some(mut before) = lines.next() else {
        return false;
    };
    for line in lines {
        if is_open(&before) && !line.is_empty() && !begins(&line) {
            return true;
        }
        before = line;
    }
    false
}

/// Whether a line begins here, by how the known grammars begin.
fn begins(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let dated = digits(0, 4) && matches!(bytes.get(4), Some(b'-' | b'/' | b'.')) && digits(5, 7);
    let klog = matches!(bytes.first(), Some(b'I' | b'W' | b'E' | b'F'))
        && digits(1, 5)
        && bytes.get(5) == Some(&b' ');
    let starts = [
        "time=\"",
        "{\"",
        "[pod/",
        "level=",
        "rsync: ",
        "rsync error: ",
    ];
    dated || klog || starts.iter().any(|start| line.starts_with(start))
}

/// Whether a line of logrus or JSON ends within a quote or an object.
fn is_open(line: &str) -> bool {
    let line = prefixed(line).text;
    let is_json = line.starts_with("{\"");
    if !is_json && !line.starts_with("time=\"") {
        return false;
    }
    let (mut quoted, mut depth, mut escaped) = (false, 0_usize, false);
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    quoted || (is_json && depth > 0)
}

/// Whether a line goes on with fields of logrus: `error.file="…"`.
fn goes_on_with_fields(line: &str) -> bool {
    let line = line.trim_start();
    let end = line.find(['=', ' ', '"']).unwrap_or(line.len());
    end > 0 && line[end..].starts_with('=') && !begins(line)
}

/// The records of these lines.
#[derive(Debug)]
pub struct Records<'a> {
    rest: &'a [u8],
    line: u64,
}

impl<'a> Records<'a> {
    /// Of whole lines.
    #[must_use]
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            line: 0,
        }
    }

    /// Leaves out so many bytes: they belong to the record before them.
    pub fn skip_bytes(&mut self, bytes: usize) {
        let bytes = bytes.min(self.rest.len());
        self.line += memchr::memchr_iter(b'\n', &self.rest[..bytes]).count() as u64;
        self.rest = &self.rest[bytes..];
    }

    fn next_line(&mut self) -> Option<Cow<'a, str>> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest).unwrap_or(self.rest.len());
        let line = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        self.line += 1;
        Some(text(line))
    }

    fn peek(&self) -> Option<Cow<'a, str>> {
        let line = self.rest.split(|byte| *byte == b'\n').next()?;
        (!self.rest.is_empty()).then(|| text(line))
    }

    /// What the runtime cut is put together: each part has a time and a tag of its own.
    fn whole(&mut self, first: Cow<'a, str>) -> Record<'a> {
        let line = self.line - 1;
        let mut joined = first.into_owned();
        for _ in 0..MOST_LINES {
            let Some(next) = self.next_line() else {
                break;
            };
            let part = prefixed(&next);
            if joined.len() + part.text.len() <= MOST_BYTES {
                joined.push_str(part.text);
            }
            if !part.goes_on {
                break;
            }
        }
        Record {
            line,
            text: Cow::Owned(joined),
            ways: Vec::new(),
            behind: self.rest,
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let first = self.next_line()?;
        let line = self.line - 1;
        if prefixed(&first).goes_on {
            return Some(self.whole(first));
        }
        let is_logrus = first.starts_with("time=\"");
        let mut joined = Joined::of(&first);
        let mut lines = 1;
        while lines < MOST_LINES && joined.direct.len() < MOST_BYTES {
            let belongs = |next: &str| {
                !next.is_empty()
                    && !begins(next)
                    && (is_open(&joined.direct) || (is_logrus && goes_on_with_fields(next)))
            };
            let Some(next) = self.peek().filter(|next| belongs(next)) else {
                break;
            };
            self.next_line();
            joined.add(&next);
            lines += 1;
        }
        let (text, ways) = if lines == 1 {
            (first, Vec::new())
        } else {
            (Cow::Owned(joined.direct), vec![joined.mixed, joined.spaced])
        };
        Some(Record {
            line,
            text,
            ways,
            behind: self.rest,
        })
    }
}

/// Lines that are put together, in each way in which they may have been parted.
struct Joined {
    /// Inside words.
    direct: String,
    /// At blanks.
    spaced: String,
    /// Inside words where letters stand on both sides, else at a blank.
    mixed: String,
}

impl Joined {
    fn of(first: &str) -> Self {
        Self {
            direct: first.to_owned(),
            spaced: first.to_owned(),
            mixed: first.to_owned(),
        }
    }

    fn add(&mut self, next: &str) {
        let trimmed = next.trim_start();
        // One blank may be the line's own; more are an indent.
        let indent = next.len() - trimmed.len();
        self.direct
            .push_str(if indent == 1 { next } else { trimmed });
        self.spaced.truncate(self.spaced.trim_end().len());
        self.spaced.push(' ');
        self.spaced.push_str(trimmed);
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_');
        let goes_on = indent == 0
            && self.mixed.ends_with(inside)
            && trimmed.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        if !goes_on && !self.mixed.ends_with(' ') {
            self.mixed.push(' ');
        }
        self.mixed.push_str(trimmed);
    }
}

#[cfg(test)]
mod tests {
    use super::{Records, are_broken};

    #[test]
    fn lines_that_are_whole_stay_alone() {
        let whole = b"time=\"2025-01-02T03:04:05Z\" level=info msg=\"a\"\n{\"level\":\"info\"}\nwords\n\tframe\n";
        assert!(!are_broken(whole));
        assert_eq!(Records::of(whole).count(), 4);
        assert!(!are_broken(b""));
        assert_eq!(Records::of(b"").count(), 0);
    }

    #[test]
    fn wrapped_lines_are_one_again() {
        let wrapped = b"time=\"2025-01-02T03:04:05Z\" level=error msg=\"Error checking repo\nsitory for stale locks\" error=\"a\n  b\"\n  error.file=\"x\"\nwords\n";
        assert!(are_broken(wrapped));
        let records: Vec<_> = Records::of(wrapped).collect();
        assert_eq!(records.len(), 2);
        assert!(
            records[0]
                .text
                .contains("repository for stale locks\" error=\"ab\"")
        );
        let [mixed, spaced] = &records[0].ways[..] else {
            panic!("two further ways");
        };
        assert!(
            spaced.contains("error=\"a b\" error.file=\"x\""),
            "{spaced}"
        );
        assert!(mixed.contains("repository for stale locks\""), "{mixed}");
        assert_eq!((records[0].line, records[1].line), (0, 4));
    }

    #[test]
    fn what_the_runtime_cut_is_one_again() {
        let cut = b"2025-01-01T00:00:00.1Z stderr P level=error msg=\"x5\n2025-01-01T00:00:00.1Z stderr P 09: \n2025-01-01T00:00:00.1Z stderr F y\"\n2025-01-01T00:00:00.1Z stderr F z\n";
        assert!(are_broken(cut));
        let records: Vec<_> = Records::of(cut).collect();
        assert_eq!(records.len(), 2);
        assert!(records[0].text.ends_with("msg=\"x509: y\""));
        assert_eq!(records[1].line, 3);
    }

    #[test]
    fn endless_quotes_are_bounded() {
        let open = "time=\"".to_owned() + &"x\n".repeat(100_000);
        assert!(are_broken(open.as_bytes()));
        assert!(Records::of(open.as_bytes()).all(|record| record.text.len() < 100_000));
    }
}
