//! One address of a target or of its proxy, from SYN to answer: the order of the steps, what each
//! may still cost, and what follows from its failure. Speaks no protocol itself.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::channel::Channel;
use super::context::MeasureContext;
use super::deadline::{Budget, failed, step, within};
use super::http::HttpConversation;
use super::probe_request::ProbeRequest;
use super::scrub::Secrets;
use super::stream::ByteStream;
use super::tls::{Handshake, Protocols};
use super::{in_clear, listen, proxy};
use crate::codes::StepName;
use crate::evidence::{
    Connection, Fault, HttpExchange, Resolution, SkipReason, Step, TlsSession, alert, no_proxy,
};

impl MeasureContext {
    /// The addresses of whoever is connected to, then all of them side by side (the first `most`),
    /// each with what is left of the total time.
    pub(super) async fn visit(
        self: &Arc<Self>,
        probe: &Arc<ProbeRequest>,
        most: usize,
        mut budget: Budget,
    ) -> (Step<Resolution>, Vec<Connection>) {
        let (took, dns) = self.find(probe).await;
        budget.spend(took);
        let addresses = dns
            .saw()
            .map(|saw| saw.addresses.clone())
            .unwrap_or_default();
        let addresses = &addresses[..addresses.len().min(most)];
        let connections = all(self, probe, addresses, budget).await;
        (dns, connections)
    }
}

/// How long a connection may stay idle before its handshake, for want of a place.
const STALE: Duration = Duration::from_secs(2);

/// All addresses side by side, recorded in their order.
pub(super) async fn all(
    context: &Arc<MeasureContext>,
    probe: &Arc<ProbeRequest>,
    addresses: &[IpAddr],
    budget: Budget,
) -> Vec<Connection> {
    let port = probe.peer().port;
    if let [only] = addresses {
        return vec![Box::pin(one(context, probe, SocketAddr::new(*only, port), budget)).await];
    }
    let probe = probe.shared(addresses.len());
    let mut tasks = JoinSet::new();
    for (place, ip) in addresses.iter().enumerate() {
        let (context, probe, address) = (
            Arc::clone(context),
            Arc::clone(&probe),
            SocketAddr::new(*ip, port),
        );
        tasks.spawn(async move {
            (
                place,
                Box::pin(one(&context, &probe, address, budget)).await,
            )
        });
    }
    let mut connections = Vec::with_capacity(addresses.len());
    while let Some(finished) = tasks.join_next().await {
        match finished {
            Ok(connection) => connections.push(connection),
            // The caller turns a panic into a record; nobody else aborts these tasks.
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => {}
        }
    }
    connections.sort_by_key(|(place, _)| *place);
    connections
        .into_iter()
        .map(|(_, connection)| connection)
        .collect()
}

/// Whatever a proxy echoes of its credentials is taken out again, before anyone sees the record.
async fn one(
    context: &MeasureContext,
    probe: &ProbeRequest,
    address: SocketAddr,
    budget: Budget,
) -> Connection {
    let mut connection = Box::pin(steps(context, probe, address, budget)).await;
    if let Some(secrets) = probe.route.proxy.as_ref().and_then(Secrets::of) {
        secrets.scrub(&mut connection);
    }
    connection
}

async fn steps(
    context: &MeasureContext,
    probe: &ProbeRequest,
    address: SocketAddr,
    mut budget: Budget,
) -> Connection {
    let mut record = Connection {
        address,
        tcp: Step::NotTried,
        proxy: Step::NotTried,
        tls: Step::NotTried,
        http: Step::NotTried,
    };
    if probe.route.is_direct() {
        record.proxy = no_proxy();
    }
    let connecting = context.connecting.acquire().await;
    let limit = budget.allow(context.limits.connect.min(probe.patience));
    probe.whereabouts.begins(StepName::Tcp, limit);
    let (took, tcp, stream) = probe.connect(address, limit).await;
    budget.spend(took);
    record.tcp = tcp;
    let Some(stream) = stream else { return record };
    // The place among the connecting is kept until there is one among the handshaking: sockets stay
    // bounded, and few grow old.
    let waiting = Instant::now();
    let handshaking = context.handshaking.acquire().await.ok();
    let stream = if waiting.elapsed() > STALE {
        fresh(probe, address, stream, context.limits.connect).await
    } else {
        stream
    };
    drop(connecting);
    let spoken = Box::pin(spoken(context, probe, (record, stream), budget));
    context.making_way(handshaking, spoken).await
}

