//! DER → `Facts`, by x509-parser. Odd certificates (v1, negative serials, extensions that are unknown
//! or malformed) are read, not refused: what Go makes of them is `go`'s. Pure; judges nothing.

use std::net::IpAddr;

use x509_parser::asn1_rs::Any;
use x509_parser::der_parser::{Oid, oid};
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::signature_algorithm::SignatureAlgorithm;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::curve;
use super::facts::{Facts, KeyKind, KeyUsage, NameConstraints};
use super::name;
use crate::foreign::Foreign;
use crate::moment::Moment;

const SCT_LIST: Oid<'_> = oid!(1.3.6.1.4.1.11129.2.4.2);
const BASIC_CONSTRAINTS: Oid<'_> = oid!(2.5.29.19);
const CA_ISSUERS: Oid<'_> = oid!(1.3.6.1.5.5.7.48.2);
const ED25519: Oid<'_> = oid!(1.3.101.112);
const RSASSA_PSS: Oid<'_> = oid!(1.2.840.113549.1.1.10);
/// Critical extensions that verifiers know (RFC 5280 4.2); any other critical one must be refused.
const KNOWN_CRITICAL: &[Oid<'_>] = &[
    oid!(2.5.29.14),
    oid!(2.5.29.15),
    oid!(2.5.29.17),
    oid!(2.5.29.18),
    oid!(2.5.29.19),
    oid!(2.5.29.30),
    oid!(2.5.29.31),
    oid!(2.5.29.32),
    oid!(2.5.29.35),
    oid!(2.5.29.36),
    oid!(2.5.29.37),
    oid!(2.5.29.54),
];

/// Hashes of RSASSA-PSS with their length, which is the only salt length that Go, webpki and our
/// library verify.
const PSS_SALTS: &[(&str, u32)] = &[
    ("2.16.840.1.101.3.4.2.1", 32),
    ("2.16.840.1.101.3.4.2.2", 48),
    ("2.16.840.1.101.3.4.2.3", 64),
];

/// Reads one certificate.
///
/// # Errors
/// What is malformed, in the parser's words.
pub(super) fn facts(der: &[u8]) -> Result<Facts, String> {
    let (rest, cert) =
        X509Certificate::from_der(der).map_err(|e| format!("not an X.509 certificate: {e}"))?;
    if !rest.is_empty() {
        return Err(format!("{} bytes follow the certificate", rest.len()));
    }
    let tbs = &cert.tbs_certificate;
    // The parser cuts a name off before a part that it does not understand.
    if [tbs.subject(), tbs.issuer()]
        .iter()
        .any(|name| Any::from_der(name.as_raw()).is_err())
    {
        return Err("not an X.509 certificate: a name is malformed".to_owned());
    }
    let mut facts = Facts {
        version: tbs.version().0.saturating_add(1),
        serial: tbs.raw_serial().to_vec(),
        subject: name::text(tbs.subject()),
        issuer: name::text(tbs.issuer()),
        subject_der: tbs.subject().as_raw().to_vec(),
        issuer_der: tbs.issuer().as_raw().to_vec(),
        subject_cn: name::common_name(tbs.subject()),
        issuer_cn: name::common_name(tbs.issuer()),
        not_before: Moment(tbs.validity().not_before.timestamp()),
        not_after: Moment(tbs.validity().not_after.timestamp()),
        has_san: false,
        dns_names: Vec::new(),
        ip_names: Vec::new(),
        spki: tbs.public_key().raw.to_vec(),
        key_bits: tbs.public_key().subject_public_key.data.to_vec(),
        key: key_kind(tbs.public_key()),
        signature_oid: cert.signature_algorithm.algorithm.to_id_string(),
        pss_hash_oid: pss_hash(&cert),
        signature: cert.signature_value.data.to_vec(),
        tbs: tbs.as_ref().to_vec(),
        ca: None,
        ca_critical: false,
        path_len: None,
        key_usage: None,
        purposes: None,
        subject_key_id: None,
        authority_key_id: None,
        authority_serial: None,
        aia_issuers: Vec::new(),
        name_constraints: None,
        critical: Vec::new(),
        unknown_critical: Vec::new(),
        has_scts: false,
    };
    for extension in tbs.extensions() {
        let oid = &extension.oid;
        if extension.critical {
            facts.critical.push(oid.to_id_string());
            if !KNOWN_CRITICAL.contains(oid) {
                facts.unknown_critical.push(oid.to_id_string());
            }
        }
        facts.has_scts |= *oid == SCT_LIST;
        facts.ca_critical |= *oid == BASIC_CONSTRAINTS && extension.critical;
        take_extension(&mut facts, extension.parsed_extension());
    }
    Ok(facts)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an extension or a kind of name that no verifier here asks about is passed over"
)]
fn take_extension(facts: &mut Facts, extension: &ParsedExtension<'_>) {
    match extension {
        ParsedExtension::SubjectAlternativeName(san) => {
            facts.has_san = true;
            for name in &san.general_names {
                match name {
                    GeneralName::DNSName(dns) => facts.dns_names.push(Foreign::from(*dns)),
                    GeneralName::IPAddress(bytes) => facts.ip_names.extend(ip(bytes)),
                    _ => {}
                }
            }
        }
        ParsedExtension::BasicConstraints(bc) => {
            facts.ca = Some(bc.ca);
            facts.path_len = bc.path_len_constraint;
        }
        ParsedExtension::KeyUsage(usage) => {
            facts.key_usage = Some(KeyUsage {
                cert_sign: usage.key_cert_sign(),
                digital_signature: usage.digital_signature(),
                key_encipherment: usage.key_encipherment(),
                key_agreement: usage.key_agreement(),
                is_empty: usage.flags == 0,
            });
        }
        ParsedExtension::ExtendedKeyUsage(eku) => facts.purposes = Some(purposes(eku)),
        ParsedExtension::SubjectKeyIdentifier(id) => facts.subject_key_id = Some(id.0.to_vec()),
        ParsedExtension::AuthorityKeyIdentifier(id) => {
            facts.authority_key_id = id.key_identifier.as_ref().map(|k| k.0.to_vec());
            facts.authority_serial = id.authority_cert_serial.map(<[u8]>::to_vec);
        }
        ParsedExtension::AuthorityInfoAccess(aia) => {
            for access in &aia.accessdescs {
                if let GeneralName::URI(url) = &access.access_location
                    && access.access_method == CA_ISSUERS
                {
                    facts.aia_issuers.push(Foreign::from(*url));
                }
            }
        }
        ParsedExtension::NameConstraints(nc) => facts.name_constraints = Some(name_constraints(nc)),
        _ => {}
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "constraints on mail addresses and URLs are known to most, and do not concern servers"
)]
fn name_constraints(nc: &x509_parser::extensions::NameConstraints<'_>) -> NameConstraints {
    let mut found = NameConstraints::default();
    for subtree in nc.permitted_subtrees.iter().flatten() {
        match &subtree.base {
            GeneralName::DNSName(name) => found.permitted_dns.push(lowered(name)),
            GeneralName::IPAddress(bytes) => found.permitted_ip.push(bytes.to_vec()),
            GeneralName::DirectoryName(name) => {
                found.permitted_directories.push(name.as_raw().to_vec());
            }
            other if is_rare(other) => found.has_other_kinds = true,
            _ => {}
        }
    }
    for subtree in nc.excluded_subtrees.iter().flatten() {
        match &subtree.base {
            GeneralName::DNSName(name) => found.excluded_dns.push(lowered(name)),
            GeneralName::IPAddress(bytes) => found.excluded_ip.push(bytes.to_vec()),
            GeneralName::DirectoryName(name) => {
                found.excluded_directories.push(name.as_raw().to_vec());
            }
            other if is_rare(other) => found.has_other_kinds = true,
            _ => {}
        }
    }
    found
}

