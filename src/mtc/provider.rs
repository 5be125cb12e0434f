//! What a storage's provider means for its clients' trust. Plain questions about an object.
//! Names nothing of what was measured.

use crate::foreign::Foreign;
use crate::objects::{Controller, MtcObject};

/// MTC tests it, not Velero.
pub(super) fn by_mtc(object: &MtcObject) -> bool {
    object.kind.row().tested_by == Controller::Mtc
}

pub(super) fn is_aws(object: &MtcObject) -> bool {
    provider(object) == "aws"
}

/// Velero writes `velero.io/aws` as well.
pub(super) fn provider(object: &MtcObject) -> &str {
    let provider = object
        .provider
        .as_ref()
        .map(Foreign::raw)
        .unwrap_or_default();
    provider.strip_prefix("velero.io/").unwrap_or(provider)
}

/// Neither MTC nor Velero has a field for the CA of Google; MTC has none for that of Azure.
pub(super) fn takes_no_bundle(object: &MtcObject) -> bool {
    match provider(object) {
        "gcp" => true,
        "azure" => by_mtc(object),
        _ => false,
    }
}

/// Velero's Azure client adds the bundle to the system's roots (`GetClientOptions` in
/// <https://github.com/vmware-tanzu/velero/blob/main/pkg/util/azure/util.go>); the others replace them.
pub(super) fn adds_to_roots(object: &MtcObject) -> bool {
    provider(object) == "azure" && !by_mtc(object)
}
