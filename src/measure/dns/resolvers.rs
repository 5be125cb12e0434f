//! The system's resolvers, asked as Go and the C library ask them: in their listed order, the next
//! one where one gives no usable answer, all of them again until the tries are used up. That a name
//! does not exist, or has no address, is an answer. Keeps what each of them said.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::proto::rr::{Name, RecordType};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::exchange::{self, Question};
use super::merge::{OfFamily, heavier, merge};
use super::resolv_conf::{ResolvConf, shown};
use crate::evidence::{Fault, LookupFailure, Resolution, ResolverAnswer, ResolverSaid};
use crate::measure::deadline::{timed_out, within};
use crate::measure::limits::Families;

/// Addresses of one answer that are kept in the record of it.
const MOST_RECORDED: usize = 32;
/// Questions that only compare.
const MOST_COMPARED: usize = 16;
/// A resolver that no client would ask is not waited for.
const COMPARED_WITHIN: Duration = Duration::from_secs(2);

/// A whole lookup.
pub(super) struct LookedUp {
    pub(super) outcome: Result<Resolution, Fault>,
    pub(super) asked: Vec<ResolverAnswer>,
    pub(super) compared: Vec<ResolverAnswer>,
    /// For how long it holds.
    pub(super) ttl: Duration,
}

/// An answer that ends a lookup without an address, and who gave it.
struct Denial {
    name: Name,
    kind: RecordType,
    by: SocketAddr,
    /// Where the name leads, if it is an alias of a name without an address.
    alias: Option<Name>,
}

/// What asking for one family came to.
#[derive(Default)]
struct Walk {
    outcome: OfFamily,
    asked: Vec<ResolverAnswer>,
    denial: Option<Denial>,
    ttl: Option<u32>,
}

impl ResolvConf {
    /// Name by name of the search list, both families of each side by side: two families of two
    /// names would be two hosts.
    pub(super) async fn look_up(
        &self,
        (name, absolute): (&str, bool),
        families: Families,
        limit: Duration,
    ) -> LookedUp {
        let mut all = LookedUp {
            outcome: Err(Fault::NoSuchName),
            asked: Vec::new(),
            compared: Vec::new(),
            ttl: Duration::ZERO,
        };
        let candidates = match self.candidates(name, absolute) {
            Ok(candidates) => candidates,
            Err(why) => {
                all.outcome = Err(Fault::Resolver {
                    text: why.into(),
                    kind: LookupFailure::Other,
                });
                return all;
            }
        };
        let begun = Instant::now();
        let left = || limit.saturating_sub(begun.elapsed());
        let (mut worst, mut denials) = (Fault::NoSuchName, Vec::new());
        for name in candidates {
            // Each under the whole limit by itself, so that a silent one cannot lose the other's
            // answer.
            let (v4, v6) = tokio::join!(
                self.walk(&name, RecordType::A, families != Families::V6, left()),
                self.walk(&name, RecordType::AAAA, families != Families::V4, left())
            );
            all.asked.extend(v4.asked);
            all.asked.extend(v6.asked);
            denials.extend(v4.denial.into_iter().chain(v6.denial));
            match merge(v4.outcome, v6.outcome) {
                Ok(found) => {
                    let ttl = v4.ttl.into_iter().chain(v6.ttl).min();
                    all.ttl = Duration::from_secs(ttl.unwrap_or(0).into());
                    all.outcome = Ok(found);
                    return all;
                }
                Err(Fault::TimedOut { .. }) => worst = timed_out(begun.elapsed()),
                // A resolver's failure outweighs "no such name" elsewhere in the list: it may hide
                // one.
                Err(fault) => worst = heavier(worst, fault),
            }
        }
        if matches!(worst, Fault::NoSuchName | Fault::NoAddress) {
            all.compared = self.compare(denials, left().min(COMPARED_WITHIN)).await;
        }
        all.outcome = Err(worst);
        all
    }

