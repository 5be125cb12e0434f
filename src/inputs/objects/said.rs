//! What a controller last wrote into a status, and which Secret an object names.
//! Pure; never looks into a Secret.

use serde::Deserialize;

use crate::inputs::mask::masked;
use crate::objects::ReportedCondition;
use crate::quote::{visible, visible_lines, without_userinfo};

/// A status with conditions (MTC, OADP) or with a phase (Velero).
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Status {
    conditions: Vec<Written>,
    phase: String,
    message: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    #[serde(rename = "type")]
    kind: String,
    status: String,
    reason: String,
    message: String,
}

/// A reference to a Secret.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    name: String,
    namespace: String,
}

impl Status {
    pub fn reported(self) -> Vec<ReportedCondition> {
        let some = |text: String| (!text.is_empty()).then(|| scrubbed(&text));
        let phase = (!self.phase.is_empty()).then(|| ReportedCondition {
            kind: visible(&self.phase),
            reason: None,
            message: some(self.message),
            holds: true,
        });
        let conditions = self
            .conditions
            .into_iter()
            .map(|written| ReportedCondition {
                kind: visible(&written.kind),
                reason: some(written.reason),
                message: some(written.message),
                holds: written.status == "True",
            });
        conditions.chain(phase).collect()
    }
}

impl Reference {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `namespace/name`; the object's own namespace where it names none.
    pub fn of(&self, namespace: Option<&str>) -> Option<String> {
        let namespace = if self.namespace.is_empty() {
            namespace.unwrap_or_default()
        } else {
            &self.namespace
        };
        let written = if namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{namespace}/{}", self.name)
        };
        (!self.name.is_empty()).then(|| visible(&written))
    }
}

/// Errors of Go's and the AWS SDK's repeat URLs and header lines, signature and all.
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
