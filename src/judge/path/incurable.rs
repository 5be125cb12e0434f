//! Chains that Go refuses whatever CA it is given: whether others may accept them, and who does.
//! Says nothing of why.

use crate::dialects::go::GoRefusal;
use crate::judge::clients::{Client, ClientDiffers};

/// Facts of the certificates do not tell everybody why Go refuses so: others may well accept.
pub(super) fn is_gos_own(refusal: &GoRefusal) -> bool {
    matches!(
        refusal.itself(),
        GoRefusal::LongRsa
            | GoRefusal::HandshakeFailure
            | GoRefusal::NotPermitted(_)
            | GoRefusal::DnsUnread { .. }
            | GoRefusal::MailUnread
            | GoRefusal::TooManyConstraints
            | GoRefusal::NoValidChains { .. }
            | GoRefusal::UnhandledCriticalExtension
    )
}

/// Those of these clients that accept, each once, in the order in which clients are told.
pub(super) fn accepting(others: Vec<ClientDiffers>) -> Vec<Client> {
    let accepting = others.into_iter().filter(ClientDiffers::accepts);
    let accepting: Vec<Client> = accepting.flat_map(|other| other.clients).collect();
    let in_order = Client::ALL.into_iter();
    in_order
        .filter(|client| accepting.contains(client))
        .collect()
}
