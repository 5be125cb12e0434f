//! Cases of certificates made on the way, as the products make them; and of what looks like it and
//! is not.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Connection, Store};
use mtc_probe::lab::{CertDraft, Issued};

use super::Case;
use super::certificates::trusting;
use crate::verdicts::proxied::{
    CANARY, HTTP, Mint, beside, canary_name, further, minted, through, under_canary, unknown,
    unreachable,
};
use crate::verdicts::scene::{
    self, NOW, answer, answering, asking, at, cert, done, exchange, session, tls,
};

const HOST: &str = "api.west.example.test";
const API: &str = "api=https://api.west.example.test:6443";
const UNTRUSTED: &str = "private-ca";
const DAY: i64 = 86_400;

pub fn cases() -> Vec<Case> {
    let mut all = by_products();
    all.extend(on_one_address());
    all.extend(without_a_sure_sign());
    all.extend(beside_the_other_route());
    all.extend(of_others());
    all.extend(refuted());
    all
}

/// The origin: an API server with a signer of its own.
struct Origin {
    signer: Issued,
    chain: Vec<Cert>,
}

fn signer() -> CertDraft {
    CertDraft::authority(NOW.0, "kube-apiserver-lb-signer").unit("openshift")
}

fn origin() -> Origin {
    let signer = signer().self_signed().expect("a CA");
    let leaf = leaf().signed_by(&signer).expect("a certificate");
    let chain = vec![cert(&leaf), cert(&signer)];
    Origin { signer, chain }
}

/// What the origin's certificate says, which most interceptors copy.
fn leaf() -> CertDraft {
    CertDraft::leaf(NOW.0, &[HOST]).days(-15, 15)
}

fn canary() -> CertDraft {
    CertDraft::leaf(NOW.0, &[CANARY])
}

