//! Originals and their stand-ins, and a text with the stand-ins in it. The longest original counts that
//! stands by itself: a part of a longer word is none.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use aho_corasick::AhoCorasick;

use super::address::Class;
use super::host::Hosts;
use super::mask::masked;
use super::originals::{Original, Originals};
use super::{everybodys, find};

/// A value of a subject that is so short is replaced behind its `O=` only: elsewhere it is a word.
const SHORTEST_SUBJECT: usize = 4;

/// How the stand-in of a whole text begins.
const TEXT: &str = "text-";

/// Stand-ins for everything that is to be replaced.
#[derive(Debug)]
pub struct Redaction {
    search: AhoCorasick,
    /// By the number of the pattern: the stand-in, and whether case counts.
    stand_ins: Vec<(String, String, bool)>,
    addresses: HashMap<IpAddr, IpAddr>,
}

impl Redaction {
    /// Gives each original its stand-in.
    #[must_use]
    pub fn of(mut originals: Originals) -> Self {
        originals.close();
        let mut stand_ins = Vec::new();
        let (mut hosts, mut paths) = (Hosts::default(), Paths::default());
        let mut numbers = HashMap::<Original, usize>::new();
        let mut spellings = HashMap::<String, (usize, usize)>::new();
        for (kind, text) in &originals.met {
            let next = numbers.entry(*kind).or_default();
            *next += 1;
            let number = *next;
            match kind {
                Original::Address => {}
                Original::Host => stand_ins.push((text.clone(), hosts.stand_in(text), false)),
                Original::Hash => stand_ins.extend(hashes(text, number)),
                Original::Subject => {
                    let (number, before) = spellings.entry(folded(text)).or_insert((number, 0));
                    stand_ins.extend(subjects(text, &spelt(*number, *before)));
                    *before += 1;
                }
                Original::Path => stand_ins.push((text.clone(), paths.stand_in(text), true)),
                Original::Name => stand_ins.push((text.clone(), format!("name-{number}"), true)),
                Original::Namespace => {
                    stand_ins.push((text.clone(), format!("namespace-{number}"), true));
                }
                Original::Text => stand_ins.push((text.clone(), format!("{TEXT}{number}"), true)),
            }
        }
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(stand_ins.iter().map(|(text, ..)| text));
        Self {
            search: search.unwrap_or_else(|_| unreachable!("the texts of one run fit into memory")),
            stand_ins,
            addresses: addresses(&originals),
        }
    }

    /// The text with stand-ins.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let named = self.names(text, |_| true);
        match self.without_addresses(&named) {
            Some(text) => Cow::Owned(text),
            None => named,
        }
    }

    /// A text of somebody's with stand-ins, in which nothing else can be read: words that are not
    /// everybody's are one letter. What is everybody's of it stays, where reports replace the whole.
    #[must_use]
    pub fn prose(&self, text: &str) -> String {
        let named = self.names(text, |stand_in| !stand_in.starts_with(TEXT));
        let without = self.without_addresses(&named);
        masked(&without.unwrap_or_else(|| named.into_owned()))
    }

    /// A value in the name of a certificate, which may be too short to be told from a word elsewhere.
    #[must_use]
    pub fn value(&self, value: &str) -> String {
        const BEFORE: &str = "O=";
        let told = self.text(&format!("{BEFORE}{value}")).into_owned();
        told[BEFORE.len()..].to_owned()
    }

    /// The stand-in of an address; one that was not gathered is the first of its class.
    #[must_use]
    pub fn address(&self, ip: IpAddr) -> IpAddr {
        let class = Class::of(ip);
        if class == Class::Everybodys {
            return ip;
        }
        let stand_in = self.addresses.get(&ip).copied();
        stand_in.unwrap_or_else(|| class.stand_in(u32::from(u16::MAX)))
    }

    /// With those stand-ins that are wanted.
    fn names<'t>(&self, text: &'t str, wanted: impl Fn(&str) -> bool) -> Cow<'t, str> {
        let mut found: Vec<(usize, usize, usize)> = self
            .search
            .find_overlapping_iter(text)
            .map(|found| (found.start(), found.end(), found.pattern().as_usize()))
            .filter(|(start, end, pattern)| {
                let (original, stand_in, counts_case) = &self.stand_ins[*pattern];
                let is_it = !counts_case || text[*start..*end] == **original;
                is_it && wanted(stand_in) && stands_alone(text, (*start, *end))
            })
            .collect();
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for (start, end, pattern) in found {
            if start < at {
                continue;
            }
            out.push_str(&text[at..start]);
            out.push_str(&self.stand_ins[pattern].1);
            at = end;
        }
        out.push_str(&text[at..]);
        Cow::Owned(out)
    }

    /// `None`: there are no addresses in it. One that was not gathered is the first of its class.
    fn without_addresses(&self, text: &str) -> Option<String> {
        let (mut out, mut rest) = (String::new(), text);
        for (word, ip) in find::addresses(text) {
            if Class::of(ip) == Class::Everybodys {
                continue;
            }
            let stand_in = self.address(ip);
            let (before, behind) = rest.split_once(word)?;
            out.push_str(before);
            out.push_str(&stand_in.to_string());
            rest = behind;
        }
        (rest.len() < text.len()).then(|| out + rest)
    }
}

