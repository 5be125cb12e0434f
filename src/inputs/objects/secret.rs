//! Secrets: nothing of one is used. One that holds a kubeconfig is refused with the command that takes
//! the kubeconfig out of it. Pure; no value of a Secret leaves this file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// What is wrong, and what to do instead, if a value of this Secret is a kubeconfig.
pub(super) fn kubeconfig_in(secret: &Value) -> Option<(String, String)> {
    let key = ["data", "stringData"].into_iter().find_map(|field| {
        let fields = secret.get(field)?.as_object()?.iter();
        let is_one = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            let plain = || STANDARD.decode(text.replace(['\r', '\n'], ""));
            match field {
                "data" => plain().is_ok_and(|bytes| is_kubeconfig(&bytes)),
                _ => is_kubeconfig(text.as_bytes()),
            }
        };
        let mut keys = fields
            .filter(|(_, value)| is_one(value))
            .map(|(key, _)| key);
        keys.next()
    })?;
    let name = |path: &str| secret.pointer(path).and_then(Value::as_str);
    let (namespace, name) = (name("/metadata/namespace"), name("/metadata/name"));
    let place = |given: Option<&str>, stands: &str| {
        given
            .filter(|name| is_plain(name))
            .unwrap_or(stands)
            .to_owned()
    };
    let (namespace, name, key) = (
        place(namespace, "NAMESPACE"),
        place(name, "NAME"),
        place(Some(key), "KEY"),
    );
    let what = format!(
        "Secret {namespace}/{name} holds a kubeconfig under the key {key}; nothing of it was used"
    );
    let hint = format!(
        "take it out, then read it as one: oc extract secret/{name} -n {namespace} --keys={key} --to=- > kubeconfig; probe endpoints --kubeconfig kubeconfig"
    );
    Some((what, hint))
}

/// Whether the text has the two lists without which a kubeconfig leads nowhere.
fn is_kubeconfig(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let has = |key: &str| {
        let begins = |line: &str| {
            let line = line.trim_start_matches(['{', ' ', ',']);
            let bare = line.trim_start_matches('"');
            bare.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches('"').starts_with(':'))
        };
        text.lines().any(begins) || text.contains(&format!("\"{key}\":"))
    };
    has("clusters") && has("contexts")
}

/// Whether a shell takes the name as it stands, as it does with every name that the API allows.
fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    !name.is_empty() && !name.starts_with('-') && name.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_kubeconfig_is_found_whatever_its_key_and_never_shown() {
        let yaml = "apiVersion: v1\nclusters:\n- name: c\ncontexts: []\nusers: [{user: {token: hunter2}}]\n";
        let json = json!({"clusters": [], "contexts": [], "users": "hunter2"}).to_string();
        for (field, key, value) in [
            ("data", "kubeconfig", STANDARD.encode(yaml)),
            ("data", "value", STANDARD.encode(&json)),
            ("stringData", "lb-ext.kubeconfig", yaml.to_owned()),
        ] {
            let secret = json!({"kind": "Secret", "metadata": {"name": "k", "namespace": "n"}, field: {"a": "", key: value}});
            let (what, hint) = kubeconfig_in(&secret).expect(key);
            assert!(what.contains(&format!(
                "Secret n/k holds a kubeconfig under the key {key}"
            )));
            assert!(hint.contains(&format!("oc extract secret/k -n n --keys={key} --to=-")));
            assert!(!format!("{what}{hint}").contains("hunter2"));
        }
        let odd =
            json!({"metadata": {"name": "$(id)", "namespace": "-x"}, "stringData": {"`id`": yaml}});
        let (what, hint) = kubeconfig_in(&odd).expect("one");
        assert!(hint.contains("secret/NAME -n NAMESPACE --keys=KEY") && !what.contains("id"));
    }

    #[test]
    fn other_secrets_hold_none() {
        for secret in [
            json!({"data": {"saToken": STANDARD.encode("hunter2")}}),
            json!({"data": {"cloud": STANDARD.encode("[default]\nclusters: x")}}),
            json!({"data": {"kubeconfig": "not base64!"}}),
            json!({"data": {"kubeconfig": 7}}),
            json!({"data": null, "stringData": []}),
            json!({}),
        ] {
            assert_eq!(kubeconfig_in(&secret), None, "{secret}");
        }
    }
}
