//! A small PKI for the targets that judge: CAs that signed each other, twins of one name, dead and bent
//! ones, and servers under them. Made once in a process, with fresh keys.
//! What is done with them is the targets' own.

use std::sync::LazyLock;

use mtc_probe::cert::Cert;
use mtc_probe::lab::{CertDraft, Issued, Purpose};
use mtc_probe::moment::Moment;

/// 2026-11-23T05:00:00Z, when all of this is judged.
pub const NOW: Moment = Moment(1_795_410_000);
/// The name that servers are asked for.
pub const NAME: &str = "svc.test";

const NAMES: [&str; 4] = ["One", "Two", "Three", "Four"];

/// What a CA's certificate can be.
const OF_CAS: [fn(CertDraft) -> CertDraft; 8] = [
    |draft| draft,
    |draft| draft.days(-10, 9000),
    |draft| draft.expired(20),
    |draft| draft.path_length(0),
    |draft| draft.permits(&["svc.test"]),
    |draft| draft.excludes(&["test"]),
    CertDraft::is_no_authority,
    CertDraft::critical_unknown_extension,
];

/// What a server's can be.
const OF_SERVERS: [fn(CertDraft) -> CertDraft; 7] = [
    |draft| draft,
    |draft| draft.expired(3),
    |draft| draft.days(3, 90),
    |draft| draft.purpose(Some(Purpose::Client)),
    |draft| draft.without_alternative_names(),
    |draft| draft.critical_unknown_extension(),
    |draft| draft.issuer_at("http://ca.test/ca.crt"),
];

/// The certificates, by their place.
pub struct Pki {
    /// Of authorities: some hundred.
    pub authorities: Vec<Cert>,
    /// Of servers.
    pub leaves: Vec<Cert>,
}

/// The one of this process.
pub static PKI: LazyLock<Pki> = LazyLock::new(Pki::new);

impl Pki {
    fn new() -> Self {
        let own = |name: &&str| CertDraft::authority(NOW.0, name).self_signed().ok();
        let keys: Vec<Issued> = NAMES.iter().chain(&NAMES[..2]).filter_map(own).collect();
        let mut all = Self {
            authorities: keys.iter().map(cert).collect(),
            leaves: Vec::new(),
        };
        for (key, name) in keys.iter().zip(NAMES.iter().chain(&NAMES[..2])) {
            for issuer in &keys {
                let variants = OF_CAS.iter().filter_map(|change| {
                    let draft = change(CertDraft::authority(NOW.0, name));
                    key.same_key_for(&draft, issuer).ok()
                });
                all.authorities.extend(variants.map(|issued| cert(&issued)));
            }
        }
        for issuer in keys.iter().chain(&keys[..1]) {
            for names in [&[NAME][..], &["*.test"], &["other.test", "192.0.2.10"]] {
                let variants = OF_SERVERS.iter().filter_map(|change| {
                    let draft = change(CertDraft::leaf(NOW.0, names));
                    draft.signed_by(issuer).ok()
                });
                all.leaves.extend(variants.map(|issued| cert(&issued)));
            }
        }
        all
    }

    /// Any certificate, by a number.
    pub fn any(&self, number: usize) -> &Cert {
        let count = self.authorities.len() + self.leaves.len();
        let at = number % count;
        self.leaves
            .get(at)
            .unwrap_or_else(|| &self.authorities[at - self.leaves.len()])
    }
}

fn cert(issued: &Issued) -> Cert {
    Cert::from_der(issued.der().to_vec())
}
