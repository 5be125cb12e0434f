//! Files of which a user thinks that they hold objects, and which hold what a client printed for people
//! instead: descriptions, tables, names, error messages; and archives. Each is refused with the command
//! that prints the objects. Pure; guesses from the first lines.

use std::path::Path;

use super::objects::are_objects;
use crate::error::Problem;
use crate::foreign::visible;
use crate::mask::masked;
use crate::quote::for_shell;

/// How an error message of a client begins, and the errors that must-gather leaves in the place of
/// what it could not get.
const ERRORS: [&str; 7] = [
    "Error from server",
    "error: ",
    "Error: ",
    "An error occurred: ",
    "No resources found",
    "The connection to the server",
    "Unable to connect to the server",
];
/// The first bytes of archives, or those at an offset, what it is called, and what unpacks it.
const ARCHIVES: [(usize, &[u8], &str, &str); 3] = [
    (0, b"\x1f\x8b", "gzip", "tar -xzf"),
    (0, b"PK\x03\x04", "zip", "unzip"),
    (257, b"ustar", "tar", "tar -xf"),
];
/// At most so many lines are searched.
const LINES: usize = 2000;
/// In characters.
const MOST_SHOWN: usize = 200;

/// The one problem of such a file; `None`: it is of another kind.
pub(super) fn problem(name: &str, bytes: &[u8]) -> Option<Problem> {
    if let Some((what, hint)) = archive(name, bytes) {
        return Some(Problem::new(name, what, hint));
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let lines: Vec<&str> = text
        .lines()
        .take(LINES)
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !is_prompt(line))
        .collect();
    let first = lines.first()?;
    let (what, hint) = if is_description(first) {
        description(&lines)
    } else if is_header(first) {
        table(&lines)
    } else if lines.iter().all(|line| is_name(line)) {
        names(name, &lines)
    } else if ERRORS.iter().any(|error| first.starts_with(error)) && !are_objects(bytes) {
        let shown: String = masked(first).chars().take(MOST_SHOWN).collect();
        let what = format!("holds an error message and no object: {}", visible(&shown));
        (what, take("KIND", "", ""))
    } else if is_page(first) {
        let what = "a page of HTML and no object, as a login page or a gateway sends one";
        (what.to_owned(), take("KIND", "", ""))
    } else {
        return None;
    };
    Some(Problem::new(name, what, hint))
}

fn archive(name: &str, bytes: &[u8]) -> Option<(String, String)> {
    let is_it = |(at, magic, ..): &&(usize, &[u8], &str, &str)| {
        bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic))
    };
    let (_, _, called, unpack) = ARCHIVES.iter().find(is_it)?;
    let file = if name == "-" {
        "FILE".to_owned()
    } else {
        for_shell(Path::new(name))
    };
    let hint =
        format!("unpack it in a directory of its own, and give that: {unpack} {file}, then -f .");
    Some((format!("a {called} archive"), hint))
}

/// The command line above its output.
fn is_prompt(line: &str) -> bool {
    ["$ ", "# ", "% ", "> "].iter().any(|p| line.starts_with(p))
        || (line.starts_with('[') && (line.contains("]$ ") || line.contains("]# ")))
}

/// `Name:         src`; no manifest has a key `Name` and its value so far away.
fn is_description(line: &str) -> bool {
    line.strip_prefix("Name:")
        .is_some_and(|rest| rest.starts_with("  ") || rest.starts_with('\t'))
}

/// `oc describe`.
fn description(lines: &[&str]) -> (String, String) {
    let field = |key: &str| {
        let mut values = lines.iter().filter_map(|line| line.strip_prefix(key));
        values.next().map(str::trim).unwrap_or_default()
    };
    let what = "what `oc describe` prints for people, so nothing of it was used";
    let kind = field("Kind:").to_ascii_lowercase();
    let is_one = lines.iter().filter(|line| is_description(line)).count() == 1;
    let name = if is_one { field("Name:") } else { "" };
    let hint = take(&kind, name, field("Namespace:"));
    (what.into(), hint)
}

/// `NAME   READY   URL   AGE`.
fn is_header(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_upper = |word: &str| {
        word.chars()
            .all(|c| c.is_ascii_uppercase() || "-_()/".contains(c))
    };
    let begins = words
        .next()
        .is_some_and(|word| matches!(word, "NAME" | "NAMESPACE" | "LAST"));
    begins && line.split_whitespace().count() > 1 && words.all(is_upper)
}

/// `oc get`, `oc get -o wide`.
fn table(lines: &[&str]) -> (String, String) {
    let what = "the table that `oc get` prints for people, so nothing of it was used";
    let has_namespaces = lines[0].starts_with("NAMESPACE");
    let cells: Vec<&str> = lines
        .get(1)
        .map_or(vec![], |row| row.split_whitespace().collect());
    let namespace = cells.first().filter(|_| has_namespaces);
    // With several kinds the client puts the kind before each name.
    let name = cells.get(usize::from(has_namespaces));
    let kind = name
        .and_then(|name| name.split_once('/'))
        .map(|(kind, _)| kind);
    let namespace = namespace.copied().unwrap_or_default();
    (what.into(), take(kind.unwrap_or_default(), "", namespace))
}

