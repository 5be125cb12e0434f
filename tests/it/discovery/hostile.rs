//! An API server that means harm: what it names is not contacted, and what it says is shown without
//! its tricks.

use mtc_probe::lab::{Behaviour, CertDraft, LabAnswer, Server, ServerIdentity, Site, TlsSettings};

use super::{Stage, run, said};
use crate::cli::world::World;

/// An API server with these metadata, and a server of this machine that nobody may be led to.
struct Trap {
    api: Server,
    bystander: Server,
}

async fn trap(metadata: impl FnOnce(u16) -> String) -> std::io::Result<Trap> {
    let bystander = Server::start(Behaviour::Silent).await?;
    let own = CertDraft::leaf(World::now(), &["cluster.example.test"]).self_signed()?;
    let page = LabAnswer::new(200, "application/json", metadata(bystander.port()));
    let site = Site::default().page("/.well-known/oauth-authorization-server", page);
    let api = Server::start(Behaviour::Tls(
        TlsSettings::new(ServerIdentity::alone(&own)?).site(site),
    ))
    .await?;
    Ok(Trap { api, bystander })
}

fn ask(stage: &Stage<Trap>, flags: &[&str]) -> crate::cli::world::Ran {
    let port = stage.lab.api.port();
    let address = format!("https://cluster.example.test:{port}");
    run(
        &[port],
        &[&["endpoints", "--api", &address][..], flags].concat(),
    )
    .ended(1)
}

#[test]
fn this_machine_is_not_contacted_because_a_stranger_names_it() {
    for host in [
        "127.0.0.1",
        "127.0.0.2",
        "[::1]",
        "localhost",
        "x.localhost",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "[64:ff9b::7f00:1]",
    ] {
        let stage = Stage::new(trap(|port| {
            let server = format!("https://{host}:{port}");
            serde_json::json!({ "issuer": server, "authorization_endpoint": server, "token_endpoint": server }).to_string()
        }));
        let report = ask(&stage, &["-o", "json"]).json();
        assert_eq!(
            said(&report),
            ["api cluster.example.test: self-signed"],
            "{host}"
        );
        let findings: Vec<_> = report["endpoints"][0]["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|f| &f["code"])
            .collect();
        assert!(
            findings
                .iter()
                .any(|code| **code == "oauth-metadata-unusable"),
            "{findings:?}"
        );
        assert_eq!(stage.lab.bystander.accepted(), 0, "{host}");
    }
}

#[test]
fn a_token_realm_leads_no_further_than_metadata() {
    for host in [
        "127.0.0.2",
        "[::1]",
        "localhost",
        "[::ffff:127.0.0.2]",
        "169.254.169.254",
        "metadata.google.internal",
    ] {
        let stage = Stage::new(async {
            let bystander = Server::start_at(([127, 0, 0, 2], 0).into(), Behaviour::Silent).await?;
            let own = CertDraft::leaf(World::now(), &["registry.example.test"]).self_signed()?;
            let challenge = format!("Bearer realm=\"https://{host}:{}/token\"", bystander.port());
            let page = LabAnswer::new(401, "application/json", "{}")
                .header("WWW-Authenticate", &challenge);
            let api = Server::start(Behaviour::Tls(
                TlsSettings::new(ServerIdentity::alone(&own)?)
                    .site(Site::default().page("/v2/", page)),
            ))
            .await?;
            Ok(Trap { api, bystander })
        });
        let port = stage.lab.api.port();
        let report = run(
            &[port],
            &[
                "endpoints",
                "-o",
                "json",
                &format!("registry=https://registry.example.test:{port}"),
            ],
        )
        .ended(1)
        .json();
        assert_eq!(
            said(&report),
            ["registry registry.example.test: self-signed"],
            "{host}"
        );
        let findings = report["endpoints"][0]["findings"].to_string();
        assert!(
            findings.contains("token-realm-malformed")
                && findings.contains("another machine for everyone")
                    | findings.contains("metadata"),
            "{findings}"
        );
        assert_eq!(stage.lab.bystander.accepted(), 0, "{host}");
    }
}

#[test]
fn passwords_and_control_characters_are_not_repeated() {
    let stage = Stage::new(trap(|port| {
        let escape = "https://\u{1b}]0;owned\u{7}.test";
        let secret = format!("https://admin:hunter2@cluster.example.test:{port}");
        serde_json::json!({ "issuer": secret, "authorization_endpoint": escape, "token_endpoint": vec!["https://a.test"; 300] }).to_string()
    }));
    for format in mtc_probe::report::FORMATS.iter().map(|f| f.name) {
        let ran = ask(&stage, &["-o", format]);
        let all = ran.out + &ran.err;
        assert!(all.contains("oauth-metadata-unusable"), "{all}");
        assert!(
            !all.contains("hunter2")
                && !all.contains(['\u{1b}', '\u{7}'])
                && !all.contains("owned"),
            "{format}: {all}"
        );
    }
    assert_eq!(stage.lab.bystander.accepted(), 0);
}
