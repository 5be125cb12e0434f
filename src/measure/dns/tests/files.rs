//! How the system's files are read: hosts, nsswitch.conf, resolv.conf.
//! Nothing leaves loopback.

use super::super::resolv_conf::ResolvConf;
use super::service::{FakeAnswer, asking, name_service, nobody};
use super::*;

#[tokio::test]
async fn services_are_asked_in_the_order_of_nsswitch() {
    let server = name_service(|name, _| match name {
        "both.test." | "dns.test." => FakeAnswer::Address,
        _ => FakeAnswer::Code(3),
    })
    .await;
    let listed = "192.0.2.7 both.test\n192.0.2.8 file.test\n";
    let of = async |line: &str, name: &str| {
        let resolver = Resolver::new(
            Order::read(line),
            HostsFile::read(listed.as_bytes()),
            Ok(asking(&[server], &[])),
            Families::V4,
        );
        step(&resolver, name).await
    };
    for (line, name, expected) in [
        ("hosts: files dns", "both.test", Ok("192.0.2.7")),
        ("hosts: dns files", "both.test", Ok("192.0.2.1")),
        ("hosts: dns files", "file.test", Ok("192.0.2.8")),
        ("hosts: files", "both.test", Ok("192.0.2.7")),
        ("hosts: files", "dns.test", Err("names no `dns`")),
        (
            "hosts: files [NOTFOUND=return] dns",
            "dns.test",
            Err("ends the lookup"),
        ),
        ("hosts: dns", "file.test", Err("does not exist")),
        (
            "hosts: dns [NOTFOUND=return] files",
            "file.test",
            Err("does not exist"),
        ),
        ("hosts: dns", "localhost", Ok("127.0.0.1")),
    ] {
        let step = of(line, name).await;
        let said = match (step.fault(), step.saw()) {
            (Some(fault), _) => Err(fault.to_string()),
            (None, saw) => Ok(saw.unwrap().addresses[0].to_string()),
        };
        match (&said, expected) {
            (Ok(said), Ok(expected)) => assert_eq!(said, expected, "{line}: {name}"),
            (Err(said), Err(part)) => assert!(said.contains(part), "{line}: {name}: {said}"),
            _ => panic!("{line}: {name}: {said:?}"),
        }
    }
    let cut = of("hosts: files [NOTFOUND=return] dns", "dns.test").await;
    assert_eq!(cut.saw().unwrap().cut_off, ["dns"]);
    let cut = of("hosts: dns [!UNAVAIL=return] files", "file.test").await;
    assert_eq!(cut.saw().unwrap().cut_off, ["files"]);
    let alone = of("hosts: files", "dns.test").await;
    assert!(alone.saw().is_none(), "{alone:?}");
    let line = "hosts: files mdns4_minimal [NOTFOUND=return] dns myhostname";
    let missing = of(line, "nowhere.test").await;
    assert_eq!(
        missing.saw().unwrap().services_not_asked,
        ["mdns4_minimal", "myhostname"]
    );
    let found = of(line, "dns.test").await;
    assert!(found.saw().unwrap().services_not_asked.is_empty());
}

/// As glibc: whatever a resolver does but deny the name, it is unavailable.
#[tokio::test]
async fn a_rule_of_nsswitch_tells_denial_from_failure() {
    let failing = name_service(|_, _| FakeAnswer::Code(2)).await;
    let refusing = name_service(|_, _| FakeAnswer::Code(5)).await;
    let silent = name_service(|_, _| FakeAnswer::Nothing).await;
    let empty = name_service(|_, _| FakeAnswer::Code(0)).await;
    let denying = name_service(|_, _| FakeAnswer::Code(3)).await;
    let unavailable = [failing, refusing, silent, nobody().await];
    for (rule, after_failure, after_denial) in [
        ("", true, true),
        ("[!UNAVAIL=return]", true, false),
        ("[NOTFOUND=return]", true, false),
        ("[UNAVAIL=return]", false, true),
        ("[TRYAGAIN=return]", true, true),
        ("[!SUCCESS=return]", false, false),
        ("[!UNAVAIL=return TRYAGAIN=continue]", true, false),
    ] {
        let servers = unavailable.iter().map(|server| (server, after_failure));
        let all = servers.chain([(&empty, after_denial), (&denying, after_denial)]);
        for (server, goes_on) in all {
            let resolver = Resolver::new(
                Order::read(&format!("hosts: dns {rule} files")),
                HostsFile::read(b"192.0.2.7 a.test\n"),
                Ok(asking(&[*server], &[])),
                Families::V4,
            );
            let step = step(&resolver, "a.test").await;
            assert_eq!(step.is_done(), goes_on, "{rule}: {step:?}");
        }
    }
}

