//! Which endpoints a patch of `export-bundle` is for, where `--for` names no object: those that an
//! object of its kind connects to, where such are among them. Says whom it leaves out.

use super::output;
use crate::error::Error;
use crate::judge::Endpoints;
use crate::objects::ObjectKind;
use crate::plan::ExportPlan;
use crate::roles::RoleKind;
use crate::words;

/// Places of all of them where the format patches no object, or where none has the role that counts.
///
/// # Errors
/// The evidence cannot be read back.
pub(super) fn of(judged: &dyn Endpoints, plan: &ExportPlan) -> Result<Vec<u32>, Error> {
    let format = plan.destination.format.name;
    let patches = |kind: &&ObjectKind| kind.row().patch == format;
    let Some(row) = ObjectKind::ALL.iter().find(patches).map(|kind| kind.row()) else {
        return Ok((0..judged.len())
            .filter_map(|place| u32::try_from(place).ok())
            .collect());
    };
    let role = if row.storage {
        RoleKind::Repository
    } else {
        RoleKind::Api
    };
    let (mut own, mut others, mut named) = (Vec::new(), Vec::new(), Vec::new());
    judged.attempts(
        (0..judged.len()).map(|place| (place, place)),
        |_, attempt| {
            (
                attempt.target.role.0.kind == role,
                attempt.target.authority(),
            )
        },
        |place, (is_its, authority)| {
            let place = u32::try_from(place);
            if is_its {
                own.extend(place);
            } else {
                others.extend(place);
                named.push(authority);
            }
            Ok::<(), Error>(())
        },
    )?;
    if own.is_empty() {
        return Ok(others);
    }
    if !others.is_empty() && !plan.run.notes.quiet {
        output::note(&format!(
            "note: not what a {} connects to, so left out: {}",
            row.name,
            words::names(&named, " ")
        ));
    }
    Ok(own)
}
