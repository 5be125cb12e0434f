//! Certificates that interceptors make, with the marks of each product: whose key, whose name,
//! which dates, which extensions. Knows no sockets; what is copied comes from the origin's DER.

use std::io;
use std::net::IpAddr;

use rcgen::{CustomExtension, DnType, IsCa, SerialNumber};
use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use crate::lab::identity::ServerIdentity;
use crate::lab::issued::{Issued, Signer, forge};
use crate::lab::pki::CertDraft;

const DAY: i64 = 86_400;
const BASIC_CONSTRAINTS: &[u64] = &[2, 5, 29, 19];
/// CA:FALSE, as DER.
const NO_AUTHORITY: &[u8] = &[0x30, 0x00];

/// Which kind of certificate is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum MintStyle {
    SquidCopy,
    SquidNameOnly,
    SquidSelfSigned,
    SquidUntrusted,
    Mitmproxy,
    SslSplit,
    Corporate,
}

/// The CA of an interceptor.
#[derive(Debug)]
pub(super) struct MintingAuthority {
    pub(super) now: i64,
    pub(super) root: Issued,
    pub(super) issuer: Issued,
    common_name: &'static str,
    /// The key that all leaves of sslsplit share.
    shared: Issued,
}

impl MintingAuthority {
    pub(super) fn new(now: i64, kind: InterceptorKind) -> io::Result<Self> {
        let (common_name, organization) = match kind {
            InterceptorKind::SquidBump
            | InterceptorKind::SquidClientFirst
            | InterceptorKind::SquidLax => ("Lab Proxy CA", "Lab Proxy"),
            InterceptorKind::MitmproxyEager | InterceptorKind::MitmproxyLazy => {
                ("mitmproxy", "mitmproxy")
            }
            InterceptorKind::SslSplit => ("Lab Inspection CA", "Lab Inspection"),
            InterceptorKind::Corporate => ("Lab Corporation Root CA", "Lab Corporation"),
        };
        let root = CertDraft::authority(now, common_name)
            .organization(organization)
            .self_signed()?;
        let issuer = match kind {
            InterceptorKind::Corporate => CertDraft::authority(now, "Lab Corporation Issuing CA 7")
                .organization(organization)
                .signed_by(&root)?,
            InterceptorKind::SquidBump
            | InterceptorKind::SquidClientFirst
            | InterceptorKind::SquidLax
            | InterceptorKind::MitmproxyEager
            | InterceptorKind::MitmproxyLazy
            | InterceptorKind::SslSplit => root.clone(),
        };
        let shared = CertDraft::leaf(now, &["shared.invalid"]).self_signed()?;
        Ok(Self {
            now,
            root,
            issuer,
            common_name,
            shared,
        })
    }

    /// A certificate for the names in `wanted` (first the name that the client asked for); what the
    /// product copies comes from `origin`.
    pub(super) fn mint(
        &self,
        style: MintStyle,
        wanted: &[&str],
        origin: Option<&CertificateDer<'_>>,
    ) -> io::Result<ServerIdentity> {
        let wanted = distinct(wanted);
        let asked = wanted.first().copied().unwrap_or_default();
        let copied = match style {
            MintStyle::SquidNameOnly => Copied::default(),
            MintStyle::SquidCopy
            | MintStyle::SquidSelfSigned
            | MintStyle::SquidUntrusted
            | MintStyle::Mitmproxy
            | MintStyle::SslSplit
            | MintStyle::Corporate => origin.map(Copied::of).unwrap_or_default(),
        };
        let draft = match style {
            MintStyle::SquidCopy | MintStyle::SquidSelfSigned | MintStyle::SquidUntrusted => {
                self.squid(&copied, asked)
            }
            MintStyle::SquidNameOnly => {
                let mut draft = self.squid(&copied, asked).purpose(None);
                draft.params.custom_extensions.clear();
                draft
            }
            MintStyle::Mitmproxy => {
                let mut draft = copied
                    .onto(self.bare(&copied.names_and(&wanted)))
                    .days(-2, 365);
                draft.params.is_ca = IsCa::NoCa;
                draft
            }
            MintStyle::SslSplit => {
                let names = copied.names_and(&wanted[..1.min(wanted.len())]);
                let mut draft = copied.onto(CertDraft::leaf(self.now, &names)).days(-1, 365);
                draft.params.serial_number = copied.serial_but_for_its_end();
                draft
            }
            MintStyle::Corporate => copied
                .onto(CertDraft::leaf(self.now, &copied.names_or(asked)))
                .days(-1, 364),
        };
        self.sign(style, &draft)
    }

    /// Signs the draft with the issuer's name that the style has, and adds the certificates that
    /// are sent with it.
    fn sign(&self, style: MintStyle, draft: &CertDraft) -> io::Result<ServerIdentity> {
        let ca = &self.issuer;
        let signer = Signer {
            name: &ca.draft().params,
            key: ca,
            pointed_at: true,
        };
        match style {
            MintStyle::SquidCopy => both(ca, &forge(draft, ca, &signer)?),
            MintStyle::SquidNameOnly => {
                let signer = Signer {
                    pointed_at: false,
                    ..signer
                };
                both(ca, &forge(draft, ca, &signer)?)
            }
            MintStyle::SquidSelfSigned => {
                let signer = Signer {
                    name: &draft.params,
                    ..signer
                };
                ServerIdentity::alone(&forge(draft, ca, &signer)?)
            }
            MintStyle::SquidUntrusted => {
                let nobody = format!("Not trusted by \"{}\"", self.common_name);
                let nobody = CertDraft::authority(self.now, &nobody);
                let signer = Signer {
                    name: &nobody.params,
                    ..signer
                };
                ServerIdentity::alone(&forge(draft, ca, &signer)?)
            }
            MintStyle::Mitmproxy => ServerIdentity::alone(&forge(draft, ca, &signer)?),
            MintStyle::SslSplit => both(ca, &forge(draft, &self.shared, &signer)?),
            MintStyle::Corporate => both(ca, &draft.signed_by(ca)?),
        }
    }

