//! Every place in a file that looks like PEM, whole or spoilt, with its lines. What a reader makes of
//! a block it says itself; Go's own reading is in `armour`. Keeps of a private key nothing but its
//! label.

/// The UTF-8 byte order mark, which some editors write at the start of a file.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Longer labels are no labels.
const LONGEST_LABEL: usize = 40;

/// A block as a person sees it, readable or not.
#[derive(Debug)]
pub struct PemBlock {
    /// The words between `-----BEGIN ` and `-----`, such as `CERTIFICATE`.
    pub label: String,
    /// Where its BEGIN mark starts, in bytes.
    pub offset: usize,
    /// Of its BEGIN mark, from 1.
    pub line: usize,
    /// `None`: no END mark of this label follows before the next block.
    pub end_line: Option<usize>,
    /// What else stands on the line of its BEGIN mark.
    begins: Option<LineNeighbour>,
    /// What else stands on the line of the next END mark, and on which.
    ends: Option<(LineNeighbour, usize)>,
    /// The first line `Name: value` inside it.
    pub header: Option<usize>,
    /// What stands between the marks, without headers and line breaks.
    pub body: Vec<u8>,
}

/// What else is on the line of a BEGIN or END mark. Ordered by harm: the worst is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineNeighbour {
    /// Other text.
    Text,
    /// White space before the mark.
    Indented,
    /// Another mark.
    Glued,
    /// Backslash and n instead of a line break.
    LiteralNewlines,
}

impl PemBlock {
    /// What else stands on the lines of its marks, and on which: the worst.
    #[must_use]
    pub fn crowd(&self) -> Option<(LineNeighbour, usize)> {
        let begins = self.begins.map(|neighbour| (neighbour, self.line));
        let worse = self.ends.filter(|(ends, _)| Some(*ends) > self.begins);
        worse.or(begins)
    }

    /// Its BEGIN mark has a line to itself, indented or not.
    #[must_use]
    pub fn begins_a_line(&self) -> bool {
        matches!(self.begins, None | Some(LineNeighbour::Indented))
    }

    /// The base64 of a block whose END mark has a line to itself, indented or not.
    #[must_use]
    pub fn base64(&self) -> Option<Vec<u8>> {
        let is_whole = self.end_line.is_some()
            && matches!(self.ends, None | Some((LineNeighbour::Indented, _)));
        let plain = || {
            self.body
                .iter()
                .copied()
                .filter(|b| !b.is_ascii_whitespace())
                .collect()
        };
        is_whole.then(plain)
    }

    /// Whether its label says that it is a private key of any kind.
    #[must_use]
    pub fn is_private_key(&self) -> bool {
        self.label.ends_with("PRIVATE KEY")
    }
}

/// A BEGIN or END mark in a line.
struct Mark<'a> {
    is_begin: bool,
    label: &'a str,
    from: usize,
    to: usize,
}

/// The blocks of a file, in order.
#[must_use]
pub fn blocks(bytes: &[u8]) -> Vec<PemBlock> {
    let mut found: Vec<PemBlock> = Vec::new();
    let mut open: Option<PemBlock> = None;
    // A byte order mark is reported separately; it does not count as text before the first BEGIN.
    let mut offset = if bytes.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    for (number, line) in bytes[offset..].split(|b| *b == b'\n').enumerate() {
        let marks = marks(line);
        match &mut open {
            Some(open) if marks.is_empty() => open.take_line(number + 1, line),
            _ => {}
        }
        for (place, mark) in marks.iter().enumerate() {
            let before = &line[place.checked_sub(1).map_or(0, |p| marks[p].to)..mark.from];
            let behind = &line[mark.to..marks.get(place + 1).map_or(line.len(), |next| next.from)];
            let neighbour = neighbour(before, behind, place > 0, place + 1 < marks.len());
            if mark.is_begin {
                found.extend(open.take().map(|o| o.close(None)));
                open = Some(PemBlock::new(
                    mark.label,
                    number + 1,
                    offset + mark.from,
                    neighbour,
                ));
            } else if let Some(mut ended) = open.take() {
                ended.body.extend(before);
                ended.ends = neighbour.map(|neighbour| (neighbour, number + 1));
                let whole = ended.label == mark.label;
                found.push(ended.close(whole.then_some(number + 1)));
            }
        }
        offset += line.len() + 1;
    }
    found.extend(open.map(|o| o.close(None)));
    found
}

impl PemBlock {
    fn new(label: &str, line: usize, offset: usize, begins: Option<LineNeighbour>) -> Self {
        Self {
            label: label.to_owned(),
            offset,
            line,
            end_line: None,
            begins,
            ends: None,
            header: None,
            body: Vec::new(),
        }
    }

    fn take_line(&mut self, number: usize, line: &[u8]) {
        if line.contains(&b':') && self.body.is_empty() {
            self.header.get_or_insert(number);
        } else {
            self.body.extend(line);
        }
    }

    fn close(self, end_line: Option<usize>) -> Self {
        let body = if self.is_private_key() {
            Vec::new()
        } else {
            self.body
        };
        Self {
            end_line,
            body,
            ..self
        }
    }
}

fn neighbour(
    before: &[u8],
    behind: &[u8],
    follows: bool,
    is_followed: bool,
) -> Option<LineNeighbour> {
    let escaped = |text: &[u8]| {
        text.starts_with(b"\\n") || text.ends_with(b"\\n") || text.starts_with(b"\\r\\n")
    };
    let is_blank = |text: &[u8]| text.trim_ascii().is_empty();
    if escaped(before) || escaped(behind.trim_ascii_end()) {
        return Some(LineNeighbour::LiteralNewlines);
    }
    if (follows && is_blank(before)) || (is_followed && is_blank(behind)) {
        return Some(LineNeighbour::Glued);
    }
    match (before.is_empty(), is_blank(before), is_blank(behind)) {
        (true, _, true) => None,
        (false, true, true) => Some(LineNeighbour::Indented),
        _ => Some(LineNeighbour::Text),
    }
}

fn marks(line: &[u8]) -> Vec<Mark<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(dash) = line[at..]
        .windows(6)
        .position(|w| w == b"-----B" || w == b"-----E")
        .map(|n| at + n)
    {
        at = dash + 5;
        let (is_begin, name) = match &line[at..] {
            rest if rest.starts_with(b"BEGIN ") => (true, at + 6),
            rest if rest.starts_with(b"END ") => (false, at + 4),
            _ => continue,
        };
        let length = line[name..]
            .iter()
            .take(LONGEST_LABEL)
            .take_while(|b| is_label(**b))
            .count();
        if line[name + length..].starts_with(b"-----") {
            let label = std::str::from_utf8(&line[name..name + length]).unwrap_or_default();
            at = name + length + 5;
            found.push(Mark {
                is_begin,
                label,
                from: dash,
                to: at,
            });
        }
    }
    found
}

const fn is_label(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' '
}