    /// Resolver by resolver, try by try, until one gives an answer.
    async fn walk(&self, name: &Name, kind: RecordType, wanted: bool, limit: Duration) -> Walk {
        let mut walk = Walk::default();
        if !wanted {
            return walk;
        }
        let begun = Instant::now();
        let mut failure = None;
        for server in (0..self.attempts).flat_map(|_| &self.servers) {
            let left = limit.saturating_sub(begun.elapsed());
            if left.is_zero() {
                break;
            }
            let asked = self
                .ask(*server, (name, kind), self.timeout.min(left))
                .await;
            let said = asked.record.said.clone();
            walk.asked.push(asked.record);
            walk.ttl = Some(asked.ttl);
            match said {
                ResolverSaid::Addresses(_) => {
                    walk.outcome = Some(Ok(asked.addresses));
                    return walk;
                }
                // The next one would not be asked either.
                ResolverSaid::Failed(fault) if fault.own_limit().is_some() => {
                    walk.outcome = Some(Err(fault));
                    return walk;
                }
                ResolverSaid::Failed(fault) => failure = Some(graver(failure, fault, *server)),
                ResolverSaid::NoAddress | ResolverSaid::NoSuchName => {
                    let is_missing = said == ResolverSaid::NoSuchName;
                    walk.denial = Some(Denial {
                        name: name.clone(),
                        kind,
                        by: *server,
                        alias: asked.alias.filter(|_| !is_missing),
                    });
                    walk.outcome = Some(Err(if is_missing {
                        Fault::NoSuchName
                    } else {
                        Fault::NoAddress
                    }));
                    return walk;
                }
            }
        }
        let failure = failure.filter(|fault| !matches!(fault, Fault::TimedOut { .. }));
        walk.outcome = Some(Err(failure.unwrap_or_else(|| timed_out(begun.elapsed()))));
        walk
    }

    /// What the other resolvers say of names that were denied, and whether the name exists that an
    /// alias leads to.
    async fn compare(&self, denials: Vec<Denial>, limit: Duration) -> Vec<ResolverAnswer> {
        let mut questions = Vec::new();
        for denial in denials {
            let others = self.servers.iter().filter(|server| **server != denial.by);
            let again = others.map(|server| (*server, denial.name.clone(), denial.kind));
            let onward = denial.alias.map(|alias| (denial.by, alias, denial.kind));
            questions.extend(onward.into_iter().chain(again));
        }
        questions.truncate(MOST_COMPARED);
        let mut asking = JoinSet::new();
        for (place, (server, name, kind)) in questions.into_iter().enumerate() {
            let conf = self.clone();
            asking.spawn(async move {
                let asked = conf
                    .ask(server, (&name, kind), limit.min(conf.timeout))
                    .await;
                (place, asked.record)
            });
        }
        let mut compared = asking.join_all().await;
        compared.sort_by_key(|(place, _)| *place);
        compared.into_iter().map(|(_, record)| record).collect()
    }

    async fn ask(
        &self,
        server: SocketAddr,
        (name, kind): (&Name, RecordType),
        limit: Duration,
    ) -> Asked {
        let question = Question {
            name: name.clone(),
            kind,
            edns0: self.edns0,
            only_tcp: self.only_tcp,
        };
        let (took, outcome) = within(limit, exchange::ask(server, &question)).await;
        let (said, aliases, ttl) = match outcome {
            Ok(answer) => (answer.said, answer.aliases, answer.ttl),
            Err(fault) => (ResolverSaid::Failed(fault), Vec::new(), 0),
        };
        let (said, addresses) = match said {
            ResolverSaid::Addresses(all) => {
                let kept = all.iter().take(MOST_RECORDED).copied().collect();
                (ResolverSaid::Addresses(kept), all)
            }
            other @ (ResolverSaid::NoAddress
            | ResolverSaid::NoSuchName
            | ResolverSaid::Failed(_)) => (other, Vec::new()),
        };
        let record = ResolverAnswer {
            resolver: shown(server),
            name: text(name).into(),
            family: kind.to_string(),
            took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            said,
            aliases: aliases.iter().map(|alias| text(alias).into()).collect(),
        };
        Asked {
            record,
            addresses,
            alias: aliases.into_iter().next_back(),
            ttl,
        }
    }
}

/// One answer with what is needed of it.
struct Asked {
    record: ResolverAnswer,
    addresses: Vec<std::net::IpAddr>,
    alias: Option<Name>,
    ttl: u32,
}

/// Of several failures, an answer tells more than silence.
fn graver(before: Option<Fault>, now: Fault, server: SocketAddr) -> Fault {
    let now = if matches!(now, Fault::Resolver { .. } | Fault::TimedOut { .. }) {
        now
    } else {
        Fault::Resolver {
            text: format!("the resolver {} cannot be asked: {now}", shown(server)).into(),
            kind: LookupFailure::NotReached,
        }
    };
    match before {
        Some(before @ Fault::Resolver { .. }) => before,
        _ => now,
    }
}

fn text(name: &Name) -> String {
    let text = name.to_string();
    text.strip_suffix('.').unwrap_or(&text).to_owned()
}
