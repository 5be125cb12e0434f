//! Every source of targets that the command line names, read in its order. What the sources contain
//! is interpreted in `inputs`.

use super::{interrupt, output};
use crate::cli::{ClusterArgs, SourceArgs};
use crate::error::Error;
use crate::inputs::cluster::ClusterSelection;
use crate::inputs::{self, InputContents};
use crate::settings::{self, Settings};

/// Reads them all. A bad argument ends the run; anything else that cannot be read becomes a
/// `Problem`.
pub(super) async fn read(source: &SourceArgs, settings: &Settings) -> Result<InputContents, Error> {
    let mut contents = InputContents::targets(inputs::targets(&source.targets)?, Vec::new());
    let cluster = &source.cluster;
    one_domain(cluster)?;
    for text in &cluster.api {
        contents.take(InputContents::targets(
            vec![inputs::of_flag("--api", text)?],
            Vec::new(),
        ));
    }
    if let Some(selection) = settings::kubeconfig(cluster) {
        contents.take(inputs::kubeconfig::read(&selection));
    }
    for selection in clusters(cluster) {
        // A signal ends the client too.
        let read = interrupt::reading(inputs::cluster::read(&selection, &|line| {
            print_command(line, settings);
        }))
        .await;
        contents.take(read.map_err(Error::Interrupted)?);
    }
    contents.take(inputs::files(&source.files));
    if let Some(name) = &source.servername {
        contents
            .targets
            .iter_mut()
            .for_each(|routed| routed.target.servername = Some(name.clone()));
    }
    Ok(contents)
}

/// The clusters of `--from-cluster`. A named kubeconfig is passed on to the client.
fn clusters(args: &ClusterArgs) -> impl Iterator<Item = ClusterSelection> {
    let named = |context: &String| Some(context.clone()).filter(|name| !name.is_empty());
    args.from_cluster
        .iter()
        .map(move |context| ClusterSelection {
            context: named(context),
            kubeconfig: args.kubeconfig.clone(),
        })
}

/// With `-v`, every command that is run for the user is printed.
fn print_command(line: &str, settings: &Settings) {
    if settings.verbose {
        output::note(&format!("+ {line}"));
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
