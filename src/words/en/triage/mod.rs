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
use crate::words::topic_text::{CommandText, ToldCommand, TopicText, TriageTold, filled};

/// What a command of a text does, as it is written before it.
macro_rules! purpose {
    (look) => {
        $crate::triage::command::Purpose::Look
    };
    (cure) => {
        $crate::triage::command::Purpose::Cure
    };
}
use purpose;

/// The cluster that a command is for, as it is written behind it; the object's own where nothing is.
macro_rules! side {
    () => {
        $crate::triage::command::Side::Own
    };
    (source) => {
        $crate::triage::command::Side::Source
    };
    (target) => {
        $crate::triage::command::Side::Target
    };
    (both) => {
        $crate::triage::command::Side::Both
    };
    (host) => {
        $crate::triage::command::Side::Host
    };
}
use side;

/// Makes a text of each entry, by the name of its topic.
macro_rules! texts {
    ($($topic:ident {
        title: $title:literal,
        cause: $cause:literal,
        cure: $cure:literal,
        commands: [$($purpose:ident $command:literal $(on $side:ident)?),* $(,)?],
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
                    commands: &[$($crate::words::topic_text::CommandText {
                        purpose: $crate::words::en::triage::purpose!($purpose),
                        side: $crate::words::en::triage::side!($($side)?),
                        line: $command,
                    }),*],
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
        BucketLimited BucketShared StorageChecksumsUnknown PluginClosesFile StorageClockSkew PluginSettingUnknown
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
        WebhookDenied NodePortTaken AccountForbidden HookFailed ApiServerBusy ProgramPanicked DpaInvalid
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
            cure: network::cure(finding, endpoint.as_ref(), program),
            commands: Vec::new(),
            docs: String::new(),
        },
    }
}

/// Its commands, with what the message says in their places, as a shell reads it.
fn commands(text: &TopicText, finding: &Finding, program: &str) -> Vec<ToldCommand> {
    let first = |name: &str| {
        let mut values = finding.values.iter();
        let (_, values) = values.find(|(known, _)| *known == name)?;
        values.first()
    };
    let value = |name: &str| match name {
        "probe" => Some(program.to_owned()),
        // A host as a pattern read it, which may have a port behind it.
        "endpoint" => {
            first("host").map(|host| Foreign::from(with_port(&host.to_string())).for_shell())
        }
        name => first(name).map(Foreign::for_shell),
    };
    let told = |command: &CommandText| {
        let mut wants = Vec::new();
        let line = filled(command.line, |name| {
            value(name).or_else(|| {
                let want = name.to_ascii_uppercase();
                if !wants.contains(&want) {
                    wants.push(want);
                }
                None
            })
        });
        ToldCommand {
            side: command.side,
            purpose: command.purpose,
            line,
            wants,
        }
    };
    text.commands.iter().map(told).collect()
}

fn with_port(host: &str) -> String {
    let has_port = host.rsplit_once(':').is_some_and(|(before, port)| {
        let is_number = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
        is_number && (!before.contains(':') || before.ends_with(']'))
    });
    if has_port {
        host.to_owned()
    } else {
        format!("{host}:443")
    }
}

pub(in crate::words) fn command(finding: &Finding, endpoint: &Endpoint, program: &str) -> String {
    network::command(finding, endpoint, program)
}

pub(in crate::words) fn decided(subject: &Subject, code: Code) -> String {
    let Subject::Network(codes, _) = subject else {
        return String::new();
    };
    network::decided(codes, code)
}
