//! What this machine, not the peer, ran out of: which part of an attempt it cut short, and what all of
//! it comes to in a run. Sums only.

use super::{Attempt, Connection, Extra, Fault, NotAsked, NotAskedReason, Resource, Waited};

/// What a run had too little of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Of what.
    pub resource: Resource,
    /// How often it was waited for.
    pub times: u64,
    /// How long in all, in milliseconds; many wait side by side.
    pub waited_ms: u64,
    /// Endpoints that had to wait.
    pub waiting: usize,
    /// Endpoints of which something is not measured for want of it.
    pub unmeasured: usize,
}

/// What a run had too little of, gathered as its endpoints are done, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortages(Vec<Shortage>);

static NONE: Shortages = Shortages(Vec::new());

impl Shortages {
    /// Of nothing.
    #[must_use]
    pub fn none() -> &'static Self {
        &NONE
    }

    /// Takes in what an endpoint waited for.
    pub fn take(&mut self, attempt: &Attempt) {
        let mut unmeasured = attempt.cut_short_by();
        for waited in &attempt.waited {
            let of_all = self.of(waited.resource);
            of_all.times += u64::from(waited.times);
            of_all.waited_ms += waited.waited_ms;
            of_all.waiting += 1;
            if waited.in_vain > 0 && !unmeasured.contains(&waited.resource) {
                unmeasured.push(waited.resource);
            }
        }
        for resource in unmeasured {
            self.of(resource).unmeasured += 1;
        }
    }

    /// One for each thing of which there was too little.
    #[must_use]
    pub fn all(&self) -> &[Shortage] {
        &self.0
    }

    fn of(&mut self, resource: Resource) -> &mut Shortage {
        let new = Shortage {
            resource,
            times: 0,
            waited_ms: 0,
            waiting: 0,
            unmeasured: 0,
        };
        let at = self.0.binary_search_by_key(&resource, |held| held.resource);
        let at = at.unwrap_or_else(|at| {
            self.0.insert(at, new);
            at
        });
        &mut self.0[at]
    }
}

impl Fault {
    /// What this machine, not the peer, had run out of. Earlier versions kept no more of that than the
    /// system's number.
    #[must_use]
    pub fn own_limit(&self) -> Option<Resource> {
        if let Self::OwnLimit { lacks, .. } = self {
            Some(*lacks)
        } else if let Self::Other { os_code, .. } = self {
            os_code.and_then(Resource::of_os_code)
        } else {
            None
        }
    }
}

impl Attempt {
    /// Something of it is not measured, since this machine had too little of something.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.waited.iter().any(|waited| waited.in_vain > 0) || !self.cut_short_by().is_empty()
    }

    /// Adds what was waited for since.
    pub fn has_waited(&mut self, since: Vec<Waited>) {
        for new in since {
            let known = self.waited.iter_mut();
            match known.into_iter().find(|w| w.resource == new.resource) {
                Some(known) => {
                    known.times += new.times;
                    known.waited_ms += new.waited_ms;
                    known.in_vain += new.in_vain;
                }
                None => self.waited.push(new),
            }
        }
    }

    /// What this machine had run out of when a step of it failed, each once.
    fn cut_short_by(&self) -> Vec<Resource> {
        let connections = self.connections.iter().filter_map(Connection::own_limit);
        let fetched = self.fetched.iter().filter_map(|f| f.outcome.fault());
        let others = self.dns.fault().into_iter().chain(fetched);
        let mut all: Vec<Resource> = others
            .filter_map(Fault::own_limit)
            .chain(connections)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Extra {
    /// Nothing was measured, since this machine had too little of something.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        let lacked = |c: &Connection| c.own_limit().is_some();
        let unmade = !self.connections.is_empty() && self.connections.iter().all(lacked);
        unmade || self.dns.fault().and_then(Fault::own_limit).is_some()
    }
}

impl NotAsked {
    /// A further measurement that this machine had too little for.
    #[must_use]
    pub fn for_want(extra: Extra) -> Self {
        Self {
            address: extra.connections.first().map(|c| c.address.ip()),
            kind: extra.kind,
            route: extra.route,
            because: extra.because,
            why: NotAskedReason::OwnLimit,
        }
    }
}

impl Connection {
    /// What this machine had run out of, where a step of it failed for that.
    #[must_use]
    pub fn own_limit(&self) -> Option<Resource> {
        let faults = [
            self.tcp.fault(),
            self.proxy.fault(),
            self.tls.fault(),
            self.http.fault(),
            self.tls.saw().and_then(|saw| saw.afterwards.as_ref()),
        ];
        faults.into_iter().flatten().find_map(Fault::own_limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_machine_lacks_is_told_from_what_the_network_does() {
        let of = |os_code| Fault::Other {
            os_code,
            text: "as the system says".into(),
        };
        for lacks in Resource::ALL {
            let os_code = None;
            assert_eq!(
                Fault::OwnLimit { lacks, os_code }.own_limit(),
                Some(lacks),
                "{lacks}"
            );
        }
        for (code, lacks) in [
            (24, Resource::OpenFiles),
            (23, Resource::FilesOfMachine),
            (99, Resource::Ports),
            (105, Resource::Memory),
            (10055, Resource::Memory),
        ] {
            assert_eq!(of(Some(code)).own_limit(), Some(lacks), "{code}");
        }
        // EACCES, EINVAL, and what has no number.
        for other in [of(Some(13)), of(Some(22)), of(None), Fault::Refused] {
            assert_eq!(other.own_limit(), None, "{other:?}");
        }
    }
}
