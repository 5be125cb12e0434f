//! The CAs that endpoints need in a bundle, as `export-bundle` would write them: whom each is for,
//! and by what to know it. Chooses none: that is `bundle`'s.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::bundle::{self, AdmissionRules, AnchorKind, BundleAnchor, ShownByProxies};
use crate::codes::{Code, Family};
use crate::judge::{Endpoint, Ground, Verdict};
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, GridRow};
use crate::report::{brief, copies, fingerprint};
use crate::roles::RoleRef;
use crate::words::{self, CopyAt, Subject};

/// CAs that are listed.
const MOST: usize = 6;

/// What one endpoint needs.
pub(super) enum Need {
    /// No CA bundle.
    Nothing,
    /// These, which can be written now.
    Anchors(Vec<Wanted>),
    /// A CA that may not be written, or is not to be had yet.
    NotYet,
}

/// One certificate that a bundle needs.
pub(super) struct Wanted {
    sha256: String,
    label: String,
    role: RoleRef,
    /// Where the endpoint's owner is given it.
    place: &'static str,
    is_own: bool,
    /// Where an authentic copy is kept.
    copy: CopyAt,
}

/// The same of all endpoints.
#[derive(Default)]
pub(super) struct Needs {
    /// By SHA-256.
    pub(super) anchors: BTreeMap<String, Anchor>,
    /// Endpoints that one bundle of them serves.
    pub(super) served: usize,
    /// Endpoints whose CA cannot be written yet.
    pub(super) not_yet: usize,
    /// Where the bundle is given, each once, with the roles that it is for.
    pub(super) places: Vec<(&'static str, Vec<&'static str>)>,
}

/// One certificate, and whom it is for.
pub(super) struct Anchor {
    label: String,
    roles: Vec<&'static str>,
    endpoints: usize,
    is_own: bool,
    copy: CopyAt,
}

impl Need {
    pub(super) fn of(endpoint: &Endpoint, (ground, shown): (Ground<'_>, &ShownByProxies)) -> Self {
        let wants = |verdict: &Verdict| verdict.is_failure() && may_mend(verdict);
        // What is no such endpoint is given no CA for it: the address is to be mended.
        let is_another = |verdict: &Verdict| verdict.code() == Code::WrongService;
        if endpoint.verdicts().any(is_another) {
            return Self::Nothing;
        }
        let wanting = endpoint.verdicts().find(|verdict| wants(verdict));
        let Some(verdict) = wanting.filter(|_| endpoint.is_as_expected() != Some(true)) else {
            return Self::Nothing;
        };
        match bundle::for_one(endpoint, (ground, &AdmissionRules::default()), shown) {
            Ok(anchors) if !anchors.is_empty() => {
                let wanted = |anchor| Wanted::of(anchor, (endpoint, verdict));
                Self::Anchors(anchors.iter().map(wanted).collect())
            }
            Ok(_) | Err(_) => Self::NotYet,
        }
    }

    /// The bundle that the endpoint needs can be written, and this is of the past then.
    pub(super) fn mends(&self, verdict: &Verdict) -> bool {
        matches!(self, Self::Anchors(_)) && may_mend(verdict)
    }
}

/// A bundle is what would mend it.
fn may_mend(verdict: &Verdict) -> bool {
    verdict.finding.working_anchor().is_some() || verdict.family() == Family::UnknownAuthority
}

impl Wanted {
    fn of(anchor: &BundleAnchor, (endpoint, verdict): (&Endpoint, &Verdict)) -> Self {
        let target = &endpoint.attempt.target;
        let label = anchor.cert.label();
        let subject = Subject::of(target, verdict);
        Self {
            sha256: anchor.cert.sha256().to_owned(),
            copy: subject.copy_at(&label),
            is_own: matches!(anchor.kind, AnchorKind::SelfSigned | AnchorKind::Pinned),
            label: label.on_one_line(),
            role: target.role,
            place: words::given_to(target.role),
        }
    }
}

impl Needs {
    /// Those that most endpoints need first.
    fn sorted(&self) -> Vec<(&String, &Anchor)> {
        let mut all: Vec<(&String, &Anchor)> = self.anchors.iter().collect();
        all.sort_by_key(|(_, anchor)| (Reverse(anchor.endpoints), &anchor.label));
        all
    }

    /// Of which certificates authentic copies are wanted.
    pub(super) fn copies(&self) -> Vec<copies::Wanted> {
        let one = |(_, anchor): (&String, &Anchor)| copies::Wanted {
            label: anchor.label.clone(),
            is_own: anchor.is_own,
            at: anchor.copy,
        };
        self.sorted().into_iter().map(one).collect()
    }

    pub(super) fn take(&mut self, need: Need) {
        match need {
            Need::Nothing => {}
            Need::NotYet => self.not_yet += 1,
            Need::Anchors(anchors) => {
                self.served += 1;
                for wanted in anchors {
                    self.want(wanted);
                }
            }
        }
    }

    fn want(&mut self, wanted: Wanted) {
        let role = wanted.role.0.name;
        let add = |roles: &mut Vec<&'static str>| {
            if !roles.contains(&role) {
                roles.push(role);
            }
        };
        match self
            .places
            .iter_mut()
            .find(|(place, _)| *place == wanted.place)
        {
            Some((_, roles)) => add(roles),
            None => self.places.push((wanted.place, vec![role])),
        }
        let anchor = self.anchors.entry(wanted.sha256).or_insert(Anchor {
            label: wanted.label,
            roles: Vec::new(),
            is_own: wanted.is_own,
            endpoints: 0,
            copy: wanted.copy,
        });
        anchor.endpoints += 1;
        add(&mut anchor.roles);
    }
}

/// How many endpoints need a bundle, and the CAs in it.
pub(super) fn blocks(needs: &Needs, all: usize) -> Vec<Block> {
    if needs.anchors.is_empty() {
        return Vec::new();
    }
    let number = needs.anchors.len();
    let need = if needs.served == 1 { "needs" } else { "need" };
    let heading = format!(
        "{} of {all} {need} a CA bundle, and it can be written now: {}",
        needs.served,
        brief::count(number, "CA")
    );
    let rows = needs.sorted().into_iter().take(MOST);
    let mut blocks = vec![
        Block::heading(vec![Cell::new(Tone::Strong, heading)]),
        Block::Grid(
            2,
            rows.map(|(sha256, anchor)| row(sha256, anchor)).collect(),
        ),
    ];
    if number > MOST {
        let more = format!("  and {} more: -o wide", number - MOST);
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
    }
    blocks.push(Block::Gap);
    blocks
}

fn row(sha256: &str, anchor: &Anchor) -> GridRow {
    let roles = anchor.roles.join(", ");
    let whom = if anchor.endpoints > anchor.roles.len() {
        format!("{}: {roles}", brief::count(anchor.endpoints, "endpoint"))
    } else {
        format!("for {roles}")
    };
    let hash = format!("sha256 {}", fingerprint::in_short(sha256));
    GridRow {
        short: vec![Cell::new(Tone::Plain, hash)],
        name: Cell::new(Tone::Strong, anchor.label.as_str()),
        remark: Cell::new(Tone::Plain, whom),
    }
}

/// The roles of those that need a bundle.
pub(super) fn roles(needs: &Needs) -> Vec<&'static str> {
    let all = needs.anchors.values().flat_map(|anchor| &anchor.roles);
    let mut roles: Vec<&'static str> = Vec::new();
    for role in all {
        if !roles.contains(role) {
            roles.push(role);
        }
    }
    roles
}
