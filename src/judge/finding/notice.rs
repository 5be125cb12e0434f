//! Family `ok`: what works, and what is worth reporting beside it.
//! Plain data.

use std::net::SocketAddr;

use super::ClientReach;
use super::tls::{Alert, End};
use crate::codes::Code;
use crate::evidence::{KeyType, NotAsked};
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::offers::Missing;
use crate::roles::ServiceIdentity;

/// What is no failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Some of its addresses work, and some do not.
    HalfUp {
        /// The host as given.
        host: String,
        /// Those that work.
        working: Vec<SocketAddr>,
        /// Those that do not.
        broken: Vec<BrokenAddress>,
        /// All of this kind fail for want of a route, and all others work.
        no_route: Option<IpVersion>,
    },
    /// Not all addresses present the same leaf.
    AddressesDiffer {
        /// Each address with its leaf.
        leaves: Vec<AddressLeaf>,
    },
    /// It has a chain for each of several key types, and they are not equally good.
    KeyTypesDiffer {
        /// Those that it shows, the one that Go is shown first.
        chains: Vec<KeyFailures>,
        /// One of them was shown in TLS 1.3, where servers go by the client's order.
        in_tls13: bool,
    },
    /// The server ends connections that present no client certificate.
    ClientCertificateRequired {
        /// The first of the issuers that it accepts, as OpenSSL prints them; none: anyone.
        issuers: Vec<Foreign>,
        /// It accepts more than those.
        and_others: bool,
        /// How it showed that.
        by: CertificateDemand,
    },
    /// A certificate of the path ends in a few days.
    ExpiresSoon {
        /// Label of the certificate.
        certificate: Foreign,
        /// When it ends.
        not_after: Moment,
        /// Days until then.
        days_left: i64,
    },
    /// The certificates are not sent in the order of the path.
    ChainDisordered {
        /// Labels of those sent, in the order of the path: the leaf first.
        order: Vec<Foreign>,
    },
    /// Certificates are sent that nobody needs.
    ChainExtra {
        /// Each of them.
        extra: Vec<ExtraCertificate>,
    },
    /// This program's own TLS library cannot finish the handshake, and current Go can.
    SeenInPart {
        /// What our library misses; `None` where that is not known.
        lacking: Option<Missing>,
        /// Which clients of others connect.
        clients: ClientReach,
        /// The chain was read, in clear.
        chain_seen: bool,
    },
    /// Its certificates make more paths than are tried for one chain.
    JudgedInPart {
        /// How many certificates it sent.
        sent: usize,
    },
    /// The server chose what current clients refuse, or give up.
    LegacyTls {
        /// Such as `TLS 1.1`.
        version: String,
        /// The cipher suite, where that is outdated.
        suite: Option<String>,
        /// The scheme of a signature over SHA-1 in TLS 1.2, though better ones were offered.
        sha1: Option<String>,
    },
    /// The server takes HTTP/2 and refuses HTTP/1.1.
    OnlyHttp2,
    /// The common name is the host, and there is no subjectAltName.
    HostnameOnlyByCn,
    /// A storage that is spoken to in clear answers.
    InClear {
        /// What its answer says about who gave it.
        identity: Option<ServiceIdentity>,
    },
    /// The clocks of the server and of this machine differ.
    ClockSkew {
        /// How much the server's is ahead, in whole minutes; negative: behind.
        minutes_ahead: i64,
    },
    /// Something that would have settled a doubt was not asked.
    DoubtLeftOpen {
        /// What, and why not.
        not_asked: Vec<NotAsked>,
    },
    /// A public root that every client has vouches for the chain.
    NoBundleNeeded {
        /// Label of the root.
        root: Foreign,
    },
    /// Everything that was asked for works.
    Ok {
        /// What its answer says about who gave it, where there was one.
        identity: Option<ServiceIdentity>,
    },
}

/// How a server shows that it insists on a client certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateDemand {
    /// With an alert.
    Alert(Alert),
    /// It asked for one in the handshake, got none, and ended the session.
    End {
        /// How.
        end: End,
        /// The handshake of TLS 1.2 ended so, where nothing but the certificate is missing;
        /// otherwise what is behind the server may be down.
        certain: bool,
    },
    /// With an answer over HTTP.
    Page {
        /// Its status.
        status: u16,
    },
    /// It asked for a new handshake once it had the question, which is how TLS 1.2 asks for a
    /// certificate late, and went no further without.
    Renegotiation,
}

/// An address that does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenAddress {
    /// The address.
    pub address: SocketAddr,
    /// Its failures.
    pub failures: Vec<Code>,
}

/// What is wrong with the chain of one key type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFailures {
    /// The type of the leaf's key.
    pub key: KeyType,
    /// Its failures; none: it verifies.
    pub failures: Vec<Code>,
}

/// The version of an IP address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpVersion {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// The leaf that an address presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressLeaf {
    /// The address.
    pub address: SocketAddr,
    /// SHA-256 of the leaf's DER, lower-case hex.
    pub sha256: String,
}

/// A certificate that does not belong where it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraCertificate {
    /// Its place in the chain, from 1.
    pub place: usize,
    /// Its label.
    pub certificate: Foreign,
    /// It was sent before; otherwise it is no part of the path.
    pub again: bool,
}

codes_of!(Notice {
    HalfUp,
    AddressesDiffer,
    KeyTypesDiffer,
    ClientCertificateRequired,
    ExpiresSoon,
    ChainDisordered,
    ChainExtra,
    SeenInPart,
    JudgedInPart,
    LegacyTls,
    OnlyHttp2,
    HostnameOnlyByCn,
    InClear,
    ClockSkew,
    DoubtLeftOpen,
    NoBundleNeeded,
    Ok,
});
