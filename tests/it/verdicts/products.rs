//! By whom an interceptor's CA was made: named where its issuer's name is that of an inspecting CA,
//! and not where a maker's name only stands in it. The name itself accuses nobody.

use mtc_probe::cert::Cert;
use mtc_probe::judge::{Endpoint, Given, Stores};
use mtc_probe::lab::CertDraft;
use mtc_probe::words;

use super::proxied::{CANARY, HTTP, Mint, beside, minted, through, unknown};
use super::scene::{NOW, across, cert, codes, judge, serving};

const HOST: &str = "api.west.example.test";
const API: &str = "plain=https://api.west.example.test:6443";

/// The parts of an issuer's name.
type Name = &'static [(&'static str, &'static str)];

const FORTINET: (&str, &str) = ("O", "Fortinet");
const AUTHORITY: (&str, &str) = ("OU", "Certificate Authority");

/// CAs that products inspect with.
const INSPECTING: &[(Name, &str)] = &[
    (
        &[FORTINET, AUTHORITY, ("CN", "FG6H0FTB20900001")],
        "FortiGate",
    ),
    (
        &[FORTINET, AUTHORITY, ("CN", "Fortinet Untrusted CA")],
        "FortiGate",
    ),
    (
        &[("O", "Fortinet Ltd."), ("CN", "FortiGate CA")],
        "FortiGate",
    ),
    (
        &[("O", "Sophos"), ("OU", "NSG"), ("CN", "Sophos SSL CA_C1")],
        "Sophos",
    ),
    (
        &[
            ("O", "Menlo Security Inc."),
            ("CN", "Menlo Security Intermediate CA"),
        ],
        "Menlo Security",
    ),
    (&[("CN", "SonicWALL Firewall DPI-SSL")], "SonicWall"),
];

/// What signs the makers' own certificates (an appliance's from the factory, its admin page, a
/// server of the company), and companies that are called like them.
const LOOK_ALIKES: &[Name] = &[
    &[FORTINET, AUTHORITY, ("CN", "fortinet-subca2001")],
    &[FORTINET, AUTHORITY, ("CN", "support")],
    &[FORTINET, ("OU", "FortiGate"), ("CN", "FG200FT900000001")],
    &[("O", "Fortinet Services GmbH"), ("CN", "Server CA")],
    &[
        ("O", "Fortinet Services GmbH"),
        AUTHORITY,
        ("CN", "FG CA 1"),
    ],
    &[
        ("O", "Blue Coat Systems, Inc."),
        ("CN", "abrca.bluecoat.com"),
    ],
    &[("O", "Blue Coat Outfitters"), ("CN", "Server CA")],
    &[("O", "Cisco"), ("CN", "High Assurance SUDI CA")],
    &[("O", "Cisco Systems"), ("CN", "Cisco Manufacturing CA")],
    &[
        (
            "O",
            "HTTPS Management Certificate for SonicWALL (self-signed)",
        ),
        ("CN", "192.168.168.168"),
    ],
    &[("O", "Sophos"), ("CN", "Sophos_CA_C1")],
    &[("O", "Zscaler Inc."), ("CN", "Server CA 2")],
    &[("O", "Netskope Inc."), ("CN", "Server CA 2")],
    &[("O", "Menlo Security Inc."), ("CN", "Server CA 2")],
    &[("O", "AO Kaspersky Lab"), ("CN", "Kaspersky Lab CA 3")],
    &[("O", "Bitdefender"), ("CN", "Bitdefender Server CA")],
];

fn called(name: Name) -> Mint {
    let parts = name.iter().rev();
    let draft = parts.fold(CertDraft::authority(NOW.0, ""), |ca, part| match *part {
        ("O", name) => ca.organization(name),
        ("OU", name) => ca.unit(name),
        (_, name) => ca.common_name(name),
    });
    Mint(draft.self_signed().expect("a CA"))
}

fn made_by(ca: &Mint, host: &str) -> Vec<Cert> {
    let leaf = ca.with_another_key(&CertDraft::leaf(NOW.0, &[host]));
    vec![cert(&leaf), cert(&ca.0)]
}

/// Proven: the same CA answered for a name that cannot exist.
fn proven(name: Name) -> Endpoint {
    let ca = called(name);
    let attempt = through(HTTP, serving(API, &made_by(&ca, HOST)));
    let (stores, canaries) = (Stores::new(&[]), [minted(HTTP, &made_by(&ca, CANARY))]);
    let given = Given::new(&stores, &canaries, NOW);
    across(&[attempt], given).1.remove(0)
}

fn product(endpoint: &Endpoint) -> Option<String> {
    assert_eq!(endpoint.verdict.code().name(), "intercepted");
    words::facts(&endpoint.verdict.finding).get("product")
}

#[test]
fn an_inspecting_ca_is_told_from_what_else_bears_its_makers_name() {
    for (name, called) in INSPECTING {
        let endpoint = proven(name);
        assert_eq!(product(&endpoint).as_deref(), Some(*called), "{name:?}");
    }
    for name in LOOK_ALIKES {
        assert_eq!(product(&proven(name)), None, "{name:?}");
    }
}

/// Alone, and beside one difference that a second router makes too.
#[test]
fn a_name_accuses_nobody() {
    let stores = Stores::new(&[]);
    let names = INSPECTING.iter().map(|(name, _)| name).chain(LOOK_ALIKES);
    for name in names {
        let chain = made_by(&called(name), HOST);
        let alone = judge(serving(API, &chain), &[]);
        assert_eq!(codes(&alone), ["private-ca"], "{name:?}");
        let other = serving(API, &made_by(&Mint::new("West Router CA"), HOST));
        let differs = beside(through(HTTP, serving(API, &chain)), other, "private-ca");
        let canaries = [unknown(HTTP)];
        let given = Given::new(&stores, &canaries, NOW);
        let differs = across(&[differs], given).1.remove(0);
        let codes = codes(&differs);
        assert_eq!(codes, ["private-ca", "routes-differ"], "{name:?}");
    }
}
