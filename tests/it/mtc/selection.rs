//! `--for`: which object is meant, and what its bundle has to cover.

use mtc_probe::mtc::{ObjectSelector, SelectionError, location};
use mtc_probe::objects::{MtcObject, ObjectKind};
use mtc_probe::words;

use super::stage::{self, API, REGISTRY, S3, URL};
use crate::verdicts::scene;

fn known() -> Vec<MtcObject> {
    let mut elsewhere = stage::storage(S3);
    elsewhere.object.namespace = Some("other".into());
    let dpa = |n: usize| {
        let empty = MtcObject {
            addresses: Vec::new(),
            kind: ObjectKind::DataProtectionApplication,
            ..stage::location(S3)
        };
        stage::at(
            empty,
            &format!("spec.backupLocations[{n}].velero.config.s3Url"),
            S3,
        )
    };
    vec![
        stage::cluster(API),
        stage::storage(S3),
        elsewhere,
        stage::location(S3),
        dpa(0),
        dpa(1),
    ]
}

#[test]
fn objects_are_named_as_people_write_them() {
    let objects = known();
    for (text, place) in [
        ("migcluster/src", 0),
        ("MigCluster/openshift-migration/src", 0),
        ("migstorage/other/repo", 2),
        ("bsl/minio", 3),
        ("backupstoragelocation/minio", 3),
        ("dpa/minio[1]", 5),
        ("dpa/openshift-migration/minio[0]", 4),
    ] {
        let found = ObjectSelector::parse(text)
            .expect(text)
            .find(&objects)
            .expect(text)
            .object;
        assert!(
            std::ptr::eq(found, &raw const objects[place]),
            "{text}: {:?}",
            found.object
        );
    }
    assert_eq!(location(&objects[5]), Some(1));
}

#[test]
fn what_is_not_there_or_not_clear_is_refused_with_what_there_is() {
    let objects = known();
    for (text, said) in [
        (
            "migcluster/nope",
            "migcluster/openshift-migration/src, migstorage/openshift-migration/repo",
        ),
        (
            "migstorage/repo",
            "more than one object is of that name: migstorage/openshift-migration/repo, migstorage/other/repo",
        ),
        (
            "dpa/minio",
            "dpa/openshift-migration/minio[0], dpa/openshift-migration/minio[1]",
        ),
        ("dpa/minio[7]", "no such object"),
    ] {
        let why = ObjectSelector::parse(text)
            .expect(text)
            .find(&objects)
            .expect_err(text);
        let why = words::selection_error(&why);
        assert!(why.contains(said), "{text}: {why}");
    }
    assert_eq!(
        ObjectSelector::parse("migcluster/src")
            .expect("fine")
            .find(&[])
            .expect_err("none"),
        SelectionError::NoObjects
    );
    let mut of_two = vec![objects[0].clone(), objects[0].clone()];
    of_two[1].source = "other.yaml".into();
    let why = ObjectSelector::parse("migcluster/src")
        .expect("fine")
        .find(&of_two)
        .expect_err("two");
    assert_eq!(
        words::selection_error(&why),
        "more than one input has migcluster/openshift-migration/src: give one of dump.yaml, other.yaml"
    );
    for text in [
        "src",
        "pod/x",
        "migcluster/",
        "migcluster//x",
        "a/b/c/d",
        "migcluster/src[0]",
        "dpa/x[y]",
    ] {
        assert!(ObjectSelector::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_clusters_bundle_is_for_its_api_server_and_not_for_its_registry() {
    let object = stage::at(stage::cluster(API), REGISTRY, "registry.apps.src.test");
    let objects = [object.clone()];
    let chosen = ObjectSelector::parse("migcluster/src")
        .expect("fine")
        .find(&objects)
        .expect("there");
    let endpoint = |field: &str, text: &str| {
        scene::judge(
            stage::led(&object, field, scene::attempt(text, Vec::new())),
            &[],
        )
    };
    assert!(chosen.covers(&endpoint(URL, "api=api.src.test:6443")));
    assert!(!chosen.covers(&endpoint(REGISTRY, "registry=registry.apps.src.test")));
    assert!(
        !chosen.covers(&scene::judge(
            scene::attempt("api=api.src.test:6443", Vec::new()),
            &[]
        )),
        "named by somebody else"
    );
    assert_eq!(chosen.format(), "migcluster-patch");
}
