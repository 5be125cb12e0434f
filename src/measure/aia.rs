//! Fetches issuers over AIA: `http` only, bounded in time, size and redirects, without cookies or
//! credentials, along the route of the endpoint that sent the child, and only where a stranger's
//! word may lead. `judge` asks for them; what was served is recorded as it is and not verified
//! here.
//!
//! An HTTP proxy is asked with the absolute form (RFC 9112 3.2.2), as every client asks one for
//! `http`: proxies rarely let CONNECT reach port 80. A SOCKS proxy makes a tunnel.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use url::Url;

use super::context::MeasureContext;
use super::deadline::{failed, step, timed_out, within};
use super::http::USER_AGENT;
use super::probe_request::{Assignment, ProbeRequest};
use super::proxy::{self, PlainHttpStream};
use super::reply::ResponseParser;
use super::scrub::Secrets;
use super::waits::Waits;
use crate::cert::Cert;
use crate::evidence::{Download, Fault, FetchedIssuer, IssuerRequest};
use crate::foreign::Foreign;
use crate::roles::stranger::NamedBy;
use crate::target::{Host, Target};

/// For one fetch in all, its redirects included.
const WITHIN: Duration = Duration::from_secs(5);
const MOST_BYTES: usize = 64 * 1024;
const MOST_REDIRECTS: usize = 2;

/// The answer of that address: remembered, else asked for now, within so much time. What was not
/// answered within the time that this endpoint has left is not remembered for others.
pub(super) async fn fetch(
    context: &MeasureContext,
    wanted: IssuerRequest,
    (left, waits): (Duration, &Waits),
) -> FetchedIssuer {
    let limit = left.min(WITHIN);
    let asking = || remembered(context, &wanted, limit);
    let fetched = waits
        .out(asking, |fetched| {
            fetched.outcome.fault().and_then(Fault::own_limit)
        })
        .await;
    FetchedIssuer {
        child: wanted.child,
        route: wanted.route,
        ..fetched
    }
}

/// What this machine lacked something for is not remembered either.
async fn remembered(
    context: &MeasureContext,
    wanted: &IssuerRequest,
    limit: Duration,
) -> FetchedIssuer {
    let cell = context.issuers.of(wanted);
    let begun = Instant::now();
    let fetching = cell.get_or_try_init(|| async {
        let fetched = fetch_one(context, wanted.clone()).await;
        match fetched.outcome.fault().and_then(Fault::own_limit) {
            Some(_) => Err(Box::new(fetched)),
            None => Ok(fetched),
        }
    });
    match timeout(limit, fetching).await {
        Ok(Ok(fetched)) => fetched.clone(),
        Ok(Err(fetched)) => *fetched,
        Err(_) => {
            let took = begun.elapsed();
            FetchedIssuer {
                url: wanted.url.clone(),
                child: wanted.child.clone(),
                route: wanted.route.clone(),
                outcome: failed(took, timed_out(took), None),
                certs: Vec::new(),
            }
        }
    }
}

async fn fetch_one(context: &MeasureContext, wanted: IssuerRequest) -> FetchedIssuer {
    let mut download = Download::default();
    let mut bytes = Vec::new();
    let (took, outcome) = within(
        WITHIN,
        follow(context, &wanted, (&mut download, &mut bytes)),
    )
    .await;
    let certs = if outcome.is_ok() {
        Cert::read_any(&bytes)
    } else {
        Vec::new()
    };
    let mut outcome = step(took, outcome, download);
    if let Some(secrets) = wanted.route.proxy.as_ref().and_then(Secrets::of) {
        secrets.scrub_download(&mut outcome);
    }
    FetchedIssuer {
        url: wanted.url,
        child: wanted.child,
        route: wanted.route,
        outcome,
        certs,
    }
}

/// Asks, and asks again where the answer sends it.
async fn follow(
    context: &MeasureContext,
    wanted: &IssuerRequest,
    (download, bytes): (&mut Download, &mut Vec<u8>),
) -> Result<(), Fault> {
    let mut url = parse(wanted.url.raw())?;
    let mut by = wanted.by.clone();
    loop {
        download.from = None;
        let (status, location) =
            ask(context, probe(&url, wanted, by)?, &url, (download, bytes)).await?;
        let Some(location) = location.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308))
        else {
            return if status == 200 {
                Ok(())
            } else {
                Err(refused(format!("the answer is HTTP {status}")))
            };
        };
        if download.redirects.len() == MOST_REDIRECTS {
            return Err(refused(format!("more than {MOST_REDIRECTS} redirects")));
        }
        let next = url
            .join(location.raw())
            .map_err(|e| refused(format!("a redirect to no address: {e}")))?;
        url = parse(next.as_str())?;
        download.redirects.push(url.to_string().into());
        // The host of a redirect is named by the server that sent the redirect.
        by = download.from.into_iter().collect();
    }
}

