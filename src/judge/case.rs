//! What a rule sees, and the questions that many rules ask of it. Opens nothing; knows no class of
//! verdict.

use std::net::SocketAddr;

use crate::cert::{Cert, Facts};
use crate::codes::Code;
use crate::evidence::{Attempt, Connection, Fault, ProxySession, Step, TlsSession};
use crate::moment::Moment;
use crate::roles::Answer;
use crate::route::ProxyUrl;

use super::finding::NoProxyEntry;
use super::finding::certificate::WorkingAnchor;
use super::finding::interference::Signs;
use super::taint::Taint;
use super::{Authorities, Cure, Ground, Stores, Trust};

/// How one connection fared: what the rules about a whole endpoint see of it.
#[derive(Clone, Debug)]
pub struct AddressOutcome {
    /// Who was connected to: the target, or the proxy of its route.
    pub address: SocketAddr,
    /// Codes of its failures; empty where it works.
    pub failures: Vec<Code>,
    /// SHA-256 of the leaf it captured.
    pub leaf: Option<String>,
}

/// One endpoint, and one of its connections where the rule is about a connection. A rule about the
/// endpoint as a whole (its name, all addresses together) applies only where `connection` is
/// `None`.
pub struct Case<'a> {
    /// What was measured of the endpoint.
    pub attempt: &'a Attempt,
    /// The connection that the rule is about; `None` in a case about the whole endpoint.
    pub connection: Option<&'a Connection>,
    /// What the chain of that connection is worth; `None` where none was captured.
    pub trust: Option<&'a Trust>,
    /// How every connection fared; empty in a case about one connection.
    pub outcomes: &'a [AddressOutcome],
    /// The time at which the endpoint is judged.
    pub now: Moment,
    /// What is trusted in this run.
    pub stores: &'a Stores,
    /// What is known of interceptors: from this attempt, or from the whole run.
    pub taint: &'a Taint,
    /// Issuers that this attempt, or the whole run, brought to light.
    pub authorities: &'a Authorities,
    /// Signs of interception on this connection, looked for once before the rules (`signals`).
    pub signs: Option<Signs>,
}

impl<'a> Case<'a> {
    /// A case about one connection, before signs of interception are looked for.
    pub const fn of_connection(
        attempt: &'a Attempt,
        connection: &'a Connection,
        trust: Option<&'a Trust>,
        ground: Ground<'a>,
    ) -> Self {
        let Ground {
            stores,
            taint,
            authorities,
            now,
        } = ground;
        Self {
            attempt,
            connection: Some(connection),
            trust,
            outcomes: &[],
            now,
            stores,
            taint,
            authorities,
            signs: None,
        }
    }

    /// A case about the endpoint as a whole.
    pub const fn of_endpoint(
        attempt: &'a Attempt,
        outcomes: &'a [AddressOutcome],
        ground: Ground<'a>,
    ) -> Self {
        let Ground {
            stores,
            taint,
            authorities,
            now,
        } = ground;
        Self {
            attempt,
            connection: None,
            trust: None,
            outcomes,
            now,
            stores,
            taint,
            authorities,
            signs: None,
        }
    }

    /// The same case about another connection of the same endpoint, whose chain is not judged.
    #[must_use]
    pub const fn about(&self, connection: &'a Connection) -> Self {
        let ground = Ground {
            stores: self.stores,
            taint: self.taint,
            authorities: self.authorities,
            now: self.now,
        };
        Self::of_connection(self.attempt, connection, None, ground)
    }

