//! The facts of a finding, ready to be shown: names and values in order.
//! Plain data.

/// One fact: what it is called in machine formats, its value, and whether reports for people show
/// it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// As in JSON: `not_after`.
    pub name: &'static str,
    /// The value, or several of them.
    pub values: Vec<String>,
    /// Only machine formats show it: it completes the remedy, and people read it there.
    pub quiet: bool,
}

/// Facts in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// None yet.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    fn push(mut self, name: &'static str, values: Vec<String>, quiet: bool) -> Self {
        self.0.push(Fact {
            name,
            values,
            quiet,
        });
        self
    }

    /// With this fact behind the others.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts alike")]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        self.push(name, vec![value.to_string()], false)
    }

    /// With this fact, where there is one.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With a fact that people read in the remedy already.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts alike")]
    pub fn quiet(self, name: &'static str, value: impl ToString) -> Self {
        self.push(name, vec![value.to_string()], true)
    }

    /// With a fact that is several sentences, each shown on a line of its own.
    #[must_use]
    pub fn list(self, name: &'static str, values: Vec<String>) -> Self {
        self.push(name, values, false)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter()
    }

    /// The value of that name, several joined by `; `.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let fact = self.0.iter().find(|fact| fact.name == name)?;
        Some(fact.values.join("; "))
    }
}
