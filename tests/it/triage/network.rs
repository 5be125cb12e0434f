//! Faults of the network in lines of every component: who is in trouble, as what, which way, and what is
//! left alone.

use super::super::cli::world::{World, run, run_with};
use serde_json::Value;

fn told(line: &str) -> Vec<Value> {
    let ran = run_with(&["triage", "-", "-o", "json", "--fail-on", "never"], line).ended(0);
    let found = ran.json()["findings"].clone();
    found.as_array().expect("findings").clone()
}

#[test]
fn the_endpoint_is_told_with_its_role_and_its_way() {
    for (line, code, target) in [
        (
            r#"{"level":"info","ts":1611442849248,"logger":"cluster","msg":"","error":"Get \"https://api.src.example.test:6443/apis/x\": dial tcp 192.0.2.1:6443: i/o timeout","stacktrace":"x"}"#,
            "timeout-tcp",
            "--api https://api.src.example.test:6443",
        ),
        (
            r#"level=error msg=x error="Get \"https://s3.example.test/b?list-type=2\": proxyconnect tcp: dial tcp 192.0.2.7:3128: connect: connection refused""#,
            "proxy-unreachable",
            "-x http://192.0.2.7:3128 repository=s3.example.test:443",
        ),
        (
            "pinging container registry r.example.test:5000: Get \"https://r.example.test:5000/v2/\": x509: certificate has expired or is not yet valid: current time 2025-01-02T03:04:05Z is after 2024-01-01T00:00:00Z",
            "expired",
            "registry=r.example.test:5000",
        ),
        (
            "Error: connect ECONNREFUSED 192.0.2.1:6443\n    at x {\n  code: 'ECONNREFUSED',\n  config: {\n    url: 'https://api.example.test:6443/.well-known/oauth-authorization-server',\n  }\n}",
            "refused",
            "--api https://api.example.test:6443",
        ),
        (
            "2021.01.25 22:49:33 LOG3[12]: s_connect: connect 192.0.2.1:443: Connection refused (111)",
            "refused",
            "192.0.2.1:443",
        ),
        (
            "curl: (6) Could not resolve host: s3.example.test",
            "name-not-found",
            "repository=s3.example.test:443",
        ),
    ] {
        let found = told(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        let endpoint = &found[0]["endpoint"];
        let command = endpoint["command"].as_str().expect(line);
        assert!(
            command.ends_with(&format!(" endpoints {target}")),
            "{command}"
        );
        let codes = found[0]["codes"].as_array().expect("codes");
        assert!(codes.iter().any(|known| known == code), "{line}: {codes:?}");
    }
}

#[test]
fn what_is_no_fault_is_silent() {
    for line in [
        r#"level=debug msg="received EOF" err="rpc error: code = Unavailable desc = error reading from server: EOF""#,
        "I0102 03:04:05.678901       1 log.go:1] http: TLS handshake error from 10.1.2.3:40000: EOF",
        r#"level=info msg="done" error="<nil>" name=x509-certificate-exporter"#,
        "        X509v3 Basic Constraints: critical",
        "  timeout: 300s",
        "EOF",
    ] {
        assert_eq!(told(line), Vec::<Value>::new(), "{line}");
    }
}

#[test]
fn no_secret_is_repeated() {
    const SECRET: &str = "hunter2andmore";
    for line in [
        format!("Error: Get \"https://u:{SECRET}@s3.example.test/b\": EOF"),
        format!("Error: Get \"https://s3.example.test/b?X-Amz-Signature={SECRET}&x=y\": EOF"),
        format!("Error: Get \"https://a.blob.example.test/c?sv=1&sig={SECRET}\": EOF"),
        format!("Get \"https://s3.example.test/b\": EOF token={SECRET}: EOF"),
        format!("Bearer {SECRET} Get \"https://s3.example.test/b\": EOF"),
        format!(
            "Error: Get \"https://s3.example.test/b\": EOF\n  clientSecret: '{SECRET}',\n  url: 'https://x:{SECRET}@y.test/'"
        ),
    ] {
        for format in ["table", "wide", "json", "jsonl"] {
            let ran = run_with(&["triage", "-", "-o", format], &line);
            assert!(
                !ran.out.contains(SECRET) && !ran.err.contains(SECRET),
                "{}",
                ran.out
            );
            assert!(ran.out.contains("example.test"), "{line}: {}", ran.out);
        }
    }
}

#[test]
fn what_is_measured_decides() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = server.local_addr().expect("an address");
    drop(server);
    let line = format!("dial tcp {address}: connect: connection refused\n");
    let world = World::new();
    let log = world.file("x.log", &line);
    let ran = run(&[
        "triage",
        &log,
        "--probe",
        "--proxy-from",
        "none",
        "-o",
        "json",
    ])
    .ended(1);
    assert_eq!(ran.json()["findings"][0]["endpoint"]["measured"], "refused");
    let shown = run(&["triage", &log, "--probe", "--proxy-from", "none"]).ended(1);
    assert!(shown.out.contains("  measured "), "{}", shown.out);
}
