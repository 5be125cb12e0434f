//! MigCluster: what the migration controller's validation would say, in its order: URL, connection,
//! then the registry's route. Secret and token are not looked at; the registry's check never
//! verifies TLS.

use crate::foreign::Foreign;
use crate::objects::{CLUSTER_REGISTRY as REGISTRY, CLUSTER_URL as URL, MtcObject};
use crate::roles::Answer;

use super::address::UrlReading;
use super::cause::{Cause, CauseCode, PodError, SettingFault};
use super::condition::{
    CLUSTER_CONNECT_FAILED, CLUSTER_READY, CLUSTER_ROUTE_INVALID, CLUSTER_ROUTE_STATUS,
    CLUSTER_URL_MALFORMED, CLUSTER_URL_NOT_SET, CLUSTER_URL_SCHEME, Fill, SELF_SIGNED_HINT,
};
use super::draft::{OutlookDraft, Prediction};
use super::pod_view::{self, FailureKind, PodFailure, PodView};
use super::remark::{Doubt, FormRemark, Note};
use super::step::Step;
use super::{Outlook, OutlookContext, advice, form};

/// What newer client-go makes of a caBundle without a certificate; older ones go on with an empty
/// pool.
const NO_CA: &str = "unable to load root certificates: unable to parse bytes as PEM block";

pub(super) fn outlook<'a>(object: &'a MtcObject, context: &'a OutlookContext<'a>) -> Outlook {
    let mut draft = OutlookDraft::new(object, context);
    fill_form(&mut draft);
    let end = if object.host_cluster {
        draft.notes.push(Note::HostCluster);
        None
    } else {
        connect(&mut draft)
    };
    let end = end.unwrap_or_else(|| registry(&mut draft));
    draft.finish(end)
}

/// `None`: the connection would pass.
fn connect(draft: &mut OutlookDraft<'_>) -> Option<Prediction> {
    let address = draft.object.addresses.iter().find(|a| a.field != REGISTRY);
    let field = address.map_or(URL, |a| a.field.as_str());
    let text = address.and_then(|a| a.text.as_ref());
    if let Some(end) = unusable(draft, field, text) {
        return Some(end);
    }
    let url = text.map(Foreign::to_string).unwrap_or_default();
    let url = url.trim_end_matches('/');
    let Some(endpoint) = draft.endpoint(field) else {
        return Some(Prediction::Unknown(Doubt::NotMeasured {
            field: field.to_owned(),
        }));
    };
    if draft
        .current_bundle
        .as_ref()
        .is_some_and(super::CurrentBundle::is_unreadable)
        && !draft.object.insecure
    {
        draft.notes.push(Note::OlderVersionsGoOn);
        draft.actions.push(Step::WRITE_BUNDLE);
        let cause = Cause {
            error: PodError::Printed(NO_CA.into()),
            code: CauseCode::CaUnreadable,
            at: None,
        };
        return Some(Prediction::Expect(
            CLUSTER_CONNECT_FAILED.with(&[""]),
            Some(cause),
        ));
    }
    match draft.pod_view(endpoint) {
        PodView::Passes => None,
        PodView::Unknown(reason) => Some(Prediction::Unknown(reason)),
        PodView::Fails(failing) => {
            let request = format!("Get \"{url}/api?timeout=5s\": ");
            let error = failing.go.clone().after(&request);
            let hint = if error.holds_x509() && draft.object.ca.is_none() && !draft.object.insecure
            {
                SELF_SIGNED_HINT
            } else {
                ""
            };
            if !hint.is_empty() && failing.kind == FailureKind::Certificate {
                draft.notes.push(Note::HintMisleads(failing.code));
            }
            advice::cure(draft, endpoint, field, &failing);
            let cause = Cause {
                error,
                code: failing.code,
                at: Some(endpoint.attempt.target.authority()),
            };
            Some(Prediction::Expect(
                CLUSTER_CONNECT_FAILED.with(&[hint]),
                Some(cause),
            ))
        }
    }
}

