//! What a server, a proxy, an AIA host or a resolver answers, as far as it is read here: heads and
//! bodies of HTTP/1, a first flight of TLS, messages of DNS, issuers in whatever shape.
//! Opens no connection.

use std::net::IpAddr;

use mtc_probe::cert::{Cert, is_java_key_store};
use mtc_probe::evidence::ResolverSaid;
use mtc_probe::measure::alone;
use mtc_probe::moment::Moment;
use mtc_probe::roles::{ROLES, referral};

use super::claims;

/// What is kept of a body here.
const KEPT: usize = 512;

/// An HTTP/1 answer, whole and in pieces, and what each role reads in it. The first byte is the size of
/// the pieces.
pub fn answer(bytes: &[u8]) {
    let Some((size, bytes)) = bytes.split_first() else {
        return;
    };
    let whole = alone::answer(bytes, bytes.len(), KEPT);
    let pieces = alone::answer(bytes, usize::from(*size), KEPT);
    if let (Ok(Some(whole)), Ok(Some(pieces))) = (&whole, &pieces) {
        assert_eq!(whole.status, pieces.status);
        assert_eq!(whole.reason, pieces.reason);
        assert_eq!(whole.headers, pieces.headers);
    }
    for fault in [whole.as_ref().err(), pieces.as_ref().err()]
        .into_iter()
        .flatten()
    {
        claims::harmless(&fault.to_string());
    }
    let Ok(Some(answer)) = whole else { return };
    assert!(answer.status >= 200, "an interim answer is none");
    claims::bounded(answer.body.len(), KEPT, (3, 0));
    claims::one_line(&answer.reason.to_string());
    for (name, value) in &answer.headers {
        assert!(!name.contains("cookie") && name != "authorization");
        claims::one_line(&value.to_string());
        let _ = Moment::parse_http_date(value.raw());
    }
    for role in ROLES {
        let _ = format!("{:?}", (role.identify)(&answer));
        let _ = (role.absence)(&answer);
    }
    let leads = referral::oauth_servers(&answer, "api.a.test");
    for found in leads
        .iter()
        .chain(&referral::token_realm(&answer, "reg.a.test"))
    {
        match &found.to {
            Ok(place) => claims::one_line(&format!("{}:{}", place.host, place.port)),
            Err(why) => claims::harmless(&why.to_string()),
        }
    }
}

/// A server's first flight, whole and in pieces: the same chain.
pub fn flight(bytes: &[u8]) {
    let Some((size, bytes)) = bytes.split_first() else {
        return;
    };
    let whole = alone::flight(bytes, bytes.len());
    let pieces = alone::flight(bytes, usize::from(*size));
    for fault in [whole.as_ref().err(), pieces.as_ref().err()]
        .into_iter()
        .flatten()
    {
        claims::harmless(&fault.to_string());
    }
    if let (Ok(Some(whole)), Ok(Some(pieces))) = (&whole, &pieces) {
        assert_eq!(whole, pieces);
    }
    if let Ok(Some(chain)) = whole {
        let length: usize = chain.iter().map(|cert| cert.der().len()).sum();
        claims::bounded(length, bytes.len(), (1, 0));
    }
}

/// What a resolver says: of the family that was asked for, and no alias twice as often as it stands.
pub fn resolver(bytes: &[u8]) {
    for v6 in [false, true] {
        match alone::resolver(bytes, v6) {
            Some(Ok((said, aliases))) => {
                claims::bounded(aliases.len(), bytes.len(), (1, 0));
                if let ResolverSaid::Addresses(addresses) = &said {
                    claims::bounded(addresses.len(), bytes.len(), (1, 0));
                    assert!(addresses.iter().all(|ip| ip.is_ipv6() == v6));
                }
                claims::harmless(&format!("{said:?}"));
            }
            Some(Err(fault)) => claims::harmless(&fault.to_string()),
            None => {}
        }
    }
}

/// The files that say how names are looked up.
pub fn lookups(bytes: &[u8]) {
    const NAME: &str = "host.example.test";
    let (services, others) = alone::services(&String::from_utf8_lossy(bytes));
    assert!(!services.is_empty(), "something is always asked");
    claims::bounded(others.len(), bytes.len(), (1, 0));
    let (servers, names) = alone::resolv_conf(bytes, NAME);
    assert!((1..=3).contains(&servers.len()));
    assert!((1..=65).contains(&names.len()));
    assert!(
        names
            .iter()
            .all(|name| name.starts_with(NAME) && name.ends_with('.'))
    );
    let found = alone::hosts(bytes, NAME);
    let first_v6 = found
        .iter()
        .position(IpAddr::is_ipv6)
        .unwrap_or(found.len());
    assert!(
        found[first_v6..].iter().all(IpAddr::is_ipv6),
        "IPv4 comes first"
    );
}

/// Issuers in DER, PEM or PKCS #7, as a CA serves them.
pub fn issuers(bytes: &[u8]) {
    let found = Cert::read_any(bytes);
    assert!(found.len() <= 32);
    assert!(found.iter().all(|cert| cert.facts().is_some()));
    let pem: String = found.iter().map(Cert::to_pem).collect();
    assert_eq!(
        Cert::read_any(pem.as_bytes()),
        found,
        "what is written is read back"
    );
    let _ = is_java_key_store(bytes);
}
