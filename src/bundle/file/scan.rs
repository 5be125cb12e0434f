//! Every place in a file that looks like PEM, whole or spoilt, with its line: what the rules about
//! files are asked on. Pure; keeps of a private key nothing but its label.

use crate::cert::Cert;
use crate::cert::armour::Blocks;

pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Longer labels are no labels.
const LONGEST_LABEL: usize = 40;

/// A block as a person sees it, readable or not.
#[derive(Debug)]
pub struct PemBlock {
    pub label: String,
    /// Of its BEGIN mark, from 1.
    pub line: usize,
    /// `None`: no END mark of this label follows before the next block.
    pub end_line: Option<usize>,
    /// What else stands on the lines of its marks, and on which: the worst.
    pub crowd: Option<(LineNeighbour, usize)>,
    /// The first line `Name: value` inside it.
    pub header: Option<usize>,
    pub content: BlockContent,
    /// Go takes it for a block.
    pub seen_by_go: bool,
}

/// What a block holds.
#[derive(Debug)]
pub enum BlockContent {
    Cert(Cert),
    BadBase64,
    /// Base64, but not of a certificate.
    BadDer(String),
    /// Another label: not looked into.
    NotRead,
}

/// What else is on the line of a BEGIN or END mark. Ordered by harm: the worst is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineNeighbour {
    /// Other text.
    Text,
    Indented,
    /// Another mark.
    Glued,
    /// Backslash and n instead of a line break.
    LiteralNewlines,
}

impl PemBlock {
    pub fn cert(&self) -> Option<&Cert> {
        match &self.content {
            BlockContent::Cert(cert) => Some(cert),
            _ => None,
        }
    }

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

/// The block that is being read.
struct OpenBlock {
    block: PemBlock,
    offset: usize,
    body: Vec<u8>,
}

pub fn blocks(bytes: &[u8]) -> Vec<PemBlock> {
    let seen: Vec<usize> = Blocks::new(bytes).map(|b| b.offset).collect();
    let mut found: Vec<PemBlock> = Vec::new();
    let mut open: Option<OpenBlock> = None;
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
            let crowd = crowd(before, behind, place > 0, place + 1 < marks.len())
                .map(|crowd| (crowd, number + 1));
            if mark.is_begin {
                found.extend(open.take().map(|o| o.close(None, &seen)));
                open = Some(OpenBlock::new(
                    mark.label,
                    number + 1,
                    offset + mark.from,
                    crowd,
                ));
            } else if let Some(mut ended) = open.take() {
                ended.body.extend(before);
                ended.block.crowd = ended.block.crowd.max_by_harm(crowd);
                let whole = ended.block.label == mark.label;
                found.push(ended.close(whole.then_some(number + 1), &seen));
            }
        }
        offset += line.len() + 1;
    }
    found.extend(open.map(|o| o.close(None, &seen)));
    found
}

trait Worse {
    fn max_by_harm(self, other: Self) -> Self;
}

impl Worse for Option<(LineNeighbour, usize)> {
    fn max_by_harm(self, other: Self) -> Self {
        if other.map(|(crowd, _)| crowd) > self.map(|(crowd, _)| crowd) {
            other
        } else {
            self
        }
    }
}

impl OpenBlock {
    fn new(label: &str, line: usize, offset: usize, crowd: Option<(LineNeighbour, usize)>) -> Self {
        let label = label.to_owned();
        let block = PemBlock {
            label,
            line,
            end_line: None,
            crowd,
            header: None,
            content: BlockContent::NotRead,
            seen_by_go: false,
        };
        Self {
            block,
            offset,
            body: Vec::new(),
        }
    }

    fn take_line(&mut self, number: usize, line: &[u8]) {
        if line.contains(&b':') && self.body.is_empty() {
            self.block.header.get_or_insert(number);
        } else {
            self.body.extend(line);
        }
    }

    fn close(mut self, end_line: Option<usize>, seen: &[usize]) -> PemBlock {
        self.block.end_line = end_line;
        self.block.seen_by_go = seen.binary_search(&self.offset).is_ok();
        if self.block.label.ends_with("CERTIFICATE") && end_line.is_some() {
            self.block.content = content(&self.body);
        }
        self.block
    }
}

/// Reads what a mark-to-mark text holds by Go's own base64, whatever else is wrong with its lines.
fn content(body: &[u8]) -> BlockContent {
    let body = String::from_utf8_lossy(body)
        .replace("\\r", "")
        .replace("\\n", "");
    let plain: String = body.split_whitespace().collect();
    let text = format!("-----BEGIN CERTIFICATE-----\n{plain}\n-----END CERTIFICATE-----\n");
    let Some(block) = Blocks::new(text.as_bytes()).next() else {
        return BlockContent::BadBase64;
    };
    let cert = Cert::from_der(block.der);
    match cert.defect() {
        Some(why) => BlockContent::BadDer(why.to_owned()),
        None => BlockContent::Cert(cert),
    }
}

fn crowd(before: &[u8], behind: &[u8], follows: bool, is_followed: bool) -> Option<LineNeighbour> {
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
