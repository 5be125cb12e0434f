//! The body of an HTTP/1 answer, bounded: where it ends (RFC 9112 6.3), and its chunks put
//! together. Works on bytes that are given to it; opens nothing.

/// What is kept of a body unless said otherwise.
const KEPT: usize = 16 * 1024;
/// Chunks of one byte would otherwise cost six times what is kept, and more with extensions.
const RAW_PER_KEPT: usize = 8;
const LONGEST_CHUNK_LINE: usize = 4096;

/// Where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Length(u64),
    Chunked,
    ToEnd,
}

impl Framing {
    pub(super) fn of(status: u16, headers: &[httparse::Header<'_>]) -> Self {
        let values = |name: &'static str| {
            let named = headers
                .iter()
                .filter(move |h| h.name.eq_ignore_ascii_case(name));
            named
                .filter_map(|h| std::str::from_utf8(h.value).ok())
                .flat_map(|v| v.split(','))
                .map(str::trim)
        };
        if matches!(status, 204 | 304) {
            return Self::Length(0);
        }
        if values("transfer-encoding")
            .next_back()
            .is_some_and(|v| v.eq_ignore_ascii_case("chunked"))
        {
            return Self::Chunked;
        }
        // One that cannot be read leaves the end of the connection as the end of the body.
        values("content-length")
            .next()
            .and_then(|v| v.parse().ok())
            .map_or(Self::ToEnd, Self::Length)
    }
}

/// As much of a body as has come and is kept.
#[derive(Debug)]
pub(super) struct Body {
    /// How much of it is kept.
    most: usize,
    pub(super) bytes: Vec<u8>,
    /// The end was reached.
    pub(super) complete: bool,
    /// More followed than is kept.
    pub(super) truncated: bool,
    chunks: Chunks,
}

impl Default for Body {
    fn default() -> Self {
        Self {
            most: KEPT,
            bytes: Vec::new(),
            complete: false,
            truncated: false,
            chunks: Chunks::default(),
        }
    }
}

impl Body {
    /// One of which that much is kept.
    pub(super) fn keeping(most: usize) -> Self {
        Self {
            most,
            ..Self::default()
        }
    }

    /// Takes everything received after the head so far, which each time is what it was before and
    /// more. `true`: nothing more is needed.
    ///
    /// # Errors
    /// The chunks break their own rules.
    pub(super) fn read(&mut self, raw: &[u8], framing: Framing) -> Result<bool, String> {
        match framing {
            Framing::Length(length) => {
                let due = usize::try_from(length).unwrap_or(usize::MAX);
                self.keep(raw.get(..due).unwrap_or(raw));
                self.truncated = due > self.most;
                self.complete = raw.len() >= due;
            }
            Framing::ToEnd => {
                self.keep(raw);
                self.truncated = raw.len() > self.most;
            }
            Framing::Chunked => {
                let complete = self.chunks.take(raw, self.most, &mut self.bytes)?;
                self.truncated =
                    self.chunks.cut || (!complete && raw.len() > RAW_PER_KEPT * self.most);
                self.complete = complete && !self.truncated;
            }
        }
        Ok(self.complete
            || (self.truncated
                && (self.bytes.len() >= self.most || raw.len() > RAW_PER_KEPT * self.most)))
    }

    fn keep(&mut self, bytes: &[u8]) {
        let bytes = bytes.get(..self.most).unwrap_or(bytes);
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
    }
}

/// How far chunks were put together. What was read is not read again when more comes: a peer that
/// sends the smallest chunks would cost the square of what it sends.
#[derive(Debug, Default)]
struct Chunks {
    /// So many bytes were read for good.
    read: usize,
    next: Next,
    /// More data came than is kept.
    cut: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default)]
enum Next {
    #[default]
    Size,
    /// So many bytes of a chunk.
    Data(usize),
    /// The end of a line, behind the data of a chunk.
    LineEnd,
    /// A line of trailers, or the empty one that ends everything.
    Trailer,
    Nothing,
}

impl Chunks {
    /// Adds the data of what has come, up to so many bytes. Whether the last chunk (of size 0, with
    /// its trailers) has come.
    fn take(&mut self, raw: &[u8], most: usize, into: &mut Vec<u8>) -> Result<bool, String> {
        loop {
            let rest = raw.get(self.read..).unwrap_or_default();
            let (used, next) = match self.next {
                Next::Nothing => return Ok(true),
                Next::Size | Next::Trailer => {
                    let Some((line, after)) = split_line(rest)? else {
                        return Ok(false);
                    };
                    (rest.len() - after.len(), behind(self.next, line)?)
                }
                Next::Data(0) => (0, Next::LineEnd),
                Next::Data(_) if rest.is_empty() => return Ok(false),
                Next::Data(left) => {
                    let data = rest.get(..left).unwrap_or(rest);
                    let room = most.saturating_sub(into.len());
                    self.cut |= data.len() > room;
                    into.extend_from_slice(data.get(..room).unwrap_or(data));
                    (data.len(), Next::Data(left - data.len()))
                }
                Next::LineEnd => match rest {
                    [b'\r', b'\n', ..] => (2, Next::Size),
                    [b'\n', ..] => (1, Next::Size),
                    [] | [b'\r'] => return Ok(false),
                    _ => {
                        return Err(
                            "a chunk of the HTTP answer is longer than its size says".into()
                        );
                    }
                },
            };
            self.read += used;
            self.next = next;
        }
    }
}

