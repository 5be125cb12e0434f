//! What is written with OpenSSL repeats its words: the reasons of a failed handshake and of a refused
//! certificate. One row for each; the spellings of its programs are made of it.
//! Read in OpenSSL 1.1.1 and 3.0: `ssl_err.c`, `x509_txt.c`.

use super::classes::{
    ALONE, CLIENT_CERTIFICATE, CUT, Heard, IN_CLEAR, NO_HANDSHAKE, NO_ISSUER, OLD_TLS, ROOT_SENT,
    SELF_SIGNED, UNTRUSTED, WRONG_NAME,
};
use crate::codes::Code;

/// Reasons of `SSL_get_error`: what stands behind the last colon of an error line, the name that
/// Python gives it, and the number behind `error:` in OpenSSL 3.
macro_rules! reasons {
    ($($text:literal, $python:literal, $number:literal => $codes:expr,)*) => {
        pub(super) const REASONS: &[Heard] = &[$((
            &[
                concat!(":", $text),
                concat!("SSL routines:{function}:", $text),
                concat!("SSL routines::", $text),
                concat!("error:", $number),
            ],
            $codes,
        ),)*];
        pub(super) const REASONS_IN_CURL: &[Heard] = &[$((
            &[
                concat!("curl: (35) {library}SSL routines:{function}:", $text),
                concat!("curl: (35) {library}SSL routines::", $text),
                concat!("curl: (56) {library}SSL routines:{function}:", $text),
                concat!("curl: (56) {library}SSL routines::", $text),
                concat!("(35) {library}:", $text),
                concat!("(35) {library}error:", $number),
            ],
            $codes,
        ),)*];
        pub(super) const REASONS_IN_NODE: &[Heard] = &[$((
            &[
                concat!("EPROTO {library}SSL routines:{function}:", $text),
                concat!("EPROTO {library}SSL routines::", $text),
            ],
            $codes,
        ),)*];
        pub(super) const REASONS_IN_PYTHON: &[Heard] = &[$((
            &[concat!("[SSL: ", $python, "]"), concat!("[SSL: ", $python, "] ", $text)],
            $codes,
        ),)*];
    };
}

reasons! {
    "wrong version number", "WRONG_VERSION_NUMBER", "0A00010B" => IN_CLEAR,
    "packet length too long", "PACKET_LENGTH_TOO_LONG", "0A0000C6" => IN_CLEAR,
    "http request", "HTTP_REQUEST", "0A00009C" => IN_CLEAR,
    "unknown protocol", "UNKNOWN_PROTOCOL", "0A0000FC" => IN_CLEAR,
    "record layer failure", "RECORD_LAYER_FAILURE", "0A000139" => IN_CLEAR,
    "unexpected eof while reading", "UNEXPECTED_EOF_WHILE_READING", "0A000126" => CUT,
    "sslv3 alert handshake failure", "SSLV3_ALERT_HANDSHAKE_FAILURE", "0A000410" => NO_HANDSHAKE,
    "ssl/tls alert handshake failure", "SSL/TLS_ALERT_HANDSHAKE_FAILURE", "0A000410" => NO_HANDSHAKE,
    "tlsv1 alert insufficient security", "TLSV1_ALERT_INSUFFICIENT_SECURITY", "0A00042F" => &[Code::NoCommonParameters],
    "no shared cipher", "NO_SHARED_CIPHER", "0A0000C1" => &[Code::NoCommonParameters],
    "no ciphers available", "NO_CIPHERS_AVAILABLE", "0A0000B5" => &[Code::NoCommonParameters],
    "dh key too small", "DH_KEY_TOO_SMALL", "0A00018A" => &[Code::NoCommonParameters],
    "tlsv1 alert no application protocol", "TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "0A000460" => &[Code::NoCommonParameters],
    "tlsv1 alert protocol version", "TLSV1_ALERT_PROTOCOL_VERSION", "0A00042E" => OLD_TLS,
    "unsupported protocol", "UNSUPPORTED_PROTOCOL", "0A000102" => OLD_TLS,
    "unsafe legacy renegotiation disabled", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED", "0A000152" => &[Code::LegacyTls, Code::NoCommonParameters],
    "no protocols available", "NO_PROTOCOLS_AVAILABLE", "0A0000BF" => OLD_TLS,
    "tlsv1 unrecognized name", "TLSV1_UNRECOGNIZED_NAME", "0A000458" => &[Code::NameRejected],
    "tlsv13 alert certificate required", "TLSV13_ALERT_CERTIFICATE_REQUIRED", "0A00045C" => CLIENT_CERTIFICATE,
    "sslv3 alert bad certificate", "SSLV3_ALERT_BAD_CERTIFICATE", "0A000412" => CLIENT_CERTIFICATE,
    "ssl/tls alert bad certificate", "SSL/TLS_ALERT_BAD_CERTIFICATE", "0A000412" => CLIENT_CERTIFICATE,
    "sslv3 alert certificate unknown", "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "0A000416" => CLIENT_CERTIFICATE,
    "sslv3 alert certificate expired", "SSLV3_ALERT_CERTIFICATE_EXPIRED", "0A000415" => CLIENT_CERTIFICATE,
    "tlsv1 alert unknown ca", "TLSV1_ALERT_UNKNOWN_CA", "0A000418" => CLIENT_CERTIFICATE,
    "tlsv1 alert access denied", "TLSV1_ALERT_ACCESS_DENIED", "0A000419" => CLIENT_CERTIFICATE,
    "tlsv1 alert internal error", "TLSV1_ALERT_INTERNAL_ERROR", "0A000438" => &[Code::TlsAlert, Code::NameRejected],
    "excessive message size", "EXCESSIVE_MESSAGE_SIZE", "0A000098" => &[Code::MessageTooLarge],
    "ee key too small", "EE_KEY_TOO_SMALL", "0A00018F" => &[Code::WeakKeyOrSignature],
    "ca md too weak", "CA_MD_TOO_WEAK", "0A00018E" => &[Code::WeakKeyOrSignature],
    "certificate verify failed", "CERTIFICATE_VERIFY_FAILED", "0A000086" => UNTRUSTED,
}

