//! The locations of one DataProtectionApplication share its status: people read it once, programs find
//! it at each.

use mtc_probe::objects::{MtcObject, ObjectKind, ReportedCondition};
use mtc_probe::report::TextStyle;

use super::migration::Migration;
use super::render;
use crate::mtc::stage::{self, Authority};

const SAID: &str = "no objectStorage in location 3";

fn location(at: usize) -> MtcObject {
    let url = format!("https://s3-{at}.src.test");
    let field = format!("spec.backupLocations[{at}].velero.config.s3Url");
    let application = MtcObject {
        provider: Some("aws".into()),
        reported: vec![ReportedCondition {
            kind: "Reconciled".into(),
            reason: Some("Error".into()),
            message: Some(SAID.into()),
            holds: false,
            category: None,
            since: None,
        }],
        ..stage::object(ObjectKind::DataProtectionApplication, "dpa")
    };
    stage::at(application, &field, &url)
}

#[test]
fn what_is_wrong_with_an_application_is_said_once() {
    let authority = Authority::made();
    let bundle = authority.root.pem();
    let objects = [0, 1, 2].map(|at| stage::holding(location(at), bundle.as_bytes()));
    let met = objects.iter().zip(0..).map(|(object, at)| {
        let name = format!("s3-{at}.src.test");
        stage::serving(object, &authority.chain(&name))
    });
    let migration = Migration::met(met.collect(), &objects, &[]);
    let report = migration.report(false);
    for (format, times) in [("table", 1), ("wide", 1), ("json", 3)] {
        let text = render(&report, format, TextStyle::plain(200));
        let known = text.matches(SAID).count();
        assert!(
            known >= times && (format == "json" || known == times),
            "{format}: {text}"
        );
        let advised = text.matches("`oc edit dpa dpa").count();
        assert!(format == "json" || advised <= 1, "{format}: {text}");
    }
}
