//! What to do next about an object: into which field, and with which command. The remedies of
//! endpoints are only referred to by their codes.

use crate::bundle;
use crate::codes::Severity;
use crate::judge::Endpoint;
use crate::objects::MtcObject;

use super::Readiness;
use super::draft::OutlookDraft;
use super::pod_view::{FailureKind, PodFailure};
use super::selector::{self, ca_field};

/// Names of a certificate that are listed.
const MOST_NAMES: usize = 4;

/// What cures a failure at an endpoint.
pub(super) fn cure(
    draft: &mut OutlookDraft<'_>,
    endpoint: &Endpoint,
    field: &str,
    failing: &PodFailure,
) {
    let (object, at) = (draft.object, endpoint.attempt.target.authority());
    let code = &failing.code;
    let actions = match failing.kind {
        FailureKind::Network | FailureKind::Answer => vec![format!(
            "see {code} above for {at}; the test is repeated by itself"
        )],
        FailureKind::Authority => authority(object, endpoint, code),
        FailureKind::Certificate
            if code == "name-mismatch" || code == "router-default-certificate" =>
        {
            let names = names(endpoint);
            let instead = if names.is_empty() {
                String::new()
            } else {
                format!(": {names}")
            };
            vec![format!(
                "write a name into {field} that the certificate is valid for{instead}; or have it issued for this one. no CA bundle cures this"
            )]
        }
        FailureKind::Certificate if code == "ca-expired" => vec![replace(object)],
        FailureKind::Certificate => {
            vec![format!(
                "see {code} above for {at}: the server's certificate has to be replaced, no CA bundle cures this"
            )]
        }
    };
    draft.actions.extend(actions);
}

fn authority(object: &MtcObject, endpoint: &Endpoint, code: &str) -> Vec<String> {
    let at = endpoint.attempt.target.authority();
    if no_ca_field(object) {
        return vec![format!(
            "see {code} above for {at}: this provider's objects take no CA bundle, so only a publicly trusted certificate helps"
        )];
    }
    // A bundle that lacks a public root is better none.
    if endpoint.trust.as_ref().is_some_and(|t| t.public) && object.ca.is_some() {
        return vec![format!(
            "remove {}: the endpoint has a public CA's certificate, and a bundle replaces the public roots",
            ca_field(object)
        )];
    }
    let first = match code {
        "root-not-sent" | "intermediate-missing" => {
            format!(
                "see {code} above for {at}: its CA is needed first, as --ca FILE; then {}",
                replace(object)
            )
        }
        "self-signed" => format!(
            "compare its SHA-256 with the server's owner (see self-signed above); then {}",
            replace(object)
        ),
        _ => replace(object),
    };
    vec![first]
}

/// Write the object's bundle anew.
pub(super) fn replace(object: &MtcObject) -> String {
    format!(
        "`{}` with the inputs of this run writes {}, and says how to apply it",
        export(object),
        ca_field(object)
    )
}

/// Switch verification on; the patch that writes the bundle does it too.
pub(super) fn verify(draft: &mut OutlookDraft<'_>) {
    let object = draft.object;
    if !object.insecure || object.host_cluster {
        return;
    }
    let command = export(object);
    // Where nothing presented a certificate there is nothing to write yet.
    let captured = selector::covered(object)
        .flat_map(|field| draft.context.endpoints_of(object, field))
        .any(|e| bundle::chains(e).next().is_some());
    let first = if captured { "" } else { "once it is reached, " };
    let action = match draft
        .actions
        .iter_mut()
        .find(|action| action.contains(&command))
    {
        Some(known) => return known.push_str("; it switches the verification of TLS on too"),
        None if no_ca_field(object) => format!("{first}have TLS verified"),
        None => format!(
            "{first}have TLS verified: `{command}` with the inputs of this run writes {} and switches it on",
            ca_field(object)
        ),
    };
    draft.actions.push(action);
}

/// What the present bundle calls for, where the connection itself would pass.
pub(super) fn keep_bundle(draft: &mut OutlookDraft<'_>, state: Readiness) {
    let worth = |code: &str| !matches!(code, "file-leaf" | "file-trailing-text");
    let Some(bundle) = &draft.current_bundle else {
        return;
    };
    let calls = bundle
        .findings
        .iter()
        .any(|f| f.severity >= Severity::Warning && worth(&f.code));
    if calls && state != Readiness::NotReady {
        let again = replace(draft.object);
        if !draft.actions.contains(&again) {
            draft.actions.push(again);
        }
    }
}

fn export(object: &MtcObject) -> String {
    format!(
        "probe export-bundle --for {} --format {} -o patch.json",
        selector::selector(object),
        object.kind.row().patch
    )
}

fn no_ca_field(object: &MtcObject) -> bool {
    object.kind.row().storage
        && object
            .provider
            .as_deref()
            .is_some_and(|p| p.ends_with("gcp") || p.ends_with("azure"))
}

fn names(endpoint: &Endpoint) -> String {
    let leaf = bundle::chains(endpoint)
        .next()
        .and_then(|chain| chain.first())
        .and_then(|leaf| leaf.facts());
    let Some(facts) = leaf else {
        return String::new();
    };
    let all: Vec<String> = facts
        .dns_names
        .iter()
        .map(ToString::to_string)
        .chain(facts.ip_names.iter().map(ToString::to_string))
        .collect();
    let more = if all.len() > MOST_NAMES {
        format!(" and {} more", all.len() - MOST_NAMES)
    } else {
        String::new()
    };
    all.iter()
        .take(MOST_NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ")
        + &more
}
