//! A word of the printed format: one that this version knows, as the value it stands for, or one of
//! another version, which is only repeated. Nobody else compares printed words.

use serde::{Deserialize, Deserializer};

use crate::codes::{Code, Family, Severity};

/// What stands where a name of ours is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printed<T> {
    /// Known to this version.
    Known(T),
    /// As it was printed: another version's.
    Other(String),
}

/// A value that is printed by its name.
pub trait Named: Copy {
    /// The value of that name.
    fn of(name: &str) -> Option<Self>;
    /// As it is printed.
    fn name(self) -> &'static str;
}

impl<T: Named> Printed<T> {
    /// As it was printed.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known(value) => value.name(),
            Self::Other(text) => text,
        }
    }

    /// The value; `None` where it is another version's.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Other(_) => None,
        }
    }
}

impl<T: Named> std::fmt::Display for Printed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl<'de, T: Named> Deserialize<'de> for Printed<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Ok(T::of(&text).map_or(Self::Other(text), Self::Known))
    }
}

macro_rules! named {
    ($($Type:ident)*) => {$(
        impl Named for $Type {
            fn of(name: &str) -> Option<Self> {
                Self::of(name)
            }
            fn name(self) -> &'static str {
                self.name()
            }
        }
    )*};
}

named! { Code Family Severity }
