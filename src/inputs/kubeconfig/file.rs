//! The kubeconfig files themselves: read with bounds, merged by kubectl's rules. No field of the
//! list of users is kept. Opens kubeconfigs and the CA files beside them, nothing else.

use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_saphyr::Error;

use super::InputContents;
use crate::error::Problem;
use crate::foreign::visible;
use crate::inputs::reading::{self, LARGEST, unreadable};
use crate::quote::for_shell;

/// The fields that are read from a kubeconfig. There is none for users.
#[derive(Default, Deserialize)]
struct KubeconfigFile {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default, rename = "current-context")]
    current_context: Option<String>,
    #[serde(default)]
    clusters: Option<Vec<NamedCluster>>,
    #[serde(default)]
    contexts: Option<Vec<NamedContext>>,
}

#[derive(Deserialize)]
struct NamedCluster {
    name: String,
    #[serde(default)]
    cluster: Option<ClusterFields>,
}

#[derive(Deserialize)]
struct NamedContext {
    name: String,
    #[serde(default)]
    context: Option<ContextFields>,
}

/// The fields of a context that are read: only its cluster.
#[derive(Deserialize)]
struct ContextFields {
    #[serde(default, deserialize_with = "filled")]
    cluster: Option<String>,
}

/// How a cluster's API server is reached and verified.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ClusterFields {
    #[serde(default, deserialize_with = "filled")]
    pub server: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    pub certificate_authority: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    pub certificate_authority_data: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    pub tls_server_name: Option<String>,
    /// Only the code that parses the proxy's URL sees its password.
    #[serde(default, deserialize_with = "filled")]
    pub proxy_url: Option<String>,
    #[serde(default, rename = "insecure-skip-tls-verify")]
    pub insecure: bool,
}

impl ClusterFields {
    pub(super) fn has_ca(&self) -> bool {
        self.certificate_authority.is_some() || self.certificate_authority_data.is_some()
    }
}

/// Reads a text; an empty one counts as absent.
fn filled<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.filter(|text| !text.is_empty()))
}

/// Several files as kubectl merges them: the first file that defines a name wins, and so does the
/// first current context.
#[derive(Default)]
pub(super) struct MergedKubeconfig {
    pub current: Option<String>,
    contexts: Vec<(String, Option<String>)>,
    /// Name, the file that defines it, and the cluster.
    clusters: Vec<(String, String, ClusterFields)>,
}

impl MergedKubeconfig {
    /// Reads one file; `name` is its path, for messages.
    pub(super) fn of_text(name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let mut merged = Self::default();
        merged.add(name, parse(name, bytes)?);
        Ok(merged)
    }

    fn add(&mut self, file: &str, document: KubeconfigFile) {
        let current = document.current_context.filter(|name| !name.is_empty());
        self.current = self.current.take().or(current);
        let contexts = self.contexts.iter().map(|(name, _)| name.clone());
        let mut known: HashSet<String> = contexts.collect();
        for NamedContext { name, context } in document.contexts.into_iter().flatten() {
            if known.insert(name.clone()) {
                self.contexts.push((name, context.and_then(|c| c.cluster)));
            }
        }
        let clusters = self.clusters.iter().map(|(name, ..)| name.clone());
        let mut known: HashSet<String> = clusters.collect();
        for NamedCluster { name, cluster } in document.clusters.into_iter().flatten() {
            if known.insert(name.clone()) {
                self.clusters
                    .push((name, file.to_owned(), cluster.unwrap_or_default()));
            }
        }
    }

    /// The cluster of a context and the file that defines it, or what is missing.
    pub(super) fn cluster_of(&self, context: &str) -> Result<(&str, &ClusterFields), String> {
        let (_, cluster) = self
            .contexts
            .iter()
            .find(|(name, _)| name == context)
            .ok_or("there is no such context")?;
        let cluster = cluster.as_deref().ok_or("it names no cluster")?;
        let defined = self.clusters.iter().find(|(name, ..)| name == cluster);
        defined
            .map(|(_, file, cluster)| (file.as_str(), cluster))
            .ok_or_else(|| format!("it names a cluster that is not there: {cluster}"))
    }

    /// Contexts with a cluster.
    pub(super) fn usable(&self) -> impl Iterator<Item = &str> {
        let defined: HashSet<&str> = self
            .clusters
            .iter()
            .map(|(name, ..)| name.as_str())
            .collect();
        let is_defined = move |name: &str| defined.contains(name);
        let usable = self
            .contexts
            .iter()
            .filter(move |(_, cluster)| cluster.as_deref().is_some_and(&is_defined));
        usable.map(|(name, _)| name.as_str())
    }
}

