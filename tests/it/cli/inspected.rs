//! `probe export-bundle` behind proxies: nothing of an interceptor's gets into a bundle unless it
//! is named, and nothing that only a proxy has shown unless somebody vouches for it.

use mtc_probe::cert::Cert;
use mtc_probe::lab::{Interceptor, InterceptorKind, Issued, LabEndpoint, Mode, Proxy, ProxyDraft};

use super::world::{Ran, World, names, target, unwrapped};
use crate::world::Refused;

const WRONG: &str = "00000000000000000000000000000000000000000000000000000000000000ff";

fn of(kind: InterceptorKind) -> Interceptor {
    Interceptor::new(World::now(), kind).expect("an interceptor")
}

fn sha256(issued: &Issued) -> String {
    Cert::from_der(issued.der().to_vec()).sha256().to_owned()
}

/// What a refusal says to name.
fn hinted(ran: &Ran, flag: &str) -> String {
    let said = unwrapped(&ran.err);
    let (_, rest) = said
        .split_once(&format!("{flag} "))
        .unwrap_or_else(|| panic!("no {flag}:\n{}", ran.err));
    rest.chars().take_while(char::is_ascii_hexdigit).collect()
}

fn held(pem: &str) -> Vec<String> {
    Cert::read_pem(pem)
        .iter()
        .map(|c| c.sha256().to_owned())
        .collect()
}

struct Behind {
    world: World,
    proxy: Proxy,
}

impl Behind {
    fn new(mode: Mode) -> Self {
        let world = World::new();
        let proxy = world.proxy(ProxyDraft::new(mode));
        Self { world, proxy }
    }

    fn endpoint(&self, name: &str) -> &LabEndpoint {
        self.world.endpoint(name)
    }

    fn export(&self, endpoint: &LabEndpoint, flags: &[&str]) -> Ran {
        let url = self.proxy.url();
        self.world.probe(
            "export-bundle",
            &[endpoint],
            &[&["-x", &url, "--trust", "none"], flags].concat(),
        )
    }
}

#[test]
fn an_interceptors_ca_is_refused_unless_it_is_named() {
    for kind in [
        InterceptorKind::SquidBump,
        InterceptorKind::SslSplit,
        InterceptorKind::Corporate,
    ] {
        let interceptor = of(kind);
        let behind = Behind::new(Mode::Intercepts(interceptor.clone()));
        let api = behind.endpoint("api");
        let bundle = behind.world.path("ca.pem").display().to_string();
        let refused = behind.export(api, &["-o", &bundle]).ended(3);
        assert!(
            refused.out.is_empty() && behind.world.listing().is_empty(),
            "{kind:?}: {:?}",
            behind.world.listing()
        );
        assert!(
            names(&refused.err, "intercepted", api),
            "{kind:?}: {}",
            refused.err
        );
        let ca = sha256(interceptor.authority());
        assert_eq!(hinted(&refused, "--accept-interceptor"), ca, "{kind:?}");
        for wrong in [
            &["--accept-interceptor", WRONG][..],
            &["--accept-unconfirmed", &ca],
            &["--allow-partial"],
            &["--pin-leaf"],
        ] {
            assert_eq!(
                behind.export(api, wrong).ended(3).out,
                "",
                "{kind:?} {wrong:?}"
            );
        }
        let written = behind.export(api, &["--accept-interceptor", &ca]).ended(0);
        assert_eq!(held(&written.out), [ca], "{kind:?}: {}", written.err);
    }
}

/// Nothing of the CA is sent: the leaf alone leads nowhere, and pinning it is no way out.
#[test]
fn a_ca_that_is_not_sent_must_be_given_and_named() {
    let interceptor = of(InterceptorKind::MitmproxyEager);
    let behind = Behind::new(Mode::Intercepts(interceptor.clone()));
    let api = behind.endpoint("api");
    for flags in [&[][..], &["--pin-leaf"]] {
        let refused = behind.export(api, flags).ended(3);
        assert!(
            refused.out.is_empty() && refused.err.contains("\n  intercepted  "),
            "{flags:?}: {}",
            refused.err
        );
    }
    let file = behind
        .world
        .file("mitmproxy.pem", &interceptor.authority().pem());
    let ca = sha256(interceptor.authority());
    assert!(
        behind
            .export(api, &["--ca", &file])
            .ended(3)
            .err
            .contains("\n  intercepted  "),
        "to trust it is not to want it in a bundle"
    );
    assert_eq!(
        held(
            &behind
                .export(api, &["--ca", &file, "--accept-interceptor", &ca])
                .ended(0)
                .out
        ),
        [ca]
    );
}

