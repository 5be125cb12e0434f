//! English for recorded anchors: how one differs from what was recorded, and why a file is no record.
//! One sentence for each value.

use crate::bundle::lock::{ChangeKind, LOCK_VERSION, LockError};
use crate::words::told::Told;

/// How an anchor differs, and what to do.
pub(in crate::words) fn change(kind: ChangeKind) -> Told {
    match kind {
        ChangeKind::Renewed => Told::new(
            "the same subject and key in a new certificate",
            "the CA was renewed; run again with --lock FILE and without --expect to record it, and hand out the new bundle",
        ),
        ChangeKind::Renamed => Told::new(
            "the same key under another subject",
            "whoever holds the CA's key made this; ask its administrator why, then record it with --lock FILE",
        ),
        ChangeKind::Rotated => Told::new(
            "a new key that the old one vouches for",
            "the CA was rotated, and the old key signed for the new one; compare the SHA-256 with its administrator, then record it with --lock FILE",
        ),
        ChangeKind::Unchecked => Told::new(
            "another key; whether the old one signed for it cannot be checked here",
            "trust it only after its administrator has confirmed this SHA-256, then record it with --lock FILE",
        ),
        ChangeKind::Replaced => Told::new(
            "another key that nothing recorded vouches for",
            "the CA was replaced, the cluster installed again, or somebody is on the way: trust it only after its administrator has confirmed this SHA-256; `probe endpoints` on another route tells an interceptor; then record it with --lock FILE",
        ),
        ChangeKind::Dropped => Told::new(
            "an anchor that was recorded and is not needed any more",
            "the server sends another chain now; record it with --lock FILE and hand out the new bundle",
        ),
        ChangeKind::NotRecorded => Told::new(
            "nothing was recorded of this endpoint",
            "compare the SHA-256 with its administrator, then record it with --lock FILE",
        ),
    }
}

/// Why a file is no lock file.
pub(in crate::words) fn error(error: &LockError) -> String {
    match error {
        LockError::NotALock => "not a lock file".into(),
        LockError::OtherVersion(version) => {
            format!("a lock file of version {version}, this program reads {LOCK_VERSION}")
        }
        LockError::Damaged => "a damaged lock file".into(),
        LockError::Contradicts { authority } => format!(
            "a damaged lock file: what it says of {authority} is not what its certificate says"
        ),
    }
}
