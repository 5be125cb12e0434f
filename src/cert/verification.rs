//! Every signature that this program verifies goes through here: it is counted, and what a key
//! made of a message is worked out once. Two consumers that verify with the same scheme (ours and
//! webpki's) share the answer.
//!
//! An answer is a function of its bytes, so remembering it changes nothing but the time it takes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use aws_lc_rs::digest;

use super::memo::Memo;

/// Answers in one generation: a run with this many certificates at once is a large one.
const GENERATION: usize = 8192;

static MADE: AtomicU64 = AtomicU64::new(0);
static MEMORY: LazyLock<Mutex<Memo<Question, bool>>> =
    LazyLock::new(|| Mutex::new(Memo::of_generations(GENERATION)));

type Question = [u8; 32];

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
}
