//! Directories given with `-f`, as must-gather writes them: every file of objects in one is read, logs
//! are not opened. Bounded in depth, files and bytes; follows no link, so that it ends and stays in the
//! directory.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where the inputs' directories are listed"
)]

use std::io;
use std::path::{Path, PathBuf};

use super::InputContents;
use super::objects::{Reading, are_objects, mention_a_kind};
use super::reading::{self, LARGEST, unreadable};
use crate::error::Problem;
use crate::foreign::visible;

/// The names of files of objects end so; must-gather's other files are logs and tables.
const OBJECTS: [&str; 3] = ["yaml", "yml", "json"];
/// Directories of one cluster's objects, as `oc adm inspect` names them.
const OF_A_CLUSTER: [&str; 2] = ["namespaces", "cluster-scoped-resources"];
/// must-gather's own are not half as deep.
const DEEPEST: usize = 32;
/// At most so many files are looked at; the largest must-gathers have a tenth of it.
const MOST_FILES: usize = 200_000;
/// At most so many bytes of objects are kept while they are read.
const MOST_BYTES: usize = 256 * 1024 * 1024;
/// At most so many unreadable files are named.
const MOST_PROBLEMS: usize = 20;
const HINT: &str = "give a directory that `oc adm must-gather` wrote, or the files in it that hold objects: oc get KIND -n NAMESPACE -o yaml > FILE";

/// What was found in a directory before any object in it is interpreted.
#[derive(Default)]
struct Gathered {
    /// The part that is about one cluster, the path, the contents.
    files: Vec<(Option<String>, String, Vec<u8>)>,
    bytes: usize,
    /// How many more files may be looked at.
    left: usize,
    /// A bound ended the reading.
    is_cut: bool,
    passed_over: usize,
    unreadable: usize,
    problems: Vec<Problem>,
}

/// Reads every file of objects in the directory into `objects`, and says how many there were.
pub(super) fn read(name: &str, objects: &mut Reading) -> InputContents {
    let mut gathered = Gathered {
        left: MOST_FILES,
        ..Gathered::default()
    };
    gathered.walk(Path::new(name), None, DEEPEST);
    let files = gathered.files.iter().map(|(cluster, path, bytes)| {
        let cluster = cluster.as_deref().unwrap_or(name);
        (cluster, path.as_str(), bytes.as_slice())
    });
    objects.add_directory(files);
    gathered.told(name)
}

impl Gathered {
    /// `cluster` is the part of the whole directory to which its files belong, if that is known
    /// already: `cluster-scoped-resources` has a directory `namespaces` of its own.
    fn walk(&mut self, directory: &Path, cluster: Option<&str>, depth: usize) {
        let entries = match entries(directory) {
            Ok(entries) => entries,
            Err(e) => return self.not_read(directory, &e),
        };
        let is_root = |(path, is_directory): &(PathBuf, bool)| {
            let name = path.file_name().and_then(|name| name.to_str());
            *is_directory && name.is_some_and(|name| OF_A_CLUSTER.contains(&name))
        };
        let here = directory.display().to_string();
        let cluster = cluster.or_else(|| entries.iter().any(is_root).then_some(&here));
        for (path, is_directory) in entries {
            if self.left == 0 || (is_directory && depth == 0) {
                self.is_cut = true;
                return;
            }
            if is_directory {
                self.walk(&path, cluster, depth - 1);
            } else {
                self.left -= 1;
                self.take(&path, cluster);
            }
        }
    }

    fn take(&mut self, path: &Path, cluster: Option<&str>) {
        let ending = path.extension().and_then(|ending| ending.to_str());
        // A link or a pipe is not a file of its own here.
        let is_file = || std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
        if !ending.is_some_and(|ending| OBJECTS.contains(&ending)) || !is_file() {
            self.passed_over += 1;
            return;
        }
        let bytes = match reading::file(path) {
            Ok(bytes) => bytes,
            Err(e) => return self.not_read(path, &e),
        };
        let is_ours = are_objects(&bytes) && mention_a_kind(&bytes);
        if is_ours && bytes.len() as u64 > LARGEST {
            let too_large = io::Error::new(io::ErrorKind::FileTooLarge, "larger than 16 MiB");
            return self.not_read(path, &too_large);
        }
        let is_too_much = is_ours && self.bytes + bytes.len() > MOST_BYTES;
        self.is_cut |= is_too_much;
        if !is_ours || is_too_much {
            self.passed_over += 1;
            return;
        }
        self.bytes += bytes.len();
        let path = path.display().to_string();
        self.files.push((cluster.map(str::to_owned), path, bytes));
    }

