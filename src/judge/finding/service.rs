//! Family `service`: who answers behind TLS, where its answers lead, and what was not contacted.
//! Plain data.

use crate::evidence::Fault;
use crate::foreign::Foreign;
use crate::roles::referral::{HostPort, NotFollowed};
use crate::roles::stranger::NotContactedReason;
use crate::roles::{Absence, NoMetadata, NoTokenService, RoleRef, Seen};
use crate::route::ProxyUrl;
use crate::target::Origin;

/// Something about the service itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceFault {
    /// A usual name was tried, and nothing is served by it.
    NotExposed {
        /// How that shows.
        seen: Unserved,
        /// Why the name was tried.
        tried: Option<Origin>,
    },
    /// Only strangers named it, and it or some of its addresses were not contacted.
    NotContacted {
        /// Every address that was not contacted, or the host where it shows by itself that it must
        /// not be.
        left_out: Vec<LeftOut>,
        /// Who named it.
        named_by: Vec<Origin>,
        /// It is a usual name below an apps domain, which the user may name instead.
        by_domain: bool,
    },
    /// An OpenShift router has no such route, or no pod behind it.
    RouterDefaultPage,
    /// It was reached and did not answer the question.
    ServiceError(ErrorShown),
    /// It is another kind of service than it was given as.
    WrongService(Stranger),
    /// An API server without OAuth metadata.
    NoIntegratedOauth,
    /// The MTC console's pod cannot read the OAuth metadata.
    MtcConsoleWithoutOauth(NoMetadata),
    /// A registry that sends its clients to no token service.
    RegistryWithoutTokenService(NoTokenService),
    /// A router answered with its default certificate, which is made for other names.
    RouterDefaultCertificate {
        /// The certificate's DNS names.
        presented: Vec<Foreign>,
    },
    /// A registry's token realm is not an address that clients can use.
    TokenRealmMalformed(NotFollowed),
    /// A registry's token realm is plain HTTP.
    TokenRealmInClear(HostPort),
    /// OAuth metadata name an address that clients cannot use.
    OauthMetadataUnusable {
        /// The fields that do, as they are called in the metadata.
        fields: Vec<&'static str>,
        /// What is wrong with the first of them.
        problem: NotFollowed,
    },
}

/// How it shows that nothing is served by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unserved {
    /// The name does not exist.
    NoName,
    /// The router says so on its own page.
    NoRoute,
    /// The answer of every address shows it.
    Answer(Absence),
    /// It cannot be told: the proxy of the route refuses it as it refuses a name that cannot exist.
    NotTold(Box<RefusesAll>),
}

/// A proxy that refuses a name that cannot exist in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusesAll {
    /// The proxy, without credentials.
    pub proxy: ProxyUrl,
    /// How it refuses.
    pub fault: Fault,
}

/// An address or a name that was not contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The address, or the name where it shows by itself what it is; IPv6 without brackets.
    pub host: Foreign,
    /// What kind of address it is.
    pub reason: NotContactedReason,
}

/// How it shows that a service failed to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorShown {
    /// No whole answer came.
    Broken(Fault),
    /// No whole answer came. The server had asked for a client certificate, which it was not given, and
    /// speaks TLS 1.3 alone: whether it insists cannot be told from what is behind it.
    BrokenOrRefused(Fault),
    /// An HTTP status of 500 or above.
    Status {
        /// The status code.
        status: u16,
        /// The words after it, as sent; empty where there are none.
        reason: Foreign,
    },
}

/// What answers instead of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stranger {
    /// Something that does not speak HTTP over TLS.
    Broken(Fault),
    /// A service that gave another answer, and what it looks like.
    Answers(Seen, Option<RoleRef>),
    /// A service that is to be spoken to in TLS, where its URL begins with `http://`.
    WantsTls(TlsWanted),
}

/// How it shows that TLS is wanted where it was spoken to in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsWanted {
    /// It answers with an alert.
    Alert(Fault),
    /// It says so in clear, as Go, nginx and Apache do.
    Says {
        /// The status of its answer.
        status: u16,
    },
    /// It sends its clients to `https://` of the same host.
    Redirects {
        /// The status of its answer.
        status: u16,
    },
}

codes_of!(ServiceFault {
    NotExposed,
    NotContacted,
    RouterDefaultPage,
    ServiceError,
    WrongService,
    NoIntegratedOauth,
    MtcConsoleWithoutOauth,
    RegistryWithoutTokenService,
    RouterDefaultCertificate,
    TokenRealmMalformed,
    TokenRealmInClear,
    OauthMetadataUnusable,
});
