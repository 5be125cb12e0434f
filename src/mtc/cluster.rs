//! MigCluster: what the migration controller's validation would say, in its order: URL, connection,
//! then the registry's route. Secret and token are not looked at; the registry's check never
//! verifies TLS.

use crate::objects::{CLUSTER_REGISTRY as REGISTRY, CLUSTER_URL as URL, MtcObject};
use crate::roles::Answer;

use super::address::UrlReading;
use super::condition::{
    CLUSTER_CONNECT_FAILED, CLUSTER_READY, CLUSTER_ROUTE_INVALID, CLUSTER_ROUTE_STATUS,
    CLUSTER_URL_MALFORMED, CLUSTER_URL_NOT_SET, CLUSTER_URL_SCHEME, SELF_SIGNED_HINT,
};
use super::draft::{OutlookDraft, Prediction};
use super::pod_view::{self, FailureKind, PodFailure, PodView};
use super::{Cause, Outlook, OutlookContext, advice, form};

/// What newer client-go makes of a caBundle without a certificate; older ones go on with an empty
/// pool.
const NO_CA: &str = "unable to load root certificates: unable to parse bytes as PEM block";

pub(super) fn outlook<'a>(object: &'a MtcObject, context: &'a OutlookContext<'a>) -> Outlook {
    let mut draft = OutlookDraft::new(object, context);
    fill_form(&mut draft);
    let end = if object.host_cluster {
        draft.notes.push(
            "the host cluster: MTC uses its own service account, no URL and no CA bundle".into(),
        );
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
    let text = address.and_then(|a| a.text.as_deref());
    if let Some(end) = unusable(draft, field, text) {
        return Some(end);
    }
    let url = text.unwrap_or_default().trim_end_matches('/');
    let Some(endpoint) = draft.endpoint(field) else {
        return Some(Prediction::Unknown(format!("{field} was not measured")));
    };
    if draft
        .current_bundle
        .as_ref()
        .is_some_and(super::CurrentBundle::is_unreadable)
        && !draft.object.insecure
    {
        draft.notes.push(
            "older versions of MTC take no certificate from it either, and print `x509: certificate signed by unknown authority`".into(),
        );
        draft.actions.push(advice::replace(draft.object));
        let cause = Cause {
            go: NO_CA.into(),
            code: "ca-unreadable".into(),
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
            let go = format!("Get \"{url}/api?timeout=5s\": {}", failing.go);
            let hint = if go.contains("x509") && draft.object.ca.is_none() && !draft.object.insecure
            {
                SELF_SIGNED_HINT
            } else {
                ""
            };
            if !hint.is_empty() && failing.kind == FailureKind::Certificate {
                draft.notes.push(format!(
                    "MTC's hint misleads: no caBundle cures {}",
                    failing.code
                ));
            }
            advice::cure(draft, endpoint, field, &failing);
            let cause = Cause {
                go,
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
fn unusable(draft: &mut OutlookDraft<'_>, field: &str, text: Option<&str>) -> Option<Prediction> {
    let (expected, reason) = match UrlReading::of(text) {
        UrlReading::Missing => (CLUSTER_URL_NOT_SET.with(&[]), "there is no URL"),
        UrlReading::Malformed => (
            CLUSTER_URL_MALFORMED.with(&[]),
            "Go does not take it for a URL",
        ),
        UrlReading::Scheme(_) => (
            CLUSTER_URL_SCHEME.with(&[]),
            "it begins neither with https:// nor http://",
        ),
        UrlReading::Plain => {
            draft.actions.push(format!(
                "write https:// into {field}: an API server speaks nothing but TLS"
            ));
            return Some(Prediction::Unknown(format!(
                "{field} is plain HTTP, which is not measured here; an API server refuses it"
            )));
        }
        UrlReading::Secure => return None,
    };
    draft.actions.push(format!(
        "write the API server's address into {field}: https://api.CLUSTER.DOMAIN:6443"
    ));
    let cause = Cause {
        go: reason.into(),
        code: "invalid-url".into(),
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
        .and_then(|a| a.text.as_deref());
    let Some(path) = path.filter(|p| !p.is_empty()) else {
        return ready();
    };
    let uri = format!("https://{path}/v2/_catalog?n=5");
    if path.contains("://") {
        draft.actions.push(format!(
            "write the host alone into {REGISTRY}, without a scheme"
        ));
        let go = format!(
            "Get \"{uri}\": dial tcp: lookup {}: no such host",
            path.split(':').next().unwrap_or_default()
        );
        return route_invalid(go, "invalid-url", None);
    }
    let Some(endpoint) = draft.endpoint(REGISTRY) else {
        draft.doubts.push(format!("{REGISTRY} was not measured"));
        return ready();
    };
    let at = Some(endpoint.attempt.target.authority());
    match pod_view::of(endpoint, None, draft.context.now) {
        PodView::Passes => {
            draft.notes.push(
                "the registry is asked with the cluster's saToken, and its certificate is never verified: no CA is needed for it".into(),
            );
            ready()
        }
        PodView::Unknown(reason) => {
            draft.doubts.push(format!("its registry: {reason}"));
            ready()
        }
        PodView::Fails(PodFailure { go, code, kind }) => {
            draft.actions.push(format!(
                "see {code} above for {}",
                endpoint.attempt.target.authority()
            ));
            match pod_view::answer(endpoint).filter(|_| kind == FailureKind::Answer) {
                Some(answer) if is_json(answer) => {
                    let status = answer.status.to_string();
                    let cause = Cause {
                        go: format!("HTTP {status}"),
                        code,
                        at,
                    };
                    Prediction::Expect(CLUSTER_ROUTE_STATUS.with(&[&status]), Some(cause))
                }
                Some(_) => {
                    route_invalid(format!("invalid reply from registry url {uri}"), &code, at)
                }
                None => route_invalid(format!("Get \"{uri}\": {go}"), &code, at),
            }
        }
    }
}

fn route_invalid(go: String, code: &str, at: Option<String>) -> Prediction {
    // As `%#v` quotes it.
    let expected = CLUSTER_ROUTE_INVALID.with(&[&format!("{go:?}")]);
    Prediction::Expect(
        expected,
        Some(Cause {
            go,
            code: code.into(),
            at,
        }),
    )
}

fn is_json(answer: &Answer) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&answer.body).is_ok()
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
        .and_then(|a| a.text.as_deref());
    let mut form = Vec::new();
    if let Some(reason) = url.and_then(form::refusal_of_url) {
        form.push(format!(
            "it refuses the URL (Not a valid URL): {reason}; give a name of the certificate, or write the MigCluster with `oc`"
        ));
    }
    let public = url.is_some()
        && draft
            .endpoint(URL)
            .is_some_and(|e| e.trust.as_ref().is_some_and(|t| t.public));
    form.push(if public {
        "tick Require SSL verification, which is unticked at first, and upload nothing: a public CA signed".into()
    } else {
        "tick Require SSL verification, which is unticked at first (that saves insecure: true); only then a CA bundle can be uploaded: the PEM file, not its base64".into()
    });
    let path = object
        .addresses
        .iter()
        .find(|a| a.field == REGISTRY)
        .and_then(|a| a.text.as_deref())
        .filter(|p| !p.is_empty());
    if let Some(path) = path {
        if !form::takes_route(path) {
            form.push(
                "it refuses the registry's route (Not a valid route host): some label after the first must have 2 to 6 lower-case letters"
                    .into(),
            );
        }
        if !path.contains(':') {
            form.push(
                "it says that port 5000 is used for a registry without a port; MTC connects to 443"
                    .into(),
            );
        }
    }
    draft.form = form;
}
