//! What Go says is read back into the refusal that prints it, and nothing else is taken for it.
//! The refusals are made by hand: no certificate, no file.

use super::*;

/// What keeps some detail of what it is about.
fn detailed() -> Vec<GoRefusal> {
    vec![
        GoRefusal::NotPermitted(NameRefusal::NotPermitted {
            kind: NamedBy::Uri,
            name: "https://a/".into(),
        }),
        GoRefusal::NotPermitted(NameRefusal::Excluded {
            kind: NamedBy::Dns,
            name: "a".into(),
            constraint: String::new(),
        }),
        GoRefusal::NotPermitted(NameRefusal::Said("URI with IP".into())),
        GoRefusal::DnsUnread { name: "a.".into() },
        GoRefusal::HandshakeSignature(SignatureRefusal::ShortRsa(768)),
        GoRefusal::UnsupportedKey {
            kind: "<nil>".into(),
        },
        GoRefusal::NoValidChains {
            detail: "1 candidate chains with invalid policies".into(),
        },
        GoRefusal::NotCheckedHere {
            key: "RSA 16384".into(),
        },
        GoRefusal::OnlyIn {
            version: GoVersion::Go127,
            refusal: Box::new(GoRefusal::NotACa),
        },
    ]
}

fn everything() -> Vec<GoRefusal> {
    let (now, then) = (Moment(1_795_410_000), Moment(1_795_000_000));
    let wanted = || "api.west.example.test".to_owned();
    let mut all: Vec<GoRefusal> = CONSTANT.iter().map(|(row, _)| row.clone()).collect();
    all.extend([
        GoRefusal::Unparsable("x509: negative serial number".into()),
        GoRefusal::NotYetValid {
            now,
            not_before: then,
        },
        GoRefusal::Expired {
            now,
            not_after: then,
        },
        GoRefusal::NoIpSans {
            wanted: "192.0.2.10".into(),
        },
        GoRefusal::NoNames { wanted: wanted() },
        GoRefusal::ManyNames {
            count: 100,
            wanted: wanted(),
        },
        GoRefusal::WrongName {
            valid: vec!["a.test".into(), "*.b.test".into()],
            wanted: wanted(),
        },
        GoRefusal::ManyAddresses {
            count: 100,
            wanted: "192.0.2.10".into(),
        },
    ]);
    all.extend(detailed());
    for name in ["West CA", "a \"quoted\" CA\\, O=\u{fc}", "tab\there \u{1}"] {
        let candidate = |why| Candidate {
            name: name.into(),
            why,
        };
        all.extend(
            SignatureRefusal::samples()
                .into_iter()
                .map(|why| GoRefusal::UnknownAuthority(Some(candidate(why)))),
        );
    }
    all
}

#[test]
fn what_is_printed_is_read_back() {
    for refusal in everything() {
        let text = refusal.to_string();
        assert!(!text.is_empty(), "{refusal:?}");
        assert_eq!(GoRefusal::read(&text), Some(refusal.clone()), "{text}");
        assert_eq!(
            GoRefusal::read(&format!("{PREFIX}{text}")),
            Some(refusal),
            "{text}"
        );
    }
}

#[test]
fn what_go_does_not_say_is_not_read() {
    for text in [
        "",
        "x509: ",
        "certificate signed by unknown authority",
        "EOF",
        "x509: certificate is valid for a",
    ] {
        assert_eq!(GoRefusal::read(text), None, "{text}");
    }
}
