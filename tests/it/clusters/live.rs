//! `--from-cluster`: which reads are made, with which client, and what becomes of those that bring
//! nothing. No network but loopback.

use serde_json::json;

use super::client::{Client, url, view, write_program};
use crate::cli::world::{Ran, Running, World, probe, target};

pub const FORBIDDEN: &str = "Error from server (Forbidden): configmaps \"default-ingress-cert\" is forbidden: User \"dev\" cannot get resource";

/// In the order of the table; the first two alone, the others up to four at a time.
pub const READS: [&str; 41] = [
    "config view --minify --raw -o TEMPLATE",
    "get infrastructures.config.openshift.io cluster -o json",
    "get proxies.config.openshift.io cluster -o json",
    "get ingresses.config.openshift.io cluster -o json",
    "get consoles.config.openshift.io cluster -o json",
    "get oauthclients.oauth.openshift.io migration -o TEMPLATE",
    "get images.config.openshift.io cluster -o json",
    "get routes.route.openshift.io oauth-openshift -n openshift-authentication -o TEMPLATE",
    "get routes.route.openshift.io console -n openshift-console -o TEMPLATE",
    "get routes.route.openshift.io -n openshift-migration -o TEMPLATE",
    "get routes.route.openshift.io -n openshift-image-registry -o TEMPLATE",
    "get routes.route.openshift.io docker-registry -n default -o TEMPLATE",
    "get routes.route.openshift.io -n openshift-storage -o TEMPLATE",
    "get configmaps kube-root-ca.crt -n openshift-migration -o json",
    "get configmaps openshift-service-ca.crt -n openshift-migration -o json",
    "get configmaps default-ingress-cert -n openshift-config-managed -o json",
    "get configmaps oauth-serving-cert -n openshift-config-managed -o json",
    "get configmaps user-ca-bundle -n openshift-config -o json",
    "get migclusters.migration.openshift.io -n openshift-migration -o json",
    "get migstorages.migration.openshift.io -n openshift-migration -o json",
    "get migrationcontrollers.migration.openshift.io -n openshift-migration -o TEMPLATE",
    "get backupstoragelocations.velero.io -n openshift-migration -o json",
    "get dataprotectionapplications.oadp.openshift.io -n openshift-migration -o json",
    "get subscriptions.operators.coreos.com -n openshift-migration -o TEMPLATE",
    "get backupstoragelocations.velero.io -n openshift-adp -o json",
    "get dataprotectionapplications.oadp.openshift.io -n openshift-adp -o json",
    "get cloudstorages.oadp.openshift.io -n openshift-adp -o json",
    "get subscriptions.operators.coreos.com -n openshift-adp -o TEMPLATE",
    "get migplans.migration.openshift.io -n openshift-migration -o TEMPLATE",
    "get migmigrations.migration.openshift.io -n openshift-migration -o TEMPLATE",
    "get mighooks.migration.openshift.io -n openshift-migration -o TEMPLATE",
    "get directimagemigrations.migration.openshift.io -n openshift-migration -o TEMPLATE",
    "get directvolumemigrations.migration.openshift.io -n openshift-migration -o TEMPLATE",
    "get backups.velero.io -n openshift-migration -o TEMPLATE",
    "get restores.velero.io -n openshift-migration -o TEMPLATE",
    "get podvolumebackups.velero.io -n openshift-migration -o TEMPLATE",
    "get podvolumerestores.velero.io -n openshift-migration -o TEMPLATE",
    "get backups.velero.io -n openshift-adp -o TEMPLATE",
    "get restores.velero.io -n openshift-adp -o TEMPLATE",
    "get podvolumebackups.velero.io -n openshift-adp -o TEMPLATE",
    "get podvolumerestores.velero.io -n openshift-adp -o TEMPLATE",
];

pub fn roots(world: &World) -> serde_json::Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "kube-root-ca.crt", "namespace": "openshift-migration"},
        "data": {"ca.crt": world.lab.roots_pem()}})
}

#[test]
fn exactly_these_reads_are_made() {
    let world = World::new();
    for (flags, behind) in [
        (&["--from-cluster"][..], ""),
        (
            &["--from-cluster", "src", "--kubeconfig", "k"],
            " --context=src --kubeconfig=k",
        ),
    ] {
        let _ = std::fs::remove_file(world.path("log"));
        let client = Client::of(&world, "oc");
        client
            .run(&[flags, &["-q", "-o", "json"]].concat())
            .ended(1);
        let mut expected: Vec<String> = READS
            .iter()
            .map(|read| format!("{read} --request-timeout=10s{behind}"))
            .collect();
        let mut made = client.log();
        assert_eq!(made[..2], expected[..2]);
        expected.sort();
        made.sort();
        assert_eq!(made, expected);
        let raw = client.raw_log();
        // What a kubeconfig holds of its users is not in the template that it is asked with.
        let whole = |line: &&str| line.contains("--raw") || line.contains("--flatten");
        for line in raw.lines().filter(whole) {
            let by_template =
                line.starts_with("config view --minify") && line.contains("-o go-template=");
            assert!(by_template && !line.contains(".user"), "{line}");
        }
        assert!(
            !raw.contains(".key") && !raw.contains(".secret") && !raw.contains("secrets"),
            "{raw}"
        );
    }
}

