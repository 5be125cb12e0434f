//! Which of many domains, or of many networks, a name lies in. Each name is looked up by its own ends
//! or prefixes, so that thousands of names and thousands of constraints are not held against one
//! another. Knows no client's rules.

use std::collections::{BTreeMap, HashMap, HashSet};

/// Domains, each with all that is below it; of one that begins with a dot, only what is below.
pub(super) struct Domains<'a> {
    /// In small letters → as the first of them is written.
    written: HashMap<String, &'a str>,
    /// Of all of them, each length once, the shortest first.
    lengths: Vec<usize>,
}

impl<'a> Domains<'a> {
    pub(super) fn new(domains: impl Iterator<Item = &'a str>) -> Self {
        let mut written = HashMap::new();
        for domain in domains {
            written.entry(domain.to_ascii_lowercase()).or_insert(domain);
        }
        let mut lengths: Vec<usize> = written.keys().map(String::len).collect();
        lengths.sort_unstable();
        lengths.dedup();
        Self { written, lengths }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The widest that the name lies in, as written. Nothing is a domain that holds every name.
    pub(super) fn widest(&self, name: &str) -> Option<&'a str> {
        let name = name.to_ascii_lowercase();
        let mut ends = self.ends(&name);
        ends.find_map(|end| self.written.get(end).copied())
    }

    /// What may be looked up for a name: its ends of whole labels, with or without a dot before
    /// them, that are as long as one of the domains; the shortest first.
    fn ends<'n>(&self, name: &'n str) -> impl Iterator<Item = &'n str> {
        let lengths = self.lengths.iter();
        let fitting = lengths.take_while(|length| **length <= name.len());
        fitting.filter_map(|length| {
            let (before, end) = name.split_at_checked(name.len() - length)?;
            let is_whole = before.is_empty() || before.ends_with('.');
            (is_whole || end.is_empty() || end.starts_with('.')).then_some(end)
        })
    }
}

/// Networks of either family.
#[derive(Default)]
pub(super) struct Networks {
    /// By the bytes of an address, then by how many of its bits are the network's.
    by_prefix: BTreeMap<(usize, u32), HashSet<u128>>,
    /// Among them are some that are none: of other lengths, or with a mask that has gaps.
    pub(super) has_odd: bool,
}

impl Networks {
    /// Each is a network's address and its mask.
    pub(super) fn new<'n>(networks: impl Iterator<Item = (&'n [u8], &'n [u8])>) -> Self {
        let mut made = Self::default();
        for (address, mask) in networks {
            match (number(address), prefix(mask)) {
                (Some(address_bits), Some(ones)) if mask.len() == address.len() => {
                    let key = (address.len(), ones);
                    let same_size = made.by_prefix.entry(key).or_default();
                    same_size.insert(masked(address_bits, key));
                }
                _ => made.has_odd = true,
            }
        }
        made
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_prefix.is_empty()
    }

    /// The widest that holds the address: its own, and how many bits of it count.
    pub(super) fn widest(&self, address: &[u8]) -> Option<(Vec<u8>, u32)> {
        let bits = number(address)?;
        let family = (address.len(), 0)..=(address.len(), 128);
        let mut sizes = self.by_prefix.range(family);
        sizes.find_map(|(key, networks)| {
            let network = masked(bits, *key);
            let bytes = network.to_be_bytes()[16 - address.len()..].to_vec();
            networks.contains(&network).then_some((bytes, key.1))
        })
    }
}

/// An address of 4 or 16 bytes.
fn number(address: &[u8]) -> Option<u128> {
    let v4 = <[u8; 4]>::try_from(address).map(|v4| u128::from(u32::from_be_bytes(v4)));
    let v6 = || <[u8; 16]>::try_from(address).map(u128::from_be_bytes);
    v4.or_else(|_| v6()).ok()
}

/// How many ones a mask begins with, where nothing but zeros follows.
fn prefix(mask: &[u8]) -> Option<u32> {
    let ones = mask.iter().map(|byte| byte.count_ones()).sum();
    let bits = number(mask)?;
    (masked(bits, (mask.len(), ones)) == bits && bits.count_ones() == ones).then_some(ones)
}

