//! Every source of targets that the plan names, read in its order. What the sources contain is
//! interpreted in `inputs`.

use super::watch::{Note, Watch};
use crate::error::Error;
use crate::inputs::{self, InputContents};
use crate::plan::Sources;

/// Reads them all. Anything that cannot be read becomes a `Problem`.
pub(super) async fn read(sources: &Sources, watch: &impl Watch) -> Result<InputContents, Error> {
    let mut contents = InputContents {
        targets: sources.targets.clone(),
        ..InputContents::default()
    };
    if let Some(selection) = &sources.kubeconfig {
        contents.take(inputs::kubeconfig::read(selection));
    }
    for selection in &sources.clusters {
        // Whoever ends the run ends the client too.
        let said = |line: &str| watch.note(&Note::Command(line));
        let read = watch.reading(inputs::cluster::read(selection, &said)).await;
        contents.take(read.map_err(Error::Interrupted)?);
    }
    contents.take(inputs::files(&sources.files));
    if let Some(name) = &sources.servername {
        contents
            .targets
            .iter_mut()
            .for_each(|routed| routed.target.servername = Some(name.clone()));
    }
    for target in contents.targets.iter_mut().map(|routed| &mut routed.target) {
        target.expect = target.expect.or(sources.expect);
    }
    Ok(contents)
}
