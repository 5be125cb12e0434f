//! What a server chooses that a current client cannot speak to: hellos in clear, each on a connection of
//! its own along the same route, until one is answered. Knows which to send next; parses nothing.

use std::net::SocketAddr;
use std::time::Duration;

use super::context::MeasureContext;
use super::deadline::{Budget, within};
use super::probe_request::ProbeRequest;
use super::{hello, proxy};
use crate::evidence::{ClearHello, Fault, HelloOffer, TlsSession, alert};
use crate::offers::{self, Chosen, Client, Missing};

/// Alerts of servers that share nothing with a current client. After the last one hellos in clear are
/// answered, since they offer no protocol.
const OF_OLD_SERVERS: [u8; 7] = [
    alert::HANDSHAKE_FAILURE,
    alert::ILLEGAL_PARAMETER,
    alert::DECODE_ERROR,
    alert::PROTOCOL_VERSION,
    alert::INSUFFICIENT_SECURITY,
    alert::INTERNAL_ERROR,
    alert::NO_APPLICATION_PROTOCOL,
];

/// Faults by which a server shows that it shares nothing with a current client: all of TLS 1.0, RSA
/// key exchange and odd curves end so. Old Windows servers answer nothing at all and hang up.
pub(super) fn may_be_old(fault: &Fault, bytes_in: u64) -> bool {
    match fault {
        Fault::Alert { code, .. } => OF_OLD_SERVERS.contains(code),
        Fault::NoCommonParameters { .. } | Fault::MessageTooLarge { .. } => true,
        Fault::Closed | Fault::Reset => bytes_in == 0,
        Fault::NoSuchName
        | Fault::NoAddress
        | Fault::Resolver { .. }
        | Fault::Refused
        | Fault::Unreachable { .. }
        | Fault::TimedOut { .. }
        | Fault::NotTls { .. }
        | Fault::ProxyStatus { .. }
        | Fault::SocksRefused { .. }
        | Fault::Malformed { .. }
        | Fault::NotContacted { .. }
        | Fault::OwnLimit { .. }
        | Fault::Other { .. } => false,
    }
}

/// Says hello in clear until a server chooses something. What goes wrong here is noted; the fault of
/// the first connection stands.
pub(super) async fn read(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, mut budget): (SocketAddr, Budget),
    (first, session): (&Fault, &mut TlsSession),
) {
    let (mut chosen, mut offer) = (None, Some(begin(first)));
    while let Some(sent) = offer {
        let limit = budget.allow(context.limits.tls.min(probe.patience));
        if limit.is_zero() || session.completing() >= probe.completing {
            break;
        }
        let asking = Box::pin(ask(context, probe, (address, limit), sent));
        let (took, outcome) = within(limit, asking).await;
        budget.spend(took);
        if !note(session, sent, &outcome) {
            break;
        }
        chosen = merged(chosen, outcome.ok());
        let first = (first, probe.route.is_direct());
        offer = next(first, &session.hellos, chosen.as_ref());
    }
    if let Some(captured) = chosen {
        session.version = Some(captured.version);
        session.suite = captured.suite;
        session.group = captured.group;
        session.dh_bits = captured.dh_bits;
        session.signature_scheme = captured.scheme;
        session.captured_by_hello = !captured.chain.is_empty();
        session.chain = captured.chain;
    }
}

/// Where a handshake went through by what not every current Go offers: says hello as that Go does.
/// Whether the server has something else for it cannot be told otherwise.
pub(super) async fn confirm(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, budget): (SocketAddr, Budget),
    session: &mut TlsSession,
) {
    let Some(offer) = doubtful(session) else {
        return;
    };
    let limit = budget.allow(context.limits.tls.min(probe.patience));
    if limit.is_zero() || session.completing() >= probe.completing {
        return;
    }
    let asking = Box::pin(ask(context, probe, (address, limit), offer));
    let (_, outcome) = within(limit, asking).await;
    note(session, offer, &outcome);
}

/// False where it was not sent, for want of something on this machine: nothing is to be noted.
fn note(
    session: &mut TlsSession,
    offer: HelloOffer,
    outcome: &Result<hello::CapturedFlight, Fault>,
) -> bool {
    let fault = match outcome {
        Ok(flight) => flight.given_up.clone(),
        Err(fault) => Some(fault.clone()),
    };
    let sent = fault.as_ref().and_then(Fault::own_limit).is_none();
    if sent {
        session.hellos.push(ClearHello { offer, fault });
    }
    sent
}

