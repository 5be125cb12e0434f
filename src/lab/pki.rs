//! What a certificate of the lab should say ([`CertDraft`]): right, odd or wrong. Plain data;
//! `issued` signs it. Reads no clock: every date counts from the `now` that it is given.

use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyUsagePurpose, NameConstraints, SerialNumber,
    SignatureAlgorithm,
};

const DAY: i64 = 86_400;
/// 9999-12-31T23:59:59Z, the last second X.509 can name.
const END_OF_TIME: i64 = 253_402_300_799;
const AUTHORITY_INFORMATION_ACCESS: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
/// id-ad-caIssuers, as DER.
const CA_ISSUERS: &[u8] = &[0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02];
/// An OID from the arc for documentation (RFC 5612), so no software can know it.
const UNKNOWN_EXTENSION: &[u64] = &[1, 3, 6, 1, 4, 1, 32473, 1];

/// The kind of key a certificate is for. P-256 unless said otherwise: it costs 0.02 ms where
/// RSA-2048 costs 70.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyType {
    /// ECDSA on P-256.
    #[default]
    P256,
    /// ECDSA on P-384.
    P384,
    /// ECDSA on P-521.
    P521,
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// RSA with a modulus of 2048 bits.
    Rsa2048,
}

impl KeyType {
    pub(super) fn algorithm(self) -> &'static SignatureAlgorithm {
        match self {
            Self::P256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            Self::P384 => &rcgen::PKCS_ECDSA_P384_SHA384,
            Self::P521 => &rcgen::PKCS_ECDSA_P521_SHA512,
            Self::Ed25519 => &rcgen::PKCS_ED25519,
            Self::Rsa2048 => &rcgen::PKCS_RSA_SHA256,
        }
    }
}

/// What a leaf may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A TLS server (id-kp-serverAuth).
    Server,
    /// A TLS client (id-kp-clientAuth).
    Client,
    /// The signing of programs (id-kp-codeSigning): no TLS at all.
    CodeSigning,
}

/// What a certificate should say. Each method changes one thing. Nothing is checked, since wrong
/// certificates are wanted too.
#[derive(Clone, Debug)]
pub struct CertDraft {
    now: i64,
    /// DNS names and IP addresses together; which is which is decided when the certificate is made.
    pub(super) alternative_names: Vec<String>,
    /// The accesses of its authority information access.
    issuer_places: Vec<u8>,
    pub(super) params: CertificateParams,
    pub(super) key_type: KeyType,
}

