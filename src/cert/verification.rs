//! Every signature that this program verifies goes through here: it is counted, and what a key
//! made of a message is worked out once. Two consumers that verify with the same scheme (ours and
//! webpki's) share the answer.
//!
//! An answer is a function of its bytes, so remembering it changes nothing but the time it takes.
//! Memory is bounded: two generations, of which the older is forgotten when the younger is full.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use aws_lc_rs::digest;

/// Answers in one generation: a run with this many certificates at once is a large one.
const GENERATION: usize = 8192;

static MADE: AtomicU64 = AtomicU64::new(0);
static MEMORY: LazyLock<Mutex<Memory>> = LazyLock::new(Mutex::default);

type Question = [u8; 32];

#[derive(Default)]
struct Memory {
    young: HashMap<Question, bool>,
    old: HashMap<Question, bool>,
}

impl Memory {
    fn answer(&self, question: &Question) -> Option<bool> {
        self.young
            .get(question)
            .or_else(|| self.old.get(question))
            .copied()
    }

    fn keep(&mut self, question: Question, answer: bool) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(question, answer);
    }
}

/// Whether `key` made `signature` of `message` by this scheme: as remembered, else as `verify`
/// finds. `scheme` names the key's kind and the signature's algorithm; the same name must mean
/// the same verification wherever it is used.
pub fn remembered(
    scheme: (&str, &str),
    (key, message, signature): (&[u8], &[u8], &[u8]),
    verify: impl FnOnce() -> bool,
) -> bool {
    let question = question(&[
        scheme.0.as_bytes(),
        scheme.1.as_bytes(),
        key,
        message,
        signature,
    ]);
    let known = MEMORY
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .answer(&question);
    known.unwrap_or_else(|| {
        // Two threads may work out the same answer; neither waits for the other.
        let answer = once(verify);
        MEMORY
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keep(question, answer);
        answer
    })
}

/// A verification of what never comes again, as the signature of a handshake.
pub fn once(verify: impl FnOnce() -> bool) -> bool {
    MADE.fetch_add(1, Ordering::Relaxed);
    verify()
}

/// Verifications made by this process so far; remembered answers are none.
#[must_use]
pub fn made() -> u64 {
    MADE.load(Ordering::Relaxed)
}

/// Each part with its length, so that no two questions look alike.
fn question(parts: &[&[u8]]) -> Question {
    let mut hash = digest::Context::new(&digest::SHA256);
    for part in parts {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut question = Question::default();
    question.copy_from_slice(hash.finish().as_ref());
    question
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_belongs_to_all_of_its_bytes() {
        let base = [&b"P-256"[..], b"1.2", b"key", b"message", b"signature"];
        let mut moved = base;
        (moved[2], moved[3]) = (b"keym", b"essage");
        assert_ne!(question(&base), question(&moved));
        for place in 0..base.len() {
            let mut other = base;
            other[place] = b"other";
            assert_ne!(question(&base), question(&other), "{place}");
        }
    }

    #[test]
    fn memory_is_bounded_and_keeps_what_is_recent() {
        let mut memory = Memory::default();
        let nth = |n: usize| question(&[&n.to_be_bytes()]);
        for n in 0..3 * GENERATION {
            memory.keep(nth(n), n % 2 == 0);
        }
        assert!(memory.young.len() + memory.old.len() <= 2 * GENERATION);
        assert_eq!(memory.answer(&nth(3 * GENERATION - 1)), Some(false));
        assert_eq!(memory.answer(&nth(2 * GENERATION)), Some(true));
        assert_eq!(memory.answer(&nth(0)), None);
    }
}
