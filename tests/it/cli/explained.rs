//! `probe explain` on lines of other programs: what it says, which endpoint its command names, and
//! that no secret of a line comes back.

use mtc_probe::codes::Code;

use super::world::run;

/// The line of its output that begins with these words.
fn line<'a>(out: &'a str, begins: &str) -> &'a str {
    let mut lines = out.lines();
    lines
        .find(|line| line.starts_with(begins))
        .unwrap_or_else(|| panic!("no line begins with {begins:?}:\n{out}"))
}

#[test]
fn the_command_names_the_endpoint_of_the_line() {
    for (text, endpoint) in [
        (
            "Get \"https://api.a.test:6443/api\": x509: certificate signed by unknown authority",
            "--api https://api.a.test:6443",
        ),
        (
            "Test connect failed. Get \"https://a.test:37661/version\": x509: certificate signed by unknown authority",
            "--api https://a.test:37661",
        ),
        (
            "Get \"https://r.a.test/v2/\": x509: certificate signed by unknown authority",
            "registry=r.a.test",
        ),
        ("Get \"https://x.a.test/\": EOF", "x.a.test"),
        (
            r#"{"error":"Get \"https://s3.a.test/\": net/http: TLS handshake timeout"}"#,
            "repository=s3.a.test",
        ),
        (
            "HTTPSConnectionPool(host='s3.a.test', port=9000): Read timed out. (read timeout=3)",
            "repository=s3.a.test:9000",
        ),
        ("x509: certificate signed by unknown authority", "HOST:PORT"),
    ] {
        let ran = run(&["explain", text]).ended(0);
        let command = line(&ran.out, "which one");
        assert!(
            command.ends_with(&format!(" endpoints {endpoint}")),
            "{}",
            ran.out
        );
    }
}

#[test]
fn no_secret_of_a_line_comes_back() {
    for text in [
        "Get \"https://u:hunter2@s3.a.test/\": EOF",
        "Authorization: Bearer hunter2 Get \"https://s3.a.test/\": EOF",
        "password=hunter2 dial tcp 192.0.2.1:443: i/o timeout",
        "Put \"https://s3.a.test/b?X-Amz-Signature=hunter2&X-Amz-Date=1\": EOF",
        r#"{"token":"hunter2","error":"Get \"https://s3.a.test/\": EOF"}"#,
        r#"{\"password\":\"hunter2\"} curl: (52) Empty reply from server"#,
        "curl -u admin:hunter2 https://s3.a.test; curl: (52) Empty reply from server",
        "stunnel_tcp_proxy: http://u:hunter2@192.0.2.1:3128 CONNECT request rejected",
    ] {
        let ran = run(&["explain", text]).ended(0);
        let (out, err) = (&ran.out, &ran.err);
        assert!(
            !out.contains("hunter2") && !err.contains("hunter2") && out.contains("***"),
            "{text}\n{out}{err}"
        );
    }
    // What is not known is not repeated either.
    let unknown = run(&["explain", "token=hunter2 and nothing that anybody knows"]).ended(2);
    assert!(!unknown.err.contains("hunter2"), "{}", unknown.err);
    let word = run(&["explain", "token=hunter2"]).ended(2);
    assert!(!word.err.contains("hunter2"), "{}", word.err);
}

#[test]
fn it_is_said_who_refuses_whom() {
    let text = "http: TLS handshake error from 192.0.2.7:4711: remote error: tls: bad certificate";
    let ran = run(&["explain", text]).ended(0);
    assert!(ran.out.contains("client 192.0.2.7:4711"), "{}", ran.out);
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("it is the client that refuses the server's certificate"),
        "{words}"
    );
    assert!(line(&ran.out, "which one").ends_with("HOST:PORT"));
    let check = run(&[
        "explain",
        "http: TLS handshake error from 192.0.2.7:4711: EOF",
    ])
    .ended(0);
    assert!(check.out.contains("nothing is wrong"), "{}", check.out);
}

