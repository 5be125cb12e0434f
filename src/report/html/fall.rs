//! The steps of a connection in time, one lane for each: when it began, how long it took, how long it
//! might have taken. Measures nothing.

use super::means::{Deadlines, Means};
use crate::evidence::{Connection, Fault, Resolution, Step};
use crate::foreign::on_one_line;
use crate::report::{brief, phases};
use crate::route::Route;

/// Columns of the drawing.
const WIDTH: f64 = 1000.0;
/// A step is at least so wide, so that it can be seen.
const NARROWEST: f64 = 6.0;

/// The steps of one connection in time.
pub(super) struct Fall {
    pub(super) address: String,
    pub(super) lanes: Vec<Lane>,
}

/// One step.
pub(super) struct Lane {
    pub(super) name: &'static str,
    pub(super) from: f64,
    pub(super) width: f64,
    /// A class of the style sheet; empty where all went well.
    pub(super) fate: &'static str,
    /// How long it took, or why it took no time.
    pub(super) took: String,
    /// What went wrong.
    pub(super) why: String,
}

impl Fall {
    /// With stand-ins, where there are any.
    pub(super) fn said(self, by: &Means<'_>) -> Self {
        let lane = |lane: Lane| Lane {
            why: by.said(lane.why),
            ..lane
        };
        Self {
            address: by.said(self.address),
            lanes: self.lanes.into_iter().map(lane).collect(),
        }
    }
}

/// How a step ended.
struct Ended<'a> {
    name: &'static str,
    /// What its deadline is called.
    limit: &'static str,
    us: u64,
    is_tried: bool,
    fault: Option<&'a Fault>,
    skipped: String,
}

fn ended<'a, T>(name: &'static str, limit: &'static str, step: &'a Step<T>) -> Ended<'a> {
    let skipped = match step {
        Step::Skipped { why } => why.to_string(),
        Step::NotTried => "an earlier step failed".into(),
        Step::Done { .. } | Step::Failed { .. } => String::new(),
    };
    Ended {
        name,
        limit,
        us: step.took_us().unwrap_or_default(),
        is_tried: step.took_us().is_some(),
        fault: step.fault(),
        skipped,
    }
}

/// Every connection along this way; where there is none, how the lookup ended.
pub(super) fn all(
    route: &Route,
    dns: &Step<Resolution>,
    connections: &[Connection],
    deadlines: Deadlines<'_>,
) -> Vec<Fall> {
    if connections.is_empty() {
        let lanes = lanes(&[ended("DNS", "dns", dns)], deadlines);
        let address = "no address".into();
        return vec![Fall { address, lanes }];
    }
    let one = |c: &Connection| {
        let mut steps = vec![ended("DNS", "dns", dns), ended("TCP", "connect", &c.tcp)];
        if !route.is_direct() {
            steps.push(ended("proxy", "", &c.proxy));
        }
        steps.push(ended("TLS", "tls", &c.tls));
        steps.push(ended("HTTP", "http", &c.http));
        Fall {
            address: format!("{}{}", c.address, brief::whose(route)),
            lanes: lanes(&steps, deadlines),
        }
    };
    connections.iter().map(one).collect()
}

/// Each step begins where the one before it ended.
fn lanes(steps: &[Ended<'_>], deadlines: Deadlines<'_>) -> Vec<Lane> {
    let whole = phases::added(steps.iter().map(|step| step.us)).max(1) as f64;
    let mut from = 0.0;
    let lane = |step: &Ended<'_>| {
        let width = step.us as f64 / whole * WIDTH;
        let drawn = if step.is_tried {
            width.max(NARROWEST)
        } else {
            0.0
        };
        let begins = f64::min(from, WIDTH - drawn);
        from += width;
        Lane {
            name: step.name,
            from: rounded(begins),
            width: rounded(drawn),
            fate: if step.fault.is_some() { "x" } else { "" },
            took: took(step, deadlines),
            why: on_one_line(
                &step
                    .fault
                    .map_or_else(|| step.skipped.clone(), Fault::to_string),
            ),
        }
    };
    steps.iter().map(lane).collect()
}

fn took(step: &Ended<'_>, deadlines: Deadlines<'_>) -> String {
    if !step.is_tried {
        return "not tried".into();
    }
    let took = brief::duration(step.us);
    if let Some(Fault::TimedOut { .. }) = step.fault {
        return format!("gave up at {took}");
    }
    let limit = deadlines.iter().find(|(name, _)| *name == step.limit);
    match limit {
        Some((_, most)) => format!("{took} of {most}"),
        None => took,
    }
}

fn rounded(columns: f64) -> f64 {
    (columns.min(WIDTH) * 10.0).round() / 10.0
}
