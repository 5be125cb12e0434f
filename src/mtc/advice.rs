//! What to do next about an object: into which field, and with which command. The remedies of
//! endpoints are only referred to by their codes.

use crate::bundle;
use crate::ca_file::FileCode;
use crate::codes::{Code, Severity};
use crate::foreign::Foreign;
use crate::judge::Endpoint;
use crate::objects::MtcObject;

use super::Readiness;
use super::cause::CauseCode;
use super::current_bundle::BundleFinding;
use super::draft::OutlookDraft;
use super::pod_view::{FailureKind, PodFailure};
use super::selector;
use super::step::{BeforeBundle, Step};

/// What cures a failure at an endpoint.
pub(super) fn cure(
    draft: &mut OutlookDraft<'_>,
    endpoint: &Endpoint,
    field: &str,
    failing: &PodFailure,
) {
    let (object, code) = (draft.object, failing.code);
    let at = endpoint.attempt.target.authority();
    let step = match (failing.kind, code) {
        (FailureKind::Network | FailureKind::Answer, _) => Step::SeeAndWait { code, at },
        (FailureKind::Authority, _) => authority(object, endpoint, code),
        (
            FailureKind::Certificate,
            CauseCode::Class(Code::NameMismatch | Code::RouterDefaultCertificate),
        ) => Step::UseCertifiedName {
            field: field.to_owned(),
            names: names(endpoint),
        },
        (FailureKind::Certificate, CauseCode::CaExpired) => Step::WRITE_BUNDLE,
        (FailureKind::Certificate, CauseCode::Class(code)) if is_above_anchor(endpoint, code) => {
            authority(object, endpoint, failing.code)
        }
        (FailureKind::Certificate, _) => Step::ReplaceServerCertificate { code, at },
    };
    draft.actions.push(step);
}

/// The fault is above a certificate that a bundle can hold.
fn is_above_anchor(endpoint: &Endpoint, code: Code) -> bool {
    let mut faults = endpoint.verdicts().filter(|v| v.code() == code);
    faults.any(|v| v.finding.working_anchor().is_some())
}

fn authority(object: &MtcObject, endpoint: &Endpoint, code: CauseCode) -> Step {
    let at = endpoint.attempt.target.authority();
    if no_ca_field(object) {
        return Step::UsePublicCertificate { code, at };
    }
    // Without a bundle the public roots count, so a bundle that lacks one is removed.
    if endpoint.trust.as_ref().is_some_and(|t| t.public) && object.ca.is_some() {
        return Step::RemoveBundle;
    }
    let first = match code {
        CauseCode::Class(Code::RootNotSent | Code::IntermediateMissing) => {
            BeforeBundle::GetCa { code, at }
        }
        CauseCode::Class(Code::IssuerNameDiffers) => BeforeBundle::Reissue { code, at },
        CauseCode::Class(Code::SelfSigned) => BeforeBundle::CompareFingerprint,
        CauseCode::Class(_)
        | CauseCode::InvalidUrl
        | CauseCode::InvalidProvider
        | CauseCode::SecretNotSet
        | CauseCode::CaMissing
        | CauseCode::CaUnreadable
        | CauseCode::CaExpired
        | CauseCode::NotProved => BeforeBundle::Nothing,
    };
    Step::WriteBundle {
        first,
        verifies: false,
    }
}

/// Switch verification on; the patch that writes the bundle does it too.
pub(super) fn verify(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    if !object.insecure || object.host_cluster {
        return;
    }
    let writes = draft.actions.iter_mut().find_map(|step| {
        if let Step::WriteBundle { verifies, .. } = step {
            Some(verifies)
        } else {
            None
        }
    });
    if let Some(verifies) = writes {
        *verifies = true;
        return;
    }
    // Where nothing presented a certificate there is nothing to write yet.
    let captured = selector::covered(object)
        .flat_map(|field| draft.context.endpoints_of(object, field))
        .any(|e| bundle::chains(e).next().is_some());
    draft.actions.push(Step::VerifyTls {
        captured,
        takes_bundle: !no_ca_field(object),
    });
}

/// What the present bundle calls for, where the connection itself would pass.
pub(super) fn keep_bundle(draft: &mut OutlookDraft<'_>, state: Readiness) {
    let worth = |finding: &BundleFinding| match finding {
        BundleFinding::OfFile(fault) => {
            !matches!(fault.code, FileCode::Leaf | FileCode::TrailingText)
        }
        BundleFinding::HeldKey
        | BundleFinding::LeafPinned { .. }
        | BundleFinding::SameNameOtherKey { .. }
        | BundleFinding::EndsSoon(_)
        | BundleFinding::NotNeeded { .. }
        | BundleFinding::NoBundleNeeded => true,
    };
    let Some(bundle) = &draft.current_bundle else {
        return;
    };
    let calls = bundle
        .findings
        .iter()
        .any(|f| f.severity() >= Severity::Warning && worth(f));
    let known = draft.actions.contains(&Step::WRITE_BUNDLE);
    if calls && state != Readiness::NotReady && !known {
        draft.actions.push(Step::WRITE_BUNDLE);
    }
}

fn no_ca_field(object: &MtcObject) -> bool {
    object.kind.row().storage
        && object
            .provider
            .as_ref()
            .map(Foreign::raw)
            .is_some_and(|p| p.ends_with("gcp") || p.ends_with("azure"))
}

fn names(endpoint: &Endpoint) -> Vec<String> {
    let leaf = bundle::chains(endpoint)
        .next()
        .and_then(|chain| chain.first())
        .and_then(|leaf| leaf.facts());
    let Some(facts) = leaf else {
        return Vec::new();
    };
    let ips = facts.ip_names.iter().map(ToString::to_string);
    let names = facts.dns_names.iter().map(ToString::to_string);
    names.chain(ips).collect()
}
