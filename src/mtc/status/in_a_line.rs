//! Lines of logs and consoles that are a condition's message or name, or an error of a service, with
//! no object beside them: which row they are. Knows no endpoint and reads no object.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::error_text::without_urls;
use super::part::{Cure, Part};
use super::{error_rows, rows};
use crate::dialects::pattern::Pattern;
use crate::dialects::patterns::Patterns;

/// Letters of the shortest name of a condition that is no plain word, such as `Ready`.
const SHORTEST_NAME: usize = 10;

/// What a line tells that no connection makes: a condition by its message or name, or an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The condition, where the line is of one.
    pub condition: Option<&'static str>,
    /// What it is about.
    pub part: Part,
    /// What to do.
    pub cure: Cure,
    /// Where that was read.
    pub source: &'static str,
}

/// Messages of conditions, without their backticks: a shell takes those away. Read in mig-controller,
/// `pkg/controller/*/validation.go`; with the kind of object, the condition, and what its row holds.
const MESSAGES: &[(&str, &str, &[&str])] = &[
    (
        "MigCluster",
        "SaTokenNotPrivileged",
        &[
            "saToken has insufficient privileges",
            "has insufficient privileges.",
        ],
    ),
    (
        "MigCluster",
        "InvalidSaToken",
        &[
            "not found in serviceAccountSecretRef secret",
            "found in serviceAccountSecretRef secret is empty",
        ],
    ),
    (
        "MigCluster",
        "InvalidSaSecretRef",
        &["The serviceAccountSecretRef must reference a"],
    ),
    (
        "MigCluster",
        "InvalidURL",
        &[
            "The spec.URL is required for non-host cluster",
            "The spec.URL is malformed",
            "The url scheme is invalid, must be: (http|https)",
        ],
    ),
    (
        "MigCluster",
        "InvalidRegistryRoute",
        &[
            "Exposed registry route connection test failed",
            "Exposed registry route is invalid",
        ],
    ),
    (
        "MigCluster",
        "OperatorVersionMismatch",
        &["is running a different version of the Migration Toolkit for Containers operator"],
    ),
    (
        "MigCluster",
        "ClusterOperatorVersionNotFound",
        &["MTC operator version lookup failed"],
    ),
    (
        "MigStorage",
        "InvalidBackupStorageCredsSecretRef",
        &["The backupStorageConfig.credsSecretRef must reference a"],
    ),
    (
        "MigStorage",
        "InvalidBackupStorageProvider",
        &["The spec.BackupStorageProvider must be: (aws|gcp|azure)"],
    ),
    (
        "MigPlan",
        "SourceClusterNotReady",
        &["The referenced srcMigClusterRef does not have a Ready condition"],
    ),
    (
        "MigPlan",
        "DestinationClusterNotReady",
        &["The referenced dstMigClusterRef does not have a Ready condition"],
    ),
    (
        "MigPlan",
        "StorageNotReady",
        &["The referenced migStorageRef does not have a Ready condition"],
    ),
    (
        "MigPlan",
        "SourceClusterNoRegistryPath",
        &["the source cluster {name} is missing a configured Registry Path"],
    ),
    (
        "MigPlan",
        "DestinationClusterNoRegistryPath",
        &["the destination cluster {name} is missing a configured Registry Path"],
    ),
    (
        "MigPlan",
        "SourceClusterProxySecretMisconfigured",
        &[
            "cluster proxy secret is misconfigured",
            "cluster proxy secret has invalid keys",
        ],
    ),
];

/// What HEAD is answered: it has no body that could say more than the status.
const TO_HEAD: Pattern = Pattern::new("Forbidden: Forbidden");

/// All that a line may hold, but for names of conditions.
static TEXTS: LazyLock<Patterns> = LazyLock::new(|| {
    let messages = MESSAGES.iter().flat_map(|(_, _, texts)| *texts);
    let errors = error_rows().flat_map(|row| row.patterns);
    let texts = messages.chain(errors).map(|text| Pattern::new(text));
    Patterns::new(texts.chain([TO_HEAD]))
});

/// What this line is, read without what quotes it.
#[must_use]
pub fn alone(line: &str) -> Option<Alone> {
    let line = line.replace('`', "");
    let words: Cow<'_, str> = without_urls(&line);
    let by_text = || {
        by_message(&words)
            .or_else(|| by_error(&words))
            .or_else(|| of_head(&words))
    };
    let may_hold_one = !TEXTS.candidates(&words).is_empty();
    may_hold_one
        .then(by_text)
        .flatten()
        .or_else(|| by_name(&words))
}

fn of_head(line: &str) -> Option<Alone> {
    let refused = TO_HEAD.read(line);
    refused.map(|_| Alone {
        condition: None,
        part: Part::Credentials,
        cure: Cure::GrantBucket,
        source: "AWS S3 API: HeadBucket",
    })
}

