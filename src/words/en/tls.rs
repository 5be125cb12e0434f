//! English for `tls`: a connection was made and no TLS session came of it.
//! One entry for each code.

use crate::codes::Code;
use crate::words::class_text::ClassText;

pub(super) const LEGACY: &[(Code, ClassText)] = &[
    (
        Code::NotTls,
        ClassText {
            title: "the port does not speak TLS",
            meaning: "what answers on this port speaks another protocol",
            evidence: "the first bytes received are no TLS record",
            remedy: "use the port that serves TLS for {host} (seen here: {protocol}); where plain HTTP is meant, there is no certificate and no CA bundle to upload{where_meant}",
            cite: "RFC 8446 5.1",
        },
    ),
    (
        Code::MessageTooLarge,
        ClassText {
            title: "the certificate chain is too large",
            meaning: "the server sends more certificates than clients accept in one message",
            evidence: "a handshake message exceeds 64 KiB",
            remedy: "remove what does not belong to the chain from the certificate file of {authority}: leaf and intermediates are enough",
            cite: "rustls's limit of 65535 bytes, Go's maxHandshakeCertificateMsg",
        },
    ),
    (
        Code::ClosedInHandshake,
        ClassText {
            title: "cut off during the handshake",
            meaning: "the peer ended the connection before the handshake was done, without a word",
            evidence: "the connection ended with FIN or RST (which of the two cannot be told apart reliably) and no TLS alert",
            remedy: "a load balancer without a healthy backend, a filter, or a service that is no TLS server ends connections like this: check what runs behind {address}; if it works from elsewhere, ask the network team about filtering of {name}",
            cite: "measured: FIN and RST arrive alike depending on who wrote last",
        },
    ),
    (
        Code::HandshakeMalformed,
        ClassText {
            title: "the handshake breaks the rules",
            meaning: "what came back begins as TLS and then breaks its rules, or the connection failed in an unusual way",
            evidence: "the TLS library refused a message, the leaf's key did not make the handshake's signature, or the operating system reported an error",
            remedy: "a middlebox or a faulty server sits at {address}: compare from another network; the peer's fault was: {error}",
            cite: "RFC 8446 6.2",
        },
    ),
    (
        Code::NameRejected,
        ClassText {
            title: "the server refuses this name",
            meaning: "the server has no service under the name it was asked for and said so",
            evidence: "a fatal alert unrecognized_name (112) answered the ClientHello",
            remedy: "use the name under which the service is published (asked here: {asked}); for a route see `oc get route -A`; --servername NAME asks the same address under another name",
            cite: "RFC 6066 3",
        },
    ),
    (
        Code::TlsVersion,
        ClassText {
            title: "no common TLS version",
            meaning: "the server speaks neither TLS 1.2 nor TLS 1.3",
            evidence: "it answered with alert protocol_version (70), or chose an older version in its ServerHello",
            remedy: "upgrade the server behind {authority} or raise its TLS profile: MTC's Go clients speak TLS 1.2 and 1.3 only, and no CA bundle changes that",
            cite: "RFC 8996; RFC 8446 6.2",
        },
    ),
    (
        Code::NoCommonParameters,
        ClassText {
            title: "no common cipher or key type",
            meaning: "client and server share no cipher suite, group or signature algorithm",
            evidence: "the server ended the handshake with handshake_failure (40) or a kindred alert, without asking for a client certificate",
            remedy: "let the server behind {authority} offer ECDHE with AES-GCM or ChaCha20 and an RSA or ECDSA P-256/P-384 key; it may also refuse the name {name}: try --servername",
            cite: "RFC 8446 6.2, RFC 5246 7.2.2",
        },
    ),
    (
        Code::TlsAlert,
        ClassText {
            title: "the server refused the handshake",
            meaning: "the server ended the session with a TLS alert of its own",
            evidence: "a fatal alert was received",
            remedy: "look into the log of the server behind {address} for the reason of its alert {alert}",
            cite: "RFC 8446 6.2",
        },
    ),
];
