//! What curl prints, and what is seen with it.
//! One row for each code; a name in braces is a place.

use super::row::Row;
use crate::codes::Code;

pub(super) const ROWS: &[Row] = &[
    (Code::NameNotFound, &["(6) Could not resolve host: {host}"]),
    (
        Code::NameWithoutAddress,
        &["(6) Could not resolve host: {host}"],
    ),
    (
        Code::ResolversDisagree,
        &["(6) Could not resolve host: {host}"],
    ),
    (Code::AliasDangling, &["(6) Could not resolve host: {host}"]),
    (Code::TimeoutDns, &["(28) Resolving timed out"]),
    (Code::DnsFailure, &["(6) Could not resolve host: {host}"]),
    (
        Code::TimeoutTcp,
        &[
            "(28) Connection timed out",
            "(28) Failed to connect to {host} port {port}",
        ],
    ),
    (
        Code::Refused,
        &["(7) Failed to connect to {host} port {port}"],
    ),
    (
        Code::NameLeadsNowhere,
        &["(7) Failed to connect to {host} port {port}"],
    ),
    (
        Code::Unreachable,
        &["(7) Failed to connect to {host} port {port}"],
    ),
    (
        Code::ProxyUnreachable,
        &[
            "(5) Could not resolve proxy",
            "(7) Failed to connect",
            "(28)",
        ],
    ),
    (
        Code::TimeoutProxy,
        &["(28) Proxy CONNECT aborted due to timeout"],
    ),
    (
        Code::ProxyAuthRequired,
        &["(56) CONNECT tunnel failed, response 407", "(97)"],
    ),
    (
        Code::ProxyDenied,
        &["(56) CONNECT tunnel failed, response 403"],
    ),
    (
        Code::ProxyCannotResolve,
        &["(56) CONNECT tunnel failed, response 503"],
    ),
    (
        Code::ProxyNotAProxy,
        &[
            "(56) CONNECT tunnel failed, response 400",
            "Proxy CONNECT aborted",
        ],
    ),
    (
        Code::ProxyCannotConnect,
        &[
            "(56) CONNECT tunnel failed, response 502",
            "(56) CONNECT tunnel failed, response 503",
        ],
    ),
    (Code::ProxyUntrusted, &["(60) SSL certificate problem"]),
    (Code::ProxyAnswersInClear, &["(35) wrong version number"]),
    (Code::ProxyCutsTunnel, &["(35)", "(28)"]),
    (
        Code::Intercepted,
        &[
            "(60) SSL certificate problem: self-signed certificate in certificate chain",
            "unable to get local issuer certificate",
        ],
    ),
    (
        Code::BlockPage,
        &[
            "(35) wrong version number",
            "(56) CONNECT tunnel failed, response 511",
        ],
    ),
    (Code::SniFiltered, &["(35)", "(28)"]),
    (Code::LargeHelloCut, &["(35)", "(28)"]),
    (Code::MtuBlackHole, &["(35)", "(28)"]),
    (Code::NotTls, &["(35) wrong version number"]),
    (Code::TimeoutTls, &["(28) SSL connection timeout"]),
    (Code::TimeoutTlsStalled, &["(28) SSL connection timeout"]),
    (Code::MessageTooLarge, &["(35) excessive message size"]),
    (
        Code::ClosedInHandshake,
        &[
            "(35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL",
            "Recv failure: Connection reset by peer",
        ],
    ),
    (Code::HandshakeMalformed, &["(35)"]),
    (Code::NameRejected, &["(35) tlsv1 unrecognized name"]),
    (Code::TlsVersion, &["(35) tlsv1 alert protocol version"]),
    (
        Code::NoCommonParameters,
        &[
            "(35) sslv3 alert handshake failure",
            "(35) tlsv1 alert no application protocol",
        ],
    ),
    (Code::TlsAlert, &["(35)", "(56)"]),
    (
        Code::SelfSigned,
        &["(60) SSL certificate problem: self-signed certificate"],
    ),
    (
        Code::SameNameOtherKey,
        &[
            "(60) SSL certificate problem: unable to get local issuer certificate",
            "certificate signature failure",
        ],
    ),
    (
        Code::IssuerNameDiffers,
        &[
            "(60) SSL certificate problem: self-signed certificate in certificate chain",
            "(60) SSL certificate problem: unable to get local issuer certificate",
        ],
    ),
    (
        Code::PrivateCa,
        &["(60) SSL certificate problem: self-signed certificate in certificate chain"],
    ),
    (
        Code::IntermediateMissing,
        &["(60) SSL certificate problem: unable to get local issuer certificate"],
    ),
    (
        Code::RootNotSent,
        &["(60) SSL certificate problem: unable to get local issuer certificate"],
    ),
    (Code::RegistryNotVerified, &["(60) SSL certificate problem"]),
    (Code::CertificateMalformed, &["(35)"]),
    (
        Code::Expired,
        &["(60) SSL certificate problem: certificate has expired"],
    ),
    (
        Code::NotYetValid,
        &["(60) SSL certificate problem: certificate is not yet valid"],
    ),
    (
        Code::NameMismatch,
        &["(60) SSL: no alternative certificate subject name matches target host name '{host}'"],
    ),
    (
        Code::WrongPurpose,
        &["(60) SSL certificate problem: unsuitable certificate purpose"],
    ),
    (
        Code::WeakKeyOrSignature,
        &[
            "(60) CA signature digest algorithm too weak",
            "EE certificate key too weak",
        ],
    ),
    (
        Code::PathTooDeep,
        &["(60) SSL certificate problem: path length constraint exceeded"],
    ),
    (
        Code::ConstraintViolated,
        &[
            "(60) permitted subtree violation",
            "unhandled critical extension",
            "invalid CA certificate",
        ],
    ),
    (Code::TimeoutHttp, &["(28) Operation timed out"]),
    (Code::ServiceError, &["(52) Empty reply from server"]),
    (
        Code::RouterDefaultCertificate,
        &["(60) no alternative certificate subject name matches"],
    ),
    (Code::NoProxyMissing, &["(56) CONNECT tunnel failed"]),
    (
        Code::ClientCertificateRequired,
        &[
            "(56) {reason} alert certificate required",
            "(35) {reason} alert handshake failure",
            "400 No required SSL certificate was sent",
        ],
    ),
];
