//! SOCKS5 as dante speaks it (RFC 1928), with user and password (RFC 1929). Only CONNECT, for names
//! and addresses. It says everything by reply codes, so a table can choose them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Open;
use crate::lab::tls::matches;
use crate::lab::wire::{Behind, LabStream, close, dial, relay};

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const NO_ACCEPTABLE_METHOD: u8 = 0xff;
const CONNECT: u8 = 1;

/// Reply codes.
const SUCCEEDED: u8 = 0;
const NOT_ALLOWED: u8 = 2;
const HOST_UNREACHABLE: u8 = 4;
const REFUSED: u8 = 5;
/// The code that dante sends if the server does not answer.
const TTL_EXPIRED: u8 = 6;
const COMMAND_UNSUPPORTED: u8 = 7;
const ADDRESS_UNSUPPORTED: u8 = 8;

pub(super) async fn serve(mut wire: LabStream, open: &Open) -> io::Result<()> {
    if !greeted(&mut wire, open).await? {
        return close(wire).await;
    }
    let mut head = [0; 4];
    wire.read_exact(&mut head).await?;
    let [_, command, _, kind] = head;
    let Some(host) = read_host(&mut wire, kind).await? else {
        return refuse(wire, ADDRESS_UNSUPPORTED).await;
    };
    let port = wire.read_u16().await?;
    open.asked_for(&host, port);
    if command != CONNECT {
        return refuse(wire, COMMAND_UNSUPPORTED).await;
    }
    if let Some(&(_, code)) = open
        .draft
        .replies
        .iter()
        .find(|(pattern, _)| matches(pattern, &host.to_ascii_lowercase()))
    {
        return refuse(wire, code).await;
    }
    let address = match open.find(&host, port) {
        Behind::At(address) => address,
        Behind::Nowhere => return refuse(wire, HOST_UNREACHABLE).await,
        Behind::Denied => return refuse(wire, NOT_ALLOWED).await,
    };
    match dial(address).await {
        Ok(far) => {
            wire.write_all(&reply(SUCCEEDED, far.local_addr()?)).await?;
            relay(wire, far).await
        }
        Err(error) if error.kind() == io::ErrorKind::TimedOut => refuse(wire, TTL_EXPIRED).await,
        Err(_) => refuse(wire, REFUSED).await,
    }
}

/// Negotiates the way to authenticate; true if the client may ask now.
async fn greeted(wire: &mut LabStream, open: &Open) -> io::Result<bool> {
    if wire.read_u8().await? != VERSION {
        // This is an HTTP client; dante closes the connection without an answer.
        return Ok(false);
    }
    let mut offered = vec![0; usize::from(wire.read_u8().await?)];
    wire.read_exact(&mut offered).await?;
    let wanted = if open.draft.credentials.is_some() {
        USER_AND_PASSWORD
    } else {
        NO_AUTHENTICATION
    };
    if !offered.contains(&wanted) {
        wire.write_all(&[VERSION, NO_ACCEPTABLE_METHOD]).await?;
        return Ok(false);
    }
    wire.write_all(&[VERSION, wanted]).await?;
    let Some((user, password)) = &open.draft.credentials else {
        return Ok(true);
    };
    wire.read_u8().await?;
    let given = (read_short(wire).await?, read_short(wire).await?);
    let right = given == (user.as_bytes().to_vec(), password.as_bytes().to_vec());
    wire.write_all(&[1, u8::from(!right)]).await?;
    Ok(right)
}

async fn read_short(wire: &mut LabStream) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(wire.read_u8().await?)];
    wire.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// Reads an address; `None` if its type does not exist.
async fn read_host(wire: &mut LabStream, kind: u8) -> io::Result<Option<String>> {
    Ok(match kind {
        1 => Some(Ipv4Addr::from(wire.read_u32().await?).to_string()),
        3 => Some(String::from_utf8_lossy(&read_short(wire).await?).into_owned()),
        4 => Some(Ipv6Addr::from(wire.read_u128().await?).to_string()),
        _ => None,
    })
}

async fn refuse(mut wire: LabStream, code: u8) -> io::Result<()> {
    wire.write_all(&reply(code, (Ipv4Addr::UNSPECIFIED, 0).into()))
        .await?;
    close(wire).await
}

fn reply(code: u8, bound: SocketAddr) -> Vec<u8> {
    let mut bytes = vec![VERSION, code, 0];
    match bound.ip() {
        IpAddr::V4(address) => {
            bytes.push(1);
            bytes.extend(address.octets());
        }
        IpAddr::V6(address) => {
            bytes.push(4);
            bytes.extend(address.octets());
        }
    }
    bytes.extend(bound.port().to_be_bytes());
    bytes
}
