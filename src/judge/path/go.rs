//! The Go rule: crypto/x509's `Certificate.Verify` (go1.23) as MTC's controller, Velero, restic and
//! podman call it, in the same order and with the same words. Any certificate in the pool is an
//! anchor, a leaf found in the pool is accepted, names come from subjectAltName only, every
//! certificate's dates count, SHA-1 is refused. Pure. Left out: policies, URI and e-mail name
//! constraints (no MTC endpoint has them).

use crate::cert::{Cert, Facts, KeyKind, Signed};
use crate::judge::names::{self, NameProof};
use crate::moment::Moment;
use crate::target::Host;

use super::Pool;

const MAX_CHECKS: usize = 100;
const UNKNOWN: &str = "x509: certificate signed by unknown authority";
const MAX_NAMES_PRINTED: usize = 100;

/// # Errors
/// What Go prints after `tls: failed to verify certificate: `.
pub(super) fn verify(chain: &[Cert], roots: &Pool, name: &Host, at: Moment) -> Result<(), String> {
    let leaf = chain
        .first()
        .ok_or("tls: received empty certificates message")?;
    for cert in chain {
        parse(cert)?;
    }
    let facts = leaf.facts().ok_or("x509: malformed certificate")?;
    if facts.key.is_pss_only() {
        // crypto/tls offers no scheme for such keys: the server ends the handshake before any chain
        // is looked at.
        return Err("remote error: tls: handshake failure".into());
    }
    check_critical(facts)?;
    check_time(facts, at)?;
    check_name(facts, name)?;
    let mut search = Search {
        roots,
        sent: &chain[1..],
        at,
        leaf: facts,
        checks: 0,
        error: None,
        hint: None,
        accepted: Vec::new(),
    };
    if roots.holds(leaf) {
        search.accepted.push(vec![leaf.clone()]);
    } else {
        search.extend(&mut vec![leaf.clone()]);
    }
    if search.accepted.is_empty() {
        return Err(search
            .error
            .unwrap_or_else(|| UNKNOWN.to_owned() + &search.hint.unwrap_or_default()));
    }
    if search
        .accepted
        .iter()
        .any(|path| path.iter().all(|c| c.facts().is_some_and(Facts::may_serve)))
    {
        Ok(())
    } else {
        Err("x509: certificate specifies an incompatible key usage".into())
    }
}

/// Go 1.23 refuses to parse some certificates that others read.
fn parse(cert: &Cert) -> Result<(), String> {
    let Some(facts) = cert.facts() else {
        return Err(format!(
            "tls: failed to parse certificate from server: x509: {}",
            cert.defect().unwrap_or("malformed certificate")
        ));
    };
    if facts.has_negative_serial() {
        return Err(
            "tls: failed to parse certificate from server: x509: negative serial number".into(),
        );
    }
    Ok(())
}

fn check_critical(facts: &Facts) -> Result<(), String> {
    if facts.unknown_critical.is_empty() {
        Ok(())
    } else {
        Err("x509: unhandled critical extension".into())
    }
}

fn check_time(facts: &Facts, at: Moment) -> Result<(), String> {
    let expired = "x509: certificate has expired or is not yet valid: current time";
    if at < facts.not_before {
        return Err(format!("{expired} {at} is before {}", facts.not_before));
    }
    if at > facts.not_after {
        return Err(format!("{expired} {at} is after {}", facts.not_after));
    }
    Ok(())
}

fn check_name(leaf: &Facts, name: &Host) -> Result<(), String> {
    match names::prove(leaf, name) {
        NameProof::Proven => return Ok(()),
        NameProof::ByCommonNameOnly => {
            return Err(
                "x509: certificate relies on legacy Common Name field, use SANs instead".into(),
            );
        }
        NameProof::Mismatch | NameProof::NoNames => {}
    }
    let valid: Vec<String> = match name {
        Host::Ip(_) => leaf.ip_names.iter().map(ToString::to_string).collect(),
        Host::Name(_) => leaf.dns_names.clone(),
    };
    Err(match name {
        Host::Ip(_) if valid.is_empty() => format!(
            "x509: cannot validate certificate for {name} because it doesn't contain any IP SANs"
        ),
        _ if valid.is_empty() => {
            format!("x509: certificate is not valid for any names, but wanted to match {name}")
        }
        _ if valid.len() >= MAX_NAMES_PRINTED => format!(
            "x509: certificate is valid for {} names, but none matched {name}",
            valid.len()
        ),
        _ => format!(
            "x509: certificate is valid for {}, not {name}",
            valid.join(", ")
        ),
    })
}

struct Search<'a> {
    roots: &'a Pool,
    sent: &'a [Cert],
    at: Moment,
    leaf: &'a Facts,
    checks: usize,
    /// The last refusal of a candidate that did sign.
    error: Option<String>,
    /// Why the first candidate of the right name did not sign.
    hint: Option<String>,
    accepted: Vec<Vec<Cert>>,
}

