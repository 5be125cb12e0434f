//! What asking again shows: whether a difference between two questions holds, or answers come by
//! turns, as from a balancer with dead servers behind it. Reads evidence; accuses nobody.

use super::canary::{self, have_one_issuer};
use super::case::Case;
use super::finding::tls::{CutCircumstances, OtherNames};
use super::names::{self, NameProof};
use crate::cert::{Cert, Facts};
use crate::evidence::{Attempt, Connection, Extra, ExtraKind, Fault};

/// So often each of two questions must have its own answer, before their difference means anything.
const OFTEN_ENOUGH: usize = 2;

/// A handshake that was cut, or met silence, before a byte came; or was answered in clear.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a> {
    attempt: &'a Attempt,
    connection: &'a Connection,
    /// How it was cut.
    pub(super) fault: &'a Fault,
}

impl<'a> Cut<'a> {
    /// `None` where it was not cut.
    pub(super) fn of(attempt: &'a Attempt, connection: &'a Connection) -> Option<Self> {
        let fault = connection.tls.fault()?;
        let cut = matches!(fault, Fault::Closed | Fault::Reset | Fault::TimedOut { .. });
        let silent = connection.tls.saw().is_none_or(|s| s.bytes_in == 0);
        (cut && silent).then_some(Self {
            attempt,
            connection,
            fault,
        })
    }

    /// A tunnel out of which something came in clear, where TLS was due.
    pub(super) fn in_clear(attempt: &'a Attempt, connection: &'a Connection) -> Option<Self> {
        let fault = connection.tls.fault()?;
        let in_clear = matches!(fault, Fault::NotTls { .. }) && !attempt.route.is_direct();
        in_clear.then_some(Self {
            attempt,
            connection,
            fault,
        })
    }

    /// The same question, asked again at the same place.
    pub(super) fn again(&self) -> impl Iterator<Item = &'a Extra> + use<'a> {
        again(self.attempt, self.connection)
    }

    /// A question that differs in this way, at the same place; the same question, where it differs in
    /// the route.
    pub(super) fn changed(
        &self,
        kind: impl Fn(&ExtraKind) -> bool,
    ) -> impl Iterator<Item = &'a Extra> {
        let along_the_other = kind(&ExtraKind::OtherRoute);
        let controls = self.attempt.other_route().filter(move |_| along_the_other);
        controls.chain(further(self.attempt, self.connection, kind))
    }

    /// The same question was answered at one time and not at another.
    pub(super) fn is_by_turns(&self) -> bool {
        let mixed = |some: &mut dyn Iterator<Item = &'a Extra>| {
            let (passed, failed): (Vec<&Extra>, Vec<&Extra>) = some.partition(|e| passes(e));
            !passed.is_empty() && !failed.is_empty()
        };
        self.again().any(passes)
            || mixed(&mut self.changed(|k| *k == ExtraKind::OtherRoute))
            || mixed(&mut self.changed(ExtraKind::is_canary))
            || mixed(&mut self.changed(|k| *k == ExtraKind::SmallHello))
            || mixed(&mut self.changed(|k| *k == ExtraKind::SmallSegments))
    }

    /// This change makes the difference: the question was asked by turns with and without it, and
    /// each time it was answered with it only.
    pub(super) fn depends_on(&self, kind: impl Fn(&ExtraKind) -> bool) -> bool {
        !self.is_by_turns()
            && self.again().count() >= OFTEN_ENOUGH
            && self.changed(kind).filter(|e| passes(e)).count() >= OFTEN_ENOUGH
    }
}

/// Somebody answered in TLS.
pub(super) fn passes(extra: &Extra) -> bool {
    extra.connections.iter().any(Connection::answers_tls)
}

/// Further questions of these kinds, asked where this connection went.
fn further<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
    kind: impl Fn(&ExtraKind) -> bool,
) -> impl Iterator<Item = &'a Extra> {
    let there = |c: &Connection| c.address.ip() == connection.address.ip();
    attempt.extras.iter().filter(move |extra| {
        kind(&extra.kind)
            && extra.route.proxy == attempt.route.proxy
            && extra.connections.iter().any(there)
    })
}

/// The very same question, asked again where this connection went.
pub(super) fn again<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Extra> {
    further(attempt, connection, |kind| *kind == ExtraKind::Again)
}

/// The connections of that.
pub fn asked_again<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Connection> {
    again(attempt, connection).flat_map(|extra| &extra.connections)
}

/// The same question in a first packet as large as current Go's.
pub(super) fn with_large_hello<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Extra> {
    further(attempt, connection, |kind| *kind == ExtraKind::LargeHello)
}

