//! Bundles → what a destination wants, one file each, knowing that destination's own rules.
//! Pure: `commands` writes. May name the words, `judge`, `bundle` and `error`.

mod additional_trusted_ca;
mod bsl_patch;
mod certs_d;
mod dpa_patch;
mod format;
mod install_config;
mod jks;
mod kube;
pub mod merge;
mod migcluster_patch;
mod migstorage_patch;
pub mod pem;
mod pkcs12;
mod proved;
mod store;
mod user_ca_bundle;

pub use format::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options, Part,
};
pub use proved::ProvedBundle;
pub use store::check_password;

/// Every destination, in the order of the help.
pub static FORMATS: &[ExportFormat] = &[
    pem::FORMAT,
    pkcs12::FORMAT,
    jks::FORMAT,
    migcluster_patch::FORMAT,
    migstorage_patch::FORMAT,
    bsl_patch::FORMAT,
    dpa_patch::FORMAT,
    user_ca_bundle::FORMAT,
    additional_trusted_ca::FORMAT,
    install_config::FORMAT,
    certs_d::FORMAT,
];

/// The format of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static ExportFormat> {
    FORMATS.iter().find(|f| f.name == name)
}

/// Renders a bundle, unless there is nothing in it: every reader refuses that.
///
/// # Errors
/// Why the destination would refuse it.
pub fn render(
    format: &ExportFormat,
    load: &ExportInput<'_>,
    options: &Options,
) -> Result<ExportOutput, String> {
    if load.certs.is_empty() || (format.per_endpoint && load.parts.is_empty()) {
        return Err("there is no certificate to write".into());
    }
    if let Some(object) = format.object {
        let usual = options.name == object.name;
        if usual {
            Ok(())
        } else {
            check_name(&options.name)
        }
        .and_then(|()| check_namespace(&options.namespace))?;
    }
    (format.render)(load, options)
}

/// A name that Kubernetes takes for an object: a DNS subdomain (RFC 1123).
///
/// # Errors
/// What is wrong with it.
pub fn check_name(name: &str) -> Result<(), String> {
    if kube::is_subdomain(name) {
        return Ok(());
    }
    Err(format!(
        "`{name}` is no name of an object: lower-case letters, digits, - and ., at most 253, first and last a letter or digit"
    ))
}

/// A name that Kubernetes takes for a namespace: a DNS label (RFC 1123).
///
/// # Errors
/// What is wrong with it.
pub fn check_namespace(name: &str) -> Result<(), String> {
    if kube::is_label(name) {
        return Ok(());
    }
    Err(format!(
        "`{name}` is no name of a namespace: lower-case letters, digits and -, at most 63, first and last a letter or digit"
    ))
}
