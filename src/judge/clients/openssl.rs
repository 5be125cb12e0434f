//! How OpenSSL builds and checks a chain, as curl, Node and Python call it: the trusted certificates
//! first, by name and key identifiers, and the first that is valid; signatures only afterwards.
//! Measured with OpenSSL 3.0.22.

use super::quirk::{ClientQuirk, FurtherFault, IssuerMark, PathMember, ProfileDefect, TwinTaken};
use super::view::{self, ChainView};
use crate::cert::{Cert, Facts, KeyKind, KeyUsage, Signed, name};

/// With which flags a program calls it.
#[derive(Clone, Copy)]
pub(super) struct Flags {
    /// `X509_V_FLAG_PARTIAL_CHAIN`: any trusted certificate ends a chain.
    partial: bool,
    /// `X509_V_FLAG_X509_STRICT`.
    strict: bool,
    /// Security level 2, as Debian and RHEL build it.
    level_2: bool,
}

/// curl ends chains anywhere since 7.68.
pub(super) const CURL: Flags = Flags {
    partial: true,
    strict: false,
    level_2: true,
};
/// The command line, and Python before 3.13.
pub(super) const PLAIN: Flags = Flags {
    partial: false,
    strict: false,
    level_2: true,
};
/// It brings its own OpenSSL, at level 1.
pub(super) const NODE: Flags = Flags {
    partial: false,
    strict: false,
    level_2: false,
};
/// `ssl.create_default_context` since 3.13.
pub(super) const PYTHON: Flags = Flags {
    partial: true,
    strict: true,
    level_2: true,
};

/// Keys shorter than this are refused at OpenSSL's security level 2.
const LEVEL_2_BITS: usize = 2048;
/// No client takes a longer chain.
const MAX_LENGTH: usize = 20;

pub(super) fn refusal(view: &ChainView<'_>, flags: Flags) -> Option<ClientQuirk> {
    if let Some(wide) = view.two_labels() {
        return Some(wide);
    }
    let chain = built(view, flags);
    let read: Vec<&Facts> = chain.iter().filter_map(|cert| cert.facts()).collect();
    let wrong = || {
        not_signed(&chain, &read)
            .or_else(|| weak(&read, flags))
            .or_else(|| unfit(view, &read, flags))
            .or_else(|| strict(&read).filter(|_| flags.strict))
    };
    unreached(view, &chain, flags).or_else(wrong)
}

/// The chain that it goes by, whoever signed.
fn built<'a>(view: &ChainView<'a>, flags: Flags) -> Vec<&'a Cert> {
    let mut chain: Vec<&Cert> = view.chain.first().into_iter().collect();
    let mut among_trusted = false;
    while let Some(facts) = chain.last().and_then(|top| top.facts())
        && !is_root(facts)
        && chain.len() < MAX_LENGTH
    {
        let trusted = view.trusted.named(&facts.issuer_der).iter();
        let trusted = first_valid(view, facts, trusted.map(|(cert, _)| cert), &chain);
        let sent = || first_valid(view, facts, view.chain.iter(), &chain);
        let next = match trusted {
            Some(next) => {
                among_trusted = true;
                Some(next)
            }
            None if among_trusted => None,
            None => sent(),
        };
        let Some(next) = next else { break };
        chain.push(next);
        if among_trusted && flags.partial {
            break;
        }
    }
    chain
}

/// The first candidate that is valid now; where there is none, the one that was last.
fn first_valid<'a>(
    view: &ChainView<'_>,
    child: &Facts,
    candidates: impl Iterator<Item = &'a Cert>,
    chain: &[&Cert],
) -> Option<&'a Cert> {
    let fits = |cert: &&Cert| {
        cert.facts()
            .is_some_and(|f| may_be_issuer(child, f) && !chain.contains(cert))
    };
    let all: Vec<&Cert> = candidates.filter(fits).collect();
    let valid = all
        .iter()
        .find(|cert| cert.facts().is_some_and(|f| f.valid_at(view.at)));
    let longest = || {
        all.iter()
            .max_by_key(|cert| cert.facts().map(|f| f.not_after.0))
    };
    valid.or_else(longest).copied()
}

/// `X509_check_issued`: names, identifiers, usage, and the type of the key.
fn may_be_issuer(child: &Facts, issuer: &Facts) -> bool {
    let signs = issuer
        .key_usage
        .as_ref()
        .is_none_or(|usage| usage.cert_sign);
    let oid = child.signature_oid.as_str();
    let of_type = match &issuer.key {
        KeyKind::Rsa(_) => oid.starts_with("1.2.840.113549.1.1."),
        KeyKind::Ec(_) => oid.starts_with("1.2.840.10045.4."),
        KeyKind::Ed25519 => oid == "1.3.101.112",
        KeyKind::Other(_) => true,
    };
    view::may_have_issued(child, issuer)
        && !view::differs(child, issuer, IssuerMark::Serial)
        && signs
        && of_type
}

