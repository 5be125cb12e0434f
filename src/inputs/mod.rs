//! Where targets come from: one file per source. Reads what people wrote and records who named
//! what; opens no connection except through `oc`. May name the words and `error` only.

mod arguments;
pub mod cluster;
mod contents;
mod discovery;
mod host_file;
pub mod kubeconfig;
mod mask;
pub mod objects;
mod reading;

use std::collections::HashMap;

use crate::route::Route;
use crate::target::{Host, Target};

pub use arguments::{of_flag, targets};
pub use contents::{InputContents, RoutedTarget};
pub use discovery::Discovery;
pub use objects::Reading;

/// Reads files of targets or of Kubernetes objects (`-`: standard input). Objects may refer to
/// objects in other files. The contents keep the order of the files.
#[must_use]
pub fn files(names: &[String]) -> InputContents {
    let mut reading = Reading::default();
    // `None` stands for a file of objects, which are interpreted when all files have been read.
    let parts: Vec<Option<InputContents>> = names
        .iter()
        .map(|name| host_file::read(name, &mut reading))
        .collect();
    let mut objects = reading.finish_each().into_iter();
    let mut contents = InputContents::default();
    for part in parts {
        contents.take(part.or_else(|| objects.next()).unwrap_or_default());
    }
    contents
}

/// Merges equal targets on equal routes, in the order of first mention, and keeps everyone who
/// named them.
pub fn merge(planned: impl IntoIterator<Item = (Target, Route)>) -> Vec<(Target, Route)> {
    let mut merged: Vec<(Target, Route)> = Vec::new();
    let mut places: HashMap<(Host, u16), Vec<usize>> = HashMap::new();
    for (target, route) in planned {
        let same_endpoint = places
            .entry((target.host.clone(), target.port))
            .or_default();
        let same = |(known, way): &(Target, Route)| {
            known.same_question(&target) && way.proxy == route.proxy
        };
        let known = same_endpoint
            .iter()
            .copied()
            .find(|place| merged.get(*place).is_some_and(same));
        if let Some((known, _)) = known.and_then(|place| merged.get_mut(place)) {
            known.origins.extend(target.origins);
        } else {
            same_endpoint.push(merged.len());
            merged.push((target, route));
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Origin;

    #[test]
    fn duplicates_keep_all_who_named_them() {
        let names = [
            "a.test",
            "b.test",
            "A.test.:443",
            "api=a.test:443",
            "https://a.test/x",
        ];
        let given = names
            .iter()
            .enumerate()
            .map(|(n, t)| Target::parse(t, Origin::Argument { number: n + 1 }).unwrap());
        let merged: Vec<Target> = merge(given.map(|t| (t, Route::default())))
            .into_iter()
            .map(|(t, _)| t)
            .collect();
        assert_eq!(
            merged
                .iter()
                .map(|t| (t.authority(), t.role.name))
                .collect::<Vec<_>>(),
            [
                ("a.test:443".to_owned(), "plain"),
                ("b.test:443".to_owned(), "plain"),
                ("a.test:443".to_owned(), "api"),
            ]
        );
        assert_eq!(
            merged[0].origins,
            [1, 3, 5].map(|number| Origin::Argument { number })
        );
    }
}
