//! Healthy split horizons: one endpoint inside, another one outside under the same name, and each
//! has its own certificate. Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use crate::world::surgery::{AUTHORITY_KEY_ID, SUBJECT_KEY_ID, reissued};
use crate::world::{Junction, Way};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::{CertDraft, KeyType};
use mtc_probe::lab::tls::TlsSettings;

const NAME: &str = "service.example.test";
const API: &str = "api.one.example.test";
const DAY: i64 = 86_400;

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "api-inside-edge-outside",
        "inside the API server with a private CA, which asks for client certificates; outside an edge with another CA, which does not",
        |now| edge(now, Side::Outside)
    )
    .differs(),
    shape!(
        "edge-inside-api-outside",
        "the same the other way round",
        |now| edge(now, Side::Inside)
    )
    .differs(),
    shape!(
        "same-issuer-without-key-id",
        "one CA name inside and outside, other keys, and outside no key ids",
        same_issuer_without_key_id
    )
    .differs(),
    shape!(
        "without-key-ids",
        "certificates without key ids, one per route, of one CA that is not sent",
        without_key_ids
    )
    .differs(),
    shape!(
        "factory-certificate",
        "outside a balancer with the self-signed certificate that its maker delivered it with",
        factory_certificate
    )
    .differs(),
    shape!(
        "maker-signed-inside",
        "inside an appliance whose certificate its maker's CA signed, outside an edge of another CA",
        |now| maker_signed(now, Side::Inside)
    )
    .differs(),
    shape!(
        "maker-signed-outside",
        "the same the other way round",
        |now| maker_signed(now, Side::Outside)
    )
    .differs(),
    shape!(
        "maker-signed-everywhere",
        "an appliance whose certificate its maker's CA signed",
        maker_signed_everywhere
    ),
    shape!(
        "rsa-and-ecdsa",
        "an RSA and an ECDSA certificate, ordered on one day, one template without AIA; the CA is not sent",
        |now| pair(
            now,
            Order {
                other_key_type: true,
                one_issuer: true
            }
        )
    )
    .differs(),
    shape!(
        "rsa-and-ecdsa-two-issuers",
        "the same, from two CAs",
        |now| pair(
            now,
            Order {
                other_key_type: true,
                one_issuer: false
            }
        )
    )
    .differs(),
    shape!(
        "two-of-one-day",
        "two ECDSA certificates, ordered on one day, one template without AIA",
        |now| pair(
            now,
            Order {
                other_key_type: false,
                one_issuer: true
            }
        )
    )
    .differs(),
    shape!(
        "two-of-one-day-two-issuers",
        "the same, from two CAs",
        |now| pair(
            now,
            Order {
                other_key_type: false,
                one_issuer: false
            }
        )
    )
    .differs(),
    shape!(
        "rsa-and-ecdsa-by-turns",
        "both certificates of the pair at one address, by turns",
        pair_by_turns
    )
    .differs(),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
}

/// Inside comes first.
async fn ways(
    mut cast: Cast,
    role: &'static str,
    name: &str,
    sides: [Behaviour; 2],
) -> io::Result<Running> {
    let [inside, outside] = sides;
    let ways = [cast.server(inside).await?, cast.server(outside).await?];
    cast.horizon(role, name, ways).await
}

async fn edge(now: i64, edge_is: Side) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let signer = cast.authority("kube-apiserver-lb-signer")?;
    let web = cast.authority("Example Web CA")?;
    let own = CertDraft::leaf(now, &[API, "kubernetes.default.svc"]).signed_by(&signer)?;
    let edge = CertDraft::leaf(now, &[API]).signed_by(&web)?;
    let own = Behaviour::Tls(ordinary(&own, &signer)?.wants_client_certificate(&[&signer]));
    let edge = Behaviour::Tls(ordinary(&edge, &web)?);
    let sides = match edge_is {
        Side::Outside => [own, edge],
        Side::Inside => [edge, own],
    };
    ways(cast, "api", API, sides).await
}

/// The same certificate without key ids, alone.
fn bare(leaf: &Issued, ca: &Issued) -> io::Result<Behaviour> {
    let der = reissued(leaf, ca, |fields| {
        fields
            .without_extension(AUTHORITY_KEY_ID)
            .without_extension(SUBJECT_KEY_ID)
    });
    let identity = ServerIdentity::from_der(vec![der], &leaf.private_key())?;
    Ok(Behaviour::Tls(TlsSettings::new(identity).site(anything())))
}