/// Reads all files; `None` if not one could be read. As for kubectl, a missing file is a problem
/// only if no other file could be read.
pub(super) fn read_all(files: &[String], found: &mut InputContents) -> Option<MergedKubeconfig> {
    const HINT: &str =
        "give the path of a kubeconfig with --kubeconfig, or make one with `oc login`";
    let mut merged: Option<MergedKubeconfig> = None;
    let mut missing = Vec::new();
    for name in files {
        let bytes = match bytes_of(Path::new(name)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == ErrorKind::NotFound => {
                missing.push(name);
                continue;
            }
            Err(e) => {
                found
                    .problems
                    .push(Problem::new(name, unreadable(&e), HINT));
                continue;
            }
        };
        match parse(name, &bytes) {
            Ok(document) => merged.get_or_insert_default().add(name, document),
            Err(problem) => found.problems.push(problem),
        }
    }
    if merged.is_some() {
        found.notes.extend(missing.iter().map(|name| {
            format!(
                "{}: no such file, and passed over, as kubectl does",
                visible(name)
            )
        }));
    } else if files.is_empty() {
        found.problems.push(Problem::new(
            "--context",
            "there is no kubeconfig to find it in",
            HINT,
        ));
    } else {
        found.problems.extend(
            missing
                .iter()
                .map(|name| Problem::new(*name, "cannot be read: no such file or directory", HINT)),
        );
    }
    merged
}

/// Reads a kubeconfig and refuses every other kind of object. A kubeconfig need not name its kind.
fn parse(name: &str, bytes: &[u8]) -> Result<KubeconfigFile, Problem> {
    let document = document(name, bytes)?;
    match document.kind.as_deref() {
        None | Some("" | "Config") => Ok(document),
        Some(kind) => {
            let kind: String = kind.chars().take(60).collect();
            let hint = format!("objects are given with -f {}", for_shell(Path::new(name)));
            Err(Problem::new(
                name,
                format!("is no kubeconfig: its kind is {kind}"),
                hint,
            ))
        }
    }
}

/// The most nodes that aliases may expand to: no kubeconfig that a program wrote has an alias.
const MOST_UNFOLDED: usize = 10_000;

/// Reads JSON or YAML. An error names the line and never the content: there are tokens nearby.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser has some sixty kinds of errors; all but three have the same words"
)]
fn document(name: &str, bytes: &[u8]) -> Result<KubeconfigFile, Problem> {
    const HINT: &str = "a kubeconfig is YAML or JSON with clusters, contexts and current-context: `oc config view` shows what it should be";
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|_| Problem::new(name, "is no kubeconfig: not UTF-8 text", HINT))?;
    if text.trim_start().starts_with('{')
        && let Ok(document) = serde_json::from_str(text)
    {
        return Ok(document);
    }
    serde_saphyr::from_str_with_options::<Option<KubeconfigFile>>(
        text,
        serde_saphyr::options! {
            alias_limits: serde_saphyr::alias_limits! {
                max_total_replayed_events: MOST_UNFOLDED,
            },
            with_snippet: false,
        },
    )
    .map(Option::unwrap_or_default)
    .map_err(|error| {
        let place = error
            .location()
            .filter(|at| at.line() > 0)
            .map_or_else(|| name.to_owned(), |at| format!("{name}:{}", at.line()));
        let what = match cause(&error) {
            Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. } => {
                "is no kubeconfig: it unfolds to more than any kubeconfig holds"
            }
            _ => {
                "is no kubeconfig: here it is not YAML, or not what a kubeconfig has in this place"
            }
        };
        Problem::new(place, what, HINT)
    })
}

/// The innermost error.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser has some sixty kinds of errors; only these two wrap another"
)]
fn cause(error: &Error) -> &Error {
    match error {
        Error::AliasError { error, .. } | Error::WithSnippet { error, .. } => cause(error),
        other => other,
    }
}

/// The path and the bytes of a cluster's CA file; a relative path starts in the kubeconfig's
/// directory.
pub(super) fn beside(kubeconfig: &str, path: &str) -> (PathBuf, Result<Vec<u8>, String>) {
    let whole = Path::new(kubeconfig)
        .parent()
        .unwrap_or(Path::new(""))
        .join(path);
    // The author of the kubeconfig chose this path: reading a pipe could take for ever.
    let bytes = reading::regular(&whole).and_then(not_too_large);
    let bytes = bytes.map_err(|e| unreadable(&e));
    (whole, bytes)
}

fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    reading::file(path).and_then(not_too_large)
}

fn not_too_large(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(
            ErrorKind::FileTooLarge,
            "larger than 16 MiB",
        ));
    }
    Ok(bytes)
}
