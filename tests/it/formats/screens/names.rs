//! How the endpoints of a screen are called, and who signs for them: as usual, or with names of 70
//! letters and a CA that writes Japanese. Judges nothing.

use mtc_probe::cert::Cert;

use super::super::frozen::cert;

/// How long a long name is.
pub const LONG: usize = 70;

/// What all names of a run have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Usual,
    Long,
}

impl Names {
    /// Behind the cluster's router.
    pub fn app(self, first: &str) -> String {
        self.of(first, ".apps.src.example.com", ".shiten.example")
    }

    /// The API server.
    pub fn api(self) -> String {
        self.of("api", ".src.example.com", ".shiten.example")
    }

    /// Where certificates have expired.
    pub fn old(self, first: &str) -> String {
        self.of(first, ".old.src.example.com", ".old.shiten.example")
    }

    /// Somewhere else.
    pub fn elsewhere(self, first: &str, domain: &str) -> String {
        self.of(first, domain, domain)
    }

    fn of(self, first: &str, usual: &str, long: &str) -> String {
        match self {
            Self::Usual => format!("{first}{usual}"),
            Self::Long => {
                let label = format!("{first}-with-statements-of-all-our-branches-in-the-north");
                let room = LONG - long.len();
                // A label ends with a letter.
                let label = format!("{:.1$}", label, room - 1);
                format!("{label:x<room$}{long}")
            }
        }
    }

    pub fn app_chain(self) -> Vec<Cert> {
        self.chain(["ingress.apps", "ingress"], ["shiten.apps", "shiten"])
    }

    pub fn api_chain(self) -> Vec<Cert> {
        self.chain(["lb-signer.api", "lb-signer"], ["shiten.apps", "shiten"])
    }

    pub fn old_chain(self) -> Vec<Cert> {
        self.chain(["ingress.expired", "ingress"], ["shiten.expired", "shiten"])
    }

    /// A storage that does not send its root, and its chain.
    pub fn storage(self) -> (String, Vec<Cert>) {
        match self {
            Self::Usual => ("s3.lab.example.test".to_owned(), vec![cert("lab.s3")]),
            Self::Long => (self.app("s3"), vec![cert("shiten.apps")]),
        }
    }

    /// The CAs of a cluster.
    pub fn authorities(self) -> Vec<Cert> {
        self.chain(["lb-signer", "ingress"], ["shiten", "kaisha"])
    }

    fn chain(self, usual: [&str; 2], long: [&str; 2]) -> Vec<Cert> {
        let names = if self == Self::Usual { usual } else { long };
        names.map(cert).into()
    }
}
