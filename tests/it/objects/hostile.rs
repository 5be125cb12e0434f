//! Dumps that are broken, huge, bombs, or of another encoding: a problem that names file and
//! document, the rest, and never a panic. What fits a file is in `certs-testdata/objects/broken`.
#![expect(
    clippy::disallowed_methods,
    reason = "a bomb is known by the time it takes"
)]

use std::time::{Duration, Instant};

use mtc_probe::inputs::InputContents;

use super::{read, read_one};

const CLUSTER: &str = "apiVersion: migration.openshift.io/v1alpha1
kind: MigCluster
metadata: {name: src, namespace: openshift-migration}
spec:
  url: https://api.src.acme.test:6443
  caBundle: aGVsbG8=
  exposedRegistryPath: registry.src.acme.test
  serviceAccountSecretRef: {name: a, namespace: b}
status:
  conditions:
  - {type: Ready, status: \"True\", message: \"The cluster is ready.\"}
";
const API: &str = "api.src.acme.test:6443";

fn authorities(found: &InputContents) -> Vec<String> {
    found
        .targets
        .iter()
        .map(|sought| sought.target.authority())
        .collect()
}

fn problems(found: &InputContents) -> Vec<String> {
    found
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.place, problem.what))
        .collect()
}

/// What is said of `bad` alone, and that a good document behind it counts all the same.
fn said(bad: &[u8]) -> String {
    let found = read(&[("dump.yaml", &[bad, b"\n---\n", CLUSTER.as_bytes()].concat())]);
    assert!(
        authorities(&found).contains(&API.to_owned()),
        "{:?}",
        problems(&found)
    );
    let problems = problems(&found);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].clone()
}

/// Documents that cannot be read, and what is said of them.
fn broken() -> Vec<(Vec<u8>, &'static str)> {
    let deep = |open: &str| format!("kind: {}", open.repeat(100_000));
    let bomb: String = (0..30)
        .map(|n| {
            format!(
                "a{n}: &a{n} [{0}, {0}]\n",
                if n == 0 {
                    "x".into()
                } else {
                    format!("*a{}", n - 1)
                }
            )
        })
        .collect();
    let merge: String = (0..30)
        .map(|n| format!("a{n}: &a{n} {{<<: *a{}, k{n}: v}}\n", n.max(1) - 1))
        .collect();
    vec![
        (
            b"kind: \xff\xfe".to_vec(),
            "dump.yaml:1, document 1: not UTF-8 text",
        ),
        (
            b"a: 1\nkind: \0".to_vec(),
            "dump.yaml:2, document 1: NUL bytes, so it is no text",
        ),
        (deep("[").into_bytes(), "dump.yaml:1, document 1: "),
        (deep("{a: ").into_bytes(), "dump.yaml:1, document 1: "),
        (deep("- ").into_bytes(), "dump.yaml:1, document 1: "),
        (format!("kind: List\n{bomb}").into_bytes(), "unfold"),
        (format!("kind: List\n{merge}").into_bytes(), "dump.yaml:"),
        (
            b"kind: List\na: &a [*a]".to_vec(),
            "dump.yaml:2, document 1: ",
        ),
        (
            "[".repeat(100_000).into_bytes(),
            "dump.yaml:1, document 1: it nests too deeply",
        ),
        (
            b"{\"kind\": \"List\", \"items\": [".to_vec(),
            "dump.yaml:1, document 1: not whole: it ends too early",
        ),
        (b"kind: List\nspec: 'ab".to_vec(), "document 1: not "),
        (
            b"kind: X\n\tspec: 1".to_vec(),
            "dump.yaml:2, document 1: not valid YAML: a tab in the indentation",
        ),
        (
            b"kind: X\nkind: Y".to_vec(),
            "dump.yaml:2, document 1: the key `kind` is there twice",
        ),
        (
            b"kind: MigStorage\napiVersion: migration.openshift.io/v9".to_vec(),
            "MigStorage: its apiVersion migration.openshift.io/v9 is not known",
        ),
        (
            b"kind: MigStorage\napiVersion: migration.openshift.io/v1alpha1".to_vec(),
            "no metadata.name",
        ),
    ]
}

#[test]
fn what_is_broken_is_named_and_the_rest_counts() {
    for (bad, why) in broken() {
        let before = Instant::now();
        let said = said(&bad);
        assert!(said.contains(why), "{why}\n{said}");
        assert!(
            before.elapsed() < Duration::from_secs(20),
            "{why} took {:?}",
            before.elapsed()
        );
    }
}

#[test]
fn a_file_is_bounded() {
    let big = format!(
        "{CLUSTER}{}",
        "# fifty megabytes of it\n".repeat(50 * 1024 * 1024 / 24)
    );
    let found = read(&[
        ("big.yaml", big.as_bytes()),
        ("small.yaml", CLUSTER.as_bytes()),
    ]);
    assert_eq!(problems(&found), ["big.yaml: larger than 16 MiB"]);
    assert!(authorities(&found).contains(&API.to_owned()));
    let broken = "---\nkind: [\n".repeat(5000);
    assert_eq!(read_one(&broken).problems.len(), 51);
    let wrong = format!(
        "---\n{}\n",
        CLUSTER.replace("exposedRegistryPath: registry.src.acme.test", "insecure: x")
    )
    .repeat(80);
    let found = read_one(&wrong);
    assert_eq!(found.objects.len(), 80);
    assert_eq!(found.problems.len(), 80, "each names its own object");
}

