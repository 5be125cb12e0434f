//! Secrets that were given in the wrong place: no argument, whatever it is for, is repeated with a password
//! or a token in it.

use super::{NOBODY, ran};
use crate::cli::world::probe;

const SECRET: &str = "hunter2";

/// Arguments, in which `{}` is what was meant for another place.
const PLACES: [&str; 28] = [
    "endpoints {}",
    "endpoints --api {}",
    "endpoints --api NOBODY --apps-domain {}",
    "endpoints NOBODY --servername {}",
    "endpoints NOBODY --resolve {}:443:127.0.0.1",
    "endpoints NOBODY --resolve a.test:443:{}",
    "endpoints NOBODY -x {}",
    "endpoints NOBODY --noproxy {}",
    "endpoints NOBODY --ca {}",
    "endpoints NOBODY --role {}",
    "endpoints NOBODY --save /nowhere/{}",
    "endpoints NOBODY --timeout {}",
    "endpoints NOBODY --fail-on {}",
    "endpoints NOBODY -o {}",
    "endpoints NOBODY --at {}",
    "endpoints -f {}",
    "endpoints --context {}",
    "endpoints --kubeconfig {} --context x",
    "endpoints --from {}",
    "export-bundle NOBODY --format {}",
    "export-bundle NOBODY -o /nowhere/{}",
    "export-bundle NOBODY --for {}",
    "export-bundle NOBODY --format jks --store-password-file /nowhere/{}",
    "compare {} x",
    "explain {}",
    "verify-bundle {}",
    "login {}",
    "{}",
];

#[test]
fn no_argument_is_repeated_with_a_secret() {
    for value in [
        "u:SECRET@127.0.0.1",
        "https://u:SECRET@127.0.0.1",
        "u:a SECRET@127.0.0.1",
        "u%3aSECRET%40127.0.0.1",
        "127.0.0.1?token=SECRET",
        "127.0.0.1:1?password=SECRET",
        "https://127.0.0.1:1/?token=SECRET",
        "https://127.0.0.1:1/x#access_token=SECRET",
        "sha256~SECRET",
    ] {
        let value = value.replace("SECRET", SECRET);
        for place in PLACES {
            let word = |word: &str| word.replace("NOBODY", NOBODY).replace("{}", &value);
            let args: Vec<String> = place.split(' ').map(word).collect();
            let ran = ran(probe().args(&args));
            let repeats = ran.out.contains(SECRET) || ran.err.contains(SECRET);
            assert!(!repeats, "{args:?}\n{}\n{}", ran.out, ran.err);
            assert!(ran.code != Some(0), "{args:?}: {ran:?}");
        }
    }
}

#[test]
fn an_argument_that_is_repeated_to_be_typed_again_has_no_query() {
    let world = crate::cli::world::World::new();
    let api = world.endpoint("api");
    let to = format!(
        "https://{}:{}/?token={SECRET}",
        api.name,
        api.address.port()
    );
    let mut command = world.command("endpoints", &[], &["-o", "wide", &to]);
    let ran = ran(&mut command).ended(1);
    assert!(ran.out.contains("private-ca"), "{}", ran.out);
    assert!(!ran.out.contains(SECRET), "{}", ran.out);
    assert!(!ran.err.contains(SECRET), "{}", ran.err);
}
