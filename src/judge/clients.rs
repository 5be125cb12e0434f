//! Clients that decide otherwise than Go about a chain and a set of anchors: one row each, by rules
//! that were measured with the real ones (18,054 verdicts on 58 topologies). Rows only, no words;
//! pure. The strict rule is computed apart: it is rustls's own code.

use super::names::{self, NameProof};
use crate::cert::{Cert, Facts, KeyKind};
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::target::Host;

/// Another decision than Go's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDiffers {
    /// Who decides so.
    pub clients: ClientGroup,
    /// Why, which also says how.
    pub why: ClientQuirk,
}

/// Clients that decide alike in one respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientGroup {
    /// OpenSSL, Node, and Python before 3.13.
    WholeChain,
    /// Python 3.13 and later.
    StrictProfile,
    /// curl, openssl and Python at OpenSSL's security level 2.
    SecurityLevel2,
    /// `GnuTLS`.
    GnuTls,
    /// curl, openssl, Node, `GnuTLS` and Java.
    CommonName,
    /// Java.
    Java,
    /// curl, openssl, Node, Python, `GnuTLS` and Java.
    NegativeSerial,
}

/// Why a client decides otherwise than Go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientQuirk {
    /// It refuses: no self-signed root is among the trusted certificates.
    NoSelfSignedRoot,
    /// It refuses: `X509_V_FLAG_X509_STRICT` misses something in a certificate.
    Profile {
        /// The certificate's label.
        certificate: Foreign,
        /// What is missing.
        defect: ProfileDefect,
    },
    /// It refuses: a key is too short.
    ShortKey {
        /// The certificate's label.
        certificate: Foreign,
        /// Its key.
        key: KeyKind,
    },
    /// It refuses: a pinned server certificate counts only where nothing else is sent.
    PinnedBesideOthers,
    /// It refuses: an intermediate counts as an anchor only at the end of an ordered chain.
    IntermediateNotLast,
    /// It accepts: the common name counts.
    TakesCommonName,
    /// It accepts: the dates of a trusted certificate do not count.
    IgnoresAnchorDates,
    /// It accepts: it reads the negative serial number of the certificate of this label.
    ReadsNegativeSerial(Foreign),
}

/// What `X509_V_FLAG_X509_STRICT` misses in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileDefect {
    /// A CA of a version before X.509 v3.
    OldVersion,
    /// A CA without keyUsage.
    NoKeyUsage,
    /// A CA without a subject key identifier.
    NoSubjectKeyId,
    /// No authority key identifier.
    NoAuthorityKeyId,
}

impl ClientDiffers {
    /// The client accepts what Go refuses; otherwise it refuses what Go accepts.
    #[must_use]
    pub const fn accepts(&self) -> bool {
        match self.why {
            ClientQuirk::NoSelfSignedRoot
            | ClientQuirk::Profile { .. }
            | ClientQuirk::ShortKey { .. }
            | ClientQuirk::PinnedBesideOthers
            | ClientQuirk::IntermediateNotLast => false,
            ClientQuirk::TakesCommonName
            | ClientQuirk::IgnoresAnchorDates
            | ClientQuirk::ReadsNegativeSerial(_) => true,
        }
    }
}

/// What a row sees.
pub struct ChainView<'a> {
    /// As sent.
    pub chain: &'a [Cert],
    /// Leaf upward, each signed by the next, from what was sent and what is trusted.
    pub path: &'a [&'a Cert],
    /// The lowest place in `path` that is trusted.
    pub anchor: Option<usize>,
    /// `path` ends in a trusted certificate that signed itself.
    pub rooted: bool,
    /// The name that the certificate must prove.
    pub name: &'a Host,
    /// The time at which the chain is judged.
    pub at: Moment,
    /// The topmost certificate of `path` is trusted too, one that signed itself aside.
    pub top_held: bool,
    /// What Go says.
    pub go: bool,
}

/// One client, or several that decide alike.
struct Client {
    clients: ClientGroup,
    /// Why it differs from Go, where it does.
    differs: fn(&ChainView<'_>) -> Option<ClientQuirk>,
}

/// Keys shorter than this are refused at OpenSSL's security level 2.
const LEVEL_2_BITS: usize = 2048;

/// Above each row: by which measurement, or whose documentation.
static CLIENTS: [Client; 7] = [
    // T04, T06, T07, T11: openssl 3.0, node 20, Python 3.11 want the self-signed end of the chain (no X509_V_FLAG_PARTIAL_CHAIN)
    Client {
        clients: ClientGroup::WholeChain,
        differs: whole_chain,
    },
    // T16a, T16c, T24b, X4: ssl.create_default_context sets VERIFY_X509_STRICT since 3.13
    Client {
        clients: ClientGroup::StrictProfile,
        differs: strict_profile,
    },
    // T19: 'EE certificate key too weak'
    Client {
        clients: ClientGroup::SecurityLevel2,
        differs: short_key,
    },
    // T06 with the leaf, T09 and T11 with an intermediate; T13c and T13e, where the root above is sent too: GnuTLS 3.7.9
    Client {
        clients: ClientGroup::GnuTls,
        differs: pinned_or_disordered,
    },
    // T03, T15: they take the common name where there is no subjectAltName
    Client {
        clients: ClientGroup::CommonName,
        differs: common_name,
    },
    // T13: PKIX does not check the dates of a trust anchor; measured with 17
    Client {
        clients: ClientGroup::Java,
        differs: dates_of_the_anchor,
    },
    // T28b, T28e: only Go 1.23 and later refuse a negative serial number
    Client {
        clients: ClientGroup::NegativeSerial,
        differs: negative_serial,
    },
];

/// Every client that differs, in the table's order.
#[must_use]
pub fn differ(view: &ChainView<'_>) -> Vec<ClientDiffers> {
    let differs = |row: &Client| {
        (row.differs)(view).map(|why| ClientDiffers {
            clients: row.clients,
            why,
        })
    };
    CLIENTS.iter().filter_map(differs).collect()
}

impl ChainView<'_> {
    /// The certificates that clients look at, the anchor included.
    fn used(&self) -> impl Iterator<Item = &Facts> {
        self.path
            .iter()
            .take(self.anchor.map_or(0, |at| at + 1))
            .filter_map(|cert| cert.facts())
    }

