//! One line for each way in which other programs print an error, as they printed it: who prints it,
//! one of the classes that print it, and one that must not be guessed from it.

use super::programs;
use crate::codes::Code;
use crate::dialects::others::{Program, understood};
use crate::dialects::quoted::unquoted;

/// Line, who prints it, classes that print it; where it is one, the likeliest.
const LINES: &[(&str, Program, &[Code])] = &[
    // Go.
    (
        "Get \"https://a.test/\": dial tcp 192.0.2.1:443: connect: network is unreachable",
        Program::Go,
        &[Code::Unreachable],
    ),
    (
        "dial tcp: lookup a.test on 10.0.0.10:53: read udp 10.1.2.3:4000->10.0.0.10:53: i/o timeout",
        Program::Go,
        &[Code::TimeoutDns],
    ),
    (
        "dial tcp: lookup a.test: Temporary failure in name resolution",
        Program::Go,
        &[Code::DnsFailure],
    ),
    (
        "read tcp 10.1.2.3:4000->192.0.2.1:443: read: connection reset by peer",
        Program::Go,
        &[Code::ClosedInHandshake, Code::SniFiltered],
    ),
    (
        "Get \"https://a.test/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
        Program::Go,
        &[Code::TimeoutTcp, Code::TimeoutTls],
    ),
    (
        "Get \"https://a.test/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
        Program::Go,
        &[Code::TimeoutTcp, Code::TimeoutHttp],
    ),
    (
        "Get \"https://a.test/\": net/http: TLS handshake timeout",
        Program::Go,
        &[Code::TimeoutTls, Code::MtuBlackHole],
    ),
    (
        "http: server gave HTTP response to HTTPS client",
        Program::Go,
        &[Code::NotTls, Code::BlockPage],
    ),
    (
        "tls: first record does not look like a TLS handshake",
        Program::Go,
        &[Code::NotTls],
    ),
    (
        "proxyconnect tcp: tls: first record does not look like a TLS handshake",
        Program::Go,
        &[Code::ProxyNotAProxy],
    ),
    (
        "proxyconnect tcp: dial tcp 192.0.2.9:3128: i/o timeout",
        Program::Go,
        &[Code::ProxyUnreachable],
    ),
    (
        "socks connect tcp 192.0.2.9:1080->a.test:443: unknown error host unreachable",
        Program::Go,
        &[Code::ProxyCannotConnect],
    ),
    (
        "Get \"https://a.test/\": Forbidden",
        Program::Go,
        &[Code::ProxyDenied, Code::NoProxyMissing],
    ),
    (
        "{\"error\":\"Get \\\"https://a.test/\\\": Forbidden\",\"stacktrace\":\"main\"}",
        Program::Go,
        &[Code::ProxyDenied],
    ),
    (
        "x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification failure\" while trying to verify candidate authority certificate \"ingress-operator@17\")",
        Program::Go,
        &[Code::SameNameOtherKey],
    ),
    (
        "x509: certificate is not valid for any names, but wanted to match a.test",
        Program::Go,
        &[Code::NameMismatch],
    ),
    (
        "tls: server selected unsupported protocol version 301",
        Program::Go,
        &[Code::TlsVersion],
    ),
    (
        "x509: cannot verify signature: insecure algorithm SHA1-RSA (temporarily override with GODEBUG=x509sha1=1)",
        Program::Go,
        &[Code::WeakKeyOrSignature],
    ),
    (
        "remote error: tls: unknown certificate authority",
        Program::Go,
        &[Code::ClientCertificateRequired],
    ),
    (
        "SerializationError: failed to unmarshal error message status code: 200, request id:",
        Program::Go,
        &[Code::WrongService, Code::BlockPage],
    ),
    // A server of its client.
    (
        "http: TLS handshake error from 10.1.2.3:40000: remote error: tls: bad certificate",
        Program::Server,
        &[Code::PrivateCa, Code::NameMismatch],
    ),
    (
        "http: TLS handshake error from 10.1.2.3:40000: remote error: tls: unknown certificate authority",
        Program::Server,
        &[Code::PrivateCa],
    ),
    (
        "http: TLS handshake error from 10.1.2.3:40000: EOF",
        Program::Server,
        &[Code::Ok],
    ),
    // curl.
    (
        "curl: (56) Received HTTP code 407 from proxy after CONNECT",
        Program::Curl,
        &[Code::ProxyAuthRequired],
    ),
    (
        "curl: (56) Received HTTP code 403 from proxy after CONNECT",
        Program::Curl,
        &[Code::ProxyDenied],
    ),
    (
        "curl: (56) CONNECT tunnel failed, response 418",
        Program::Curl,
        &[Code::ProxyNotAProxy],
    ),
    (
        "curl: (5) Could not resolve proxy: proxy.test",
        Program::Curl,
        &[Code::ProxyUnreachable],
    ),
    (
        "curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
        Program::Curl,
        &[Code::Refused],
    ),
    (
        "curl: (28) Failed to connect to 192.0.2.1 port 443 after 2001 ms: Timeout was reached",
        Program::Curl,
        &[Code::TimeoutTcp],
    ),
    (
        "curl: (35) OpenSSL/3.0.17: error:0A00010B:SSL routines::wrong version number",
        Program::Curl,
        &[Code::NotTls],
    ),
    (
        "curl: (35) error:0A000410:SSL routines::sslv3 alert handshake failure",
        Program::Curl,
        &[Code::NoCommonParameters, Code::ClientCertificateRequired],
    ),
    (
        "curl: (35) error:0A000152:SSL routines::unsafe legacy renegotiation disabled",
        Program::Curl,
        &[Code::LegacyTls],
    ),
    (
        "curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number",
        Program::Curl,
        &[Code::NotTls],
    ),
    (
        "curl: (35) Recv failure: Connection reset by peer",
        Program::Curl,
        &[Code::ClosedInHandshake],
    ),
    (
        "curl: (60) SSL certificate problem: unable to get local issuer certificate",
        Program::Curl,
        &[Code::RootNotSent, Code::IntermediateMissing],
    ),
    (
        "curl: (60) SSL certificate problem: self signed certificate in certificate chain",
        Program::Curl,
        &[Code::PrivateCa],
    ),
    (
        "curl: (60) SSL: no alternative certificate subject name matches target host name 'a.test'",
        Program::Curl,
        &[Code::NameMismatch],
    ),
    (
        "curl: (52) Empty reply from server",
        Program::Curl,
        &[Code::ServiceError],
    ),
    // OpenSSL 3 and 1.1.
    (
        "verify error:num=21:unable to verify the first certificate",
        Program::Openssl,
        &[Code::IntermediateMissing, Code::RootNotSent],
    ),
    (
        "Verify return code: 18 (self signed certificate)",
        Program::Openssl,
        &[Code::SelfSigned],
    ),
    (
        "40470000:error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed:ssl/statem/statem_clnt.c:1889:",
        Program::Openssl,
        &[Code::PrivateCa],
    ),
    (
        "error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed",
        Program::Openssl,
        &[Code::PrivateCa],
    ),
];

