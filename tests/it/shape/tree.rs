//! The files of this package, read once as text.
//! Skips what is built and what version control keeps.

use std::fs;
use std::path::Path;

/// One text file.
pub struct File {
    /// From the package's root, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    /// Bytes that are no text are replaced; `None` where there is no such file.
    pub fn read(root: &Path, path: &str) -> Option<Self> {
        let bytes = fs::read(root.join(path)).ok()?;
        Some(Self {
            path: path.to_owned(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    /// The top-level module a source file belongs to.
    pub fn module(&self) -> &str {
        let inside = self.path.trim_start_matches("src/");
        inside
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    /// How many modules deep it is: 1 for `src/cli.rs` and `src/run/mod.rs`, 2 for
    /// `src/run/demo.rs`.
    pub fn depth(&self) -> usize {
        self.path
            .trim_start_matches("src/")
            .trim_end_matches("/mod.rs")
            .split('/')
            .count()
    }
}

/// Everything in the tree.
pub fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(root, "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(
        found.iter().any(|f| f.path == "src/lib.rs"),
        "the sources are not where they should be"
    );
    found
}

/// The sources of the library and the program.
pub fn sources() -> Vec<File> {
    files()
        .into_iter()
        .filter(|f| {
            f.path.starts_with("src/") && Path::new(&f.path).extension().is_some_and(|e| e == "rs")
        })
        .collect()
}

fn walk(root: &Path, below: &str, found: &mut Vec<File>) {
    let entries = fs::read_dir(root.join(below))
        .into_iter()
        .flatten()
        .flatten();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        let kind = entry.file_type().expect("a kind of file");
        let kept = !matches!(name.as_str(), "target" | ".git");
        if kind.is_dir() && kept {
            walk(root, &path, found);
        } else if kind.is_file() && kept {
            found.extend(File::read(root, &path));
        }
    }
}

/// An armour line of a private key with base64 after it. To speak of one is allowed, to have one is
/// not.
pub fn is_private_key(text: &str) -> bool {
    text.match_indices("PRIVATE KEY-----").any(|(at, armour)| {
        let after = text[at + armour.len()..]
            .trim_start_matches("\\r")
            .trim_start_matches("\\n");
        let base64 = after
            .chars()
            .filter(|c| !c.is_whitespace())
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/'));
        base64.count() >= 40
    })
}