/// What is said on a connection that stands.
async fn spoken(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (mut record, stream): (Connection, ByteStream),
    mut budget: Budget,
) -> Connection {
    let address = record.address;
    let stream = if probe.route.is_direct() {
        Some(stream)
    } else {
        let limit = budget.allow(context.limits.http.min(probe.patience));
        probe.whereabouts.begins(StepName::Proxy, limit);
        let passing = Box::pin(proxy::pass(context, probe, stream, limit));
        let (took, step, stream) = passing.await;
        budget.spend(took);
        record.proxy = step;
        stream
    };
    let Some(stream) = stream else { return record };
    if probe.target.clear {
        (record.tls, record.http) = in_clear_only(context, probe, stream, budget).await;
        return record;
    }
    if probe.listen_first {
        record.tls = listen::first(stream, budget).await;
        return record;
    }
    let (tls, channel) = Box::pin(secure(context, probe, (address, stream), &mut budget)).await;
    record.tls = tls;
    if let Some(channel) = channel {
        Box::pin(go_on(context, probe, (&mut record, channel), budget)).await;
    }
    record
}

/// The question without a handshake: what is left of the record of a target that is spoken to in
/// clear.
async fn in_clear_only(
    context: &MeasureContext,
    probe: &ProbeRequest,
    mut stream: ByteStream,
    budget: Budget,
) -> (Step<TlsSession>, Step<HttpExchange>) {
    let why = SkipReason::InClear;
    let Some(path) = probe.path() else {
        let unasked = probe.unasked();
        return (Step::Skipped { why }, Step::Skipped { why: unasked });
    };
    let mut exchange = HttpConversation::new(&probe.target, path);
    let limit = budget.allow(context.limits.http.min(probe.patience));
    probe.whereabouts.begins(StepName::Http, limit);
    let (took, outcome) = within(limit, exchange.drive_in_clear(&mut stream)).await;
    stream.close();
    (
        Step::Skipped { why },
        step(took, outcome, exchange.into_saw()),
    )
}

/// After a handshake: the question, and the hello of a Go that does not offer what was chosen.
async fn go_on(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (record, mut channel): (&mut Connection, Channel),
    mut budget: Budget,
) {
    let path = record.tls.saw().and_then(|saw| probe.path_after(saw));
    let (took, http) = Box::pin(ask(context, probe, (&mut channel, path), budget)).await;
    budget.spend(took);
    record.http = http;
    channel.close();
    if let Step::Done { saw, .. } = &mut record.tls {
        saw.renegotiation = channel.incoming.renegotiates();
        if context.limits.second_connections && probe.may_be_asked_twice() {
            let here = (record.address, budget);
            Box::pin(in_clear::confirm(context, probe, here, saw)).await;
        }
    }
}

/// A new connection in place of one that waited so long that its server may be about to give it up;
/// the old one if there is none.
async fn fresh(
    probe: &ProbeRequest,
    address: SocketAddr,
    old: ByteStream,
    limit: Duration,
) -> ByteStream {
    let (_, _, stream) = probe.connect(address, limit).await;
    stream.unwrap_or(old)
}

/// The handshake; where it fails before a chain was seen and for a reason that another client might
/// not meet, further connections are made as that client. The channel is handed back where a
/// handshake succeeded and something can be asked.
async fn secure(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, stream): (SocketAddr, ByteStream),
    budget: &mut Budget,
) -> (Step<TlsSession>, Option<Channel>) {
    let mut handshake = match prepared(context, probe, stream, probe.protocols) {
        Ok(handshake) => handshake,
        Err(fault) => return (failed(Duration::ZERO, fault, None), None),
    };
    let limit = budget.allow(context.limits.tls.min(probe.patience));
    probe.whereabouts.begins(StepName::Tls, limit);
    let (took, outcome) = within(limit, handshake.drive()).await;
    budget.spend(took);
    let outcome = outcome.map_err(|fault| handshake.settle(fault));
    let mut session = handshake.session();
    match &outcome {
        Ok(()) => {
            return finished(context, probe, (took, handshake, session), *budget).await;
        }
        Err(fault) if may_be_completed(context, probe, &session) => {
            drop(handshake);
            let mut left = Budget::new(budget.allow(limit));
            if is_no_application_protocol(fault) {
                let again = other_protocols(context, probe, (address, &mut left), &mut session);
                let again = match Box::pin(again).await {
                    Ok(again) => again,
                    Err(lacking) => return (failed(took, lacking, Some(session)), None),
                };
                if let Some((took, handshake)) = again {
                    let session = TlsSession {
                        http1_refused: session.http1_refused,
                        http2_refused: session.http2_refused,
                        ..handshake.session()
                    };
                    return finished(context, probe, (took, handshake, session), *budget).await;
                }
            }
            if in_clear::may_be_old(fault, session.bytes_in) {
                in_clear::read(context, probe, (address, left), (fault, &mut session)).await;
            }
        }
        Err(_) => {}
    }
    (step(took, outcome, session), None)
}

