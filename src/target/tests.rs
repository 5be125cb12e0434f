//! How targets are written, and what is said of one that nobody can read.
//! Opens nothing.

use super::*;

fn parse(text: &str) -> Result<Target, String> {
    Target::parse(text, Origin::Argument { number: 1 })
}

#[test]
fn a_url_names_the_same_host_as_its_bare_name() {
    for text in [
        "https://name.test.",
        "https://NAME.test./x?y",
        "https://name.test:443",
        "name.test.",
        "name.test",
    ] {
        assert_eq!(
            parse(text).map(|t| t.authority()).as_deref(),
            Ok("name.test:443"),
            "{text}"
        );
    }
    for text in [
        "https://a..test",
        "https://.a.test",
        "https://a.test..",
        &format!("https://{}.test", "a".repeat(64)),
    ] {
        assert!(
            parse(text).is_err_and(|why| why.contains("a label is empty or too long")),
            "{text}: {:?}",
            parse(text)
        );
    }
}

#[test]
fn a_url_of_tls_names_its_port_or_has_its_schemes() {
    for (text, authority) in [
        ("ldaps://Dir.test", "dir.test:636"),
        ("ldaps://dir.test:443/dc=x", "dir.test:443"),
        ("LDAPS://[::1]", "[::1]:636"),
        ("wss://a.test/socket?x", "a.test:443"),
        ("tls://10.0.0.1:9000", "10.0.0.1:9000"),
        ("rediss://b\u{fc}cher.test", "xn--bcher-kva.test:6379"),
        ("docker://quay.test/a/b:latest", "quay.test:443"),
    ] {
        assert_eq!(
            parse(text).map(|t| t.authority()).as_deref(),
            Ok(authority),
            "{text}"
        );
    }
    for text in [
        "http://a.test",
        "ldap://a.test",
        "ws://a.test",
        "file:///a",
        "ldaps://u:p@a.test",
        "ldaps://",
        "ldaps:///x",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_final_dot_is_kept_for_the_lookup_only() {
    for (text, absolute) in [
        ("https://name.test.", true),
        ("https://name.test.:443/x", true),
        ("name.test.:8443", true),
        ("name.test", false),
        ("https://name.test", false),
        ("192.0.2.1:443", false),
    ] {
        assert_eq!(parse(text).map(|t| t.absolute), Ok(absolute), "{text}");
    }
    let (dotted, bare) = (parse("name.test.").unwrap(), parse("name.test").unwrap());
    assert!(dotted.same_question(&bare));
    assert_eq!(dotted.name(), bare.name());
}

#[test]
fn an_address_that_programs_read_differently_is_refused() {
    for (host, read_as) in [
        ("010.0.0.1", "8.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("1", "0.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("%31.0.0.1", "1.0.0.1"),
        ("\u{ff11}.0.0.1", "1.0.0.1"),
    ] {
        let url = format!("https://{host}:6443/x");
        for text in [host, &format!("{host}:443"), &url] {
            let why = parse(text).unwrap_err();
            assert!(
                why.contains(&format!("`{host}` is ambiguous"))
                    && why.contains(&format!("the address {read_as},")),
                "{text}: {why}"
            );
        }
    }
    for text in ["10.0.0.1", "https://10.0.0.1", "10.0.0.1:443"] {
        assert_eq!(
            parse(text).map(|t| t.authority()).as_deref(),
            Ok("10.0.0.1:443")
        );
    }
}

/// Measured with curl 7.88 and Go 1.19, 1.23, 1.27: a name to all of them.
#[test]
fn an_address_with_a_final_dot_is_refused() {
    for host in ["127.0.0.1.", "10.0.0.1.", "127.1.", "0x7f.0.0.1.", "[::1]."] {
        let url = format!("https://{host}:6443/x");
        for text in [host, &format!("{host}:443"), &url] {
            let why = parse(text).unwrap_err();
            let bare = host.trim_end_matches('.');
            let says_so = why.contains(&format!("`{host}` is ambiguous"))
                && why.ends_with(&format!("write `{bare}`"));
            // No URL has anything but a port behind brackets.
            let is_no_url = host == "[::1]." && why.starts_with("not a URL: ");
            assert!(says_so || is_no_url, "{text}: {why}");
        }
    }
    for host in ["127.0.0.1..", "1.2.3.4.5.", "::1."] {
        assert!(parse(host).is_err(), "{host}");
    }
    assert!(parse("1.2.3.test.").is_ok_and(|target| target.absolute));
}

#[test]
fn what_is_wrong_with_a_name_is_said_plainly() {
    let why = |text: &str| parse(text).unwrap_err();
    assert_eq!(
        why("localhost:443:1"),
        "`localhost:443` is no host name: a host name cannot hold `:`"
    );
    assert_eq!(
        why("a b"),
        "`a b` is no host name: a host name cannot hold a blank"
    );
    assert_eq!(
        why("a\tb:1"),
        "`a\tb` is no host name: a host name cannot hold a blank"
    );
    assert_eq!(
        why("https://a b:1/"),
        "not a URL: a host name cannot hold a blank"
    );
    assert_eq!(
        why("https://a$(id).test"),
        "`a$(id).test` is no host name: a host name cannot hold `$`"
    );
    assert_eq!(why("https://a|b"), "not a URL: a host name cannot hold `|`");
    assert!(
        why(" name = x").starts_with("no such role `name`: "),
        "{}",
        why("name = x")
    );
    assert_eq!(parse("api = a.test").map(|t| t.role.name), Ok("api"));
}

#[test]
fn a_misspelt_role_is_answered_with_the_one_it_may_mean() {
    for (typed, meant) in [
        ("apii=a.test", "api"),
        ("aip=a.test", "api"),
        ("API=a.test", "api"),
        ("mtc_console=a.test", "mtc-console"),
        ("repo=a.test", "repository"),
        ("regsitry=https://a.test", "registry"),
    ] {
        let why = parse(typed).expect_err(typed);
        assert!(
            why.contains(&format!(": did you mean `{meant}=`? it is one of api, ")),
            "{why}"
        );
    }
    for far in ["x=a.test", "=a.test", "database=a.test"] {
        let why = parse(far).expect_err(far);
        assert!(why.contains("`: one of api, "), "{why}");
    }
}

#[test]
fn a_storage_alone_is_spoken_to_in_clear() {
    for (text, written) in [
        ("repository=http://s3.test", "repository=http://s3.test:80"),
        (
            "repository=HTTP://S3.test:9000/b",
            "repository=http://s3.test:9000",
        ),
        ("repository=http://[::1]:443", "repository=http://[::1]:443"),
        ("repository=https://s3.test", "repository=s3.test:443"),
    ] {
        let read = parse(text).expect(text);
        assert_eq!(read.as_written(), written);
        assert_eq!(read.clear, written.contains("http://"));
        assert_eq!(parse(written), Ok(read), "read again");
    }
    let (clear, secure) = (
        parse("repository=http://s3.test:443").unwrap(),
        parse("repository=s3.test:443").unwrap(),
    );
    assert!(!clear.same_question(&secure));
    for text in [
        "api=http://a.test",
        "registry=http://a.test",
        "http://a.test",
    ] {
        let why = parse(text).unwrap_err();
        assert!(
            why.starts_with("`http://` is not TLS from its first byte")
                && why.ends_with("; http:// is for repository= alone"),
            "{why}"
        );
    }
    assert!(parse("repository=http://u:p@s3.test").is_err());
}
