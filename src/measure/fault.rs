//! Foreign errors → `Fault`, once, at the edge: the operating system's and rustls's. The OS code
//! and text are kept. Opens nothing, decides nothing about what a fault means.

use std::io;

use rustls::{InvalidMessage, PeerIncompatible, PeerMisbehaved};

use crate::evidence::{Fault, Incompatibility, Resource};
use crate::quote::system_words;

/// An error of a socket.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system has many more errors: they are kept with their number and words"
)]
pub(super) fn from_io(error: &io::Error) -> Fault {
    if let Some(lacks) = own_limit(error) {
        let os_code = error.raw_os_error();
        return Fault::OwnLimit { lacks, os_code };
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Fault::Refused,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionAborted => Fault::Reset,
        io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown => Fault::Unreachable {
            text: system_words(error).into(),
        },
        io::ErrorKind::UnexpectedEof => Fault::Closed,
        _ => Fault::Other {
            os_code: error.raw_os_error(),
            text: system_words(error).into(),
        },
    }
}

/// The peer is gone: nothing more can be written, but something may wait to be read.
pub(super) fn is_gone(error: &io::Error) -> bool {
    from_io(error) == Fault::Reset
}

/// What this machine, or this process, has run out of for the moment. Says nothing about the target.
/// What may be ports is for [`may_mean_no_port`].
pub(super) fn own_limit(error: &io::Error) -> Option<Resource> {
    if error.kind() == io::ErrorKind::OutOfMemory {
        return Some(Resource::Memory);
    }
    let lacks = error.raw_os_error().and_then(Resource::of_os_code);
    lacks.filter(|lacks| *lacks != Resource::Ports)
}

/// What was read of a file that need not be there, or that this machine had nothing left to open it
/// with.
pub(super) fn unless_lacking(read: io::Result<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    read.or_else(|error| match own_limit(&error) {
        Some(_) => Err(from_io(&error)),
        None => Ok(Vec::new()),
    })
}

/// A connection has no local port or no local address: `EADDRNOTAVAIL`, or `EAGAIN` where there is
/// no port for IPv4 (connect(2)).
pub(super) fn may_mean_no_port(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::WouldBlock
    )
}

/// An error of the TLS client.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "rustls has many more errors: they are recorded as a broken rule, with its words"
)]
pub(super) fn from_rustls(error: &rustls::Error) -> Fault {
    match error {
        rustls::Error::AlertReceived(description) => alert(u8::from(*description)),
        rustls::Error::PeerIncompatible(why) => Fault::NoCommonParameters {
            why: incompatibility(why),
        },
        rustls::Error::PeerMisbehaved(PeerMisbehaved::SelectedUnofferedCipherSuite) => {
            Fault::NoCommonParameters {
                why: Incompatibility::CipherSuiteNotOffered,
            }
        }
        rustls::Error::PeerMisbehaved(PeerMisbehaved::SelectedUnofferedKxGroup) => {
            Fault::NoCommonParameters {
                why: Incompatibility::GroupNotOffered,
            }
        }
        rustls::Error::PeerMisbehaved(PeerMisbehaved::SelectedUnofferedApplicationProtocol) => {
            Fault::NoCommonParameters {
                why: Incompatibility::ProtocolNotOffered,
            }
        }
        // The leaf's key is of a kind for which rustls knows no suite of TLS 1.2: Ed448, RSA-PSS.
        rustls::Error::PeerMisbehaved(PeerMisbehaved::SignedKxWithWrongAlgorithm) => {
            Fault::NoCommonParameters {
                why: Incompatibility::SignatureSchemeNotKnown,
            }
        }
        rustls::Error::InvalidMessage(
            InvalidMessage::HandshakePayloadTooLarge | InvalidMessage::CertificatePayloadTooLarge,
        ) => Fault::MessageTooLarge {
            text: "a handshake message of more than 64 KiB".into(),
        },
        other => Fault::Malformed {
            text: other.to_string().into(),
        },
    }
}

/// What a client of rustls misses in a peer.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the others are what a server misses in its client, or are new: rustls's name is kept"
)]
fn incompatibility(why: &PeerIncompatible) -> Incompatibility {
    match why {
        PeerIncompatible::ServerDoesNotSupportTls12Or13 => Incompatibility::OnlyOldVersions,
        PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig => {
            Incompatibility::VersionNotOffered
        }
        PeerIncompatible::ExtendedMasterSecretExtensionRequired => {
            Incompatibility::NoExtendedMasterSecret
        }
        PeerIncompatible::IncorrectCertificateTypeExtension => {
            Incompatibility::CertificateTypeNotOffered
        }
        PeerIncompatible::NoCertificateRequestSignatureSchemesInCommon => {
            Incompatibility::NoClientSignatureScheme
        }
        other => Incompatibility::Noted(words(&format!("{other:?}")).into()),
    }
}

/// An error of reading into the TLS client: the socket's, or its own buffer that a too large
/// message has filled.
pub(super) fn from_read(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::InvalidData {
        return Fault::MessageTooLarge {
            text: "a handshake message of more than 64 KiB".into(),
        };
    }
    from_io(error)
}

pub(super) fn alert(code: u8) -> Fault {
    Fault::Alert {
        code,
        name: alert_name(code).into(),
    }
}

/// Names of the IANA registry of TLS alerts.
const ALERTS: [(u8, &str); 37] = [
    (0, "close_notify"),
    (10, "unexpected_message"),
    (20, "bad_record_mac"),
    (21, "decryption_failed"),
    (22, "record_overflow"),
    (30, "decompression_failure"),
    (40, "handshake_failure"),
    (41, "no_certificate"),
    (42, "bad_certificate"),
    (43, "unsupported_certificate"),
    (44, "certificate_revoked"),
    (45, "certificate_expired"),
    (46, "certificate_unknown"),
    (47, "illegal_parameter"),
    (48, "unknown_ca"),
    (49, "access_denied"),
    (50, "decode_error"),
    (51, "decrypt_error"),
    (52, "too_many_cids_requested"),
    (60, "export_restriction"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (86, "inappropriate_fallback"),
    (90, "user_canceled"),
    (100, "no_renegotiation"),
    (109, "missing_extension"),
    (110, "unsupported_extension"),
    (111, "certificate_unobtainable"),
    (112, "unrecognized_name"),
    (113, "bad_certificate_status_response"),
    (114, "bad_certificate_hash_value"),
    (115, "unknown_psk_identity"),
    (116, "certificate_required"),
    (117, "general_error"),
    (120, "no_application_protocol"),
    (121, "ech_required"),
];

fn alert_name(code: u8) -> &'static str {
    ALERTS
        .iter()
        .find(|(c, _)| *c == code)
        .map_or("unassigned", |(_, name)| name)
}

/// `NoKxGroupsInCommon` → `no kx groups in common`: rustls names these, but has no words for them.
fn words(variant: &str) -> String {
    let mut out = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
