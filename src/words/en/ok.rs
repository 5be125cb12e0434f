//! English for `ok`: what works, and the warnings beside it.
//! One entry for each code.

use crate::codes::Code;
use crate::words::class_text::ClassText;

pub(super) const LEGACY: &[(Code, ClassText)] = &[
    (
        Code::HalfUp,
        ClassText {
            title: "works on some addresses only",
            meaning: "the name has several addresses, and not all of them work",
            evidence: "the same questions were put to every address",
            remedy: "{cure}; works: {working}",
            cite: "RFC 8305 (clients race or walk the addresses)",
        },
    ),
    (
        Code::AddressesDiffer,
        ClassText {
            title: "the addresses present different certificates",
            meaning: "which certificate a client sees depends on the address it happens to take",
            evidence: "the leaves captured on the addresses of this name are not the same",
            remedy: "a renewal may be under way, or one of the backends of {host} was forgotten: {leaves}; export the bundle again when they agree. where they lead to different authorities `probe export-bundle` refuses until each is vouched for (--ca FILE) or named (--accept-unconfirmed SHA256)",
            cite: "measured per address",
        },
    ),
    (
        Code::ClientCertificateRequired,
        ClassText {
            title: "a client certificate is demanded",
            meaning: "the server ends the session unless the client presents a certificate; no CA bundle changes that",
            evidence: "the server sent a CertificateRequest and, as none was given, a fatal alert, the end of the session or an HTTP 400 that says so",
            remedy: "check that {authority} is the service port and not one for mutual TLS; its certificate was captured all the same, and a bundle for it can be written; it takes client certificates of {issuers}",
            cite: "RFC 8446 4.4.2.4, 6.2; measured for TLS 1.2 (alert 40 or 116 in the handshake) and 1.3 (116 after it)",
        },
    ),
    (
        Code::ExpiresSoon,
        ClassText {
            title: "expires soon",
            meaning: "a certificate of the chain ends within two weeks",
            evidence: "notAfter is less than 14 days after the time of judgement",
            remedy: "renew \"{certificate}\" on {authority} before {not_after}",
            cite: "RFC 5280 4.1.2.5; OpenShift replaces API certificates of 30 days after 15",
        },
    ),
    (
        Code::ChainDisordered,
        ClassText {
            title: "the chain is out of order",
            meaning: "the certificates are not sent leaf first, each followed by the one that signed it",
            evidence: "the order sent differs from the order that signatures prove",
            remedy: "put the certificate file of {authority} in this order: {order}; GnuTLS clients may refuse it as it is",
            cite: "RFC 8446 4.4.2 (TLS 1.2 demands the order, 1.3 recommends it)",
        },
    ),
    (
        Code::ChainExtra,
        ClassText {
            title: "certificates that do not belong",
            meaning: "the server sends certificates that are no part of its path, or the same one twice",
            evidence: "they are neither on the path that signatures prove nor other certificates of a CA on it",
            remedy: "remove from the certificate file of {authority}: {extra}; export-bundle leaves them out",
            cite: "RFC 8446 4.4.2",
        },
    ),
    (
        Code::LegacyTls,
        ClassText {
            title: "an outdated TLS version",
            meaning: "the server chose a TLS version older than 1.2",
            evidence: "the version field of its ServerHello",
            remedy: "raise the TLS profile of the server behind {authority}: {version} is forbidden by RFC 8996 and refused by current clients",
            cite: "RFC 8996",
        },
    ),
    (
        Code::HostnameOnlyByCn,
        ClassText {
            title: "the name is in the common name only",
            meaning: "curl and OpenSSL accept this certificate for its common name, Go, Python and browsers do not: a test with curl misleads",
            evidence: "no subjectAltName, and the common name matches",
            remedy: "reissue the certificate of {authority} with subjectAltName DNS:{name}",
            cite: "RFC 9525 6.3",
        },
    ),
    (
        Code::ClockSkew,
        ClassText {
            title: "the clocks differ",
            meaning: "the server's clock and this machine's are minutes apart: certificate dates and S3 signatures are judged wrongly",
            evidence: "the Date header of the answer against the time the connection began",
            remedy: "set both clocks by NTP (chronyc tracking): the server behind {authority} is {skew}",
            cite: "RFC 9110 6.6.1",
        },
    ),
    (
        Code::NoBundleNeeded,
        ClassText {
            title: "a public CA: no bundle needed",
            meaning: "the chain ends in a public root that every client already trusts",
            evidence: "the path's root is one of Mozilla's, and the system trusts it",
            remedy: "leave the CA bundle of {authority} empty: a bundle replaces the public roots in MTC's clients, so an unneeded one can only break things",
            cite: "client-go rootCertPool, aws-sdk-go CustomCABundle, restic --cacert: all replace",
        },
    ),
    (
        Code::Ok,
        ClassText {
            title: "ok",
            meaning: "every step that this role asks for went through, and a trusted store vouches for the chain",
            evidence: "name, connection, handshake, path, dates, name in the certificate and the service's own answer",
            remedy: "",
            cite: "RFC 5280 6.1, RFC 9525; each role's own answer",
        },
    ),
];
