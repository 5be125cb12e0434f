//! What a kind of endpoint is really called, for those who reached it by another name. Plain texts;
//! which kind has which is in `roles` of each language.

/// The name that a cluster itself gives to a kind of endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RealName {
    /// The address, and the command that shows it.
    pub address: &'static str,
    /// How a certificate for another name is served.
    pub certificate: &'static str,
}
