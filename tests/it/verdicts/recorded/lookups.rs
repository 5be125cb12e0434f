//! Cases of how a name is looked up: resolvers that disagree or fail, aliases, answers that lead
//! nowhere.

use mtc_probe::evidence::{
    Attempt, Connection, Fault, LookupFailure, Resolution, ResolverAnswer, ResolverSaid, Step,
};
use mtc_probe::lab::CertDraft;

use super::Case;
use super::certificates::{root, trusting};
use crate::verdicts::scene::{
    ADDRESS, NOW, at, attempt, cert, done, failed, secured, tcp, unresolved,
};

const HOST: &str = "api.west.example.test";
const API: &str = "api=https://api.west.example.test:6443";
const PLAIN: &str = "plain=https://api.west.example.test:6443";
const PUBLIC: &str = "repository=https://s3.west.example.com";
const FIRST: &str = "192.0.2.53";
const SECOND: &str = "192.0.2.54";

pub fn cases() -> Vec<Case> {
    let mut all = denied();
    all.extend(not_asked());
    all.extend(nowhere());
    all.into_iter()
        .map(|(name, attempt)| Case::new(name, attempt, &[]))
        .chain(slow())
        .collect()
}

type Named = (&'static str, Attempt);

fn asked(resolver: &str, family: &str, said: ResolverSaid) -> ResolverAnswer {
    let took_us = match &said {
        ResolverSaid::Failed(Fault::TimedOut { after_ms }) => after_ms * 1000,
        ResolverSaid::Failed(_)
        | ResolverSaid::Addresses(_)
        | ResolverSaid::NoAddress
        | ResolverSaid::NoSuchName => 1_800,
    };
    ResolverAnswer {
        resolver: resolver.into(),
        name: HOST.into(),
        family: family.into(),
        took_us,
        said,
        aliases: Vec::new(),
    }
}

/// The same for both families.
fn both(resolver: &str, said: &ResolverSaid) -> Vec<ResolverAnswer> {
    ["A", "AAAA"]
        .map(|family| asked(resolver, family, said.clone()))
        .into()
}

fn addresses() -> ResolverSaid {
    ResolverSaid::Addresses(vec![ADDRESS.parse().expect("an address")])
}

fn saw(attempt: &Attempt) -> Resolution {
    let made = crate::verdicts::scene::attempt(API, Vec::new()).dns;
    attempt
        .dns
        .saw()
        .or_else(|| made.saw())
        .cloned()
        .expect("a resolution")
}

/// A lookup that found nothing: what was asked, what was compared.
fn found_nothing(
    fault: Fault,
    asked: Vec<ResolverAnswer>,
    compared: Vec<ResolverAnswer>,
) -> Attempt {
    let mut attempt = unresolved(API, fault.clone());
    let resolution = Resolution {
        asked,
        compared,
        ..saw(&attempt)
    };
    attempt.dns = Step::Failed {
        took_us: 4_200,
        fault,
        saw: Some(resolution),
    };
    attempt
}

fn alias(said: &ResolverSaid) -> Vec<ResolverAnswer> {
    let mut answers = both(FIRST, said);
    for answer in &mut answers {
        answer.aliases = vec![
            "west.lb.example.test".into(),
            "ab12.elb.example.test".into(),
        ];
    }
    answers
}

fn denied() -> Vec<Named> {
    let missing = ResolverSaid::NoSuchName;
    let mut end = asked(FIRST, "A", missing.clone());
    end.name = "ab12.elb.example.test".into();
    vec![
        (
            "resolvers-disagree",
            found_nothing(
                Fault::NoSuchName,
                both(FIRST, &missing),
                both(SECOND, &addresses()),
            ),
        ),
        (
            "resolvers-disagree-whether-it-has-an-address",
            found_nothing(
                Fault::NoAddress,
                both(FIRST, &ResolverSaid::NoAddress),
                vec![asked(SECOND, "A", addresses())],
            ),
        ),
        (
            "resolvers-disagree-about-the-end-of-an-alias",
            found_nothing(
                Fault::NoSuchName,
                alias(&missing),
                both(SECOND, &addresses()),
            ),
        ),
        (
            "name-not-found-by-any-resolver",
            found_nothing(
                Fault::NoSuchName,
                both(FIRST, &missing),
                both(SECOND, &missing),
            ),
        ),
        (
            "alias-dangling",
            found_nothing(Fault::NoSuchName, alias(&missing), Vec::new()),
        ),
        (
            "alias-dangling-without-an-error",
            found_nothing(Fault::NoAddress, alias(&ResolverSaid::NoAddress), vec![end]),
        ),
        (
            "name-without-address-at-the-end-of-an-alias",
            found_nothing(
                Fault::NoAddress,
                alias(&ResolverSaid::NoAddress),
                both(SECOND, &ResolverSaid::NoAddress),
            ),
        ),
    ]
}

/// By nsswitch.conf the resolvers, or the hosts file, are not asked.
fn not_asked() -> Vec<Named> {
    let missing = ResolverSaid::NoSuchName;
    let only_hosts_file = Fault::Resolver {
        text: "the hosts file does not list the name".into(),
        kind: LookupFailure::OnlyHostsFile,
    };
    let with_services = {
        let mut attempt = found_nothing(Fault::NoSuchName, both(FIRST, &missing), Vec::new());
        if let Step::Failed { saw: Some(saw), .. } = &mut attempt.dns {
            saw.services_not_asked = vec!["mdns4_minimal".into(), "myhostname".into()];
        }
        attempt
    };
    vec![
        ("name-not-found-where-services-are-not-asked", with_services),
        (
            "dns-failure-where-only-the-hosts-file-is-asked",
            unresolved(API, only_hosts_file.clone()),
        ),
        ("dns-failure-where-a-rule-ends-the-lookup", {
            let mut attempt = found_nothing(only_hosts_file, Vec::new(), Vec::new());
            if let Step::Failed { saw: Some(saw), .. } = &mut attempt.dns {
                saw.cut_off = vec!["dns".into()];
            }
            attempt
        }),
        ("name-not-found-where-a-rule-ends-the-lookup", {
            let mut attempt = found_nothing(Fault::NoSuchName, both(FIRST, &missing), Vec::new());
            if let Step::Failed { saw: Some(saw), .. } = &mut attempt.dns {
                saw.cut_off = vec!["files".into()];
            }
            attempt
        }),
    ]
}

fn nowhere() -> Vec<Named> {
    let of = |text: &str, address: &str, fault| at_address(text, tcp(address, failed(fault)));
    let silence = Fault::TimedOut { after_ms: 5000 };
    let another = CertDraft::leaf(NOW.0, &["localhost"]).self_signed();
    let another = secured(&[cert(&another.expect("a certificate"))]);
    vec![
        ("name-leads-nowhere", of(PUBLIC, "0.0.0.0", Fault::Refused)),
        (
            "name-leads-nowhere-but-to-a-link",
            of(
                "api=https://api.ocp.internal:6443",
                "fe80::10",
                Fault::Other {
                    os_code: Some(22),
                    text: "Invalid argument".into(),
                },
            ),
        ),
        (
            "name-leads-nowhere-inside",
            of(
                "api=https://api.ocp.internal:6443",
                "0.0.0.0",
                Fault::Refused,
            ),
        ),
        (
            "name-leads-nowhere-but-to-this-machine",
            of(PUBLIC, "127.0.0.1", Fault::Refused),
        ),
        (
            "name-leads-nowhere-but-to-another-server",
            at_address(PUBLIC, at("127.0.0.1", another)),
        ),
        (
            "name-leads-nowhere-by-a-filter",
            of(PUBLIC, "146.112.61.106", silence),
        ),
        (
            "refused-by-this-machine-under-an-internal-name",
            of(
                "api=https://api.crc.testing:6443",
                "127.0.0.1",
                Fault::Refused,
            ),
        ),
    ]
}

/// A resolver gave the address of this connection.
fn at_address(text: &str, connection: Connection) -> Attempt {
    let address = connection.address.ip();
    let mut attempt = attempt(text, vec![connection]);
    let said = ResolverSaid::Addresses(vec![address]);
    let resolution = Resolution {
        asked: vec![asked(FIRST, "A", said)],
        ..saw(&attempt)
    };
    attempt.dns = done(resolution);
    attempt
}

fn rcode(code: u16, name: &str) -> Fault {
    Fault::Resolver {
        text: format!("the resolver answered {name}").into(),
        kind: LookupFailure::Rcode(code),
    }
}

/// It works; the lookup could be better.
fn slow() -> Vec<Case> {
    let root = root();
    let leaf = CertDraft::leaf(NOW.0, &[HOST])
        .signed_by(&root)
        .expect("a certificate");
    let works = |asked: Vec<ResolverAnswer>, missing: Vec<(String, Fault)>| {
        let mut attempt = attempt(PLAIN, vec![secured(&[cert(&leaf)])]);
        let resolution = Resolution {
            asked,
            missing,
            ..saw(&attempt)
        };
        attempt.dns = done(resolution);
        attempt
    };
    let silence = || Fault::TimedOut { after_ms: 5000 };
    let failing = |fault: Fault| {
        let families = ["A", "AAAA"].into_iter().flat_map(|family| {
            let second = if family == "A" {
                addresses()
            } else {
                ResolverSaid::NoAddress
            };
            [
                asked(FIRST, family, ResolverSaid::Failed(fault.clone())),
                asked(SECOND, family, second),
            ]
        });
        works(families.collect(), Vec::new())
    };
    let (servfail, refused) = (rcode(2, "SERVFAIL"), rcode(5, "REFUSED"));
    let erring = works(
        vec![
            asked(FIRST, "A", addresses()),
            asked(FIRST, "AAAA", ResolverSaid::Failed(servfail.clone())),
        ],
        vec![("AAAA".into(), servfail)],
    );
    let hanging = works(
        vec![
            asked(FIRST, "A", addresses()),
            asked(FIRST, "AAAA", ResolverSaid::Failed(silence())),
            asked(FIRST, "AAAA", ResolverSaid::Failed(silence())),
        ],
        vec![("AAAA".into(), Fault::TimedOut { after_ms: 10_000 })],
    );
    let stores = trusting(&[cert(&root)]);
    [
        ("resolver-failing", failing(silence())),
        ("resolver-failing-at-once", failing(refused)),
        (
            "resolver-failing-as-the-c-library-does",
            failing(rcode(1, "FORMERR")),
        ),
        ("lookup-half-answered-at-once", erring),
        ("lookup-half-answered", hanging),
    ]
    .into_iter()
    .map(|(name, attempt)| Case::new(name, attempt, &stores))
    .collect()
}
