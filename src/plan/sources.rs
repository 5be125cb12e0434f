//! Where targets come from, in the order in which the sources are read. Targets on the command line
//! are parsed here; files and clusters are only named, `inputs` reads them.

use super::environment::Environment;
use crate::cli::{ClusterArgs, SourceArgs};
use crate::codes::Code;
use crate::error::Error;
use crate::inputs::cluster::ClusterSelection;
use crate::inputs::kubeconfig::KubeconfigSelection;
use crate::inputs::{self, RoutedTarget};
use crate::target::Host;

/// Separates the paths in `KUBECONFIG`.
const PATHS_APART: char = if cfg!(windows) { ';' } else { ':' };

/// Every source of targets.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The arguments, then the API servers of `--api`.
    pub targets: Vec<RoutedTarget>,
    /// The kubeconfigs to read, if any.
    pub kubeconfig: Option<KubeconfigSelection>,
    /// The clusters to ask.
    pub clusters: Vec<ClusterSelection>,
    /// Files of targets or of Kubernetes objects; `-` is stdin.
    pub files: Vec<String>,
    /// The name to send and to expect, for all targets.
    pub servername: Option<Host>,
    /// The verdict that every target must have which has no expectation of its own.
    pub expect: Option<Code>,
    /// The domain of the routes of the one cluster that is asked.
    pub apps_domain: Option<String>,
}

impl Sources {
    pub(super) fn of(args: &SourceArgs, environment: Environment) -> Result<Self, Error> {
        let mut targets = inputs::targets(&args.targets)?;
        let cluster = &args.cluster;
        one_domain(cluster)?;
        for text in &cluster.api {
            targets.push(inputs::of_flag("--api", text)?);
        }
        Ok(Self {
            targets: targets.into_iter().map(RoutedTarget::from).collect(),
            kubeconfig: kubeconfig(cluster, environment),
            clusters: clusters(cluster),
            files: args.files.clone(),
            servername: args.servername.clone(),
            expect: None,
            apps_domain: cluster.apps_domain.clone(),
        })
    }
}

/// An apps domain belongs to one cluster only.
fn one_domain(cluster: &ClusterArgs) -> Result<(), Error> {
    let servers = cluster.api.len()
        + usize::from(cluster.kubeconfig.is_some() || !cluster.context.is_empty())
        + cluster.context.len().saturating_sub(1);
    match (&cluster.apps_domain, servers) {
        (None, _) | (Some(_), 1) => Ok(()),
        (Some(_), 0) => Err(Error::Usage(
            "--apps-domain goes with the API server of its cluster: --api URL".into(),
        )),
        (Some(_), _) => Err(Error::Usage(
            "--apps-domain is the domain of one cluster: ask about one cluster at a time with it"
                .into(),
        )),
    }
}

/// The kubeconfig to read: the one that `--kubeconfig` names, else those that `KUBECONFIG` lists,
/// else `~/.kube/config`. `None` if no flag asks for one; also if the named one is for
/// `--from-cluster` alone, since then `oc` reads it.
fn kubeconfig(args: &ClusterArgs, environment: Environment) -> Option<KubeconfigSelection> {
    let listed = || {
        environment.value(&["KUBECONFIG"]).map(|list| {
            list.split(PATHS_APART)
                .filter(|p| !p.is_empty())
                .map(str::to_owned)
                .collect()
        })
    };
    let home = || {
        environment
            .value(&["HOME", "USERPROFILE"])
            .map(|home| vec![format!("{home}/.kube/config")])
    };
    let files = match (&args.kubeconfig, args.context.is_empty()) {
        (Some(_), true) if !args.from_cluster.is_empty() => return None,
        (Some(file), _) => vec![file.clone()],
        (None, true) => return None,
        (None, false) => listed().or_else(home).unwrap_or_default(),
    };
    Some(KubeconfigSelection {
        files,
        contexts: args.context.clone(),
    })
}

/// The clusters of `--from-cluster`. A named kubeconfig is passed on to the client.
fn clusters(args: &ClusterArgs) -> Vec<ClusterSelection> {
    let named = |context: &String| Some(context.clone()).filter(|name| !name.is_empty());
    args.from_cluster
        .iter()
        .map(|context| ClusterSelection {
            context: named(context),
            kubeconfig: args.kubeconfig.clone(),
        })
        .collect()
}
