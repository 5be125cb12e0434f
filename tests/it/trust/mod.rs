//! Trust, path building and the choice of a bundle, against what real verifiers were measured to
//! accept. No network and no files but frozen certificates: certificates are made in memory, or by
//! OpenSSL where the lab cannot make them.

mod addresses;
mod bundles;
mod clients;
mod dead;
mod hostile;
mod key_types;
mod learnt;
mod measured;
mod odd;
mod shared;
mod sides;
pub mod surgery;
mod table;
mod topologies;
pub mod unchecked;
mod via_proxy;

use std::sync::LazyLock;

use mtc_probe::cert::Cert;
use mtc_probe::lab::Issued;
use rustls_pki_types::{CertificateDer, pem::PemObject};

use super::verdicts::scene::NOW;

/// The name every topology is asked for unless it says otherwise.
const NAME: &str = "svc.test";

/// One way in which a server can present its chain, and the truth behind it.
struct Topology {
    code: &'static str,
    name: &'static str,
    sent: Vec<Cert>,
    root: Vec<Cert>,
    ints: Vec<Cert>,
    /// Who accepts it where the bundle is the leaf, all that is sent, the root, the root and all
    /// intermediates: `G` for Go 1.23, `R` for rustls with aws-lc.
    accepts: [&'static str; 4],
    /// Further bundles.
    more: Vec<(&'static str, Vec<Cert>, &'static str)>,
}

impl Topology {
    fn new(
        code: &'static str,
        sent: &[&Cert],
        root: &[&Cert],
        ints: &[&Cert],
        accepts: [&'static str; 4],
    ) -> Self {
        Self {
            code,
            name: NAME,
            sent: owned(sent),
            root: owned(root),
            ints: owned(ints),
            accepts,
            more: Vec::new(),
        }
    }

    fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    fn with(mut self, what: &'static str, bundle: &[&Cert], accepts: &'static str) -> Self {
        self.more.push((what, owned(bundle), accepts));
        self
    }
}

/// Every topology, made once.
static ALL: LazyLock<Vec<Topology>> = LazyLock::new(topologies::all);

fn topology(code: &str) -> &'static Topology {
    ALL.iter().find(|t| t.code == code).expect("a topology")
}

fn owned(certs: &[&Cert]) -> Vec<Cert> {
    certs.iter().map(|&cert| cert.clone()).collect()
}

fn cert(issued: &Issued) -> Cert {
    Cert::from_der(issued.der().to_vec())
}

/// A certificate of `certs-testdata`.
pub fn from_pem(pem: &str) -> Cert {
    Cert::from_der(
        CertificateDer::from_pem_slice(pem.as_bytes())
            .expect("a frozen certificate")
            .to_vec(),
    )
}

macro_rules! frozen {
    ($name:literal) => {
        $crate::trust::from_pem(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/certs-testdata/",
            $name,
            ".pem"
        )))
    };
}
pub(crate) use frozen;
