//! What is taken of kubeconfigs, by kubectl's and client-go's rules, and what is said where there
//! is nothing to take. Writes into directories of its own.
#![expect(clippy::disallowed_methods, reason = "these tests write kubeconfigs")]

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::cert::Cert;

fn pem() -> String {
    Cert::from_der(webpki_root_certs::TLS_SERVER_ROOT_CERTS[0].to_vec()).to_pem()
}

struct Dir(tempfile::TempDir);

impl Dir {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// One cluster `c` with these fields, its context `x`, which is the current one, and a user that
/// must not be looked at.
fn config(fields: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters:\n- name: c\n  cluster: {{{fields}}}\ncontexts:\n- name: x\n  context: \
         {{cluster: c, user: u}}\nusers:\n- name: u\n  user: {{token: sha256~hunter2, username: [not, a, name]}}\n"
    )
}

fn of(fields: &str) -> Found {
    let dir = Dir::new();
    let file = dir.file("config", config(fields));
    read(&Wanted {
        files: vec![file],
        contexts: Vec::new(),
    })
}

fn read_files(files: &[String], contexts: &[&str]) -> Found {
    read(&Wanted {
        files: files.to_vec(),
        contexts: contexts.iter().map(|c| (*c).to_owned()).collect(),
    })
}

#[test]
fn a_context_is_a_target_with_its_way() {
    let found = of(
        r#"server: "https://10.0.0.1:6443/", tls-server-name: api.c.test, proxy-url: "socks5://u:hunter2@127.0.0.1:1080""#,
    );
    assert_eq!(found.problems, []);
    let Sought { target, routing } = &found.sought[0];
    assert_eq!(
        (
            target.authority().as_str(),
            target.role.name,
            target.name().to_string()
        ),
        ("10.0.0.1:6443", "api", "api.c.test".to_owned())
    );
    assert!(
        matches!(&target.origins[..], [Origin::Kubeconfig { context, .. }] if context == "x"),
        "{:?}",
        target.origins
    );
    let routing = routing.as_ref().unwrap();
    let local = Target::parse("api=127.0.0.1", Origin::Demo).unwrap();
    let route = routing.route(&local);
    assert_eq!(
        route.proxy.unwrap().to_string(),
        "socks5h://127.0.0.1:1080",
        "for loopback too; the proxy resolves, as with Go"
    );
    assert!(
        route.because.starts_with("proxy-url of context x of "),
        "{}",
        route.because
    );
    assert!(routing.no_proxy.is_none() && !format!("{found:?}").contains("hunter2"));
    let plain = of("server: 'https://api.c.test'");
    assert!(plain.sought[0].routing.is_none() && plain.stores.is_empty());
    assert_eq!(
        plain.sought[0].target.authority(),
        "api.c.test:443",
        "a URL without a port is 443, as for client-go"
    );
}

#[test]
fn its_ca_vouches_and_is_named_after_its_place() {
    let data = STANDARD.encode(pem());
    let found = of(&format!(
        "server: 'https://a.test', certificate-authority: nowhere.pem, certificate-authority-data: {data}"
    ));
    assert_eq!(found.problems, [], "the data beats the file");
    assert_eq!(
        (found.stores[0].kind, found.stores[0].certs.len()),
        (StoreKind::Given, 1)
    );
    assert!(
        found.stores[0]
            .name
            .starts_with("certificate-authority-data of context x of /"),
        "{}",
        found.stores[0].name
    );
    let dir = Dir::new();
    dir.file("ca.pem", pem());
    let file = dir.file(
        "config",
        config("server: 'https://a.test', certificate-authority: ca.pem"),
    );
    let found = read_files(&[file], &["x"]);
    assert_eq!(
        (found.problems.len(), found.stores.len()),
        (0, 1),
        "relative to the kubeconfig"
    );
}

