//! The walls inside rooms: which file of a room names what of which other, and where that leads in
//! a circle.
//!
//! A file has an arrow to another of its room where it names an item that the other one defines, by
//! `use` or by a path, through however many re-exports. No arrow is `mod x;`, `pub use x::…` and
//! the name of a module alone: a parent may show what its children hold. An arrow like any other is
//! a child's that names an item of its parent's own file. Where that parent asks the child for
//! something, too, the two form a circle; what both need belongs into a file beside the child, and
//! the parent shows it. Unit tests do not count, and calls of methods cannot be seen.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{NamedPath, paths};
use super::tree::File;

/// The names of a module below the crate's root.
type Module = Vec<String>;

/// From file → to file → the path that leads there.
type Arrows<'a> = BTreeMap<&'a str, BTreeMap<&'a str, String>>;

/// The source files, with what each of them names.
pub struct Rooms<'a> {
    files: BTreeMap<Module, (&'a str, Vec<NamedPath>)>,
}

impl<'a> Rooms<'a> {
    pub fn of(sources: &'a [File]) -> Self {
        let inside = sources
            .iter()
            .filter(|f| !matches!(f.path.as_str(), "src/lib.rs" | "src/main.rs"));
        Self {
            files: inside
                .map(|file| (module(&file.path), (file.path.as_str(), paths(&file.text))))
                .collect(),
        }
    }

    /// One circle for each group of files that lead to one another, as a line of text.
    pub fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut circles = Vec::new();
        for start in arrows.keys() {
            if let Some(circle) = shortest_circle(&arrows, start).filter(|_| !told.contains(start))
            {
                let steps = circle.iter().zip(circle.iter().cycle().skip(1));
                let steps =
                    steps.map(|(from, to)| format!("{from} names `{}` of\n    ", arrows[from][to]));
                circles.push(format!("a circle: {}{start}", steps.collect::<String>()));
                told.extend(circle);
            }
        }
        circles
    }

    fn arrows(&self) -> Arrows<'a> {
        let mut arrows = Arrows::new();
        for (module, (from, paths)) in &self.files {
            let others = arrows.entry(*from).or_default();
            for path in paths.iter().filter(|path| !path.is_shown) {
                let definer = self
                    .absolute(module, path)
                    .and_then(|path| self.definer(&path, 0));
                if let Some(definer) = definer.filter(|d| *d != module && d[0] == module[0]) {
                    others.insert(self.files[definer].0, path.names.join("::"));
                }
            }
        }
        arrows
    }

    /// A path from the crate's root, if it is one of ours.
    fn absolute(&self, module: &Module, path: &NamedPath) -> Option<Module> {
        let first = path.names[0].as_str();
        let up = path
            .names
            .iter()
            .take_while(|name| *name == "super")
            .count();
        let (start, rest) = match first {
            "crate" => (Vec::new(), &path.names[1..]),
            "self" => (module.clone(), &path.names[1..]),
            "super" => (
                module[..module.len().checked_sub(up)?].to_vec(),
                &path.names[up..],
            ),
            _ if self.files.contains_key(&child(module, first)) => {
                (module.clone(), &path.names[..])
            }
            _ if path.used_as.is_some() => return None,
            _ => (self.imported(module, first)?, &path.names[1..]),
        };
        Some([&start, rest].concat())
    }

    /// What a file has below a name that it took from elsewhere.
    fn imported(&self, module: &Module, name: &str) -> Option<Module> {
        let (_, paths) = self.files.get(module)?;
        paths
            .iter()
            .filter(|p| p.used_as.as_deref() == Some(name))
            .find_map(|p| self.absolute(module, p))
    }

    /// The file in which an item stands; `None` for a module.
    fn definer(&self, path: &Module, depth: usize) -> Option<&Module> {
        let length = (1..=path.len())
            .rev()
            .find(|n| self.files.contains_key(&path[..*n]))?;
        let (module, _) = self.files.get_key_value(&path[..length])?;
        let item = path.get(length)?;
        match self.imported(module, item).filter(|_| depth < 8) {
            Some(from) => self.definer(&[&from, &path[length + 1..]].concat(), depth + 1),
            None => Some(module),
        }
    }
}

fn child(module: &Module, name: &str) -> Module {
    [&module[..], &[name.to_owned()]].concat()
}

/// `src/run/mod.rs` → run; `src/run/demo.rs` → run, demo.
fn module(path: &str) -> Module {
    let path = path
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// The files on the shortest way from a file back to itself.
fn shortest_circle<'a>(arrows: &Arrows<'a>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut ways = std::collections::VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for to in arrows.get(way.last()?)?.keys() {
            if *to == start {
                return Some(way);
            }
            if seen.insert(*to) {
                ways.push_back([&way[..], &[*to]].concat());
            }
        }
    }
    None
}

#[test]
fn circles_are_found_and_named() {
    let file = |path: &str, text: &str| File {
        path: path.into(),
        text: text.into(),
    };
    let sources = [
        file(
            "src/a/mod.rs",
            "mod b;\nmod c;\nmod d;\npub use b::Shown;\npub struct Own;\nfn f() { d::ask() }",
        ),
        file("src/a/b.rs", "use super::c::X;\npub struct Shown;"),
        file("src/a/c.rs", "use crate::a::Shown;\npub struct X;"),
        file("src/a/d.rs", "use super::{Own, b};\npub fn ask() {}"),
    ];
    let circles = Rooms::of(&sources).circles();
    assert_eq!(
        circles,
        [
            "a circle: src/a/b.rs names `super::c::X` of\n    src/a/c.rs names `crate::a::Shown` of\n    src/a/b.rs",
            "a circle: src/a/d.rs names `super::Own` of\n    src/a/mod.rs names `d::ask` of\n    src/a/d.rs",
        ]
    );
}
