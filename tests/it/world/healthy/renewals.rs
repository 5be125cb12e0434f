//! Healthy certificates that differ from look to look or from address to address.
//! Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::tls::TlsSettings;

const NAME: &str = "service.example.test";
const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

pub(super) static ROWS: &[Shape] = &[
    shape!("fresh", "issued five minutes ago", fresh),
    shape!(
        "six-days",
        "six-day certificates, as ACME issues them now",
        six_days
    ),
    shape!(
        "renewed-between",
        "renewed between two looks by the same CA key",
        same_ca
    )
    .differs(),
    shape!(
        "renewed-new-ca",
        "renewed between two looks, the CA too: same name, other key",
        new_ca
    )
    .differs(),
    shape!(
        "self-signed-pair",
        "two addresses with different self-signed certificates",
        self_signed_pair
    )
    .differs(),
    shape!(
        "per-address",
        "every address of one name has a certificate of its own, from a CA of its own",
        per_address
    )
    .differs(),
    shape!(
        "two-intermediates",
        "two addresses under two intermediates of one root: another issuer per route",
        two_intermediates
    )
    .differs(),
];

async fn fresh(now: i64) -> io::Result<Running> {
    dated(now, now - 5 * MINUTE, now + 90 * DAY).await
}

async fn six_days(now: i64) -> io::Result<Running> {
    dated(now, now - 3 * DAY, now + 3 * DAY).await
}

async fn dated(now: i64, from: i64, until: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example ACME CA")?;
    let leaf = CertDraft::leaf(now, &[NAME])
        .valid(from, until)
        .signed_by(&ca)?;
    cast.alone("plain", NAME, Behaviour::Tls(ordinary(&leaf, &ca)?))
        .await
}

async fn same_ca(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let old = CertDraft::leaf(now, &[NAME]).days(-80, 10).signed_by(&ca)?;
    let new = CertDraft::leaf(now, &[NAME]).days(0, 90).signed_by(&ca)?;
    cast.alone(
        "plain",
        NAME,
        Behaviour::InTurn(vec![ordinary(&old, &ca)?, ordinary(&new, &ca)?]),
    )
    .await
}

async fn new_ca(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (before, after) = (
        cast.authority("Example Web CA")?,
        cast.authority("Example Web CA")?,
    );
    let old = CertDraft::leaf(now, &[NAME])
        .days(-80, 10)
        .signed_by(&before)?;
    let new = CertDraft::leaf(now, &[NAME])
        .days(0, 90)
        .signed_by(&after)?;
    cast.alone(
        "plain",
        NAME,
        Behaviour::InTurn(vec![ordinary(&old, &before)?, ordinary(&new, &after)?]),
    )
    .await
}

async fn self_signed_pair(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let mut own = || -> io::Result<Behaviour> {
        let leaf = CertDraft::leaf(now, &[NAME]).self_signed()?;
        cast.roots.push_str(&leaf.pem());
        Ok(Behaviour::Tls(
            TlsSettings::new(ServerIdentity::alone(&leaf)?).site(anything()),
        ))
    };
    let pair = [own()?, own()?];
    cast.paired("plain", NAME, pair).await
}

async fn per_address(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let mut own = |site: &str| -> io::Result<Behaviour> {
        let ca = cast.authority(&format!("Example {site} CA"))?;
        Ok(Behaviour::Tls(ordinary(
            &CertDraft::leaf(now, &[NAME]).unit(site).signed_by(&ca)?,
            &ca,
        )?))
    };
    let pair = [own("North")?, own("South")?];
    cast.paired("repository", NAME, pair).await
}

async fn two_intermediates(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let root = cast.authority("Example Root CA")?;
    let under = |name: &str| -> io::Result<Behaviour> {
        let issuing = CertDraft::authority(now, name).signed_by(&root)?;
        let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&issuing)?;
        Ok(Behaviour::Tls(
            TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &issuing, &root])?)
                .site(anything()),
        ))
    };
    let pair = [
        under("Example Issuing CA R10")?,
        under("Example Issuing CA R11")?,
    ];
    cast.paired("plain", NAME, pair).await
}