#[test]
fn words_of_mtc_and_of_storages_have_their_cure() {
    for (text, said) in [
        (
            "The `saToken` has insufficient privileges.",
            "cluster-admin",
        ),
        ("SaTokenNotPrivileged", "cluster-admin"),
        (
            "NoSuchBucket: The specified bucket does not exist",
            "create it, or correct the name",
        ),
        ("SignatureDoesNotMatch", "secret"),
        (
            "The `caBundle` is required for self-signed API server certificates.",
            "name-mismatch",
        ),
    ] {
        let ran = run(&["explain", text]).ended(0);
        let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said), "{text}: {words}");
    }
}

/// People begin without knowing what to type.
#[test]
fn alone_it_begins_with_what_people_come_for() {
    let out = run(&["explain"]).ended(0).out;
    let at = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words}: {out}"));
    assert!(
        at("explain 'x509: certificate signed by unknown authority'") < at("what is asked most")
    );
    assert!(at("Test connect failed.") < at("explain --all"));
    assert!(out.lines().count() <= SCREEN, "more than a screen:\n{out}");
}

/// Lines of a usual terminal.
const SCREEN: usize = 24;

#[test]
fn a_line_without_a_role_names_the_command_for_an_api_server_too() {
    let ran = run(&["explain", "certificate signed by unknown authority"]).ended(0);
    assert!(line(&ran.out, "which one").ends_with(" endpoints HOST:PORT"));
    assert!(line(&ran.out, "API server").ends_with(" endpoints --api https://HOST:PORT"));
}

#[test]
fn the_most_frequent_causes_of_a_line_that_was_cut_come_first() {
    for typed in [
        &[
            "explain",
            "Test connect failed. Get \"https://a.test:1/version\"",
        ][..],
        &["explain", "Test connect failed"],
        &["explain", "Test", "connect", "failed"],
    ] {
        let out = run(typed).ended(0).out;
        let listed = out.lines().nth(2).unwrap_or_default();
        assert!(listed.starts_with("  private-ca"), "{typed:?}: {out}");
        assert!(
            out.contains("  timeout-tcp") && out.lines().count() < SCREEN,
            "{out}"
        );
        assert!(out.contains(" endpoints --api https://"), "{out}");
    }
}

#[test]
fn families_roles_and_words_of_reports_are_explained() {
    for (asked, said) in [
        (&["unknown-authority"][..], "private-ca"),
        (&["timeout"], "timeout-tls"),
        (&["plain"], "endpoints HOST:PORT"),
        (&["mtc-console"], "endpoints mtc-console=HOST:PORT"),
        (&["api"], "endpoints --api https://HOST:6443"),
        (&["NOT", "CONFIRMED"], "--ca FILE"),
        (&["not confirmed:"], "--ca FILE"),
        (&["CONTRADICTED"], "another CA of the same name"),
        (&["confirmed"], "came another way"),
        (&["proved"], "read back"),
        (&["trust anchor"], "without asking who signed it"),
        (&["not exposed"], "not-exposed:"),
        (&["private", "ca"], "private-ca:"),
    ] {
        let args: Vec<&str> = std::iter::once("explain")
            .chain(asked.iter().copied())
            .collect();
        let ran = run(&args).ended(0);
        let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains(said) && ran.err.is_empty(),
            "{asked:?}: {}",
            ran.out
        );
    }
}

#[test]
fn an_address_is_measured() {
    for (asked, target) in [
        ("https://api.a.test:6443", "--api https://api.a.test:6443"),
        ("https://x.a.test:8443/path", "x.a.test:8443"),
        ("x.a.test", "x.a.test"),
        ("192.0.2.1:443", "192.0.2.1:443"),
    ] {
        let ran = run(&["explain", asked]).ended(2);
        assert!(
            ran.err.ends_with(&format!(" endpoints {target}\n")),
            "{}",
            ran.err
        );
    }
}

/// Whoever reads a general page has no report that could fill anything in.
#[test]
fn no_general_page_shows_a_word_that_nobody_filled() {
    /// Variables of others, which are called so.
    const NAMES: [&str; 4] = [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "REGISTRY_AUTH_TOKEN_REALM",
    ];
    let part = |c: char| c.is_ascii_uppercase() || c == '_';
    for code in Code::ALL {
        let said = mtc_probe::words::remedy_of_any(*code);
        for word in said.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let is_place = word.contains('_') && word.chars().all(part);
            assert!(
                !is_place || NAMES.contains(&word),
                "{code}: {word} in {said}"
            );
        }
    }
}
