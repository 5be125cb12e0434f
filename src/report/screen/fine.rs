//! The endpoints that are well, in one line: how many, which, trusted by what, and which ends first.
//! Knows nothing of the others.

use crate::foreign::on_one_line;
use crate::judge::Endpoint;
use crate::moment::Moment;
use crate::report::{brief, short_name};

/// Names that are listed.
const MOST: usize = 6;

/// What the endpoints that are well have in common.
#[derive(Default)]
pub(super) struct Fine {
    pub(super) number: usize,
    roles: Vec<&'static str>,
    vouched_by: Vec<String>,
    /// The first to expire, by name.
    first: Option<(Moment, String)>,
    /// Its name, where it is the only one.
    only: String,
}

impl Fine {
    pub(super) fn of(endpoint: &Endpoint, now: Moment) -> Self {
        let role = endpoint.attempt.target.role.0.name;
        let ends = endpoint
            .earliest_expiry()
            .filter(|end| *end >= now && *end != Moment::NO_END);
        let trust = endpoint.trust.as_ref();
        let name = short_name::of(&endpoint.attempt.target);
        Self {
            number: 1,
            roles: vec![role],
            vouched_by: trust
                .map(|trust| trust.vouched_by.clone())
                .unwrap_or_default(),
            first: ends.map(|end| (end, name.clone())),
            only: name,
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        if self.number == 0 {
            self.only = other.only;
        } else if other.number > 0 {
            self.only.clear();
        }
        self.number += other.number;
        for role in other.roles {
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
        for store in other.vouched_by {
            if self.vouched_by.len() <= MOST && !self.vouched_by.contains(&store) {
                self.vouched_by.push(store);
            }
        }
        let both = [self.first.take(), other.first];
        self.first = both.into_iter().flatten().min();
    }

    /// `api, oauth, trusted by ca.pem`; of one endpoint `s3.example.test:443, trusted by ca.pem`.
    pub(super) fn line(&self) -> String {
        let stores: Vec<String> = self
            .vouched_by
            .iter()
            .map(|store| on_one_line(store))
            .collect();
        let trusted = if stores.is_empty() {
            String::new()
        } else {
            format!(", trusted by {}", stores.join(", "))
        };
        if self.number == 1 {
            return format!("{}{trusted}", self.only);
        }
        format!("{}{trusted}", self.roles.join(", "))
    }

    /// `first to expire: api.example.test:6443, 2026-12-12 (in 14 days)`.
    pub(super) fn first_to_expire(&self, now: Moment) -> Option<String> {
        let (at, name) = self.first.as_ref()?;
        Some(format!(
            "first to expire: {name}, {} ({})",
            at.date(),
            brief::distance(now, *at)
        ))
    }
}
