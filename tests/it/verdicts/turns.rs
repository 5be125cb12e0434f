//! Further measurements of a handshake that was cut, or met silence: what is asked by turns, and when
//! no more is.

use mtc_probe::evidence::{ExtraRequest, Fault};
use mtc_probe::route::Routing;

use super::follow::{PLAIN, USUAL, World, asked, cut, ended, name, proxy, silence, sound};
use super::proxied::{HTTP, through};
use super::scene::{self, attempt, done, handshake, session};

#[test]
fn what_is_cut_is_tried_again_in_other_shapes() {
    for fault in [Fault::Closed, Fault::Reset] {
        let order = asked(ended(fault, 0), &Routing::default(), USUAL, &[], &cut);
        assert_eq!(order, ["again", "canary", "listen first", "small hello"]);
    }
    let order = asked(
        ended(Fault::TimedOut { after_ms: 10_000 }, 0),
        &Routing::default(),
        USUAL,
        &[],
        &silence,
    );
    assert_eq!(order, ["again", "canary", "small segments", "small hello"]);
    let order = asked(
        through(HTTP, ended(Fault::Closed, 0)),
        &proxy(),
        USUAL,
        &[],
        &cut,
    );
    assert_eq!(
        order,
        [
            "other route",
            "again",
            "canary",
            "listen first",
            "small hello"
        ],
        "five, and no more"
    );
}

/// What passes is asked by turns with the question itself: a balancer with dead servers behind it
/// would not keep to the difference.
#[test]
fn what_passes_is_asked_by_turns_with_the_question_itself() {
    let (chain, stores) = sound();
    let direct = |world: World<'_>| {
        let silent = ended(Fault::TimedOut { after_ms: 10_000 }, 0);
        asked(silent, &Routing::default(), USUAL, &stores, world)
    };
    let passes = |passing: &'static str| {
        let chain = chain.clone();
        move |ask: &ExtraRequest| {
            if name(&ask.kind) == passing {
                done(session(&chain))
            } else {
                silence(ask)
            }
        }
    };
    // Two wait together.
    assert_eq!(direct(&passes("again")), ["again", "canary"]);
    let turns = ["again", "canary", "again", "canary", "canary", "again"];
    assert_eq!(direct(&passes("canary")), turns);
    for smaller in ["small segments", "small hello"] {
        let ladder = ["again", "canary", "small segments", "small hello"];
        let order = [&ladder[..], &["again", smaller]].concat();
        assert_eq!(direct(&passes(smaller)), order);
    }
    // Only the same question on the other route can blame a proxy.
    let tunnel = through(HTTP, ended(Fault::Closed, 0));
    let order = asked(tunnel, &proxy(), USUAL, &stores, &passes("other route"));
    let turns = [
        "other route",
        "again",
        "other route",
        "other route",
        "again",
        "again",
    ];
    // And whether the tunnel leads where the direct route leads.
    assert_eq!(order, [&turns[..], &["canary"]].concat());
}

/// The first that does not keep to the difference ends it.
#[test]
fn answers_by_turns_are_asked_no_further() {
    let (chain, stores) = sound();
    let alive = std::cell::Cell::new(0);
    // Every third connection gets through, whatever it asks; the measurement was the first.
    let world = |ask: &ExtraRequest| {
        alive.set(alive.get() + 1);
        if alive.get() % 3 == 2 {
            done(session(&chain))
        } else {
            cut(ask)
        }
    };
    let order = asked(
        ended(Fault::Closed, 0),
        &Routing::default(),
        USUAL,
        &stores,
        &world,
    );
    assert_eq!(order, ["again", "canary", "again", "canary"]);
}

#[test]
fn an_answer_of_any_kind_is_no_cut() {
    let alert = Fault::Alert {
        code: 112,
        name: "unrecognized_name".into(),
    };
    let http = Fault::NotTls {
        first_bytes: "485454502f".into(),
    };
    for (fault, bytes_in) in [
        (alert, 7),
        (http, 100),
        (Fault::Closed, 95),
        (Fault::Reset, 300),
    ] {
        assert!(
            asked(
                ended(fault.clone(), bytes_in),
                &Routing::default(),
                USUAL,
                &[],
                &cut
            )
            .is_empty(),
            "{fault}"
        );
    }
}

/// One address is up: what the other lacks is no filter.
#[test]
fn one_address_that_answers_is_enough() {
    let (chain, stores) = sound();
    let both = attempt(
        PLAIN,
        vec![
            scene::secured(&chain),
            scene::at("192.0.2.11", handshake(Fault::Closed, 0)),
        ],
    );
    assert!(asked(both, &Routing::default(), USUAL, &stores, &cut).is_empty());
}