/// Squid's copy of a self-signed certificate bears no name of its CA, and would make every reader
/// trust Squid's key.
#[test]
fn a_copy_of_a_self_signed_certificate_is_refused() {
    let behind = Behind::new(Mode::Intercepts(of(InterceptorKind::SquidLax)));
    let own = behind.endpoint("selfsigned");
    let direct = behind
        .world
        .probe("export-bundle", &[own], &["--trust", "none"])
        .ended(0);
    for flags in [
        &[][..],
        &["--pin-leaf"],
        &["--allow-partial"],
        &["--accept-interceptor", WRONG],
    ] {
        let refused = behind.export(own, flags).ended(3);
        assert!(
            refused.out.is_empty() && refused.err.contains("\n  intercepted  "),
            "{flags:?}: {}",
            refused.err
        );
    }
    let copy = hinted(&behind.export(own, &[]), "--accept-interceptor");
    assert!(!held(&direct.out).contains(&copy));
    assert_eq!(
        held(
            &behind
                .export(own, &["--accept-interceptor", &copy])
                .ended(0)
                .out
        ),
        [copy]
    );
}

/// The others of the run are untouched: what is written in part holds nothing of the interceptor's.
#[test]
fn a_part_is_written_for_those_it_spares() {
    let world = World::new();
    let api = world.endpoint("api");
    let oauth = world.endpoint("oauth");
    let interceptor = of(InterceptorKind::SquidBump).splices(&[&api.name]);
    let proxy = world.proxy(ProxyDraft::new(Mode::Intercepts(interceptor.clone())));
    let flags = ["-x", &proxy.url(), "--trust", "none", "--allow-partial"];
    let ran = world.probe("export-bundle", &[api, oauth], &flags).ended(1);
    assert!(names(&ran.err, "intercepted", oauth), "{}", ran.err);
    assert_eq!(held(&ran.out).len(), 1);
    assert!(!held(&ran.out).contains(&sha256(interceptor.authority())));
    assert!(world.connects(&ran.out, api).is_ok());
}

/// Each attempt is judged with what its own further measurements told, also where it is printed at
/// once.
#[test]
fn streamed_verdicts_are_those_of_the_whole_report() {
    let behind = Behind::new(Mode::Intercepts(of(InterceptorKind::MitmproxyEager)));
    let (api, url) = (behind.endpoint("api"), behind.proxy.url());
    let saved = behind.world.path("run.jsonl").display().to_string();
    let line = behind
        .world
        .probe(
            "endpoints",
            &[api],
            &["-x", &url, "-o", "jsonl", "--save", &saved],
        )
        .ended(1)
        .json();
    let again = super::world::run(&["endpoints", "--from", &saved, "-o", "jsonl"])
        .ended(1)
        .json();
    assert_eq!(line["verdict"]["code"], "intercepted");
    assert_eq!(line["verdict"], again["verdict"]);
    assert_eq!(line["findings"], again["findings"]);
}

/// Directly nobody answers, so nothing confirms what the proxy shows.
#[test]
fn what_only_a_proxy_has_shown_is_refused_until_somebody_vouches_for_it() {
    let behind = Behind::new(Mode::Tunnel);
    let (api, url) = (behind.endpoint("api"), behind.proxy.url());
    let nobody = Refused::new().expect("a port");
    let place = format!("api={}:{}", api.name, nobody.address().port());
    let resolve = format!("{}:{}:127.0.0.1", api.name, nobody.address().port());
    let export = |flags: &[&str]| {
        let usual = [
            "export-bundle",
            &place,
            "-x",
            &url,
            "--resolve",
            &resolve,
            "--trust",
            "none",
        ];
        super::world::run(&[&usual[..], flags].concat())
    };
    let refused = export(&[]).ended(3);
    assert!(
        refused.out.is_empty() && refused.err.contains("\n  unconfirmed  "),
        "{}",
        refused.err
    );
    let sha256 = hinted(&refused, "--accept-unconfirmed");
    let signer = held(&behind.world.lab.api_signer_pem());
    assert_eq!(signer, std::slice::from_ref(&sha256));
    assert_eq!(export(&["--accept-unconfirmed", WRONG]).ended(3).out, "");
    let file = behind
        .world
        .file("signer.pem", &behind.world.lab.api_signer_pem());
    for flags in [["--accept-unconfirmed", &sha256], ["--ca", &file]] {
        let written = export(&flags).ended(0);
        assert_eq!(held(&written.out), signer, "{flags:?}");
        assert!(behind.world.connects(&written.out, api).is_ok());
    }
}

