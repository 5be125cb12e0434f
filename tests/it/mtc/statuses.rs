//! What a status says beside what was measured: quoted, told apart by its own words, said once where
//! both agree, and never turned into something that it does not say.

use mtc_probe::codes::Severity;
use mtc_probe::lab::CertDraft;
use mtc_probe::moment::Moment;
use mtc_probe::mtc::{Agreement, Comparison, Cure, Outlook, Part, Readiness, Step};
use mtc_probe::objects::{MtcObject, ReportedCondition};
use mtc_probe::words;

use super::stage::{self, API, Authority, S3};
use crate::verdicts::scene::NOW;

const UNAVAILABLE: &str = "Unavailable";

fn saying(object: MtcObject, kind: &str, message: &str) -> MtcObject {
    let said = ReportedCondition {
        kind: kind.into(),
        reason: None,
        message: Some(message.into()),
        holds: true,
        category: None,
        since: None,
    };
    MtcObject {
        reported: vec![said],
        ..object
    }
}

/// Velero's words around an error.
fn unavailable(error: &str) -> MtcObject {
    let message = format!(
        "BackupStorageLocation \"minio\" is unavailable: rpc error: code = Unknown desc = {error}"
    );
    saying(stage::location(S3), UNAVAILABLE, &message)
}

fn s3(code: &str) -> MtcObject {
    unavailable(&format!(
        "operation error S3: ListObjectsV2, https response error StatusCode: 403, RequestID: 1, HostID: 2, api error {code}: no"
    ))
}

/// Its storage serves this chain, and its CA is what its pods trust.
fn meets(object: &MtcObject, ca: &Authority, draft: &CertDraft) -> Outlook {
    let object = stage::holding(object.clone(), ca.root.pem().as_bytes());
    let attempt = stage::serving(&object, &ca.issue(draft));
    stage::outlook(&object, vec![attempt], &[stage::public(&[])])
}

fn valid() -> CertDraft {
    CertDraft::leaf(NOW.0, &["s3.src.test", "api.src.test"])
}

#[test]
fn what_no_connection_shows_is_told_by_its_own_words() {
    let ca = Authority::made();
    for (object, part, cure) in [
        (s3("AccessDenied"), Part::Credentials, Cure::GrantBucket),
        (
            s3("SignatureDoesNotMatch"),
            Part::Credentials,
            Cure::CorrectStorageSecret,
        ),
        (s3("NoSuchBucket"), Part::Bucket, Cure::CorrectBucket),
        (s3("RequestTimeTooSkewed"), Part::Clock, Cure::SetClock),
        (
            unavailable("unable to locate ObjectStore plugin named velero.io/aws"),
            Part::Plugin,
            Cure::AddPlugin,
        ),
    ] {
        let outlook = meets(&object, &ca, &valid());
        let told = words::outlook(&outlook);
        assert_eq!(outlook.status[0].part, part, "{:?}", outlook.status);
        assert_eq!(outlook.state, Readiness::ReadyFromHere, "{told:?}");
        assert_eq!(outlook.severity, Severity::Warning, "{told:?}");
        assert_eq!(outlook.agreement, Agreement::Elsewhere, "{told:?}");
        assert!(outlook.actions.contains(&Step::ByStatus(cure)), "{told:?}");
        let message = object.reported[0].message.as_ref().expect("a message");
        assert!(told.status[0].contains(&message.on_one_line()), "{told:?}");
        let all = format!("{}{}", told.status[0], told.comparison);
        for guess in ["proxy", "DNS", "firewall", "another path", "older"] {
            assert!(!all.contains(guess), "{guess}: {all}");
        }
    }
}

#[test]
fn the_same_failure_is_said_once() {
    let ca = Authority::made();
    let x509 = "Get \"https://s3.src.test/\": x509: certificate has expired or is not yet valid: current time 2026-11-23T05:00:00Z is after 2026-11-20T05:00:00Z";
    let expired = meets(&unavailable(x509), &ca, &valid().expired(3));
    assert_eq!(expired.agreement, Agreement::Same);
    assert_eq!(expired.comparison, Comparison::SameFailure);
    assert!(
        !expired
            .actions
            .iter()
            .any(|step| matches!(step, Step::ByStatus(_)))
    );
    // The condition is the same, and its text speaks of something else.
    let denied = meets(&s3("AccessDenied"), &ca, &valid().expired(3));
    assert_eq!(denied.agreement, Agreement::Elsewhere);
    assert!(denied.actions.contains(&Step::ByStatus(Cure::GrantBucket)));
    let dropped = unavailable("Get \"https://s3.src.test/\": dial tcp 192.0.2.1:443: i/o timeout");
    let dropped = meets(&dropped, &ca, &valid().expired(3));
    assert_eq!(dropped.agreement, Agreement::Other);
    let said = words::outlook(&dropped).comparison;
    assert!(said.contains("for another reason"), "{said}");
}

#[test]
fn a_failed_connection_there_is_compared_by_time() {
    let ca = Authority::made();
    for (since, said) in [
        (Some(Moment(NOW.0 - 7200)), "what was met here is newer"),
        (Some(Moment(NOW.0 + 7200)), "newer than what was met here"),
        (None, "gives no time"),
    ] {
        let mut object = saying(
            stage::cluster(API),
            "TestConnectFailed",
            "Test connect failed. ",
        );
        object.reported[0].since = since;
        let outlook = meets(&object, &ca, &valid());
        assert_eq!(outlook.agreement, Agreement::WorseThere);
        let comparison = words::outlook(&outlook).comparison;
        assert!(comparison.contains(said), "{comparison}");
        assert!(comparison.contains("measure from a pod"), "{comparison}");
    }
}

#[test]
fn what_nobody_knows_is_quoted_as_it_is() {
    let ca = Authority::made();
    let mut unheard = saying(stage::cluster(API), "SomethingNew", "42 gremlins");
    let quiet = meets(&unheard, &ca, &valid());
    assert_eq!(quiet.state, Readiness::Ready, "without a category");
    unheard.reported[0].category = Some("Critical".into());
    let unread = unavailable("42 gremlins");
    for object in [unheard, unread] {
        let outlook = meets(&object, &ca, &valid());
        let told = words::outlook(&outlook);
        assert_eq!(outlook.state, Readiness::ReadyFromHere, "{told:?}");
        assert_eq!(outlook.status[0].part, Part::Unknown);
        assert!(told.status[0].contains("42 gremlins"), "{told:?}");
        assert!(!told.comparison.contains("another path"), "{told:?}");
    }
}

#[test]
fn a_warning_there_does_not_take_readiness_away() {
    let ca = Authority::made();
    let mut object = saying(
        stage::cluster(API),
        "OperatorVersionMismatch",
        "another version",
    );
    object.reported[0].category = Some("Warn".into());
    let outlook = meets(&object, &ca, &valid());
    assert_eq!(
        (outlook.state, outlook.severity),
        (Readiness::Ready, Severity::Warning)
    );
    assert_eq!(words::outlook(&outlook).status.len(), 1);
}
