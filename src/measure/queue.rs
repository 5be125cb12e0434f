//! Targets that wait to be begun, in their order, with at most so many of one host in flight
//! (`--per-host`). Measures nothing.

use std::collections::{HashMap, VecDeque};

use super::Assignment;
use crate::target::Host;

/// Those that were not begun yet.
pub(super) struct Queue<I> {
    waiting: I,
    /// The most of one host in flight; `None`: as many as come.
    per_host: Option<usize>,
    /// Of each host how many are in flight, and which wait for that.
    hosts: HashMap<Host, OfHost>,
    /// The hosts of what is in flight, by place.
    in_flight: HashMap<usize, Host>,
    /// Hosts of which one may begin that had to wait.
    free: VecDeque<Host>,
}

#[derive(Default)]
struct OfHost {
    in_flight: usize,
    held: VecDeque<(usize, Assignment)>,
}

impl<A: Into<Assignment>, I: Iterator<Item = (usize, A)>> Queue<I> {
    pub(super) fn new(waiting: I, per_host: Option<usize>) -> Self {
        Self {
            waiting,
            per_host: per_host.map(|most| most.max(1)),
            hosts: HashMap::new(),
            in_flight: HashMap::new(),
            free: VecDeque::new(),
        }
    }

    /// The next one that may begin; `None` where there is none for the moment.
    pub(super) fn next(&mut self) -> Option<(usize, Assignment)> {
        let Some(most) = self.per_host else {
            let (place, aim) = self.waiting.next()?;
            return Some((place, aim.into()));
        };
        while let Some(host) = self.free.pop_front() {
            if let Some(next) = self.held_for(host) {
                return Some(next);
            }
        }
        loop {
            let (place, aim) = self.waiting.next()?;
            let aim: Assignment = aim.into();
            let host = aim.target.host.clone();
            let of_host = self.hosts.entry(host.clone()).or_default();
            if of_host.in_flight < most {
                of_host.in_flight += 1;
                self.in_flight.insert(place, host);
                return Some((place, aim));
            }
            of_host.held.push_back((place, aim));
        }
    }

    /// One of a host that has a place free.
    fn held_for(&mut self, host: Host) -> Option<(usize, Assignment)> {
        let of_host = self.hosts.get_mut(&host)?;
        let (place, aim) = of_host.held.pop_front()?;
        of_host.in_flight += 1;
        self.in_flight.insert(place, host);
        Some((place, aim))
    }

    /// The one at this place is done.
    pub(super) fn done(&mut self, place: usize) {
        let Some(host) = self.in_flight.remove(&place) else {
            return;
        };
        let Some(of_host) = self.hosts.get_mut(&host) else {
            return;
        };
        of_host.in_flight -= 1;
        if !of_host.held.is_empty() {
            self.free.push_back(host);
        } else if of_host.in_flight == 0 {
            self.hosts.remove(&host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Route;
    use crate::target::{Origin, Target};

    fn queue(
        hosts: &[&str],
        per_host: Option<usize>,
    ) -> Queue<impl Iterator<Item = (usize, Assignment)>> {
        let aim = |host: &&str| {
            let target = Target::parse(host, Origin::Argument { number: 1 }).expect("a target");
            Assignment::from((target, Route::default()))
        };
        let all: Vec<Assignment> = hosts.iter().map(aim).collect();
        Queue::new(all.into_iter().enumerate(), per_host)
    }

    fn begun(queue: &mut Queue<impl Iterator<Item = (usize, Assignment)>>) -> Vec<usize> {
        let next = std::iter::from_fn(|| queue.next());
        next.map(|(place, _)| place).collect()
    }

    #[test]
    fn of_one_host_no_more_are_in_flight_than_allowed_and_none_is_lost() {
        let mut queue = queue(
            &["a.test:1", "a.test:2", "a.test:3", "b.test", "a.test:4"],
            Some(2),
        );
        assert_eq!(
            begun(&mut queue),
            [0, 1, 3],
            "the third of a waits, b does not"
        );
        queue.done(3);
        assert_eq!(begun(&mut queue), [0; 0], "another host frees nothing");
        queue.done(1);
        queue.done(0);
        assert_eq!(begun(&mut queue), [2, 4], "in their order");
        queue.done(2);
        queue.done(4);
        assert!(begun(&mut queue).is_empty());
        assert!(queue.hosts.is_empty() && queue.in_flight.is_empty());
    }

    #[test]
    fn without_a_limit_all_come_in_their_order() {
        let mut queue = queue(&["a.test:1", "a.test:2", "a.test:3"], None);
        let all = std::iter::from_fn(|| queue.next()).map(|(place, _)| place);
        assert_eq!(all.collect::<Vec<_>>(), [0, 1, 2]);
    }
}
