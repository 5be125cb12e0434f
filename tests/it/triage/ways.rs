//! The way to an endpoint in trouble is that of the component that connects to it, as objects name its
//! proxies; where they say different things, or nothing, nothing is claimed.

use crate::cli::world::{World, run};
use serde_json::Value;

const LOG: &str = r#"time="2025-01-02T03:04:05Z" level=error msg="Error getting a backup store" backup-storage-location=velero/default controller=backup-storage-location error="RequestError: send request failed\ncaused by: Get \"https://s3.corp.test:9000/b?list-type=2\": dial tcp 192.0.2.1:9000: i/o timeout"
"#;
const CONTROLLER_LOG: &str = r#"{"level":"info","ts":1670000000123,"logger":"cluster","msg":"","error":"Get \"https://api.corp.test:6443/api?timeout=5s\": dial tcp 192.0.2.2:6443: i/o timeout"}
"#;
const PROXY: &str = "apiVersion: config.openshift.io/v1
kind: Proxy
metadata: {name: cluster}
spec: {httpsProxy: \"http://cluster-proxy.test:3128\", noProxy: .none.test}
status: {httpsProxy: \"http://cluster-proxy.test:3128\", noProxy: \".cluster.local,.none.test\"}
---
";
const CONTROLLER: &str = "apiVersion: migration.openshift.io/v1alpha1
kind: MigrationController
metadata: {name: migration-controller, namespace: openshift-migration}
spec: {https_proxy: \"http://mtc-proxy.test:3128\", no_proxy: api.corp.test, stunnel_tcp_proxy: \"http://rsync-proxy.test:3128\"}
---
";
const APPLICATION: &str = "apiVersion: oadp.openshift.io/v1alpha1
kind: DataProtectionApplication
metadata: {name: velero, namespace: openshift-migration}
spec:
  configuration:
    velero:
      podConfig:
        env:
        - {name: HTTPS_PROXY, value: \"http://u:hunter2@dpa-proxy.test:3128\"}
        - {name: SECRET, value: hunter2}
---
";

fn endpoint(log: &str, objects: &str) -> Value {
    let world = World::new();
    let (log, objects) = (
        world.file("x.log", log),
        world.file("objects.yaml", objects),
    );
    let told = run(&["triage", &log, &objects, "-o", "json"]);
    assert!(!told.out.contains("hunter2"), "{}", told.out);
    let told = told.json();
    let found = told["findings"].as_array().expect("findings");
    let mut found = found.iter().map(|finding| &finding["endpoint"]);
    found
        .find(|endpoint| !endpoint.is_null())
        .expect("an endpoint")
        .clone()
}

#[test]
fn the_way_is_that_of_the_component() {
    let all = [PROXY, CONTROLLER, APPLICATION].concat();
    for (log, objects, pods, proxy) in [
        (
            LOG,
            PROXY.to_owned(),
            "velero",
            Some("http://cluster-proxy.test:3128"),
        ),
        (
            LOG,
            [PROXY, CONTROLLER].concat(),
            "velero",
            Some("http://mtc-proxy.test:3128"),
        ),
        (
            LOG,
            all.clone(),
            "velero",
            Some("http://dpa-proxy.test:3128"),
        ),
        (CONTROLLER_LOG, all, "mtc", None),
    ] {
        let endpoint = endpoint(log, &objects);
        assert_eq!(endpoint["way"]["pods"], pods, "{endpoint}");
        assert_eq!(endpoint["way"]["proxy"].as_str(), proxy, "{endpoint}");
        let command = endpoint["command"].as_str().expect("a command");
        let flag = proxy.map_or("--proxy-from none".to_owned(), |proxy| {
            format!("-x {proxy}")
        });
        assert!(command.contains(&flag), "{command}");
    }
}

#[test]
fn where_nothing_is_known_nothing_is_claimed() {
    let other = PROXY.replace("cluster-proxy", "other-proxy");
    for objects in [
        String::new(),
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n".to_owned(),
        [PROXY, &other].concat(),
    ] {
        let endpoint = endpoint(LOG, &objects);
        assert!(endpoint["way"].is_null(), "{endpoint}");
        let command = endpoint["command"].as_str().expect("a command");
        assert!(!command.contains(" -x "), "{command}");
    }
}
