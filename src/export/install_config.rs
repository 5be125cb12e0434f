//! The field `additionalTrustBundle` of an `install-config.yaml`, to be put in at the top level.
//! The installer makes the ConfigMap `user-ca-bundle` of it, so that is how large it may be.

use super::kube;
use super::{Applied, Format, Load, Options, Product, Shape};

pub const FORMAT: Format = Format {
    name: "install-config",
    help: "OpenShift installer: additionalTrustBundle of an install-config.yaml",
    shape: Shape::Text,
    object: None,
    flags: &[],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &Load<'_>, _: &Options) -> Result<Product, String> {
    kube::fits(
        load.pem.len(),
        "the ConfigMap that the installer makes of it",
    )?;
    Ok(Product::File(
        format!("additionalTrustBundle: |\n{}", kube::indented(load.pem, 2)).into_bytes(),
    ))
}

fn apply(applied: &Applied<'_>) -> Vec<String> {
    vec![
        format!("apply: cat {} >> install-config.yaml", applied.file),
        "note: one additionalTrustBundle only: where there is one, put these blocks into it, indented alike".into(),
        "note: without a proxy it is used only with additionalTrustBundlePolicy: Always".into(),
    ]
}
