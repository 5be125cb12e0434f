//! URLs as Go's net/url takes them: whether `url.Parse` reads a text, and the host that it finds. What
//! else is in a URL is checked and forgotten.

use std::net::Ipv6Addr;

use super::edition::Edition;
use super::quote::quoted;

/// Reads a URL and gives its host with the port; empty where there is none.
///
/// # Errors
/// Go's words.
pub fn host(text: &str, edition: &Edition) -> Result<String, String> {
    let (plain, fragment) = text.split_once('#').unwrap_or((text, ""));
    let failed = |url: &str, why: String| format!("parse {}: {why}", quoted(url));
    let host = parse(plain, edition).map_err(|why| failed(plain, why))?;
    unescape(fragment, Part::Other).map_err(|why| failed(text, why))?;
    Ok(host)
}

fn parse(url: &str, edition: &Edition) -> Result<String, String> {
    if url.bytes().any(|b| b < b' ' || b == 0x7f) {
        return Err("net/url: invalid control character in URL".into());
    }
    if url == "*" {
        return Ok(String::new());
    }
    let (scheme, rest) = scheme(url)?;
    let rest = rest.split_once('?').map_or(rest, |(path, _)| path);
    if !rest.starts_with('/') {
        let first = rest.split('/').next().unwrap_or_default();
        return match scheme {
            Some(_) => Ok(String::new()),
            None if first.contains(':') => {
                Err("first path segment in URL cannot contain colon".into())
            }
            None => unescape(rest, Part::Other).map(|_| String::new()),
        };
    }
    let has_authority = scheme.is_some() || !rest.starts_with("///");
    let (host, path) = match rest.strip_prefix("//").filter(|_| has_authority) {
        Some(behind) => {
            let (authority, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
            (self::authority(scheme, authority, edition)?, path)
        }
        None => (String::new(), rest),
    };
    unescape(path, Part::Other)?;
    Ok(host)
}

/// The scheme, where there is one, and what follows it.
fn scheme(url: &str) -> Result<(Option<&str>, &str), String> {
    let end = url.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
    match end.map(|end| url.split_at(end)) {
        Some(("", rest)) if rest.starts_with(':') => Err("missing protocol scheme".into()),
        Some((scheme, rest))
            if rest.starts_with(':') && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            Ok((Some(scheme), &rest[1..]))
        }
        _ => Ok((None, url)),
    }
}

fn authority(scheme: Option<&str>, text: &str, edition: &Edition) -> Result<String, String> {
    let Some((user, host)) = text.rsplit_once('@') else {
        return self::host_part(scheme, text, edition);
    };
    let host = host_part(scheme, host, edition)?;
    let is_valid = |b: u8| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&b);
    if !user.bytes().all(is_valid) {
        return Err("net/url: invalid userinfo".into());
    }
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    unescape(name, Part::Other)?;
    unescape(password, Part::Other)?;
    Ok(host)
}

fn host_part(scheme: Option<&str>, host: &str, edition: &Edition) -> Result<String, String> {
    if host.contains('[') && edition.is_newest() {
        return literal(host);
    }
    if let Some(literal) = host.strip_prefix('[') {
        let end = literal.rfind(']').ok_or("missing ']' in host")?;
        port(&literal[end + 1..])?;
        if let Some(zone) = literal[..end].find("%25") {
            let parts = [
                unescape(&literal[..zone], Part::Host)?,
                unescape(&literal[zone..end], Part::Zone)?,
                unescape(&literal[end..], Part::Host)?,
            ];
            return Ok(format!("[{}", parts.concat()));
        }
    } else if let (Some(first), Some(last)) = (host.find(':'), host.rfind(':')) {
        let is_web = || {
            scheme
                .is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"))
        };
        let strict = first != last && is_web() && edition.is_newest();
        port(&host[if strict { first } else { last }..])?;
    }
    unescape(host, Part::Host)
}

/// An address in brackets, as the newest Go wants it: of IPv6, and nothing before it.
fn literal(host: &str) -> Result<String, String> {
    if host.rfind('[') != Some(0) {
        return Err("invalid IP-literal".into());
    }
    let end = host.rfind(']').ok_or("missing ']' in host")?;
    port(&host[end + 1..])?;
    let behind = unescape(&host[end + 1..], Part::Host)?;
    let inner = &host[1..end];
    let name = match inner.find("%25") {
        Some(zone) => {
            let address = unescape(&inner[..zone], Part::Host)?;
            address + &unescape(&inner[zone..], Part::Zone)?
        }
        None => unescape(inner, Part::Host)?,
    };
    let (address, zone) = name
        .split_once('%')
        .map_or((&*name, None), |(a, z)| (a, Some(z)));
    if address.parse::<std::net::Ipv4Addr>().is_ok() && zone.is_none() {
        return Err("invalid IP-literal".into());
    }
    if address.parse::<Ipv6Addr>().is_err() || zone == Some("") {
        let name = quoted(&name);
        return Err(format!(
            "invalid host: ParseAddr({name}): unable to parse IP"
        ));
    }
    Ok(format!("[{name}]{behind}"))
}

/// Nothing, or a colon and digits.
fn port(text: &str) -> Result<(), String> {
    let is_port = text.is_empty()
        || text
            .strip_prefix(':')
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if is_port {
        Ok(())
    } else {
        Err(format!("invalid port {} after host", quoted(text)))
    }
}

/// The host of `host:port`: `net.SplitHostPort`.
///
/// # Errors
/// Go's words.
pub fn without_port(text: &str) -> Result<String, String> {
    let refused = |why: &str| format!("address {text}: {why}");
    if let Some(rest) = text.strip_prefix('[') {
        let (inner, behind) = rest
            .split_once(']')
            .ok_or_else(|| refused("missing ']' in address"))?;
        return match behind.strip_prefix(':') {
            Some(port) if port.contains(':') => Err(refused("too many colons in address")),
            Some(_) => Ok(inner.to_owned()),
            None => Err(refused("missing port in address")),
        };
    }
    match text.split_once(':') {
        Some((_, port)) if port.contains(':') => Err(refused("too many colons in address")),
        Some((host, port)) => [host, port]
            .iter()
            .all(|part| !part.contains(['[', ']']))
            .then(|| host.to_owned())
            .ok_or_else(|| refused("unexpected '[' in address")),
        None => Err(refused("missing port in address")),
    }
}

/// Which part of a URL has its escapes undone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Zone,
    /// Path, user, password, fragment.
    Other,
}

fn unescape(text: &str, part: Part) -> Result<String, String> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'%' {
            if part != Part::Other && bytes[at].is_ascii() && !is_of_host(bytes[at]) {
                let letter = quoted(&text[at..=at]);
                return Err(format!("invalid character {letter} in host name"));
            }
            plain.push(bytes[at]);
            at += 1;
            continue;
        }
        let escape = &bytes[at..bytes.len().min(at + 3)];
        let escape = String::from_utf8_lossy(escape);
        let refused = || format!("invalid URL escape {}", quoted(&escape));
        let byte = escape
            .get(1..3)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .ok_or_else(refused)?;
        let allowed = escape == "%25"
            || match part {
                Part::Host => byte >= 0x80,
                Part::Zone => byte == b' ' || is_of_host(byte),
                Part::Other => true,
            };
        if !allowed {
            return Err(refused());
        }
        plain.push(byte);
        at += 3;
    }
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!$&'()*+,;=:[]<>\"-_.~".contains(&byte)
}
