//! The end of an outlook: compared with the object's status, weighed, and with what is left to do.
//! Pure.

use super::current_bundle::BundleFinding;
use super::draft::{OutlookDraft, Prediction};
use super::outlook::{AddressOutlook, Outlook, Readiness};
use super::status::comparison::{Agreement, compare};
use super::status::{self, Grade, StatusFinding};
use super::step::Step;
use super::{Cure, Note, advice, before};
use crate::codes::Severity;
use crate::moment::Moment;

impl OutlookDraft<'_> {
    /// Completes the outlook: compares with the status and sets the severity.
    pub(super) fn finish(mut self, end: Prediction) -> Outlook {
        let (expected, cause) = match end {
            Prediction::Expect(expected, cause) => (Some(expected), cause),
            Prediction::Unknown(doubt) => {
                self.doubts.push(doubt);
                (None, None)
            }
        };
        let status = status::read(self.object.kind.name(), &self.object.reported);
        let state = match &expected {
            None => Readiness::Unknown,
            Some(expected) if !expected.condition.good => Readiness::NotReady,
            // Its controller says that it is not: what was met here is not all that counts.
            Some(_) if status.iter().any(|found| found.grade == Grade::Blocks) => {
                Readiness::ReadyFromHere
            }
            Some(_) if self.doubts.is_empty() => Readiness::Ready,
            Some(_) => Readiness::ReadyFromHere,
        };
        let (agreement, comparison) =
            compare(&status, expected.as_ref(), cause.as_ref(), self.measured());
        let severity = self.severity(state, &status);
        let verified = before::proxies(&self).into_iter().map(Box::new);
        self.notes.extend(verified.map(Note::ProxyVerified));
        advice::keep_bundle(&mut self, state);
        advice::verify(&mut self);
        self.cure_status(&status, agreement);
        let addresses = (0..self.object.addresses.len())
            .map(|place| self.address(place))
            .collect();
        let Self {
            object,
            current_bundle: bundle,
            doubts,
            notes,
            form,
            actions,
            ..
        } = self;
        Outlook {
            object: object.clone(),
            state,
            expected,
            cause,
            addresses,
            current_bundle: bundle,
            status,
            agreement,
            comparison,
            doubts,
            notes,
            form,
            actions,
            severity,
        }
    }

    fn address(&self, place: usize) -> AddressOutlook {
        let (address, endpoint) = (&self.object.addresses[place], self.endpoint_at(place));
        AddressOutlook {
            field: address.field.clone(),
            text: address.text.clone(),
            authority: endpoint.map(|e| e.attempt.target.authority()),
            code: endpoint.map(|e| e.verdict.code()),
            route: endpoint.map(|e| e.attempt.route.to_string()),
        }
    }

    /// When its endpoints were measured; where none was, the time at which is judged.
    fn measured(&self) -> Moment {
        let places = 0..self.object.addresses.len();
        let endpoints = places.filter_map(|place| self.endpoint_at(place));
        let last = endpoints.map(|endpoint| endpoint.attempt.started).max();
        last.unwrap_or(self.context.now)
    }

    /// What its status calls for beside what was met: where both say the same, that is said once, and
    /// what the status says of a connection was measured.
    fn cure_status(&mut self, status: &[StatusFinding], agreement: Agreement) {
        let measured = !matches!(agreement, Agreement::Unknown);
        let counts = |found: &&StatusFinding| {
            let known = measured && found.tests_connection && found.part.is_of_connection();
            found.grade.is_bad() && !known && !matches!(found.cure, Cure::Nothing | Cure::ReadIt)
        };
        for found in status.iter().filter(counts) {
            let step = Step::ByStatus(found.cure);
            if !self.actions.contains(&step) {
                self.actions.push(step);
            }
        }
    }

    fn severity(&self, state: Readiness, status: &[StatusFinding]) -> Severity {
        let findings = self
            .current_bundle
            .iter()
            .flat_map(|bundle| &bundle.findings)
            .map(BundleFinding::severity)
            .max()
            .unwrap_or(Severity::Ok);
        let of_state = match state {
            Readiness::NotReady => Severity::Failure,
            Readiness::Ready
                if !self.object.insecure && !status.iter().any(|found| found.grade.is_bad()) =>
            {
                Severity::Ok
            }
            Readiness::Ready | Readiness::ReadyFromHere | Readiness::Unknown => Severity::Warning,
        };
        of_state.max(findings)
    }
}
