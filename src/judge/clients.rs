//! Clients that decide otherwise than Go about a chain and a set of anchors: one row each, by rules
//! that were measured with the real ones (18,054 verdicts on 58 topologies). Rows only, and the
//! words; pure. The strict rule is computed apart: it is rustls's own code.

use super::names::{self, NameProof};
use crate::cert::{Cert, Facts, KeyKind};
use crate::moment::Moment;
use crate::target::Host;

/// Another decision than Go's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub client: &'static str,
    pub accepts: bool,
    pub why: String,
}

/// What a row sees.
pub struct View<'a> {
    /// As sent.
    pub chain: &'a [Cert],
    /// Leaf upward, each signed by the next, from what was sent and what is trusted.
    pub path: &'a [&'a Cert],
    /// The lowest place in `path` that is trusted.
    pub anchor: Option<usize>,
    /// `path` ends in a trusted certificate that signed itself.
    pub rooted: bool,
    pub name: &'a Host,
    pub at: Moment,
    /// The topmost certificate of `path` is trusted too.
    pub top_held: bool,
    /// What Go says.
    pub go: bool,
}

/// One client, or several that decide alike.
struct Client {
    name: &'static str,
    /// `Some((accepts, why))` where it differs from Go.
    differs: fn(&View<'_>) -> Option<(bool, String)>,
    #[expect(
        dead_code,
        reason = "for those who read the table: by which measurement, or whose documentation"
    )]
    source: &'static str,
}

/// Keys shorter than this are refused at OpenSSL's security level 2.
const LEVEL_2_BITS: usize = 2048;

static CLIENTS: [Client; 7] = [
    Client {
        name: "OpenSSL, Node and Python before 3.13",
        differs: whole_chain,
        source: "T04, T06, T07, T11: openssl 3.0, node 20, Python 3.11 want the self-signed end of the chain (no X509_V_FLAG_PARTIAL_CHAIN)",
    },
    Client {
        name: "Python 3.13 and later",
        differs: strict_profile,
        source: "T16a, T16c, T24b, X4: ssl.create_default_context sets VERIFY_X509_STRICT since 3.13",
    },
    Client {
        name: "curl, openssl and Python where OpenSSL's security level is 2 (Debian, RHEL)",
        differs: short_key,
        source: "T19: 'EE certificate key too weak'",
    },
    Client {
        name: "GnuTLS",
        differs: pinned_or_disordered,
        source: "T06 with the leaf, T09 and T11 with an intermediate: GnuTLS 3.7.9",
    },
    Client {
        name: "curl, openssl, Node, GnuTLS and Java",
        differs: common_name,
        source: "T03, T15: they take the common name where there is no subjectAltName",
    },
    Client {
        name: "Java",
        differs: dates_of_the_anchor,
        source: "T13: PKIX does not check the dates of a trust anchor; measured with 17",
    },
    Client {
        name: "curl, openssl, Node, Python, GnuTLS and Java",
        differs: negative_serial,
        source: "T28b, T28e: only Go 1.23 and later refuse a negative serial number",
    },
];

/// Every client that differs, in the table's order.
#[must_use]
pub fn differ(view: &View<'_>) -> Vec<Other> {
    let rows = CLIENTS.iter();
    rows.filter_map(|row| {
        (row.differs)(view).map(|(accepts, why)| Other {
            client: row.name,
            accepts,
            why,
        })
    })
    .collect()
}

impl View<'_> {
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

fn whole_chain(view: &View<'_>) -> Option<(bool, String)> {
    (view.go && !view.rooted).then(|| {
        (
            false,
            "no self-signed root is among the trusted certificates".into(),
        )
    })
}

fn strict_profile(view: &View<'_>) -> Option<(bool, String)> {
    if !view.go {
        return None;
    }
    let issuers = view.used().skip(1).map(|f| (f, true));
    let leaf = view
        .used()
        .take(1)
        .filter(|_| view.anchor != Some(0))
        .map(|f| (f, false));
    leaf.chain(issuers)
        .find_map(|(facts, issues)| profile_defect(facts, issues).map(|what| (false, what)))
}

/// What X509_V_FLAG_X509_STRICT misses in a certificate.
fn profile_defect(facts: &Facts, issues: bool) -> Option<String> {
    let what = if issues && facts.version < 3 {
        "is of a version before X.509 v3"
    } else if issues && facts.key_usage.is_none() {
        "is a CA without keyUsage"
    } else if issues && facts.subject_key_id.is_none() {
        "is a CA without a subject key identifier"
    } else if !facts.self_issued() && facts.authority_key_id.is_none() {
        "has no authority key identifier"
    } else {
        return None;
    };
    Some(format!("\"{}\" {what} (X509_STRICT)", facts.label()))
}

fn short_key(view: &View<'_>) -> Option<(bool, String)> {
    let short = view
        .used()
        .find(|f| matches!(f.key, KeyKind::Rsa(bits) if bits < LEVEL_2_BITS))
        .filter(|_| view.go)?;
    Some((
        false,
        format!(
            "the key of \"{}\" is too short ({})",
            short.label(),
            short.key
        ),
    ))
}

fn pinned_or_disordered(view: &View<'_>) -> Option<(bool, String)> {
    let anchor = view.anchor.filter(|_| view.go && !view.rooted)?;
    let ordered = view
        .chain
        .iter()
        .zip(view.path)
        .all(|(sent, proved)| sent == *proved)
        && view.chain.len() <= view.path.len();
    if anchor == 0 && view.chain.len() > 1 {
        Some((
            false,
            "it takes a pinned server certificate only where nothing else is sent".into(),
        ))
    } else if anchor > 0 && (!ordered || (view.chain.len() > anchor + 1 && !view.top_held)) {
        Some((
            false,
            "it takes an intermediate as an anchor only where it ends an ordered chain".into(),
        ))
    } else {
        None
    }
}

fn common_name(view: &View<'_>) -> Option<(bool, String)> {
    let only = view.proof() == Some(NameProof::ByCommonNameOnly);
    let dated = view.used().all(|f| f.valid_at(view.at));
    (!view.go && only && dated && view.sound_below_the_anchor())
        .then(|| (true, "they take the common name".into()))
}

fn dates_of_the_anchor(view: &View<'_>) -> Option<(bool, String)> {
    let anchor = view.path.get(view.anchor.filter(|at| *at > 0)?)?.facts()?;
    let sound = view.proof() == Some(NameProof::Proven) && view.sound_below_the_anchor();
    (!view.go && sound && !anchor.valid_at(view.at)).then(|| {
        (
            true,
            "it does not look at the dates of a trusted certificate".into(),
        )
    })
}

fn negative_serial(view: &View<'_>) -> Option<(bool, String)> {
    let negative = view.used().find(|f| f.has_negative_serial())?;
    let sound = view.proof() == Some(NameProof::Proven)
        && view.sound_below_the_anchor()
        && view.used().all(|f| f.valid_at(view.at));
    (!view.go && sound).then(|| {
        (
            true,
            format!(
                "they read the negative serial number of \"{}\"",
                negative.label()
            ),
        )
    })
}
