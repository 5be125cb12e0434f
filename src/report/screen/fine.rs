//! The endpoints that are well, in one line: how many, which, trusted by what, and which ends first.
//! Knows nothing of the others.

use crate::foreign::on_one_line;
use crate::judge::Endpoint;
use crate::moment::Moment;
use crate::report::brief;

/// Names that are listed.
const MOST: usize = 6;

/// What the endpoints that are well have in common.
#[derive(Default)]
pub(super) struct Fine {
    pub(super) number: usize,
    roles: Vec<&'static str>,
    vouched_by: Vec<String>,
    /// The first to expire, with its role.
    first: Option<(Moment, &'static str)>,
}

impl Fine {
    pub(super) fn of(endpoint: &Endpoint, now: Moment) -> Self {
        let role = endpoint.attempt.target.role.0.name;
        let ends =
            brief::earliest_expiry(endpoint).filter(|end| *end >= now && *end != Moment::NO_END);
        let trust = endpoint.trust.as_ref();
        Self {
            number: 1,
            roles: vec![role],
            vouched_by: trust
                .map(|trust| trust.vouched_by.clone())
                .unwrap_or_default(),
            first: ends.map(|end| (end, role)),
        }
    }

    pub(super) fn join(&mut self, other: Self) {
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
        self.first = [self.first, other.first].into_iter().flatten().min();
    }

    /// `api, oauth, trusted by ca.pem`.
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
        format!("{}{trusted}", self.roles.join(", "))
    }

    /// `first to expire: api, 2026-12-12 (in 14 days)`.
    pub(super) fn first_to_expire(&self, now: Moment) -> Option<String> {
        let (at, role) = self.first?;
        Some(format!(
            "first to expire: {role}, {} ({})",
            at.date(),
            brief::distance(now, at)
        ))
    }
}
