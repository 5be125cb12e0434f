//! Answers that are a function of their question, remembered in bounded memory: two generations,
//! of which the older is forgotten when the younger is full.

use std::collections::HashMap;
use std::hash::Hash;

/// What was answered lately.
#[derive(Debug)]
pub struct Memo<Question, Answer> {
    young: HashMap<Question, Answer>,
    old: HashMap<Question, Answer>,
    /// The most answers in one generation.
    most: usize,
}

impl<Question: Eq + Hash, Answer: Clone> Memo<Question, Answer> {
    /// Remembers at most twice as many answers.
    #[must_use]
    pub fn of_generations(most: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            most,
        }
    }

    /// The answer, where it is remembered.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Option<Answer> {
        let young = self.young.get(question);
        young.or_else(|| self.old.get(question)).cloned()
    }

    /// Remembers one more.
    pub fn keep(&mut self, question: Question, answer: Answer) {
        if self.young.len() >= self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(question, answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_keeps_what_is_recent() {
        const MOST: usize = 100;
        let mut memo = Memo::of_generations(MOST);
        for n in 0..3 * MOST {
            memo.keep(n, n % 2 == 0);
        }
        assert!(memo.young.len() + memo.old.len() <= 2 * MOST);
        assert_eq!(memo.answer(&(3 * MOST - 1)), Some(false));
        assert_eq!(memo.answer(&(2 * MOST)), Some(true));
        assert_eq!(memo.answer(&0), None);
    }
}
