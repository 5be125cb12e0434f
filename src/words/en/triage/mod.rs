//! English for what messages of a migration mean: one entry for each topic. A topic without words does
//! not compile.

mod cluster;
mod console;
mod images;
mod location;
mod network;
mod objects;
mod repository;
pub(in crate::words) mod shown;
mod storage;
mod transfer;

use crate::codes::{Code, Topic};
use crate::foreign::Foreign;
use crate::triage::{Endpoint, Finding, Subject};
use crate::words::topic_text::{TopicText, TriageTold, filled};

/// Makes a text of each entry, by the name of its topic.
macro_rules! texts {
    ($($topic:ident {
        title: $title:literal,
        cause: $cause:literal,
        cure: $cure:literal,
        commands: [$($command:literal),* $(,)?],
        docs: $docs:literal,
        unlike: $unlike:literal,
    })*) => {
        $(
            #[expect(non_upper_case_globals, reason = "it is called as its topic")]
            pub(super) static $topic: $crate::words::topic_text::TopicText =
                $crate::words::topic_text::TopicText {
                    title: $title,
                    cause: $cause,
                    cure: $cure,
                    commands: &[$($command),*],
                    docs: $docs,
                    unlike: $unlike,
                };
        )*
    };
}
use texts;

macro_rules! in_files {
    ($($file:ident: $($topic:ident)*;)*) => {
        /// What is said of this topic.
        pub(in crate::words) fn text(topic: Topic) -> &'static TopicText {
            match topic { $($(Topic::$topic => &$file::$topic,)*)* }
        }
    };
}

in_files! {
    images: DeprecatedInternalImages RegistryPathMissing RegistryLogin ImageTagAbsent
        RegistryPullLimit RegistryCaMissing MigrationRegistrySick HelperImageMissing;
    transfer: TransferPodsPending RsyncClientPodsPending TransferRouteNotAdmitted TransferTimesOut
        TransferNoRoute RsyncPodsNotMade VolumeMigrationFailed NodeSelectorDiffers
        PodNotSchedulable VolumeInOtherZone VolumeClaimUnbound VolumeClaimWaits
        VolumeAttachedElsewhere RsyncWithoutRoot RsyncFilesVanished RsyncConnectionLost VolumeFull;
    console: ConsoleCaMissing ConsoleUnauthorized ConsoleTimeout ConsoleTokenRefused
        OauthClientMismatch OauthCertificateDistrusted UpgradeStripped ClusterConnectionFailed
        ClusterCaMissing ClusterTokenRefused AggregatedApiCa;
    storage: StorageCaMissing RepositoryCaIgnored RegistryStorageCa CloudEndpointUntrusted
        CaBundleUnreadable StorageUrlInternal BucketInHostName StorageCredentialsAbsent
        StorageKeyUnknown StorageSignatureWrong StorageKeyLineBreak StorageCredentialsExpired
        StorageAccessDenied AzureAccessDenied GoogleAccessDenied BucketRegionWrong BucketMissing
        BucketLimited BucketShared StorageChecksumsUnknown StorageClockSkew PluginSettingUnknown
        PluginMissing PluginDied;
    location: LeftoverRepository BackupLocationMissing BackupLocationUnavailable;
    repository: RepositoryEmptied RepositoryLeftovers RepositoryPassword RepositoryLocked
        RepositoryNotReady VolumeBackupTimeout VolumeRestoreTimeout DataMoverNotPrepared
        ResticVerifyErrors ResticErrors NfsRootSquash ResticNotExecutable HostPathDenied
        HostPathUnmatched VeleroRestarted NodeAgentRestarted ScratchSpaceLow RestoreWaits
        SnapshotTimeout SnapshotClassMissing SnapshotRegionWrong;
    objects: VolumeBackupNotBegun VolumeBackupStalled VolumeBackupFailed OutOfMemory
        QuiescedAfterFailure;
    cluster: UidRangeConflict NamespaceConflict ClusterObjectMissing ApiVersionMissing
        VolumeSettingsLost VerifySlow PodSecurityForbids SccMissing QuotaExceeded WebhookFailed
        WebhookDenied NodePortTaken AccountForbidden HookFailed ApiServerBusy DpaInvalid
        PartiallyFailed;
}

pub(in crate::words) fn told(finding: &Finding, program: &str) -> TriageTold {
    match &finding.subject {
        Subject::Topic(topic) => {
            let text = text(*topic);
            let value = |name: &str| {
                let mut values = finding.values.iter();
                let (_, values) = values.find(|(known, _)| *known == name)?;
                values.first().map(Foreign::on_one_line)
            };
            TriageTold {
                title: text.title.to_owned(),
                cause: filled(text.cause, value),
                cure: filled(text.cure, value),
                commands: shown::commands(finding)
                    .unwrap_or_else(|| commands(text, finding, program)),
                docs: text.docs.to_owned(),
            }
        }
        Subject::Status(status) => shown::told(status, finding),
        Subject::Network(codes, endpoint) => TriageTold {
            title: network::title(codes, endpoint.as_ref()),
            cause: network::cause(codes),
            cure: network::cure(endpoint.as_ref(), program),
            commands: Vec::new(),
            docs: String::new(),
        },
    }
}

/// Its commands, with what the message says in their places, as a shell reads it.
fn commands(text: &TopicText, finding: &Finding, program: &str) -> Vec<String> {
    let value = |name: &str| {
        if name == "probe" {
            return Some(program.to_owned());
        }
        let mut values = finding.values.iter();
        let (_, values) = values.find(|(known, _)| *known == name)?;
        values.first().map(Foreign::for_shell)
    };
    let commands = text.commands.iter();
    commands.map(|command| filled(command, value)).collect()
}

pub(in crate::words) fn command(endpoint: &Endpoint, program: &str) -> String {
    network::command(endpoint, program)
}

pub(in crate::words) fn decided(subject: &Subject, code: Code) -> String {
    let Subject::Network(codes, _) = subject else {
        return String::new();
    };
    network::decided(codes, code)
}