#[test]
fn lines_of_programs_are_theirs() {
    for (line, program, codes) in LINES.iter().chain(programs::LINES) {
        let read = understood(&unquoted(line));
        assert!(
            read.programs.contains(program),
            "{line}: {:?}",
            read.programs
        );
        let found = codes.iter().all(|code| read.codes.contains(code));
        assert!(found, "{line}: {:?}", read.codes);
        let [one] = codes else { continue };
        assert_eq!(read.codes.first(), Some(one), "{line}: {:?}", read.codes);
    }
}

#[test]
fn what_stands_in_a_line_comes_out() {
    for (line, name, value) in [
        (
            "dial tcp 192.0.2.1:443: connect: connection refused",
            "address",
            "192.0.2.1:443",
        ),
        (
            "dial tcp: lookup a.test on 10.0.0.10:53: no such host",
            "resolver",
            "10.0.0.10:53",
        ),
        (
            "x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"ingress-operator@17\")",
            "name",
            "ingress-operator@17",
        ),
        (
            "http: TLS handshake error from 10.1.2.3:40000: remote error: tls: decode error",
            "alert",
            "decode error",
        ),
        ("remote error: tls: decode error", "alert", "decode error"),
        (
            "Received fatal alert: decode_error",
            "alert",
            "decode_error",
        ),
    ] {
        let read = understood(line);
        let found = read.values.iter().find(|(known, _)| *known == name);
        assert_eq!(
            found.map(|(_, value)| value.as_str()),
            Some(value),
            "{line}"
        );
    }
}

/// Words of others that are no error of a connection.
#[test]
fn nobody_is_accused_by_a_word() {
    for line in [
        "Error from server (Forbidden): configmaps \"a\" is forbidden: User \"dev\" cannot get it",
        "operation error S3: HeadBucket, https response error StatusCode: 403, RequestID: 1, HostID: 2, api error Forbidden: Forbidden",
        "Forbidden: Forbidden\n\tstatus code: 403, request id: 1, host id: 2",
        "received EOF, stopping recv loop",
        "Bad Request is what it said to me",
        "name=x509-certificate-exporter resource=pods",
        "timeout: 300s",
    ] {
        assert_eq!(understood(line).codes, [], "{line}");
    }
}
