//! What people report of migrations and backups, most often first in each kind: 63 failures, each in the
//! words of its reports, and what it comes to here: a topic, or a family of verdicts where the network is at fault.

use super::corpus::names;

/// Its number, a message of it, what that comes to.
const REPORTED: &[(u8, &str, &str)] = &[
    (
        1,
        "RequestError: send request failed\ncaused by: Get \"https://s3.example.test/b\": x509: certificate signed by unknown authority",
        "storage-ca-missing",
    ),
    (
        2,
        "BackupStorageLocation \"a\" is unavailable: rpc error: code = Unknown desc = RequestError: send request failed\ncaused by: Get \"https://s3.example.test/b\": dial tcp 192.0.2.1:443: i/o timeout",
        "timeout",
    ),
    (
        3,
        "<error getting warnings: Get \"http://minio.velero.svc:9000/b\": dial tcp: lookup minio.velero.svc on 192.0.2.53:53: no such host>",
        "storage-url-internal",
    ),
    (
        4,
        "RequestError: send request failed\ncaused by: Get \"https://b.c.r.example.test/?list-type=2\": x509: certificate is valid for *.r.example.test, not b.c.r.example.test",
        "bucket-in-host-name",
    ),
    (
        5,
        "Get \"https://s3.example.test/b\": proxyconnect tcp: x509: certificate signed by unknown authority",
        "proxy-interference",
    ),
    (
        6,
        "Get \"https://s3.example.test/b\": Service Unavailable",
        "proxy-interference",
    ),
    (
        7,
        "unable to determine if bucket \"b\" exists: Head \"https://s3.example.test/b/\": x509: certificate signed by unknown authority",
        "repository-ca-ignored",
    ),
    (
        8,
        "Fatal: unable to open config file: Stat: Get \"https://s3.example.test/b/?location=\": x509: certificate signed by unknown authority",
        "repository-ca-ignored",
    ),
    (
        9,
        "s3aws: RequestError: send request failed\ncaused by: Get https://s3.example.test/b: x509: certificate signed by unknown authority",
        "registry-storage-ca",
    ),
    (
        10,
        "oauth2: cannot fetch token: Post \"https://oauth2.googleapis.com/token\": x509: certificate signed by unknown authority",
        "cloud-endpoint-untrusted",
    ),
    (
        11,
        "pinging docker registry reg.example.test: Get \"https://reg.example.test/v2/\": x509: certificate signed by unknown authority",
        "registry-ca-missing",
    ),
    (
        12,
        "error pinging docker registry 172.30.4.5:5000: invalid status code from registry 503 (Service Unavailable)",
        "migration-registry-sick",
    ),
    (
        13,
        "Error uploading layer chunked: received unexpected HTTP status: 500 Internal Server Error",
        "migration-registry-sick",
    ),
    (
        14,
        "Migration Registry Pod openshift-migration/r is in ImagePullBackOff state",
        "helper-image-missing",
    ),
    (
        15,
        "NoCredentialProviders: no valid providers in chain",
        "storage-credentials-absent",
    ),
    (
        16,
        "InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.\n\tstatus code: 403",
        "storage-key-unknown",
    ),
    (
        17,
        "SignatureDoesNotMatch: The request signature we calculated does not match",
        "storage-signature-wrong",
    ),
    (
        18,
        "AccessDenied: Access Denied\n\tstatus code: 403",
        "storage-access-denied",
    ),
    (
        19,
        "BucketRegionError: incorrect region, the bucket is not in 'us-east-1' region",
        "bucket-region-wrong",
    ),
    (
        20,
        "NoSuchBucket: The specified bucket does not exist\n\tstatus code: 404",
        "bucket-missing",
    ),
    (
        21,
        "operation error S3: PutObject, https response error StatusCode: 501, RequestID: x, HostID: , api error NotImplemented: y",
        "storage-checksums-unknown",
    ),
    (
        22,
        "RequestTimeTooSkewed: The difference between the request time and the current time is too large.\n\tstatus code: 403",
        "storage-clock-skew",
    ),
    (
        23,
        "WebIdentityErr: failed to retrieve credentials\ncaused by: ExpiredToken: y",
        "storage-credentials-expired",
    ),
    (
        24,
        "Backup store contains invalid top-level directories: [docker]",
        "bucket-shared",
    ),
    (
        25,
        "config has invalid keys [caCert]; valid keys are [region]",
        "plugin-setting-unknown",
    ),
    (
        26,
        "unable to locate ObjectStore plugin named velero.io/aws",
        "plugin-missing",
    ),
    (
        27,
        "RESPONSE 403: 403 This request is not authorized\nERROR CODE: AuthorizationPermissionMismatch",
        "azure-access-denied",
    ),
    (
        28,
        "googleapi: Error 403: a@p.example.test does not have storage.objects.list access to the bucket",
        "google-access-denied",
    ),
    (
        29,
        "timed out waiting for all PodVolumeBackups to complete",
        "volume-backup-timeout",
    ),
    (
        30,
        "timed out waiting for all PodVolumeRestores to complete",
        "volume-restore-timeout",
    ),
    (
        31,
        "repository is already locked exclusively by PID 11108 on velero-1",
        "repository-locked",
    ),
    (
        32,
        "get a backup with status \"InProgress\" during the server starting, mark it as \"Failed\"",
        "velero-restarted",
    ),
    (
        33,
        "found a dataupload with status \"InProgress\" during the node-agent starting, mark it as cancel",
        "node-agent-restarted",
    ),
    (
        34,
        "The node was low on resource: ephemeral-storage. Container velero was using 3Gi.",
        "scratch-space-low",
    ),
    (
        35,
        "timeout on preparing data upload",
        "data-mover-not-prepared",
    ),
    (
        36,
        "repository not initialized in the provided storage",
        "repository-emptied",
    ),
    (
        37,
        "error to ensure repository storage empty: found existing data in storage location",
        "repository-leftovers",
    ),
    (
        38,
        "Fatal: wrong password or no key found",
        "repository-password",
    ),
    (
        39,
        "expected one matching path: /host_pods/x/volumes/*/pvc, got 0",
        "host-path-unmatched",
    ),
    (
        40,
        "could not read pod volumes host path: open /host_pods/: permission denied",
        "host-path-denied",
    ),
    (
        41,
        "Not found: /restores/data/.velero/0a1b",
        "restore-waits",
    ),
    (
        42,
        "Back-off pulling image \"docker.example.test/velero/velero-restore-helper:v1.11.1\"",
        "helper-image-missing",
    ),
    (
        43,
        "CSI got timed out with error: Failed to check and update snapshot content",
        "snapshot-timeout",
    ),
    (
        44,
        "failed to get VolumeSnapshotClass for provisioner ebs.csi.aws.com, ensure that the label",
        "snapshot-class-missing",
    ),
    (
        45,
        "InvalidVolume.NotFound: The volume 'vol-1' does not exist.",
        "snapshot-region-wrong",
    ),
    (
        46,
        "error restoring pods/shop/a: pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\"",
        "pod-security-forbids",
    ),
    (
        47,
        "unable to validate against any security context constraint: []",
        "scc-missing",
    ),
    (
        48,
        "is forbidden: failed quota: compute: must specify limits.cpu",
        "quota-exceeded",
    ),
    (
        49,
        "failed calling webhook \"v.example.test\": failed to call webhook: Post \"https://s.shop.svc:443/x\": no endpoints available for service \"s\"",
        "webhook-failed",
    ),
    (
        50,
        "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated",
        "node-port-taken",
    ),
    (
        51,
        "waiting for first consumer to be created before binding",
        "volume-claim-waits",
    ),
    (
        52,
        "0/6 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
        "volume-claim-unbound",
    ),
    (
        53,
        "{\"level\":\"info\",\"ts\":1670000000123,\"logger\":\"migration\",\"msg\":\"Found abnormal event for Stage Pod shop/s\",\"eventMessage\":\"Back-off pulling image \\\"quay.example.test/stage:1\\\"\"}",
        "helper-image-missing",
    ),
    (
        54,
        "rpc error: code = Unavailable desc = error reading from server: EOF",
        "plugin-died",
    ),
    (
        55,
        "rpc error: code = Aborted desc = plugin panicked: x, stack trace: goroutine 1",
        "plugin-died",
    ),
    (
        56,
        "client rate limiter Wait returned an error: context deadline exceeded",
        "api-server-busy",
    ),
    (
        57,
        "no backupstoragelocations configured, ensure a backupstoragelocation has been configured",
        "dpa-invalid",
    ),
    (
        58,
        "rsync: [generator] chown \"/mnt/a\" failed: Operation not permitted (1)",
        "rsync-without-root",
    ),
    (
        59,
        "rsync warning: some files vanished before they could be transferred (code 24) at main.c(1189)",
        "rsync-files-vanished",
    ),
    (
        60,
        "rsync: connection unexpectedly closed (0 bytes received so far) [sender]",
        "rsync-connection-lost",
    ),
    (
        61,
        "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
        "cluster-token-refused",
    ),
    (
        62,
        "could not calculate the list of available resources: Get https://m.example.test/apis: x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"service-catalog-signer\")",
        "aggregated-api-ca",
    ),
    (63, "phase: PartiallyFailed", "partially-failed"),
];

/// As many as were found in the threads that were read.
const KNOWN: usize = 63;

#[test]
fn every_failure_that_people_report_is_known() {
    let mut wrong = Vec::new();
    for (number, message, expected) in REPORTED {
        // A line of JSON stands by itself; an error is quoted once by whoever logs it.
        let texts = if message.starts_with('{') {
            vec![(*message).to_owned()]
        } else {
            let time = "2026-11-20T10:00:00Z";
            let quoted = format!("time=\"{time}\" level=error msg=x error={message:?}");
            vec![message.replace('\n', " "), quoted]
        };
        for text in texts {
            let names = names(&text);
            if !names.iter().any(|name| name == expected) {
                wrong.push(format!("{number}: {names:?} of {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let numbers: Vec<usize> = REPORTED.iter().map(|(n, ..)| usize::from(*n)).collect();
    assert_eq!(numbers, (1..=KNOWN).collect::<Vec<_>>());
}