/// `migcluster.migration.openshift.io/src`; a target has a slash in a URL only.
fn is_name(line: &str) -> bool {
    line.split_once('/').is_some_and(|(kind, name)| {
        kind.starts_with(|c: char| c.is_ascii_lowercase()) && is_plain(kind) && is_plain(name)
    })
}

/// `oc get -o name`.
fn names(file: &str, lines: &[&str]) -> (String, String) {
    let what = "the names that `oc get -o name` prints, and no object";
    let which = if file == "-" {
        lines[0].to_owned()
    } else {
        format!("$(cat {})", for_shell(Path::new(file)))
    };
    let hint = format!(
        "take the objects: oc get {which} -n NAMESPACE -o yaml > objects.yaml, then -f objects.yaml"
    );
    (what.into(), hint)
}

fn is_page(line: &str) -> bool {
    let line = line.trim_start().to_ascii_lowercase();
    line.starts_with("<!doctype html") || line.starts_with("<html")
}

/// The command that prints objects. What a shell would not take as it stands is a placeholder.
fn take(kind: &str, name: &str, namespace: &str) -> String {
    let or = |given: &str, stands: &str| {
        if is_plain(given) {
            given.to_owned()
        } else {
            stands.to_owned()
        }
    };
    let name = if is_plain(name) {
        format!(" {name}")
    } else {
        String::new()
    };
    let (kind, namespace) = (or(kind, "KIND"), or(namespace, "NAMESPACE"));
    format!(
        "take the object itself: oc get {kind}{name} -n {namespace} -o yaml > objects.yaml, then -f objects.yaml"
    )
}

fn is_plain(word: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
    !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::problem;

    fn said(bytes: &[u8]) -> Option<String> {
        problem("dump.txt", bytes).map(|problem| problem.to_string())
    }

    #[test]
    fn what_people_read_is_refused_with_the_command_that_prints_objects() {
        let cases: &[(&[u8], &str, &str)] = &[
            (
                b"Name:         src\nNamespace:    openshift-migration\nAPI Version:  migration.openshift.io/v1alpha1\nKind:         MigCluster\nSpec:\n  URL:  https://a.test:8443/\n",
                "`oc describe`",
                "oc get migcluster src -n openshift-migration -o yaml",
            ),
            (
                b"$ kubectl describe route console\r\nName:\t\t\tconsole\r\nNamespace:\t\topenshift-console\r\nRequested Host:\t\tconsole.a.test\r\n",
                "`oc describe`",
                "oc get KIND console -n openshift-console -o yaml",
            ),
            (
                b"Name:  a\nKind:  MigCluster\nName:  b\nKind:  MigCluster\n",
                "`oc describe`",
                "oc get migcluster -n NAMESPACE -o yaml",
            ),
            (
                b"Name:  $(id)\nNamespace:  -x\nKind:  `id`\n",
                "`oc describe`",
                "oc get KIND -n NAMESPACE -o yaml",
            ),
            (
                b"NAME   READY   DEFAULT   HOST\nsrc    true\n",
                "`oc get` prints",
                "oc get KIND -n NAMESPACE -o yaml",
            ),
            (
                b"NAMESPACE   NAME                                        HOST/PORT   PATH   SERVICES\nn1          route.route.openshift.io/console   c.a.test\n",
                "`oc get` prints",
                "oc get route.route.openshift.io -n n1 -o yaml",
            ),
            (
                b"LAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n",
                "`oc get` prints",
                "-o yaml",
            ),
            (
                b"migcluster.migration.openshift.io/src\nroute.route.openshift.io/console\n",
                "`oc get -o name`",
                "oc get $(cat dump.txt) -n NAMESPACE -o yaml",
            ),
            (
                b"Error from server (NotFound): migclusters \"x\" not found\n",
                "an error message and no object: Error from server (NotFound)",
                "oc get KIND",
            ),
            (
                b"error: You must be logged in: token sha256~hunter2 is expired\n",
                "an error message",
                "oc get KIND",
            ),
            (b"\n<!DOCTYPE html>\n<html>", "a page of HTML", "oc get KIND"),
            (b"\x1f\x8b\x08rest", "a gzip archive", "tar -xzf dump.txt"),
            (b"PK\x03\x04rest", "a zip archive", "unzip dump.txt"),
        ];
        for (bytes, what, hint) in cases {
            let said = said(bytes).unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(bytes)));
            assert!(said.contains(what) && said.contains(hint), "{said}");
            assert!(!said.contains("hunter2") && !said.contains("id)"), "{said}");
        }
    }

    #[test]
    fn targets_and_objects_are_no_such_output() {
        for text in [
            "",
            "a.test\n",
            "name\nnamespace\n",
            "NAME\n",
            "https://a.test/x\n",
            "api=https://a.test/x\n",
            "a.test:443 # b/c\n",
            "Name: x\n",
            "apiVersion: v1\nkind: Route\n",
            "{\"kind\": \"Route\"}",
            "# error: x\na.test\n",
            "Error from server (Forbidden): pods is forbidden\napiVersion: v1\nkind: List\n",
        ] {
            assert_eq!(said(text.as_bytes()), None, "{text}");
        }
    }
}