/// The API server's answer, behind this chain.
fn serving(chain: &[Cert]) -> Attempt {
    answering(
        API,
        chain,
        answer(403, "Forbidden", &[], r#"{"kind": "Status"}"#),
    )
}

/// The same, which asks for a client certificate first as every API server does.
fn asking_first(chain: &[Cert]) -> Attempt {
    let http = done(exchange(
        API,
        Some(answer(403, "Forbidden", &[], r#"{"kind": "Status"}"#)),
    ));
    let secured = tls(done(asking(
        session(chain),
        &["OU=openshift, CN=admin-kubeconfig-signer"],
    )));
    crate::verdicts::scene::attempt(API, vec![Connection { http, ..secured }])
}

fn by(mint: &Mint, leaf: &Issued) -> Vec<Cert> {
    vec![cert(leaf), cert(&mint.0)]
}

fn nobody() -> Vec<Store> {
    trusting(&[])
}

fn by_products() -> Vec<Case> {
    let origin = origin();
    let direct = || asking_first(&origin.chain);
    let squid = Mint::new("West Proxy CA");
    let mitmproxy = Mint(
        CertDraft::authority(NOW.0, "mitmproxy")
            .organization("mitmproxy")
            .self_signed()
            .expect("a CA"),
    );
    let copied = by(&squid, &squid.with_its_own_key(&leaf()));
    let alone = [cert(&mitmproxy.with_its_own_key(&leaf().days(-2, 365)))];
    let for_canary = [cert(&mitmproxy.with_its_own_key(&canary().days(-2, 365)))];
    let squids_canary = by(&squid, &squid.with_its_own_key(&canary()));
    let nobody_trusts = CertDraft::authority(NOW.0, "Not trusted by \"West Proxy CA\"");
    let untrusted = [cert(&squid.in_the_name_of(&leaf(), &nobody_trusts))];
    let self_signed = cert(&leaf().self_signed().expect("a certificate"));
    let copy = [cert(&squid.in_the_name_of(&leaf(), &leaf()))];
    let sees = |chain: &[Cert]| through(HTTP, serving(chain));
    let beside = |attempt| beside(attempt, direct(), UNTRUSTED);
    let transparently = further(
        serving(&alone),
        canary_name(),
        under_canary(&for_canary),
        "root-not-sent",
    );
    let with = |name, attempt, canary: &[Cert]| {
        Case::new(name, attempt, &nobody()).canary(minted(HTTP, canary))
    };
    vec![
        with("intercepted", beside(sees(&copied)), &squids_canary),
        with(
            "intercepted-without-its-ca",
            beside(sees(&alone)),
            &for_canary,
        ),
        Case::new(
            "intercepted-as-untrusted",
            beside(sees(&untrusted)),
            &nobody(),
        ),
        with(
            "intercepted-as-a-self-signed-copy",
            crate::verdicts::proxied::beside(sees(&copy), serving(&[self_signed]), "self-signed"),
            &squids_canary,
        ),
        with(
            "intercepted-where-nothing-else-answers",
            beside_nothing(sees(&copied)),
            &squids_canary,
        ),
        Case::new("intercepted-without-a-proxy", transparently, &nobody()),
        Case::new(
            "intercepted-though-trusted",
            sees(&copied),
            &trusting(&[cert(&squid.0)]),
        )
        .canary(minted(HTTP, &squids_canary)),
    ]
}

/// The direct way is closed.
fn beside_nothing(attempt: Attempt) -> Attempt {
    beside(attempt, unreachable(API), UNTRUSTED)
}

/// The second address of two is answered by an interceptor; its canary too. The first is trusted,
/// or not.
fn on_one_address() -> Vec<Case> {
    let origin = origin();
    let interceptor = Mint::new("West Proxy CA");
    let there = |chain: &[Cert]| at("192.0.2.11", scene::secured(chain));
    let copied = by(&interceptor, &interceptor.with_its_own_key(&leaf()));
    let attempt = || scene::attempt(API, vec![scene::secured(&origin.chain), there(&copied)]);
    let under_name = || {
        let made = by(&interceptor, &interceptor.with_its_own_key(&canary()));
        let mut asked = further(attempt(), canary_name(), under_canary(&made), UNTRUSTED);
        asked.extras[0].connections[0]
            .address
            .set_ip("192.0.2.11".parse().expect("an address"));
        asked
    };
    vec![
        Case::new("intercepted-on-one-address", under_name(), &nobody()),
        Case::new(
            "intercepted-on-one-address-beside-a-trusted-one",
            under_name(),
            &trusting(&[cert(&origin.signer)]),
        ),
    ]
}

/// An appliance with a CA of the company's own and a key for every host.
fn without_a_sure_sign() -> Vec<Case> {
    let inspecting = inspecting();
    let own = by(
        &inspecting,
        &inspecting.with_another_key(&leaf().days(-1, 364)),
    );
    let for_canary = by(&inspecting, &inspecting.with_another_key(&canary()));
    let sees = |chain: &[Cert]| through(HTTP, serving(chain));
    vec![
        Case::new("intercepted-with-keys-of-its-own", sees(&own), &nobody())
            .canary(minted(HTTP, &for_canary)),
        // Nothing but the canary speaks against it: a server that issues on demand looks the same.
        Case::new(
            "minted-on-demand",
            further(
                serving(&own),
                canary_name(),
                under_canary(&for_canary),
                UNTRUSTED,
            ),
            &nobody(),
        ),
    ]
}

/// What differs on the other route, or does not.
fn beside_the_other_route() -> Vec<Case> {
    let origin = origin();
    let inspecting = inspecting();
    let own = by(
        &inspecting,
        &inspecting.with_another_key(&leaf().days(-1, 364)),
    );
    let sees = |chain: &[Cert]| through(HTTP, serving(chain));
    let known = by(
        &inspecting,
        &inspecting.with_another_key(&leaf().days(-1, 364).organization("West")),
    );
    let plain = serving(&origin.chain);
    // Issued at no round hour, and copied to the second.
    let dated = || leaf().valid(NOW.0 - 15 * DAY + 1_017, NOW.0 + 15 * DAY + 1_017);
    let by_origin = dated().signed_by(&origin.signer).expect("a certificate");
    let exact = [cert(&by_origin), cert(&origin.signer)];
    let copied = by(
        &inspecting,
        &inspecting.with_another_key(&dated().with_few_extensions()),
    );
    let clone = Mint(signer().self_signed().expect("a CA"));
    let cloned = by(&clone, &clone.with_another_key(&leaf()));
    let home = Mint::new("West Home CA");
    let home_made = by(&home, &home.with_its_own_key(&leaf()));
    vec![
        Case::new(
            "intercepted-likely",
            beside(sees(&copied), asking_first(&exact), UNTRUSTED),
            &nobody(),
        )
        .canary(unknown(HTTP)),
        // One difference explains the other: an edge that asks for no client certificate.
        Case::new(
            "routes-differ-at-an-edge",
            beside(sees(&own), asking_first(&origin.chain), UNTRUSTED),
            &nobody(),
        )
        .canary(unknown(HTTP)),
        // Name and dates are those of the real CA's certificate; the key is not.
        Case::new(
            "routes-differ-by-the-key-alone",
            beside(sees(&cloned), serving(&origin.chain), UNTRUSTED),
            &nobody(),
        )
        .canary(unknown(HTTP)),
        Case::new("possibly-intercepted", serving(&home_made), &nobody()),
        Case::new(
            "private-ca-whose-key-its-server-uses",
            beside(sees(&home_made), serving(&home_made), UNTRUSTED),
            &nobody(),
        )
        .canary(unknown(HTTP)),
        Case::new(
            "routes-differ",
            beside(sees(&known), plain, UNTRUSTED),
            &nobody(),
        )
        .canary(unknown(HTTP)),
    ]
}

/// A CA below a company's root, which inspects.
fn inspecting() -> Mint {
    let company = Mint::new("West Corporation Root CA");
    let issuing = CertDraft::authority(NOW.0, "West Issuing CA 7");
    Mint(issuing.signed_by(&company.0).expect("a CA"))
}

/// The proxy mints, but not for this endpoint.
fn of_others() -> Vec<Case> {
    let origin = origin();
    let company = Mint::new("West Corporation Root CA");
    let inspecting = Mint(
        CertDraft::authority(NOW.0, "West Issuing CA 7")
            .signed_by(&company.0)
            .expect("a CA"),
    );
    let honest = Mint(
        CertDraft::authority(NOW.0, "West Server CA 3")
            .signed_by(&company.0)
            .expect("a CA"),
    );
    let for_canary = by(&inspecting, &inspecting.with_another_key(&canary()));
    let with_root: Vec<Cert> = for_canary
        .iter()
        .cloned()
        .chain([cert(&company.0)])
        .collect();
    let beside_it: Vec<Cert> = by(&honest, &honest.with_another_key(&leaf()))
        .into_iter()
        .chain([cert(&company.0)])
        .collect();
    let trusted = trusting(&[cert(&origin.signer)]);
    let spared = || through(HTTP, asking_first(&origin.chain));
    let of_the_company = || through(HTTP, serving(&beside_it));
    let both = |attempt, there| beside(attempt, there, UNTRUSTED);
    // The inspecting CA issued the certificate of a server that is exempt.
    let own = by(&inspecting, &inspecting.with_another_key(&leaf()));
    vec![
        Case::new(
            "proxy-intercepts-others",
            both(spared(), asking_first(&origin.chain)),
            &trusted,
        )
        .canary(minted(HTTP, &for_canary)),
        Case::new(
            "proxy-intercepts-others-though-its-ca-issued-this",
            both(through(HTTP, serving(&own)), serving(&own)),
            &nobody(),
        )
        .canary(minted(HTTP, &for_canary)),
        // Nothing to compare with: a CA for servers that the proxy does not trust looks the same.
        Case::new(
            "possibly-intercepted-by-a-proxy-that-mints",
            beside_nothing(spared()),
            &nobody(),
        )
        .canary(minted(HTTP, &for_canary)),
        // One company, two CAs below its root: only one of them inspects.
        Case::new(
            "proxy-intercepts-others-with-a-ca-beside-ours",
            both(of_the_company(), serving(&beside_it)),
            &trusting(&[cert(&company.0)]),
        )
        .canary(minted(HTTP, &with_root)),
        Case::new(
            "private-ca-above-an-inspecting-one",
            both(of_the_company(), serving(&beside_it)),
            &nobody(),
        )
        .canary(minted(HTTP, &with_root)),
    ]
}

/// Signs that a control explains.
fn refuted() -> Vec<Case> {
    let origin = origin();
    let renewed = [
        cert(&leaf().signed_by(&origin.signer).expect("a certificate")),
        cert(&origin.signer),
    ];
    let on_demand = Mint::new("West On-Demand CA");
    let made = |name: &str| {
        by(
            &on_demand,
            &on_demand.with_another_key(&CertDraft::leaf(NOW.0, &[name]).days(0, 1)),
        )
    };
    let serves = serving(&made(HOST));
    vec![
        // Another proxy would show other bytes, and another CA key.
        Case::new(
            "private-ca-the-same-on-both-routes",
            beside(
                through(HTTP, asking_first(&origin.chain)),
                asking_first(&origin.chain),
                UNTRUSTED,
            ),
            &nobody(),
        )
        .canary(unknown(HTTP)),
        Case::new(
            "private-ca-renewed-between-two-looks",
            beside(
                through(HTTP, serving(&renewed)),
                asking_first(&origin.chain),
                UNTRUSTED,
            ),
            &nobody(),
        )
        .canary(unknown(HTTP)),
        // Covers whatever is asked for, with a key for each: no proof.
        Case::new(
            "private-ca-that-issues-on-demand",
            further(
                serves,
                canary_name(),
                under_canary(&made(CANARY)),
                UNTRUSTED,
            ),
            &nobody(),
        ),
    ]
}