fn lowered(name: &str) -> Foreign {
    Foreign::from(name.to_ascii_lowercase())
}

const fn is_rare(name: &GeneralName<'_>) -> bool {
    !matches!(name, GeneralName::RFC822Name(_) | GeneralName::URI(_))
}

fn purposes(eku: &x509_parser::extensions::ExtendedKeyUsage<'_>) -> Vec<String> {
    let named = [
        (eku.any, "2.5.29.37.0"),
        (eku.server_auth, "1.3.6.1.5.5.7.3.1"),
        (eku.client_auth, "1.3.6.1.5.5.7.3.2"),
        (eku.code_signing, "1.3.6.1.5.5.7.3.3"),
        (eku.email_protection, "1.3.6.1.5.5.7.3.4"),
        (eku.time_stamping, "1.3.6.1.5.5.7.3.8"),
        (eku.ocsp_signing, "1.3.6.1.5.5.7.3.9"),
    ];
    let known = named
        .iter()
        .filter(|(set, _)| *set)
        .map(|(_, oid)| (*oid).to_owned());
    known
        .chain(
            eku.other
                .iter()
                .map(x509_parser::der_parser::oid::Oid::to_id_string),
        )
        .collect()
}

fn key_kind(spki: &SubjectPublicKeyInfo<'_>) -> KeyKind {
    let algorithm = &spki.algorithm;
    if algorithm.algorithm == ED25519 {
        return KeyKind::Ed25519;
    }
    match spki.parsed() {
        Ok(PublicKey::RSA(rsa)) => KeyKind::Rsa(modulus_bits(rsa.modulus)),
        Ok(PublicKey::EC(_)) => {
            let parameters = algorithm.parameters.as_ref();
            let named = parameters.and_then(|p| p.as_oid().ok());
            KeyKind::Ec(match named.map(|oid| oid.to_id_string()) {
                Some(oid) => curve::name(&oid).map_or(oid, str::to_owned),
                None => "explicit parameters".into(),
            })
        }
        _ => KeyKind::Other(algorithm.algorithm.to_id_string()),
    }
}

fn modulus_bits(modulus: &[u8]) -> usize {
    let significant = modulus
        .iter()
        .position(|b| *b != 0)
        .map_or(&[][..], |at| &modulus[at..]);
    significant.first().map_or(0, |top| {
        significant.len() * 8 - top.leading_zeros() as usize
    })
}

fn pss_hash(cert: &X509Certificate<'_>) -> Option<String> {
    // Of others the parser complains on stderr.
    if cert.signature_algorithm.algorithm != RSASSA_PSS {
        return None;
    }
    match SignatureAlgorithm::try_from(&cert.signature_algorithm) {
        Ok(SignatureAlgorithm::RSASSA_PSS(params)) => {
            let hash = params.hash_algorithm_oid().to_id_string();
            let bytes = PSS_SALTS
                .iter()
                .find(|(oid, _)| *oid == hash)
                .map(|(_, bytes)| *bytes);
            (bytes == Some(params.salt_length())).then_some(hash)
        }
        _ => None,
    }
}

fn ip(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
        16 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
        _ => None,
    }
}
