//! What Kubernetes reads: strict YAML or JSON, the right fields, and base64 or a block that gives
//! back the very PEM.

use base64::{Engine, engine::general_purpose::STANDARD};
use mtc_probe::cert::Cert;
use mtc_probe::export::ExportOutput;
use serde_json::{Value, json};

use super::{part, pem, render, render_parts, roots, shuffles, text};

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|e| panic!("{e}:\n{text}"))
}

/// The patch, its byte field replaced by what it decodes to.
fn patch(format: &str, certs: &[Cert], field: &str) -> Value {
    let text = text(format, certs);
    let mut patch: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}:\n{text}"));
    assert_eq!(yaml(&text), patch, "JSON is YAML");
    let place = patch
        .pointer_mut(field)
        .unwrap_or_else(|| panic!("no {field}:\n{text}"));
    let bytes = STANDARD
        .decode(place.as_str().expect("a text"))
        .expect("base64 without line breaks");
    *place = String::from_utf8(bytes).expect("PEM").into();
    patch
}

#[test]
fn patches_hold_the_very_pem() {
    for certs in shuffles() {
        let pem = pem(&certs);
        assert_eq!(
            patch("migcluster-patch", &certs, "/spec/caBundle"),
            json!({ "spec": { "caBundle": pem, "insecure": false } })
        );
        let config = json!({ "s3CustomCABundle": pem, "insecure": false });
        let field = "/spec/backupStorageConfig/s3CustomCABundle";
        assert_eq!(
            patch("migstorage-patch", &certs, field),
            json!({ "spec": { "backupStorageConfig": config } })
        );
        let spec = json!({ "objectStorage": { "caCert": pem, "caCertRef": null }, "config": { "insecureSkipTLSVerify": "false" } });
        assert_eq!(
            patch("bsl-patch", &certs, "/spec/objectStorage/caCert"),
            json!({ "spec": spec })
        );
        let operations = json!([
            { "op": "add", "path": "/spec/backupLocations/0/velero/objectStorage/caCert", "value": pem },
            { "op": "add", "path": "/spec/backupLocations/0/velero/config/insecureSkipTLSVerify", "value": "false" },
        ]);
        assert_eq!(patch("dpa-patch", &certs, "/0/value"), operations);
    }
}

#[test]
fn a_patch_of_a_list_says_which_one() {
    let Ok(ExportOutput::File(bytes)) = render("dpa-patch", &roots(1), |o| o.location = 2) else {
        panic!("a file")
    };
    let patch: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert!(patch.as_array().is_some_and(|all| all.iter().all(|o| {
        o["path"]
            .as_str()
            .unwrap()
            .starts_with("/spec/backupLocations/2/velero/")
    })));
}

fn config_map(name: &str, data: &Value) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": { "name": name, "namespace": "openshift-config" },
        "data": data,
    })
}

#[test]
fn config_maps_hold_the_very_pem_and_no_label() {
    for certs in shuffles() {
        let data = json!({ "ca-bundle.crt": pem(&certs) });
        assert_eq!(
            yaml(&text("user-ca-bundle", &certs)),
            config_map("user-ca-bundle", &data)
        );
        let each = json!({ "10.0.0.5": pem(&certs), "reg.example.test..5000": pem(&certs[..1]) });
        assert_eq!(
            yaml(&text("additional-trusted-ca", &certs)),
            config_map("registry-cas", &each)
        );
        assert_eq!(
            yaml(&text("install-config", &certs)),
            json!({ "additionalTrustBundle": pem(&certs) })
        );
    }
}

#[test]
fn names_are_texts_whatever_they_look_like() {
    for name in ["null", "true", "1e3", "0x10", "2026-11-23", "a.b-c"] {
        let Ok(ExportOutput::File(bytes)) = render("user-ca-bundle", &roots(1), |o| {
            (o.name, o.namespace) = (name.into(), "on".into());
        }) else {
            panic!("a file")
        };
        let meta = &yaml(&String::from_utf8(bytes).expect("text"))["metadata"];
        assert_eq!(*meta, json!({ "name": name, "namespace": "on" }));
    }
}

#[test]
fn keys_are_in_order_whatever_the_order_of_the_endpoints() {
    let certs = roots(2);
    let mut parts = vec![
        part("b.test", 443, &certs),
        part("a.test", 5000, &certs),
        part("a.test", 443, &certs[1..]),
    ];
    let one = render_parts("additional-trusted-ca", &certs, &parts, |_| {});
    parts.reverse();
    assert_eq!(
        one,
        render_parts("additional-trusted-ca", &certs, &parts, |_| {})
    );
}
