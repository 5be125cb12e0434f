//! MigStorage, and Velero's own locations (BackupStorageLocation, a backup location of a
//! DataProtectionApplication): what the test of a storage would say. Bucket and credentials are not
//! looked at: reaching the service is.

use crate::foreign::Foreign;
use crate::judge::Endpoint;
use crate::objects::{Address, AddressUse, Controller, MtcObject};
use crate::roles::RoleKind;

use super::address::{UrlReading, host_written};
use super::cause::{Cause, CauseCode, PodError, SettingFault};
use super::condition::{
    ExpectedCondition, Fill, LOCATION_AVAILABLE, LOCATION_UNAVAILABLE, STORAGE_PROVIDER_NOT_SET,
    STORAGE_PROVIDER_UNKNOWN, STORAGE_READY, STORAGE_SECRET_NOT_SET, STORAGE_SETTINGS,
    STORAGE_TEST_FAILED,
};
use super::draft::{OutlookDraft, Prediction};
use super::pod_view::{self, FailureKind, PodFailure, PodView};
use super::provider::{adds_to_roots, by_mtc, is_aws, provider, takes_no_bundle};
use super::remark::{Doubt, FormRemark, Note};
use super::step::Step;
use super::{Outlook, OutlookContext, advice, form, location};

/// aws-sdk-go, whether TLS is verified or not.
const NO_CA: &str = "LoadCustomCABundleError: failed to load custom CA bundle PEM file";
/// Velero (`BackupStorageLocation.Validate`).
const TWO_BUNDLES: &str = "cannot specify both caCert and caCertRef in objectStorage";

pub(super) fn outlook<'a>(object: &'a MtcObject, context: &'a OutlookContext<'a>) -> Outlook {
    let mut draft = OutlookDraft::new(object, context);
    if by_mtc(object) {
        fill_form(&mut draft);
    }
    note_provider(&mut draft);
    note_cli(&mut draft);
    let end = settings(&mut draft).unwrap_or_else(|| connect(&mut draft));
    draft.finish(end)
}

/// Settings that are refused before any connection is made.
fn settings(draft: &mut OutlookDraft<'_>) -> Option<Prediction> {
    let unset = if by_mtc(draft.object) {
        provider_and_secret(draft)
    } else {
        None
    };
    unset
        .or_else(|| two_bundles(draft))
        .or_else(|| address(draft))
}

/// Velero takes one bundle, from the field or from the Secret.
fn two_bundles(draft: &mut OutlookDraft<'_>) -> Option<Prediction> {
    let object = draft.object;
    let (ca, reference) = (object.ca.as_ref()?, object.ca_reference.as_ref()?);
    draft.actions.push(Step::RemoveOneBundle {
        field: ca.field.clone(),
        reference: reference.field.clone(),
    });
    let error = PodError::Printed(TWO_BUNDLES.into());
    let cause = Cause {
        error: error.clone(),
        code: CauseCode::CaGivenTwice,
        at: None,
    };
    Some(Prediction::Expect(failed(object, error), Some(cause)))
}

fn refuse(expected: ExpectedCondition, code: CauseCode, reason: SettingFault) -> Prediction {
    Prediction::Expect(
        expected,
        Some(Cause {
            error: PodError::Setting(reason),
            code,
            at: None,
        }),
    )
}

/// A MigStorage names a provider that MTC knows, and a Secret.
fn provider_and_secret(draft: &mut OutlookDraft<'_>) -> Option<Prediction> {
    match draft.object.provider.as_ref().map(Foreign::raw) {
        None | Some("") => Some(refuse(
            STORAGE_PROVIDER_NOT_SET.with(&[]),
            CauseCode::InvalidProvider,
            SettingFault::NoProvider,
        )),
        Some("aws" | "gcp" | "azure") if draft.object.secret.is_some() => None,
        Some("aws" | "gcp" | "azure") => {
            draft.actions.push(Step::NameSecret);
            Some(refuse(
                STORAGE_SECRET_NOT_SET.with(&[]),
                CauseCode::SecretNotSet,
                SettingFault::NoSecret,
            ))
        }
        Some(other) => Some(refuse(
            STORAGE_PROVIDER_UNKNOWN.with(&[&Foreign::from(other).to_string()]),
            CauseCode::InvalidProvider,
            SettingFault::UnknownProvider,
        )),
    }
}