/// The first bits of an address of so many bytes.
fn masked(address: u128, (bytes, ones): (usize, u32)) -> u128 {
    let rest = bytes as u32 * 8 - ones;
    let cut = address.checked_shr(rest).unwrap_or(0);
    cut.checked_shl(rest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_lies_in_the_widest_domain_of_whole_labels() {
        let domains = Domains::new(["C.test", "b.c.test", ".d.test", "x.d.test"].into_iter());
        for (name, widest) in [
            ("a.c.test", Some("C.test")),
            ("a.b.c.test", Some("C.test")),
            ("c.TEST", Some("C.test")),
            ("xc.test", None),
            ("d.test", None),
            ("a.d.test", Some(".d.test")),
            ("x.d.test", Some(".d.test")),
            ("", None),
            ("é.test", None),
        ] {
            assert_eq!(domains.widest(name), widest, "{name}");
        }
        let all = Domains::new(["c.test", ""].into_iter());
        assert_eq!(all.widest("anything"), Some(""));
        assert!(Domains::new([].into_iter()).is_empty() && !all.is_empty());
    }

    #[test]
    fn an_address_lies_in_the_widest_network_of_its_family() {
        let v6 = [&[0x20, 1, 0x0d, 0xb8][..], &[0; 12]].concat();
        let v6_mask = [&[0xff; 4][..], &[0; 12]].concat();
        let of = |networks: &[(&[u8], &[u8])]| Networks::new(networks.iter().copied());
        let networks = of(&[
            (&[10, 1, 2, 3], &[255, 255, 0, 0]),
            (&[10, 0, 0, 0], &[255, 0, 0, 0]),
            (&v6, &v6_mask),
        ]);
        assert_eq!(
            networks.widest(&[10, 1, 9, 9]),
            Some((vec![10, 0, 0, 0], 8))
        );
        assert_eq!(networks.widest(&[11, 1, 9, 9]), None);
        assert_eq!(networks.widest(&[0; 16]), None);
        assert_eq!(networks.widest(&[10]), None);
        let inside = [&v6[..15], &[7]].concat();
        assert_eq!(networks.widest(&inside), Some((v6, 32)));
        assert!(!networks.has_odd && !networks.is_empty());
        let all = of(&[(&[9, 9, 9, 9], &[0; 4])]);
        assert_eq!(all.widest(&[1, 2, 3, 4]), Some((vec![0; 4], 0)));
        for odd in [&[255, 0, 255, 0][..], &[255; 3], &[255; 16], &[0, 0, 0, 1]] {
            assert!(of(&[(&[10, 0, 0, 0], odd)]).has_odd, "{odd:?}");
        }
    }

    /// What is looked up stays within some hundred times what is there, whatever its form.
    #[test]
    fn many_names_are_not_held_against_many_domains() {
        let of = |labels: usize, count: usize, letter: &str| -> Vec<String> {
            let labels = |n: usize| format!("{letter}.").repeat(labels) + &format!("n{n}.test");
            (0..count).map(labels).collect()
        };
        let of_every_length: Vec<String> = (1..346).map(|length| ".".repeat(length)).collect();
        for (names, rules) in [
            (of(1, 5_000, "a"), of(1, 5_000, "x")),
            (of(160, 180, "a"), of_every_length.clone()),
            (vec![".".repeat(340); 180], of_every_length),
            (of(30_000, 1, "a"), of(30_000, 1, "x")),
        ] {
            let domains = Domains::new(rules.iter().map(String::as_str));
            let looked_up = |name: &String| domains.ends(name).map(str::len).sum::<usize>();
            let compared: usize = names.iter().map(looked_up).sum();
            let there: usize = names.iter().map(String::len).sum();
            assert!(compared <= 350 * there, "{compared} for {there}");
        }
    }

    #[test]
    fn an_address_is_looked_up_once_for_each_size_of_network() {
        let octets = |n: u32| n.to_be_bytes();
        let nets: Vec<([u8; 4], [u8; 4])> = (0..5_000)
            .map(|n| (octets(n << 8), octets(u32::MAX << (n % 9))))
            .collect();
        let networks = Networks::new(nets.iter().map(|(a, m)| (&a[..], &m[..])));
        assert_eq!(networks.by_prefix.len(), 9);
    }
}
