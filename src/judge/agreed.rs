//! A handshake that went through by what other clients do not offer: no protocol at all, a scheme, a
//! group, or an algorithm in the chain that they do not know. Who connects is held against what each
//! offers. One decision; blames nobody.

use super::case::Case;
use super::client_reach;
use super::finding::TlsFault;
use super::finding::tls::{Alert, Refusal};
use crate::cert::ED448;
use crate::evidence::{Fault, HelloOffer, TlsSession};
use crate::offers::{self, Chosen, Client};

/// As RFC 8446 4.2.3 writes it.
const BY_ED448: &str = "ed448";

/// What keeps clients away that current Go is one of.
pub(super) fn not_by_go(case: &Case<'_>) -> Option<TlsFault> {
    let session = case.session().filter(|_| case.tls_fault().is_none())?;
    if case.is_intercepted() {
        return None;
    }
    if session.http2_refused {
        return Some(TlsFault::NoCommonParameters {
            refusal: Refusal::Protocols,
            clients: None,
        });
    }
    let chosen = client_reach::chosen(case, session)?;
    let in_ed448 = || Chosen {
        scheme: Some(BY_ED448),
        ..chosen.clone()
    };
    let (refusal, chosen) = match own_hello_refused(session, &chosen) {
        Some(refusal) => (refusal, chosen),
        None if has_key_of_ed448(case) && !is_answered(session) => {
            (Refusal::KeyOfEd448, in_ed448())
        }
        None => (signed_by_ed448(case)?, in_ed448()),
    };
    let clients = client_reach::among(session, &chosen);
    (!clients.is_enough()).then_some(TlsFault::NoCommonParameters {
        refusal,
        clients: Some(clients),
    })
}

/// The hello of a Go that does not offer what was chosen, and the alert that answered it.
fn own_hello_refused(session: &TlsSession, chosen: &Chosen<'_>) -> Option<Refusal> {
    let asked = [
        (HelloOffer::CurrentGo, Client::Go127),
        (HelloOffer::OldGo, Client::Go123),
    ];
    asked.into_iter().find_map(|(offer, client)| {
        let hello = session.hellos.iter().find(|hello| hello.offer == offer)?;
        let Some(Fault::Alert { code, name }) = &hello.fault else {
            return None;
        };
        let missing = offers::of(client).misses(chosen)?;
        let alert = Alert {
            code: *code,
            name: name.clone(),
        };
        Some(Refusal::Unoffered { missing, alert })
    })
}

/// The server has something else for a client that does not offer what it chose here.
pub(super) fn is_answered(session: &TlsSession) -> bool {
    session.answers_hello(HelloOffer::CurrentGo) == Some(true)
}

fn has_key_of_ed448(case: &Case<'_>) -> bool {
    let key = case.leaf().map(|leaf| &leaf.key);
    key.is_some_and(crate::cert::KeyKind::is_ed448)
}

/// Nobody whom Go trusts stands below the signature that it cannot check.
fn signed_by_ed448(case: &Case<'_>) -> Option<Refusal> {
    let (cert, facts) = case.path().last().copied()?;
    let signed = facts.signature_oid == ED448 && !cert.is_self_signed() && !case.is_accepted();
    signed.then(|| Refusal::SignedByEd448 {
        certificate: facts.label(),
    })
}
