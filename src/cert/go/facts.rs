//! Facts of a certificate that Go reads and the usual parser here does not: a time without its
//! seconds, say. Whoever judges by facts has some all the same.

use std::net::IpAddr;

use super::algorithm::SignatureAlgorithm;
use super::certificate::GoCertificate;
use super::constraints::{GoConstraints, Network};
use super::edition::{ByVersion, GoVersion};
use super::names;
use super::span::Span;
use crate::cert::facts::{Facts, KeyUsage, NameConstraints};
use crate::foreign::Foreign;

/// `None`: Go reads no such certificate either.
pub(crate) fn facts(der: &[u8]) -> Option<Facts> {
    let read = super::readings::read(der);
    let newest = read.of(GoVersion::Go127).as_ref();
    let read = newest.or(read.of(GoVersion::Go123).as_ref()).ok()?;
    Some(of(der, read))
}

fn of(der: &[u8], read: &GoCertificate) -> Facts {
    let bytes = |span: Span| span.of(der).to_vec();
    let name = |span: Span| {
        let text = |edition: &_| names::label(span.of(der), read.serial.of(der), edition);
        Foreign::from(ByVersion::ask(text).of(GoVersion::Go127).clone())
    };
    let common = |span: Span| {
        let text = |edition: &_| names::common_name(span.of(der), edition);
        let text = ByVersion::ask(text).of(GoVersion::Go127).clone();
        (!text.is_empty()).then(|| Foreign::from(text))
    };
    let san = read.san.as_ref();
    Facts {
        version: u32::try_from(read.version).unwrap_or_default(),
        serial: bytes(read.serial),
        subject: name(read.subject),
        issuer: name(read.issuer),
        subject_der: bytes(read.subject),
        issuer_der: bytes(read.issuer),
        subject_cn: common(read.subject),
        issuer_cn: common(read.issuer),
        not_before: read.not_before,
        not_after: read.not_after,
        has_san: san.is_some(),
        dns_names: san.map_or_else(Vec::new, |san| foreign(&san.dns)),
        ip_names: san
            .into_iter()
            .flat_map(|san| &san.addresses)
            .filter_map(|bytes| address(bytes))
            .collect(),
        spki: bytes(read.spki),
        key_bits: read.key_bits.clone(),
        key: read.key.kind(),
        signature_oid: read.algorithm.map_or_else(String::new, oid),
        pss_hash_oid: read
            .algorithm
            .and_then(|algorithm| algorithm.pss_hash)
            .map(str::to_owned),
        signature: read.signature.clone(),
        tbs: bytes(read.tbs),
        ca: read.basic.map(|(is_ca, _)| is_ca),
        // Go does not look.
        ca_critical: true,
        path_len: read.basic.and_then(|(_, most)| u32::try_from(most?).ok()),
        key_usage: (read.key_usage != 0).then(|| usage(read)),
        purposes: (!read.may_serve).then(Vec::new),
        subject_key_id: some(&read.subject_key_id),
        authority_key_id: some(&read.authority_key_id),
        authority_serial: None,
        aia_issuers: Vec::new(),
        name_constraints: read.constraints.as_deref().map(constraints),
        critical: Vec::new(),
        unknown_critical: if read.has_unhandled_critical {
            vec!["unknown".to_owned()]
        } else {
            Vec::new()
        },
        has_scts: false,
    }
}

fn usage(read: &GoCertificate) -> KeyUsage {
    KeyUsage {
        cert_sign: read.may_sign_by_usage(),
        digital_signature: read.key_usage & 1 != 0,
        key_encipherment: read.key_usage & 1 << 2 != 0,
        key_agreement: read.key_usage & 1 << 4 != 0,
        is_empty: false,
    }
}

fn oid(algorithm: &SignatureAlgorithm) -> String {
    algorithm.oid.to_owned()
}

fn foreign(names: &[String]) -> Vec<Foreign> {
    names
        .iter()
        .map(|name| Foreign::from(name.as_str()))
        .collect()
}

fn some(id: &[u8]) -> Option<Vec<u8>> {
    (!id.is_empty()).then(|| id.to_vec())
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from).ok();
    v4.or_else(|| <[u8; 16]>::try_from(bytes).map(IpAddr::from).ok())
}

fn constraints(read: &GoConstraints) -> NameConstraints {
    let networks = |list: &[Network]| {
        list.iter()
            .map(|network| [network.address.as_slice(), &network.mask].concat())
            .collect()
    };
    NameConstraints {
        permitted_dns: foreign(&read.permitted.dns),
        excluded_dns: foreign(&read.excluded.dns),
        permitted_ip: networks(&read.permitted.networks),
        excluded_ip: networks(&read.excluded.networks),
        permitted_directories: Vec::new(),
        excluded_directories: Vec::new(),
        has_other_kinds: false,
    }
}
