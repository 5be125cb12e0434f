//! Classes that one line may be about, as lists: the likelier and the more innocent stand first.
//! Codes only; what tells them apart is measured elsewhere.

use crate::codes::Code;

/// Patterns, and the classes that print them: the likelier and the more innocent first.
pub(super) type Heard = (&'static [&'static str], &'static [Code]);

/// Nobody trusts the signer, whoever it is.
pub(super) const UNTRUSTED: &[Code] = &[
    Code::PrivateCa,
    Code::RootNotSent,
    Code::IntermediateMissing,
    Code::SelfSigned,
    Code::SameNameOtherKey,
    Code::IssuerNameDiffers,
    Code::RegistryNotVerified,
    Code::Intercepted,
];
/// The chain ends in a self-signed CA that was sent.
pub(super) const ROOT_SENT: &[Code] = &[
    Code::PrivateCa,
    Code::IssuerNameDiffers,
    Code::RegistryNotVerified,
    Code::Intercepted,
];
/// The chain ends below a CA that was not sent.
pub(super) const NO_ISSUER: &[Code] = &[
    Code::RootNotSent,
    Code::IntermediateMissing,
    Code::SameNameOtherKey,
    Code::RegistryNotVerified,
    Code::Intercepted,
];
/// One certificate came, and no issuer of it is known.
pub(super) const ALONE: &[Code] = &[
    Code::IntermediateMissing,
    Code::RootNotSent,
    Code::SameNameOtherKey,
    Code::RegistryNotVerified,
    Code::Intercepted,
];
/// A certificate of one's own key.
pub(super) const SELF_SIGNED: &[Code] = &[Code::SelfSigned, Code::Intercepted];
/// The certificate is for other names.
pub(super) const WRONG_NAME: &[Code] = &[Code::NameMismatch, Code::RouterDefaultCertificate];
/// The same where its common name does not count either.
pub(super) const NO_SUCH_SAN: &[Code] = &[
    Code::NameMismatch,
    Code::RouterDefaultCertificate,
    Code::NoSan,
    Code::HostnameOnlyByCn,
];
/// Any fault of a certificate.
pub(super) const ANY_CERTIFICATE: &[Code] = &[
    Code::PrivateCa,
    Code::RootNotSent,
    Code::IntermediateMissing,
    Code::SelfSigned,
    Code::SameNameOtherKey,
    Code::IssuerNameDiffers,
    Code::Expired,
    Code::NotYetValid,
    Code::NameMismatch,
    Code::NoSan,
    Code::WrongPurpose,
    Code::WeakKeyOrSignature,
    Code::PathTooDeep,
    Code::ConstraintViolated,
    Code::Intercepted,
];
pub(super) const NO_NAME: &[Code] = &[
    Code::NameNotFound,
    Code::NameWithoutAddress,
    Code::ResolversDisagree,
    Code::AliasDangling,
];
/// No name came, and the line does not say whether none exists or nobody answered.
pub(super) const NO_LOOKUP: &[Code] = &[
    Code::NameNotFound,
    Code::NameWithoutAddress,
    Code::DnsFailure,
    Code::TimeoutDns,
    Code::ResolversDisagree,
    Code::AliasDangling,
];
pub(super) const REFUSED: &[Code] = &[Code::Refused, Code::NameLeadsNowhere];
pub(super) const UNREACHABLE: &[Code] = &[Code::Unreachable, Code::NameLeadsNowhere];
pub(super) const DROPPED: &[Code] = &[Code::TimeoutTcp, Code::NameLeadsNowhere];
/// Words where TLS was due.
pub(super) const IN_CLEAR: &[Code] = &[Code::NotTls, Code::ProxyAnswersInClear, Code::BlockPage];
/// The connection ended in the handshake.
pub(super) const CUT: &[Code] = &[
    Code::ClosedInHandshake,
    Code::ProxyCutsTunnel,
    Code::SniFiltered,
    Code::LargeHelloCut,
];
/// Connected, then silence.
pub(super) const SILENT: &[Code] = &[
    Code::TimeoutTls,
    Code::TimeoutTlsStalled,
    Code::MtuBlackHole,
    Code::ProxyCutsTunnel,
    Code::SniFiltered,
    Code::LargeHelloCut,
];
/// A deadline of the whole request: the line does not say in which step.
pub(super) const DEADLINE: &[Code] = &[
    Code::TimeoutTcp,
    Code::TimeoutDns,
    Code::TimeoutTls,
    Code::TimeoutTlsStalled,
    Code::TimeoutHttp,
    Code::TimeoutProxy,
    Code::NameLeadsNowhere,
    Code::MtuBlackHole,
];
/// No offer of the client's was taken, or a certificate of it was wanted.
pub(super) const NO_HANDSHAKE: &[Code] = &[
    Code::NoCommonParameters,
    Code::ClientCertificateRequired,
    Code::TlsVersion,
];
pub(super) const OLD_TLS: &[Code] = &[Code::TlsVersion, Code::LegacyTls];
pub(super) const CLIENT_CERTIFICATE: &[Code] = &[Code::ClientCertificateRequired];
/// A proxy said 403.
pub(super) const FORBIDDEN: &[Code] = &[Code::ProxyDenied, Code::NoProxyMissing];
/// A proxy said 502.
pub(super) const BAD_GATEWAY: &[Code] = &[Code::ProxyCannotConnect, Code::NoProxyMissing];
/// A proxy said 503.
pub(super) const UNAVAILABLE: &[Code] = &[
    Code::ProxyCannotResolve,
    Code::ProxyCannotConnect,
    Code::NoProxyMissing,
];
/// The program was given a proxy that it does not reach.
pub(super) const NO_PROXY_THERE: &[Code] = &[Code::ProxyUnreachable, Code::TimeoutProxy];
/// The server answers with an error, or another answers in its place.
pub(super) const SERVER_ERROR: &[Code] = &[Code::ServiceError, Code::RouterDefaultPage];
/// A page where data was due.
pub(super) const A_PAGE: &[Code] = &[
    Code::WrongService,
    Code::RouterDefaultPage,
    Code::BlockPage,
    Code::MtcConsoleWithoutOauth,
];