/// The direct route shows the same bytes: that is confirmation enough.
#[test]
fn what_both_routes_show_is_confirmed() {
    let behind = Behind::new(Mode::Tunnel);
    for name in ["api", "oauth", "selfsigned"] {
        let endpoint = behind.endpoint(name);
        let written = behind.export(endpoint, &[]).ended(0);
        assert!(
            behind.world.connects(&written.out, endpoint).is_ok(),
            "{}",
            target(endpoint)
        );
    }
    // Nobody looked the other way.
    let refused = behind
        .export(behind.endpoint("api"), &["--no-extra-probes"])
        .ended(3);
    assert!(
        refused.err.contains("\n  doubt-left-open  "),
        "{}",
        refused.err
    );
}

/// A bundle that holds the interceptor's CA already covers nothing that is intercepted, and does
/// not pass the check either.
#[test]
fn an_existing_bundle_does_not_let_an_interceptor_in() {
    let interceptor = of(InterceptorKind::MitmproxyLazy);
    let behind = Behind::new(Mode::Intercepts(interceptor.clone()));
    let api = behind.endpoint("api");
    let kept = behind
        .world
        .file("kept.pem", &interceptor.authority().pem());
    for flags in [
        &["--merge", &kept][..],
        &["--merge", &kept, "--allow-partial"],
        &["--merge", &kept, "-q"],
    ] {
        let refused = behind.export(api, flags).ended(3);
        assert!(
            refused.out.is_empty() && refused.err.contains("\n  intercepted  "),
            "{flags:?}: {}",
            refused.err
        );
    }
    let ca = sha256(interceptor.authority());
    let written = behind
        .export(api, &["--merge", &kept, "--accept-interceptor", &ca])
        .ended(0);
    assert_eq!(held(&written.out), [ca]);
    let url = behind.proxy.url();
    let verified = behind
        .world
        .probe("verify-bundle", &[api], &[&kept, "-x", &url])
        .ended(1);
    assert!(verified.out.contains("intercepted"), "{}", verified.out);
}

#[test]
fn no_output_overwrites_another() {
    let world = World::new();
    let api = world.endpoint("api");
    let (same, kept) = (
        world.path("same").display().to_string(),
        world.file("kept.pem", ""),
    );
    for flags in [
        ["-o", &same, "--lock", &same],
        ["-o", &same, "--save", &same],
        ["--merge", &kept, "--lock", &kept],
    ] {
        let refused = world.probe("export-bundle", &[api], &flags).ended(2);
        assert!(
            refused.err.contains("name the same file"),
            "{flags:?}: {}",
            refused.err
        );
    }
}

#[test]
fn one_dead_proxy_is_named_once_for_all_who_go_through_it() {
    let nobody = Refused::new().expect("a port");
    let proxy = format!("http://{}", nobody.address());
    let table = super::world::run(&[
        "endpoints",
        "-o",
        "wide",
        "--proxy",
        &proxy,
        "oauth=a.example.test",
        "console=b.example.test",
    ])
    .ended(1)
    .out;
    assert!(
        table.contains("\nproxy-unreachable: 2 endpoints\n"),
        "{table}"
    );
    assert!(
        table.contains(&format!("check {proxy} (from --proxy)")),
        "{table}"
    );
}

/// What is kept of an earlier bundle is written again, for whatever endpoint: it is named too.
#[test]
fn an_interceptors_ca_in_the_file_that_is_merged_is_refused_unless_it_is_named() {
    let world = World::new();
    let api = world.endpoint("api");
    let interceptor = of(InterceptorKind::SquidBump).splices(&[&api.name]);
    let proxy = world.proxy(ProxyDraft::new(Mode::Intercepts(interceptor.clone())));
    let behind = Behind { world, proxy };
    let api = behind.endpoint("api");
    let ca = sha256(interceptor.authority());
    let old = behind.world.file("old.pem", &interceptor.authority().pem());
    let refused = behind.export(api, &["--merge", &old]).ended(3);
    assert_eq!(refused.out, "");
    assert_eq!(hinted(&refused, "--accept-interceptor"), ca);
    assert!(refused.err.contains(&old), "{}", refused.err);
    let partly = behind.export(api, &["--merge", &old, "--allow-partial"]);
    assert_eq!(partly.ended(3).out, "");
    let named = ["--merge", &old, "--accept-interceptor", &ca];
    let written = behind.export(api, &named).ended(0);
    assert!(held(&written.out).contains(&ca), "{}", written.err);
}
