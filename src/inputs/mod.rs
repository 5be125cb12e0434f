//! Where targets come from: one file per source. Reads what people wrote and keeps who named what; asks the network nothing.
//! May name the words and `error` only.

mod arguments;
mod host_file;

use std::collections::HashMap;

use crate::quote::visible;
use crate::target::{Host, Target};

pub use arguments::targets;
pub use host_file::read as host_file;

/// One target per question, in the order first asked, with everyone who asked it.
pub fn merge(targets: impl IntoIterator<Item = Target>) -> Vec<Target> {
    let mut merged: Vec<Target> = Vec::new();
    let mut places: HashMap<(Host, u16), Vec<usize>> = HashMap::new();
    for target in targets {
        let same_endpoint = places.entry((target.host.clone(), target.port)).or_default();
        let known = same_endpoint.iter().copied().find(|place| merged.get(*place).is_some_and(|known| known.same_question(&target)));
        if let Some(known) = known.and_then(|place| merged.get_mut(place)) {
            known.origins.extend(target.origins);
        } else {
            same_endpoint.push(merged.len());
            merged.push(target);
        }
    }
    merged
}

/// Why a target cannot be read, without what must not be repeated: credentials, and what a terminal would obey.
fn reason(text: &str, why: &str) -> String {
    if text.contains('@') {
        return "a target takes no user or password: nothing secret is ever sent".into();
    }
    visible(why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Origin;

    #[test]
    fn duplicates_keep_all_who_named_them() {
        let names = ["a.test", "b.test", "A.test.:443", "api=a.test:443", "https://a.test/x"];
        let given = names.iter().enumerate().map(|(n, t)| Target::parse(t, Origin::Argument { number: n + 1 }).unwrap());
        let merged = merge(given);
        assert_eq!(
            merged.iter().map(|t| (t.authority(), t.role.name)).collect::<Vec<_>>(),
            [("a.test:443".to_owned(), "plain"), ("b.test:443".to_owned(), "plain"), ("a.test:443".to_owned(), "api"),]
        );
        assert_eq!(merged[0].origins, [1, 3, 5].map(|number| Origin::Argument { number }));
    }
}
