//! What `export-bundle` says on stderr of a CA that came over the connection it is to protect, of one that
//! a given copy confirms, and where the command to paste is complete.

use std::fs::File;
use std::process::Stdio;

use mtc_probe::cert::Cert;

use super::world::{Ran, World, colons, target, unwrapped};

fn given(world: &World, name: &str, certs: &[Cert]) -> String {
    let pem: Vec<String> = certs.iter().map(Cert::to_pem).collect();
    world.file(name, &pem.concat())
}

#[test]
fn what_came_over_its_own_connection_is_a_claim_until_a_copy_confirms_it() {
    let world = World::new();
    let endpoints = [world.endpoint("api"), world.endpoint("oauth")];
    let bundle = world.path("ca.pem").display().to_string();
    let export = |flags: &[&str]| {
        let flags = [&["--trust", "none", "-o", &bundle], flags].concat();
        world.probe("export-bundle", &endpoints, &flags).ended(0)
    };
    let claimed = export(&[]);
    let said = unwrapped(&claimed.err);
    assert!(
        said.contains("NOT CONFIRMED: both came over the very connections")
            && claimed.err.matches("not confirmed: sent by").count() == 2
            && said.contains("oc get cm kube-root-ca.crt")
            && said.contains("> root.pem"),
        "{}",
        claimed.err
    );
    let (api, oauth) = (target(endpoints[0]), target(endpoints[1]));
    let command = format!("--trust none '{api}' '{oauth}' --ca root.pem -o {bundle}");
    let bare = said.replace('\'', "");
    assert!(bare.contains(&command.replace('\'', "")), "{said}");

    let certs = Cert::read_pem(std::fs::read(&bundle).expect("a bundle"));
    let root = given(&world, "copy.pem", &certs);
    let all = export(&["--ca", &root]);
    assert!(
        all.err.matches(&format!("confirmed by {root}\n")).count() == 2
            && !all.err.to_lowercase().contains("not confirmed"),
        "{}",
        all.err
    );
    let one = given(&world, "one.pem", &certs[..1]);
    let some = export(&["--ca", &one]);
    let (_, block) = some
        .err
        .split_once("NOT CONFIRMED: 1 of 2 ")
        .expect("one is left");
    assert!(
        some.err.contains(&format!("confirmed by {one}\n"))
            && block.contains(&certs[1].label().to_string())
            && !block.contains(&certs[0].label().to_string()),
        "{}",
        some.err
    );
    let quiet = export(&["-q"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

/// Another CA's certificate in a given file says nothing of this one.
#[test]
fn a_copy_of_something_else_confirms_nothing() {
    let world = World::new();
    let other = world.file("storage.pem", &world.lab.storage_root_pem());
    let api = world.endpoint("api");
    let ran = world
        .probe("export-bundle", &[api], &["--ca", &other])
        .ended(0);
    assert!(
        ran.err
            .contains("NOT CONFIRMED: it came over the very connection")
            && !ran.err.contains("confirmed by"),
        "{}",
        ran.err
    );
}

/// What servers sent, written to a file, is no authentic copy: not even where the file is written anew, or
/// went through another one. Nobody is sent round in a circle.
#[test]
fn a_bundle_of_its_own_confirms_nothing() {
    let world = World::new();
    let api = world.endpoint("api");
    let path = |name: &str| world.path(name).display().to_string();
    let (bundle, step, later) = (path("ca.pem"), path("step1.cert"), path("step2.cert"));
    let export = |file: &str, flags: &[&str]| {
        let flags = [&["--trust", "none", "-o", file], flags].concat();
        world.probe("export-bundle", &[api], &flags).ended(0)
    };
    export(&bundle, &[]);
    let through = |given: &str, file: &str| {
        let said = unwrapped(&export(file, &["--ca", given]).err);
        assert!(
            said.contains("NOT CONFIRMED")
                && said.contains(&format!("{given} says of itself that it was captured"))
                && said.contains("# not confirmed")
                && said.contains("after the comparison, apply in the MTC console")
                && !said.contains(&format!("--ca {given} "))
                && !said.contains("confirmed by"),
            "{said}"
        );
        let written = std::fs::read_to_string(file).expect("a bundle");
        assert!(written.contains("# not confirmed: "), "{written}");
    };
    through(&bundle, &step);
    through(&step, &later);
    // What a given file says of itself is said of it wherever it is given.
    for command in ["endpoints", "login"] {
        let ran = world.probe(command, &[api], &["--trust", "none", "--ca", &step]);
        let note = format!("note: {step} says of itself that it was captured");
        assert!(ran.err.contains(&note), "{}", ran.err);
    }
    // The same certificates without those words are what the user says they are.
    let bytes = std::fs::read(&bundle).expect("a bundle");
    let copy = given(&world, "copy.pem", &Cert::read_pem(bytes));
    let confirmed = export(&step, &["--ca", &copy, "--ca", &bundle]);
    let by = format!("confirmed by {copy}");
    assert!(confirmed.err.contains(&by), "{}", confirmed.err);
    // And what was confirmed confirms.
    let confirmed = export(&later, &["--ca", &step]);
    let by = format!("confirmed by {step}");
    assert!(confirmed.err.contains(&by), "{}", confirmed.err);
    // A file without comments cannot tell, which is said when it is made.
    let bare = export(&step, &["--no-comments"]);
    let said = unwrapped(&bare.err);
    assert!(
        said.contains("cannot tell later that nobody has confirmed"),
        "{said}"
    );
}

/// `verify-bundle` says it of a file that says it of itself, with the commands that confirm it.
#[test]
fn an_unconfirmed_file_is_called_so_when_it_is_verified() {
    let world = World::new();
    let (api, oauth) = (world.endpoint("api"), world.endpoint("oauth"));
    let bundle = world.path("ca.pem").display().to_string();
    let flags = ["--trust", "none", "-o", &bundle];
    world.probe("export-bundle", &[api], &flags).ended(0);
    let of_api = target(api);
    let verify = |targets: &[&str]| {
        let mut args = vec!["verify-bundle".to_owned(), bundle.clone()];
        args.extend(targets.iter().map(|target| (*target).to_owned()));
        if !targets.is_empty() {
            args.extend(world.resolve());
        }
        unwrapped(&super::world::run(&args).out)
    };
    let said = verify(&[]);
    assert!(
        said.contains("warning: file-not-confirmed")
            && said.contains("oc get cm kube-root-ca.crt")
            && said.contains("export-bundle TARGET... --ca root.pem -o"),
        "{said}"
    );
    let said = verify(&[&of_api, &target(oauth)]);
    assert!(
        said.contains("lacks the CA of oauth")
            && said.contains("; the command above writes it whole")
            && said.contains("--ca root.pem -o"),
        "{said}"
    );
}

/// What `--ca` cannot read, or what holds other certificates, is in no command that is printed.
#[test]
fn no_command_names_a_file_that_is_of_no_use() {
    let world = World::new();
    let api = world.endpoint("api");
    let empty = world.file("empty.pem", "");
    let page = world.file("README.md", "# a page\n");
    let other = world.file("storage.pem", &world.lab.storage_root_pem());
    for (file, code) in [(&empty, 3), (&page, 3), (&other, 0)] {
        let flags = ["--trust", "none", "--ca", file];
        let ran = world.probe("export-bundle", &[api], &flags).ended(code);
        let said = unwrapped(&ran.err);
        assert!(
            !said.contains(&format!("--ca {file}"))
                && said.contains("--ca root.pem")
                && said.contains("oc get cm kube-root-ca.crt")
                && !said.contains("--allow-partial"),
            "{said}"
        );
    }
    let flags = ["--trust", "none", "--ca", &other];
    let ran = world.probe("export-bundle", &[api], &flags).ended(0);
    let said = unwrapped(&ran.err);
    let none = format!("{other} does not hold this CA: it holds");
    assert!(said.contains(&none), "{said}");
}

/// The CA of a cluster that was made anew bears the name that the old one had: the file speaks against
/// what is met, and neither confirms it nor says nothing of it.
#[test]
fn a_copy_with_another_key_contradicts() {
    let (world, before) = (World::new(), World::new());
    let (api, oauth) = (world.endpoint("api"), world.endpoint("oauth"));
    let old = {
        let ran = before.probe(
            "export-bundle",
            &[before.endpoint("api")],
            &["--trust", "none"],
        );
        Cert::read_pem(&ran.ended(0).out)
    };
    let file = given(&world, "old.pem", &old);
    let flags = ["--trust", "none", "--ca", &file];
    // Whoever goes on in a script stops here, and the exit code is explained even where it is quiet.
    let ran = world.probe("export-bundle", &[api], &flags).ended(1);
    let said = unwrapped(&ran.err);
    let contradicts = format!("CONTRADICTED: {file} holds a CA named");
    assert!(
        said.contains(&contradicts)
            && said.contains(&colons(&old[0]))
            && said.contains("Either the CA was made anew")
            && said.contains("NOT CONFIRMED: it came over the very connection")
            && said.contains("Do not use this before")
            && said.contains("do not apply it")
            && !said.contains("apply: ")
            && !said.contains(&format!("--ca {file}")),
        "{said}"
    );
    let quiet = world.probe("export-bundle", &[api], &[&flags[..], &["-q"]].concat());
    let quiet = unwrapped(&quiet.ended(1).err);
    assert!(quiet.contains(&contradicts), "{quiet}");
    let ran = world.probe("endpoints", &[api], &flags).ended(1);
    let said = unwrapped(&ran.out);
    assert!(said.contains("has another key than in"), "{said}");
    // Beside a copy with its key, as a file of several generations has it, nothing contradicts.
    let ran = world.probe("export-bundle", &[api], &["--trust", "none"]);
    let now = Cert::read_pem(&ran.ended(0).out);
    let both = given(&world, "both.pem", &[&old[..], &now[..]].concat());
    let flags = ["--trust", "none", "--ca", &both];
    let ran = world.probe("export-bundle", &[api], &flags).ended(0);
    assert!(!ran.err.contains("CONTRADICTED"), "{}", ran.err);
    // Of another CA the file says nothing.
    let flags = ["--trust", "none", "--ca", &file];
    let ran = world.probe("export-bundle", &[oauth], &flags).ended(0);
    assert!(
        ran.err.contains("NOT CONFIRMED") && !ran.err.contains("CONTRADICTED"),
        "{}",
        ran.err
    );
}

#[test]
fn no_hash_is_broken_and_colour_is_for_those_who_want_it() {
    let world = World::new();
    let api = world.endpoint("api");
    for (columns, colour) in [("60", "never"), ("80", "always"), ("200", "never")] {
        let mut command = world.command("export-bundle", &[api], &["--color", colour]);
        let ran = Ran::of(command.env("COLUMNS", columns).output().expect("it runs")).ended(0);
        let cert = &Cert::read_pem(&ran.out)[0];
        assert!(ran.err.contains(&colons(cert)), "{columns}: {}", ran.err);
        assert_eq!(ran.err.contains('\u{1b}'), colour == "always", "{columns}");
        assert!(!ran.out.contains('\u{1b}'));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_the_shell_has_emptied_is_named() {
    let world = World::new();
    let endpoints = [world.endpoint("api"), world.endpoint("expired")];
    let note = "note: \">\" has emptied the file";
    let path = world.path("ca.pem");
    let refused = |stdout: Stdio| {
        let mut command = world.command("export-bundle", &endpoints, &["--trust", "none"]);
        Ran::of(command.stdout(stdout).output().expect("it runs")).ended(3)
    };
    let emptied = refused(File::create(&path).expect("a file").into());
    assert!(emptied.err.contains(note), "{}", emptied.err);
    assert!(!refused(Stdio::piped()).err.contains(note));
    // As `>>` opens it.
    std::fs::write(&path, "what was there before").expect("a file");
    let appended = File::options().append(true).open(&path).expect("a file");
    assert!(!refused(appended.into()).err.contains(note));
    let named = path.display().to_string();
    let flags = ["--trust", "none", "-o", &named];
    let named = world.probe("export-bundle", &endpoints, &flags).ended(3);
    assert!(
        !named.err.contains(note)
            && unwrapped(&named.err).contains(&format!("--allow-partial -o {}", path.display())),
        "{}",
        named.err
    );
}
