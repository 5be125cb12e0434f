//! Healthy servers of odd habits, alone under their names.
//! Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::http::{LabAnswer, Site};
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::tls::TlsSettings;

const NAME: &str = "service.example.test";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "sni-default",
        "routed by SNI: an unknown name gets the default certificate, which does not cover it",
        sni_default
    ),
    shape!(
        "strict-sni",
        "rejects unknown names and none with alert 112",
        strict
    ),
    shape!(
        "cdn",
        "one certificate with 100 names, of other customers mostly",
        cdn
    ),
    shape!(
        "mtls-1.2",
        "insists on a client certificate, in TLS 1.2: the handshake fails",
        mtls_1_2
    ),
    shape!(
        "mtls-1.3",
        "insists on a client certificate, in TLS 1.3: fails after the handshake",
        mtls_1_3
    ),
    shape!(
        "edge-via",
        "behind an L7 edge that adds Via and X-Cache, as proxies do",
        edge
    ),
    shape!(
        "one-operator-one-key",
        "one operator, one key under two certificates of two names",
        shared_key
    ),
    shape!(
        "self-signed",
        "vouches for itself; the same on both routes",
        self_signed
    ),
    shape!(
        "on-demand",
        "has a certificate made for any name asked for, on both routes alike: a canary is covered",
        on_demand
    ),
    shape!("tls-1.2-only", "an origin that knows no TLS 1.3", only_1_2),
    shape!(
        "tls-1.3-only",
        "an origin that knows nothing else",
        only_1_3
    ),
    shape!(
        "issuer-elsewhere",
        "sends its leaf only and says where the issuer is (AIA)",
        issuer_elsewhere
    ),
    shape!(
        "cross-signed",
        "sends its CA twice, once signed by an older root: one key under two CA certificates",
        cross_signed
    ),
];

async fn sni_default(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let (own, default) = (
        CertDraft::leaf(now, &[NAME]).signed_by(&ca)?,
        CertDraft::leaf(now, &["default.example.test"]).signed_by(&ca)?,
    );
    let tls = ordinary(&default, &ca)?.for_name(NAME, ServerIdentity::new(&own, &[&own, &ca])?);
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn strict(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let own = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let tls = TlsSettings::strict()
        .for_name(NAME, ServerIdentity::new(&own, &[&own, &ca])?)
        .site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn cdn(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Delivery CA")?;
    let customers: Vec<String> = (0..99)
        .map(|number| format!("customer-{number}.example.test"))
        .collect();
    let names: Vec<&str> = customers.iter().map(String::as_str).chain([NAME]).collect();
    let leaf = CertDraft::leaf(now, &names).signed_by(&ca)?;
    let site = Site::otherwise(|_| {
        LabAnswer::from("ok")
            .header("Server", "cdn")
            .header("Via", "1.1 edge-7 (cdn)")
            .header("X-Cache", "HIT")
    });
    cast.alone(
        "plain",
        NAME,
        Behaviour::Tls(ordinary(&leaf, &ca)?.site(site)),
    )
    .await
}

async fn mtls_1_2(now: i64) -> io::Result<Running> {
    mtls(now, TlsSettings::only_1_2).await
}

async fn mtls_1_3(now: i64) -> io::Result<Running> {
    mtls(now, TlsSettings::only_1_3).await
}

async fn mtls(now: i64, version: fn(TlsSettings) -> TlsSettings) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Mesh CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let tls = version(ordinary(&leaf, &ca)?.requires_client_certificate(&[&ca]));
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn edge(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let site = Site::otherwise(|_| {
        LabAnswer::from("ok")
            .header("Via", "1.1 edge.example.test (Varnish/7.1)")
            .header("X-Cache", "MISS")
    });
    cast.alone(
        "plain",
        NAME,
        Behaviour::Tls(ordinary(&leaf, &ca)?.site(site)),
    )
    .await
}

async fn shared_key(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let first = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let second = first.same_key_for(&CertDraft::leaf(now, &["second.example.test"]), &ca)?;
    for (name, leaf) in [(NAME, &first), ("second.example.test", &second)] {
        let address = cast.server(Behaviour::Tls(ordinary(leaf, &ca)?)).await?;
        cast.target("plain", name, &[address]);
    }
    cast.tunnelled().await
}

async fn self_signed(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let own = CertDraft::leaf(now, &[NAME]).self_signed()?;
    cast.roots.push_str(&own.pem());
    cast.alone("plain", NAME, alone(&own)?).await
}

async fn on_demand(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Caddy Local Authority - ECC Intermediate")?;
    let tls = TlsSettings::strict().on_demand(now, &ca).site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn only_1_2(now: i64) -> io::Result<Running> {
    of_version(now, TlsSettings::only_1_2).await
}

async fn only_1_3(now: i64) -> io::Result<Running> {
    of_version(now, TlsSettings::only_1_3).await
}

async fn of_version(now: i64, version: fn(TlsSettings) -> TlsSettings) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    cast.alone(
        "plain",
        NAME,
        Behaviour::Tls(version(ordinary(&leaf, &ca)?)),
    )
    .await
}

async fn issuer_elsewhere(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let root = cast.authority("Example Root CA")?;
    let issuing = CertDraft::authority(now, "Example Issuing CA").signed_by(&root)?;
    let leaf = CertDraft::leaf(now, &[NAME])
        .issuer_at("http://pki.example.test/issuing.cer")
        .signed_by(&issuing)?;
    cast.alone("plain", NAME, alone(&leaf)?).await
}

async fn cross_signed(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (old, new) = (
        cast.authority("Example Old Root CA")?,
        cast.authority("Example New Root CA")?,
    );
    let bridge = new.cross_signed_by(&old)?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&new)?;
    let tls =
        TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &bridge, &new])?).site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

fn alone(leaf: &Issued) -> io::Result<Behaviour> {
    Ok(Behaviour::Tls(
        TlsSettings::new(ServerIdentity::alone(leaf)?).site(anything()),
    ))
}