/// The hello of the newest Go that does not offer what was chosen. go1.23 offers the groups of go1.19
/// and a draft that no server has.
fn doubtful(session: &TlsSession) -> Option<HelloOffer> {
    // What is to be said of keys for RSASSA-PSS alone is known.
    let scheme = session.signature_scheme.as_deref();
    if scheme.is_some_and(|scheme| scheme.starts_with("rsa_pss_pss_")) {
        return None;
    }
    let chosen = Chosen {
        version: session.version.as_deref()?,
        suite: session.suite.as_deref(),
        group: session.group.as_deref(),
        scheme,
        ..Chosen::default()
    };
    let misses = |client| offers::of(client).misses(&chosen).is_some();
    if misses(Client::Go127) {
        Some(HelloOffer::CurrentGo)
    } else {
        misses(Client::Go123).then_some(HelloOffer::OldGo)
    }
}

/// The first choice counts; a chain is taken from whoever shows one.
fn merged(
    first: Option<hello::CapturedFlight>,
    next: Option<hello::CapturedFlight>,
) -> Option<hello::CapturedFlight> {
    match (first, next) {
        (Some(mut first), Some(next)) => {
            if first.chain.is_empty() {
                first.chain = next.chain;
            }
            Some(first)
        }
        (first, next) => first.or(next),
    }
}

async fn ask(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, limit): (SocketAddr, Duration),
    offer: HelloOffer,
) -> Result<hello::CapturedFlight, Fault> {
    let mut stream = proxy::further(context, probe, (address, limit)).await?;
    let sni = probe.name.as_ref().and_then(super::tls::sni);
    hello::capture(&mut stream, offer, sni.as_deref()).await
}

/// The hello to send next, after a handshake that ended with this fault; `None` where enough was
/// learnt, or nothing more can be.
///
/// Where ciphers, groups or signatures are not shared, current Go's own hello shows whether that is so
/// for Go, too; then what else the server has, and whether older clients have it. A version that is not
/// shared is common to all of them. Behind a proxy a silent end is rather the proxy's, and what it does
/// by turns is not to be disturbed.
fn next(
    (first, is_direct): (&Fault, bool),
    sent: &[ClearHello],
    chosen: Option<&hello::CapturedFlight>,
) -> Option<HelloOffer> {
    let was_sent = |offer| sent.iter().any(|hello| hello.offer == offer);
    let of_parameters = was_sent(HelloOffer::CurrentGo);
    let has_chain = chosen.is_some_and(|c| !c.chain.is_empty());
    match sent.last()?.offer {
        HelloOffer::CurrentGo => (!has_chain).then_some(HelloOffer::Wide),
        HelloOffer::Wide if of_parameters => match chosen {
            None => Some(HelloOffer::Openssl),
            Some(chosen) => (!is_usual(chosen)).then_some(HelloOffer::OldGo),
        },
        HelloOffer::Wide => {
            let may_be_oldest = chosen.is_none() && !is_too_large(first) && !is_of_protocol(first);
            (may_be_oldest && (is_direct || !is_silent(first))).then_some(HelloOffer::Oldest)
        }
        HelloOffer::OldGo | HelloOffer::Openssl | HelloOffer::Oldest => None,
    }
}

/// The first of them.
fn begin(first: &Fault) -> HelloOffer {
    let by_parameters = !is_of_version(first) && !is_of_protocol(first);
    if !by_parameters || is_silent(first) || is_too_large(first) {
        HelloOffer::Wide
    } else {
        HelloOffer::CurrentGo
    }
}

/// Go of any version offers it, or no version of Go speaks that version.
fn is_usual(chosen: &hello::CapturedFlight) -> bool {
    let chosen = Chosen {
        version: &chosen.version,
        suite: chosen.suite.as_deref(),
        group: chosen.group.as_deref(),
        scheme: chosen.scheme.as_deref(),
        ..Chosen::default()
    };
    let missing = offers::of(Client::Go119).misses(&chosen);
    matches!(missing, None | Some(Missing::Version(_)))
}

fn is_of_version(fault: &Fault) -> bool {
    let by_alert = matches!(fault, Fault::Alert { code, .. } if *code == alert::PROTOCOL_VERSION);
    let in_hello = matches!(fault, Fault::NoCommonParameters { why } if why.is_of_version());
    by_alert || in_hello
}

fn is_of_protocol(fault: &Fault) -> bool {
    matches!(fault, Fault::Alert { code, .. } if *code == alert::NO_APPLICATION_PROTOCOL)
}