/// The chain ends where nothing is trusted.
fn unreached(view: &ChainView<'_>, chain: &[&Cert], flags: Flags) -> Option<ClientQuirk> {
    let held = |cert: &&Cert| view.trusted.holds(cert);
    let top = chain.last()?;
    let ends = if flags.partial {
        chain.iter().any(held)
    } else {
        held(top) && top.facts().is_some_and(is_root)
    };
    if ends {
        return None;
    }
    let rooted = view
        .path
        .last()
        .is_some_and(|top| held(top) && top.is_self_signed());
    let steps = if rooted && !flags.partial {
        view.path.len().saturating_sub(1)
    } else {
        view.anchor.unwrap_or(0)
    };
    let marks = [IssuerMark::KeyId, IssuerMark::Serial];
    let named = view.names_another(0..steps, &marks);
    let otherwise = if flags.partial || rooted {
        ClientQuirk::TakesSent(top.label())
    } else {
        ClientQuirk::NoSelfSignedRoot
    };
    let mute = || view.signs_nothing(1..=steps);
    named.or_else(mute).or(Some(otherwise))
}

/// `EXFLAG_SS`: it names itself as its issuer. Its own signature is not looked at.
fn is_root(facts: &Facts) -> bool {
    facts.self_issued()
        && view::may_have_issued(facts, facts)
        && !view::differs(facts, facts, IssuerMark::Serial)
}

/// It went by the name, and this one did not sign.
fn not_signed(chain: &[&Cert], read: &[&Facts]) -> Option<ClientQuirk> {
    let wrong = chain
        .windows(2)
        .position(|two| two[0].signed_by(two[1]) == Signed::No)?;
    Some(ClientQuirk::TakesTwin {
        name: read.get(wrong + 1)?.label(),
        taken: TwinTaken::First,
    })
}

fn weak(read: &[&Facts], flags: Flags) -> Option<ClientQuirk> {
    let too_short = |f: &&Facts| matches!(f.key, KeyKind::Rsa(bits) if bits < LEVEL_2_BITS);
    let short = read.iter().position(too_short).filter(|_| flags.level_2);
    if let Some(at) = short {
        return Some(ClientQuirk::ShortKey {
            certificate: member(read, at),
            key: read[at].key.clone(),
        });
    }
    let signed = read.split_last().map_or(read, |(_, below)| below);
    let sha1 = signed.iter().position(|f| view::by_sha1(f))?;
    Some(further(read, sha1, FurtherFault::Sha1))
}

/// What each certificate says against this use, where Go has not looked.
fn unfit(view: &ChainView<'_>, read: &[&Facts], flags: Flags) -> Option<ClientQuirk> {
    // A certificate that cannot be read to its end has any purpose, but for the strict.
    let is_pinned = flags.partial && view.anchor == Some(0);
    let is_unread = |u: &KeyUsage| u.is_empty && is_pinned && !flags.strict;
    let signs = |u: &KeyUsage| u.digital_signature || u.key_encipherment || u.key_agreement;
    if view.lacks_usage(|u| signs(u) || is_unread(u)) {
        return Some(ClientQuirk::NoHandshakeUsage);
    }
    if let Some(at) = read.iter().position(|f| f.serves_as_any_only()) {
        return Some(ClientQuirk::AnyPurposeOnly(member(read, at)));
    }
    (1..read.len()).find_map(|at| {
        let is_old = read[at].version < 3 && !read[at].self_issued();
        let forbids = || view::forbids_subject(read, at, name::lies_in);
        let fault = view
            .fault_above(read, at)
            .or_else(|| is_old.then_some(FurtherFault::OldVersion))
            .or_else(|| is_no_ca(read[at]).then_some(FurtherFault::NoCa))
            .or_else(|| forbids().then_some(FurtherFault::Subjects))?;
        Some(further(read, at, fault))
    })
}

/// `check_ca`: keyUsage suffices where there are no basicConstraints.
fn is_no_ca(facts: &Facts) -> bool {
    match facts.ca {
        Some(is_ca) => !is_ca,
        None => facts.version >= 3 && facts.key_usage.is_none(),
    }
}

/// What `X509_V_FLAG_X509_STRICT` misses. A certificate that stands alone is not asked.
fn strict(read: &[&Facts]) -> Option<ClientQuirk> {
    if read.len() < 2 {
        return None;
    }
    (0..read.len()).find_map(|at| {
        let defect = defect(read[at], at > 0, at + 1 == read.len())?;
        Some(ClientQuirk::Profile {
            certificate: member(read, at),
            defect,
        })
    })
}

fn defect(facts: &Facts, issues: bool, is_last: bool) -> Option<ProfileDefect> {
    let is_ca = facts.ca == Some(true);
    let signs = facts
        .key_usage
        .as_ref()
        .is_some_and(|usage| usage.cert_sign);
    if facts.version < 3 {
        issues.then_some(ProfileDefect::OldVersion)
    } else if is_ca && !facts.ca_critical {
        Some(ProfileDefect::NotCritical)
    } else if is_ca && facts.key_usage.is_none() {
        Some(ProfileDefect::NoKeyUsage)
    } else if !is_ca && signs {
        Some(ProfileDefect::SignsWithoutBeingCa)
    } else if !is_last && facts.authority_key_id.is_none() {
        Some(ProfileDefect::NoAuthorityKeyId)
    } else if is_ca && facts.subject_key_id.is_none() {
        Some(ProfileDefect::NoSubjectKeyId)
    } else {
        None
    }
}

fn further(read: &[&Facts], at: usize, fault: FurtherFault) -> ClientQuirk {
    ClientQuirk::LooksFurther {
        certificate: member(read, at),
        fault,
    }
}

fn member(read: &[&Facts], at: usize) -> PathMember {
    view::member(at, read.get(at).map(|facts| facts.label()))
}
