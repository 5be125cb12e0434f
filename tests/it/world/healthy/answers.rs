//! Healthy services whose answers look like a filter's: no TLS behind an honest tunnel, redirects to
//! another host, refusals in words that proxies use. Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use mtc_probe::lab::behaviour::{Behaviour, SSH_BANNER};
use mtc_probe::lab::http::{LabAnswer, Site};
use mtc_probe::lab::pki::CertDraft;

const NAME: &str = "service.example.test";
const CONSOLE: &str = "console-openshift-console.apps.one.example.test";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "plain-http",
        "a port that speaks HTTP without TLS, behind an honest tunnel",
        |now| alone(now, Behaviour::PlainHttp(anything()))
    )
    .fails(),
    shape!(
        "ssh",
        "a port that speaks SSH, behind an honest tunnel",
        |now| alone(now, Behaviour::Greeting(SSH_BANNER))
    )
    .fails(),
    shape!(
        "garbage",
        "a port that speaks nothing that is known",
        |now| alone(now, Behaviour::Garbage)
    )
    .fails(),
    shape!(
        "single-sign-on",
        "a console that sends everybody to a single sign-on of another domain",
        |now| console(now, CONSOLE, to_sign_on)
    ),
    shape!(
        "single-sign-on-of-country",
        "the same where both are below co.jp, which is no company",
        |now| console(now, "console.one.co.jp", to_sign_on_of_country)
    ),
    shape!(
        "squid-before-console",
        "a console behind a Squid of its own, whose rules deny the path that is asked for",
        |now| console(now, CONSOLE, denied)
    ),
];

async fn alone(now: i64, behaviour: Behaviour) -> io::Result<Running> {
    Cast::new(now).alone("plain", NAME, behaviour).await
}

async fn console(
    now: i64,
    name: &'static str,
    answer: fn(&str) -> LabAnswer,
) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("ingress-operator@1790000000")?;
    let leaf = CertDraft::leaf(now, &[name]).signed_by(&ca)?;
    let tls = ordinary(&leaf, &ca)?.site(Site::otherwise(answer));
    cast.alone("console", name, Behaviour::Tls(tls)).await
}

fn found(location: &str) -> LabAnswer {
    LabAnswer::new(302, "text/html", "Found").header("Location", location)
}

fn to_sign_on(_path: &str) -> LabAnswer {
    found("https://example.signon.test/oauth2/authorize?client=console")
}

fn to_sign_on_of_country(_path: &str) -> LabAnswer {
    found("https://signon.another.co.jp/authorize")
}

fn denied(_path: &str) -> LabAnswer {
    LabAnswer::new(403, "text/html", "<html><body>Access Denied</body></html>")
        .header("Server", "squid/5.7")
        .header("X-Squid-Error", "ERR_ACCESS_DENIED 0")
}
