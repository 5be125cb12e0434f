//! What a difference means, as values: one variant for each thing that the evidence can show.
//! Plain data; the sentences are in `words`.

use super::pair::{Side, VantagePair};

/// What one difference about an endpoint means.
#[derive(Clone, Debug)]
pub enum Explanation<'a> {
    /// The endpoint is not among what these vantage points probed.
    NotProbed {
        /// Their labels, in the order of the files.
        labels: Vec<&'a str>,
    },
    /// Two groups of vantage points saw something else.
    Between(VantagePair<'a>, Meaning<'a>),
}

/// What it means that two groups saw something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// Proof on this side only that the chain is made on the way.
    Intercepted(Side),
    /// Certificates of issuers that bear one name and have different keys.
    OtherKey {
        /// The issuers' name.
        issuer: &'a str,
    },
    /// One CA, and the certificate was renewed after the measurement of this side.
    Renewed {
        /// The issuer's name.
        issuer: &'a str,
        /// Who measured before the renewal.
        before: Side,
    },
    /// One CA, and several certificates at one time.
    SeveralServers {
        /// The issuer's name.
        issuer: &'a str,
    },
    /// Certificates of different CAs.
    OtherIssuer(IssuerReason),
    /// One certificate, sent with others beside it.
    OtherIssuersSent,
    /// Other verdicts, and neither is a failure.
    NoFailure,
    /// Other verdicts, and both are failures.
    BothFail {
        /// That the certificates differ has been explained.
        told: bool,
    },
    /// The evidence does not show why: only the verdict's own words are repeated.
    Untold,
    /// Only one side's name service knows the name.
    UnknownName,
    /// It is reached through this proxy only.
    ProxyNeeded {
        /// URL of the proxy that the better side uses.
        proxy: &'a str,
    },
    /// It is reached without this proxy only.
    ProxyHinders {
        /// URL of the proxy that the other side uses.
        proxy: &'a str,
    },
    /// The name leads elsewhere, and nobody answers there.
    NobodyThere,
    /// One way, and it ends before the endpoint.
    WayClosed,
    /// One certificate, whose CA only one side trusts.
    OtherTrust,
    /// One certificate, judged at different times or with different trust.
    OtherTime,
}

/// Why certificates of different CAs can be seen under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerReason {
    /// They were reached on different routes.
    OtherRoutes,
    /// The name leads to addresses that have nothing in common.
    OtherAddresses,
    /// The routes and addresses do not show it.
    SameWay,
}
