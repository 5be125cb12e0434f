//! Many patterns that are looked for in one pass: which of them a line may hold, so that what a line
//! costs depends on its length, not on how many patterns there are. Reads no values; `pattern` does.

use aho_corasick::AhoCorasick;

use super::pattern::Pattern;

/// Patterns by their numbers.
#[derive(Debug)]
pub struct Patterns {
    search: Option<AhoCorasick>,
    /// Which patterns have a text, by the number of the text.
    of_text: Vec<Vec<usize>>,
    /// Those that have no text of their own.
    always: Vec<usize>,
}

impl Patterns {
    /// Made ready once. Their numbers are their places.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = Pattern>) -> Self {
        let (mut texts, mut of_text, mut always) = (Vec::new(), Vec::<Vec<usize>>::new(), vec![]);
        for (number, pattern) in patterns.into_iter().enumerate() {
            let longest = pattern.literals().into_iter().max_by_key(|text| text.len());
            let Some(longest) = longest else {
                always.push(number);
                continue;
            };
            if let Some(at) = texts.iter().position(|known| *known == longest) {
                of_text[at].push(number);
            } else {
                texts.push(longest);
                of_text.push(vec![number]);
            }
        }
        Self {
            search: AhoCorasick::new(texts).ok(),
            of_text,
            always,
        }
    }

    /// The numbers of those whose longest text stands in the line, in their order. None of the others is
    /// in it.
    #[must_use]
    pub fn candidates(&self, line: &str) -> Vec<usize> {
        let mut is_there = vec![self.search.is_none(); self.of_text.len()];
        for found in self
            .search
            .iter()
            .flat_map(|s| s.find_overlapping_iter(line))
        {
            is_there[found.pattern().as_usize()] = true;
        }
        let found = self
            .of_text
            .iter()
            .zip(is_there)
            .filter(|(_, there)| *there);
        let found = found.flat_map(|(numbers, _)| numbers);
        let mut numbers: Vec<usize> = found.chain(&self.always).copied().collect();
        numbers.sort_unstable();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Patterns};

    #[test]
    fn a_line_is_asked_for_what_it_may_hold() {
        let texts = [
            "EOF",
            "dial tcp {address}: EOF, again",
            "{all}",
            "lookup {host}: EOF, again",
        ];
        let patterns = texts.map(Pattern::new);
        let all = Patterns::new(patterns);
        for (line, numbers) in [
            ("nothing", &[2][..]),
            ("an EOF", &[0, 2]),
            ("dial tcp x: EOF, again", &[0, 1, 2, 3]),
        ] {
            assert_eq!(all.candidates(line), numbers, "{line}");
            let read = |number: &usize| patterns[*number].read(line).is_some();
            let others = (0..patterns.len()).filter(|number| !numbers.contains(number));
            assert!(!others.into_iter().any(|number| read(&number)), "{line}");
        }
    }
}