#[test]
fn what_cannot_be_used_says_where_and_what_to_do() {
    let armour = |edge: &str| format!("-----{edge} PRIVATE {}-----\n", "KEY");
    let key = STANDARD.encode(format!("{}hunter2\n{}", armour("BEGIN"), armour("END")));
    let (twice, half) = (
        STANDARD.encode(STANDARD.encode(pem())),
        STANDARD.encode(pem() + &pem().replacen("MII", "M!I", 1)),
    );
    let der = STANDARD.encode(&webpki_root_certs::TLS_SERVER_ROOT_CERTS[0]);
    // Fields besides a good server, then how many targets and stores are left, and what is said.
    let cases: Vec<(String, usize, usize, &str, &str)> = vec![
        (
            "certificate-authority: none.pem".into(),
            1,
            0,
            "certificate-authority of context x of ",
            "cannot be read: no such file",
        ),
        (
            "certificate-authority: .".into(),
            1,
            0,
            "certificate-authority of ",
            "is a directory",
        ),
        (
            format!("certificate-authority-data: {key}"),
            1,
            0,
            "certificate-authority-data of context x",
            "holds a private key",
        ),
        (
            "certificate-authority-data: aHVudGVyMg==".into(),
            1,
            0,
            "certificate-authority-data of",
            "neither PEM nor",
        ),
        (
            "certificate-authority-data: 'hunter2!'".into(),
            1,
            0,
            "certificate-authority-data of",
            "is no base64",
        ),
        (
            format!("certificate-authority-data: {twice}"),
            1,
            0,
            "certificate-authority-data of",
            "base64 of base64",
        ),
        (
            format!("certificate-authority-data: {half}"),
            1,
            1,
            "certificate-authority-data of",
            "of its 2 certificates only 1",
        ),
        (
            format!("certificate-authority-data: {der}"),
            1,
            1,
            "certificate-authority-data of",
            "in DER",
        ),
        (
            "proxy-url: 'ftp://u:hunter2@p.test'".into(),
            0,
            0,
            "proxy-url of context x",
            "refuses a proxy of that kind",
        ),
        (
            "proxy-url: 'p.test:3128'".into(),
            0,
            0,
            "proxy-url of context x",
            "says not which kind",
        ),
        (
            "proxy-url: 'http://u:hunter2@'".into(),
            0,
            0,
            "proxy-url of context x",
            "host",
        ),
        (
            "tls-server-name: 'a b'".into(),
            0,
            0,
            "tls-server-name of context x",
            "no host name",
        ),
        (
            "server: 'http://a.test'".into(),
            0,
            0,
            "server of context x",
            "`http://` is not TLS",
        ),
        (
            "server: 'https://u:hunter2@a.test'".into(),
            0,
            0,
            "server of context x",
            "no user or password",
        ),
        (
            "server: ''".into(),
            0,
            0,
            "server of context x",
            "is not there",
        ),
    ];
    for (fields, targets, stores, place, what) in cases {
        let good = if fields.starts_with("server") {
            ""
        } else {
            "server: 'https://a.test', "
        };
        let found = of(&format!("{good}{fields}"));
        let said: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            (found.sought.len(), found.stores.len(), said.len()),
            (targets, stores, 1),
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
}

#[test]
fn the_first_file_to_say_something_wins() {
    let dir = Dir::new();
    let one = dir.file("one", "contexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://one.test'}}]");
    let two = config("server: 'https://two.test'")
        .replace("current-context: x", "current-context: y")
        + "preferences: {}\n"
        + "# c and x are there already\n";
    let two = dir.file(
        "two",
        two.replace(
            "- name: x\n",
            "- {name: y, context: {cluster: d}}\n- name: x\n",
        ),
    );
    let three = dir.file(
        "three",
        "current-context: z\nclusters: [{name: d, cluster: {server: 'https://three.test'}}]",
    );
    let none = dir.0.path().join("none").display().to_string();
    let found = read_files(&[one, none, two, three.clone()], &[]);
    assert_eq!(found.problems, []);
    assert_eq!(found.sought[0].target.authority(), "three.test:443");
    assert!(
        matches!(&found.sought[0].target.origins[..], [Origin::Kubeconfig { file, .. }] if *file == three)
    );
    assert!(found.notes[0].contains("no such file"), "{:?}", found.notes);
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
    assert_eq!(found.sought.len(), 1);
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
            found.sought.is_empty()
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

#[test]
fn json_is_a_kubeconfig_too() {
    let dir = Dir::new();
    let text = "{\n\t\"current-context\": \"x\",\n\t\"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": \"https:\\/\\/a.test:6443\", \
                \"insecure-skip-tls-verify\": true}}],\n\t\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}]\n}";
    let found = read_files(&[dir.file("config.json", text)], &[]);
    assert_eq!(
        (
            found.problems.len(),
            found.sought[0].target.authority().as_str()
        ),
        (0, "a.test:6443")
    );
    assert!(
        found.notes[0].starts_with("insecure-skip-tls-verify of context x of ")
            && found.notes[0].contains("MTC does"),
        "{:?}",
        found.notes
    );
}