async fn same_issuer_without_key_id(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (old, new) = (
        cast.authority("Example Web CA")?,
        cast.authority("Example Web CA")?,
    );
    let near = CertDraft::leaf(now, &[NAME]).signed_by(&old)?;
    let far = CertDraft::leaf(now, &[NAME]).signed_by(&new)?;
    let near = ordinary(&near, &old)?.wants_client_certificate(&[&old]);
    let sides = [Behaviour::Tls(near), bare(&far, &new)?];
    ways(cast, "plain", NAME, sides).await
}

async fn without_key_ids(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let near = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let far = CertDraft::leaf(now, &[NAME]).days(-2, 80).signed_by(&ca)?;
    let sides = [bare(&near, &ca)?, bare(&far, &ca)?];
    ways(cast, "plain", NAME, sides).await
}

async fn factory_certificate(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Corporation Issuing CA")?;
    let near = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let factory = CertDraft::leaf(now, &["FortiADC"])
        .organization("Fortinet Ltd.")
        .days(-900, 2700)
        .self_signed()?;
    let far = TlsSettings::new(ServerIdentity::alone(&factory)?).site(anything());
    let sides = [Behaviour::Tls(ordinary(&near, &ca)?), Behaviour::Tls(far)];
    ways(cast, "plain", NAME, sides).await
}

/// A server whose certificate a maker of appliances signed.
fn of_maker(cast: &mut Cast) -> io::Result<Behaviour> {
    let maker = CertDraft::authority(cast.now, "support")
        .organization("Fortinet")
        .self_signed()?;
    cast.roots.push_str(&maker.pem());
    let leaf = CertDraft::leaf(cast.now, &[NAME]).signed_by(&maker)?;
    Ok(Behaviour::Tls(ordinary(&leaf, &maker)?))
}

async fn maker_signed(now: i64, maker_is: Side) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let appliance = of_maker(&mut cast)?;
    let web = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&web)?;
    let edge = Behaviour::Tls(ordinary(&leaf, &web)?);
    let sides = match maker_is {
        Side::Inside => [appliance, edge],
        Side::Outside => [edge, appliance],
    };
    ways(cast, "plain", NAME, sides).await
}

async fn maker_signed_everywhere(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let appliance = of_maker(&mut cast)?;
    cast.alone("plain", NAME, appliance).await
}

/// How two certificates of one day differ.
#[derive(Clone, Copy)]
struct Order {
    other_key_type: bool,
    one_issuer: bool,
}

/// Their dates are midnights, as CAs sell them; none comes with its CA.
fn ordered(cast: &mut Cast, order: Order) -> io::Result<[Behaviour; 2]> {
    let midnight = cast.now - cast.now % DAY;
    let first = cast.authority("Example Trust Services TLS CA")?;
    let second = if order.one_issuer {
        first.clone()
    } else {
        cast.authority("Example Trust Services RSA CA")?
    };
    let draft = CertDraft::leaf(cast.now, &[NAME])
        .organization("Example Corporation")
        .valid(midnight - 30 * DAY, midnight + 335 * DAY);
    let key = if order.other_key_type {
        KeyType::Rsa2048
    } else {
        KeyType::P256
    };
    let whole = draft
        .clone()
        .issuer_at("http://pki.example.test/tls.cer")
        .signed_by(&first)?;
    let poorer = draft.key(key).signed_by(&second)?;
    let alone = |leaf: &Issued| -> io::Result<Behaviour> {
        let tls = TlsSettings::new(ServerIdentity::alone(leaf)?);
        Ok(Behaviour::Tls(tls.site(anything())))
    };
    Ok([alone(&whole)?, alone(&poorer)?])
}

async fn pair(now: i64, order: Order) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let [whole, poorer] = ordered(&mut cast, order)?;
    // What an interceptor would show comes first.
    ways(cast, "plain", NAME, [poorer, whole]).await
}

async fn pair_by_turns(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let order = Order {
        other_key_type: true,
        one_issuer: true,
    };
    let mut turns = Vec::new();
    for behaviour in ordered(&mut cast, order)? {
        turns.push(Way::To(cast.server(behaviour).await?));
    }
    let address = cast.junction(Junction::turns(&turns)).await?;
    cast.target("plain", NAME, &[address]);
    cast.tunnelled().await
}