#[test]
fn a_bad_byte_costs_the_word_it_stands_in() {
    let known = |text: &[u8], name: &str| {
        let name = Name::from_str_relaxed(name).unwrap();
        HostsFile::read(text).addresses(&name).len() == 1
    };
    for (text, name, is_known) in [
        (&b"::zz a.test\n192.0.2.1 b.test"[..], "a.test", false),
        (b"::zz a.test\n192.0.2.1 b.test", "b.test", true),
        (b"192.0.2.1\ta.test\r\n", "A.test.", true),
        (b"192.0.2.1 a.test # caf\xe9\n", "a.test", true),
        (b"192.0.2.1 caf\xe9.test a.test\n", "a.test", true),
        (
            b"192.0.2.1 caf\xe9.test\n192.0.2.2 a.test\n",
            "a.test",
            true,
        ),
        (b"192.0.2.1\xff a.test\n192.0.2.2 b.test\n", "a.test", false),
        (b"192.0.2.1\xff a.test\n192.0.2.2 b.test\n", "b.test", true),
        // What begins a file of Windows is part of the first word.
        (
            b"\xef\xbb\xbf192.0.2.1 a.test\n192.0.2.2 b.test\n",
            "a.test",
            false,
        ),
        (
            b"\xef\xbb\xbf192.0.2.1 a.test\n192.0.2.2 b.test\n",
            "b.test",
            true,
        ),
        (b"\xef\xbb\xbf# all\n192.0.2.2 b.test\n", "b.test", true),
        // A no-break space parts no words.
        (b"192.0.2.1\xc2\xa0a.test\n", "a.test", false),
        (b"192.0.2.1 b\xc3\xbccher.test\n", "b\u{fc}cher.test", false),
        (b"192.0.2.1 xn--bcher-kva.test\n", "b\u{fc}cher.test", true),
        (b"\xef\xbb\xbf", "a.test", false),
        (b"", "a.test", false),
    ] {
        let shown = String::from_utf8_lossy(text);
        assert_eq!(known(text, name), is_known, "{name} in {shown:?}");
    }
}

#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn thousands_of_lines_cost_what_a_few_do() {
    let suffixes: String = (0..5_000).map(|n| format!(" s{n}.test")).collect();
    let servers = "nameserver 192.0.2.53\n".repeat(5_000);
    let many = "search a.test\n".repeat(5_000);
    for search in [
        format!("search{suffixes}\n"),
        many.clone() + "search" + &suffixes,
    ] {
        let conf = ResolvConf::read(format!("{servers}{search}").as_bytes());
        assert_eq!(conf.servers.len(), 3);
        let names = conf.candidates("x", false).expect("names");
        // Each suffix, and the name as it is.
        assert_eq!(names.len(), 65);
        assert_eq!(names[0].to_string(), "x.s0.test.");
    }
    for odd in [&b""[..], b"\0\xff\x1b[2J", b"search", b"nameserver"] {
        assert_eq!(ResolvConf::read(odd).servers.len(), 1, "{odd:?}");
    }
}

#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn resolv_conf_is_read_with_its_options() {
    let text = b"# by hand \xff\nnameserver 192.0.2.53\nnameserver fe80::1%7\nnameserver nonsense\nnameserver 192.0.2.54\nnameserver 192.0.2.55\n\
        search a.test . b.test\noptions ndots:3 timeout:2 attempts:9 edns0 trust-ad nobody-knows\nsortlist \xfe\n";
    let conf = ResolvConf::read(text);
    let servers: Vec<String> = conf.servers.iter().map(ToString::to_string).collect();
    assert_eq!(
        servers,
        ["192.0.2.53:53", "[fe80::1%7]:53", "192.0.2.54:53"]
    );
    assert_eq!(
        (conf.ndots, conf.timeout, conf.attempts),
        (3, Duration::from_secs(2), 5)
    );
    assert!(conf.edns0 && !conf.only_tcp);
    let names = |name, absolute| {
        let names = conf.candidates(name, absolute).unwrap();
        names.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(names("x.y", false), ["x.y.a.test.", "x.y.b.test.", "x.y."]);
    assert_eq!(names("x.y", true), ["x.y."]);
    let plain = ResolvConf::read(b"nameserver 192.0.2.53\n");
    assert_eq!((plain.timeout, plain.attempts), (Duration::from_secs(5), 2));
    // As the C library and Go do where none is named.
    let here = ResolvConf::read(b"search a.test\n");
    assert_eq!(here.servers, ["127.0.0.1:53".parse().unwrap()]);
}