/// An address is a URL with a scheme that the SDKs take.
fn address(draft: &mut OutlookDraft<'_>) -> Option<Prediction> {
    let object = draft.object;
    let bad = object
        .addresses
        .iter()
        .filter(|a| a.field.to_ascii_lowercase().ends_with("url"))
        .find(|a| {
            a.text.is_some()
                && matches!(
                    UrlReading::of(a.text.as_ref()),
                    UrlReading::Malformed | UrlReading::Scheme(_)
                )
        })?;
    draft.actions.push(Step::WriteUrl {
        field: bad.field.clone(),
    });
    let reason = SettingFault::NoHttpUrl {
        field: bad.field.clone(),
    };
    let item = if bad.field.ends_with("ublicUrl") {
        "PublicURL"
    } else {
        "S3URL"
    };
    if by_mtc(object) {
        draft.notes.push(Note::SecretNotAtFault { item });
        return Some(refuse(
            STORAGE_SETTINGS.with(&[&shown(object.secret.as_ref()), item]),
            CauseCode::InvalidUrl,
            reason,
        ));
    }
    let words = format!(
        "Get {:?}: unsupported protocol scheme",
        shown(bad.text.as_ref())
    );
    Some(refuse(
        failed(object, PodError::Printed(words)),
        CauseCode::InvalidUrl,
        reason,
    ))
}

fn connect(draft: &mut OutlookDraft<'_>) -> Prediction {
    let object = draft.object;
    let aws = is_aws(object);
    if aws
        && draft
            .current_bundle
            .as_ref()
            .is_some_and(super::CurrentBundle::is_unreadable)
    {
        draft.actions.push(Step::WRITE_BUNDLE);
        let error = PodError::Printed(NO_CA.into());
        let cause = Cause {
            error: error.clone(),
            code: CauseCode::CaUnreadable,
            at: None,
        };
        return Prediction::Expect(failed(object, error), Some(cause));
    }
    if object.addresses.is_empty() {
        return Prediction::Unknown(Doubt::NoAddress);
    }
    for place in tested(object) {
        let Address { field, text, .. } = &object.addresses[place];
        let is_plain = UrlReading::of(text.as_ref()) == UrlReading::Plain;
        if is_plain && !draft.notes.contains(&Note::PlainStorage) {
            draft.notes.push(Note::PlainStorage);
        }
        let Some(endpoint) = draft.endpoint_at(place) else {
            let field = field.clone();
            return Prediction::Unknown(if is_plain {
                Doubt::PlainStorage { field }
            } else {
                Doubt::NotMeasured { field }
            });
        };
        note_insecure(draft, endpoint);
        match draft.pod_view(endpoint) {
            PodView::Passes => {}
            PodView::Unknown(reason) => {
                if !is_plain {
                    advice::fill_secret(draft, endpoint);
                }
                return Prediction::Unknown(reason);
            }
            PodView::Fails(failing) => {
                let at = endpoint.attempt.target.authority();
                let error = go_error(object, place, endpoint, &failing);
                advice::cure(draft, endpoint, field, &failing);
                return Prediction::Expect(
                    failed(object, error.clone()),
                    Some(Cause {
                        error,
                        code: failing.code,
                        at: Some(at),
                    }),
                );
            }
        }
    }
    further(draft);
    Prediction::Expect(works(object), None)
}

/// The places of the addresses that the test asks and needs, in its order. Without their endpoints,
/// as in runs that older versions saved, they are all of Azure's, and the first of the others.
fn tested(object: &MtcObject) -> Vec<usize> {
    let addresses = object.addresses.iter().enumerate();
    let is_tested = |(place, address): &(usize, &Address)| {
        let is_known = address.endpoint.is_some() || provider(object) == "azure";
        address.asked_for == AddressUse::Test && (is_known || *place == 0)
    };
    let tested = addresses.filter(is_tested);
    tested.map(|(place, _)| place).collect()
}

/// The other addresses: who else asks them, where they fail.
fn further(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    let tested = tested(object);
    for (place, address) in object.addresses.iter().enumerate() {
        let failing = draft.endpoint_at(place).filter(|e| e.verdict.is_failure());
        if let Some(endpoint) = failing.filter(|_| !tested.contains(&place)) {
            let asked_for = match address.asked_for {
                AddressUse::Test | AddressUse::Downloads => AddressUse::Downloads,
                AddressUse::Optional => AddressUse::Optional,
                AddressUse::Volumes => AddressUse::Volumes,
            };
            draft.notes.push(Note::Beside {
                asked_for,
                field: address.field.clone(),
                code: endpoint.verdict.code(),
                at: endpoint.attempt.target.authority(),
            });
        }
    }
}