impl Search<'_> {
    fn extend(&mut self, path: &mut Vec<Cert>) {
        let Some(child) = path.last().cloned() else {
            return;
        };
        let Some(issuer) = child.facts().map(|f| f.issuer_der.clone()) else {
            return;
        };
        // AppendCertsFromPEM passes over what the parser refuses.
        let roots: Vec<Cert> = self
            .roots
            .named(&issuer)
            .iter()
            .map(|(c, _)| c.clone())
            .filter(|c| parse(c).is_ok())
            .collect();
        for root in &roots {
            self.consider(path, &child, root, true);
        }
        let named = |c: &&Cert| c.facts().is_some_and(|f| f.subject_der == issuer);
        let intermediates: Vec<Cert> = self.sent.iter().filter(named).cloned().collect();
        for intermediate in &intermediates {
            self.consider(path, &child, intermediate, false);
        }
    }

    fn consider(&mut self, path: &mut Vec<Cert>, child: &Cert, candidate: &Cert, is_root: bool) {
        let Some(facts) = candidate.facts() else {
            return;
        };
        if path.iter().any(|held| same_entity(held, facts)) || self.checks >= MAX_CHECKS {
            return;
        }
        self.checks += 1;
        if let Err(why) = check_signature(child, candidate) {
            let named = facts
                .subject_cn
                .clone()
                .unwrap_or_else(|| facts.subject.clone());
            let hint = format!(
                " (possibly because of {why:?} while trying to verify candidate authority certificate {named:?})"
            );
            self.hint.get_or_insert(hint);
            return;
        }
        if let Err(why) = self.check_issuer(facts, path.len(), is_root) {
            self.error = Some(why);
            return;
        }
        path.push(candidate.clone());
        if is_root {
            self.accepted.push(path.clone());
        } else {
            self.extend(path);
        }
        path.pop();
    }

    fn check_issuer(&self, issuer: &Facts, above: usize, is_root: bool) -> Result<(), String> {
        check_critical(issuer)?;
        check_time(issuer, self.at)?;
        if let Some(name) = issuer
            .name_constraints
            .as_ref()
            .and_then(|nc| names::forbidden(self.leaf, nc))
        {
            return Err(format!(
                "x509: a root or intermediate certificate is not authorized to sign for this name: DNS name \"{name}\" is not permitted by any constraint"
            ));
        }
        if !is_root && issuer.ca != Some(true) {
            return Err("x509: certificate is not authorized to sign other certificates".into());
        }
        if issuer.ca == Some(true)
            && issuer
                .path_len
                .is_some_and(|most| above.saturating_sub(1) > most as usize)
        {
            return Err("x509: too many intermediates for path length constraint".into());
        }
        Ok(())
    }
}

fn same_entity(held: &Cert, candidate: &Facts) -> bool {
    held.facts().is_some_and(|f| {
        f.subject_der == candidate.subject_der
            && f.spki == candidate.spki
            && f.dns_names == candidate.dns_names
    })
}

/// `CheckSignatureFrom`: may the parent sign, is the algorithm allowed, did it sign.
fn check_signature(child: &Cert, parent: &Cert) -> Result<(), String> {
    let (Some(child_facts), Some(facts)) = (child.facts(), parent.facts()) else {
        return Err("x509: malformed certificate".into());
    };
    let not_a_ca = (facts.version == 3 && facts.ca.is_none()) || facts.ca == Some(false);
    if not_a_ca || facts.key_usage.is_some_and(|usage| !usage.cert_sign) {
        return Err(
            "x509: invalid signature: parent certificate cannot sign this kind of certificate"
                .into(),
        );
    }
    if let Some(name) = insecure(&child_facts.signature_oid) {
        return Err(format!(
            "x509: cannot verify signature: insecure algorithm {name}"
        ));
    }
    match (child.signed_by(parent), &facts.key) {
        (Signed::Yes, _) => Ok(()),
        (Signed::UnknownAlgorithm | Signed::Unreadable, _) => {
            Err("x509: cannot verify signature: algorithm unimplemented".into())
        }
        (Signed::No, KeyKind::Rsa(_)) => Err("crypto/rsa: verification error".into()),
        (Signed::No, KeyKind::Ed25519) => Err("x509: Ed25519 verification failure".into()),
        (Signed::No, _) => Err("x509: ECDSA verification failure".into()),
    }
}

/// Go's names of the signature algorithms it refuses.
fn insecure(oid: &str) -> Option<&'static str> {
    match oid {
        "1.2.840.113549.1.1.2" => Some("MD2-RSA"),
        "1.2.840.113549.1.1.4" => Some("MD5-RSA"),
        "1.2.840.113549.1.1.5" => Some("SHA1-RSA"),
        "1.2.840.10045.4.1" => Some("ECDSA-SHA1"),
        "1.2.840.10040.4.3" => Some("DSA-SHA1"),
        _ => None,
    }
}
