//! The variables of the environment: the one place that reads them, and which of several counts.
//! What they mean is decided by whoever asks for them.

/// Where variables are looked up.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    read: fn(&str) -> Option<String>,
}

impl Environment {
    /// The environment of this process.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the environment"
    )]
    pub fn of_process() -> Self {
        Self {
            read: |name| std::env::var(name).ok(),
        }
    }

    /// An environment that holds what this function returns for a variable's name.
    #[must_use]
    pub const fn that_holds(read: fn(&str) -> Option<String>) -> Self {
        Self { read }
    }

    /// The first of these variables that is set and not empty: its place among them, and its value.
    pub(super) fn first(self, names: &[&str]) -> Option<(usize, String)> {
        names.iter().enumerate().find_map(|(place, name)| {
            let value = (self.read)(name).filter(|value| !value.is_empty())?;
            Some((place, value))
        })
    }

    /// The value of the first of these variables that is set and not empty.
    pub(super) fn value(self, names: &[&str]) -> Option<String> {
        self.first(names).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let environment = Environment::that_holds(|name| match name {
            "EMPTY" => Some(String::new()),
            "FULL" => Some("x".into()),
            _ => None,
        });
        let first = environment.first(&["UNSET", "EMPTY", "FULL"]);
        assert_eq!(first, Some((2, "x".into())));
        assert_eq!(environment.value(&["EMPTY", "UNSET"]), None);
    }
}
