//! Every source of targets that the plan names, read in its order. What the sources contain is
//! interpreted in `inputs`.

use super::{interrupt, output};
use crate::error::Error;
use crate::inputs::{self, InputContents};
use crate::plan::Sources;

/// Reads them all. Anything that cannot be read becomes a `Problem`. If `verbose`, every command
/// that is run for the user is printed.
pub(super) async fn read(sources: &Sources, verbose: bool) -> Result<InputContents, Error> {
    let mut contents = InputContents::targets(sources.targets.clone(), Vec::new());
    if let Some(selection) = &sources.kubeconfig {
        contents.take(inputs::kubeconfig::read(selection));
    }
    for selection in &sources.clusters {
        // A signal ends the client too.
        let read = interrupt::reading(inputs::cluster::read(selection, &|line| {
            if verbose {
                output::note(&format!("+ {line}"));
            }
        }))
        .await;
        contents.take(read.map_err(Error::Interrupted)?);
    }
    contents.take(inputs::files(&sources.files));
    if let Some(name) = &sources.servername {
        contents
            .targets
            .iter_mut()
            .for_each(|routed| routed.target.servername = Some(name.clone()));
    }
    Ok(contents)
}
