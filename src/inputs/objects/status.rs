//! What MTC's and Velero's objects have in common: what a controller last wrote into the status,
//! and which Secret they name. Secrets themselves are never read.

use super::findings::ObjectFindings;
use crate::foreign::{Foreign, visible, visible_lines};
use crate::inputs::mask::masked;
use crate::objects::{MtcObject, ObjectKind, ReportedCondition};
use crate::quote::without_userinfo;

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

/// What the status says: its conditions (MTC, OADP), or its phase (Velero).
fn reported(found: &mut ObjectFindings<'_>) -> Vec<ReportedCondition> {
    let some = |text: &str| (!text.is_empty()).then(|| scrubbed(text).into());
    let mut all = Vec::new();
    for path in found.list("status.conditions") {
        let mut text = |field: &str| found.text(format!("{path}.{field}")).text;
        all.push(ReportedCondition {
            kind: visible(text("type")).into(),
            reason: some(text("reason")),
            message: some(text("message")),
            holds: text("status") == "True",
        });
    }
    let (phase, message) = (
        found.text("status.phase").text,
        found.text("status.message").text,
    );
    if !phase.is_empty() {
        all.push(ReportedCondition {
            kind: visible(phase).into(),
            reason: None,
            message: some(message),
            holds: true,
        });
    }
    all
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
