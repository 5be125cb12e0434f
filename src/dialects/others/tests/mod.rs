//! Every pattern is read back from the line that it prints, by its own class and with its values;
//! and lines of real logs find their classes.

mod lines;
mod programs;

use super::understood::everything;
use super::{read_error, read_line};
use crate::codes::Code;

#[test]
fn every_line_is_read_back() {
    for (_, code, pattern) in everything() {
        let places = pattern.places();
        let samples: Vec<String> = (0..places.len()).map(|n| format!("sample-{n}")).collect();
        let values: Vec<(&str, &str)> = places
            .iter()
            .copied()
            .zip(samples.iter().map(String::as_str))
            .collect();
        let line = pattern.fill(&values);
        assert_eq!(pattern.read(&line).as_ref(), Some(&values), "{line}");
        assert!(read_line(&line).contains(&code), "{code}: {line}");
        let places: std::collections::BTreeSet<_> = places.into_iter().collect();
        assert_eq!(places.len(), values.len(), "a place stands twice: {line}");
    }
}

#[test]
fn lines_of_logs_find_their_classes() {
    for (line, codes) in [
        (
            "Get \"https://api.a.test:6443/api\": dial tcp 192.0.2.1:6443: connect: connection refused",
            &[Code::Refused, Code::NameLeadsNowhere][..],
        ),
        (
            "dial tcp: lookup api.a.test on 192.0.2.53:53: no such host",
            &[
                Code::NameNotFound,
                Code::NameWithoutAddress,
                Code::ResolversDisagree,
                Code::AliasDangling,
            ],
        ),
        (
            "curl: (60) SSL certificate problem: certificate has expired",
            &[Code::Expired],
        ),
        (
            "curl: (60) SSL: no alternative certificate subject name matches target host name 'a.test'",
            &[Code::NameMismatch, Code::RouterDefaultCertificate],
        ),
        (
            "x509: certificate has expired or is not yet valid: current time 2026-11-23T05:00:00Z is before 2027-01-01T00:00:00Z",
            &[Code::NotYetValid, Code::ClockSkew],
        ),
        (
            "verify error:num=10:certificate has expired",
            &[Code::Expired],
        ),
        (
            "SSL validation failed for https://s3.a.test/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1007)",
            &[Code::PrivateCa],
        ),
        ("nothing that anybody prints", &[]),
    ] {
        assert_eq!(read_line(line), codes, "{line}");
    }
}

/// What MTC makes of an error is no error; words of others are none either.
#[test]
fn an_error_is_read_in_a_longer_text() {
    for (text, codes) in [
        (
            "BackupStorageLocation \"a\" is unavailable: rpc error: code = Unknown desc = Get \"https://s3.test/\": dial tcp 192.0.2.1:443: connect: connection timed out",
            &[Code::TimeoutTcp][..],
        ),
        (
            "Get \"https://s3.test/\": dial tcp: lookup s3.test on 10.0.0.10:53: read udp 10.1.2.3:4000->10.0.0.10:53: i/o timeout",
            &[Code::TimeoutDns],
        ),
        (
            "Head \"https://s3.test/\": Forbidden",
            &[Code::ProxyDenied, Code::NoProxyMissing],
        ),
        (
            "Get \"https://s3.test/\": proxyconnect tcp: dial tcp 192.0.2.9:3128: connect: connection refused",
            &[Code::ProxyUnreachable],
        ),
        (
            "Get \"https://s3.test/\": proxyconnect tcp: x509: certificate signed by unknown authority",
            &[Code::ProxyUntrusted],
        ),
        ("api error Forbidden: no list access for you", &[]),
        ("a volume named EOF was not found", &[]),
        ("Test connect failed. ", &[]),
        (
            "RequestTimeTooSkewed: The difference between the request time and the server's time is too large.",
            &[Code::ClockSkew],
        ),
    ] {
        assert_eq!(read_error(text), codes, "{text}");
    }
}
