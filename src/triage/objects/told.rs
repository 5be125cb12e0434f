//! A finding of objects in the shape that findings of lines have, and both together.
//! Decides nothing.

use super::finding::ObjectFinding;
use crate::foreign::Foreign;
use crate::logs::{Place, Writer};
use crate::triage::finding::{Finding, Findings};

/// Places that a finding keeps.
const MOST_PLACES: usize = 8;

pub(super) fn finding(found: ObjectFinding, place: &dyn Fn(&str, usize) -> Place) -> Finding {
    let message = found.values.iter().find(|(name, _)| *name == "message");
    let message = message.and_then(|(_, texts)| texts.first());
    let shown = found
        .places
        .first()
        .map_or_else(String::new, |at| at.object.to_string());
    let sample = match message {
        Some(message) => format!("{shown}: {}", message.on_one_line()),
        None => shown,
    };
    let places = found.places.iter().take(MOST_PLACES);
    Finding {
        subject: found.subject,
        harm: found.harm,
        values: found.values,
        versions: "",
        source: "",
        writer: Writer::Object,
        component: None,
        sample: Foreign::from(sample),
        places: places.map(|at| place(&at.file, at.line)).collect(),
        count: 1,
        copies: 0,
        first: found.at,
        last: found.at,
        commands: found.commands,
        way: None,
    }
}

impl Findings {
    /// With what objects say: of one topic both are one finding, which has the objects' commands.
    pub fn join(&mut self, (found, open): (Vec<Finding>, Vec<Finding>)) {
        for mut finding in found {
            let known = self
                .found
                .iter()
                .position(|known| known.subject == finding.subject);
            let Some(at) = known else {
                self.found.push(finding);
                continue;
            };
            let known = &mut self.found[at];
            known.harm = known.harm.min(finding.harm);
            known.commands.append(&mut finding.commands);
            for (name, values) in finding.values {
                match known.values.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => {
                        known.extend(values);
                        known.dedup();
                    }
                    None => known.values.push((name, values)),
                }
            }
            let is_new = |place: &Place| !known.places.contains(place);
            let more: Vec<Place> = finding.places.into_iter().filter(is_new).collect();
            known.places.extend(more);
            known.places.truncate(MOST_PLACES);
        }
        for mut finding in open {
            let mut found = self.found.iter_mut();
            match found.find(|known| known.subject == finding.subject) {
                Some(known) => known.commands.append(&mut finding.commands),
                None => self.open.push(finding),
            }
        }
        self.found.sort_by_key(|finding| finding.harm);
    }
}
