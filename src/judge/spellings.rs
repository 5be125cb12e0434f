//! Subjects that are one name to a person though their bytes differ: looked up by their folded form.
//! Says nothing about keys.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::cert::name::folded;

/// The subjects of a set of certificates by their folded form. Made when it is first asked for,
/// which a chain that reaches an anchor never does.
#[derive(Clone, Default)]
pub(super) struct Spellings(OnceLock<HashMap<String, Vec<Vec<u8>>>>);

impl Spellings {
    /// The set has changed.
    pub(super) fn forget(&mut self) {
        self.0.take();
    }

    /// The subjects of the set that are this name in other bytes.
    pub(super) fn others<'a>(
        &'a self,
        name: &[u8],
        subjects: impl Iterator<Item = &'a Vec<u8>>,
    ) -> impl Iterator<Item = &'a Vec<u8>> {
        let read = || {
            let mut all: HashMap<String, Vec<Vec<u8>>> = HashMap::new();
            for subject in subjects {
                if let Some(form) = folded(subject) {
                    all.entry(form).or_default().push(subject.clone());
                }
            }
            all
        };
        let all = self.0.get_or_init(read);
        let same = folded(name).and_then(|form| all.get(&form));
        let mut others = Vec::new();
        for subject in same.into_iter().flatten() {
            if subject != name {
                others.push(subject);
            }
        }
        others.sort();
        others.into_iter()
    }
}
