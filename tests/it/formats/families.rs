//! One run with an endpoint of every family, and one that was reached along two ways, made of recorded
//! cases: what every format makes of it.

use mtc_probe::codes::Family;
use mtc_probe::evidence::ExtraKind;
use mtc_probe::judge::Stores;
use mtc_probe::report::{self, TextStyle};

use super::frozen::Frozen;
use super::{Goldens, render};
use crate::verdicts::recorded;

/// One of each family, named after what it shows; the interception was compared with the other way.
const CASES: [&str; 11] = [
    "expires-soon",
    "root-not-sent",
    "timeout-tls",
    "proxy-denied",
    "intercepted",
    "name-not-found",
    "refused",
    "not-tls",
    "expired",
    "wrong-service",
    "clock-skew",
];

fn run() -> Frozen {
    let (mut endpoints, mut canaries) = (Vec::new(), Vec::new());
    for name in CASES {
        let recording = recorded::load(name);
        let stores = Stores::new(&recording.stores);
        endpoints.extend(recorded::endpoints(&recording, &stores));
        canaries.extend(recording.canaries);
    }
    Frozen::of(endpoints, canaries)
}

/// The run in every format.
pub fn goldens() -> Goldens {
    let frozen = run();
    let one = |format: &&report::ReportFormat| {
        let name = format.name;
        let text = render(&frozen.report(), name, TextStyle::plain(80));
        (format!("families.{name}"), text)
    };
    report::FORMATS.iter().map(one).collect()
}

#[test]
fn every_family_is_there_and_a_second_way() {
    let frozen = run();
    let report = frozen.report();
    let endpoints = report.judgement.all().expect("endpoints in memory");
    for family in Family::ALL {
        let is_there = endpoints.iter().any(|e| e.verdict.family() == family);
        assert!(is_there, "no endpoint of {}", family.name());
    }
    let mut extras = endpoints.iter().flat_map(|e| &e.attempt.extras);
    assert!(extras.any(|extra| extra.kind == ExtraKind::OtherRoute));
}

#[test]
fn the_page_puts_two_ways_side_by_side() {
    let page = render(&run().report(), "html", TextStyle::plain(80));
    let (_, card) = page
        .split_once("data-code=\"intercepted\"")
        .expect("its card");
    let (card, _) = card.split_once("</details>").expect("its end");
    assert!(card.contains("Steps, way by way"), "{card}");
    assert_eq!(card.matches("<h4>").count(), 2, "{card}");
    assert_eq!(card.matches("Shown on this way").count(), 2, "{card}");
}

#[test]
fn the_page_tells_how_long_was_waited_and_what_was_not_tried() {
    let page = render(&run().report(), "html", TextStyle::plain(80));
    let (_, card) = page
        .split_once("data-code=\"timeout-tls\"")
        .expect("its card");
    let (card, _) = card.split_once("</details>").expect("its end");
    assert!(card.contains("gave up at"), "{card}");
    assert!(card.contains("not tried"), "{card}");
    assert_eq!(card.matches("class=\"x\"").count(), 1, "{card}");
}
