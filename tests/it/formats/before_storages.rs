//! Objects behind a proxy that is spoken to inside TLS: every format says that its CA belongs into
//! their bundles, of those that become ready too.

use mtc_probe::objects::MtcObject;
use mtc_probe::report::TextStyle;
use mtc_probe::route::{RouteReason, RouteSource};

use super::migration::Migration;
use super::render;
use crate::mtc::proxied::{gate, led_through};
use crate::mtc::stage::{self, Authority, S3};

const NOTE: &str = "the CA of the proxy's own certificate belongs in, too";

fn named(name: &str, object: MtcObject) -> MtcObject {
    let mut object = object;
    object.object.name = name.into();
    object
}

/// Both are ready: nothing of this machine had a say in the way.
fn ready() -> Migration {
    let (authority, (root, own)) = (Authority::made(), gate());
    let both = authority.root.pem() + &root.pem();
    let names = ["one", "two"];
    let objects = names.map(|name| {
        let object = named(name, stage::location(S3));
        stage::holding(object, both.as_bytes())
    });
    let met = |object: &MtcObject| {
        let mut attempt = led_through(object, &authority.chain("s3.src.test"), &own);
        attempt.route.because = RouteReason::Set(RouteSource::Object {
            kind: "Proxy".into(),
            name: "cluster".into(),
            field: "status.httpsProxy".into(),
        });
        attempt
    };
    Migration::met(objects.iter().map(met).collect(), &objects, &[])
}

#[test]
fn what_becomes_ready_says_it_too() {
    let migration = ready();
    let report = migration.report(false);
    let said = |format| {
        let text = render(&report, format, TextStyle::plain(200));
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    };
    assert!(
        said("table").contains("2 objects: 2 ready"),
        "{}",
        said("table")
    );
    let both = "BackupStorageLocation openshift-migration/one, BackupStorageLocation openshift-migration/two: https://gate.corp.test:21503";
    assert!(said("table").contains(both), "{}", said("table"));
    // Once on the screen for all of them; for each where everything is told.
    for (format, times) in [("table", 1), ("wide", 2), ("json", 2)] {
        let text = said(format);
        assert_eq!(text.matches(NOTE).count(), times, "{format}: {text}");
    }
}
