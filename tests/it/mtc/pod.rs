//! The commands that measure from where MTC's pods are: what of them can be told without running
//! them. A real Node runs the script in the interop suite (`tests/interop/console.py`).

use mtc_probe::mtc::pod;

#[test]
fn the_script_fits_a_shells_quotes_and_a_screen() {
    // In single quotes a shell leaves everything alone but a single quote.
    assert!(!pod::SCRIPT.contains('\''));
    assert!(
        pod::SCRIPT.is_ascii()
            && pod::SCRIPT
                .lines()
                .all(|line| line.len() <= 78 && line == line.trim_end())
    );
    let command = pod::login_command("oauth.apps.c.test:443");
    let parts: Vec<&str> = command.split('\'').collect();
    assert_eq!(parts.len(), 3, "one quoted word");
    assert_eq!(
        parts[0],
        "oc exec -n openshift-migration deploy/migration-ui -c mig-ui -- node -e "
    );
    assert_eq!(
        (parts[1].trim(), parts[2]),
        (pod::SCRIPT.trim(), " https://oauth.apps.c.test:443/")
    );
}

#[test]
fn the_script_ends_by_itself_and_answers_once() {
    assert_eq!(
        pod::SCRIPT
            .matches("setTimeout(() => bad(\"ETIMEDOUT\"), 15000)")
            .count(),
        1
    );
    // One place prints, and whoever printed ends.
    assert_eq!(pod::SCRIPT.matches("console.").count(), 1);
    assert_eq!(pod::SCRIPT.matches("process.exit(").count(), 1);
    let printing = pod::SCRIPT
        .find("console.log(JSON.stringify(")
        .expect("it prints JSON");
    assert!(
        pod::SCRIPT[printing..]
            .find("process.exit(")
            .is_some_and(|behind| behind < 100)
    );
}
