//! What the endpoints of a block have in common, learnt from one after the other: a remedy for all
//! of them names it. Knows no finding.

use crate::target::Target;
use crate::words;

/// What endpoints have in common.
#[derive(Default)]
pub(super) struct Shared {
    port: Port,
    /// Where a CA is given, each place with the kinds of endpoint it is for.
    pub(super) places: Vec<(String, Vec<&'static str>)>,
}

#[derive(Default)]
enum Port {
    #[default]
    Unknown,
    Of(u16),
    Several,
}

impl Shared {
    pub(super) fn take(&mut self, target: &Target) {
        self.port = match self.port {
            Port::Unknown => Port::Of(target.port),
            Port::Of(port) if port == target.port => Port::Of(port),
            Port::Of(_) | Port::Several => Port::Several,
        };
        let (place, role) = (words::trust_place(target), target.role.0.name);
        match self.places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, roles)) if roles.contains(&role) => {}
            Some((_, roles)) => roles.push(role),
            None => self.places.push((place, vec![role])),
        }
    }

    /// The port of all of them, where it is the same.
    pub(super) const fn port(&self) -> Option<u16> {
        match self.port {
            Port::Of(port) => Some(port),
            Port::Unknown | Port::Several => None,
        }
    }
}