    /// A draft with names and a purpose only.
    fn bare(&self, names: &[&str]) -> CertDraft {
        let mut draft = CertDraft::leaf(self.now, names);
        draft.params.key_usages.clear();
        draft
    }

    /// Squid's certificate has names, a purpose, CA:FALSE and an authority key identifier (added by
    /// the signer). Its dates are the origin's, or else those of the CA.
    fn squid(&self, copied: &Copied, asked: &str) -> CertDraft {
        let mut draft = copied
            .onto(self.bare(&copied.names_or(asked)))
            .valid(self.now - 365 * DAY, self.now + 9 * 365 * DAY);
        if let Some((from, until)) = copied.valid {
            draft = draft.valid(from, until);
        }
        draft.params.is_ca = IsCa::NoCa;
        draft
            .params
            .custom_extensions
            .push(CustomExtension::from_oid_content(
                BASIC_CONSTRAINTS,
                NO_AUTHORITY.to_vec(),
            ));
        draft
    }
}

fn both(ca: &Issued, leaf: &Issued) -> io::Result<ServerIdentity> {
    ServerIdentity::new(leaf, &[leaf, ca])
}

fn distinct<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(*name);
        }
    }
    distinct
}

/// What interceptors copy from the origin's certificate.
#[derive(Debug, Default)]
struct Copied {
    subject: Vec<(DnType, String)>,
    names: Vec<String>,
    valid: Option<(i64, i64)>,
    serial: Vec<u8>,
}

impl Copied {
    /// Reads the origin's certificate; copies nothing if it cannot be read.
    fn of(origin: &CertificateDer<'_>) -> Self {
        let Ok((_, cert)) = X509Certificate::from_der(origin) else {
            return Self::default();
        };
        let kind = |oid: String| match oid.as_str() {
            "2.5.4.3" => Some(DnType::CommonName),
            "2.5.4.10" => Some(DnType::OrganizationName),
            "2.5.4.11" => Some(DnType::OrganizationalUnitName),
            _ => None,
        };
        let subject = cert.subject().iter_attributes();
        let subject = subject
            .filter_map(|a| {
                Some((
                    kind(a.attr_type().to_id_string())?,
                    a.as_str().ok()?.to_owned(),
                ))
            })
            .collect();
        let names = cert.subject_alternative_name().ok().flatten();
        let names = names
            .map(|names| names.value.general_names.iter().filter_map(text).collect())
            .unwrap_or_default();
        let valid = cert.validity();
        Self {
            subject,
            names,
            valid: Some((valid.not_before.timestamp(), valid.not_after.timestamp())),
            serial: cert.raw_serial().to_vec(),
        }
    }

    fn onto(&self, mut draft: CertDraft) -> CertDraft {
        if !self.subject.is_empty() {
            draft.params.distinguished_name = rcgen::DistinguishedName::new();
        }
        for (kind, value) in &self.subject {
            draft
                .params
                .distinguished_name
                .push(kind.clone(), value.as_str());
        }
        draft
    }

    fn names_or<'a>(&'a self, asked: &'a str) -> Vec<&'a str> {
        if self.names.is_empty() {
            vec![asked]
        } else {
            self.names.iter().map(String::as_str).collect()
        }
    }

    fn names_and<'a>(&'a self, wanted: &[&'a str]) -> Vec<&'a str> {
        distinct(
            &self
                .names
                .iter()
                .map(String::as_str)
                .chain(wanted.iter().copied())
                .collect::<Vec<_>>(),
        )
    }

    /// sslsplit copies the origin's serial number, except for its last 32 bits.
    fn serial_but_for_its_end(&self) -> Option<SerialNumber> {
        let mut serial = self.serial.clone();
        serial
            .iter_mut()
            .rev()
            .take(4)
            .for_each(|byte| *byte ^= 0x5a);
        (!serial.is_empty()).then(|| SerialNumber::from_slice(&serial))
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "names of other kinds do not concern servers"
)]
fn text(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes)
                .ok()
                .map(|four| IpAddr::from(four).to_string()),
            _ => <[u8; 16]>::try_from(*bytes)
                .ok()
                .map(|sixteen| IpAddr::from(sixteen).to_string()),
        },
        _ => None,
    }
}

/// The kinds of interceptors that were seen in the field, each with its own marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InterceptorKind {
    /// `ssl_bump peek`, then `bump`: copies subject, names and dates; the leaf has the CA's own
    /// key.
    SquidBump,
    /// `ssl_bump client-first`, and what others do if the origin is faulty: the requested name
    /// only, the CA's dates, the CA's own key.
    SquidClientFirst,
    /// `sslproxy_cert_error allow`: as [`InterceptorKind::SquidBump`] for what it trusts; a self-signed origin
    /// is copied and signed with the CA's key as if self-signed; anything else comes from `Not
    /// trusted by "…"`. Trusts nothing unless told.
    SquidLax,
    /// mitmproxy: connects to the origin first, so a CONNECT may fail. The CA is not sent; the leaf
    /// has the CA's key.
    MitmproxyEager,
    /// The same, but answers every CONNECT with 200.
    MitmproxyLazy,
    /// sslsplit: one key for all leaves, which is not the CA's. Closes the connection if the origin
    /// cannot be reached.
    SslSplit,
    /// An appliance with a sub-CA of the company's own root and a new key per host: no key reveals
    /// it.
    Corporate,
}
