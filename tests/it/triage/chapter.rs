//! The chapter that this project comes from (12.4), read from top to bottom: each message that one of
//! its sentences describes is fed in, and comes to its cause with a cure that works today.

use mtc_probe::codes::Topic;
use mtc_probe::words;

use super::corpus::names;

/// A message of the chapter: its section, what it says, its topic, and a part of the cure that works
/// today.
struct Sentence {
    section: &'static str,
    message: &'static str,
    topic: Topic,
    cure: &'static str,
}

const fn says(
    section: &'static str,
    message: &'static str,
    topic: Topic,
    cure: &'static str,
) -> Sentence {
    Sentence {
        section,
        message,
        topic,
        cure,
    }
}

const CHAPTER: &[Sentence] = &[
    says(
        "12.4.1 deprecated internal images",
        "Error resolving ImageStreamTag ruby:2.2 in namespace openshift: imagestreamtags.image.openshift.io \"ruby:2.2\" not found",
        Topic::DeprecatedInternalImages,
        "defaultRoute",
    ),
    says(
        "12.4.1 the registry's certificate",
        "pinging container registry reg.example.test: Get \"https://reg.example.test/v2/\": x509: certificate signed by unknown authority",
        Topic::RegistryCaMissing,
        "additionalTrustedCA",
    ),
    says(
        "12.4.2 as it is printed",
        "Some or all transfer pods are not running for more than 10 mins on destination cluster",
        Topic::TransferPodsPending,
        "oc annotate namespace",
    ),
    says(
        "12.4.2 as MTC 1.4.3 to 1.4.7 say it",
        "Rsync Transfer Pod(s) on destination cluster have not started Running after 10 minutes.",
        Topic::TransferPodsPending,
        "oc annotate namespace",
    ),
    says(
        "12.4.2 as MTC says it today",
        "Rsync Transfer Pod(s) on destination cluster have not started Running within 3 minutes. Run these command(s) to check Pod warning events: [oc describe pod rsync -n shop]",
        Topic::TransferPodsPending,
        "oc describe pod",
    ),
    says(
        "12.4.2 the event that proves it",
        "  Warning  FailedScheduling  5s  default-scheduler  0/6 nodes are available: 6 node(s) didn't match Pod's node affinity/selector.",
        Topic::NodeSelectorDiffers,
        "node-selector",
    ),
    says(
        "12.4.3.1 CA certificate error",
        "CA certificate error",
        Topic::ConsoleCaMissing,
        "default-ingress-cert",
    ),
    says(
        "12.4.3.1 as the console says it today",
        "A network error has occurred. The likely cause of the error is one of the following issues: 1)",
        Topic::ConsoleCaMissing,
        "default-ingress-cert",
    ),
    says(
        "12.4.3.1 after the certificate was accepted",
        "Unauthorized",
        Topic::ConsoleUnauthorized,
        "refresh",
    ),
    says(
        "12.4.3.2 OAuth",
        "connection has timed out",
        Topic::ConsoleTimeout,
        "noProxy",
    ),
    says(
        "12.4.3.2 as the console's pod says it",
        "Access Token Error connect ETIMEDOUT 203.0.113.7:443",
        Topic::ConsoleTokenRefused,
        "no_proxy",
    ),
    says(
        "12.4.3.3 unknown authority",
        "Certificate signed by unknown authority",
        Topic::ClusterCaMissing,
        "caBundle",
    ),
    says(
        "12.4.3.3 of the replication repository",
        "RequestError: send request failed\\ncaused by: Get \\\"https://s3.example.test/b\\\": x509: certificate signed by unknown authority",
        Topic::StorageCaMissing,
        "s3CustomCABundle",
    ),
    says(
        "12.4.3.4 a location that is not found",
        "level=error msg=\"Error checking repository for stale locks\" error=\"error getting backup storage location: backupstoragelocation.velero.io \\\"my-bsl\\\" not found\"",
        Topic::LeftoverRepository,
        "nothing has to be done",
    ),
    says(
        "12.4.3.5 volumes that take too long",
        "level=error msg=\"Error backing up item\" backup=velero/monitoring error=\"timed out waiting for all PodVolumeBackups to complete\" group=v1",
        Topic::VolumeBackupTimeout,
        "restic_timeout",
    ),
    says(
        "12.4.3.6 as a condition",
        "    message: There were verify errors found in 1 Restic volume restores. See restore `migration-example-rvwcm-98t49` for details",
        Topic::ResticVerifyErrors,
        "oc describe restore.velero.io",
    ),
    says(
        "12.4.3.7 as restic's pod says it",
        "backup=openshift-migration/x controller=pod-volume-backup error=\"fork/exec /usr/bin/restic: permission denied\" error.file=\"/go/x.go:280\"",
        Topic::NfsRootSquash,
        "\"restic_supplemental_groups\":[{group}]",
    ),
    says(
        "12.4.4 annotations that are kept",
        "    Message: Destination namespaces [shop] already exist in the target cluster with different values of UID/Supplemental Groups/SELinux Labels.",
        Topic::UidRangeConflict,
        "uid-range",
    ),
    says(
        "12.4.4 cluster-scoped resources",
        "level=error msg=\"error restoring pods\" error=\"securitycontextconstraints.security.openshift.io \\\"shop\\\" not found\"",
        Topic::ClusterObjectMissing,
        "oc apply",
    ),
    says(
        "12.4.4 availability zones",
        "0/6 nodes are available: 6 node(s) had volume node affinity conflict.",
        Topic::VolumeInOtherZone,
        "WaitForFirstConsumer",
    ),
];

/// Known issues of which no message tells: that is said of them, and objects tell.
const WITHOUT_A_MESSAGE: [(Topic, &str); 2] = [
    (Topic::VolumeSettingsLost, "oc delete migplan"),
    (Topic::VerifySlow, "selection.verify"),
];

fn cure(topic: Topic) -> String {
    let text = words::topic(topic);
    let commands: Vec<&str> = text.commands.iter().map(|command| command.line).collect();
    format!("{} {}", text.cure, commands.join(" "))
}

#[test]
fn each_message_of_the_chapter_comes_to_a_cure_that_works_today() {
    for sentence in CHAPTER {
        let names = names(sentence.message);
        assert!(
            names.iter().any(|name| name == sentence.topic.name()),
            "{}: {names:?}",
            sentence.section
        );
        let cure = cure(sentence.topic);
        assert!(cure.contains(sentence.cure), "{}: {cure}", sentence.section);
    }
}

#[test]
fn what_no_message_tells_is_said_so() {
    for (topic, command) in WITHOUT_A_MESSAGE {
        assert!(words::topic(topic).cause.contains("no message says so"));
        assert!(cure(topic).contains(command));
    }
}

/// Where the chapter prints what does not work, the words say so.
#[test]
fn what_is_printed_wrong_is_said() {
    for (topic, wrong) in [
        (
            Topic::DeprecatedInternalImages,
            "/etc/containers/registries.conf",
        ),
        (Topic::TransferPodsPending, "1.4.3"),
        (Topic::ClusterCaMissing, "-showcerts"),
        (Topic::StorageCaMissing, "-showcerts"),
        (Topic::LeftoverRepository, "1.16"),
        (Topic::VolumeBackupTimeout, "PodVolumeBackups first"),
        (Topic::ResticVerifyErrors, "lack the kind"),
        (Topic::NfsRootSquash, "has to be a list"),
        (Topic::ConsoleTimeout, "Allow"),
    ] {
        let docs = words::topic(topic).docs;
        assert!(docs.contains(wrong), "{topic}: {docs}");
    }
}