/// The error as the client prints it, with the request in front.
fn go_error(
    object: &MtcObject,
    place: usize,
    endpoint: &Endpoint,
    failing: &PodFailure,
) -> PodError {
    let target = &endpoint.attempt.target;
    let host = target.host.to_string();
    let text = object.addresses[place]
        .text
        .as_ref()
        .filter(|t| t.contains("://") && host_written(t.raw()) == host);
    let authority = target.authority();
    let url = text.map_or_else(
        || format!("https://{}", authority.trim_end_matches(":443")),
        |text| text.to_string().trim_end_matches('/').to_owned(),
    );
    // A token and a key are asked for with a POST, before what the storage itself is asked.
    let is_question = endpoint.attempt.target.role.kind != RoleKind::Repository;
    let verb = match (provider(object), object.kind.row().tested_by) {
        ("azure" | "gcp", _) if is_question => "Post",
        (_, Controller::Mtc) => "Put",
        (_, Controller::Velero) => "Get",
    };
    let plain = failing.go.clone().after(&format!("{verb} \"{url}/...\": "));
    match (is_aws(object), failing.kind, pod_view::answer(endpoint)) {
        (true, FailureKind::Answer, Some(answer)) => PodError::Printed(format!(
            "SerializationError: failed to unmarshal error message\n\tstatus code: {}, request id: , host id: ",
            answer.status
        )),
        (true, ..) => plain.after("RequestError: send request failed\ncaused by: "),
        (false, ..) => plain,
    }
}

fn works(object: &MtcObject) -> ExpectedCondition {
    if by_mtc(object) {
        STORAGE_READY.with(&[])
    } else {
        LOCATION_AVAILABLE.with(&[])
    }
}

fn failed(object: &MtcObject, error: PodError) -> ExpectedCondition {
    let error = Fill::Error(error);
    let unavailable =
        |name: String| LOCATION_UNAVAILABLE.filled(vec![Fill::Text(name), error.clone()]);
    match (object.kind.row().tested_by, location(object)) {
        (Controller::Mtc, _) => {
            let secret = object.secret.as_ref().map(Foreign::to_string);
            let secret = secret.unwrap_or_else(|| "NAMESPACE/NAME".into());
            STORAGE_TEST_FAILED.filled(vec![error, Fill::Text(secret)])
        }
        // The operator counts its locations from 1, and takes a name where one is given.
        (Controller::Velero, Some(place)) => {
            let counted = || format!("{}-{}", object.object.name, place + 1);
            unavailable(
                object
                    .location_name
                    .as_ref()
                    .map_or_else(counted, Foreign::to_string),
            )
        }
        (Controller::Velero, None) => unavailable(object.object.name.to_string()),
    }
}

/// Harmless, for a message that MTC would print; empty where there is none.
fn shown(text: Option<&Foreign>) -> String {
    text.map(Foreign::to_string).unwrap_or_default()
}

fn note_provider(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    if adds_to_roots(object) && object.ca.is_some() {
        draft.notes.push(Note::AddsToRoots);
    } else if takes_no_bundle(object) {
        draft.ignore_bundle();
        let has_one = object.ca.is_some();
        draft.notes.push(Note::ProviderTakesNoBundle { has_one });
    } else if !by_mtc(object) && object.secret.is_none() && object.provider.is_none() {
        draft.notes.push(Note::NoProvider);
    }
}

/// Velero's own commands download by signed URLs, at `publicUrl` where there is one: what signs for
/// that place must be known to them too.
fn note_cli(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    let Some(place) = object.addresses.len().checked_sub(1) else {
        return;
    };
    let endpoint = draft.endpoint_at(place);
    let private = endpoint.is_some_and(|e| e.trust.as_ref().is_some_and(|t| !t.public));
    if private && !by_mtc(object) && is_aws(object) {
        let field = object.addresses[place].field.clone();
        draft.notes.push(Note::VeleroCli { field });
    }
}

/// Who takes `insecure` otherwise than MTC's own test.
fn note_insecure(draft: &mut OutlookDraft<'_>, endpoint: &Endpoint) {
    let clear = endpoint.attempt.target.clear;
    if !draft.object.insecure || !is_aws(draft.object) || clear {
        return;
    }
    if !endpoint.attempt.route.is_direct() {
        draft.notes.push(Note::VeleroPassesProxy);
    }
    draft.notes.push(Note::ResticVerifies);
}

/// Rules of `S3Form.tsx` and its siblings.
fn fill_form(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    let url = object
        .addresses
        .first()
        .and_then(|a| a.text.as_ref())
        .map(Foreign::raw)
        .filter(|t| !t.is_empty());
    draft.form = match (object.provider.as_ref().map(Foreign::raw), url) {
        (Some("aws"), Some(url)) => {
            let refused = form::refusal_of_url(url).map(FormRemark::RefusesStorageUrl);
            refused
                .into_iter()
                .chain([FormRemark::UploadForS3])
                .collect()
        }
        (Some("aws"), None) => {
            vec![FormRemark::NoUploadForAws]
        }
        _ => Vec::new(),
    };
}
