//! What Go says is read back into the refusal that prints it, and nothing else is taken for it.
//! The refusals are made by hand: no certificate, no file.

use super::*;

fn signatures() -> Vec<SignatureRefusal> {
    let mut all: Vec<SignatureRefusal> = SIGNATURES.iter().map(|(row, _)| row.clone()).collect();
    all.push(SignatureRefusal::Insecure("SHA1-RSA".into()));
    all
}

fn everything() -> Vec<GoRefusal> {
    let (now, then) = (Moment(1_795_410_000), Moment(1_795_000_000));
    let wanted = || "api.west.example.test".to_owned();
    let mut all: Vec<GoRefusal> = CONSTANT.iter().map(|(row, _)| row.clone()).collect();
    all.extend([
        GoRefusal::Unparsable("negative serial number".into()),
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
        GoRefusal::NotPermitted { name: wanted() },
    ]);
    for name in ["West CA", "a \"quoted\" CA\\, O=\u{fc}", "tab\there \u{1}"] {
        let candidate = |why| Candidate {
            name: name.into(),
            why,
        };
        all.extend(
            signatures()
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
