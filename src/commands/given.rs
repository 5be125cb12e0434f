//! What was given with `--ca` and gave nothing: no command that is printed names it again.
//! Opens nothing.

use std::path::{Path, PathBuf};

use crate::evidence::Store;
use crate::plan::AgainPlan;
use crate::quote::without_values;

/// What was typed, without those of these files and directories from which no store came.
pub(super) fn again_without_unread(
    again: &AgainPlan,
    (cas, stores): (&[PathBuf], &[Store]),
) -> String {
    let gave = |path: &&PathBuf| {
        let mut names = stores.iter().map(|store| Path::new(&store.name));
        names.any(|name| name.starts_with(path))
    };
    let unread = cas.iter().filter(|path| !gave(path));
    let unread: Vec<String> = unread.map(|path| path.display().to_string()).collect();
    let unread: Vec<&str> = unread.iter().map(String::as_str).collect();
    without_values(&again.typed, "--ca", &unread)
}
