//! What is to be said of an object beside its condition: doubts, notes, and what the console's form
//! makes of it. Plain data; the sentences are in `words`.

use super::cause::CauseCode;
use super::form::UrlRefusal;
use crate::codes::Code;
use crate::objects::{AddressUse, CaReference};
use crate::route::{ProxyUrl, Route};

/// Why a state holds only as seen from here, or is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// No endpoint was measured for this field.
    NotMeasured {
        /// Path of the field: `spec.url`.
        field: String,
    },
    /// An API server's address in plain HTTP.
    PlainApi {
        /// Path of the field.
        field: String,
    },
    /// A storage's address in plain HTTP.
    PlainStorage {
        /// Path of the field.
        field: String,
    },
    /// The object names no address.
    NoAddress,
    /// The name of a Service, which only pods of its cluster can reach.
    InsideOnly,
    /// The bundle held a private key and was not kept.
    BundleNotKept,
    /// The bundle is in a Secret, which is not read.
    BundleInSecret(CaReference),
    /// The public roots are not among the stores.
    NoPublicRoots,
    /// The answer came from an interceptor.
    Intercepted,
    /// No certificate was seen; the headline says why.
    NoCertificate(Code),
    /// The same about the cluster's registry.
    OfRegistry(Box<Self>),
    /// The route is this workstation's.
    RouteOfWorkstation(Box<Route>),
}

/// What is worth knowing about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The cluster that MTC runs on.
    HostCluster,
    /// Older versions go on with a bundle without certificates.
    OlderVersionsGoOn,
    /// MTC's hint names a caBundle, which does not cure this.
    HintMisleads(CauseCode),
    /// The registry's certificate is never verified.
    RegistryNotVerified,
    /// The condition names the Secret, and the URL is at fault.
    SecretNotAtFault {
        /// What MTC puts between brackets: `S3URL`.
        item: &'static str,
    },
    /// A storage without TLS.
    PlainStorage,
    /// A proxy that is spoken to inside TLS stands before an address: the bundle must hold its CA too.
    ProxyVerified(Box<ProxyUrl>),
    /// TLS is not verified; with it, this error would be met.
    NotVerified {
        /// As Go prints it.
        hides: Option<String>,
    },
    /// The provider's objects take no bundle.
    ProviderTakesNoBundle {
        /// One is there all the same.
        has_one: bool,
    },
    /// The object names no provider.
    NoProvider,
    /// The client adds the bundle to the system's roots.
    AddsToRoots,
    /// An address fails without which the test goes on.
    Beside {
        /// What it is asked for.
        asked_for: AddressUse,
        /// Path of the field.
        field: String,
        /// The headline there.
        code: Code,
        /// `host:port`.
        at: String,
    },
    /// Velero's AWS plugin uses no proxy where TLS is not verified.
    VeleroPassesProxy,
    /// `velero backup logs` and its like connect to the storage from where they are run.
    VeleroCli {
        /// The addresses that it goes to.
        field: String,
    },
    /// restic verifies all the same.
    ResticVerifies,
}

impl Note {
    /// An object that becomes ready says it, too: who goes by that line alone breaks what works.
    #[must_use]
    pub const fn is_always_told(&self) -> bool {
        matches!(self, Self::ProxyVerified(_))
    }
}

/// What the form of the MTC console makes of an object, or wants for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormRemark {
    /// It refuses the URL of a cluster.
    RefusesClusterUrl(UrlRefusal),
    /// It refuses the URL of an S3 storage.
    RefusesStorageUrl(UrlRefusal),
    /// Tick verification, without a bundle: a public CA signed.
    TickOnly,
    /// Tick verification, then upload a bundle.
    TickAndUpload,
    /// It refuses the host of the registry's route.
    RefusesRoute,
    /// It tells of another port than MTC uses for a registry.
    TellsOtherPort,
    /// Upload the bundle as a PEM file.
    UploadForS3,
    /// Without a URL it takes no bundle.
    NoUploadForAws,
}
