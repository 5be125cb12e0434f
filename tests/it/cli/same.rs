//! `verify-bundle --same-as`: two files are compared by their certificates and by nothing else.
//! A file that holds none, or of which readers lose a part, is like no other.

use mtc_probe::cert::Cert;

use super::world::{Ran, World, colons, run};

fn compared(one: &str, other: &str, flags: &[&str]) -> Ran {
    run(&[&["verify-bundle", one, "--same-as", other], flags].concat())
}

/// The roots of the lab, one text each.
fn roots(world: &World) -> Vec<Cert> {
    let all = Cert::read_pem(std::fs::read(world.roots()).expect("the lab's roots"));
    assert!(all.len() >= 2);
    all
}

#[test]
fn order_text_and_repetition_do_not_count() {
    let world = World::new();
    let all = roots(&world);
    let pem: Vec<String> = all.iter().map(Cert::to_pem).collect();
    let forwards = world.file("one.pem", &pem.concat());
    let other: Vec<String> = pem.iter().rev().map(|p| format!("# text\n{p}")).collect();
    let backwards = world.file("two.pem", &(other.concat() + &pem[0]));
    let ran = compared(&forwards, &backwards, &[]).ended(0);
    assert!(
        ran.out.starts_with("same: ") && ran.err.is_empty(),
        "{}{}",
        ran.out,
        ran.err
    );
    let json = compared(&forwards, &backwards, &["-o", "json"])
        .ended(0)
        .json();
    assert_eq!(json["same"], true);
}

#[test]
fn what_one_file_holds_alone_is_named_by_its_hash() {
    let world = World::new();
    let all = roots(&world);
    let pem: Vec<String> = all.iter().map(Cert::to_pem).collect();
    let (first, last) = (&all[0], &all[all.len() - 1]);
    let one = world.file("one.pem", &pem[..pem.len() - 1].concat());
    let two = world.file("two.pem", &pem[1..].concat());
    let ran = compared(&one, &two, &[]).ended(1);
    let (_, only) = ran
        .out
        .split_once(&format!("only in {one}:\n"))
        .expect("named");
    let (of_one, of_two) = only
        .split_once(&format!("only in {two}:\n"))
        .expect("both are named");
    for (cert, own, others) in [(first, of_one, of_two), (last, of_two, of_one)] {
        let hash = colons(cert);
        assert!(
            own.contains(&hash) && !others.contains(&hash),
            "{}",
            ran.out
        );
    }
    let json = compared(&one, &two, &["-o", "json"]).ended(1).json();
    assert_eq!(json["same"], false);
    assert_eq!(json["only_in_file"][0]["sha256"], first.sha256());
    assert_eq!(json["only_in_same_as"][0]["sha256"], last.sha256());
    let part = compared(&world.file("all.pem", &pem.concat()), &one, &[]).ended(1);
    assert!(
        !part.out.contains(&format!("only in {one}:")),
        "{}",
        part.out
    );
}

#[test]
fn a_file_that_readers_lose_a_part_of_is_like_no_other() {
    let world = World::new();
    let pem = roots(&world)[0].to_pem();
    let whole = world.file("whole.pem", &pem);
    let torn = pem.replace("-----END CERTIFICATE-----\n", "");
    for (name, text) in [
        ("empty.pem", String::new()),
        ("none.pem", "no certificate\n".into()),
        ("torn.pem", format!("{pem}{torn}")),
    ] {
        let other = world.file(name, &text);
        for (one, two) in [(&whole, &other), (&other, &whole), (&other, &other)] {
            let ran = compared(one, two, &[]).ended(3);
            assert!(
                ran.out.is_empty() && ran.err.contains(&format!("{other}: file-")),
                "{}{}",
                ran.out,
                ran.err
            );
        }
    }
    compared(&whole, &world.path("missing").display().to_string(), &[]).ended(3);
    let both = compared(&whole, &whole, &["api=https://a.test:6443"]).ended(2);
    assert!(both.err.contains("--same-as"), "{}", both.err);
}