    fn not_read(&mut self, path: &Path, error: &io::Error) {
        self.unreadable += 1;
        if self.problems.len() < MOST_PROBLEMS {
            let place = path.display().to_string();
            let hint = "make it readable, or leave it out of the directory";
            self.problems
                .push(Problem::new(place, unreadable(error), hint));
        }
    }

    fn told(mut self, name: &str) -> InputContents {
        let more = self.unreadable - self.problems.len();
        if more > 0 {
            let what = format!("{more} more files in it cannot be read");
            self.problems
                .push(Problem::new(name, what, "make them readable"));
        }
        if self.is_cut {
            let what = "it holds more than is read of a directory, so the rest was passed over";
            self.problems
                .push(Problem::new(name, what, "give a smaller part of it"));
        }
        if self.files.is_empty() && self.problems.is_empty() {
            let what = format!(
                "a directory without an object that MTC touches: {} files passed over",
                self.passed_over
            );
            self.problems.push(Problem::new(name, what, HINT));
        }
        let note = format!(
            "{}: read {} files of objects; passed over {} others (logs, tables, other kinds)",
            visible(name),
            self.files.len(),
            self.passed_over
        );
        let notes = if self.files.is_empty() {
            vec![]
        } else {
            vec![note]
        };
        InputContents {
            notes,
            problems: self.problems,
            ..InputContents::default()
        }
    }
}

/// The entries of a directory by name, and whether each is a directory itself; a link is not.
pub(super) fn entries(directory: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        entries.push((entry.path(), entry.file_type()?.is_dir()));
    }
    entries.sort();
    Ok(entries)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    use super::read;
    use crate::inputs::contents::InputContents;
    use crate::inputs::objects::Reading;

    const CLUSTER: &str = "apiVersion: migration.openshift.io/v1alpha1\nkind: MigCluster\nmetadata: {name: NAME}\nspec: {url: 'https://NAME.test:6443'}\n";

    fn of(directory: &Path) -> (Vec<String>, InputContents) {
        let mut objects = Reading::default();
        let told = read(&directory.display().to_string(), &mut objects);
        let found = objects.finish();
        assert_eq!(found.problems, []);
        let hosts = found.targets.iter();
        let hosts = hosts.map(|routed| routed.target.host.to_string());
        (hosts.collect(), told)
    }

    #[test]
    fn files_of_objects_are_read_and_nothing_outside() {
        let directory = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let named = |name: &str| CLUSTER.replace("NAME", name);
        write("in/a/b/one.yaml", &named("one"));
        write("in/two.yml", &named("two"));
        write("in/three.json", "{\"items\": []}");
        write("in/current.log", &named("log"));
        write("in/no-ending", &named("bare"));
        write("in/other.yaml", "kind: Pod\nmetadata: {broken");
        write("in/targets.yaml", "a.test\n");
        write("outside.yaml", &named("outside"));
        symlink("../outside.yaml", directory.path().join("in/link.yaml")).unwrap();
        symlink("../../in", directory.path().join("in/a/loop")).unwrap();
        let (hosts, told) = of(&directory.path().join("in"));
        assert_eq!(hosts, ["one.test", "two.test"]);
        assert_eq!(told.problems, []);
        let note = "read 2 files of objects; passed over 7 others";
        assert!(told.notes[0].contains(note), "{:?}", told.notes);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_counts() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        fs::write(path("a.yaml"), CLUSTER.replace("NAME", "a")).unwrap();
        fs::write(path("b.yaml"), CLUSTER).unwrap();
        fs::set_permissions(path("b.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
        let big = format!("{CLUSTER}{}", "# x\n".repeat(5 << 20));
        fs::write(path("c.yaml"), big).unwrap();
        // Who may read everything reads it.
        let may_read = fs::read(path("b.yaml")).is_ok();
        let (hosts, told) = of(directory.path());
        assert_eq!(hosts.len(), 1 + usize::from(may_read));
        let said: Vec<&str> = told.problems.iter().map(|p| p.what.as_str()).collect();
        let too_large = "cannot be read: larger than 16 MiB";
        assert_eq!(said.last(), Some(&too_large));
        assert_eq!(said.len(), 2 - usize::from(may_read));
    }
}
