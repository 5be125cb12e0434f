//! The CAs of the lab, and the servers that use their certificates.
//! Makes certificates and behaviours; starts nothing.

use std::io;

use super::rows::{
    API, APPS, AWS, AZURE, CLOUDS, CONSOLE, ELSEWHERE, EXPIRED, GCS, MINIO, MTC_CONSOLE, NOOBAA,
    OAUTH, OTHER, REGISTRY, RGW, SELF_SIGNED, STORAGE, TOKENS,
};
use crate::lab::behaviour::Behaviour;
use crate::lab::identity::ServerIdentity;
use crate::lab::issued::Issued;
use crate::lab::pki::CertDraft;
use crate::lab::tls::TlsSettings;
use crate::lab::{services, storages};

/// Days since the cluster was installed.
const AGE: i64 = 100;
const DAY: i64 = 86_400;
const YEAR: i64 = 365;
/// The only application protocol that the lab accepts.
const HTTP_1_1: &[&str] = &["http/1.1"];

/// The CAs of the lab.
#[derive(Debug)]
pub(super) struct LabAuthorities {
    pub(super) api_signer: Issued,
    pub(super) ingress: Issued,
    pub(super) storage: Issued,
    /// The issuer of the client certificates that the API server asks for.
    clients: Vec<Issued>,
}

impl LabAuthorities {
    pub(super) fn new(now: i64) -> io::Result<Self> {
        let signer = |name: &str| {
            CertDraft::authority(now, name)
                .unit("openshift")
                .days(-AGE, 10 * YEAR - AGE)
                .self_signed()
        };
        // As the ingress operator makes it: its name holds the time of its making, it is valid for
        // two years, has serial 1, and allows no CA below it.
        let ingress = CertDraft::authority(now, &format!("ingress-operator@{}", now - AGE * DAY));
        let clients = [
            "admin-kubeconfig-signer",
            "kubelet-signer",
            "kube-control-plane-signer",
        ];
        Ok(Self {
            api_signer: signer("kube-apiserver-lb-signer")?,
            ingress: ingress
                .days(-AGE, 2 * YEAR - AGE)
                .path_length(0)
                .serial(1)
                .self_signed()?,
            storage: CertDraft::authority(now, "Lab Storage CA")
                .organization("Lab Storage")
                .self_signed()?,
            clients: clients.into_iter().map(signer).collect::<io::Result<_>>()?,
        })
    }

    pub(super) fn api(&self, now: i64, oauth: &str) -> io::Result<Behaviour> {
        let names = [
            API,
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "openshift",
            "openshift.default.svc",
        ];
        // The certificate lives for 30 days and is replaced after 15: in the field at most half of
        // its time is over, as here.
        let leaf = CertDraft::leaf(now, &names)
            .days(-15, 15)
            .signed_by(&self.api_signer)?;
        let clients: Vec<&Issued> = self.clients.iter().collect();
        let tls = TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &self.api_signer])?)
            .wants_client_certificate(&clients);
        Ok(Behaviour::Tls(
            tls.alpn(HTTP_1_1).site(services::api(oauth)),
        ))
    }

    /// One certificate for every route; the Host header tells the router which route is meant.
    pub(super) fn router(&self, now: i64, port: u16, tokens: u16) -> io::Result<Behaviour> {
        let wildcard = CertDraft::leaf(now, &[APPS])
            .days(-AGE, 2 * YEAR - AGE)
            .signed_by(&self.ingress)?;
        let tls = TlsSettings::new(ServerIdentity::new(&wildcard, &[&wildcard, &self.ingress])?);
        let site = services::router(OAUTH, CONSOLE, REGISTRY, port)
            .page_of(
                MTC_CONSOLE,
                "/login",
                services::login(&format!("https://{OAUTH}:{port}")),
            )
            .page_of(
                ELSEWHERE,
                "/v2/",
                services::registry(&format!("https://{TOKENS}:{tokens}/auth/token")),
            );
        Ok(Behaviour::Tls(tls.alpn(HTTP_1_1).site(site)))
    }

    /// Storages of all products and a token service behind one certificate; the Host header tells
    /// them apart.
    pub(super) fn clouds(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = CertDraft::leaf(now, &[CLOUDS]).signed_by(&self.storage)?;
        let tls =
            TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &self.storage])?).alpn(HTTP_1_1);
        Ok(Behaviour::Tls(tls.site(
            storages::site([AWS, MINIO, NOOBAA, RGW, GCS, AZURE]).page_of(
                TOKENS,
                "/auth/token",
                "{}",
            ),
        )))
    }

    pub(super) fn storage(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = CertDraft::leaf(now, &[STORAGE]).signed_by(&self.storage)?;
        Ok(Behaviour::Tls(
            TlsSettings::new(ServerIdentity::alone(&leaf)?)
                .alpn(HTTP_1_1)
                .site(storages::minio_only()),
        ))
    }

    /// Its root is sent, so that its date is its only fault.
    pub(super) fn expired(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = CertDraft::leaf(now, &[EXPIRED])
            .expired(3)
            .signed_by(&self.storage)?;
        Ok(Behaviour::Tls(
            TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &self.storage])?)
                .site(services::anything()),
        ))
    }

    pub(super) fn renamed(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = CertDraft::leaf(now, &[OTHER]).signed_by(&self.storage)?;
        Ok(Behaviour::Tls(
            TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &self.storage])?)
                .site(services::anything()),
        ))
    }
}

pub(super) fn self_signed(now: i64) -> io::Result<Behaviour> {
    let own = CertDraft::leaf(now, &[SELF_SIGNED]).self_signed()?;
    Ok(Behaviour::Tls(
        TlsSettings::new(ServerIdentity::alone(&own)?).site(services::anything()),
    ))
}
