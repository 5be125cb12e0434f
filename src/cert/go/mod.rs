//! A certificate as Go's crypto/x509 reads it (go1.23 and go1.27): whether it does, in which words
//! it refuses, and what it takes from it. Written after Go's own sources and held against the real
//! parsers. It judges nothing else; verifying is `judge`'s.

mod address;
mod algorithm;
mod certificate;
mod constraints;
mod der;
mod domain;
mod edition;
mod extensions;
mod facts;
mod key;
mod names;
mod parser;
mod quote;
mod readings;
mod span;
mod subject_names;
mod time;
mod url;
mod view;

pub use algorithm::{KeyFamily, SignatureAlgorithm};
pub use certificate::{GoCertificate, Policies};
pub use constraints::{GoConstraints, Network, Subtrees};
pub use domain::{Mailbox, is_domain};
pub use edition::{ByVersion, Edition, GoVersion};
pub use key::{Curve, GoKey};
pub use quote::{quoted, unquoted};
pub use span::Span;
pub use subject_names::{GoNames, NameKind};
pub use url::{host as url_host, without_port};
pub use view::GoView;

pub(super) use facts::facts as facts_by_go;
pub(super) use key::rsa_key;
pub(super) use readings::{GoReadings, read};