fn is_silent(fault: &Fault) -> bool {
    matches!(fault, Fault::Closed | Fault::Reset)
}

fn is_too_large(fault: &Fault) -> bool {
    matches!(fault, Fault::MessageTooLarge { .. })
}

#[cfg(test)]
mod tests {
    use super::super::fault;
    use super::*;
    use crate::cert::Cert;
    use HelloOffer::{CurrentGo, OldGo, Oldest, Openssl, Wide};

    fn chosen(suite: &str, chain: &[&[u8]]) -> hello::CapturedFlight {
        hello::CapturedFlight {
            version: "TLS 1.2".into(),
            suite: Some(suite.into()),
            chain: chain
                .iter()
                .map(|der| Cert::from_der(der.to_vec()))
                .collect(),
            ..hello::CapturedFlight::default()
        }
    }

    /// The offers that follow each other where the server answers those that are listed.
    fn ladder(
        (first, is_direct): (&Fault, bool),
        answers: &[(HelloOffer, hello::CapturedFlight)],
    ) -> Vec<HelloOffer> {
        let mut sent: Vec<ClearHello> = Vec::new();
        let (mut known, mut offer) = (None, Some(begin(first)));
        while let Some(now) = offer {
            let answer = answers.iter().find(|(offer, _)| *offer == now);
            let answer = answer.map(|(_, answer)| answer.clone());
            let fault = answer.is_none().then_some(Fault::Closed);
            sent.push(ClearHello { offer: now, fault });
            known = merged(known, answer);
            offer = next((first, is_direct), &sent, known.as_ref());
        }
        sent.into_iter().map(|hello| hello.offer).collect()
    }

    #[test]
    fn what_is_sent_follows_from_how_it_was_refused() {
        let too_large = Fault::MessageTooLarge { text: "64".into() };
        assert_eq!(ladder((&Fault::Closed, false), &[]), [Wide]);
        for (first, sent) in [
            (fault::alert(40), &[CurrentGo, Wide, Openssl][..]),
            (fault::alert(80), &[CurrentGo, Wide, Openssl]),
            (fault::alert(70), &[Wide, Oldest]),
            (fault::alert(120), &[Wide]),
            (Fault::Closed, &[Wide, Oldest]),
            (too_large, &[Wide]),
        ] {
            assert_eq!(ladder((&first, true), &[]), sent, "{first:?}");
        }
    }

    #[test]
    fn what_some_go_does_not_offer_is_asked_as_that_go() {
        let of = |version: &str, group: &str, scheme: &str| {
            doubtful(&TlsSession {
                version: Some(version.into()),
                group: Some(group.into()),
                signature_scheme: Some(scheme.into()),
                ..TlsSession::default()
            })
        };
        let pss = "rsa_pss_rsae_sha256";
        for (version, group, scheme, asked) in [
            ("TLS 1.3", "x25519", pss, None),
            ("TLS 1.2", "secp521r1", "rsa_pkcs1_sha512", None),
            ("TLS 1.2", "x25519", "rsa_pkcs1_sha1", Some(CurrentGo)),
            ("TLS 1.2", "x25519", "ecdsa_sha1", Some(CurrentGo)),
            ("TLS 1.3", "x25519", "ed448", Some(CurrentGo)),
            ("TLS 1.3", "X25519MLKEM768", pss, Some(OldGo)),
            ("TLS 1.3", "x25519", "mldsa65", Some(OldGo)),
        ] {
            assert_eq!(of(version, group, scheme), asked, "{group} {scheme}");
        }
        assert_eq!(doubtful(&TlsSession::default()), None);
    }

    #[test]
    fn and_from_what_was_chosen() {
        let leaf: &[&[u8]] = &[b"leaf"];
        let cbc = chosen("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", leaf);
        let dhe = chosen("TLS_DHE_RSA_WITH_AES_128_CBC_SHA", leaf);
        let rsa = chosen("TLS_RSA_WITH_AES_128_CBC_SHA", leaf);
        let hidden = chosen("TLS13_AES_128_GCM_SHA256", &[]);
        for (answers, sent) in [
            (vec![(CurrentGo, cbc.clone())], &[CurrentGo][..]),
            (vec![(Wide, rsa)], &[CurrentGo, Wide]),
            (vec![(Wide, dhe)], &[CurrentGo, Wide, OldGo]),
            (vec![(CurrentGo, hidden), (Wide, cbc)], &[CurrentGo, Wide]),
        ] {
            assert_eq!(
                ladder((&fault::alert(40), true), &answers),
                sent,
                "{answers:?}"
            );
        }
    }
}
