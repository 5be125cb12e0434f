//! Evidence → verdicts. Functions of (evidence, stores, now): opens nothing, reads no clock, never
//! logs. `finding` holds what a verdict says, `path` decides trust, one file per step holds its
//! rules.

mod addresses;
pub mod aia;
mod alerts;
mod authorities;
mod canary;
mod case;
mod certificate;
pub mod clients;
mod constraints;
mod contact;
mod dns;
pub mod finding;
pub mod follow;
mod ground;
mod headline;
mod identity;
mod interception;
mod judged;
mod learning;
pub mod names;
mod network_path;
mod not_exposed;
mod ok;
pub mod path;
mod products;
mod proxy;
mod referral;
mod routes;
mod rule;
mod signals;
pub mod taint;
mod tcp;
mod tls;
mod trust;
mod trusted;
mod tunnel;
mod unasked;
mod verdict;

use crate::cert::Cert;
use crate::evidence::{Attempt, Connection};

pub use authorities::Authorities;
pub use case::{AddressOutcome, Case};
pub use clients::{ClientDiffers, ClientGroup, ClientQuirk, ProfileDefect};
pub use finding::{Details, Finding};
pub use ground::Ground;
pub use headline::codes_of;
pub use judged::{Endpoint, Judgement};
pub use path::Stores;
pub use products::Product;
pub use taint::Taint;
pub use trusted::{CertSource, GoVerdict, RuleVerdict, StrictVerdict, Trust};
pub use verdict::Verdict;

use crate::codes::Code;
use rule::Rule;

/// Every rule, in the order of [`Code`].
fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        not_exposed::RULES,
        contact::RULES,
        dns::RULES,
        tcp::RULES,
        proxy::RULES,
        tunnel::RULES,
        interception::RULES,
        network_path::RULES,
        tls::RULES,
        alerts::RULES,
        trust::RULES,
        certificate::RULES,
        identity::RULES,
        referral::RULES,
        routes::RULES,
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
    trust: Option<Trust>,
}

/// Judges one endpoint.
#[must_use]
pub fn endpoint(attempt: Attempt, ground: Ground<'_>) -> Endpoint {
    let own = ground.stores.of_clients(&attempt.target);
    let ground = ground.resting_on(own.as_ref());
    let connections = attempt.connections.iter();
    let mut judged: Vec<JudgedConnection> = connections
        .map(|connection| judge_connection(&attempt, connection, ground))
        .collect();
    let outcomes: Vec<AddressOutcome> = judged.iter().map(|j| j.outcome.clone()).collect();
    let case = Case::of_endpoint(&attempt, &outcomes, ground);
    let about_all = apply(&case);
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
        };
    }
    // What the headline's connection says comes first, so that its details and its trust are of one
    // chain.
    let lead = headline::representative(&outcomes).map(|at| judged.remove(at));
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
    }
}

fn judge_connection(
    attempt: &Attempt,
    connection: &Connection,
    ground: Ground<'_>,
) -> JudgedConnection {
    let (chain, name) = (chain_of(connection), attempt.target.name());
    let trust = ground.judge(chain, name);
    let case = signals::searched(attempt, connection, trust.as_ref(), ground);
    let verdicts = headline::in_order(apply(&case), trust.as_ref(), (chain, name, ground.now));
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

fn chain_of(connection: &Connection) -> &[Cert] {
    connection
        .tls
        .saw()
        .map_or(&[], |session| session.chain.as_slice())
}

fn apply(case: &Case<'_>) -> Vec<Verdict> {
    rules()
        .filter_map(|rule| {
            Some(Verdict {
                finding: rule.apply(case)?,
                addresses: case.connection.map(|c| c.address).into_iter().collect(),
            })
        })
        .collect()
}

/// The very same thing seen on several addresses is said once; another root or another expiry is
/// another thing.
fn merge<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Vec<Verdict> {
    let mut merged: Vec<Verdict> = Vec::new();
    for verdict in verdicts {
        match merged.iter_mut().find(|m| m.finding == verdict.finding) {
            Some(held) => held.addresses.extend(&verdict.addresses),
            None => merged.push(verdict.clone()),
        }
    }
    merged
}
