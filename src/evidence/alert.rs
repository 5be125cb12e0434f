//! Numbers of TLS alerts that more than one rule knows (AlertDescription; IANA registry "TLS Alerts").
//! Numbers only: what they mean of a server is `judge`'s.

/// The server shares no parameters with its client (RFC 8446 6.2); before TLS 1.3 also for want of a
/// client certificate.
pub const HANDSHAKE_FAILURE: u8 = 40;
/// A field has a value that it must not have.
pub const ILLEGAL_PARAMETER: u8 = 47;
/// A message cannot be read; GnuTLS's for want of a client certificate.
pub const DECODE_ERROR: u8 = 50;
/// The server speaks no version that was offered.
pub const PROTOCOL_VERSION: u8 = 70;
/// What was offered is too weak for the server.
pub const INSUFFICIENT_SECURITY: u8 = 71;
/// The server failed by itself.
pub const INTERNAL_ERROR: u8 = 80;
/// The server has no service under the name it was asked for (RFC 6066 3).
pub const UNRECOGNIZED_NAME: u8 = 112;
/// TLS 1.3 for want of a client certificate.
pub const CERTIFICATE_REQUIRED: u8 = 116;
/// No protocol of ALPN is shared (RFC 7301 3.2).
pub const NO_APPLICATION_PROTOCOL: u8 = 120;
