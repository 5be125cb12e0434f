//! One endpoint, judged: every rule is asked about each of its connections and about all of them
//! together; then the headline is chosen. Knows the order of the rules and what none of them says.

use std::sync::Arc;

use super::finding::{Finding, Notice};
use super::judged::Endpoint;
use super::rule::Rule;
use super::{AddressOutcome, Case, Ground, Trust, Verdict};
use super::{
    addresses, certificate, contact, dns, headline, identity, interception, key_types,
    network_path, not_exposed, ok, own_limit, proxy, referral, routes, signals, tcp, tls, trust,
    tunnel,
};
use crate::codes::{Code, Family};
use crate::evidence::{Attempt, Connection};

/// Every rule, in the order of [`Code`].
fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        not_exposed::RULES,
        contact::RULES,
        own_limit::RULES,
        dns::RULES,
        tcp::RULES,
        proxy::RULES,
        tunnel::RULES,
        interception::RULES,
        network_path::RULES,
        tls::RULES,
        trust::RULES,
        certificate::RULES,
        identity::RULES,
        referral::RULES,
        routes::RULES,
        dns::WARNINGS,
        addresses::RULES,
        ok::RULES,
    ]
    .into_iter()
    .flatten()
}

/// One connection, judged by itself.
struct JudgedConnection {
    outcome: AddressOutcome,
    verdicts: Vec<Verdict>,
    trust: Option<Arc<Trust>>,
}

impl JudgedConnection {
    /// Of a connection that was made for the chain of another key type.
    fn keep_what_the_chain_says(&mut self) {
        self.verdicts
            .retain(|v| key_types::is_about_the_chain(v.code()));
        self.outcome
            .failures
            .retain(|code| key_types::is_about_the_chain(*code));
    }
}

/// Judges one endpoint.
#[must_use]
pub fn endpoint(attempt: Attempt, ground: Ground<'_>) -> Endpoint {
    let own = ground.stores.of_clients(&attempt.target);
    let ground = ground.resting_on(own.as_deref());
    let connections = attempt.presented();
    let mut judged: Vec<JudgedConnection> = connections
        .map(|connection| judge_connection(&attempt, connection, ground))
        .collect();
    for other in judged.iter_mut().skip(attempt.connections.len()) {
        other.keep_what_the_chain_says();
    }
    let all_outcomes: Vec<AddressOutcome> = judged.iter().map(|j| j.outcome.clone()).collect();
    let outcomes = &all_outcomes[..attempt.connections.len()];
    let trusts = judged.iter().map(|j| j.trust.clone()).collect();
    let case = Case::of_endpoint(&attempt, outcomes, ground);
    let mut about_all = apply(&case);
    about_all.extend(key_types::differ(&attempt, &all_outcomes));
    // What is not there, or was left alone, has no chain of its own and nothing else wrong.
    let closed = contact::is_closed(&attempt);
    let says_it_all =
        |v: &&Verdict| not_exposed::says_it_all(v) || (closed && v.code() == Code::NotContacted);
    if let Some(verdict) = about_all.iter().find(says_it_all).cloned() {
        return Endpoint {
            attempt,
            verdict,
            findings: Vec::new(),
            trust: None,
            trusts,
        };
    }
    // What the headline's connection says comes first, so that its details and its trust are of one
    // chain.
    let intercepted = all_outcomes.iter().skip(outcomes.len());
    let intercepted = intercepted.into_iter().position(is_of_interceptor);
    let lead = intercepted
        .map(|at| outcomes.len() + at)
        .or_else(|| headline::representative(outcomes))
        .map(|at| judged.remove(at));
    let (lead, trust) = lead.map_or_else(Default::default, |j| (j.verdicts, j.trust));
    let others = judged.iter().flat_map(|j| &j.verdicts);
    let mut findings = merge(about_all.iter().chain(&lead).chain(others));
    let headline = headline::choose(&lead, &about_all)
        .and_then(|code| findings.iter().position(|v| v.code() == code));
    let verdict = match headline {
        Some(at) => findings.remove(at),
        None => ok::verdict(&case),
    };
    findings.sort_by_key(|v| std::cmp::Reverse(v.severity()));
    Endpoint {
        attempt,
        verdict,
        findings,
        trust,
        trusts,
    }
}

fn judge_connection(
    attempt: &Attempt,
    connection: &Connection,
    ground: Ground<'_>,
) -> JudgedConnection {
    let (chain, name) = (connection.chain(), attempt.target.name());
    let trust = ground.judge(chain, name);
    let case = signals::searched(attempt, connection, trust.as_deref(), ground);
    let verdicts = headline::in_order(apply(&case), trust.as_deref());
    let failures = verdicts.iter().filter(|v| v.is_failure());
    let outcome = AddressOutcome {
        address: connection.address,
        failures: failures.map(Verdict::code).collect(),
        leaf: chain.first().map(|c| c.sha256().to_owned()),
    };
    JudgedConnection {
        outcome,
        verdicts,
        trust,
    }
}

