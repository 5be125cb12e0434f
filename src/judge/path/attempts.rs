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
    let unread: Vec<bool> = chain.iter().map(is_unread).collect();
    let mut is_kept = unread.clone();
    let mut is_seen = vec![false; chain.len()];
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut is_seen[at], true) {
            is_kept[at] = true;
            open.extend(issuers((chain, &unread), at));
        }
    }
    let kept = chain.iter().zip(is_kept).filter(|(_, kept)| *kept);
    kept.map(|(cert, _)| cert.clone()).collect()
}

fn is_unread(cert: &Cert) -> bool {
    webpki::EndEntityCert::try_from(&CertificateDer::from(cert.der())).is_err()
}

/// The places of those that may have issued this one. What only webpki can read may be of any name; what
/// it cannot read leads nowhere.
fn issuers((chain, unread): (&[Cert], &[bool]), of: usize) -> Vec<usize> {
    let issuer = chain[of].facts().map(|facts| &facts.issuer_der);
    let may_issue = |cert: &Cert| match (cert.facts(), issuer) {
        (Some(facts), Some(issuer)) => facts.subject_der == *issuer,
        (None, _) | (_, None) => true,
    };
    let above = chain.iter().enumerate().skip(1);
    let above = above.filter(|(at, cert)| !unread[*at] && may_issue(cert));
    above.map(|(at, _)| at).collect()
}

/// How many certificates webpki reads at most: all of them, at each step. Counted to a little above the
/// bound.
pub(super) fn reads(chain: &[Cert]) -> usize {
    let unread: Vec<bool> = chain.iter().map(is_unread).collect();
    let places = 0..chain.len();
    let above: Vec<Vec<usize>> = places.map(|at| issuers((chain, &unread), at)).collect();
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
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

    /// A CA of that name with a key of its own.
    struct Authority {
        params: CertificateParams,
        key: KeyPair,
    }

    impl Authority {
        fn new(name: &str) -> Self {
            let mut params = CertificateParams::default();
            params.distinguished_name.push(DnType::CommonName, name);
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let key = KeyPair::generate().unwrap();
            Self { params, key }
        }

        fn root(&self) -> Cert {
            let root = self.params.self_signed(&self.key).unwrap();
            Cert::from_der(root.der().to_vec())
        }

        fn signed_by(&self, other: &Self) -> Cert {
            let issuer = Issuer::from_params(&other.params, &other.key);
            let made = self.params.signed_by(&self.key, &issuer).unwrap();
            Cert::from_der(made.der().to_vec())
        }
    }

    /// One below the first, and so many CAs of one name.
    fn namesakes(count: usize) -> Vec<Cert> {
        let all: Vec<Authority> = (0..count).map(|_| Authority::new("Same CA")).collect();
        let below = Authority::new("Below").signed_by(&all[0]);
        std::iter::once(below)
            .chain(all.iter().map(Authority::root))
            .collect()
    }

    #[test]
    fn webpki_is_given_what_a_path_can_hold() {
        let [root, stranger, middle, leaf] =
            ["Root", "Stranger", "Middle", "Leaf"].map(Authority::new);
        let unread = Cert::from_der(b"no certificate".to_vec());
        let sent = [
            leaf.signed_by(&middle),
            stranger.root(),
            root.root(),
            unread,
            middle.signed_by(&root),
        ];
        let kept = candidates(&sent);
        assert_eq!(kept.len(), 4);
        assert!(!kept.contains(&sent[1]) && kept[0] == sent[0]);
    }

    #[test]
    fn what_it_would_read_is_counted_to_the_bound() {
        let usual = namesakes(2);
        assert!(reads(&usual) < 50, "{}", reads(&usual));
        assert!(reads(&namesakes(5)) <= STRICT_READS);
        let most = reads(&namesakes(150));
        assert!(most > STRICT_READS && most <= STRICT_READS + 151, "{most}");
    }
}
