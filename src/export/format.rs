//! What a destination is: a row of what it is called, what it takes, and what comes out.
//! Plain data; each destination's own rules are in its file.

use std::fmt;

use crate::cert::Cert;

/// What Java's own trust store has had since 1998.
pub(super) const USUAL_PASSWORD: &str = "changeit";

/// One destination.
pub struct ExportFormat {
    /// As in `--format NAME`.
    pub name: &'static str,
    /// One line, for the help.
    pub help: &'static str,
    /// Whether the product is text, binary, or a directory of files.
    pub shape: BundleShape,
    /// The Kubernetes object it is, or is for.
    pub object: Option<ExportObject>,
    /// Flags beyond `--name` and `--namespace` that mean something to it.
    pub flags: &'static [&'static str],
    /// It needs the certificates of each endpoint separately.
    pub per_endpoint: bool,
    /// The product, or why the destination would refuse it.
    pub render: fn(&ExportInput<'_>, &Options) -> Result<ExportOutput, String>,
    /// How to apply it, one line each: `apply: COMMAND`, which stays whole, and `note: …`.
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
    /// One file of text.
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
    /// The namespace that it usually lies in.
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
    /// The endpoint's port.
    pub port: u16,
    /// The endpoint's certificates as PEM.
    pub pem: String,
}

/// What the flags say.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the Kubernetes object that is written or patched.
    pub name: String,
    /// Namespace of that object.
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
            password: USUAL_PASSWORD.into(),
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportOutput {
    /// The content of one file.
    File(Vec<u8>),
    /// Paths below the directory, with `/`, and what they hold.
    Tree(Vec<(String, String)>),
}

impl ExportOutput {
    /// The bytes of all its files together, without their paths.
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
    /// What the flags say.
    pub options: &'a Options,
    /// Bytes.
    pub size: usize,
}