fn apply(case: &Case<'_>) -> Vec<Verdict> {
    let unproved = UnprovedPeer::of(case);
    let cut_short = own_limit::silenced(case);
    let found: Vec<Verdict> = rules()
        .filter_map(|rule| {
            let finding = rule(case)?;
            Some(Verdict {
                chains: key_types::chain_of(case, finding.code())
                    .into_iter()
                    .collect(),
                finding,
                addresses: case.connection.map(|c| c.address).into_iter().collect(),
            })
        })
        .filter(|verdict| unproved.is_none_or(|peer| !peer.silences(&verdict.finding)))
        .filter(|verdict| !cut_short(&verdict.finding))
        .collect();
    let nowhere = found.iter().any(|v| v.code() == Code::NameLeadsNowhere);
    let all = found.into_iter();
    all.filter(|verdict| !nowhere || !is_of_nowhere(verdict))
        .collect()
}

/// What an address does that the name should not lead to: nobody is to mend it there.
const fn is_of_nowhere(verdict: &Verdict) -> bool {
    matches!(
        verdict.family(),
        Family::Reach
            | Family::Timeout
            | Family::Tls
            | Family::Certificate
            | Family::UnknownAuthority
            | Family::Service
    )
}

/// Whoever answered is not the server, or did not show that it is.
#[derive(Clone, Copy)]
enum UnprovedPeer {
    /// An interceptor, by its signs.
    Interceptor,
    /// A filter with a page of its own, inside a TLS session that it ended.
    Filter,
    /// It does not hold the key of the certificate that it shows.
    KeyHolderUnknown,
}

impl UnprovedPeer {
    fn of(case: &Case<'_>) -> Option<Self> {
        if is_intercepted(case) {
            Some(Self::Interceptor)
        } else if tls::forged(case).is_some() {
            Some(Self::KeyHolderUnknown)
        } else if case.answer().is_some() && network_path::block_page(case).is_some() {
            Some(Self::Filter)
        } else {
            None
        }
    }

    /// Findings about a server that was not met: about the certificates of somebody else, or how
    /// to come to trust them.
    fn silences(self, finding: &Finding) -> bool {
        let of_authority = finding.code().family() == Family::UnknownAuthority;
        match self {
            Self::Interceptor => is_for_the_server(finding),
            Self::Filter => of_authority || is_for_the_server(finding),
            Self::KeyHolderUnknown => of_authority,
        }
    }
}

/// On this connection; of the endpoint as a whole: on one of its addresses.
fn is_intercepted(case: &Case<'_>) -> bool {
    case.is_intercepted() || case.outcomes.iter().any(is_of_interceptor)
}

fn is_of_interceptor(outcome: &AddressOutcome) -> bool {
    outcome.failures.contains(&Code::Intercepted)
}

/// Advice to whoever runs the server, about the certificates that it sends, how it speaks TLS and
/// where it is. Where an interceptor sends and speaks, it would reach the wrong one.
fn is_for_the_server(finding: &Finding) -> bool {
    let code = finding.code();
    if let Finding::Notice(Notice::HalfUp { broken, .. }) = finding {
        return broken
            .iter()
            .all(|b| b.failures.contains(&Code::Intercepted));
    }
    matches!(code.family(), Family::Certificate)
        || matches!(
            code,
            Code::ExpiresSoon
                | Code::ChainDisordered
                | Code::ChainExtra
                | Code::SeenInPart
                | Code::LegacyTls
                | Code::HostnameOnlyByCn
                | Code::NoBundleNeeded
                | Code::AddressesDiffer
                | Code::RouterDefaultCertificate
                | Code::MessageTooLarge
        )
}

/// The very same thing seen on several addresses is said once; another root or another expiry is
/// another thing.
fn merge<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Vec<Verdict> {
    let mut merged: Vec<Verdict> = Vec::new();
    for verdict in verdicts {
        match merged.iter_mut().find(|m| m.finding == verdict.finding) {
            Some(held) => {
                // Several chains of one address may have the same fault.
                let new = verdict.addresses.iter();
                let new = new.filter(|address| !held.addresses.contains(address));
                let new: Vec<_> = new.copied().collect();
                held.addresses.extend(new);
                let new = verdict.chains.iter();
                let new = new.filter(|key| !held.chains.contains(key));
                let new: Vec<_> = new.copied().collect();
                held.chains.extend(new);
            }
            None => merged.push(verdict.clone()),
        }
    }
    merged
}
