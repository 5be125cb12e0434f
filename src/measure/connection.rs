//! One address of a target, from SYN to answer: the order of the steps, what each may still cost, and what follows from its failure.
//! Speaks no protocol itself.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::World;
use super::channel::Channel;
use super::deadline::{Budget, failed, step, within};
use super::http::Exchange;
use super::tls::Handshake;
use super::{hello, tcp};
use crate::evidence::{Connection, Fault, HttpExchange, Step, TlsSession};
use crate::target::Target;

/// How long a connection may stay idle before its handshake, for want of a place.
const STALE: Duration = Duration::from_secs(2);

/// All addresses side by side, recorded in their order.
pub(super) async fn all(world: &Arc<World>, target: &Target, addresses: &[IpAddr], budget: Budget) -> Vec<Connection> {
    if let [only] = addresses {
        return vec![Box::pin(one(world, target, SocketAddr::new(*only, target.port), budget)).await];
    }
    let target = Arc::new(target.clone());
    let mut tasks = JoinSet::new();
    for (place, ip) in addresses.iter().enumerate() {
        let (world, target, address) = (Arc::clone(world), Arc::clone(&target), SocketAddr::new(*ip, target.port));
        tasks.spawn(async move { (place, Box::pin(one(&world, &target, address, budget)).await) });
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
    connections.into_iter().map(|(_, connection)| connection).collect()
}

async fn one(world: &World, target: &Target, address: SocketAddr, mut budget: Budget) -> Connection {
    let connecting = world.connecting.acquire().await;
    let (took, tcp, stream) = tcp::connect(address, budget.allow(world.limits.connect)).await;
    budget.spend(took);
    let Some(stream) = stream else {
        return Connection { address, tcp, tls: Step::NotTried, http: Step::NotTried };
    };
    // The place among the connecting is kept until there is one among the handshaking: sockets stay bounded, and few grow old.
    let waiting = Instant::now();
    let handshaking = world.handshaking.acquire().await;
    let stream = if waiting.elapsed() > STALE { fresh(address, stream, world.limits.connect).await } else { stream };
    drop(connecting);
    let (tls, channel) = Box::pin(secure(world, target, stream, &mut budget)).await;
    let http = match channel {
        Some(mut channel) => {
            let http = Box::pin(ask(world, target, &mut channel, budget)).await;
            channel.close();
            http
        }
        None => Step::NotTried,
    };
    drop(handshaking);
    Connection { address, tcp, tls, http }
}

/// A new connection in place of one that waited so long that its server may be about to give it up; the old one if there is none.
async fn fresh(address: SocketAddr, old: TcpStream, limit: Duration) -> TcpStream {
    let (_, _, stream) = tcp::connect(address, limit).await;
    stream.unwrap_or(old)
}

/// The handshake; where it fails before a chain was seen and for a reason that an older client might not meet, a second connection
/// reads the chain in clear. The channel is handed back where the handshake succeeded.
async fn secure(world: &World, target: &Target, stream: TcpStream, budget: &mut Budget) -> (Step<TlsSession>, Option<Channel>) {
    let address = stream.peer_addr();
    let prepared = match &world.client {
        Ok(client) => Handshake::new(client, stream, target.name()),
        Err(fault) => Err(fault.clone()),
    };
    let mut handshake = match prepared {
        Ok(handshake) => handshake,
        Err(fault) => return (failed(Duration::ZERO, fault, None), None),
    };
    let limit = budget.allow(world.limits.tls);
    let (took, outcome) = within(limit, handshake.drive()).await;
    budget.spend(took);
    let outcome = outcome.map_err(|fault| handshake.settle(fault));
    let mut session = handshake.session();
    match &outcome {
        Ok(()) if target.role.ask.is_none() && handshake.decides_later() => {
            session.afterwards = handshake.afterwards(budget.allow(world.limits.tls)).await;
        }
        Err(fault) if session.chain.is_empty() && may_be_old(fault, session.bytes_in) => {
            drop(handshake);
            if let Ok(address) = address {
                read_in_clear(target, address, budget.allow(limit), &mut session).await;
            }
            return (step(took, outcome, session), None);
        }
        _ => {}
    }
    let channel = outcome.is_ok().then_some(handshake.channel);
    (step(took, outcome, session), channel)
}

/// Faults by which a server shows that it shares nothing with a current client: all of TLS 1.0, RSA key exchange and odd curves end
/// so. Old Windows servers answer nothing at all and hang up.
fn may_be_old(fault: &Fault, bytes_in: u64) -> bool {
    match fault {
        // handshake_failure, illegal_parameter, decode_error, protocol_version, insufficient_security, internal_error
        Fault::Alert { code, .. } => matches!(code, 40 | 47 | 50 | 70 | 71 | 80),
        Fault::NoCommonParameters { .. } | Fault::MessageTooLarge { .. } => true,
        Fault::Closed | Fault::Reset => bytes_in == 0,
        _ => false,
    }
}

async fn read_in_clear(target: &Target, address: SocketAddr, limit: Duration, session: &mut TlsSession) {
    let reading = async {
        let (_, _, stream) = tcp::connect(address, limit).await;
        match stream {
            Some(stream) => hello::capture(&stream, super::tls::sni(target.name()).as_deref()).await,
            None => Err(Fault::Closed),
        }
    };
    // What goes wrong here says nothing new: the fault of the first connection stands.
    if let (_, Ok(captured)) = within(limit, Box::pin(reading)).await {
        session.version = Some(captured.version);
        session.suite = captured.suite;
        session.chain = captured.chain;
        session.captured_by_hello = true;
    }
}

async fn ask(world: &World, target: &Target, channel: &mut Channel, budget: Budget) -> Step<HttpExchange> {
    let Some(path) = target.role.ask else {
        return Step::Skipped { why: "this role is asked nothing".into() };
    };
    let mut exchange = Exchange::new(target, path);
    let (took, outcome) = within(budget.allow(world.limits.http), exchange.drive(channel)).await;
    step(took, outcome, exchange.into_saw())
}
