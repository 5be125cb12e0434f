//! The causes that lines and objects of a migration show, one for each cure.
//! Names only; the words are in `words/en/triage`.

use crate::codes::named;

named! {
    /// What a finding of `probe triage` is about.
    Topic {
        /// A BackupStorageLocation that is no longer there, of a repository that is left over.
        LeftoverRepository = "leftover-repository",
        /// Volumes were not copied within the time of the backup.
        VolumeBackupTimeout = "volume-backup-timeout",
    }
}

impl Topic {
    /// The family of all of them, beside those of verdicts.
    pub const FAMILY: &str = "migration";

    /// The topic of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|topic| topic.name() == name)
    }
}
