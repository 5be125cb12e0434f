//! The Go rule: crypto/x509's `Certificate.Verify` (go1.23) as MTC's controller, Velero, restic and
//! podman call it, in the same order and with the same words. Any certificate in the pool is an
//! anchor, a leaf found in the pool is accepted, names come from subjectAltName only, every
//! certificate's dates count, SHA-1 is refused. Pure. Left out: policies, URI and e-mail name
//! constraints (no MTC endpoint has them).

use crate::cert::{Cert, Facts, KeyKind, Signed};
use crate::dialects::go::{Candidate, GoRefusal, SignatureRefusal};
use crate::judge::names::{self, NameProof};
use crate::moment::Moment;
use crate::target::Host;

use super::CertPool;

const MAX_CHECKS: usize = 100;
const MAX_NAMES_PRINTED: usize = 100;

/// # Errors
/// What Go refuses first.
pub(super) fn verify(
    chain: &[Cert],
    roots: &CertPool,
    name: &Host,
    at: Moment,
) -> Result<(), GoRefusal> {
    let leaf = chain.first().ok_or(GoRefusal::EmptyChain)?;
    for cert in chain {
        parse(cert)?;
    }
    let facts = leaf.facts().ok_or(GoRefusal::Malformed)?;
    if facts.key.is_pss_only() {
        // crypto/tls offers no scheme for such keys: the server ends the handshake before any chain
        // is looked at.
        return Err(GoRefusal::HandshakeFailure);
    }
    check_critical(facts)?;
    check_time(facts, at)?;
    check_name(facts, name)?;
    let mut search = GoSearch {
        roots,
        sent: &chain[1..],
        at,
        leaf: facts,
        checks: 0,
        error: None,
        candidate: None,
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
            .unwrap_or(GoRefusal::UnknownAuthority(search.candidate)));
    }
    if search
        .accepted
        .iter()
        .any(|path| path.iter().all(|c| c.facts().is_some_and(Facts::may_serve)))
    {
        Ok(())
    } else {
        Err(GoRefusal::IncompatibleUsage)
    }
}

/// Go 1.23 refuses to parse some certificates that others read.
fn parse(cert: &Cert) -> Result<(), GoRefusal> {
    let unparsable = |why: &str| Err(GoRefusal::Unparsable(why.to_owned()));
    match cert.facts() {
        None => unparsable(cert.defect().unwrap_or("malformed certificate")),
        Some(facts) if facts.has_negative_serial() => unparsable("negative serial number"),
        Some(_) => Ok(()),
    }
}

fn check_critical(facts: &Facts) -> Result<(), GoRefusal> {
    if facts.unknown_critical.is_empty() {
        Ok(())
    } else {
        Err(GoRefusal::UnhandledCriticalExtension)
    }
}

fn check_time(facts: &Facts, now: Moment) -> Result<(), GoRefusal> {
    let (not_before, not_after) = (facts.not_before, facts.not_after);
    if now < not_before {
        return Err(GoRefusal::NotYetValid { now, not_before });
    }
    if now > not_after {
        return Err(GoRefusal::Expired { now, not_after });
    }
    Ok(())
}

fn check_name(leaf: &Facts, name: &Host) -> Result<(), GoRefusal> {
    match names::prove(leaf, name) {
        NameProof::Proven => return Ok(()),
        NameProof::ByCommonNameOnly => return Err(GoRefusal::LegacyCommonName),
        NameProof::Mismatch | NameProof::NoNames => {}
    }
    let valid: Vec<String> = match name {
        Host::Ip(_) => leaf.ip_names.iter().map(ToString::to_string).collect(),
        Host::Name(_) => leaf.dns_names.iter().map(ToString::to_string).collect(),
    };
    let (wanted, count) = (name.to_string(), valid.len());
    Err(match name {
        Host::Ip(_) if valid.is_empty() => GoRefusal::NoIpSans { wanted },
        Host::Name(_) if valid.is_empty() => GoRefusal::NoNames { wanted },
        Host::Name(_) | Host::Ip(_) if count >= MAX_NAMES_PRINTED => {
            GoRefusal::ManyNames { count, wanted }
        }
        Host::Name(_) | Host::Ip(_) => GoRefusal::WrongName { valid, wanted },
    })
}

struct GoSearch<'a> {
    roots: &'a CertPool,
    sent: &'a [Cert],
    at: Moment,
    leaf: &'a Facts,
    checks: usize,
    /// The last refusal of a candidate that did sign.
    error: Option<GoRefusal>,
    /// The first candidate of the right name that did not sign.
    candidate: Option<Candidate>,
    accepted: Vec<Vec<Cert>>,
}

impl GoSearch<'_> {
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
            let name = facts
                .subject_cn
                .as_ref()
                .unwrap_or(&facts.subject)
                .to_string();
            self.candidate.get_or_insert(Candidate { name, why });
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

    fn check_issuer(&self, issuer: &Facts, above: usize, is_root: bool) -> Result<(), GoRefusal> {
        check_critical(issuer)?;
        check_time(issuer, self.at)?;
        if let Some(name) = issuer
            .name_constraints
            .as_ref()
            .and_then(|nc| names::forbidden(self.leaf, nc))
        {
            return Err(GoRefusal::NotPermitted {
                name: name.to_string(),
            });
        }
        if !is_root && issuer.ca != Some(true) {
            return Err(GoRefusal::NotACa);
        }
        if issuer.ca == Some(true)
            && issuer
                .path_len
                .is_some_and(|most| above.saturating_sub(1) > most as usize)
        {
            return Err(GoRefusal::TooManyIntermediates);
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
fn check_signature(child: &Cert, parent: &Cert) -> Result<(), SignatureRefusal> {
    let (Some(child_facts), Some(facts)) = (child.facts(), parent.facts()) else {
        return Err(SignatureRefusal::Malformed);
    };
    let not_a_ca = (facts.version == 3 && facts.ca.is_none()) || facts.ca == Some(false);
    if not_a_ca || facts.key_usage.is_some_and(|usage| !usage.cert_sign) {
        return Err(SignatureRefusal::ParentCannotSign);
    }
    if let Some(algorithm) = insecure(&child_facts.signature_oid) {
        return Err(SignatureRefusal::Insecure(algorithm.to_owned()));
    }
    match (child.signed_by(parent), &facts.key) {
        (Signed::Yes, _) => Ok(()),
        (Signed::UnknownAlgorithm | Signed::Unreadable, _) => Err(SignatureRefusal::Unimplemented),
        (Signed::No, KeyKind::Rsa(_)) => Err(SignatureRefusal::Rsa),
        (Signed::No, KeyKind::Ed25519) => Err(SignatureRefusal::Ed25519),
        (Signed::No, _) => Err(SignatureRefusal::Ecdsa),
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
