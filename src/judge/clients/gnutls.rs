//! How GnuTLS decides: it sorts what was sent by names and key identifiers, ends it where a trusted
//! certificate is named, and looks at all that is left. Measured with 3.7.9; its own functions are
//! named beside ours.

use super::gnutls_list::{self, ListFault};
use super::quirk::{ClientQuirk, IssuerMark};
use super::view::ChainView;

pub(super) fn refusal(view: &ChainView<'_>) -> Option<ClientQuirk> {
    // Of a server's own certificate, a keyUsage without any bit says nothing to it.
    if view.lacks_usage(|usage| usage.digital_signature || usage.is_empty) {
        return Some(ClientQuirk::NoHandshakeUsage);
    }
    let anchor = view.anchor?;
    view.two_labels()
        .or_else(|| view.names_another(0..anchor, &[IssuerMark::KeyId]))
        .or_else(|| refused(view, anchor))
}

/// `gnutls_x509_trust_list_verify_crt2`: first by those trusted who bear the name of the last one's
/// issuer; where that ends at nobody, at a date or at a hash, by those who bear the last one's own.
fn refused(view: &ChainView<'_>, anchor: usize) -> Option<ClientQuirk> {
    let list = gnutls_list::of(view);
    let end = list.last()?.facts()?;
    let first = gnutls_list::verify(view, &list, &end.issuer_der).err()?;
    let told = if first.is_final() || end.self_issued() {
        first
    } else {
        let second = gnutls_list::verify(view, &list, &end.subject_der).err()?;
        // Who was known at first has the word.
        if first == ListFault::Unknown {
            second
        } else {
            first
        }
    };
    Some(match told {
        ListFault::Final(quirk) | ListFault::Passing(quirk) => quirk,
        ListFault::Unknown if anchor == 0 => ClientQuirk::PinnedBesideOthers,
        ListFault::Unknown => ClientQuirk::IntermediateNotLast,
    })
}
