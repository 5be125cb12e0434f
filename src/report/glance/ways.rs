//! The proxies that endpoints are reached through, each with what chose it and for how many:
//! `through http://proxy.test:3128 (HTTPS_PROXY): 3 of 4 endpoints`. Decides no route.

use crate::foreign::on_one_line;
use crate::report::brief;
use crate::report::cell::{Cell, Tone};
use crate::report::document::Block;
use crate::route::Route;

/// Each proxy with what chose it.
#[derive(Default)]
pub(in crate::report) struct Ways {
    all: Vec<(Route, usize)>,
}

impl Ways {
    pub(in crate::report) fn take(&mut self, route: Route) {
        let same = |known: &Route| (&known.proxy, &known.because) == (&route.proxy, &route.because);
        match self.all.iter_mut().find(|(known, _)| same(known)) {
            Some((_, number)) => *number += 1,
            None => self.all.push((route, 1)),
        }
    }

    /// A line for each.
    pub(in crate::report) fn lines(&self, endpoints: usize) -> Vec<Block> {
        let line = |(route, number): &(Route, usize)| {
            let of = brief::count(endpoints, "endpoint");
            let said = on_one_line(&format!("{route}: {number} of {of}"));
            let words = said.split(' ').map(|word| Cell::new(Tone::Faint, word));
            Block::heading(words.collect())
        };
        self.all.iter().map(line).collect()
    }
}
