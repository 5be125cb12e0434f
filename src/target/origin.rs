//! `Origin`: who named a target, so that a remedy can say where to write.
//! Names nothing of ours; opens nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who named a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Origin {
    /// The n-th target on the command line, from 1.
    Argument { number: usize },
    /// A flag that takes an endpoint: `--api`.
    Flag { flag: String },
    /// A line of a target file (`-` is standard input), from 1.
    Line { file: String, line: usize },
    /// The cluster of a kubeconfig's context.
    Kubeconfig { file: String, context: String },
    /// A field of a Kubernetes object, and the file, or the command, it was read from.
    Object {
        source: String,
        object: ObjectRef,
        field: String,
    },
    /// What that endpoint (`host:port`) itself answered: its OAuth metadata, or a registry's token
    /// realm.
    Answer { of: String, field: String },
    /// The usual name below an apps domain; `of` is who told the domain: an endpoint (`host:port`)
    /// by its name, or a flag. It may not exist.
    Usual { of: String, domain: String },
    /// The embedded lab.
    Demo,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument { number } => write!(f, "argument {number}"),
            Self::Flag { flag } => f.write_str(flag),
            Self::Line { file, line } => write!(f, "{file}:{line}"),
            Self::Kubeconfig { file, context } => write!(f, "context {context} of {file}"),
            Self::Object {
                source,
                object,
                field,
            } => write!(f, "{object} {field} ({source})"),
            Self::Answer { of, field } => write!(f, "{field} of {of}"),
            Self::Usual { of, domain } => {
                write!(f, "the usual name below {domain}, derived from {of}")
            }
            Self::Demo => f.write_str("the lab"),
        }
    }
}

/// Which Kubernetes object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectRef {
    /// As in the object: `MigCluster`.
    pub kind: String,
    /// `None` for objects of the whole cluster.
    pub namespace: Option<String>,
    pub name: String,
}

impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}
