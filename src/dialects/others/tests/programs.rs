//! The same of the programs that are not written in Go or with curl: one line for each way in which they
//! print an error, as they printed it.

use crate::codes::Code;
use crate::dialects::others::Program;

/// Line, who prints it, classes that print it; where it is one, the likeliest.
pub(super) const LINES: &[(&str, Program, &[Code])] = &[
    // Node.js.
    (
        "Error: connect ECONNREFUSED 127.0.0.1:443",
        Program::Node,
        &[Code::Refused],
    ),
    (
        "Error: getaddrinfo ENOTFOUND a.test",
        Program::Node,
        &[Code::NameNotFound],
    ),
    (
        "Error: write EPROTO 80AB:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl/record/ssl3_record.c:355:",
        Program::Node,
        &[Code::NotTls],
    ),
    (
        "Error: unable to verify the first certificate",
        Program::Node,
        &[Code::IntermediateMissing],
    ),
    (
        "Hostname/IP does not match certificate's altnames: Host: a.test. is not in the cert's altnames: DNS:b.test",
        Program::Node,
        &[Code::NameMismatch],
    ),
    (
        "AxiosError: timeout of 5000ms exceeded",
        Program::Node,
        &[Code::TimeoutTcp],
    ),
    // Python.
    (
        "requests.exceptions.SSLError: HTTPSConnectionPool(host='a.test', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006)')))",
        Program::Python,
        &[Code::PrivateCa],
    ),
    (
        "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'a.test'. (_ssl.c:1006)",
        Program::Python,
        &[Code::NameMismatch],
    ),
    (
        "(Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden')))",
        Program::Python,
        &[Code::ProxyDenied],
    ),
    (
        "(Caused by ProxyError('Unable to connect to proxy', NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')))",
        Program::Python,
        &[Code::ProxyUnreachable],
    ),
    (
        "NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')",
        Program::Python,
        &[Code::Refused],
    ),
    (
        "HTTPSConnectionPool(host='a.test', port=443): Read timed out. (read timeout=3)",
        Program::Python,
        &[Code::TimeoutHttp],
    ),
    // Java.
    (
        "javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target",
        Program::Java,
        &[Code::PrivateCa],
    ),
    (
        "javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching a.test found.",
        Program::Java,
        &[Code::NameMismatch],
    ),
    (
        "java.net.UnknownHostException: a.test",
        Program::Java,
        &[Code::NameNotFound],
    ),
    (
        "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message",
        Program::Java,
        &[Code::NotTls],
    ),
    (
        "javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure",
        Program::Java,
        &[Code::NoCommonParameters],
    ),
    // podman, skopeo and docker.
    (
        "initializing source docker://r.test/a:1: pinging container registry r.test: Get \"https://r.test/v2/\": x509: certificate signed by unknown authority",
        Program::Go,
        &[Code::PrivateCa],
    ),
    (
        "error pinging docker registry 10.0.0.1:5000: invalid status code from registry 503 (Service Unavailable)",
        Program::Containers,
        &[Code::ServiceError],
    ),
    // stunnel.
    (
        "2026.11.28 05:00:00 LOG3[0]: s_connect: connect 192.0.2.1:443: Connection refused (111)",
        Program::Stunnel,
        &[Code::Refused],
    ),
    (
        "2026.11.28 05:00:00 LOG4[0]: CERT: Pre-verification error: unable to get local issuer certificate",
        Program::Stunnel,
        &[Code::RootNotSent],
    ),
    (
        "2026.11.28 05:00:00 LOG3[0]: CONNECT request rejected",
        Program::Stunnel,
        &[Code::ProxyDenied, Code::ProxyCutsTunnel],
    ),
    // Browsers.
    (
        "NET::ERR_CERT_AUTHORITY_INVALID",
        Program::Browser,
        &[Code::PrivateCa, Code::RootNotSent],
    ),
    (
        "Error code: SEC_ERROR_UNKNOWN_ISSUER",
        Program::Browser,
        &[Code::PrivateCa, Code::IntermediateMissing],
    ),
    (
        "MOZILLA_PKIX_ERROR_MITM_DETECTED",
        Program::Browser,
        &[Code::Intercepted],
    ),
    (
        "SSL_ERROR_RX_RECORD_TOO_LONG",
        Program::Browser,
        &[Code::NotTls],
    ),
    // MTC, whole, alone, and as a shell leaves it.
    (
        "Connection failed. Message: \"Test connect failed. The `caBundle` is required for self-signed API server certificates.\", Reason: \"ConnectFailed\"",
        Program::Mtc,
        &[Code::PrivateCa, Code::NameMismatch, Code::Expired],
    ),
    (
        "The caBundle is required for self-signed API server certificates.",
        Program::Mtc,
        &[Code::PrivateCa, Code::NameMismatch],
    ),
    (
        "The  is required for self-signed API server certificates.",
        Program::Mtc,
        &[Code::PrivateCa],
    ),
];