#[test]
fn what_they_bring_is_probed_and_trusted() {
    let world = World::new();
    let (api, console) = (world.endpoint("api"), world.endpoint("console"));
    let client = Client::of(&world, "oc")
        .says("configmaps kube-root-ca.crt", &roots(&world))
        .says(
            "consoles.config.openshift.io",
            &json!({"apiVersion": "config.openshift.io/v1", "kind": "Console",
            "metadata": {"name": "cluster"}, "status": {"consoleURL": url(console)}}),
        );
    let ran = client
        .run(&["--from-cluster", "-o", "json", "--trust", "none"])
        .ended(0);
    let report = ran.json();
    let endpoints = report["endpoints"].as_array().expect("endpoints");
    // What the API server's own answer leads to comes behind them.
    assert_eq!(
        endpoints[..2]
            .iter()
            .map(|e| e["verdict"]["code"].as_str().expect("a code"))
            .collect::<Vec<_>>(),
        ["ok", "ok"]
    );
    let origins = [
        "context admin of oc config view".to_owned(),
        "Infrastructure cluster status.apiServerURL (oc get infrastructures.config.openshift.io cluster)".into(),
    ];
    assert_eq!(
        endpoints[0]["target"]["origins"],
        json!(origins),
        "one question, asked by both"
    );
    assert_eq!(endpoints[0]["target"]["port"], api.address.port());
    assert!(
        ran.out.contains("ConfigMap openshift-migration/kube-root-ca.crt data.ca.crt (oc get configmaps kube-root-ca.crt"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_forbidden_is_named_and_the_rest_goes_on() {
    let world = World::new();
    let client = Client::of(&world, "oc")
        .says("configmaps kube-root-ca.crt", &roots(&world))
        .fails("default-ingress-cert", FORBIDDEN);
    let ran = client
        .run(&["--from-cluster", "-o", "json", "--trust", "none"])
        .ended(3);
    assert_eq!(ran.json()["endpoints"][0]["verdict"]["code"], "ok");
    let problems = ran.json()["problems"].clone();
    assert_eq!(problems.as_array().map(Vec::len), Some(1), "{problems}");
    assert_eq!(
        problems[0]["place"],
        "oc get configmaps default-ingress-cert -n openshift-config-managed"
    );
    assert_eq!(
        problems[0]["what"],
        "it is forbidden: who is logged in may not get configmaps in namespace openshift-config-managed"
    );
    assert_eq!(client.log().len(), READS.len());
}

#[test]
fn where_nobody_answers_nothing_else_is_asked() {
    let world = World::new();
    for (said, what) in [
        (
            "E1123 memcache.go:265] x\nUnable to connect to the server: dial tcp: lookup api.test: no such host",
            "was not reached: Unable to",
        ),
        (
            "error: You must be logged in to the server (Unauthorized)",
            "nobody is logged in there",
        ),
    ] {
        let _ = std::fs::remove_file(world.path("log"));
        let client = Client::of(&world, "oc").fails("infrastructures.config.openshift.io", said);
        // The API server of the kubeconfig is known all the same.
        let ran = client.run(&["--from-cluster", "-o", "json"]).ended(3);
        assert_eq!(
            ran.json()["endpoints"][0]["target"]["origins"],
            json!(["context admin of oc config view"])
        );
        assert_eq!(ran.err.matches("problem: ").count(), 1, "{}", ran.err);
        assert!(
            ran.err.contains(what)
                && ran.err.contains("-f dump.yaml")
                && !ran.err.contains("memcache"),
            "{}",
            ran.err
        );
        assert_eq!(client.log().len(), 2);
    }
}

#[test]
fn a_session_that_ends_on_the_way_ends_the_reading() {
    let world = World::new();
    let mut client = Client::of(&world, "oc").fails(
        "proxies.config.openshift.io",
        "error: You must be logged in to the server (Unauthorized)",
    );
    // Those that run beside it would outlast it by far.
    for beside in ["ingresses.config", "consoles.config", "oauthclients"] {
        client = client.hangs(beside);
    }
    let ran = client.run(&["--from-cluster", "-o", "json"]).ended(3);
    assert_eq!(ran.err.matches("problem: ").count(), 1, "{}", ran.err);
    // The two that go alone, and four.
    assert!(client.log().len() <= 6, "{:?}", client.log());
}

#[test]
fn a_context_that_is_not_there_is_the_end() {
    let world = World::new();
    let client =
        Client::new(&world, "oc").fails("config view", "error: cannot locate context plain=a.test");
    let ran = client.run(&["--from-cluster", "plain=a.test"]).ended(3);
    assert!(
        ran.err.contains("there is no such context") && ran.err.contains("put targets before it"),
        "{}",
        ran.err
    );
    assert_eq!(client.log().len(), 1);
}

#[test]
fn inside_a_pod_there_is_no_kubeconfig_and_reading_goes_on() {
    let world = World::new();
    let client = Client::of(&world, "oc").fails(
        "config view",
        "error: current-context must exist in order to minify",
    );
    let report = client
        .run(&["--from-cluster", "-o", "json"])
        .ended(1)
        .json();
    assert_eq!(
        report["endpoints"][0]["target"]["origins"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[test]
fn kubectl_serves_where_there_is_no_oc() {
    let world = World::new();
    let client = Client::of(&world, "kubectl");
    let ran = client.run(&["--from-cluster", "-o", "json"]).ended(1);
    assert!(
        ran.out.contains("context admin of kubectl config view"),
        "{}",
        ran.out
    );
    write_program(
        &world.path("bin").join("oc"),
        "#!/bin/sh\necho 'Unable to connect to the server: EOF' >&2\nexit 1\n",
    );
    let both = client.run(&["--from-cluster"]).ended(3);
    assert!(
        both.err
            .contains("--from-cluster (oc): the API server was not reached"),
        "{}",
        both.err
    );
}

#[test]
fn without_either_there_is_another_way() {
    let world = World::new();
    let mut command = world.command("endpoints", &[world.endpoint("api")], &["--from-cluster="]);
    let ran = Ran::of(command.env("PATH", world.dir()).output().expect("it runs")).ended(3);
    assert!(
        ran.err.contains("neither oc nor kubectl is on the PATH")
            && ran.err.contains("-f dump.yaml"),
        "{}",
        ran.err
    );
    assert!(
        ran.out.contains("private-ca"),
        "the rest is probed: {}",
        ran.out
    );
}

#[test]
fn more_than_anybody_needs_is_not_read() {
    let world = World::new();
    let client = Client::of(&world, "oc");
    let mut command = client.command(&["--from-cluster", "-o", "json"]);
    let flood = "#!/bin/sh\ncase \"$*\" in *proxies*) exec /bin/cat /dev/zero;; *infrastr*) ;; *) echo 'x (NotFound)' >&2; exit 1;; esac\n";
    write_program(&world.path("bin").join("oc"), flood);
    let ran = Ran::of(
        command
            .arg(target(world.endpoint("api")))
            .output()
            .expect("it runs"),
    )
    .ended(3);
    assert!(ran.err.contains("oc get proxies.config.openshift.io cluster: it brought nothing: it printed more than 16 MiB"), "{}", ran.err);
}

#[test]
fn kinds_that_the_cluster_lacks_are_one_note() {
    let world = World::new();
    let lacks = |kind: &str| format!("error: the server doesn't have a resource type \"{kind}\"");
    let client = Client::of(&world, "oc")
        .fails("migclusters", &lacks("migclusters"))
        .fails("proxies", &lacks("proxies"));
    let ran = client.run(&["--from-cluster"]).ended(1);
    assert!(ran.err.contains("note: --from-cluster (oc): the cluster has no migclusters, proxies (so it is with OCP 3"), "{}", ran.err);
    assert_eq!(
        ran.err.matches("(oc): the cluster has no").count(),
        1,
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("problem"), "{}", ran.err);
    assert_eq!(client.run(&["--from-cluster", "-q"]).ended(1).err, "");
}

#[test]
fn a_proxy_of_the_kubeconfig_is_the_way() {
    let world = World::new();
    let api = world.endpoint("api");
    let mut through = view(&url(api));
    through["clusters"][0]["cluster"]["proxy-url"] = json!("http://u:hunter2@127.0.0.1:9");
    let ran = Client::new(&world, "oc")
        .says("config view", &through)
        .run(&["--from-cluster", "-o", "json", "--no-extra-probes"])
        .ended(1);
    assert_eq!(
        ran.json()["endpoints"][0]["verdict"]["code"],
        "proxy-unreachable"
    );
    assert!(
        ran.out
            .contains("proxy-url of context admin of oc config view")
            && !ran.out.contains("hunter2"),
        "{}",
        ran.out
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_runs_ends_with_the_run() {
    let world = World::new();
    let pipe = world.path("pipe").display().to_string();
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    std::fs::create_dir(world.path("bin")).expect("a directory");
    write_program(
        &world.path("bin").join("oc"),
        &format!("#!/bin/sh\necho $$ > '{pipe}'\nexec sleep 600\n"),
    );
    let path = format!(
        "{}:{}",
        world.path("bin").display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let running = Running::start(
        probe()
            .args(["endpoints", "--from-cluster"])
            .env("PATH", path),
    );
    // Answered once the client runs.
    let client = std::fs::read_to_string(&pipe).expect("a number");
    running.signal("TERM");
    assert_eq!(
        running.rest().ended(143).err,
        "error: interrupted (SIGTERM) before there was anything to write\n"
    );
    // It was killed before we ended, but may need a while to die, and whoever adopts it to bury it.
    let lives = || {
        std::fs::read_to_string(format!("/proc/{}/stat", client.trim()))
            .is_ok_and(|stat| !stat.contains(") Z "))
    };
    for _ in 0..500 {
        if !lives() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the client goes on");
}
