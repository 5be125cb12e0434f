//! What is too long, too deep, cut off or no text at all: nothing of it breaks `probe triage`, and what
//! stands beside it is found all the same.

use mtc_probe::triage::{Findings, Scan, Subject, Topic};

const KNOWN: &str = r#"time="2025-01-02T03:06:06Z" level=error msg="Error getting a backup store" error="Get \"https://s3.example.test/b\": x509: certificate signed by unknown authority""#;

fn scanned(pieces: &[&[u8]]) -> Findings {
    let mut scan = Scan::default();
    scan.begin(0);
    for piece in pieces {
        scan.take(piece);
    }
    scan.findings()
}

fn authority(findings: &Findings) -> Option<&str> {
    let Subject::Network(_, Some(endpoint)) = &findings.found.first()?.subject else {
        return None;
    };
    Some(&endpoint.authority)
}

#[test]
fn a_line_without_end_is_searched_in_parts() {
    let mut scan = Scan::default();
    scan.begin(0);
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..50 {
        scan.take(&piece);
    }
    scan.take(format!(" {KNOWN} ").as_bytes());
    for _ in 0..50 {
        scan.take(&piece);
    }
    scan.take(format!("\n{KNOWN}\n").as_bytes());
    let findings = scan.findings();
    assert_eq!(authority(&findings), Some("s3.example.test:443"));
    let places = &findings.found[0].places;
    assert_eq!(places[0].line, 1, "{places:?}");
}

#[test]
fn a_line_is_found_however_the_pieces_fall() {
    let text = format!("all is well\r\n{KNOWN}\r\nall is well\r\n");
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        let findings = scanned(&[&bytes[..at], &bytes[at..]]);
        assert_eq!(authority(&findings), Some("s3.example.test:443"), "{at}");
        assert_eq!(findings.found[0].places[0].line, 2, "{at}");
        assert_eq!(findings.found[0].count, 1, "{at}");
    }
}

#[test]
fn no_end_no_bit_and_no_depth_breaks_it() {
    for end in 0..KNOWN.len() {
        scanned(&[&KNOWN.as_bytes()[..end]]);
        scanned(&[&KNOWN.as_bytes()[end..]]);
        let mut flipped = KNOWN.as_bytes().to_vec();
        flipped[end] ^= 1 << (end % 8);
        scanned(&[&flipped]);
    }
    let deep = KNOWN.replace("Get ", &"\\\"".repeat(1000));
    assert!(scanned(&[deep.as_bytes()]).found.len() <= 1);
    let binary: Vec<u8> = (0..=255).cycle().take(3 << 20).collect();
    let findings = scanned(&[&binary, b"\n", KNOWN.as_bytes()]);
    assert_eq!(authority(&findings), Some("s3.example.test:443"));
    let open = "time=\"".repeat(100_000) + "\n" + &"level=error\n".repeat(1000);
    scanned(&[open.as_bytes()]);
}

#[test]
fn quotes_are_undone_four_deep() {
    let mut error = "Get \"https://s3.example.test/b\": EOF".to_owned();
    for _ in 0..4 {
        error = format!("{error:?}");
        let line = format!("level=error msg=x error={error}\n");
        let findings = scanned(&[line.as_bytes()]);
        assert_eq!(authority(&findings), Some("s3.example.test:443"), "{line}");
    }
}

#[test]
fn wrapped_lines_come_to_what_the_whole_line_does() {
    const WRAPPED: &str = "time=\"2020-11-09T15:57:46Z\" level=error msg=\"Error checking repository for stale lo
cks\" controller=restic-repository error=\"error getting backup storage location:
BackupStorageLocation.velero.io \\\"my-bsl\\\" not found\" error.file=\"/go/src/gith
ub.com/x.go:1\"
fatal: [localhost]: FAILED! => {\"msg\": \"Get \\\"https://api.example.test:6443/\\\": dial tcp 192.0.2.1:6443: i/o timeout\"}
...ignoring
";
    let soft = WRAPPED
        .replace("stale lo\ncks", "stale\n  locks")
        .replace("gith\nub", "github");
    for text in [WRAPPED, &soft] {
        let findings = scanned(&[text.as_bytes()]);
        let subjects: Vec<&Subject> = findings.found.iter().map(|found| &found.subject).collect();
        assert_eq!(
            subjects,
            [&Subject::Topic(Topic::LeftoverRepository)],
            "{text}"
        );
    }
}