fn prepared(
    context: &MeasureContext,
    probe: &ProbeRequest,
    stream: ByteStream,
    protocols: Protocols,
) -> Result<Handshake, Fault> {
    let hello = (&probe.hello, protocols);
    match &*context.client {
        Ok(client) => Handshake::new(client, stream, hello, probe.name.as_ref()),
        Err(fault) => Err(fault.clone()),
    }
}

/// A handshake that succeeded: what comes right after it, and the channel where something is asked.
async fn finished(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (took, mut handshake, mut session): (Duration, Handshake, TlsSession),
    budget: Budget,
) -> (Step<TlsSession>, Option<Channel>) {
    if probe.path_after(&session).is_none() && handshake.decides_later() {
        session.afterwards = handshake.afterwards(budget.allow(context.limits.tls)).await;
    }
    let channel = handshake.channel;
    (step(took, Ok(()), session), Some(channel))
}

/// `no_application_protocol`: HTTP/1.1 is not wanted.
const fn is_no_application_protocol(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Alert {
            code: alert::NO_APPLICATION_PROTOCOL,
            ..
        }
    )
}

/// The handshake once more, each time on a connection of its own: as Go and curl offer protocols, then
/// without any. Notes which were refused; fails where this machine lacks something for it.
async fn other_protocols(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, budget): (SocketAddr, &mut Budget),
    session: &mut TlsSession,
) -> Result<Option<(Duration, Handshake)>, Fault> {
    for protocols in [Protocols::Http2, Protocols::None] {
        if session.completing() >= probe.completing {
            return Ok(None);
        }
        match protocols {
            Protocols::None => session.http2_refused = true,
            Protocols::Http1 | Protocols::Http2 => session.http1_refused = true,
        }
        let again = offering(context, probe, (address, *budget), protocols);
        let (took, again) = Box::pin(again).await;
        match again {
            Ok(handshake) => return Ok(Some((took, handshake))),
            Err(fault) if fault.own_limit().is_some() => return Err(fault),
            Err(fault) if is_no_application_protocol(&fault) => budget.spend(took),
            Err(_) => {
                budget.spend(took);
                return Ok(None);
            }
        }
    }
    Ok(None)
}

async fn offering(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, budget): (SocketAddr, Budget),
    protocols: Protocols,
) -> (Duration, Result<Handshake, Fault>) {
    let limit = budget.allow(context.limits.tls.min(probe.patience));
    let again = async {
        let stream = proxy::further(context, probe, (address, limit)).await?;
        let mut handshake = prepared(context, probe, stream, protocols)?;
        handshake.drive().await.map(|()| handshake)
    };
    within(limit, Box::pin(again)).await
}

/// Nothing was captured, and further connections may complete that.
fn may_be_completed(context: &MeasureContext, probe: &ProbeRequest, session: &TlsSession) -> bool {
    let may = context.limits.second_connections && probe.completing > 0;
    may && session.chain.is_empty() && probe.may_be_asked_twice()
}

async fn ask(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (channel, path): (&mut Channel, Option<&str>),
    budget: Budget,
) -> (Duration, Step<HttpExchange>) {
    let skipped = |why| (Duration::ZERO, Step::Skipped { why });
    let Some(path) = path else {
        return skipped(probe.unasked());
    };
    if channel.tls.alpn_protocol() == Some(b"h2") {
        return skipped(SkipReason::OnlyHttp2);
    }
    let mut exchange = HttpConversation::new(&probe.target, path);
    let limit = budget.allow(context.limits.http.min(probe.patience));
    probe.whereabouts.begins(StepName::Http, limit);
    let (took, outcome) = within(limit, exchange.drive(channel)).await;
    (took, step(took, outcome, exchange.into_saw()))
}
