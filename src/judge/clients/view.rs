//! What clients see of a chain, and the questions that several of them ask of it.
//! Decides for none of them.

use super::quirk::{ClientQuirk, FurtherFault, IssuerMark, PathMember};
use crate::cert::go::{GoConstraints, GoVersion};
use crate::cert::{Cert, Facts, KeyKind};
use crate::dialects::go::GoRefusal;
use crate::foreign::Foreign;
use crate::judge::names;
use crate::judge::path::CertPool;
use crate::moment::Moment;
use crate::target::Host;
use std::ops::RangeInclusive;

/// A chain that clients judge.
pub(in crate::judge) struct ChainView<'a> {
    /// As sent.
    pub(in crate::judge) chain: &'a [Cert],
    /// Leaf upward, each signed by the next, from what was sent and what is trusted.
    pub(in crate::judge) path: &'a [&'a Cert],
    /// The lowest place in `path` that is trusted.
    pub(in crate::judge) anchor: Option<usize>,
    /// What is trusted, in the order of the file.
    pub(in crate::judge) trusted: &'a CertPool,
    /// The name that the certificate must prove.
    pub(in crate::judge) name: &'a Host,
    /// The time at which the chain is judged.
    pub(in crate::judge) at: Moment,
    /// Why Go refuses; `None` where it accepts.
    pub(in crate::judge) refusal: Option<&'a GoRefusal>,
}

