//! `Origin`: who named a target, so that a remedy can say where to write.
//! Names nothing of ours; opens nothing.

use std::fmt;
use std::sync::Arc;

use crate::foreign::Foreign;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who named a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Origin {
    /// A target on the command line.
    Argument {
        /// Its place among the targets there, from 1.
        number: usize,
    },
    /// A flag that takes an endpoint.
    Flag {
        /// The flag as it is written: `--api`.
        flag: String,
    },
    /// A line of a target file.
    Line {
        /// The file's path; `-` is standard input.
        file: Arc<str>,
        /// The line's number, from 1.
        line: usize,
    },
    /// The cluster of a kubeconfig's context.
    Kubeconfig {
        /// The kubeconfig's path.
        file: String,
        /// The context's name.
        context: String,
    },
    /// A field of a Kubernetes object.
    Object {
        /// The file, or the command, from which the object was read.
        source: String,
        /// The object's kind, namespace and name.
        object: ObjectRef,
        /// The field's path in the object: `spec.url`.
        field: String,
    },
    /// What an endpoint itself answered: its OAuth metadata, or a registry's token realm.
    Answer {
        /// The endpoint that answered (`host:port`).
        of: String,
        /// The field of the answer: `token_endpoint`, `token realm`.
        field: String,
    },
    /// The usual name below an apps domain. It may not exist.
    Usual {
        /// Who told the domain: an endpoint (`host:port`) by its name, or a flag.
        of: String,
        /// The apps domain: `apps.cluster.example`.
        domain: String,
    },
    /// The embedded lab.
    Demo,
}

impl Origin {
    /// Who told of the target while the run went on, an endpoint (`host:port`) or a flag; `None` where it was
    /// named by hand, by a file or by an object.
    #[must_use]
    pub fn told_by(&self) -> Option<&str> {
        match self {
            Self::Answer { of, .. } | Self::Usual { of, .. } => Some(of),
            Self::Argument { .. }
            | Self::Flag { .. }
            | Self::Line { .. }
            | Self::Kubeconfig { .. }
            | Self::Object { .. }
            | Self::Demo => None,
        }
    }
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
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct ObjectRef {
    /// As in the object: `MigCluster`.
    pub kind: String,
    /// `None` for objects of the whole cluster.
    pub namespace: Option<Foreign>,
    /// The object's `metadata.name`.
    pub name: Foreign,
}

impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}
