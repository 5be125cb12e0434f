//! Who prints something for the same fault as others: the programs whose lines are shown or read.
//! Names only; the lines are in a file for each.

/// Makes the enum, its list and its names from one row for each program.
macro_rules! programs {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// Who prints something for the same fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Program { $($(#[$doc])* $variant,)* }

        impl Program {
            /// All whose lines are read.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// What people call it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

programs! {
    /// MTC's conditions and console.
    Mtc "MTC",
    /// Go, and what is written in it.
    Go "Go (MTC, Velero, restic, podman)",
    /// curl.
    Curl "curl",
    /// Chrome and Firefox.
    Browser "a browser",
    /// `openssl s_client`, and what repeats its words.
    Openssl "openssl",
    /// The AWS command line, and what else is written with botocore.
    Aws "the AWS command line",
    /// Node.js, and axios on it.
    Node "Node.js",
    /// Python: ssl, urllib3, requests.
    Python "Python",
    /// Java.
    Java "Java",
    /// podman, skopeo, CRI-O and docker.
    Containers "podman, skopeo, CRI-O",
    /// stunnel, and the rsync beside it.
    Stunnel "stunnel",
    /// A server written in Go, of one of its clients.
    Server "a server written in Go, of one of its clients,",
}

impl Program {
    /// Those that reports show, in that order.
    pub const SHOWN: [Self; 4] = [Self::Mtc, Self::Go, Self::Curl, Self::Browser];
}
