//! What a destination would refuse is refused here, with the reason.

use mtc_probe::cert::Cert;
use mtc_probe::export::{self, ApplyHint, FORMATS, Options};

use super::{part, render, render_parts, roots};

#[test]
fn an_empty_bundle_is_none() {
    for format in FORMATS {
        assert!(
            render_parts(format.name, &[], &[], |_| {}).is_err(),
            "{}",
            format.name
        );
    }
    for format in FORMATS.iter().filter(|f| f.per_endpoint) {
        assert!(
            render_parts(format.name, &roots(1), &[], |_| {}).is_err(),
            "{}",
            format.name
        );
    }
}

/// More than a mebibyte.
fn too_many() -> Vec<Cert> {
    roots(usize::MAX).into_iter().cycle().take(1200).collect()
}

#[test]
fn what_is_too_large_for_kubernetes_is_refused_with_both_sizes() {
    let certs = too_many();
    for format in FORMATS.iter().map(|f| f.name) {
        let rendered = render(format, &certs, |_| {});
        if matches!(format, "pem" | "jks" | "pkcs12" | "certs.d") {
            assert!(rendered.is_ok(), "{format}: {rendered:?}");
        } else {
            let why = rendered.expect_err(format);
            assert!(
                why.starts_with("it has ") && why.ends_with(" holds 1048576 at most"),
                "{format}: {why}"
            );
        }
    }
}

#[test]
fn a_large_manifest_is_applied_by_the_server() {
    let format = export::named("user-ca-bundle").expect("a format");
    let options = Options::of(format);
    let command = |size| {
        (format.apply)(&ApplyHint {
            file: "f.yaml",
            password_file: None,
            options: &options,
            size,
        })
        .join("\n")
    };
    assert!(command(200_000).contains("apply: oc apply -f f.yaml"));
    // `oc apply` repeats the object in an annotation, and annotations have 256 KiB.
    assert!(command(262_144).contains("apply: oc apply --server-side -f f.yaml"));
}

#[test]
fn names_are_those_of_kubernetes() {
    let long = "a".repeat(64);
    for good in ["a", "user-ca-bundle", "a.b.c", "0"] {
        assert_eq!(export::check_name(good), Ok(()), "{good}");
    }
    for bad in [
        "",
        "A",
        "NAME",
        "a_b",
        "-a",
        "a-",
        "a..b",
        ".a",
        "a/b",
        "a b",
        "\u{e4}",
        &"a".repeat(254),
    ] {
        assert!(export::check_name(bad).is_err(), "{bad}");
        assert!(export::check_namespace(bad).is_err(), "{bad}");
        assert!(
            render("user-ca-bundle", &roots(1), |o| o.name = bad.into()).is_err(),
            "{bad}"
        );
    }
    assert!(
        export::check_namespace("a.b").is_err()
            && export::check_namespace(&long).is_err()
            && export::check_name(&long).is_ok()
    );
}

#[test]
fn registries_that_no_key_can_name_are_refused() {
    let certs = roots(1);
    for host in ["[2001:db8::1]", &"a.".repeat(125)] {
        let why = render_parts(
            "additional-trusted-ca",
            &certs,
            &[part(host, 5000, &certs)],
            |_| {},
        )
        .expect_err("no key");
        assert!(why.contains(host), "{why}");
    }
    assert!(
        render_parts(
            "certs.d",
            &certs,
            &[part(&"a.".repeat(126), 5000, &certs)],
            |_| {}
        )
        .is_err()
    );
    assert!(
        render_parts(
            "certs.d",
            &certs,
            &[part("[2001:db8::1]", 5000, &certs)],
            |_| {}
        )
        .is_ok()
    );
}

#[test]
fn passwords_are_those_that_every_reader_takes() {
    for format in ["jks", "pkcs12"] {
        for bad in ["", "12345", "p\u{e4}ssword", "pass\tword"] {
            let why =
                render(format, &roots(1), |o| o.password = bad.into()).expect_err("a bad password");
            assert!(
                bad.is_empty() || !why.contains(bad),
                "never repeated: {why}"
            );
        }
        assert!(render(format, &roots(1), |o| o.password = "six ch".into()).is_ok());
    }
}
