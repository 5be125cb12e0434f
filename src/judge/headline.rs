//! Which of the verdicts is the headline: what to act on first. What no bundle would cure comes
//! before the unknown authority, since a bundle for a certificate that has expired helps nobody.

use std::cmp::Reverse;

use crate::dialects::go::GoRefusal;

use super::{AddressOutcome, Cure, Trust, Verdict, ok};
use crate::codes::{Code, Family};

/// The connection that the headline is about: one that somebody else answers, else one that works,
/// else the one that got furthest and has the fewest faults.
pub(super) fn representative(outcomes: &[AddressOutcome]) -> Option<usize> {
    let furthest = |outcome: &AddressOutcome| match outcome.failures.first() {
        _ if outcome.failures.contains(&Code::Intercepted) => usize::MAX,
        None => usize::MAX - 1,
        Some(code) => *code as usize,
    };
    let reach = |outcome: &AddressOutcome| (furthest(outcome), Reverse(outcome.failures.len()));
    let best = outcomes.iter().map(reach).max()?;
    outcomes.iter().position(|o| reach(o) == best)
}

/// The failure to act on first; where nothing fails, the warning that explains a step which did not
/// go through.
pub(super) fn choose(lead: &[Verdict], about_all: &[Verdict]) -> Option<Code> {
    let all = || about_all.iter().chain(lead);
    let failure = all().find(|v| v.is_failure());
    failure
        .or_else(|| all().find(|v| ok::explains_failed_step(v)))
        .map(Verdict::code)
}

/// Moves the fault of the certificate that Go would still refuse, whichever CA of a path were an
/// anchor, before the unknown authority. Where the path ends below an unknown CA, whatever is wrong
/// with the certificates that are known goes first.
pub(super) fn in_order(mut verdicts: Vec<Verdict>, trust: Option<&Trust>) -> Vec<Verdict> {
    let is_authority = |v: &Verdict| v.is_failure() && v.family() == Family::UnknownAuthority;
    let Some(authority) = verdicts.iter().position(is_authority) else {
        return verdicts;
    };
    let Some(Cure::Nothing(incurable)) = trust.map(|trust| &trust.cure) else {
        return verdicts;
    };
    let codes = codes_of(&incurable.refusal);
    let of_certificate = |v: &&Verdict| v.is_failure() && v.family() == Family::Certificate;
    let candidates = || verdicts.iter().filter(of_certificate);
    let first = candidates()
        .find(|v| codes.contains(&v.code()))
        .or_else(|| candidates().next())
        .map(Verdict::code);
    if let Some(at) = verdicts.iter().position(|v| Some(v.code()) == first)
        && at > authority
    {
        let first = verdicts.remove(at);
        verdicts.insert(authority, first);
    }
    verdicts
}

/// Codes of the verdicts that say what Go says, the likeliest first; none where only the chain as a
/// whole tells which.
#[must_use]
pub fn codes_of(refusal: &GoRefusal) -> &'static [Code] {
    match refusal {
        GoRefusal::NotYetValid { .. } => &[Code::NotYetValid],
        GoRefusal::Expired { .. } => &[Code::Expired],
        GoRefusal::LegacyCommonName => &[Code::NoSan, Code::HostnameOnlyByCn],
        GoRefusal::NoIpSans { .. }
        | GoRefusal::NoNames { .. }
        | GoRefusal::ManyNames { .. }
        | GoRefusal::ManyAddresses { .. }
        | GoRefusal::WrongName { .. } => &[Code::NameMismatch, Code::RouterDefaultCertificate],
        GoRefusal::OnlyIn { refusal, .. } => codes_of(refusal),
        GoRefusal::EmptyChain
        | GoRefusal::Unparsable(_)
        | GoRefusal::Malformed
        | GoRefusal::HandshakeFailure
        | GoRefusal::UnhandledCriticalExtension
        | GoRefusal::UnknownAuthority(_)
        | GoRefusal::IncompatibleUsage
        | GoRefusal::NotPermitted(_)
        | GoRefusal::NotACa
        | GoRefusal::TooManyIntermediates
        | GoRefusal::DnsUnread { .. }
        | GoRefusal::MailUnread
        | GoRefusal::TooManyConstraints
        | GoRefusal::SignatureLimit
        | GoRefusal::NoValidChains { .. }
        | GoRefusal::Panic
        | GoRefusal::LongRsa
        | GoRefusal::HandshakeSignature(_)
        | GoRefusal::UnsupportedKey { .. }
        | GoRefusal::NotCheckedHere { .. } => &[],
    }
}
