//! Inputs near those of a corpus: cut, bent, doubled, joined, with pieces of syntax put in. The same ones
//! every time.

use fastrand::Rng;

/// Longer ones are cut.
const LONGEST: usize = 16 * 1024;
/// What readers stop at, and what they must not pass on.
const PIECES: [&[u8]; 28] = [
    b"\n",
    b"\r\n",
    b"\t",
    b" ",
    b"\"",
    b"\\",
    b"\\\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"=",
    b"-----",
    b"---\n",
    b"\0",
    b"\x1b[31m",
    b"\x7f",
    b"\xc2\x9b",
    b"\xe2\x80\xae",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"%0a",
    b"\xf0\x9f\x98\x80",
    b"99999999999999999999",
    b"-1",
    b"https://u:p@h.test/?token=x",
];

/// Makes inputs of a corpus.
pub struct Near<'a> {
    seeds: &'a [(String, Vec<u8>)],
    dice: Rng,
}

impl<'a> Near<'a> {
    /// The dice are cast by the name.
    pub fn to(seeds: &'a [(String, Vec<u8>)], name: &str) -> Self {
        let seed = name
            .bytes()
            .fold(17_u64, |sum, b| sum.wrapping_mul(31) ^ u64::from(b));
        Self {
            seeds,
            dice: Rng::with_seed(seed),
        }
    }

    /// The next one, and the file that it is made of.
    pub fn next_input(&mut self) -> (&'a str, Vec<u8>) {
        let (name, seed) = &self.seeds[self.dice.usize(..self.seeds.len())];
        let mut bytes = seed.clone();
        bytes.truncate(LONGEST);
        for _ in 0..self.dice.usize(1..5) {
            self.change(&mut bytes);
        }
        (name, bytes)
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.dice.usize(..=bytes.len());
        let end = (at + self.dice.usize(..40)).min(bytes.len());
        match self.dice.u8(..7) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << self.dice.u8(..8),
            2 if at < bytes.len() => bytes[at] = self.dice.u8(..),
            3 => {
                bytes.drain(at..end);
            }
            4 => {
                let part = bytes[at..end].to_vec();
                let again = self.dice.usize(1..6);
                bytes.splice(at..at, part.repeat(again));
            }
            5 => {
                let (_, other) = &self.seeds[self.dice.usize(..self.seeds.len())];
                let from = self.dice.usize(..=other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
                bytes.truncate(LONGEST);
            }
            _ => {
                let piece = PIECES[self.dice.usize(..PIECES.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
}
