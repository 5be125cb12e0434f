//! Which endpoints a patch of `export-bundle` is for, where `--for` names no object: those that an
//! object of its kind connects to, where such are among them. Says whom it leaves out.

use super::output;
use crate::judge::Endpoint;
use crate::objects::ObjectKind;
use crate::plan::ExportPlan;
use crate::roles::RoleKind;
use crate::words;

/// All of them where the format patches no object, or where none has the role that counts.
pub(super) fn of(endpoints: Vec<Endpoint>, plan: &ExportPlan) -> Vec<Endpoint> {
    let format = plan.destination.format.name;
    let patches = |kind: &&ObjectKind| kind.row().patch == format;
    let Some(row) = ObjectKind::ALL.iter().find(patches).map(|kind| kind.row()) else {
        return endpoints;
    };
    let role = if row.storage {
        RoleKind::Repository
    } else {
        RoleKind::Api
    };
    let is_its = |endpoint: &Endpoint| endpoint.attempt.target.role.0.kind == role;
    let (own, others): (Vec<Endpoint>, Vec<Endpoint>) = endpoints.into_iter().partition(is_its);
    if own.is_empty() {
        return others;
    }
    if !others.is_empty() && !plan.run.notes.quiet {
        let named = others.iter().map(|e| e.attempt.target.authority());
        output::note(&format!(
            "note: not what a {} connects to, so left out: {}",
            row.name,
            words::names(&named.collect::<Vec<_>>(), " ")
        ));
    }
    own
}
