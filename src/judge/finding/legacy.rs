//! Facts of a verdict that are not typed yet: names and texts.
//! Goes when the last finding has its own type.

/// Named facts of one verdict, in the order they are shown; behind them, words for the remedy
/// alone. Names are its placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details(pub Vec<(&'static str, String)>, Vec<(&'static str, String)>);

impl Details {
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Words that the remedy says; not a fact to be shown beside it.
    #[must_use]
    pub fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.1.push((name, value.into()));
        self
    }

    /// Everything that a remedy may say.
    pub fn placeholders(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .chain(&self.1)
            .map(|(name, value)| (*name, value.as_str()))
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }
}