impl<'a> ChainView<'a> {
    pub(super) fn leaf(&self) -> Option<&'a Facts> {
        self.path.first().and_then(|cert| cert.facts())
    }

    pub(super) fn facts(&self, place: usize) -> Option<&'a Facts> {
        self.path.get(place).and_then(|cert| cert.facts())
    }

    /// The lowest place in `path` that counts as an authority: a certificate that issued, or a
    /// self-signed one that is not said to be none.
    pub(super) fn authority(&self) -> Option<usize> {
        let lowest = self.anchor?;
        let self_signed = |cert: &&Cert| {
            cert.is_self_signed() && cert.facts().is_some_and(|f| f.ca != Some(false))
        };
        if lowest > 0 || self.path.first().is_some_and(self_signed) {
            return Some(lowest);
        }
        let next = (1..self.path.len()).find(|at| self.trusted.holds(self.path[*at]))?;
        let sent = |cert: &&&Cert| self.chain.contains(**cert);
        (self.path[..next].iter().filter(sent).count() == next).then_some(next)
    }

    /// The first step of the path, from these on, whose certificate names another issuer than the
    /// one that signed it.
    pub(super) fn names_another(
        &self,
        mut steps: std::ops::Range<usize>,
        marks: &[IssuerMark],
    ) -> Option<ClientQuirk> {
        steps.find_map(|at| {
            let (child, issuer) = (self.facts(at)?, self.facts(at + 1)?);
            let by = *marks.iter().find(|mark| differs(child, issuer, **mark))?;
            Some(ClientQuirk::NamesAnotherIssuer {
                certificate: self.member(at),
                by,
            })
        })
    }

    /// The first certificate of the path up to this place with a key that `unknown` picks.
    pub(super) fn unknown_key(
        &self,
        top: usize,
        unknown: impl Fn(usize, &KeyKind) -> bool,
    ) -> Option<ClientQuirk> {
        let places = 0..=top;
        let mut keys = places.filter_map(|at| Some((at, &self.facts(at)?.key)));
        let (at, key) = keys.find(|(at, key)| unknown(*at, key))?;
        Some(ClientQuirk::UnknownKey {
            certificate: self.member(at),
            key: key.clone(),
        })
    }

    /// What is wrong with a certificate above the leaf of a path, if Go has not looked at it.
    pub(super) fn fault_above(&self, read: &[&Facts], at: usize) -> Option<FurtherFault> {
        let (leaf, facts) = (read.first()?, read.get(at)?);
        let between = read.get(1..at).unwrap_or_default();
        let below = between.iter().filter(|f| !f.self_issued()).count();
        let is_short = facts.path_len.is_some_and(|most| below > most as usize);
        let forbids = |rule| names::forbidden(leaf, rule).is_some();
        if !facts.valid_at(self.at) {
            Some(FurtherFault::OutOfDate)
        } else if is_short {
            Some(FurtherFault::PathLength)
        } else if facts.name_constraints.as_ref().is_some_and(forbids) {
            Some(FurtherFault::Names)
        } else {
            None
        }
    }

    /// The first CA of the path, at these places, whose keyUsage does not allow it to sign: where Go
    /// accepts, it has no bit at all.
    pub(super) fn signs_nothing(&self, mut places: RangeInclusive<usize>) -> Option<ClientQuirk> {
        let is_mute = |at: &usize| {
            let usage = self.facts(*at).and_then(|facts| facts.key_usage);
            usage.is_some_and(|usage| !usage.cert_sign)
        };
        let at = places.find(is_mute)?;
        Some(ClientQuirk::SignsNothing(self.member(at)))
    }

    /// The first CA of the path, at these places, that forbids the subject of a certificate below it.
    pub(super) fn forbidden_subject(
        &self,
        mut places: RangeInclusive<usize>,
        lies_in: LiesIn,
    ) -> Option<ClientQuirk> {
        let read: Vec<&Facts> = self.path.iter().filter_map(|cert| cert.facts()).collect();
        let at = places.find(|at| forbids_subject(&read, *at, lies_in))?;
        Some(ClientQuirk::LooksFurther {
            certificate: self.member(at),
            fault: FurtherFault::Subjects,
        })
    }

    /// Go refuses for policies that a CA below the anchor demands.
    pub(super) fn policies(&self) -> Option<ClientQuirk> {
        let is_policies = |why: &GoRefusal| matches!(why.itself(), GoRefusal::NoValidChains { .. });
        self.refusal
            .is_some_and(is_policies)
            .then_some(ClientQuirk::Policies)
    }

    /// A certificate of the path above the leaf, up to this place, that is out of its dates.
    pub(super) fn out_of_date(&self, top: usize) -> Option<ClientQuirk> {
        let late = (1..=top).find(|at| self.facts(*at).is_some_and(|f| !f.valid_at(self.at)))?;
        Some(ClientQuirk::LooksFurther {
            certificate: self.member(late),
            fault: FurtherFault::OutOfDate,
        })
    }

    /// The leaf or an intermediate, up to but without this place, that is for any purpose and not
    /// for servers by name.
    pub(super) fn any_purpose_only(
        &self,
        mut places: std::ops::Range<usize>,
    ) -> Option<ClientQuirk> {
        let only_any = |at: &usize| self.facts(*at).is_some_and(Facts::serves_as_any_only);
        let at = places.find(only_any)?;
        Some(ClientQuirk::AnyPurposeOnly(self.member(at)))
    }

    /// The leaf names a URL beside hosts.
    pub(super) fn names_url(&self) -> bool {
        let leaf = self
            .path
            .first()
            .and_then(|cert| cert.go_of(GoVersion::Go127).ok());
        let names = leaf.and_then(|leaf| leaf.read.san.as_ref());
        names.is_some_and(|names| !names.uris.is_empty())
    }

    /// The wildcard by which alone the leaf proves the name, if it stands for all names directly
    /// below a single label.
    pub(super) fn two_labels(&self) -> Option<ClientQuirk> {
        self.wildcard(|rest| !rest.contains('.'))
    }

    /// The same of a wildcard whose rest `is_wide` picks.
    pub(super) fn wildcard(&self, is_wide: impl Fn(&str) -> bool) -> Option<ClientQuirk> {
        let pattern = names::by_wildcard_alone(self.leaf()?, self.name)?;
        let wide = pattern.raw().strip_prefix("*.").is_some_and(is_wide);
        wide.then(|| ClientQuirk::WideWildcard(pattern.clone()))
    }

    pub(super) fn member(&self, place: usize) -> PathMember {
        member(place, self.path.get(place).map(|cert| cert.label()))
    }

    pub(super) fn lacks_usage(&self, suffices: impl Fn(&crate::cert::KeyUsage) -> bool) -> bool {
        let usage = self.leaf().and_then(|leaf| leaf.key_usage.as_ref());
        usage.is_some_and(|usage| !suffices(usage))
    }
}

