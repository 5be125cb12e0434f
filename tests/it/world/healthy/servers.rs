//! Healthy servers of odd habits, alone under their names.
//! Scenes only; the rows are in `healthy`.

use std::io;

use super::{Cast, Running, anything, ordinary};
use mtc_probe::lab::http::{Answer, Site};
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::Draft;
use mtc_probe::lab::server::Behaviour;
use mtc_probe::lab::tls::{Identity, Tls};

const NAME: &str = "service.example.test";

pub(super) async fn sni_default(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let (own, default) = (
        Draft::leaf(now, &[NAME]).signed_by(&ca)?,
        Draft::leaf(now, &["default.example.test"]).signed_by(&ca)?,
    );
    let tls = ordinary(&default, &ca)?.for_name(NAME, Identity::new(&own, &[&own, &ca])?);
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

pub(super) async fn strict(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let own = Draft::leaf(now, &[NAME]).signed_by(&ca)?;
    let tls = Tls::strict()
        .for_name(NAME, Identity::new(&own, &[&own, &ca])?)
        .site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

pub(super) async fn cdn(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Delivery CA")?;
    let customers: Vec<String> = (0..99)
        .map(|number| format!("customer-{number}.example.test"))
        .collect();
    let names: Vec<&str> = customers.iter().map(String::as_str).chain([NAME]).collect();
    let leaf = Draft::leaf(now, &names).signed_by(&ca)?;
    let site = Site::otherwise(|_| {
        Answer::from("ok")
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

pub(super) async fn mtls_1_2(now: i64) -> io::Result<Running> {
    mtls(now, Tls::only_1_2).await
}

pub(super) async fn mtls_1_3(now: i64) -> io::Result<Running> {
    mtls(now, Tls::only_1_3).await
}

async fn mtls(now: i64, version: fn(Tls) -> Tls) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Mesh CA")?;
    let leaf = Draft::leaf(now, &[NAME]).signed_by(&ca)?;
    let tls = version(ordinary(&leaf, &ca)?.requires_client_certificate(&[&ca]));
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

pub(super) async fn edge(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = Draft::leaf(now, &[NAME]).signed_by(&ca)?;
    let site = Site::otherwise(|_| {
        Answer::from("ok")
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

pub(super) async fn shared_key(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let first = Draft::leaf(now, &[NAME]).signed_by(&ca)?;
    let second = first.same_key_for(&Draft::leaf(now, &["second.example.test"]), &ca)?;
    for (name, leaf) in [(NAME, &first), ("second.example.test", &second)] {
        let address = cast.server(Behaviour::Tls(ordinary(leaf, &ca)?)).await?;
        cast.target("plain", name, &[address]);
    }
    cast.tunnelled().await
}

pub(super) async fn self_signed(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let own = Draft::leaf(now, &[NAME]).self_signed()?;
    cast.roots.push_str(&own.pem());
    cast.alone("plain", NAME, alone(&own)?).await
}

pub(super) async fn on_demand(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Caddy Local Authority - ECC Intermediate")?;
    let tls = Tls::strict().on_demand(now, &ca).site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

pub(super) async fn only_1_2(now: i64) -> io::Result<Running> {
    of_version(now, Tls::only_1_2).await
}

pub(super) async fn only_1_3(now: i64) -> io::Result<Running> {
    of_version(now, Tls::only_1_3).await
}

async fn of_version(now: i64, version: fn(Tls) -> Tls) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = Draft::leaf(now, &[NAME]).signed_by(&ca)?;
    cast.alone(
        "plain",
        NAME,
        Behaviour::Tls(version(ordinary(&leaf, &ca)?)),
    )
    .await
}

pub(super) async fn issuer_elsewhere(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let root = cast.authority("Example Root CA")?;
    let issuing = Draft::authority(now, "Example Issuing CA").signed_by(&root)?;
    let leaf = Draft::leaf(now, &[NAME])
        .issuer_at("http://pki.example.test/issuing.cer")
        .signed_by(&issuing)?;
    cast.alone("plain", NAME, alone(&leaf)?).await
}

pub(super) async fn cross_signed(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (old, new) = (
        cast.authority("Example Old Root CA")?,
        cast.authority("Example New Root CA")?,
    );
    let bridge = new.cross_signed_by(&old)?;
    let leaf = Draft::leaf(now, &[NAME]).signed_by(&new)?;
    let tls = Tls::new(Identity::new(&leaf, &[&leaf, &bridge, &new])?).site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

fn alone(leaf: &Issued) -> io::Result<Behaviour> {
    Ok(Behaviour::Tls(
        Tls::new(Identity::alone(leaf)?).site(anything()),
    ))
}