/// The same question in TLS 1.2.
pub(super) fn with_tls12<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Connection> {
    further(attempt, connection, |kind| *kind == ExtraKind::OnlyTls12)
        .flat_map(|extra| &extra.connections)
}

/// Further questions of the usual size: the same, and for a name that cannot exist.
pub(super) fn with_usual_hello<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Extra> {
    further(attempt, connection, |kind| {
        kind.is_canary() || *kind == ExtraKind::Again
    })
}

/// Every further question that a client of the target might ask where this connection went: the
/// name is the target's own.
pub(super) fn of_own_name<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Connection> + use<'a> {
    // Who sends no name gets the same as for a name that nobody has.
    let nameless = connection.tls.saw().is_some_and(|s| s.sni.is_none());
    let asks_for_it = move |kind: &ExtraKind| match kind {
        ExtraKind::Again
        | ExtraKind::OnlyTls12
        | ExtraKind::SmallHello
        | ExtraKind::LargeHello
        | ExtraKind::SmallSegments => true,
        ExtraKind::CanaryName { .. } | ExtraKind::NoName => nameless,
        // Another certificate was asked for.
        ExtraKind::OtherRoute
        | ExtraKind::ListenFirst
        | ExtraKind::OtherKey { .. }
        | ExtraKind::OtherKeyCanary { .. } => false,
    };
    let usual = attempt.without_keys(connection).is_empty();
    further(attempt, connection, asks_for_it)
        .filter(move |_| usual)
        .flat_map(|e| &e.connections)
}

/// Answers for a name that cannot exist, with a certificate that bears the target's very name: its own
/// server, one would think, whoever answers for the name itself. What was minted is another matter.
fn named_alike<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Connection> + use<'a> {
    let nameless = connection.tls.saw().is_some_and(|s| s.sni.is_none());
    let alike = |canary: &canary::CanaryAnswer<'_>| {
        let leaf = canary.connection.chain().first().and_then(Cert::facts);
        !canary.is_minted() && leaf.is_some_and(|f| names::bears(f, attempt.target.name()))
    };
    canary::to_the_same_hello(attempt, connection)
        .filter(move |_| !nameless)
        .filter(alike)
        .map(|c| c.connection)
}

/// Asked again for the same name, this place showed a leaf of another issuer: by its name, its key
/// id, or a CA that signed only one of the two; or a leaf that signed itself with another key.
pub(super) fn is_contradicted(attempt: &Attempt, connection: &Connection) -> bool {
    contradicting(attempt, connection).next().is_some()
}

/// The further connections of the same question that showed a leaf of another issuer.
pub fn contradicting<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = &'a Connection> + use<'a> {
    let all = of_own_name(attempt, connection).chain(named_alike(attempt, connection));
    all.filter(|again| {
        let (Some(leaf), Some(other)) = (connection.chain().first(), again.chain().first()) else {
            return false;
        };
        let alone = leaf.is_self_signed() || other.is_self_signed();
        leaf != other && (alone || !have_one_issuer(connection.chain(), again.chain()))
    })
}

/// Connections on which a further question for the target's own name, asked where its own connections
/// went, showed a chain that none of those showed: clients who come at another turn are shown it.
pub fn shown_by_turns(attempt: &Attempt) -> impl Iterator<Item = &Connection> {
    let own = attempt.connections.iter();
    let asked = own.flat_map(|connection| {
        let place = (&attempt.route, connection.address.ip());
        let without_a_key = attempt.other_key_asked(place).map(|(_, shown)| shown);
        of_own_name(attempt, connection)
            .chain(named_alike(attempt, connection))
            .chain(without_a_key)
    });
    let is_known = |chain: &[Cert]| attempt.presented().any(|c| c.chain() == chain);
    asked.filter(move |c| !c.chain().is_empty() && !is_known(c.chain()))
}

/// What a connection that was cut comes to, beside how it was cut.
pub(super) fn circumstances(case: &Case<'_>) -> CutCircumstances {
    let cut = case.connection.and_then(|c| Cut::of(case.attempt, c));
    let Some(cut) = cut else {
        return CutCircumstances::default();
    };
    let of_others = cut.changed(ExtraKind::is_canary);
    let mut of_others = of_others.flat_map(|e| &e.connections);
    let answered = of_others.find(|c| c.answers_tls());
    let leaf = answered.and_then(|c| c.chain().first()?.facts());
    let name = case.attempt.target.name();
    CutCircumstances {
        by_turns: cut.is_by_turns(),
        other_names: answered.map(|_| OtherNames {
            issuer: leaf.map(Facts::issuer_label),
            covers_own: leaf.is_some_and(|f| names::prove(f, name) == NameProof::Proven),
        }),
    }
}
