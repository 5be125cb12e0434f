//! What to do next about an object: into which field, and with which command. The remedies of
//! endpoints are only referred to by their codes.

use crate::bundle;
use crate::ca_file::FileCode;
use crate::codes::{Code, Family, Severity};
use crate::judge::{Endpoint, names};
use crate::objects::MtcObject;

use super::Readiness;
use super::address::host_written;
use super::cause::CauseCode;
use super::current_bundle::BundleFinding;
use super::draft::OutlookDraft;
use super::pod_view::{FailureKind, PodFailure};
use super::provider::takes_no_bundle;
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
    let in_path = bucket_in_path(object, endpoint, field, code);
    let step = match (failing.kind, code) {
        _ if let Some(step) = in_path => step,
        (FailureKind::Network | FailureKind::Answer, _) => Step::SeeAndWait { code, at },
        (FailureKind::Authority, _) => authority(object, endpoint, code),
        (
            FailureKind::Certificate,
            CauseCode::Class(Code::NameMismatch | Code::RouterDefaultCertificate),
        ) => Step::UseCertifiedName {
            field: field.to_owned(),
            names: names_instead(endpoint),
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
    if let Some(reference) = &object.ca_reference {
        return Step::WriteSecret {
            first: before(code, at),
            reference: reference.clone(),
        };
    }
    // Without a bundle the public roots count, so a bundle that lacks one is removed.
    let of_proxy = code == CauseCode::Class(Code::ProxyUntrusted);
    let is_public = endpoint.trust.as_ref().is_some_and(|t| t.public);
    if is_public && !of_proxy && object.ca.is_some() {
        return Step::RemoveBundle;
    }
    Step::WriteBundle {
        first: before(code, at),
        verifies: false,
    }
}

/// Where the bundle is in a Secret, and would be needed.
pub(super) fn fill_secret(draft: &mut OutlookDraft<'_>, endpoint: &Endpoint) {
    let of_authority = endpoint.verdict.family() == Family::UnknownAuthority;
    if draft.object.ca_reference.is_some() && of_authority {
        let code = CauseCode::Class(endpoint.verdict.code());
        draft.actions.push(authority(draft.object, endpoint, code));
    }
}

/// What comes before a bundle is written.
fn before(code: CauseCode, at: String) -> BeforeBundle {
    match code {
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
        | CauseCode::CaGivenTwice
        | CauseCode::NotProved => BeforeBundle::Nothing,
    }
}

/// A storage whose client puts the bucket before the host that is written, where that is what nobody
/// serves: no such name, another certificate, another Route.
fn bucket_in_path(
    object: &MtcObject,
    endpoint: &Endpoint,
    field: &str,
    code: CauseCode,
) -> Option<Step> {
    let of_name = matches!(
        code,
        CauseCode::Class(
            Code::NameNotFound
                | Code::NameWithoutAddress
                | Code::NameMismatch
                | Code::RouterDefaultCertificate
                | Code::RouterDefaultPage
                | Code::NameRejected
        )
    );
    let mut written = object.addresses.iter().filter(|a| a.field == field);
    let host = host_written(written.find_map(|a| a.text.as_ref())?.raw()).to_owned();
    let asked = endpoint.attempt.target.host.to_string();
    let bucket = asked.strip_suffix(&host)?.strip_suffix('.')?;
    let setting = field.strip_suffix("s3Url")?;
    of_name.then(|| Step::KeepBucketInPath {
        field: field.to_owned(),
        setting: format!("{setting}s3ForcePathStyle"),
        has_bucket: host.starts_with(&format!("{bucket}.")),
        host,
        asked: asked.clone(),
    })
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
        takes_bundle: !no_ca_field(object) && object.ca_reference.is_none(),
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
    object.kind.row().storage && takes_no_bundle(object)
}

fn names_instead(endpoint: &Endpoint) -> Vec<String> {
    let leaf = bundle::chains(endpoint)
        .next()
        .and_then(|chain| chain.first())
        .and_then(|leaf| leaf.facts());
    let name = endpoint.attempt.target.name();
    let fit = |facts| names::instead(facts, name);
    let names = leaf.map(fit).unwrap_or_default();
    names.iter().map(ToString::to_string).collect()
}
