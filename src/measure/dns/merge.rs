//! What the lookups of two address families make together.
//! Asks nobody.

use std::collections::HashSet;
use std::net::IpAddr;

use crate::evidence::{AddressSource, Fault, Resolution};

/// Addresses tried of those that a name service gives; a name with more is a mistake or an attack.
/// Who fixes addresses means all of them.
const MOST_ADDRESSES: usize = 32;
/// Places kept for IPv6 behind a long list of IPv4.
const KEPT_FOR_V6: usize = 8;

/// What came of one family; `None` where it was not asked for.
pub(super) type OfFamily = Option<Result<Vec<IpAddr>, Fault>>;

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other fault leaves the question unanswered"
)]
pub(super) fn weight(fault: &Fault) -> u8 {
    match fault {
        Fault::NoSuchName => 0,
        Fault::NoAddress => 1,
        _ => 2,
    }
}

pub(super) fn heavier(before: Fault, now: Fault) -> Fault {
    if weight(&now) > weight(&before) {
        now
    } else {
        before
    }
}

/// That one family has no records is normal beside an answer of the other. Where nobody was asked for
/// one, for want of a socket, nothing is known.
pub(super) fn merge(v4: OfFamily, v6: OfFamily) -> Result<Resolution, Fault> {
    let faults = [&v4, &v6].map(|of_family| of_family.as_ref().and_then(|r| r.as_ref().err()));
    let unasked = faults.into_iter().flatten();
    if let Some(fault) = unasked
        .into_iter()
        .find(|fault| fault.own_limit().is_some())
    {
        return Err(fault.clone());
    }
    let mut addresses = [Vec::new(), Vec::new()];
    let mut faults = Vec::new();
    for (slot, (family, answer)) in addresses.iter_mut().zip([("A", v4), ("AAAA", v6)]) {
        match answer {
            Some(Ok(list)) => *slot = list,
            Some(Err(fault)) => faults.push((family.to_owned(), fault)),
            None => {}
        }
    }
    let [mut v4, mut v6] = addresses.map(distinct);
    if v4.is_empty() && v6.is_empty() {
        // NXDOMAIN is about the name, whichever family was asked; otherwise an unanswered question
        // outweighs an empty answer.
        let mut faults: Vec<_> = faults.into_iter().map(|(_, fault)| fault).collect();
        let name_is_missing = faults.contains(&Fault::NoSuchName);
        faults.sort_by_key(|f| std::cmp::Reverse(weight(f)));
        let first = faults.into_iter().next().unwrap_or(Fault::NoAddress);
        return Err(if name_is_missing {
            Fault::NoSuchName
        } else {
            first
        });
    }
    let given = v4.len() + v6.len();
    v4.truncate(MOST_ADDRESSES - v6.len().min(KEPT_FOR_V6));
    v6.truncate(MOST_ADDRESSES - v4.len());
    v4.extend(v6);
    faults.retain(|(_, fault)| weight(fault) > 1);
    Ok(Resolution {
        left_out: given - v4.len(),
        ..found(AddressSource::System, v4, faults)
    })
}

pub(super) fn found(
    source: AddressSource,
    addresses: Vec<IpAddr>,
    missing: Vec<(String, Fault)>,
) -> Resolution {
    Resolution {
        missing,
        ..Resolution::of(source, addresses)
    }
}

pub(super) fn distinct(addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    let mut known = HashSet::new();
    addresses
        .into_iter()
        .filter(|ip| known.insert(*ip))
        .collect()
}