fn refused(text: String) -> Fault {
    Fault::Malformed { text: text.into() }
}

fn parse(text: &str) -> Result<Url, Fault> {
    let url = Url::parse(text).map_err(|e| refused(format!("no address: {e}")))?;
    if url.scheme() != "http" {
        return Err(refused(format!(
            "{} is not followed, http only",
            url.scheme()
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(
            "an address with credentials is not followed".into(),
        ));
    }
    Ok(url)
}

/// One request. The status, and where it sends us.
async fn ask(
    context: &MeasureContext,
    probe: ProbeRequest,
    url: &Url,
    (download, bytes): (&mut Download, &mut Vec<u8>),
) -> Result<(u16, Option<Foreign>), Fault> {
    let (
        PlainHttpStream {
            mut stream,
            to_proxy,
            ..
        },
        at,
    ) = approach(context, &probe).await?;
    download.from = at;
    let head = request(url, to_proxy.as_deref());
    match stream.send(head.as_bytes()).await {
        // It may have said why it hung up.
        Ok(()) | Err(Fault::Reset) => {}
        Err(fault) => return Err(fault),
    }
    let mut reply = ResponseParser::keeping(MOST_BYTES);
    while !reply.advance()? {
        if stream.receive(&mut reply.received).await? == 0 {
            break;
        }
    }
    stream.close();
    let (answer, body, whole) = reply.into_download().ok_or(Fault::Closed)?;
    (download.status, download.bytes) = (Some(answer.status), body.len());
    let location = answer.header("location").cloned();
    if answer.status == 200 && !whole {
        let large = body.len() >= MOST_BYTES;
        return Err(if large {
            refused(format!("more than {} KiB", MOST_BYTES / 1024))
        } else {
            Fault::Closed
        });
    }
    *bytes = body;
    Ok((answer.status, location))
}

fn probe(url: &Url, wanted: &IssuerRequest, by: Vec<IpAddr>) -> Result<ProbeRequest, Fault> {
    let host = Host::parse(url.host_str().unwrap_or_default()).map_err(refused)?;
    let port = url.port_or_known_default().unwrap_or(80);
    let target = Target {
        host,
        port,
        role: crate::roles::RoleRef::PLAIN,
        servername: None,
        zone: None,
        absolute: false,
        clear: false,
        expect: None,
        origins: Vec::new(),
    };
    Ok(ProbeRequest::usual(Assignment {
        target,
        route: wanted.route.clone(),
        word: NamedBy::Strangers(by),
    }))
}

/// A stream to the server (or proxy) that is asked, and the address that the answer will come from,
/// if it is known.
async fn approach(
    context: &MeasureContext,
    probe: &ProbeRequest,
) -> Result<(PlainHttpStream, Option<IpAddr>), Fault> {
    let (_, dns) = context.find(probe).await;
    let mut fault = dns.fault().cloned().unwrap_or(Fault::NoAddress);
    for address in dns
        .saw()
        .map(|saw| saw.addresses.as_slice())
        .unwrap_or_default()
    {
        let peer = SocketAddr::new(*address, probe.peer().port);
        let (_, step, stream) = probe.connect(peer, context.limits.connect).await;
        match stream {
            Some(stream) => {
                let approach = proxy::approach(context, probe, stream, WITHIN).await?;
                let direct = probe.route.is_direct().then_some(*address);
                let at = direct.or(approach.resolved).or(probe.target.host.address());
                return Ok((approach, at));
            }
            None => fault = step.fault().cloned().unwrap_or(Fault::NoAddress),
        }
    }
    Err(fault)
}

fn request(url: &Url, to_proxy: Option<&str>) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = url
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let path = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    let (asked, credentials) = match to_proxy {
        Some(credentials) => (format!("http://{host}{path}"), credentials),
        None => (path, ""),
    };
    format!(
        "GET {asked} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\n{credentials}Connection: close\r\n\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_without_credentials_is_followed() {
        assert!(parse("http://ca.test/issuing.cer").is_ok());
        for bad in [
            "https://ca.test/x",
            "ldap://ca.test/cn=x",
            "file:///etc/passwd",
            "http://u:p@ca.test/",
            "ca.test/x",
            "",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_proxy_gets_the_absolute_form_and_its_credentials_a_server_neither() {
        let url = parse("http://ca.test:8080/a?b=c").unwrap();
        assert!(request(&url, None).starts_with("GET /a?b=c HTTP/1.1\r\nHost: ca.test:8080\r\n"));
        let proxied = request(&url, Some("Proxy-Authorization: Basic eA==\r\n"));
        assert!(
            proxied.starts_with("GET http://ca.test:8080/a?b=c HTTP/1.1\r\n")
                && proxied.contains("\r\nProxy-Authorization: ")
        );
        assert!(!request(&url, None).contains("Authorization"));
    }
}