    /// Everything but dates of the anchor and the name is right, as far as these rows can say.
    fn sound_below_the_anchor(&self) -> bool {
        let below = self
            .path
            .iter()
            .take(self.anchor.unwrap_or(0))
            .filter_map(|cert| cert.facts());
        let valid = below
            .into_iter()
            .all(|f| f.valid_at(self.at) && f.unknown_critical.is_empty());
        let serves = self
            .chain
            .first()
            .and_then(Cert::facts)
            .is_some_and(Facts::may_serve);
        let issuers = self
            .path
            .iter()
            .take(self.anchor.map_or(0, |at| at + 1))
            .skip(1)
            .filter_map(|cert| cert.facts());
        let unbound = issuers
            .into_iter()
            .all(|f| f.may_issue() && f.path_len.is_none() && f.name_constraints.is_none());
        self.anchor.is_some() && valid && serves && unbound
    }

    fn proof(&self) -> Option<NameProof> {
        self.chain
            .first()
            .and_then(Cert::facts)
            .map(|leaf| names::prove(leaf, self.name))
    }
}

fn whole_chain(view: &ChainView<'_>) -> Option<ClientQuirk> {
    (view.go && !view.rooted).then_some(ClientQuirk::NoSelfSignedRoot)
}

fn strict_profile(view: &ChainView<'_>) -> Option<ClientQuirk> {
    if !view.go {
        return None;
    }
    let issuers = view.used().skip(1).map(|f| (f, true));
    let leaf = view
        .used()
        .take(1)
        .filter(|_| view.anchor != Some(0))
        .map(|f| (f, false));
    leaf.chain(issuers).find_map(|(facts, issues)| {
        profile_defect(facts, issues).map(|defect| ClientQuirk::Profile {
            certificate: facts.label(),
            defect,
        })
    })
}

/// What X509_V_FLAG_X509_STRICT misses in a certificate.
fn profile_defect(facts: &Facts, issues: bool) -> Option<ProfileDefect> {
    if issues && facts.version < 3 {
        Some(ProfileDefect::OldVersion)
    } else if issues && facts.key_usage.is_none() {
        Some(ProfileDefect::NoKeyUsage)
    } else if issues && facts.subject_key_id.is_none() {
        Some(ProfileDefect::NoSubjectKeyId)
    } else if !facts.self_issued() && facts.authority_key_id.is_none() {
        Some(ProfileDefect::NoAuthorityKeyId)
    } else {
        None
    }
}

fn short_key(view: &ChainView<'_>) -> Option<ClientQuirk> {
    let short = view
        .used()
        .find(|f| matches!(f.key, KeyKind::Rsa(bits) if bits < LEVEL_2_BITS))
        .filter(|_| view.go)?;
    Some(ClientQuirk::ShortKey {
        certificate: short.label(),
        key: short.key.clone(),
    })
}

fn pinned_or_disordered(view: &ChainView<'_>) -> Option<ClientQuirk> {
    let anchor = view.anchor.filter(|_| view.go && !view.rooted)?;
    // It looks at no root that the server sends.
    let root = view.chain.last().filter(|last| last.is_self_signed());
    let looked_at = view.chain.len() - usize::from(root.is_some());
    let ordered = view
        .chain
        .iter()
        .zip(view.path)
        .all(|(sent, proved)| sent == *proved)
        && looked_at <= view.path.len();
    if anchor == 0 && view.chain.len() > 1 {
        Some(ClientQuirk::PinnedBesideOthers)
    } else if anchor > 0 && (!ordered || (looked_at > anchor + 1 && !view.top_held)) {
        Some(ClientQuirk::IntermediateNotLast)
    } else {
        None
    }
}

fn common_name(view: &ChainView<'_>) -> Option<ClientQuirk> {
    let only = view.proof() == Some(NameProof::ByCommonNameOnly);
    let dated = view.used().all(|f| f.valid_at(view.at));
    (!view.go && only && dated && view.sound_below_the_anchor())
        .then_some(ClientQuirk::TakesCommonName)
}

fn dates_of_the_anchor(view: &ChainView<'_>) -> Option<ClientQuirk> {
    let anchor = view.path.get(view.anchor.filter(|at| *at > 0)?)?.facts()?;
    let sound = view.proof() == Some(NameProof::Proven) && view.sound_below_the_anchor();
    (!view.go && sound && !anchor.valid_at(view.at)).then_some(ClientQuirk::IgnoresAnchorDates)
}

fn negative_serial(view: &ChainView<'_>) -> Option<ClientQuirk> {
    let negative = view.used().find(|f| f.has_negative_serial())?;
    let sound = view.proof() == Some(NameProof::Proven)
        && view.sound_below_the_anchor()
        && view.used().all(|f| f.valid_at(view.at));
    (!view.go && sound).then(|| ClientQuirk::ReadsNegativeSerial(negative.label()))
}