/// The URL itself is refused, or is not one that can be measured.
fn unusable(
    draft: &mut OutlookDraft<'_>,
    field: &str,
    text: Option<&Foreign>,
) -> Option<Prediction> {
    let (expected, reason) = match UrlReading::of(text) {
        UrlReading::Missing => (CLUSTER_URL_NOT_SET.with(&[]), SettingFault::NoUrl),
        UrlReading::Malformed => (CLUSTER_URL_MALFORMED.with(&[]), SettingFault::NotAUrl),
        UrlReading::Scheme(_) => (CLUSTER_URL_SCHEME.with(&[]), SettingFault::OtherScheme),
        UrlReading::Plain => {
            let field = field.to_owned();
            draft.actions.push(Step::WriteHttps {
                field: field.clone(),
            });
            return Some(Prediction::Unknown(Doubt::PlainApi { field }));
        }
        UrlReading::Secure => return None,
    };
    draft.actions.push(Step::WriteApiAddress {
        field: field.to_owned(),
    });
    let cause = Cause {
        error: PodError::Setting(reason),
        code: CauseCode::InvalidUrl,
        at: None,
    };
    Some(Prediction::Expect(expected, Some(cause)))
}

/// The last check: `https://` and the path, TLS never verified, 200 and JSON wanted.
fn registry(draft: &mut OutlookDraft<'_>) -> Prediction {
    let ready = || Prediction::Expect(CLUSTER_READY.with(&[]), None);
    let path = draft
        .object
        .addresses
        .iter()
        .find(|a| a.field == REGISTRY)
        .and_then(|a| a.text.as_ref());
    let Some(path) = path.filter(|p| !p.is_empty()).map(Foreign::to_string) else {
        return ready();
    };
    let uri = format!("https://{path}/v2/_catalog?n=5");
    if path.contains("://") {
        draft.actions.push(Step::WriteHostAlone { field: REGISTRY });
        let go = format!(
            "Get \"{uri}\": dial tcp: lookup {}: no such host",
            path.split(':').next().unwrap_or_default()
        );
        return route_invalid(PodError::Printed(go), CauseCode::InvalidUrl, None);
    }
    let Some(endpoint) = draft.endpoint(REGISTRY) else {
        draft.doubts.push(Doubt::NotMeasured {
            field: REGISTRY.to_owned(),
        });
        return ready();
    };
    let at = Some(endpoint.attempt.target.authority());
    match pod_view::of(endpoint, None, draft.context.now) {
        PodView::Passes => {
            draft.notes.push(Note::RegistryNotVerified);
            ready()
        }
        PodView::Unknown(reason) => {
            draft.doubts.push(Doubt::OfRegistry(Box::new(reason)));
            ready()
        }
        PodView::Fails(PodFailure { go, code, kind }) => {
            draft.actions.push(Step::See {
                code,
                at: endpoint.attempt.target.authority(),
            });
            match pod_view::answer(endpoint).filter(|_| kind == FailureKind::Answer) {
                Some(answer) if is_json(answer) => {
                    let status = answer.status.to_string();
                    let cause = Cause {
                        error: PodError::Printed(format!("HTTP {status}")),
                        code,
                        at,
                    };
                    Prediction::Expect(CLUSTER_ROUTE_STATUS.with(&[&status]), Some(cause))
                }
                Some(_) => {
                    let error = format!("invalid reply from registry url {uri}");
                    route_invalid(PodError::Printed(error), code, at)
                }
                None => route_invalid(go.after(&format!("Get \"{uri}\": ")), code, at),
            }
        }
    }
}

fn route_invalid(error: PodError, code: CauseCode, at: Option<String>) -> Prediction {
    let expected = CLUSTER_ROUTE_INVALID.filled(vec![Fill::Quoted(error.clone())]);
    Prediction::Expect(expected, Some(Cause { error, code, at }))
}

fn is_json(answer: &Answer) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(answer.body.raw()).is_ok()
}

/// Rules of `AddEditClusterForm.tsx`.
fn fill_form(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    if object.host_cluster {
        return;
    }
    let url = object
        .addresses
        .iter()
        .find(|a| a.field != REGISTRY)
        .and_then(|a| a.text.as_ref())
        .map(Foreign::raw);
    let mut form = Vec::new();
    if let Some(reason) = url.and_then(form::refusal_of_url) {
        form.push(FormRemark::RefusesClusterUrl(reason));
    }
    let public = url.is_some()
        && draft
            .endpoint(URL)
            .is_some_and(|e| e.trust.as_ref().is_some_and(|t| t.public));
    form.push(if public {
        FormRemark::TickOnly
    } else {
        FormRemark::TickAndUpload
    });
    let path = object
        .addresses
        .iter()
        .find(|a| a.field == REGISTRY)
        .and_then(|a| a.text.as_ref())
        .map(Foreign::raw)
        .filter(|p| !p.is_empty());
    if let Some(path) = path {
        if !form::takes_route(path) {
            form.push(FormRemark::RefusesRoute);
        }
        if !path.contains(':') {
            form.push(FormRemark::TellsOtherPort);
        }
    }
    draft.form = form;
}