pub(super) fn member(place: usize, label: Option<Foreign>) -> PathMember {
    match label {
        Some(label) if place > 0 => PathMember::Issuer(label),
        Some(_) | None => PathMember::Leaf,
    }
}

/// Whether a name lies in a subtree of names.
pub(super) type LiesIn = fn(&[u8], &[u8]) -> bool;

/// By its constraints on directory names, which Go passes over, the CA at this place forbids the
/// subject of a certificate below it. Those of self-issued intermediates are exempt (RFC 5280 6.1.3).
pub(super) fn forbids_subject(read: &[&Facts], at: usize, lies_in: LiesIn) -> bool {
    const NOBODY: &[u8] = &[0x30, 0];
    let Some(rule) = read.get(at).and_then(|ca| ca.name_constraints.as_ref()) else {
        return false;
    };
    let (permitted, excluded) = (&rule.permitted_directories, &rule.excluded_directories);
    if permitted.is_empty() && excluded.is_empty() {
        return false;
    }
    let below = read[..at].iter().enumerate();
    let counting = below.filter(|(place, facts)| *place == 0 || !facts.self_issued());
    let mut subjects = counting.map(|(_, facts)| facts.subject_der.as_slice());
    subjects.any(|subject| {
        let is_in = |subtree: &Vec<u8>| lies_in(subject, subtree);
        let is_permitted = permitted.is_empty() || permitted.iter().any(is_in);
        subject != NOBODY && (!is_permitted || excluded.iter().any(is_in))
    })
}

/// A key on a curve that few clients have.
pub(super) fn is_p224(key: &KeyKind) -> bool {
    matches!(key, KeyKind::Ec(curve) if curve == "P-224")
}

/// What it constrains, as Go reads it.
pub(super) fn constraints(cert: &Cert) -> Option<&GoConstraints> {
    let read = cert.go_of(GoVersion::Go127).ok()?.read;
    read.constraints.as_deref()
}

/// The OIDs of extensions that not all clients know.
pub(super) const NAME_CONSTRAINTS: &str = "2.5.29.30";
pub(super) const POLICY_CONSTRAINTS: &str = "2.5.29.36";
pub(super) const INHIBIT_ANY_POLICY: &str = "2.5.29.54";

/// It has a critical extension of one of these OIDs.
pub(super) fn insists_on(facts: &Facts, oids: &[&str]) -> bool {
    facts
        .critical
        .iter()
        .any(|oid| oids.contains(&oid.as_str()))
}

/// The child names its issuer by this mark, and the issuer has another.
pub(super) fn differs(child: &Facts, issuer: &Facts, mark: IssuerMark) -> bool {
    match mark {
        IssuerMark::KeyId => child
            .authority_key_id
            .as_ref()
            .zip(issuer.subject_key_id.as_ref())
            .is_some_and(|(named, own)| named != own),
        IssuerMark::Serial => child
            .authority_serial
            .as_ref()
            .is_some_and(|named| *named != issuer.serial),
    }
}

/// By name and key identifier it may be the issuer.
pub(super) fn may_have_issued(child: &Facts, issuer: &Facts) -> bool {
    child.issuer_der == issuer.subject_der && !differs(child, issuer, IssuerMark::KeyId)
}

/// Its signature is made with SHA-1.
pub(super) fn by_sha1(facts: &Facts) -> bool {
    const SHA1: [&str; 2] = ["1.2.840.113549.1.1.5", "1.2.840.10045.4.1"];
    SHA1.contains(&facts.signature_oid.as_str())
}

/// Purposes of the nineties, with which servers were allowed strong ciphers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gated {
    /// 1.3.6.1.4.1.311.10.3.3.
    Microsoft,
    /// 2.16.840.1.113730.4.1.
    Netscape,
}

/// Which of them it has.
pub(super) fn gated(facts: &Facts) -> Option<Gated> {
    let has = |oid: &str| facts.purposes.iter().flatten().any(|own| own == oid);
    if has("2.16.840.1.113730.4.1") {
        Some(Gated::Netscape)
    } else {
        has("1.3.6.1.4.1.311.10.3.3").then_some(Gated::Microsoft)
    }
}