    /// The fault of the lookup of the target's own name; a lookup of the proxy's name does not
    /// count. For `socks5://` this program looks the target's name up in the proxy step.
    pub fn dns_fault(&self) -> Option<&'a Fault> {
        match (self.connection, self.proxy()) {
            // `contact` reports what was not contacted.
            (None, None) => self
                .attempt
                .dns
                .fault()
                .filter(|f| !matches!(f, Fault::NotContacted { .. })),
            (Some(connection), Some(proxy)) if !proxy.scheme.proxy_resolves() => {
                let fault = connection.proxy.fault();
                fault.filter(|f| {
                    matches!(
                        f,
                        Fault::NoSuchName | Fault::NoAddress | Fault::Resolver { .. }
                    )
                })
            }
            _ => None,
        }
    }

    /// The fault of the connection to the target itself; a connection to a proxy does not count.
    pub fn tcp_fault(&self) -> Option<&'a Fault> {
        if self.proxy().is_some() {
            None
        } else {
            self.connection.and_then(|c| c.tcp.fault())
        }
    }

    /// The proxy on this route.
    pub fn proxy(&self) -> Option<&'a ProxyUrl> {
        self.attempt.route.proxy.as_ref()
    }

    /// What the proxy said about the way to the target.
    pub fn proxy_session(&self) -> Option<&'a ProxySession> {
        self.connection.and_then(|c| c.proxy.saw())
    }

    /// What to add to a noProxy list so that this target is reached directly.
    pub fn no_proxy_entry(&self) -> NoProxyEntry {
        NoProxyEntry::of(&self.attempt.target.host)
    }

    /// What went wrong in the handshake.
    pub fn tls_fault(&self) -> Option<&'a Fault> {
        self.connection.and_then(|c| c.tls.fault())
    }

    /// What went wrong after the handshake: in the exchange, or right after it where none was made.
    pub fn http_fault(&self) -> Option<&'a Fault> {
        let connection = self.connection?;
        connection
            .http
            .fault()
            .or_else(|| self.session().and_then(|s| s.afterwards.as_ref()))
    }

    /// What was captured of the handshake, even where it failed.
    pub fn session(&self) -> Option<&'a TlsSession> {
        self.connection.and_then(|c| c.tls.saw())
    }

    /// The chain as sent; empty where none was captured.
    pub fn chain(&self) -> &'a [Cert] {
        self.connection.map_or(&[], Connection::chain)
    }

    /// The leaf's facts, where one was captured and can be read.
    pub fn leaf(&self) -> Option<&'a Facts> {
        self.chain().first()?.facts()
    }

    /// The HTTP answer, where the exchange went well and brought one.
    pub fn answer(&self) -> Option<&'a Answer> {
        match &self.connection?.http {
            Step::Done { saw, .. } => saw.answer.as_ref(),
            Step::Failed { .. } | Step::NotTried | Step::Skipped { .. } => None,
        }
    }

    /// Certificates of the proven path with their facts, leaf first.
    pub fn path(&self) -> Vec<(&'a Cert, &'a Facts)> {
        let path = self.trust.map_or(&[][..], |t| t.path.as_slice());
        path.iter()
            .filter_map(|(cert, _)| cert.facts().map(|f| (cert, f)))
            .collect()
    }

    /// The part of the path that clients look at: up to the anchor where Go accepts the chain (an
    /// expired root above an anchor that is held itself stops nobody), the whole of it otherwise.
    pub fn path_in_use(&self) -> Vec<(&'a Cert, &'a Facts)> {
        let anchor = self
            .trust
            .filter(|t| t.go.is_accepted())
            .and_then(|t| t.anchor);
        self.path()
            .into_iter()
            .take(anchor.map_or(usize::MAX, |at| at + 1))
            .collect()
    }

    /// What a bundle can hold so that Go does not mind a fault of this certificate of the path: a CA
    /// below it or on another way up, or itself, where its own signature is the fault.
    pub fn working_anchor(&self, at_fault: &Cert) -> Option<WorkingAnchor> {
        let trust = self.trust.filter(|trust| !trust.go.is_accepted())?;
        let path = match &trust.cure {
            Cure::OtherPath(path) => path,
            Cure::EndOfPath => &trust.path,
            Cure::Nothing(_) => return None,
        };
        let ((top, _), below) = path.split_last().filter(|(_, below)| !below.is_empty())?;
        let spared = below.iter().all(|(cert, _)| cert != at_fault);
        spared.then(|| WorkingAnchor::of(top))
    }

    /// The top of the path, where an issuer of the right name was sent, or is trusted, whose
    /// signature cannot be checked here: the signer is known then, but not whether it signed.
    pub fn signed_by_unknown_algorithm(&self) -> Option<(&'a Cert, &'a Facts)> {
        let (top, facts) = self.path().last().copied()?;
        let issuer =
            |c: &&Cert| *c != top && c.facts().is_some_and(|f| f.subject_der == facts.issuer_der);
        let trusted = self.stores.anchors.named(&facts.issuer_der).iter();
        let issuers = self.chain().iter().chain(trusted.map(|(cert, _)| cert));
        issuers
            .filter(issuer)
            .any(|c| top.is_unknown_whether_signed_by(c))
            .then_some((top, facts))
    }

    /// Go accepts the chain with what is trusted.
    pub fn is_accepted(&self) -> bool {
        self.trust.is_some_and(|t| t.go.is_accepted())
    }

    /// A store vouches for a certificate of the path.
    pub fn is_vouched(&self) -> bool {
        let path = self.trust.into_iter().flat_map(|trust| &trust.path);
        path.into_iter()
            .any(|(cert, _)| self.stores.vouch_for(cert))
    }

    /// Somebody answers in the server's place, surely or likely.
    pub fn is_intercepted(&self) -> bool {
        self.signs.as_ref().is_some_and(Signs::accuse)
    }

    /// The server asked for a client certificate, which we never have.
    pub fn wants_client_certificate(&self) -> bool {
        self.session()
            .is_some_and(|s| s.client_certificate.is_some())
    }
}
