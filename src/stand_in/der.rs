//! DER as a tree: taken apart, changed in its leaves, and put together again with the right lengths.
//! Pure; what it cannot read is `None`.

/// Deeper than any certificate.
const DEEPEST: usize = 16;
const CONSTRUCTED: u8 = 0x20;
/// The tag's number stands in bytes of its own, which no certificate needs.
const LONG_TAG: u8 = 0x1f;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OBJECT_ID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub tag: u8,
    pub body: Body,
}

/// What it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    Parts(Vec<Node>),
}

impl Node {
    pub(super) const fn of(tag: u8, bytes: Vec<u8>) -> Self {
        let body = Body::Bytes(bytes);
        Self { tag, body }
    }

    pub(super) const fn sequence(parts: Vec<Self>) -> Self {
        let body = Body::Parts(parts);
        Self {
            tag: SEQUENCE,
            body,
        }
    }

    /// The one value that these bytes are, and nothing behind it.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut all = Self::all(bytes, DEEPEST)?;
        let one = all.pop()?;
        all.is_empty().then_some(one)
    }

    fn all(mut bytes: &[u8], deepest: usize) -> Option<Vec<Self>> {
        let mut all = Vec::new();
        while let [tag, rest @ ..] = bytes {
            if tag & LONG_TAG == LONG_TAG {
                return None;
            }
            let (length, rest) = length(rest)?;
            let (content, behind) = rest.split_at_checked(length)?;
            let body = if tag & CONSTRUCTED == 0 {
                Body::Bytes(content.to_vec())
            } else {
                Body::Parts(Self::all(content, deepest.checked_sub(1)?)?)
            };
            all.push(Self { tag: *tag, body });
            bytes = behind;
        }
        Some(all)
    }

    pub(super) fn parts(&self) -> &[Self] {
        match &self.body {
            Body::Parts(parts) => parts,
            Body::Bytes(_) => &[],
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Bytes(bytes) => bytes,
            Body::Parts(_) => &[],
        }
    }

    /// The same under another tag.
    pub(super) fn tagged(self, tag: u8) -> Self {
        Self { tag, ..self }
    }

    /// The same with another content.
    pub(super) fn with(&self, bytes: Vec<u8>) -> Self {
        Self::of(self.tag, bytes)
    }

    /// The same with what becomes of each of its parts; a value without parts stays.
    pub(super) fn each(&self, change: impl FnMut(&Self) -> Self) -> Self {
        match &self.body {
            Body::Parts(parts) => Self {
                tag: self.tag,
                body: Body::Parts(parts.iter().map(change).collect()),
            },
            Body::Bytes(_) => self.clone(),
        }
    }

    pub(super) fn written(&self) -> Vec<u8> {
        let content = match &self.body {
            Body::Bytes(bytes) => bytes.clone(),
            Body::Parts(parts) => parts.iter().flat_map(Self::written).collect(),
        };
        let mut all = vec![self.tag];
        if let Ok(short @ 0..=0x7f) = u8::try_from(content.len()) {
            all.push(short);
        } else {
            let length = content.len().to_be_bytes();
            let first = length.iter().position(|b| *b != 0).unwrap_or_default();
            let length = &length[first..];
            all.push(0x80 | length.len().to_le_bytes()[0]);
            all.extend(length);
        }
        all.extend(content);
        all
    }
}

fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [short @ 0..=0x7f, rest @ ..] => Some((usize::from(*short), rest)),
        [more @ 0x81..=0x84, rest @ ..] => {
            let (length, rest) = rest.split_at_checked(usize::from(more & 0x7f))?;
            let length = length.iter().fold(0, |sum, b| sum << 8 | usize::from(*b));
            Some((length, rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_apart_is_put_together_again() {
        for root in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
            let node = Node::read(root).expect("DER");
            assert_eq!(node.written(), root.as_ref());
        }
        for broken in [&[0x30, 0x80][..], &[0x30, 5, 1], &[0x02, 1, 1, 0], &[0x1f]] {
            assert_eq!(Node::read(broken), None);
        }
    }
}
