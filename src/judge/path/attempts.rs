//! What webpki is given of a chain, and how much it would try with that. Webpki looks at every certificate
//! that it has at every step, by names alone until it comes to an anchor. Verifies nothing.

use rustls_pki_types::CertificateDer;

use super::budget::STRICT_READS;
use crate::cert::Cert;

/// Certificates above the leaf in a path of webpki's.
const MOST_INTERMEDIATES: usize = 6;

/// The leaf, what a path from it may hold, by names, and what webpki cannot read: it says so. All else it
/// would pass over each time.
pub(super) fn candidates(chain: &[Cert]) -> Vec<Cert> {
    let mut is_kept: Vec<bool> = chain.iter().map(is_unread).collect();
    let mut is_seen = vec![false; chain.len()];
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut is_seen[at], true) {
            is_kept[at] = true;
            open.extend(issuers(chain, at));
        }
    }
    let kept = chain.iter().zip(is_kept).filter(|(_, kept)| *kept);
    kept.map(|(cert, _)| cert.clone()).collect()
}

fn is_unread(cert: &Cert) -> bool {
    webpki::EndEntityCert::try_from(&CertificateDer::from(cert.der())).is_err()
}

/// The places of those that may have issued this one. What only webpki can read may be of any name.
fn issuers(chain: &[Cert], of: usize) -> Vec<usize> {
    let issuer = chain[of].facts().map(|facts| &facts.issuer_der);
    let may_issue = |cert: &Cert| match (cert.facts(), issuer) {
        (Some(facts), Some(issuer)) => facts.subject_der == *issuer,
        (None, _) | (_, None) => true,
    };
    let above = chain.iter().enumerate().skip(1);
    let above = above.filter(|(_, cert)| may_issue(cert));
    above.map(|(at, _)| at).collect()
}

/// How many certificates webpki reads at most: all of them, at each step. Counted to a little above the
/// bound.
pub(super) fn reads(chain: &[Cert]) -> usize {
    let above: Vec<Vec<usize>> = (0..chain.len()).map(|at| issuers(chain, at)).collect();
    let mut count = 0;
    let mut open: Vec<Vec<usize>> = vec![vec![0]];
    while let Some(path) = open.pop() {
        count += chain.len();
        if count > STRICT_READS {
            break;
        }
        let Some(&top) = path.last().filter(|_| path.len() <= MOST_INTERMEDIATES) else {
            continue;
        };
        let is_held = |at: usize| {
            let mut held = path.iter();
            held.any(|held| chain[*held].is_same_entity(&chain[at]))
        };
        let new = above[top].iter().filter(|at| !is_held(**at));
        open.extend(new.map(|at| [&path[..], &[*at]].concat()));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{CertDraft, Issued};

    const NOW: i64 = 1_795_000_000;

    fn authority(name: &str) -> Issued {
        let draft = CertDraft::authority(NOW, name);
        draft.self_signed().unwrap()
    }

    fn cert(issued: &Issued) -> Cert {
        Cert::from_der(issued.der().to_vec())
    }

    fn below(issuer: &Issued) -> Cert {
        let leaf = CertDraft::leaf(NOW, &["a.test"]);
        cert(&leaf.signed_by(issuer).unwrap())
    }

    /// A leaf, and so many CAs of one name.
    fn namesakes(count: usize) -> Vec<Cert> {
        let roots: Vec<Issued> = (0..count).map(|_| authority("Same CA")).collect();
        let cas = roots.iter().map(cert);
        std::iter::once(below(&roots[0])).chain(cas).collect()
    }

    #[test]
    fn webpki_is_given_what_a_path_can_hold() {
        let (root, stranger) = (authority("Root"), authority("Stranger"));
        let middle = CertDraft::authority(NOW, "Middle")
            .signed_by(&root)
            .unwrap();
        let unread = Cert::from_der(b"no certificate".to_vec());
        let sent = [
            below(&middle),
            cert(&stranger),
            cert(&root),
            unread,
            cert(&middle),
        ];
        let kept = candidates(&sent);
        assert_eq!(kept.len(), 4);
        assert!(!kept.contains(&cert(&stranger)) && kept[0] == sent[0]);
    }

    #[test]
    fn what_it_would_read_is_counted_to_the_bound() {
        let usual = namesakes(2);
        assert!(reads(&usual) < 50, "{}", reads(&usual));
        // The paths of eight namesakes are read, those of nine are not.
        assert!(reads(&namesakes(5)) <= STRICT_READS);
        let most = reads(&namesakes(150));
        assert!(most > STRICT_READS && most <= STRICT_READS + 151, "{most}");
    }
}
