//! Canaries: further measurements under a name that cannot exist, and which chains an answer is
//! about. `taint` and `signals` decide what an answer proves.

use super::names::{self, NameProof};
use crate::cert::{Cert, Signed};
use crate::evidence::{Attempt, Connection, ExtraKind};
use crate::target::Host;

/// Every answer for a name that cannot exist, with that name.
pub(super) fn answers(attempt: &Attempt) -> impl Iterator<Item = (&str, &Connection)> {
    attempt.extras.iter().flat_map(|extra| {
        let name = canary_name(&extra.kind);
        name.into_iter()
            .flat_map(|name| extra.connections.iter().map(move |c| (name, c)))
    })
}

fn canary_name(kind: &ExtraKind) -> Option<&str> {
    match kind {
        ExtraKind::CanaryName { name } => Some(name),
        ExtraKind::OtherRoute
        | ExtraKind::Again
        | ExtraKind::NoName
        | ExtraKind::OnlyTls12
        | ExtraKind::SmallHello
        | ExtraKind::LargeHello
        | ExtraKind::SmallSegments
        | ExtraKind::ListenFirst => None,
    }
}

/// A certificate was minted for a name that cannot exist, by whoever answered on this connection:
/// at the same address, or by the same issuer.
pub(super) fn was_minted(attempt: &Attempt, connection: &Connection) -> bool {
    answers(attempt).any(|(name, canary)| {
        let alike = || have_one_issuer(connection.chain(), canary.chain());
        covers(canary.chain(), name) && (canary.address.ip() == connection.address.ip() || alike())
    })
}

/// The leaf is made for this name.
pub(super) fn covers(chain: &[Cert], name: &str) -> bool {
    let leaf = chain.first().and_then(Cert::facts);
    let host = Host::parse(name).ok();
    leaf.zip(host).is_some_and(|(leaf, host)| {
        matches!(
            names::prove(leaf, &host),
            NameProof::Proven | NameProof::ByCommonNameOnly
        )
    })
}

/// The same name and key id issued both leaves, and no CA that was sent signed only one of them:
/// names and ids can be copied.
fn have_one_issuer(one: &[Cert], other: &[Cert]) -> bool {
    let (Some((a, above_a)), Some((b, above_b))) = (one.split_first(), other.split_first()) else {
        return false;
    };
    let named = a.facts().zip(b.facts()).is_some_and(|(a, b)| {
        a.issuer_der == b.issuer_der && a.authority_key_id == b.authority_key_id
    });
    let signs = |ca: &Cert, leaf: &Cert| leaf.signed_by(ca) == Signed::Yes;
    named
        && above_a
            .iter()
            .chain(above_b)
            .all(|ca| signs(ca, a) == signs(ca, b))
}
