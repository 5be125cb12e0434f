//! Which top-level modules a source file names: `crate::a`, `crate::{a, b}`, `mtc_probe::a`, and
//! `super::…` as far as it leads to the root. A reader of text that errs on the side of finding too
//! much: a name in a string counts too.

use super::tree::File;

/// Every name directly below the crate's root.
pub fn named_by(file: &File) -> Vec<String> {
    let code: String = file
        .text
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .flat_map(|l| [l, "\n"])
        .collect();
    let mut named: Vec<String> = Vec::new();
    for root in roots(file.depth()) {
        for (at, _) in code.match_indices(&root) {
            let continues = code[..at]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
            if !continues {
                named.extend(first_names(&code[at + root.len()..]));
            }
        }
    }
    named.sort();
    named.dedup();
    named
}

/// What leads to the crate's root: for a module inside the file (its tests) one `super::` more.
fn roots(depth: usize) -> Vec<String> {
    vec![
        "crate::".into(),
        "mtc_probe::".into(),
        "super::".repeat(depth),
        "super::".repeat(depth + 1),
    ]
}

/// `a::b` → a; `{a::{b, c}, d}` → a, d.
fn first_names(rest: &str) -> Vec<String> {
    let Some(list) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let (mut depth, mut end) = (1, list.len());
    for (at, c) in list.char_indices() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            end = at;
            break;
        }
    }
    let mut depth = 0;
    let outermost = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && c == ','
    };
    list[..end]
        .split(outermost)
        .map(|item| name(item.trim_start()))
        .collect()
}

fn name(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn names_are_found_however_they_are_written() {
    let text = "use crate::{a::{x, y::{z}}, b};\nuse super::super::c::q;\nlet t = crate::d::new();\n// crate::e\nuse super::f::g;\nmycrate::h\n";
    let file = File {
        path: "src/run/deep.rs".into(),
        text: text.into(),
    };
    assert_eq!(named_by(&file), ["a", "b", "c", "d"]);
    let flat = File {
        path: "src/flat.rs".into(),
        text: "use super::f::g;\nmod tests { use super::super::h; use super::*; }".into(),
    };
    assert_eq!(named_by(&flat), ["", "f", "h", "super"]);
}
