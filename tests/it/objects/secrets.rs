//! Keys, tokens and passwords in dumps: nothing of them is in what a dump told.
//! Keys are made here; none is kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mtc_probe::inputs::InputContents;
use mtc_probe::lab::{CertDraft, Issued};

use super::read_one;
use crate::verdicts::scene::NOW;

const TOKEN: &str = "sha256~fOhx3vYxS9Gm7vQe";
const PASSWORD: &str = "hunt3r:2";

fn issued() -> Issued {
    CertDraft::authority(NOW.0, "Some Root")
        .self_signed()
        .expect("a certificate")
}

/// Its armour is put together here so that no file of ours holds one.
fn key_pem(issued: &Issued) -> String {
    let base64 = STANDARD.encode(issued.private_key().secret_der());
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    [
        "-----BEGIN ",
        "PRIVATE KEY-----\n",
        &lines.join("\n"),
        "\n-----END ",
        "PRIVATE KEY-----\n",
    ]
    .concat()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// Everything that a run keeps or prints, and more.
fn everything(found: &InputContents) -> String {
    let objects = serde_json::to_string(&found.objects).expect("JSON");
    let statuses = serde_json::to_string(&found.statuses).expect("JSON");
    let stores = serde_json::to_string(&found.stores).expect("JSON");
    format!(
        "{found:?}{objects}{statuses}{stores}{:?}",
        found
            .problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    )
}

#[track_caller]
fn assert_silent(found: &InputContents, secrets: &[&str]) {
    let kept = everything(found);
    for secret in secrets {
        assert!(!kept.contains(secret), "{secret} is in\n{kept}");
    }
}

#[test]
fn a_key_in_a_ca_field_is_neither_kept_nor_shown() {
    let issued = issued();
    let key = key_pem(&issued);
    let both = format!("{}{key}", issued.pem());
    let der = issued.private_key().secret_der().to_vec();
    let armoured = STANDARD.encode(&both);
    for (field, place) in [
        (STANDARD.encode(&key), "spec.caBundle"),
        (armoured.clone(), "spec.caBundle"),
        (STANDARD.encode(&armoured), "spec.caBundle"),
        (STANDARD.encode(&der), "spec.caBundle"),
        (format!("|\n{}", indented(&both)), "spec.caBundle"),
    ] {
        let text = format!(
            "apiVersion: migration.openshift.io/v1alpha1\nkind: MigCluster\nmetadata: {{name: a, namespace: n}}\nspec:\n  url: https://api.a.test\n  caBundle: {field}\n"
        );
        let found = read_one(&text);
        let problems: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 1, "{problems:?}");
        let said = format!(
            "dump.yaml, document 1: MigCluster n/a {place}: holds a private key, so nothing of it was kept\nhint: take the key out"
        );
        assert!(problems[0].starts_with(&said), "{problems:?}");
        let ca = found.objects[0].ca.as_ref().expect("a field");
        assert!(ca.held_a_key && ca.bytes.is_empty() && found.stores.is_empty());
        let base64 = STANDARD.encode(&der);
        assert_silent(
            &found,
            &[
                &base64[20..60],
                key.lines().nth(1).expect("a line"),
                &field[..20.min(field.len())],
            ],
        );
    }
}

#[test]
fn a_key_among_a_clusters_cas_is_neither_kept_nor_shown() {
    let issued = issued();
    let both = indented(&format!("{}{}", issued.pem(), key_pem(&issued)));
    let text = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: user-ca-bundle, namespace: openshift-config}}\ndata:\n  ca-bundle.crt: |\n{both}"
    );
    let found = read_one(&text);
    assert!(
        found.stores.is_empty()
            && found.problems.len() == 1
            && found.problems[0].what.contains("holds a private key")
    );
    assert_silent(&found, &[key_pem(&issued).lines().nth(1).expect("a line")]);
}

/// Everything else that a careless `oc get all,secret -o yaml` has.
#[test]
fn what_is_not_asked_for_leaves_no_trace() {
    let issued = issued();
    let key = indented(&key_pem(&issued));
    let text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: s, annotations: {{x: '{TOKEN}'}}}}\nstringData: {{token: '{TOKEN}'}}\n\
         ---\napiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {{name: console, namespace: openshift-console}}\nspec:\n  host: console.a.test\n  tls:\n   termination: edge\n   key: |\n{key}\
         ---\napiVersion: oauth.openshift.io/v1\nkind: OAuthClient\nmetadata: {{name: migration}}\nsecret: '{TOKEN}'\nredirectURIs: ['https://mtc.a.test/x?code={TOKEN}']\n\
         ---\napiVersion: config.openshift.io/v1\nkind: Proxy\nmetadata: {{name: cluster}}\nspec: {{httpsProxy: 'http://me:{PASSWORD}@proxy.a.test:3128'}}\n\
         ---\napiVersion: config.openshift.io/v1\nkind: Proxy\nmetadata: {{name: other}}\nspec: {{httpsProxy: 'bad://me:{PASSWORD}@proxy.a.test:3128'}}\n\
         ---\napiVersion: migration.openshift.io/v1alpha1\nkind: MigCluster\nmetadata: {{name: a}}\nspec: {{insecure: '{TOKEN}', url: 'https://me:{PASSWORD}@api.a.test:6443/?t={TOKEN}', exposedRegistryPath: 'me:{PASSWORD}@reg.a.test'}}\n\
         ---\napiVersion: v1\nkind: Config\nusers: [{{user: {{token: '{TOKEN}'}}}}]\n\
         ---\napiVersion: v1\nkind: Secret\ndata: {{'{TOKEN}: x}}\n"
    );
    let found = read_one(&text);
    let named: Vec<String> = found.targets.iter().map(|s| s.target.authority()).collect();
    assert_eq!(
        named,
        [
            "console.a.test:443",
            "mtc.a.test:443",
            "api.a.test:6443",
            "reg.a.test:443"
        ]
    );
    assert_eq!(
        found.objects[0].addresses[0]
            .text
            .as_ref()
            .map(mtc_probe::foreign::Foreign::raw),
        Some("https://api.a.test:6443/")
    );
    assert!(
        found
            .notes
            .iter()
            .any(|note| note == "dump.yaml: passed over: 1 Secret"),
        "{:?}",
        found.notes
    );
    assert_silent(
        &found,
        &[
            TOKEN,
            &TOKEN[..10],
            PASSWORD,
            "hunt3r",
            key.lines().nth(1).expect("a line").trim(),
        ],
    );
}
