//! The end of an outlook: compared with the object's status, weighed, and with what is left to do.
//! Pure.

use super::current_bundle::BundleFinding;
use super::draft::{OutlookDraft, Prediction};
use super::outlook::{AddressOutlook, Outlook, Readiness};
use super::status_comparison::Agreement;
use super::{advice, status_comparison};
use crate::codes::Severity;

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
        let state = match &expected {
            None => Readiness::Unknown,
            Some(expected) if !expected.condition.good => Readiness::NotReady,
            Some(_) if self.doubts.is_empty() => Readiness::Ready,
            Some(_) => Readiness::ReadyFromHere,
        };
        let (agreement, comparison) =
            status_comparison::compare(&self.object.reported, expected.as_ref());
        let severity = self.severity(state, agreement);
        advice::keep_bundle(&mut self, state);
        advice::verify(&mut self);
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

    fn severity(&self, state: Readiness, agreement: Agreement) -> Severity {
        let findings = self
            .current_bundle
            .iter()
            .flat_map(|bundle| &bundle.findings)
            .map(BundleFinding::severity)
            .max()
            .unwrap_or(Severity::Ok);
        let of_state = match state {
            Readiness::NotReady => Severity::Failure,
            Readiness::Ready if !self.object.insecure && agreement != Agreement::WorseThere => {
                Severity::Ok
            }
            Readiness::Ready | Readiness::ReadyFromHere | Readiness::Unknown => Severity::Warning,
        };
        of_state.max(findings)
    }
}
