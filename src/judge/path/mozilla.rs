//! Mozilla's public roots as rustls clients have them: anchors, with the name constraints that Mozilla lays
//! upon some of them and that their certificates do not bear. Knows no chain.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustls_pki_types::TrustAnchor;

/// Subject and key.
type Named<'a> = (&'a [u8], &'a [u8]);

static ANCHORS: LazyLock<HashMap<Named<'static>, &TrustAnchor<'static>>> = LazyLock::new(|| {
    let all = webpki_roots::TLS_SERVER_ROOTS.iter();
    all.map(|anchor| (named(anchor), anchor)).collect()
});

fn named<'a>(anchor: &'a TrustAnchor<'_>) -> Named<'a> {
    (&anchor.subject, &anchor.subject_public_key_info)
}

/// The same anchor as those clients have it; itself, where it is none of Mozilla's.
pub(super) fn as_rustls_has_it(anchor: &TrustAnchor<'_>) -> TrustAnchor<'static> {
    let known = ANCHORS.get(&named(anchor));
    known.map_or_else(|| anchor.to_owned(), |known| (*known).clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Subject and key → name constraints.
    type Roots = BTreeMap<(Vec<u8>, Vec<u8>), Option<Vec<u8>>>;

    fn roots<'a>(anchors: impl Iterator<Item = TrustAnchor<'a>>) -> Roots {
        let each = anchors.map(|anchor| {
            let (subject, key) = named(&anchor);
            let constraints = anchor.name_constraints.as_deref();
            (
                (subject.to_vec(), key.to_vec()),
                constraints.map(<[u8]>::to_vec),
            )
        });
        each.collect()
    }

    fn differences(ours: &Roots, theirs: &Roots) -> Vec<String> {
        let differ =
            |(root, constraints): &(_, &Option<Vec<u8>>)| theirs.get(*root) != Some(*constraints);
        let different = ours.iter().filter(differ);
        different
            .map(|((subject, _), constraints)| {
                format!("{} {constraints:02x?}", String::from_utf8_lossy(subject))
            })
            .collect()
    }

    /// What a bundle writes is what the strict rule judges by. Where certificates bear constraints, the
    /// anchors have the same; Mozilla lays others upon a few that bear none.
    #[test]
    fn the_certificates_that_are_written_are_the_anchors_of_rustls() {
        let anchors = roots(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let read = || {
            let certs = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
            certs.map(|cert| webpki::anchor_from_trusted_cert(cert).expect("a root of Mozilla's"))
        };
        let held = roots(read().map(|anchor| as_rustls_has_it(&anchor)));
        assert!(anchors.len() > 100);
        assert_eq!(differences(&anchors, &held), [""; 0]);
        assert_eq!(differences(&held, &anchors), [""; 0]);
        let constrained = roots(read().filter(|anchor| anchor.name_constraints.is_some()));
        assert_eq!(differences(&constrained, &anchors), [""; 0]);
        assert!(held.values().flatten().count() > constrained.len());
    }
}
