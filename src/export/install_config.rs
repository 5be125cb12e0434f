//! The field `additionalTrustBundle` of an `install-config.yaml`, to be put in at the top level.
//! The installer makes the ConfigMap `user-ca-bundle` of it, so that is how large it may be.

use super::kube;
use super::{ApplyHint, BundleShape, ExportFormat, ExportInput, ExportOutput, Options};

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "install-config",
    help: "OpenShift installer: additionalTrustBundle of an install-config.yaml",
    shape: BundleShape::Text,
    object: None,
    flags: &[],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &ExportInput<'_>, _: &Options) -> Result<ExportOutput, String> {
    kube::fits(
        load.pem.len(),
        "the ConfigMap that the installer makes of it",
    )?;
    Ok(ExportOutput::File(
        format!("additionalTrustBundle: |\n{}", kube::indented(load.pem, 2)).into_bytes(),
    ))
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    vec![
        format!("apply: cat {} >> install-config.yaml", applied.file),
        "note: one additionalTrustBundle only: where there is one, put these blocks into it, indented alike".into(),
        "note: without a proxy it is used only with additionalTrustBundlePolicy: Always".into(),
    ]
}