fn by_message(line: &str) -> Option<Alone> {
    let fits = |texts: &[&'static str]| {
        let mut texts = texts.iter();
        texts.any(|text| Pattern::new(text).read(line).is_some())
    };
    let (kind, condition, _) = MESSAGES.iter().find(|(_, _, texts)| fits(texts))?;
    // Of rows of one condition, the one whose own words the line holds counts.
    let named = || {
        let all = rows().filter(|row| row.kind == *condition && row.kinds.contains(kind));
        all.filter(|row| row.holds)
    };
    let row = named()
        .find(|row| !row.holding.is_empty() && line.contains(row.holding))
        .or_else(|| named().find(|row| row.holding.is_empty()))?;
    Some(Alone {
        condition: Some(row.kind),
        part: row.part,
        cure: row.cure,
        source: row.source,
    })
}

fn by_error(line: &str) -> Option<Alone> {
    let row = error_rows().find(|row| row.fits(line))?;
    Some(Alone {
        condition: None,
        part: row.part,
        cure: row.cure,
        source: row.source,
    })
}

fn by_name(line: &str) -> Option<Alone> {
    let word = |c: char| !c.is_ascii_alphanumeric();
    let bad = || {
        let all = rows().filter(|row| row.holds && row.grade.is_bad());
        all.filter(|row| row.kind.len() >= SHORTEST_NAME && row.holding.is_empty())
    };
    let mut long = line.split(word).filter(|word| word.len() >= SHORTEST_NAME);
    let row = long.find_map(|word| bad().find(|row| row.kind.eq_ignore_ascii_case(word)))?;
    Some(Alone {
        condition: Some(row.kind),
        part: row.part,
        cure: row.cure,
        source: row.source,
    })
}

#[cfg(test)]
mod tests {
    use super::{MESSAGES, alone, rows};
    use crate::mtc::{Cure, Part};

    #[test]
    fn every_message_has_its_row() {
        for (kind, condition, texts) in MESSAGES {
            assert!(
                rows().any(|row| row.kind == *condition && row.kinds.contains(kind)),
                "{condition}"
            );
            for text in *texts {
                let line = text.replace("{name}", "openshift-migration/src");
                let found = alone(&line).and_then(|found| found.condition);
                assert_eq!(
                    found.map(|found| found.replace("Destination", "Source")),
                    Some(condition.replace("Destination", "Source")),
                    "{line}"
                );
            }
        }
    }

    /// Lines, what each is about, and its cure.
    const LINES: &[(&str, Part, Cure)] = &[
        (
            "The `saToken` has insufficient privileges.",
            Part::Privilege,
            Cure::GrantClusterAdmin,
        ),
        // A shell has taken the words between backticks away.
        (
            "The  has insufficient privileges.",
            Part::Privilege,
            Cure::GrantClusterAdmin,
        ),
        (
            "SaTokenNotPrivileged",
            Part::Privilege,
            Cure::GrantClusterAdmin,
        ),
        (
            "Exposed registry route connection test failed, Response code received: 401",
            Part::Credentials,
            Cure::WriteToken,
        ),
        (
            "NoSuchBucket: The specified bucket does not exist\n\tstatus code: 404, request id: 1, host id: 2",
            Part::Bucket,
            Cure::CorrectBucket,
        ),
        (
            "operation error S3: PutObject, https response error StatusCode: 403, RequestID: 1, HostID: 2, api error SignatureDoesNotMatch: The request signature we calculated does not match",
            Part::Credentials,
            Cure::CorrectStorageSecret,
        ),
        (
            "operation error S3: HeadBucket, https response error StatusCode: 403, RequestID: 1, HostID: 2, api error Forbidden: Forbidden",
            Part::Credentials,
            Cure::GrantBucket,
        ),
        (
            "RESPONSE 403: 403 This request is not authorized. ERROR CODE: AuthorizationPermissionMismatch",
            Part::Credentials,
            Cure::GrantBucket,
        ),
        (
            "storage: service returned error: StatusCode=403, ErrorCode=AuthenticationFailed",
            Part::Credentials,
            Cure::CorrectStorageSecret,
        ),
        (
            "googleapi: Error 403: velero@x.iam.gserviceaccount.com does not have storage.objects.list access",
            Part::Credentials,
            Cure::GrantBucket,
        ),
        (
            "oauth2: cannot fetch token: 400 Bad Request Response: {\"error\":\"invalid_grant\"}",
            Part::Credentials,
            Cure::CorrectStorageSecret,
        ),
        (
            "Fatal: unable to open config file: Stat: The specified key does not exist.",
            Part::Bucket,
            Cure::RemakeRepository,
        ),
    ];

    #[test]
    fn a_line_without_its_object_is_known() {
        for (line, part, cure) in LINES {
            let found = alone(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.part, found.cure), (*part, *cure), "{line}");
        }
    }

    #[test]
    fn a_line_of_a_network_or_of_nothing_is_none() {
        for line in [
            "",
            "The cluster is ready.",
            "dial tcp 192.0.2.1:443: i/o timeout",
            "Get \"https://nosuchbucket.test/\": EOF",
        ] {
            assert_eq!(alone(line), None, "{line}");
        }
    }
}
