//! Kubernetes objects. Until they are read, their sources are only counted.
//! Opens nothing.

use super::Found;

/// Objects from one place.
#[derive(Debug, Default)]
pub struct Reading;

impl Reading {
    pub fn add(&mut self, _source: &str, _bytes: &[u8]) {}

    #[must_use]
    pub fn finish(self) -> Found {
        Found::default()
    }
}
