//! Kubeconfigs that cannot be used, wholly or in part: what is said, where, and that nothing secret
//! is quoted.

use super::*;

/// These fields of the cluster leave this many targets and stores, and one problem: its place
/// begins so, and it says this.
fn one_problem(fields: &str, left: (usize, usize), place: &str, what: &str) {
    let good = if fields.starts_with("server") {
        ""
    } else {
        "server: 'https://a.test', "
    };
    let found = of(&format!("{good}{fields}"));
    let said: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        (found.targets.len(), found.stores.len(), said.len()),
        (left.0, left.1, 1),
        "{fields}: {said:?}"
    );
    assert!(
        found.problems[0].place.starts_with(place) && said[0].contains(what),
        "{fields}: {}",
        said[0]
    );
    assert!(
        !found.problems[0].hint.is_empty() && !format!("{found:?}").contains("hunter2"),
        "{found:?}"
    );
}

#[test]
fn a_ca_file_that_cannot_be_used_leaves_the_target() {
    for (file, place, what) in [
        (
            "none.pem",
            "certificate-authority of context x of ",
            "cannot be read: no such file",
        ),
        (".", "certificate-authority of ", "is a directory"),
    ] {
        let fields = format!("certificate-authority: {file}");
        one_problem(&fields, (1, 0), place, what);
    }
}

#[test]
fn ca_data_that_cannot_be_used_leaves_the_target() {
    let armour = |edge: &str| format!("-----{edge} PRIVATE {}-----\n", "KEY");
    let key = STANDARD.encode(format!("{}hunter2\n{}", armour("BEGIN"), armour("END")));
    let twice = STANDARD.encode(STANDARD.encode(pem()));
    let half = STANDARD.encode(pem() + &pem().replacen("MII", "M!I", 1));
    let der = STANDARD.encode(&webpki_root_certs::TLS_SERVER_ROOT_CERTS[0]);
    for (data, stores, what) in [
        (key.as_str(), 0, "holds a private key"),
        ("aHVudGVyMg==", 0, "neither PEM nor"),
        ("DATA+OMITTED", 0, "take it with `oc config view --raw"),
        ("REDACTED", 0, "take it with `oc config view --raw"),
        ("'hunter2!'", 0, "is no base64"),
        (&twice, 0, "base64 of base64"),
        (&half, 1, "of its 2 certificates only 1"),
        (&der, 1, "in DER"),
    ] {
        let fields = format!("certificate-authority-data: {data}");
        let place = "certificate-authority-data of context x";
        one_problem(&fields, (1, stores), place, what);
    }
}

#[test]
fn another_field_that_cannot_be_used_leaves_no_target() {
    for (field, value, what) in [
        (
            "proxy-url",
            "ftp://u:hunter2@p.test",
            "refuses a proxy of that kind",
        ),
        ("proxy-url", "p.test:3128", "says not which kind"),
        ("proxy-url", "http://u:hunter2@", "host"),
        ("tls-server-name", "a b", "no host name"),
        ("server", "http://a.test", "`http://` is not TLS"),
        ("server", "https://u:hunter2@a.test", "no user or password"),
        ("server", "", "is not there"),
    ] {
        let fields = format!("{field}: '{value}'");
        one_problem(&fields, (0, 0), &format!("{field} of context x"), what);
    }
}

#[test]
fn contexts_that_are_not_there_are_named_beside_those_that_are() {
    let dir = Dir::new();
    let text = "contexts:\n- {name: a, context: {cluster: a}}\n- {name: bare, context: {user: u}}\n- {name: lost, context: {cluster: gone}}\n\
                clusters: [{name: a, cluster: {server: 'https://a.test'}}]";
    let file = dir.file("config", text);
    let found = read_files(
        std::slice::from_ref(&file),
        &["nosuch", "bare", "lost", "a", "a"],
    );
    assert_eq!(found.targets.len(), 1);
    let said: Vec<&str> = found.problems.iter().map(|p| p.what.as_str()).collect();
    assert_eq!(
        said,
        [
            "there is no such context",
            "it names no cluster",
            "it names a cluster that is not there: gone"
        ]
    );
    assert_eq!(
        (
            found.problems[0].place.as_str(),
            found.problems[0].hint.as_str()
        ),
        (
            format!("--context nosuch of {file}").as_str(),
            "contexts that can be used: a"
        )
    );
    let none = read_files(&[file], &[]);
    assert_eq!(
        (
            none.problems[0].what.as_str(),
            none.problems[0].hint.as_str()
        ),
        (
            "names no current-context",
            "name a context with --context: a"
        )
    );
}

#[test]
fn broken_files_are_named_by_line_and_never_quoted() {
    let dir = Dir::new();
    let bomb: String = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        format!("{text}a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1)
    });
    let cases = [
        (
            config("server: x").replace("contexts:", "  contexts: ["),
            ":",
        ),
        ("clusters: sha256~hunter2\n".to_owned(), ":1: "),
        (
            "a: b\nusers:\n- token: hunter2\n  - token: [hunter2\n".to_owned(),
            "here it is not YAML",
        ),
        (bomb, "unfolds to more"),
        (
            "{\"clusters\": [{\"token\": \"hunter2\",}}".to_owned(),
            "is no kubeconfig",
        ),
        (
            "apiVersion: v1\nkind: List\nitems: [{token: hunter2}]".to_owned(),
            "is no kubeconfig: its kind is List",
        ),
    ];
    for (text, said) in cases {
        let file = dir.file("config", &text);
        let found = read_files(std::slice::from_ref(&file), &[]);
        let problem = found.problems[0].to_string();
        assert!(
            found.targets.is_empty()
                && problem.starts_with(&file)
                && problem.contains(said)
                && !problem.contains("hunter2"),
            "{problem}"
        );
    }
    let large = dir.file("config", vec![b'#'; 50 << 20]);
    assert!(
        read_files(&[large], &[]).problems[0]
            .what
            .contains("larger than 16 MiB")
    );
    let text = dir.file("config", b"\xff\xfe");
    assert!(
        read_files(&[text], &[]).problems[0]
            .what
            .contains("not UTF-8")
    );
    let none = dir.0.path().join("none").display().to_string();
    assert!(
        read_files(&[none], &[]).problems[0]
            .what
            .contains("no such file")
    );
    assert!(
        read_files(&[dir.0.path().display().to_string()], &[]).problems[0]
            .what
            .contains("it is a directory")
    );
    assert_eq!(read_files(&[], &["x"]).problems[0].place, "--context");
}
