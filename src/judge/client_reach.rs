//! Which clients of others would connect where this program's own TLS library cannot: what the server
//! chose is held against what each of them offers. What was tried with a client's own hello counts more.

use super::case::Case;
use super::client_certificate;
use super::finding::ClientReach;
use crate::cert::{Cert, KeyKind};
use crate::evidence::{Fault, HelloOffer, Incompatibility, TlsSession, alert};
use crate::offers::{self, Chosen, Client, Missing};

/// A message that our library does not take is larger than this.
const OUR_LIMIT: usize = 65_535;
/// No longer chain is read in clear.
const READ_IN_CLEAR: usize = 1024 * 1024;

/// What is known of the clients of others, where this one did not get through; `None` where nothing
/// is.
pub(super) fn of(case: &Case<'_>) -> Option<ClientReach> {
    let (session, fault) = (case.session()?, case.tls_fault()?);
    Some(among(session, &chosen_of(case, session, fault)?))
}

/// Each of the clients of others, held against what was chosen.
pub(super) fn among(session: &TlsSession, chosen: &Chosen<'_>) -> ClientReach {
    let mut reach = ClientReach::default();
    for client in Client::OTHERS {
        match misses(client, session, chosen) {
            None => reach.connect.push(client),
            Some(missing) => reach.refuse.push((client, missing)),
        }
    }
    reach
}

fn chosen_of<'a>(case: &Case<'a>, session: &'a TlsSession, fault: &Fault) -> Option<Chosen<'a>> {
    // Everything else was agreed upon, where anything was: a length alone may stand in noise.
    if matches!(fault, Fault::MessageTooLarge { .. }) {
        let is_agreed = session.version.is_some() || session.answers_in_clear();
        return is_agreed.then(|| Chosen {
            version: "TLS 1.2",
            key: case.leaf().map(|leaf| &leaf.key),
            certificate_bytes: at_least(session).max(certificate_bytes(case.chain())),
            ..Chosen::default()
        });
    }
    let by_signature = Fault::NoCommonParameters {
        why: Incompatibility::SignatureSchemeNotKnown,
    };
    if *fault == by_signature {
        return Some(Chosen {
            scheme: Some(scheme_of(&case.leaf()?.key)?),
            ..chosen(case, session)?
        });
    }
    let refused = matches!(
        fault,
        Fault::Alert { .. } | Fault::NoCommonParameters { .. }
    );
    // Hellos in clear offer no protocol: whether clients share one is not seen in them.
    if matches!(fault, Fault::Alert { code, .. } if *code == alert::NO_APPLICATION_PROTOCOL) {
        return None;
    }
    let is_known = session.captured_by_hello || (refused && session.answers_in_clear());
    is_known.then(|| chosen(case, session)).flatten()
}

/// Where current Go connects, that this program does not is no fault of the server's.
pub(super) fn in_part(case: &Case<'_>) -> Option<ClientReach> {
    let by_parameters = matches!(
        case.tls_fault()?,
        Fault::Alert { .. } | Fault::NoCommonParameters { .. } | Fault::MessageTooLarge { .. }
    );
    let reach = of(case).filter(ClientReach::is_enough)?;
    (by_parameters && client_certificate::demand(case).is_none()).then_some(reach)
}

/// What our own library misses.
pub(super) fn our_limit(case: &Case<'_>) -> Option<Missing> {
    let ours = offers::of(Client::Ours);
    if matches!(case.tls_fault()?, Fault::MessageTooLarge { .. }) {
        return Some(Missing::Size(OUR_LIMIT.div_ceil(1024)));
    }
    ours.misses(&chosen(case, case.session()?)?)
}

/// What was chosen, as far as the session shows it.
pub(super) fn chosen<'a>(case: &Case<'a>, session: &'a TlsSession) -> Option<Chosen<'a>> {
    Some(Chosen {
        version: session.version.as_deref()?,
        suite: session.suite.as_deref(),
        group: session.group.as_deref(),
        dh_bits: session.dh_bits,
        scheme: session.signature_scheme.as_deref(),
        key: case.leaf().map(|leaf| &leaf.key),
        certificate_bytes: certificate_bytes(case.chain()),
    })
}

/// The scheme by which a key signs that our library takes in TLS 1.3 only.
fn scheme_of(key: &KeyKind) -> Option<&'static str> {
    if key.is_pss_only() {
        return Some("rsa_pss_pss_sha256");
    }
    key.is_ed448().then_some("ed448")
}

fn misses(client: Client, session: &TlsSession, chosen: &Chosen<'_>) -> Option<Missing> {
    let row = offers::of(client);
    let tried = hello_of(client).and_then(|offer| session.answers_hello(offer));
    let of_table = row.misses(chosen);
    match tried {
        Some(true) => of_table.filter(Missing::is_seen_later),
        Some(false) => Some(of_table.unwrap_or(Missing::Refused)),
        None => of_table.or_else(|| is_unexplained(session, chosen).then_some(Missing::Refused)),
    }
}

/// Current Go offers what the server chose of another hello, and was refused: of what Go offers it
/// would have chosen otherwise, such as TLS 1.3, and the same holds for clients that were not tried.
fn is_unexplained(session: &TlsSession, chosen: &Chosen<'_>) -> bool {
    let missing = offers::of(Client::Go127).misses(chosen);
    session.answers_hello(HelloOffer::CurrentGo) == Some(false)
        && missing.is_none_or(|missing| missing.is_seen_later())
}

/// The hello in clear that offers what this client offers.
const fn hello_of(client: Client) -> Option<HelloOffer> {
    match client {
        Client::Go127 => Some(HelloOffer::CurrentGo),
        Client::Go119 => Some(HelloOffer::OldGo),
        Client::Curl => Some(HelloOffer::Openssl),
        Client::Go123 | Client::Ours => None,
    }
}

/// What did not fit into our library's limit, nor into what is read in clear.
fn at_least(session: &TlsSession) -> usize {
    let mut faults = session
        .hellos
        .iter()
        .filter_map(|hello| hello.fault.as_ref());
    if faults.any(|fault| matches!(fault, Fault::MessageTooLarge { .. })) {
        READ_IN_CLEAR
    } else {
        // The message's own header is no part of it.
        OUR_LIMIT + 2
    }
}

/// The size of the Certificate message of TLS 1.3: each entry has its length and its extensions.
fn certificate_bytes(chain: &[Cert]) -> usize {
    let entries: usize = chain.iter().map(|cert| cert.der().len() + 5).sum();
    if entries == 0 { 0 } else { entries + 4 }
}
