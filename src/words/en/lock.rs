//! English for recorded anchors: how one differs from what was recorded, and why a file is no record.
//! One sentence for each value.

use crate::bundle::lock::{Change, ChangeKind, LOCK_VERSION, LockEntry, LockError};
use crate::words::told::Told;

/// How an anchor differs, and what to do.
pub(in crate::words) fn change(change: &Change) -> Told {
    match change.kind {
        ChangeKind::Moved => moved(change),
        ChangeKind::Renewed => Told::new(
            said(change.kind),
            "the CA was renewed; run again with --lock FILE and without --expect to record it, and hand out the new bundle",
        ),
        ChangeKind::Renamed => Told::new(
            said(change.kind),
            "whoever holds the CA's key made this; ask its administrator why, then record it with --lock FILE",
        ),
        ChangeKind::Rotated => Told::new(
            said(change.kind),
            "the CA was rotated, and the old key signed for the new one; compare the SHA-256 with its administrator, then record it with --lock FILE",
        ),
        ChangeKind::Unchecked => Told::new(
            said(change.kind),
            "trust it only after its administrator has confirmed this SHA-256, then record it with --lock FILE",
        ),
        ChangeKind::Replaced => Told::new(
            said(change.kind),
            "the CA was replaced, the cluster installed again, or somebody is on the way: trust it only after its administrator has confirmed this SHA-256; `probe endpoints` on another route tells an interceptor; then record it with --lock FILE",
        ),
        ChangeKind::Dropped => Told::new(
            said(change.kind),
            "the server sends another chain now; record it with --lock FILE and hand out the new bundle",
        ),
        ChangeKind::NotRecorded => Told::new(
            said(change.kind),
            "compare the SHA-256 with its administrator, then record it with --lock FILE",
        ),
    }
}

/// How an anchor differs, whatever it is compared with.
pub(in crate::words) const fn said(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Moved => "another certificate of the same path; no CA was replaced",
        ChangeKind::Renewed => "the same subject and key in a new certificate",
        ChangeKind::Renamed => "the same key under another subject",
        ChangeKind::Rotated => "a new key that the old one vouches for",
        ChangeKind::Unchecked => {
            "another key; whether the old one signed for it cannot be checked here"
        }
        ChangeKind::Replaced => "another key that nothing recorded vouches for",
        ChangeKind::Dropped => "an anchor that was recorded and is not needed any more",
        ChangeKind::NotRecorded => "nothing was recorded of this endpoint",
    }
}

/// Nothing was rotated: both anchors lie on the path that the endpoint has.
fn moved(change: &Change) -> Told {
    let store = |entry: &Option<LockEntry>| entry.as_ref().and_then(|e| e.store.clone());
    let meant = "where the new one is meant, compare its SHA-256 with its administrator, then record it with --lock FILE";
    let (why, advice) = match (store(&change.recorded), store(&change.now)) {
        (Some(then), now) if now.as_ref() != Some(&then) => (
            format!(
                "the given stores differ: the record was made with {then}, where the recorded one is from"
            ),
            format!("run again with that store (--ca, --trust); {meant}"),
        ),
        (_, Some(now)) => (
            format!("the given stores differ: the new one is from {now}"),
            format!("run again with the stores (--ca, --trust) of the record; {meant}"),
        ),
        (_, None) => (
            "other stores were given (--ca, --trust), or the server sends another part of the path"
                .to_owned(),
            format!("run again with the --ca and --trust that --lock had; {meant}"),
        ),
    };
    Told::new(format!("{}: {why}", said(change.kind)), advice)
}

/// The anchor of the record that this run was not given.
pub(in crate::words) fn not_given(entry: &LockEntry) -> Told {
    let from = entry.store.as_ref();
    Told::new(
        format!(
            "the given stores differ: with the recorded anchor {} sha256 {}{} it verifies",
            entry.subject,
            entry.sha256,
            from.map(|store| format!(", from {store},"))
                .unwrap_or_default()
        ),
        "run again with the --ca and --trust that --lock had",
    )
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