/// Nothing before it and behind it makes it a part of a longer word.
fn stands_alone(text: &str, (start, end): (usize, usize)) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let word = &text[start..end];
    let begins_word = word.chars().next().is_some_and(is_word);
    let ends_word = word.chars().next_back().is_some_and(is_word);
    let mut behind = text[end..].chars();
    let (next, after) = (behind.next(), behind.next());
    let goes_on = next.is_some_and(is_word)
        || next == Some('.') && !word.contains('.') && after.is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back();
    let began = before.is_some_and(is_word)
        // A dot before a word of its own is a longer name, such as a field's.
        || before == Some('.') && !word.contains('.') && !word.contains(' ');
    !(begins_word && began || ends_word && goes_on)
}

/// Digits with the number in them, as long as the original's, in every form in which hashes are shown.
fn hashes(text: &str, number: usize) -> Vec<(String, String, bool)> {
    let width = text.len();
    let stand_in = format!("{number:0>width$x}");
    let colons = |digits: &str| {
        let pairs = digits.as_bytes().chunks(2).map(String::from_utf8_lossy);
        pairs.collect::<Vec<_>>().join(":")
    };
    let mut all = vec![
        (text.to_owned(), stand_in.clone(), false),
        (colons(text), colons(&stand_in), false),
    ];
    // Its two ends, where the whole has no room: four bytes and two.
    let (whole, other) = (colons(text).to_ascii_uppercase(), colons(&stand_in));
    if let (Some(start), Some(end)) = (whole.get(..12), whole.len().checked_sub(5))
        && end > 12
    {
        let short = format!("{start}...:{}", &whole[end..]);
        all.push((
            short,
            format!("{}...:{}", &other[..12], &other[end..]),
            true,
        ));
    }
    all
}

/// What names have in common that differ in upper and lower case and in spaces only.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// The stand-in of a name: `Subject-1` where so many of its other spellings came `before`.
fn spelt(number: usize, before: usize) -> String {
    let letter = |(place, letter): (usize, char)| match before >> place & 1 {
        0 => letter,
        _ => letter.to_ascii_uppercase(),
    };
    let word: String = "subject".chars().enumerate().map(letter).collect();
    format!("{word}-{number}")
}

fn subjects(text: &str, stand_in: &str) -> Vec<(String, String, bool)> {
    const NAMES: [&str; 6] = ["CN", "O", "OU", "C", "L", "ST"];
    let stand_in = everybodys::behind_program(text, stand_in.to_owned());
    if text.len() >= SHORTEST_SUBJECT {
        return vec![(text.to_owned(), stand_in, true)];
    }
    let behind = |name: &&str| {
        let (text, stand_in) = (format!("{name}={text}"), format!("{name}={stand_in}"));
        (text, stand_in, true)
    };
    NAMES.iter().map(behind).collect()
}

/// Directories and files that have a stand-in.
#[derive(Default)]
struct Paths {
    directories: HashMap<String, usize>,
    files: HashMap<String, usize>,
}

