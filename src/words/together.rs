//! Endpoints of which the same is said, brought together, so that a note about ten thousand of them
//! is one note. Makes no sentence.

use std::collections::HashMap;

/// What is said, and of which endpoints: in the order in which each was first said.
#[derive(Debug)]
pub struct Together<T> {
    all: Vec<(String, Vec<T>)>,
    known: HashMap<String, usize>,
}

impl<T> Together<T> {
    /// Brings together what is said in the same words.
    pub fn of(said: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut together = Self {
            all: Vec::new(),
            known: HashMap::new(),
        };
        for (text, of) in said {
            together.add(text, of);
        }
        together
    }

    fn add(&mut self, text: String, of: T) {
        if let Some(place) = self.known.get(&text) {
            self.all[*place].1.push(of);
        } else {
            self.known.insert(text.clone(), self.all.len());
            self.all.push((text, vec![of]));
        }
    }
}

impl<T> IntoIterator for Together<T> {
    type Item = (String, Vec<T>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_twice_is_said_once_of_both() {
        let said = [("late", 1), ("lost", 2), ("late", 3)];
        let together = Together::of(said.map(|(text, of)| (text.to_owned(), of)));
        let all: Vec<(String, Vec<i32>)> = together.into_iter().collect();
        assert_eq!(all, [("late".into(), vec![1, 3]), ("lost".into(), vec![2])]);
    }
}
