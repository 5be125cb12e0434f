//! What must be known of all endpoints before the first line: how many fare how, what they share, and
//! which CAs they need. Keeps counts, and a few bytes of each endpoint that has a problem.

use super::fine::Fine;
use super::leads::{Lead, Leads};
use super::needs::{Need, Needs};
use crate::bundle::ShownByProxies;
use crate::codes::{Code, Severity};
use crate::error::Error;
use crate::evidence::ProxyCanary;
use crate::judge::{Endpoint, Ground, Verdict};
use crate::moment::Moment;
use crate::report::Report;
use crate::report::census::{Census, Counted};
use crate::report::problems::{Sighting, hash};
use crate::words::{self, Subject};

/// What stands for all places where a CA is given, in what is compared only.
const ANY_PLACE: &str = "";

/// All endpoints of a run at a glance.
#[derive(Default)]
pub(in crate::report) struct Overview {
    pub(super) all: usize,
    /// Their headline is at least a warning, or not the one that was expected.
    pub(super) rows: usize,
    /// Something fails that no CA bundle mends.
    pub(super) others: usize,
    pub(in crate::report) census: Census,
    pub(super) needs: Needs,
    pub(super) fine: Fine,
    /// Places of those that were to fail and are well.
    pub(super) unexpected: Vec<u32>,
    pub(super) leads: Leads,
}

/// What one endpoint adds.
struct Glimpse {
    counted: Counted,
    has_row: bool,
    wants_other: bool,
    need: Need,
    fine: Fine,
    /// It was to fail and is well.
    is_unexpected: bool,
    lead: Lead,
}

impl Overview {
    /// Looks at every endpoint once; where a proxy is spoken to inside TLS, once more before: its CA
    /// enters no bundle if another endpoint shows it in somebody's place. What `beside` makes of each
    /// in the same pass goes to `using`, in input order.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(in crate::report) fn of<T: Send>(
        report: &Report<'_>,
        beside: impl Fn(&Endpoint) -> T + Sync,
        mut using: impl FnMut(T),
    ) -> Result<Self, Error> {
        let (judgement, ground) = (report.judgement, report.ground);
        let shown = shown_by_proxies(report)?;
        let (mut overview, now) = (Self::default(), judgement.at());
        judgement.each(
            |place, endpoint| {
                let glimpse = Glimpse::of((place, &endpoint), (ground, &shown), now);
                (glimpse, beside(&endpoint))
            },
            |place, (glimpse, other)| {
                overview.take(place, glimpse);
                using(other);
                Ok::<(), Error>(())
            },
        )?;
        Ok(overview)
    }

    /// The same, where nobody wants to know more.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(in crate::report) fn alone(report: &Report<'_>) -> Result<Self, Error> {
        Self::of(report, |_| (), |()| ())
    }

    fn take(&mut self, place: usize, glimpse: Glimpse) {
        self.all += 1;
        self.rows += usize::from(glimpse.has_row);
        self.others += usize::from(glimpse.wants_other);
        if glimpse.is_unexpected {
            self.unexpected.extend(u32::try_from(place));
        }
        self.census.take(place, glimpse.counted);
        self.needs.take(glimpse.need);
        self.fine.join(glimpse.fine);
        self.leads.take(glimpse.lead);
    }
}

impl Glimpse {
    fn of(
        (place, endpoint): (usize, &Endpoint),
        known: (Ground<'_>, &ShownByProxies),
        now: Moment,
    ) -> Self {
        let need = Need::of(endpoint, known);
        let counted = Counted::of(endpoint, sightings((place, endpoint), &need));
        let has_row = has_row(endpoint);
        Self {
            wants_other: has_row && wants_other(endpoint, &need),
            fine: if has_row || counted.standing.is_absent {
                Fine::default()
            } else {
                Fine::of(endpoint, now)
            },
            is_unexpected: has_row && endpoint.verdict.severity() < Severity::Warning,
            has_row,
            counted,
            need,
            lead: Lead::of(endpoint),
        }
    }
}

fn shown_by_proxies(report: &Report<'_>) -> Result<ShownByProxies, Error> {
    let is_secured = |canary: &ProxyCanary| {
        let proxy = canary.route.proxy.as_ref();
        proxy.is_some_and(|proxy| proxy.scheme.row().secured)
    };
    let mut shown = ShownByProxies::default();
    if report.canaries.iter().any(is_secured) {
        report.judgement.each(
            |_, endpoint| ShownByProxies::of(&endpoint, report.ground),
            |_, other| {
                shown.join(other);
                Ok::<(), Error>(())
            },
        )?;
    }
    Ok(shown)
}

fn has_row(endpoint: &Endpoint) -> bool {
    match endpoint.is_as_expected() {
        Some(expected) => !expected,
        None => endpoint.verdict.severity() >= Severity::Warning,
    }
}

/// Something fails that no CA bundle mends.
fn wants_other(endpoint: &Endpoint, need: &Need) -> bool {
    let fails = |verdict: &Verdict| verdict.is_failure() && !need.mends(verdict);
    endpoint.verdicts().any(fails)
}

/// Beside a fault that the server's owner mends: a bundle is made for the chain that is sent then, so
/// that nothing is to be done about the one that is sent now.
fn is_for_later(verdict: &Verdict) -> bool {
    matches!(verdict.code(), Code::PrivateCa | Code::SelfSigned)
}

/// The group of each verdict that is at least a warning: one for each thing to do. Whatever one
/// bundle mends is one group.
fn sightings((place, endpoint): (usize, &Endpoint), need: &Need) -> Vec<Sighting> {
    let wanted = endpoint.is_as_expected() == Some(true);
    let is_broken = endpoint.verdict.is_failure() && !need.mends(&endpoint.verdict);
    let all = (0..).zip(endpoint.verdicts());
    let severe = all.filter(|(which, verdict)| match which {
        0 => verdict.severity() >= Severity::Warning && !wanted,
        _ if verdict.is_failure() => !need.mends(verdict) && !is_for_later(verdict),
        // First what fails is to be mended; -o wide has the rest.
        _ => verdict.severity() == Severity::Warning && !is_broken,
    });
    let one = |(which, verdict): (u16, &Verdict)| {
        let any = Subject::any(endpoint, verdict, (ANY_PLACE, None));
        let brief = words::brief(&verdict.finding, &any);
        let act = if need.mends(verdict) {
            0
        } else {
            hash(&brief.act)
        };
        Sighting::new(verdict.code(), act, (place, which), hash(&brief.row))
    };
    severe.map(one).collect()
}
