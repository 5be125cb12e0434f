//! The names of many endpoints in one piece of memory.
//! Knows nothing of what they are for.

/// Names by their number.
#[derive(Default)]
pub(super) struct Names {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Names {
    pub(super) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    /// The name of that number, which must have been pushed.
    pub(super) fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[number]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_comes_back() {
        let mut names = Names::default();
        for name in ["a:1", "", "b:2"] {
            names.push(name);
        }
        assert_eq!(
            [0, 1, 2].map(|number| names.get(number)),
            ["a:1", "", "b:2"]
        );
    }
}
