//! The names in a verdict about an object that are no classes of verdict: the conditions of MTC and
//! Velero, and causes that lie in the object itself. Names only; what they mean is said in `words`.

/// Makes the enum and its names from one row for each term.
macro_rules! terms {
    ($($variant:ident $name:literal,)*) => {
        /// One name that `probe explain` knows beside the classes of verdict and the faults of
        /// bundle files. Conditions first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Term {
            $(
                #[doc = concat!("`", $name, "`; `probe explain ", $name, "` says what it means.")]
                $variant,
            )*
        }

        impl Term {
            /// Every term, in the order in which they are listed.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As it stands in a status, or as a cause or finding of ours.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

terms! {
    TestConnectFailed "TestConnectFailed",
    UnusableClusterUrl "InvalidURL",
    InvalidRegistryRoute "InvalidRegistryRoute",
    BackupStorageProviderTestFailed "BackupStorageProviderTestFailed",
    InvalidBackupStorageProvider "InvalidBackupStorageProvider",
    InvalidBackupStorageCredsSecretRef "InvalidBackupStorageCredsSecretRef",
    InvalidBackupStorageSettings "InvalidBackupStorageSettings",
    Unavailable "Unavailable",
    InvalidUrl "invalid-url",
    InvalidProvider "invalid-provider",
    SecretNotSet "secret-not-set",
    CaMissing "ca-missing",
    CaUnreadable "ca-unreadable",
    CaGivenTwice "ca-given-twice",
    CaExpired "ca-expired",
    LeafPinned "leaf-pinned",
    BundleEndsSoon "bundle-ends-soon",
    CertificateNotNeeded "certificate-not-needed",
}

impl Term {
    /// The term of that name, in any case: people search without regard to it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|term| term.name().eq_ignore_ascii_case(name))
    }
}
