//! What a PEM block is for Go: `encoding/pem`'s `Decode` (1.19 to 1.24), step by step, since
//! readers differ in all that is not plain. Pure. In linear time, which Go's own is not.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
/// Go's `StdEncoding`: padding is a must, the bits behind the last byte are not looked at.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// One block as Go gives it.
pub struct ArmourBlock {
    /// Where its BEGIN line starts.
    pub offset: usize,
    /// Behind its END line.
    pub end: usize,
    /// Whether its label is `CERTIFICATE`.
    pub is_certificate: bool,
    /// Lines such as `Proc-Type: 4,ENCRYPTED`.
    pub has_headers: bool,
    /// What its base64 decodes to; whether this is a certificate has not been checked.
    pub der: Vec<u8>,
}

impl ArmourBlock {
    /// `AppendCertsFromPEM` passes over every other.
    #[must_use]
    pub const fn may_be_certificate(&self) -> bool {
        self.is_certificate && !self.has_headers
    }
}

/// The blocks of a file, in order.
pub struct Blocks<'a> {
    data: &'a [u8],
    /// Always the start of a line.
    at: usize,
    /// The first END line at or behind `at`, where it is known.
    end: Option<usize>,
}

impl<'a> Blocks<'a> {
    /// Starts at the beginning of `data`, which is a whole file.
    #[must_use]
    pub const fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            at: 0,
            end: None,
        }
    }

    /// Moves behind the next BEGIN line and gives where it starts and its label; a line that does
    /// not end in dashes has none.
    fn begin(&mut self) -> Option<(usize, Option<&'a [u8]>)> {
        let offset = line_that_starts(self.data, BEGIN, self.at)?;
        let (line, next) = line(self.data, offset + BEGIN.len());
        self.at = next;
        Some((offset, line.strip_suffix(DASHES)))
    }

    /// Moves behind the header lines and says whether there were any. `None`: the file ends here.
    fn headers(&mut self) -> Option<bool> {
        let mut any = false;
        while self.at < self.data.len() {
            let (line, next) = line(self.data, self.at);
            if !line.contains(&b':') {
                return Some(any);
            }
            any = true;
            self.at = next;
        }
        None
    }

    /// The END line that Go takes for this block's: behind headers it does not see one that follows
    /// at once.
    fn end(&mut self, has_headers: bool) -> Option<usize> {
        let from = self.at + usize::from(has_headers);
        if self.end.is_none_or(|end| end < from) {
            self.end = if has_headers {
                line_behind(self.data, END, self.at)
            } else {
                line_that_starts(self.data, END, self.at)
            };
        }
        self.end
    }
}

impl Iterator for Blocks<'_> {
    type Item = ArmourBlock;

    fn next(&mut self) -> Option<ArmourBlock> {
        loop {
            let (offset, label) = self.begin()?;
            let Some(label) = label else { continue };
            let has_headers = self.headers()?;
            let end = self.end(has_headers)?;
            let trailer = self.data[end + END.len()..]
                .strip_prefix(label)
                .and_then(|rest| rest.strip_prefix(DASHES));
            if trailer.is_none_or(|rest| !line(rest, 0).0.is_empty()) {
                continue;
            }
            let Some(der) = decode(&self.data[self.at..end]) else {
                continue;
            };
            self.at = line(self.data, end).1;
            return Some(ArmourBlock {
                offset,
                end: self.at,
                is_certificate: label == b"CERTIFICATE",
                has_headers,
                der,
            });
        }
    }
}

/// From `at` to the line's end without its line break and trailing blanks, and where the next one
/// starts.
fn line(data: &[u8], at: usize) -> (&[u8], usize) {
    let rest = &data[at..];
    let (line, next) = match rest.iter().position(|b| *b == b'\n') {
        Some(length) => (
            rest[..length]
                .strip_suffix(b"\r")
                .unwrap_or(&rest[..length]),
            at + length + 1,
        ),
        None => (rest, data.len()),
    };
    let blanks = line
        .iter()
        .rev()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    (&line[..line.len() - blanks], next)
}

/// The first line at or behind `at` that starts so; `at` is itself the start of one.
fn line_that_starts(data: &[u8], with: &[u8], at: usize) -> Option<usize> {
    if data[at..].starts_with(with) {
        Some(at)
    } else {
        line_behind(data, with, at)
    }
}

/// The first line behind the next line break that starts so.
fn line_behind(data: &[u8], with: &[u8], at: usize) -> Option<usize> {
    let breaks = data[at..]
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .map(|(n, _)| at + n + 1);
    breaks
        .into_iter()
        .find(|start| data[*start..].starts_with(with))
}

/// Base64 without its white space; stops at the first byte that is none.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    for byte in text
        .iter()
        .filter(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
    {
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')) {
            return None;
        }
        plain.push(*byte);
    }
    BASE64.decode(plain).ok()
}