#[test]
fn encodings_and_line_endings_make_no_difference() {
    let plain = authorities(&read_one(CLUSTER));
    assert_eq!(plain, [API, "registry.src.acme.test:443"]);
    for text in [
        CLUSTER.replace('\n', "\r\n"),
        format!("\u{feff}{CLUSTER}"),
        format!("---\n{CLUSTER}...\n---\n\n"),
        format!("# a\n\n{CLUSTER}"),
    ] {
        let found = read_one(&text);
        assert_eq!(
            (authorities(&found), problems(&found)),
            (plain.clone(), vec![]),
            "{text}"
        );
    }
    for empty in ["", "\n", "---\n---\n", "# nothing\n", "\u{feff}", "null"] {
        let found = read_one(empty);
        assert_eq!(found.problems.len(), 1, "{empty:?}: {:?}", problems(&found));
        assert!(
            found.problems[0].place.starts_with("dump.yaml"),
            "{:?}",
            problems(&found)
        );
    }
}

#[test]
fn no_truncation_and_no_change_of_a_byte_panics() {
    let json = r#"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"velero.io/v1","kind":"BackupStorageLocation","metadata":{"name":"a"},"spec":{"provider":"aws","objectStorage":{"caCert":"aGVsbG8="},"config":{"s3Url":"https://s3.acme.test"}}}]}"#;
    let list = format!(
        "apiVersion: v1\nitems:\n{}kind: List\n",
        CLUSTER
            .lines()
            .enumerate()
            .map(|(n, l)| format!("{} {l}\n", if n == 0 { "-" } else { " " }))
            .collect::<String>()
    );
    for text in [CLUSTER, json, &list] {
        assert_eq!(problems(&read_one(text)), Vec::<String>::new());
        for at in 0..text.len() {
            let _ = read(&[("dump.yaml", &text.as_bytes()[..at])]);
            for change in [0x01, 0x1f, 0x80] {
                let mut changed = text.as_bytes().to_vec();
                changed[at] ^= change;
                let _ = read(&[("dump.yaml", &changed)]);
            }
        }
    }
}

/// A dump cut off between lines is valid YAML; what is missing shows.
#[test]
fn a_list_that_is_cut_off_is_not_taken_for_whole() {
    let list = format!(
        "apiVersion: v1\nitems:\n{}kind: List\n",
        CLUSTER
            .lines()
            .enumerate()
            .map(|(n, l)| format!("{} {l}\n", if n == 0 { "-" } else { " " }))
            .collect::<String>()
    );
    let lines: Vec<&str> = list.lines().collect();
    for kept in 3..lines.len() {
        let found = read_one(&lines[..kept].join("\n"));
        assert!(!found.problems.is_empty(), "{kept} lines");
    }
}

#[test]
fn hosts_of_every_shape_are_taken_or_noted() {
    for (url, authority) in [
        ("https://api.a.test:6443", Some("api.a.test:6443")),
        ("https://api.a.test", Some("api.a.test:443")),
        ("HTTPS://API.A.TEST:6443/", Some("api.a.test:6443")),
        ("https://10.0.0.5:8443", Some("10.0.0.5:8443")),
        ("https://[fd00::1]:6443", Some("[fd00::1]:6443")),
        ("http://api.a.test:8080", None),
        ("ftp://api.a.test", None),
        ("api.a.test:6443", None),
        ("https://", None),
        ("https://a b", None),
        ("https://a.test:99999", None),
        ("://", None),
    ] {
        let found = read_one(&format!(
            "apiVersion: migration.openshift.io/v1alpha1\nkind: MigCluster\nmetadata: {{name: a}}\nspec: {{url: '{url}'}}\n"
        ));
        assert_eq!(
            authorities(&found),
            authority.map(str::to_owned).into_iter().collect::<Vec<_>>(),
            "{url}"
        );
        assert_eq!(
            (found.notes.len(), found.problems.len()),
            (usize::from(authority.is_none()), 0),
            "{url}: {:?}",
            found.notes
        );
        assert_eq!(
            found.objects[0].addresses[0]
                .text
                .as_ref()
                .map(mtc_probe::foreign::Foreign::raw),
            Some(url)
        );
    }
}

/// Words that YAML 1.1 took for yes and no, and numbers that are names.
#[test]
fn names_stay_names() {
    for name in ["n", "y", "on", "off", "yes", "0755", "1_000", ".inf"] {
        let found = read_one(&CLUSTER.replace(
            "namespace: openshift-migration",
            &format!("namespace: {name}"),
        ));
        assert_eq!(
            (
                problems(&found),
                found.objects[0]
                    .object
                    .namespace
                    .as_ref()
                    .map(mtc_probe::foreign::Foreign::raw)
            ),
            (vec![], Some(name))
        );
    }
}

/// Whatever a name holds, a terminal shows it and does not obey.
#[test]
fn what_a_terminal_obeys_is_seen_instead() {
    let text = "apiVersion: migration.openshift.io/v1alpha1\nkind: MigStorage\nmetadata: {name: \"a\\e[2J\", namespace: \"n\\u202e\"}\nspec:\n  \
                backupStorageProvider: \"\\e[1m\"\n  backupStorageConfig: {awsS3Url: \"https://\\e[2J.test\", credsSecretRef: {name: \"\\e\"}}\n\
                status: {conditions: [{type: \"\\e\", reason: \"\\e\", message: \"\\e\"}]}\n---\nkind: \"X\\e[2J\"\n";
    let found = read_one(text);
    let said = format!(
        "{}{:?}{}",
        found.notes.concat(),
        problems(&found),
        serde_json::to_string(&found.objects).expect("JSON")
    );
    let obeyed = ["\u{1b}", "\\u001b", "\u{202e}"];
    assert!(
        found.notes.len() > 1 && !obeyed.iter().any(|c| said.contains(c)),
        "{said:?}"
    );
}
