//! The paths that a source file names, `use` trees unfolded: `use a::{b, c::d as e}` → `a::b`,
//! `a::c::d`. A reader of text: a path in a string counts, too, as serde's attributes have them.

/// A path as it is written.
#[derive(Debug, PartialEq, Eq)]
pub struct NamedPath {
    pub names: Vec<String>,
    /// Below which name the file has it from now on; `None`: no `use`.
    pub used_as: Option<String>,
    /// `pub use`: it is shown to others.
    pub is_shown: bool,
}

/// Every path of a file, without its unit tests.
pub fn paths(text: &str) -> Vec<NamedPath> {
    let code: String = text
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .flat_map(|l| [l, "\n"])
        .collect();
    let tests = code.find("#[cfg(test)]\n").filter(|at| {
        let inside = code[*at..].lines().find(|line| line.starts_with("mod "));
        inside.is_some_and(|line| line.ends_with('{'))
    });
    let code = &code[..tests.unwrap_or(code.len())];
    let mut found = Vec::new();
    let (mut at, mut is_shown) = (0, false);
    while at < code.len() {
        let word = name(&code[at..]);
        match word {
            "" => {
                let next = code[at..].chars().next().map_or(1, char::len_utf8);
                // `pub(crate) use`.
                is_shown &= matches!(&code[at..at + next], " " | "(" | ")");
                at += next;
            }
            "use" => {
                let mut tree = Tree {
                    code,
                    found: Vec::new(),
                };
                at = tree.read(at + word.len(), &[]);
                let named = |(names, used_as)| NamedPath {
                    names,
                    used_as: Some(used_as),
                    is_shown,
                };
                found.extend(tree.found.into_iter().map(named));
            }
            _ => {
                is_shown = word == "pub" || is_shown && matches!(word, "crate" | "super");
                let mut tree = Tree {
                    code,
                    found: Vec::new(),
                };
                at = if code[at + word.len()..].starts_with("::") {
                    tree.read(at, &[])
                } else {
                    at + word.len()
                };
                let plain = |(names, _)| NamedPath {
                    names,
                    used_as: None,
                    is_shown: false,
                };
                found.extend(tree.found.into_iter().map(plain));
            }
        }
    }
    found
}

struct Tree<'a> {
    code: &'a str,
    found: Vec<(Vec<String>, String)>,
}

impl Tree<'_> {
    /// Reads one path, or all in a pair of braces, and says where it ends.
    fn read(&mut self, mut at: usize, before: &[String]) -> usize {
        let mut names = before.to_vec();
        loop {
            at += blanks(&self.code[at..]);
            if self.code[at..].starts_with('{') {
                at += 1;
                loop {
                    at += blanks(&self.code[at..]);
                    match self.code[at..].chars().next() {
                        None => return at,
                        Some('}') => return at + 1,
                        Some(',') => at += 1,
                        Some(_) => at = self.read(at, &names).max(at + 1),
                    }
                }
            }
            let word = if self.code[at..].starts_with('*') {
                "*"
            } else {
                name(&self.code[at..])
            };
            at += word.len();
            if !word.is_empty() {
                names.push(word.to_owned());
            }
            if self.code[at..].starts_with("::") && !word.is_empty() {
                at += 2;
                continue;
            }
            let alias = self.code[at..].strip_prefix(" as ").map(name);
            at += alias.map_or(0, |alias| " as ".len() + alias.len());
            let own = if names.last().is_some_and(|last| last == "self") {
                names.len() - 1
            } else {
                names.len()
            };
            let used_as = alias
                .map(str::to_owned)
                .or_else(|| names[..own].last().cloned());
            if own > 0 {
                self.found
                    .push((names[..own.max(1)].to_vec(), used_as.unwrap_or_default()));
            }
            return at;
        }
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn name(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

#[test]
fn paths_are_found_however_they_are_written() {
    let text = "use super::{a, b::{self, C as D}};\npub(crate) use e::*;\nuse f::g;\n// use h::i;\nlet x: j::K = l::m(n);\n#[cfg(test)]\nmod tests {\n use o::p;\n}\n";
    let found: Vec<String> = paths(text)
        .iter()
        .map(|p| {
            format!(
                "{}{} {}",
                if p.is_shown { "+" } else { "" },
                p.names.join("::"),
                p.used_as.as_deref().unwrap_or("-")
            )
        })
        .collect();
    let wanted = [
        "super::a a",
        "super::b b",
        "super::b::C D",
        "+e::* *",
        "f::g g",
        "j::K -",
        "l::m -",
    ];
    assert_eq!(found, wanted);
}