impl CertDraft {
    /// A server certificate (CA:FALSE) for these DNS names and IP addresses; the first one is its
    /// common name. Valid for 90 days, 1 of which has passed.
    #[must_use]
    pub fn leaf(now: i64, names: &[&str]) -> Self {
        let mut draft = Self::blank(now, names.first().copied().unwrap_or_default());
        draft.alternative_names = names.iter().map(|&name| name.to_owned()).collect();
        draft.params.is_ca = IsCa::ExplicitNoCa;
        draft.params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
        ];
        draft.params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        draft.days(-1, 89)
    }

    /// A CA certificate (CA:TRUE, no path length) with that common name. Valid for 10 years, 1 of
    /// which has passed.
    #[must_use]
    pub fn authority(now: i64, common_name: &str) -> Self {
        let mut draft = Self::blank(now, common_name);
        draft.params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        draft.params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::CrlSign,
        ];
        draft.days(-365, 9 * 365)
    }

    fn blank(now: i64, common_name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, common_name);
        Self {
            now,
            alternative_names: Vec::new(),
            issuer_places: Vec::new(),
            params,
            key_type: KeyType::default(),
        }
    }

    /// Valid between two times, in unix seconds. `from` may be later than `until`.
    #[must_use]
    pub fn valid(mut self, from: i64, until: i64) -> Self {
        let at = |seconds: i64| {
            rcgen::date_time_ymd(1970, 1, 1)
                + Duration::from_secs(seconds.clamp(0, END_OF_TIME).unsigned_abs())
        };
        self.params.not_before = at(from);
        self.params.not_after = at(until);
        self
    }

    /// Valid from and until so many days from `now`; days in the past are negative.
    #[must_use]
    pub fn days(self, from: i64, until: i64) -> Self {
        let now = self.now;
        self.valid(now + from * DAY, now + until * DAY)
    }

    /// Expired `days` days ago, after 90 days.
    #[must_use]
    pub fn expired(self, days: i64) -> Self {
        self.days(-90 - days, -days)
    }

    /// Replaces the common name, which is the first of the names otherwise.
    #[must_use]
    pub fn common_name(mut self, name: &str) -> Self {
        self.params
            .distinguished_name
            .push(DnType::CommonName, name);
        self
    }

    /// An OU in the subject, as OpenShift's own signers have.
    #[must_use]
    pub fn unit(self, name: &str) -> Self {
        self.subject_starts_with(DnType::OrganizationalUnitName, name)
    }

    /// An O in the subject.
    #[must_use]
    pub fn organization(self, name: &str) -> Self {
        self.subject_starts_with(DnType::OrganizationName, name)
    }

    /// Puts an attribute before the common name, which stays last, as people and software expect.
    fn subject_starts_with(mut self, kind: DnType, name: &str) -> Self {
        let before = std::mem::replace(
            &mut self.params.distinguished_name,
            DistinguishedName::new(),
        );
        self.params.distinguished_name.push(kind, name);
        for (kind, value) in before.iter() {
            self.params
                .distinguished_name
                .push(kind.clone(), value.clone());
        }
        self
    }

    /// No subject alternative names: only the common name says for which host it is.
    #[must_use]
    pub fn without_alternative_names(mut self) -> Self {
        self.alternative_names.clear();
        self
    }

    /// Without the extensions that clients do not look at: key usage, and the id of its own key.
    #[must_use]
    pub fn with_few_extensions(mut self) -> Self {
        self.params.key_usages.clear();
        self.params.is_ca = IsCa::NoCa;
        self
    }

    /// Allowed for one purpose only; `None`: no extended key usage at all.
    #[must_use]
    pub fn purpose(mut self, purpose: Option<Purpose>) -> Self {
        self.params.extended_key_usages = purpose
            .map(|purpose| match purpose {
                Purpose::Server => ExtendedKeyUsagePurpose::ServerAuth,
                Purpose::Client => ExtendedKeyUsagePurpose::ClientAuth,
                Purpose::CodeSigning => ExtendedKeyUsagePurpose::CodeSigning,
            })
            .into_iter()
            .collect();
        self
    }

    /// CA:TRUE, for a leaf too: many servers use a self-signed CA certificate as their own.
    #[must_use]
    pub fn is_authority(mut self) -> Self {
        self.params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        self.params.key_usages.push(KeyUsagePurpose::KeyCertSign);
        self
    }

    /// CA:FALSE, even if it signs others afterwards.
    #[must_use]
    pub fn is_no_authority(mut self) -> Self {
        self.params.is_ca = IsCa::ExplicitNoCa;
        self
    }

    /// A path length: at most so many CAs below this one.
    #[must_use]
    pub fn path_length(mut self, below: u8) -> Self {
        self.params.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
        self
    }

    /// May sign for these domains only (a name constraint).
    #[must_use]
    pub fn permits(mut self, domains: &[&str]) -> Self {
        self.name_constraints().permitted_subtrees = dns_subtrees(domains);
        self
    }

    /// May not sign for these domains (a name constraint).
    #[must_use]
    pub fn excludes(mut self, domains: &[&str]) -> Self {
        self.name_constraints().excluded_subtrees = dns_subtrees(domains);
        self
    }

    fn name_constraints(&mut self) -> &mut NameConstraints {
        let nothing = NameConstraints {
            permitted_subtrees: Vec::new(),
            excluded_subtrees: Vec::new(),
        };
        self.params.name_constraints.get_or_insert(nothing)
    }

    /// A critical extension that nobody knows, so that every verifier must refuse the certificate.
    #[must_use]
    pub fn critical_unknown_extension(mut self) -> Self {
        let mut extension = CustomExtension::from_oid_content(UNKNOWN_EXTENSION, vec![0x05, 0x00]);
        extension.set_criticality(true);
        self.params.custom_extensions.push(extension);
        self
    }

    /// Says where the issuer's certificate can be fetched (authority information access); once more
    /// adds a place.
    #[must_use]
    pub fn issuer_at(mut self, url: &str) -> Self {
        let location = der(0x86, url.as_bytes());
        let access = der(0x30, &[CA_ISSUERS, &location].concat());
        self.issuer_places.extend(access);
        let is_other = |extension: &CustomExtension| {
            !extension
                .oid_components()
                .eq(AUTHORITY_INFORMATION_ACCESS.iter().copied())
        };
        self.params.custom_extensions.retain(is_other);
        self.params
            .custom_extensions
            .push(CustomExtension::from_oid_content(
                AUTHORITY_INFORMATION_ACCESS,
                der(0x30, &self.issuer_places),
            ));
        self
    }

    /// A key of this kind instead of P-256.
    #[must_use]
    pub fn key(mut self, key_type: KeyType) -> Self {
        self.key_type = key_type;
        self
    }

    /// This serial number instead of a random one.
    #[must_use]
    pub fn serial(mut self, serial: u64) -> Self {
        self.params.serial_number = Some(SerialNumber::from(serial));
        self
    }
}

fn dns_subtrees(domains: &[&str]) -> Vec<GeneralSubtree> {
    domains
        .iter()
        .map(|&domain| GeneralSubtree::DnsName(domain.to_owned()))
        .collect()
}

/// One DER value of less than 65536 bytes.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let [high, low] = (content.len() as u16).to_be_bytes();
    let length = match content.len() {
        0..128 => vec![low],
        128..256 => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [vec![tag], length, content.to_vec()].concat()
}
