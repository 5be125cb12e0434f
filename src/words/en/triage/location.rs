//! English for storage locations that are not there: the leftover that does no harm, and its twins
//! that do. One entry for each topic. Decides nothing.

use super::texts;

texts! {
    LeftoverRepository {
        title: "the storage location of a leftover repository is gone: may be ignored",
        cause: "a ResticRepository (BackupRepository) of a plan that was deleted still names that plan's BackupStorageLocation, and Velero looks for it every 5 minutes; nothing uses it any more. This is so only while no living plan, backup or restore names that location",
        cure: "nothing has to be done; to end the message, delete the repository object",
        commands: [
            look "oc get backupstoragelocation -n openshift-migration",
            cure "oc delete resticrepository {name} -n openshift-migration",
            cure "oc delete backuprepository {name} -n openshift-migration",
        ],
        docs: "the chapter quotes Velero up to 1.9; from 1.10 the error has no `error getting backup storage location:` before it, and from 1.16 the message is `Fail to get BSL for BackupRepository`; both mean the same",
        unlike: "only its error= makes it harmless: with `The specified key does not exist`, x509, a time-out or 403 behind the same message the storage is at fault; FailedValidation of a Backup with the same words is none to ignore, either",
    }
    BackupLocationMissing {
        title: "a backup or restore names a storage location that is not there",
        cause: "the BackupStorageLocation was deleted or never made: the MigStorage is not ready, or the object names another",
        cure: "see which locations are there; with MTC let the MigStorage become ready, its controller makes the location",
        commands: [
            look "oc get backupstoragelocation -n openshift-migration",
            look "oc get migstorage -n openshift-migration -o yaml",
            look "oc describe backup.velero.io {backup} -n openshift-migration",
        ],
        docs: "the chapter calls `backup storage location not found` ignorable: that is true of `Error checking repository for stale locks` alone",
        unlike: "the same error with the message `Error checking repository for stale locks` is a leftover (leftover-repository)",
    }
    BackupLocationUnavailable {
        title: "a storage location is unavailable",
        cause: "Velero could not list the bucket at its last try; what it met stands behind this text, or in the location's status",
        cure: "read status.message of the location, and measure its storage",
        commands: [
            look "oc get backupstoragelocation {name} -n openshift-migration -o jsonpath='{.status.message}'",
            look "oc get backupstoragelocation -n openshift-migration -o yaml | {probe} endpoints -f -",
        ],
        docs: "",
        unlike: "`not found` is a location that is not there at all",
    }
}
