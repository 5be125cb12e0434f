//! What MTC's and Velero's objects have in common: what a controller last wrote into the status,
//! and which Secret they name. Secrets themselves are never read.

use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::Item;
use crate::foreign::{Foreign, visible, visible_lines};
use crate::mask::masked;
use crate::moment::Moment;
use crate::objects::{MtcObject, ObjectKind, ReportedCondition, StatusObject};
use crate::quote::without_userinfo;

/// Entries of a list of errors that are kept.
const MOST_LISTED: usize = 20;

/// An object of MTC or Velero with what its status says; the reader of its kind adds the rest.
pub(super) fn object(found: &mut ObjectFindings<'_>, kind: ObjectKind) -> MtcObject {
    let item = found.item;
    MtcObject {
        kind,
        object: item.object.clone(),
        source: item.source.to_string(),
        addresses: Vec::new(),
        host_cluster: false,
        provider: None,
        location_name: None,
        insecure: false,
        ca: None,
        ca_reference: None,
        secret: None,
        reported: reported(found),
    }
}

/// An object of MTC's whose status alone is read. Its phase is the step it is at, which says nothing
/// of how it goes.
pub(super) fn of_mtc<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let mut all = conditions(&mut found);
    all.extend(listed(&mut found, "errors"));
    keep(&mut found, all);
    found
}

/// An object of Velero's whose status alone is read.
pub(super) fn of_velero<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let mut all = reported(&mut found);
    all.extend(listed(&mut found, "validationErrors"));
    keep(&mut found, all);
    found
}

/// Keeps a status by itself, where there is one.
pub(super) fn keep(found: &mut ObjectFindings<'_>, reported: Vec<ReportedCondition>) {
    if reported.is_empty() {
        return;
    }
    found.statuses.push(StatusObject {
        object: found.item.object.clone(),
        source: found.item.source.to_string(),
        reported,
    });
}

/// What the status says: its conditions (MTC, OADP), or its phase (Velero).
pub(super) fn reported(found: &mut ObjectFindings<'_>) -> Vec<ReportedCondition> {
    let mut all = conditions(found);
    all.extend(phase(found));
    all
}

fn conditions(found: &mut ObjectFindings<'_>) -> Vec<ReportedCondition> {
    let paths = found.list("status.conditions");
    let one = |path: String| {
        let mut text = |field: &str| found.text(format!("{path}.{field}")).text;
        ReportedCondition {
            kind: visible(text("type")).into(),
            reason: some(text("reason")),
            message: some(text("message")),
            holds: text("status") == "True",
            category: some(text("category")),
            since: Moment::parse(text("lastTransitionTime")).ok(),
        }
    };
    paths.into_iter().map(one).collect()
}

fn phase(found: &mut ObjectFindings<'_>) -> Option<ReportedCondition> {
    let mut text = |field: &str| found.text(format!("status.{field}")).text;
    let phase = text("phase");
    let message = [text("message"), text("failureReason")];
    let times = [text("lastValidationTime"), text("completionTimestamp")];
    (!phase.is_empty()).then(|| ReportedCondition {
        kind: visible(phase).into(),
        reason: None,
        message: message.into_iter().find_map(some),
        holds: true,
        category: None,
        since: times.into_iter().find_map(|time| Moment::parse(time).ok()),
    })
}

/// The entries of a list of texts in the status.
fn listed(found: &mut ObjectFindings<'_>, field: &str) -> Vec<ReportedCondition> {
    let paths = found.list(&format!("status.{field}"));
    let texts = paths.into_iter().take(MOST_LISTED).filter_map(|path| {
        let text = found.text(path).text;
        some(text)
    });
    let one = |message| ReportedCondition {
        kind: field.into(),
        reason: None,
        message: Some(message),
        holds: true,
        category: None,
        since: None,
    };
    texts.map(one).collect()
}

fn some(text: &str) -> Option<Foreign> {
    (!text.is_empty()).then(|| scrubbed(text).into())
}

/// The Secret that a reference names: `namespace/name`, in the object's own namespace where it
/// names none.
pub(super) fn secret(found: &mut ObjectFindings<'_>, path: &str) -> Option<Foreign> {
    let name = found.text(format!("{path}.name")).text;
    let namespace = match found.text(format!("{path}.namespace")).text {
        "" => found.item.namespace(),
        namespace => namespace,
    };
    let slash = if namespace.is_empty() { "" } else { "/" };
    (!name.is_empty()).then(|| visible(&format!("{namespace}{slash}{name}")).into())
}

/// A message without secrets: errors of Go and of the AWS SDK repeat URLs and header lines,
/// signatures included.
fn scrubbed(message: &str) -> String {
    masked(&without_userinfo(&visible_lines(message)))
}

#[cfg(test)]
mod tests {
    use super::scrubbed;

    #[test]
    fn what_signs_is_not_repeated() {
        let said = r#"Put "https://u:p@s3.test/b?X-Amz-Credential=AKIA/x&X-Amz-Signature=00ff&y=1": net/http: invalid header field value "AWS4-HMAC-SHA256 Credential=minio\n/2023, Signature=aa11" Bearer sha256~x"#;
        let kept = scrubbed(said);
        assert_eq!(
            kept,
            r#"Put "https://***@s3.test/b?X-Amz-Credential=*** net/http: invalid header field value "AWS4-HMAC-SHA256 Credential=*** Signature=*** Bearer ***"#
        );
        for secret in [
            "Authorization: Basic hunter2",
            "password=hunter2",
            "https://b.test/c?sv=1&sig=hunter2",
            "x?x-amz-signature=hunter2",
            "bearer hunter2",
            "sha256~hunter2",
        ] {
            assert!(!scrubbed(secret).contains("hunter2"), "{secret}");
        }
    }
}
