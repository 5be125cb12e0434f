//! Clients that decide otherwise than Go about a chain and a set of anchors. One file for each
//! family, which imitates what the real ones were measured to do (`tests/interop/oddities.py` asks
//! them again). Values only, no words; pure. The strict rule is computed apart: it is rustls's own code.

mod chromium;
mod gnutls;
mod gnutls_list;
mod groups;
mod java;
mod nss;
mod openssl;
mod overlooked;
mod quirk;
mod tolerance;
mod view;

pub use quirk::{
    AnchorPart, Client, ClientDiffers, ClientQuirk, ConstrainedKind, FurtherFault, IssuerMark,
    PathMember, ProfileDefect, TwinTaken,
};
pub(super) use view::ChainView;

/// Every client that differs, each named once: those that differ alike together.
#[must_use]
pub(super) fn differ(view: &ChainView<'_>) -> Vec<ClientDiffers> {
    let mut all: Vec<ClientDiffers> = Vec::new();
    let faults = view.refusal.and_then(|why| tolerance::faults(view, why));
    for client in Client::ALL {
        let why = match &faults {
            _ if view.refusal.is_none() => refusal(client, view),
            Some(faults) if refusal(client, view).is_none() => tolerance::of(client, faults),
            Some(_) | None => None,
        };
        let Some(why) = why else { continue };
        match all.iter_mut().find(|held| held.why == why) {
            Some(held) => held.clients.push(client),
            None => all.push(ClientDiffers {
                clients: vec![client],
                why,
            }),
        }
    }
    all
}

/// Why it refuses what Go accepts, as measured with curl 7.88.1, OpenSSL 3.0.22, Node 20.20.2,
/// Python 3.11.7 and 3.13.0, GnuTLS 3.7.9, Java 17.0.15, NSS 3.87.1 and Chromium 156.
fn refusal(client: Client, view: &ChainView<'_>) -> Option<ClientQuirk> {
    match client {
        Client::Curl => openssl::refusal(view, openssl::CURL),
        Client::Openssl | Client::OldPython => openssl::refusal(view, openssl::PLAIN),
        Client::Node => openssl::refusal(view, openssl::NODE),
        Client::Python => openssl::refusal(view, openssl::PYTHON),
        Client::GnuTls => gnutls::refusal(view),
        Client::Java => java::refusal(view),
        Client::Nss => nss::refusal(view),
        Client::Chromium => chromium::refusal(view),
    }
}
