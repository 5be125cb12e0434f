//! What is taken of kubeconfigs, by kubectl's and client-go's rules, and what is said where there
//! is nothing to take. Writes into directories of its own.
#![expect(clippy::disallowed_methods, reason = "these tests write kubeconfigs")]

mod problems;

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

fn of(fields: &str) -> InputContents {
    let dir = Dir::new();
    let file = dir.file("config", config(fields));
    read(&KubeconfigSelection {
        files: vec![file],
        contexts: Vec::new(),
    })
}

fn read_files(files: &[String], contexts: &[&str]) -> InputContents {
    read(&KubeconfigSelection {
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
    let RoutedTarget { target, routing } = &found.targets[0];
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
        matches!(
            route.because.source(),
            Some(RouteSource::Kubeconfig { context, .. }) if context == "x"
        ),
        "{}",
        route.because
    );
    assert!(routing.no_proxy.is_none() && !format!("{found:?}").contains("hunter2"));
    let plain = of("server: 'https://api.c.test'");
    assert!(plain.targets[0].routing.is_none() && plain.stores.is_empty());
    assert_eq!(
        plain.targets[0].target.authority(),
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
    assert_eq!(found.targets[0].target.authority(), "three.test:443");
    assert!(
        matches!(&found.targets[0].target.origins[..], [Origin::Kubeconfig { file, .. }] if *file == three)
    );
    assert!(found.notes[0].contains("no such file"), "{:?}", found.notes);
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
            found.targets[0].target.authority().as_str()
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
