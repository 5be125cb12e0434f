//! Bundles → what a destination wants, one file each, knowing that destination's own rules.
//! Pure: `run` writes. May name the words, `judge`, `bundle` and `error`.

mod additional_trusted_ca;
mod bsl_patch;
mod certs_d;
mod dpa_patch;
mod install_config;
mod jks;
mod kube;
pub mod merge;
mod migcluster_patch;
mod migstorage_patch;
pub mod pem;
mod pkcs12;
mod store;
mod user_ca_bundle;

use std::fmt;

use crate::cert::Cert;

pub use store::check_password;

/// Every destination, in the order of the help.
pub static FORMATS: [ExportFormat; 11] = [
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

/// One destination.
pub struct ExportFormat {
    /// As in `--format NAME`.
    pub name: &'static str,
    /// One line, for the help.
    pub help: &'static str,
    pub shape: BundleShape,
    /// The Kubernetes object it is, or is for.
    pub object: Option<ExportObject>,
    /// Flags beyond `--name` and `--namespace` that mean something to it.
    pub flags: &'static [&'static str],
    /// It needs the certificates of each endpoint separately.
    pub per_endpoint: bool,
    /// The product, or why the destination would refuse it.
    pub render: fn(&ExportInput<'_>, &Options) -> Result<ExportOutput, String>,
    /// How to apply it, one line each: `apply: …`, `note: …`.
    pub apply: fn(&ApplyHint<'_>) -> Vec<String>,
}

impl fmt::Debug for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleShape {
    Text,
    /// Not for terminals.
    Binary,
    /// Several files in a directory.
    Tree,
}

/// A Kubernetes object, as it is called where nobody says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct ExportObject {
    /// `NAME` where there is no usual name.
    pub name: &'static str,
    pub namespace: &'static str,
}

/// What was proved.
#[derive(Clone, Copy, Debug)]
pub struct ExportInput<'a> {
    /// The very text that the proof read.
    pub pem: &'a str,
    /// What it read there.
    pub certs: &'a [Cert],
    /// The same for each endpoint by itself, proved by itself; only for formats that ask for it.
    pub parts: &'a [Part],
}

/// The certificates that one endpoint needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// IPv6 addresses in brackets.
    pub host: String,
    pub port: u16,
    pub pem: String,
}

/// What the flags say.
#[derive(Clone, Debug)]
pub struct Options {
    pub name: String,
    pub namespace: String,
    /// Which of a DataProtectionApplication's backup locations.
    pub location: usize,
    /// Of a Java store.
    pub password: String,
}

impl Options {
    /// The usual ones of a format.
    #[must_use]
    pub fn of(format: &ExportFormat) -> Self {
        let ExportObject { name, namespace } = format.object.unwrap_or(ExportObject {
            name: "",
            namespace: "",
        });
        Self {
            name: name.into(),
            namespace: namespace.into(),
            location: 0,
            password: store::USUAL_PASSWORD.into(),
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportOutput {
    File(Vec<u8>),
    /// Paths below the directory, with `/`, and what they hold.
    Tree(Vec<(String, String)>),
}

impl ExportOutput {
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::File(bytes) => bytes.len(),
            Self::Tree(files) => files.iter().map(|(_, text)| text.len()).sum(),
        }
    }
}

/// What was written, and where: the words on applying it name it.
#[derive(Clone, Copy, Debug)]
pub struct ApplyHint<'a> {
    /// Quoted for a shell; `FILE` where it went to stdout.
    pub file: &'a str,
    /// The password's file, quoted for a shell, where there is one.
    pub password_file: Option<&'a str>,
    pub options: &'a Options,
    /// Bytes.
    pub size: usize,
}

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