/// What follows this line: the size of a chunk, or one of the trailers.
fn behind(next: Next, line: &[u8]) -> Result<Next, String> {
    if matches!(next, Next::Trailer) {
        return Ok(if line.is_empty() {
            Next::Nothing
        } else {
            Next::Trailer
        });
    }
    let digits = line.split(|b| *b == b';').next().unwrap_or_default();
    let size = std::str::from_utf8(digits.trim_ascii())
        .ok()
        .filter(|d| !d.starts_with('+'))
        .and_then(|d| usize::from_str_radix(d, 16).ok());
    match size.ok_or("a chunk of the HTTP answer has no size")? {
        0 => Ok(Next::Trailer),
        size => Ok(Next::Data(size)),
    }
}

/// A line, and what follows it.
type Split<'a> = (&'a [u8], &'a [u8]);

/// The first line without its end, and what follows; `None` while it has not ended.
fn split_line(raw: &[u8]) -> Result<Option<Split<'_>>, String> {
    let Some(at) = raw
        .iter()
        .take(LONGEST_CHUNK_LINE)
        .position(|b| *b == b'\n')
    else {
        return if raw.len() >= LONGEST_CHUNK_LINE {
            Err("a chunk of the HTTP answer has no size".into())
        } else {
            Ok(None)
        };
    };
    let (line, after) = (&raw[..at], &raw[at + 1..]);
    Ok(Some((line.strip_suffix(b"\r").unwrap_or(line), after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framing(fields: &[(&str, &str)]) -> Framing {
        let headers: Vec<_> = fields
            .iter()
            .map(|(name, value)| httparse::Header {
                name,
                value: value.as_bytes(),
            })
            .collect();
        Framing::of(200, &headers)
    }

    #[test]
    fn the_end_is_where_the_head_says() {
        assert_eq!(framing(&[]), Framing::ToEnd);
        assert_eq!(framing(&[("content-length", "5")]), Framing::Length(5));
        assert_eq!(framing(&[("Content-Length", "5, 5")]), Framing::Length(5));
        assert_eq!(
            framing(&[
                ("Content-Length", "5"),
                ("Transfer-Encoding", "gzip, Chunked")
            ]),
            Framing::Chunked
        );
        assert_eq!(framing(&[("Content-Length", "-1")]), Framing::ToEnd);
        assert_eq!(Framing::of(304, &[]), Framing::Length(0));
    }

    #[test]
    fn a_large_body_is_cut_and_says_so() {
        let large = vec![b'x'; KEPT + 1];
        let chunked = [format!("{:x}\r\n", large.len()).as_bytes(), &large].concat();
        for (raw, framing) in [
            (&large, Framing::ToEnd),
            (&large, Framing::Length(1 << 40)),
            (&chunked, Framing::Chunked),
        ] {
            let mut body = Body::default();
            assert_eq!(body.read(raw, framing), Ok(true), "{framing:?}");
            assert_eq!(
                (body.bytes.len(), body.truncated),
                (KEPT, true),
                "{framing:?}"
            );
        }
    }

    /// The data of what has come, and whether that is all of it.
    fn dechunk(raw: &[u8]) -> Result<(Vec<u8>, bool), String> {
        let (mut bytes, mut chunks) = (Vec::new(), Chunks::default());
        let complete = chunks.take(raw, KEPT, &mut bytes)?;
        Ok((bytes, complete))
    }

    #[test]
    fn chunks_are_the_same_in_whatever_pieces_they_come() {
        for raw in [
            "2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n",
            "3\nabc\n0\nT: t\nU: u\n\n",
            "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n00\r\nT: t\r\n\r\nmore",
        ] {
            assert_eq!(
                dechunk(raw.as_bytes()),
                Ok((b"abc".to_vec(), true)),
                "{raw:?}"
            );
            for piece in 1..raw.len() {
                let (mut bytes, mut chunks) = (Vec::new(), Chunks::default());
                let mut ends = (piece..raw.len()).step_by(piece).chain([raw.len()]);
                let complete = ends.any(|end| {
                    let (came, before) = (&raw.as_bytes()[..end], chunks.read);
                    let complete = chunks.take(came, KEPT, &mut bytes).unwrap();
                    assert!(chunks.read >= before && chunks.read <= end);
                    complete
                });
                assert!(complete, "{raw:?} by {piece}");
                assert_eq!(bytes, b"abc", "{raw:?} by {piece}");
            }
        }
    }

    #[test]
    fn what_breaks_the_rules_of_chunks_is_an_error() {
        for raw in [
            "x\r\n",
            "\r\n",
            "-1\r\n",
            "+1\r\na\r\n",
            "2\r\nabc\r\n",
            "1\r\na\rb",
            "fffffffffffffffff\r\n",
        ] {
            assert!(dechunk(raw.as_bytes()).is_err(), "{raw:?}");
        }
        assert!(dechunk(&vec![b'1'; LONGEST_CHUNK_LINE]).is_err());
        assert_eq!(
            dechunk(b"ffffffffffffffff\r\nabc"),
            Ok((b"abc".to_vec(), false))
        );
    }
}