impl Paths {
    /// `/path-1/file-3.pem`, `file-3.pem`; of what has no ending `/path-2`.
    fn stand_in(&mut self, text: &str) -> String {
        let (directory, name) = text.rsplit_once('/').unwrap_or(("", text));
        let end = name.rsplit_once('.').map(|(_, end)| end);
        let is_end = |end: &&str| end.len() <= 10 && end.bytes().all(|b| b.is_ascii_alphanumeric());
        let Some(end) = end.filter(is_end) else {
            return self.directory(text);
        };
        let next = self.files.len() + 1;
        let number = *self.files.entry(name.to_owned()).or_insert(next);
        match directory {
            "" if text.starts_with('/') => format!("/file-{number}.{end}"),
            "" => format!("file-{number}.{end}"),
            directory => format!("{}/file-{number}.{end}", self.directory(directory)),
        }
    }

    fn directory(&mut self, text: &str) -> String {
        let next = self.directories.len() + 1;
        let number = *self.directories.entry(text.to_owned()).or_insert(next);
        let slash = if text.starts_with('/') { "/" } else { "" };
        format!("{slash}path-{number}")
    }
}

/// Each address has one of its class that is nobody's here.
fn addresses(originals: &Originals) -> HashMap<IpAddr, IpAddr> {
    let of_kind = originals
        .met
        .iter()
        .filter(|(kind, _)| *kind == Original::Address);
    let met: Vec<IpAddr> = of_kind.filter_map(|(_, text)| text.parse().ok()).collect();
    let taken: HashSet<IpAddr> = met.iter().copied().collect();
    let mut next: HashMap<Class, u32> = HashMap::new();
    let mut stand_ins = HashMap::new();
    for ip in met {
        let class = Class::of(ip);
        if class == Class::Everybodys {
            continue;
        }
        let number = next.entry(class).or_default();
        let mut stand_in = class.stand_in(*number);
        while taken.contains(&stand_in) {
            *number += 1;
            stand_in = class.stand_in(*number);
        }
        *number += 1;
        stand_ins.insert(ip, stand_in);
    }
    stand_ins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction() -> Redaction {
        let mut originals = Originals::default();
        originals.take_authority("api.prod.corp.com:6443");
        originals.take_authority("[2a00::1]:443");
        originals.take(Original::Address, "192.0.2.1");
        originals.take_subject("O=Acme, CN=Acme Root CA");
        originals.take_subject("C=US, O=Lab, CN=*.apps.prod.corp.com");
        originals.take(Original::Hash, &"0f".repeat(32));
        originals.take(Original::Path, "/home/jane/ca/acme.pem");
        originals.take(Original::Name, "src");
        originals.take_prose("lookup vault.corp.com: no such host; https://s3.other.net/bucket");
        Redaction::of(originals)
    }

    #[test]
    fn an_original_has_one_stand_in_wherever_it_stands() {
        let redaction = redaction();
        for (text, expected) in [
            (
                "dial https://API.prod.corp.com:6443/version",
                "dial https://api.host-1.domain-1.example:6443/version",
            ),
            (
                "O=Acme, CN=Acme Root CA; \"Acme Root CA\"",
                "O=subject-1, CN=subject-2; \"subject-2\"",
            ),
            (
                "C=US, O=Lab of the US",
                "C=subject-3, O=subject-4 of the US",
            ),
            (
                "[2a00::1]:443 and 192.0.2.1:80",
                "[2001:db8::1]:443 and 192.0.2.2:80",
            ),
            (
                "/home/jane/ca/acme.pem, acme.pem",
                "/path-1/file-1.pem, file-1.pem",
            ),
            ("src, mig-src, spec.src", "name-1, mig-src, spec.src"),
            (
                "vault.corp.com at s3.other.net/bucket",
                "host-2.domain-1.example at s3.domain-2.example/path-2",
            ),
        ] {
            assert_eq!(redaction.text(text), expected);
        }
        let hash = "0F:".repeat(31) + "0F";
        let stand_in = "00:".repeat(31) + "01";
        assert_eq!(redaction.text(&hash), stand_in);
        assert_eq!(
            redaction.text("0F:0F:0F:0F:...:0F:0F"),
            "00:00:00:00:...:00:01"
        );
    }
}
