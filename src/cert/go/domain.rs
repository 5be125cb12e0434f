//! Domains and mail addresses as Go takes them in certificates: `domainNameValid` and
//! `parseRFC2821Mailbox`.

use super::edition::Edition;

/// What Go says of text that has letters beyond ASCII.
pub(super) fn not_ascii(text: &[u8]) -> String {
    let text = super::quote::quoted_bytes(text);
    format!("x509: {text} cannot be encoded as an IA5String")
}

/// A domain: labels with no blank or control character, none of them empty. Nothing at all is one.
#[must_use]
pub fn is_domain(name: &str) -> bool {
    name.is_empty()
        || name
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_graphic()))
}

/// A domain that may begin with a dot. The oldest Go takes the dot alone for one.
pub(super) fn is_constraint(name: &str, edition: &Edition) -> bool {
    match name.strip_prefix('.') {
        Some("") => !edition.is_newest(),
        Some(rest) => is_domain(rest),
        None => is_domain(name),
    }
}

/// A mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Before the `@`, without quotes and backslashes.
    pub local: String,
    /// Behind it.
    pub domain: String,
}

impl Mailbox {
    /// Reads one; `None` where Go does not take it for one.
    #[must_use]
    pub fn read(text: &str, edition: &Edition) -> Option<Self> {
        let (local, rest) = match text.as_bytes().first()? {
            b'"' => quoted_local(&text.as_bytes()[1..])?,
            _ => plain_local(text.as_bytes())?,
        };
        let domain = std::str::from_utf8(rest.strip_prefix(b"@")?).ok()?;
        if !is_domain(domain) || (domain.contains('@') && edition.is_newest()) {
            return None;
        }
        Some(Self {
            local: String::from_utf8(local).ok()?,
            domain: domain.to_owned(),
        })
    }
}

/// A local part in quotes, and what follows the quote at its end.
fn quoted_local(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut local = Vec::new();
    loop {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        match byte {
            b'"' => return Some((local, rest)),
            b'\\' => {
                let (escaped, behind) = rest.split_first()?;
                if !matches!(escaped, 1..=9 | 11 | 12 | 14..=127) {
                    return None;
                }
                local.push(*escaped);
                rest = behind;
            }
            1..=8 | 11 | 12 | 14..=33 | 35..=91 | 93..=127 => local.push(*byte),
            _ => return None,
        }
    }
}

/// A local part without quotes, and what follows it.
fn plain_local(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut local = Vec::new();
    while let Some((byte, behind)) = rest.split_first() {
        match byte {
            b'\\' => {
                let (escaped, behind) = behind.split_first()?;
                local.push(*escaped);
                rest = behind;
            }
            _ if byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(byte) => {
                local.push(*byte);
                rest = behind;
            }
            _ => break,
        }
    }
    let dotted_badly = local.first() == Some(&b'.')
        || local.last() == Some(&b'.')
        || local.windows(2).any(|pair| pair == b"..");
    (!local.is_empty() && !dotted_badly).then_some((local, rest))
}
