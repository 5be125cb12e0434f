//! The script that measures the third leg from the console's pod, run by a real Node against servers on loopback; passed over where there
//! is no Node.

use std::process::{Command, Stdio};

use mtc_probe::lab::server::SSH_BANNER;
use mtc_probe::lab::{Answer, Behaviour, Draft, Identity, Mode, ProxyDraft, Refused, Server, Site, Tls};
use mtc_probe::mtc::pod;
use serde_json::Value;

fn has_node() -> bool {
    Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What the command prints, without `oc` in front: the shell takes its quotes off as it would for `oc`.
fn measured(authority: &str, variables: &[(&str, &str)]) -> Value {
    let command = pod::login_command(authority);
    // Its own deadline is longer than a test should be.
    let inner = command.split_once(" -- ").expect("what oc runs").1.replace("15000", "900");
    let mut shell = Command::new("sh");
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "no_proxy", "NODE_OPTIONS"] {
        shell.env_remove(name);
    }
    let output = shell.args(["-c", &inner]).envs(variables.iter().copied()).output().expect("a shell");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.lines().count(), 1, "{text}{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(output.status.success(), said["ok"] == true, "{said}");
    said
}

fn behaving(behaviour: Behaviour) -> Server {
    tokio::runtime::Handle::current().block_on(Server::start(behaviour)).expect("a server")
}

fn healthy() -> Server {
    let leaf = Draft::leaf(crate::verdicts::scene::NOW.0, &["oauth.apps.c.test"]).self_signed().expect("a certificate");
    let site = Site::mute().page("/healthz", Answer::new(200, "text/plain", "ok"));
    behaving(Behaviour::Tls(Tls::new(Identity::alone(&leaf).expect("an identity")).site(site)))
}

/// Servers of the lab go on while the shell is waited for.
fn in_the_lab(test: impl FnOnce() + Send + 'static) {
    if !has_node() {
        eprintln!("no node: passed over");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(runtime.spawn_blocking(test)).expect("the test itself");
}

#[test]
fn the_script_fits_shell_quotes_and_has_a_deadline() {
    assert!(!pod::SCRIPT.contains('\''));
    assert!(pod::SCRIPT.contains("15000"));
    assert!(pod::SCRIPT.is_ascii() && pod::SCRIPT.lines().all(|line| line.len() <= 78));
}

#[test]
fn every_outcome_is_one_line_of_json() {
    in_the_lab(|| {
        let server = healthy();
        let said = measured(&format!("localhost:{}", server.port()), &[]);
        assert_eq!((&said["ok"], &said["status"], &said["via"]), (&true.into(), &200.into(), &"direct".into()), "{said}");
        let silent = behaving(Behaviour::Silent);
        let ssh = behaving(Behaviour::Greeting(SSH_BANNER));
        let hangs_up = behaving(Behaviour::CloseAfterHello);
        let refused = Refused::new().expect("an address");
        for (authority, step, error) in [
            (format!("localhost:{}", silent.port()), "tls", "ETIMEDOUT"),
            (format!("localhost:{}", ssh.port()), "tls", "ERR_SSL_WRONG_VERSION_NUMBER"),
            (format!("localhost:{}", hangs_up.port()), "tls", "ECONNRESET"),
            (refused.address().to_string(), "tcp", "ECONNREFUSED"),
            ("no-such-name.invalid:443".into(), "dns", "ENOTFOUND"),
        ] {
            let said = measured(&authority, &[]);
            let near = said["step"] == step || (step == "tcp" && said["step"] == "dns");
            assert!(near && said["ok"] == false, "{authority}: {said}");
            assert!(said["error"] == error || (step == "dns" && said["error"] == "EAI_AGAIN"), "{authority}: {said}");
        }
    });
}

#[test]
fn the_consoles_proxy_rules_are_kept_and_no_secret_is_shown() {
    in_the_lab(|| {
        let server = healthy();
        let draft = ProxyDraft::new(Mode::Tunnel).resolves("*.apps.c.test", server.address()).requires("user", "s3cret");
        let proxy = tokio::runtime::Handle::current().block_on(draft.start()).expect("a proxy");
        let (with, without) = (format!("http://user:s3cret@{}", proxy.address()), format!("http://{}", proxy.address()));
        let (inside, own) = ("oauth.apps.c.test:443", format!("localhost:{}", server.port()));
        let through = measured(inside, &[("HTTPS_PROXY", &with)]);
        assert!(through["ok"] == true && through["via"] == without.as_str(), "{through}");
        let unknown = measured(inside, &[("HTTP_PROXY", &without)]);
        assert!(unknown["step"] == "proxy" && unknown["error"] == "proxy answered 407", "{unknown}");
        let exempt = measured(&own, &[("HTTPS_PROXY", &with), ("NO_PROXY", ".svc, localhost")]);
        assert!(exempt["ok"] == true && exempt["via"] == "direct" && exempt["exempt"] == "localhost", "{exempt}");
        let wildcard = measured(inside, &[("HTTPS_PROXY", &with), ("NO_PROXY", "*.apps.c.test")]);
        assert_eq!(wildcard["via"], without.as_str(), "the console knows no wildcard: {wildcard}");
        let broken = measured(inside, &[("HTTPS_PROXY", "http://user:s3 cret@a b")]);
        assert!(broken["step"] == "proxy" && broken["error"] == "not a URL", "{broken}");
        for said in [through, unknown, exempt, wildcard, broken] {
            assert!(!said.to_string().contains("s3"), "{said}");
        }
    });
}