/// Reasons of `X509_verify_cert_error_string`, with their numbers.
macro_rules! refusals {
    ($($number:literal $text:literal => $codes:expr,)*) => {
        pub(super) const REFUSALS: &[Heard] = &[$((
            &[
                concat!("verify error:num=", $number, ":", $text),
                concat!("Verify return code: ", $number, " (", $text, ")"),
                concat!("Verification error: ", $text),
                concat!("error ", $number, " at {depth} depth lookup: ", $text),
                concat!("error ", $number, " at {depth} depth lookup:", $text),
            ],
            $codes,
        ),)*];
        pub(super) const REFUSALS_IN_CURL: &[Heard] = &[$((
            &[
                concat!("(60) SSL certificate problem: ", $text),
                concat!("SSL certificate problem: ", $text),
            ],
            $codes,
        ),)*];
        pub(super) const REFUSALS_IN_PYTHON: &[Heard] = &[$((
            &[
                concat!("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ", $text),
                concat!("certificate verify failed: ", $text),
            ],
            $codes,
        ),)*];
        pub(super) const REFUSALS_IN_STUNNEL: &[Heard] = &[$((
            &[concat!("CERT: Pre-verification error: ", $text)],
            $codes,
        ),)*];
    };
}

refusals! {
    "2" "unable to get issuer certificate" => NO_ISSUER,
    "7" "certificate signature failure" => &[Code::SameNameOtherKey],
    "9" "certificate is not yet valid" => &[Code::NotYetValid],
    "10" "certificate has expired" => &[Code::Expired],
    "18" "self-signed certificate" => SELF_SIGNED,
    "18" "self signed certificate" => SELF_SIGNED,
    "19" "self-signed certificate in certificate chain" => ROOT_SENT,
    "19" "self signed certificate in certificate chain" => ROOT_SENT,
    "20" "unable to get local issuer certificate" => NO_ISSUER,
    "21" "unable to verify the first certificate" => ALONE,
    "24" "invalid CA certificate" => &[Code::ConstraintViolated],
    "79" "invalid CA certificate" => &[Code::ConstraintViolated],
    "25" "path length constraint exceeded" => &[Code::PathTooDeep],
    "26" "unsupported certificate purpose" => &[Code::WrongPurpose],
    "26" "unsuitable certificate purpose" => &[Code::WrongPurpose],
    "34" "unhandled critical extension" => &[Code::ConstraintViolated],
    "47" "permitted subtree violation" => &[Code::ConstraintViolated],
    "48" "excluded subtree violation" => &[Code::ConstraintViolated],
    "62" "hostname mismatch" => WRONG_NAME,
    "62" "Hostname mismatch" => WRONG_NAME,
    "64" "IP address mismatch" => WRONG_NAME,
    "66" "EE certificate key too weak" => &[Code::WeakKeyOrSignature],
    "67" "CA certificate key too weak" => &[Code::WeakKeyOrSignature],
    "68" "CA signature digest algorithm too weak" => &[Code::WeakKeyOrSignature],
}

/// The same faults as OpenSSL 1.1 numbers them, where only the number was kept.
pub(super) const NUMBERS: &[Heard] = &[
    (&["error:1416F086", "error:14090086"], UNTRUSTED),
    (&["error:1408F10B", "error:140770FC"], IN_CLEAR),
    (&["error:14094410", "error:14077410"], NO_HANDSHAKE),
    (&["error:1409442E", "error:14077102"], OLD_TLS),
    (&["error:14094458"], &[Code::NameRejected]),
    (&["error:14094412", "error:14094418"], CLIENT_CERTIFICATE),
];
