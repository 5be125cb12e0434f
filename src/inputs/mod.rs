//! Where targets come from: one file per source. Reads what people wrote and records who named
//! what; opens no connection except through `oc`. May name the words and `error` only.

pub mod alone;
mod arguments;
pub mod cluster;
mod contents;
mod directory;
mod discovery;
pub mod dump;
mod host_file;
mod interfaces;
pub mod kubeconfig;
mod line_of_others;
pub mod objects;
mod printed;
mod reading;
pub mod texts;

use std::borrow::Borrow;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::route::Route;
use crate::target::Target;

pub use arguments::{of_flag, targets};
pub use contents::{InputContents, RoutedTarget};
pub use discovery::Discovery;
use host_file::Part;
pub use objects::Reading;

/// Reads files of targets or of Kubernetes objects (`-`: standard input), and directories of such
/// files of objects. Objects may refer to objects in other files. The contents keep the order of the
/// files.
#[must_use]
pub fn files(names: &[String]) -> InputContents {
    let mut reading = Reading::default();
    // Objects are interpreted when all files have been read.
    let parts: Vec<Part> = names
        .iter()
        .map(|name| host_file::read(name, &mut reading))
        .collect();
    let mut objects = reading.finish_each().into_iter();
    let mut contents = InputContents::default();
    for part in parts {
        let has_objects = matches!(part, Part::Objects(_));
        let (Part::Whole(of_file) | Part::Objects(of_file)) = part;
        contents.take(of_file);
        if has_objects {
            contents.take(objects.next().unwrap_or_default());
        }
    }
    contents
}

/// Merges equal targets on equal routes, in the order of first mention, and keeps everyone who
/// named them.
pub fn merge<R: Borrow<Route>>(planned: impl IntoIterator<Item = (Target, R)>) -> Vec<(Target, R)> {
    let mut merged: Vec<(Target, R)> = Vec::new();
    // The last target of each endpoint, and of each target the one before it: a list may hold a
    // hundred thousand.
    let mut last: HashMap<u64, usize> = HashMap::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (target, route) in planned {
        let same_endpoint = hash(&target);
        let mut place = last.get(&same_endpoint).copied();
        let same = |(known, way): &(Target, R)| {
            known.same_question(&target) && way.borrow().proxy == route.borrow().proxy
        };
        while let Some(at) = place.filter(|at| !same(&merged[*at])) {
            place = before[at];
        }
        if let Some(at) = place {
            let known = &mut merged[at].0;
            known.expect = known.expect.or(target.expect);
            known.origins.extend(target.origins);
        } else {
            before.push(last.insert(same_endpoint, merged.len()));
            merged.push((target, route));
        }
    }
    merged
}

fn hash(target: &Target) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&target.host, target.port).hash(&mut hasher);
    hasher.finish()
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

    /// What each is, as it is written: by hand, or (`~`) by a kubeconfig.
    fn merged(given: &[&str]) -> Vec<(Option<&'static str>, usize)> {
        let one = |(n, text): (usize, &&str)| {
            let origin = match text.strip_prefix('~') {
                None => Origin::Line {
                    file: "t".into(),
                    line: n + 1,
                },
                Some(_) => Origin::Kubeconfig {
                    file: "k".into(),
                    context: "c".into(),
                },
            };
            Target::parse(text.trim_start_matches('~'), origin).unwrap()
        };
        let given = given.iter().enumerate().map(one);
        merge(given.map(|t| (t, Route::default())))
            .into_iter()
            .map(|(t, _)| (t.expect.map(crate::codes::Code::name), t.origins.len()))
            .collect()
    }

    #[test]
    fn every_demand_that_was_written_is_kept() {
        let refused = Some("refused");
        for (given, expected) in [
            (
                &["x.test expect=refused", "x.test"][..],
                &[(refused, 1), (None, 1)][..],
            ),
            (
                &["x.test", "x.test expect=refused"],
                &[(None, 1), (refused, 1)],
            ),
            (
                &["x.test expect=refused", "x.test expect=expired"],
                &[(refused, 1), (Some("expired"), 1)],
            ),
            (
                &["x.test expect=refused", "x.test:443 expect=refused"],
                &[(refused, 2)],
            ),
            (
                &[
                    "x.test",
                    "x.test expect=refused",
                    "x.test",
                    "x.test expect=refused",
                ],
                &[(None, 2), (refused, 2)],
            ),
            // A kubeconfig names it and demands nothing.
            (&["~x.test", "x.test expect=refused"], &[(refused, 2)]),
            (&["x.test expect=refused", "~x.test"], &[(refused, 2)]),
            (
                &["~x.test", "x.test", "x.test expect=refused"],
                &[(None, 2), (refused, 1)],
            ),
        ] {
            assert_eq!(merged(given), expected, "{given:?}");
        }
    }
}
