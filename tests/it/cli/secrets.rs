//! Proxy credentials: sent to the proxy, and found nowhere else, in no output, no saved run and no
//! error.

use std::fs;

use mtc_probe::lab::{CertDraft, Mode, ProxyDraft, ServerIdentity};

use super::world::{Ran, World, probe, run, target};

const USER: &str = "migr@tion";
const PASSWORD: &str = "pa:ss/w%rd\"'<&>";
/// Both, percent-encoded as a URL wants them.
const WRITTEN: &str = "migr%40tion:pa:ss%2Fw%25rd%22'%3C&%3E";
/// Parts of both in every form; and of the Basic token.
const SECRETS: [&str; 9] = [
    "migr@tion",
    "migr%40",
    "pa:ss",
    "ss%2F",
    "ss/w",
    "w%rd",
    "w%25rd",
    "bWlnckB0aW9u",
    "wr0ng",
];

#[track_caller]
fn assert_silent(text: &str, about: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{about} shows {secret:?}:\n{text}");
    }
}

#[track_caller]
fn assert_kept(ran: &Ran, saved: &str, about: &str) {
    assert_silent(&ran.out, about);
    assert_silent(&ran.err, about);
    assert_silent(&fs::read_to_string(saved).expect("a saved run"), about);
}

#[test]
fn credentials_appear_in_no_output_and_no_saved_run() {
    let world = World::new();
    let proxy = world.proxy(ProxyDraft::new(Mode::Tunnel).requires(USER, PASSWORD));
    let saved = world.path("run.jsonl").display().to_string();
    let (api, roots) = (world.endpoint("api"), world.roots());
    for (written, code) in [(WRITTEN, 0), ("migr%40tion:wr0ng%25", 1)] {
        let url = format!("http://{written}@{}", proxy.address());
        for format in mtc_probe::report::FORMATS.iter().map(|f| f.name) {
            let flags = ["-o", format, "--save", &saved, "--ca", &roots];
            let by_flag = world
                .probe("endpoints", &[api], &[&flags[..], &["-x", &url]].concat())
                .ended(code);
            assert_kept(&by_flag, &saved, format);
            let mut by_variable = world.command("endpoints", &[api], &flags);
            let by_variable = Ran::of(
                by_variable
                    .env("HTTPS_PROXY", &url)
                    .output()
                    .expect("it runs"),
            )
            .ended(code);
            assert_kept(&by_variable, &saved, format);
        }
        let export = world.probe(
            "export-bundle",
            &[api],
            &["-x", &url, "--save", &saved, "--ca", &roots],
        );
        assert_kept(
            &export.ended(if code == 0 { 0 } else { 3 }),
            &saved,
            "export-bundle",
        );
    }
}

#[test]
fn over_socks_they_appear_nowhere_either() {
    let world = World::new();
    let proxy = world.proxy(ProxyDraft::new(Mode::Socks5).requires(USER, PASSWORD));
    let saved = world.path("run.jsonl").display().to_string();
    let api = world.endpoint("api");
    for (written, code) in [
        (WRITTEN, "private-ca"),
        ("migr%40tion:wr0ng", "proxy-auth-required"),
    ] {
        let url = format!("socks5h://{written}@{}", proxy.address());
        let ran = world
            .probe(
                "endpoints",
                &[api],
                &[
                    "-x", &url, "-o", "json", "--save", &saved, "--trust", "none",
                ],
            )
            .ended(1);
        assert_eq!(ran.json()["endpoints"][0]["verdict"]["code"], code);
        assert_kept(&ran, &saved, "socks");
    }
}

/// What is no proxy's URL is refused without being repeated: it may hold a password all the same.
#[test]
fn a_wrong_proxy_url_is_refused_without_an_echo() {
    let wrongs = [
        "ftp://C@proxy.test",
        "http://C@",
        "http://C@proxy.test:99999",
        "http://C@proxy.test:port",
        "http://C@a b",
        "socks9://C@proxy.test",
        "http:/C@proxy.test",
        "http://C@[::1",
        // The slash of the password as it is, not percent-encoded.
        "http://migr%40tion:11/wr0ng@proxy.test",
    ];
    for wrong in wrongs {
        let url = wrong.replacen('C', WRITTEN, 1);
        for command in ["endpoints", "export-bundle"] {
            let ran = run(&[command, "-x", &url, "plain=127.0.0.1:9"]).ended(2);
            assert_eq!(ran.out, "", "{wrong}");
            assert_silent(&ran.err, wrong);
        }
        let mut by_variable = probe();
        by_variable
            .args(["endpoints", "--connect-timeout", "1s", "plain=127.0.0.1:9"])
            .env("HTTPS_PROXY", &url);
        let ran = Ran::of(by_variable.output().expect("it runs"));
        assert_silent(&format!("{}{}", ran.out, ran.err), wrong);
    }
}

/// The proxy's own certificate is judged again as it was, by the store that is saved.
#[test]
fn a_saved_run_still_trusts_the_proxys_certificate() {
    let world = World::new();
    let front = CertDraft::leaf(World::now(), &["127.0.0.1"])
        .self_signed()
        .expect("a certificate");
    let proxy = world.proxy(
        ProxyDraft::new(Mode::Tunnel)
            .behind_tls(ServerIdentity::alone(&front).expect("an identity")),
    );
    let store = world.file("system.pem", &[front.pem(), world.lab.roots_pem()].concat());
    let saved = world.path("run.jsonl").display().to_string();
    let mut command = world.command(
        "endpoints",
        &[world.endpoint("api")],
        &["-x", &proxy.url(), "-o", "json", "--save", &saved],
    );
    let live = Ran::of(
        command
            .env("SSL_CERT_FILE", &store)
            .output()
            .expect("it runs"),
    )
    .ended(0)
    .json();
    let again = run(&["endpoints", "--from", &saved, "-o", "json"])
        .ended(0)
        .json();
    assert_eq!(
        live["endpoints"],
        again["endpoints"],
        "{}",
        target(world.endpoint("api"))
    );
}
