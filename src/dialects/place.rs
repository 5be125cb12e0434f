//! The endpoint that a line of another program is about, where the line names one.
//! Reads text only; asks nobody.

use super::pattern::Pattern;

/// Where other programs name the endpoint: `{address}` is host and port. The first that fits counts.
const NAMED: &[&str] = &[
    // Python's urllib3 and aiohttp.
    "HTTPSConnectionPool(host='{host}', port={port})",
    "HTTPConnectionPool(host='{host}', port={port})",
    "Cannot connect to host {address} ssl:",
    // curl.
    "Could not resolve host: {host}",
    "Failed to connect to {host} port {port}",
    "Failed connect to {address};",
    "Unknown SSL protocol error in connection to {address}",
    "connect to {host} port {port} failed",
    "target host name '{host}'",
    "target ipv4 address '{host}'",
    // podman, skopeo and docker.
    "pinging container registry {address}: ",
    "pinging docker registry {address}: ",
    // Go, by a proxy of SOCKS and without one.
    "socks connect tcp {proxy}->{address}: ",
    "dial tcp: lookup {host} on ",
    "dial tcp: lookup {host}: ",
    "dial tcp {address}: ",
    "dial tcp4 {address}: ",
    "dial tcp6 {address}: ",
    "lookup {host} on ",
    "lookup {host}: ",
    "but wanted to match {host}",
    "cannot validate certificate for {host} because",
    "x509: certificate is valid for {names}, not {host}",
    // kubectl and oc.
    "The connection to the server {address} was refused",
    // Node.js.
    "connect ECONNREFUSED {address}",
    "connect ETIMEDOUT {address}",
    "connect EHOSTUNREACH {address}",
    "connect ENETUNREACH {address}",
    "getaddrinfo ENOTFOUND {host}",
    "getaddrinfo EAI_AGAIN {host}",
    "altnames: Host: {host}. is not in",
    "altnames: IP: {host} is not in",
    // Python's ssl.
    "certificate is not valid for '{host}'",
    "hostname '{host}' doesn't match",
    "Failed to resolve '{host}'",
    // Java.
    "No subject alternative DNS name matching {host} found",
    "No subject alternative names matching IP address {host} found",
    "No name matching {host} found",
    "Certificate for <{host}> doesn't match",
    "UnknownHostException: {host}",
    // stunnel.
    "s_connect: connect {address}: ",
    "Error resolving \"{host}\"",
    // Browsers.
    "could not prove that it is {host};",
    "{host} refused to connect",
    "{host} took too long to respond",
    "{host} uses an unsupported protocol",
    "{host}’s server IP address could not be found",
    "uses a certificate that is not valid for {host}",
];

/// Pages of manuals, which a line may name beside its endpoint.
const MANUALS: [&str; 6] = [
    "curl.se",
    "curl.haxx.se",
    "docs.openshift.com",
    "docs.redhat.com",
    "access.redhat.com",
    "kubernetes.io",
];

/// `host:port` or `host` in this line: of a URL, of what was dialled, or of what was looked up. A URL
/// comes first: what was dialled may be an address of its host, or a proxy. Never a user or a
/// password.
#[must_use]
pub fn endpoint_in(line: &str) -> Option<String> {
    of_url(line).or_else(|| {
        // What was dialled and looked up behind that is the proxy.
        let (line, _) = line.split_once("proxyconnect tcp: ").unwrap_or((line, ""));
        NAMED.iter().find_map(|pattern| named(pattern, line))
    })
}

fn named(pattern: &'static str, line: &str) -> Option<String> {
    let values = Pattern::new(pattern).read(line)?;
    let value = |wanted: &str| {
        let mut values = values.iter();
        let found = values.find(|(name, _)| *name == wanted);
        found.map(|(_, value)| *value)
    };
    let host = authority(value("address").or_else(|| value("host"))?, pattern)?;
    let digits = value("port").unwrap_or_default().chars();
    let port: String = digits.take_while(char::is_ascii_digit).collect();
    Some(match (port.as_str(), host.contains(':')) {
        ("", _) => host,
        (port, true) if !host.starts_with('[') => format!("[{host}]:{port}"),
        (port, _) => format!("{host}:{port}"),
    })
}

/// The host, perhaps with a port, that a value begins with; where the place stands first, that it ends
/// with. Nothing that a shell or a terminal would obey.
fn authority(value: &str, pattern: &str) -> Option<String> {
    let word = if pattern.starts_with('{') {
        value.split_whitespace().next_back()
    } else {
        value.split(|c: char| !is_allowed(c)).next()
    };
    let word = word?.trim_end_matches([':', '.', ',']);
    let holds = !word.is_empty() && !word.starts_with('-') && word.chars().all(is_allowed);
    holds.then(|| word.to_owned())
}

/// Of `https://host:8443/path`: host and port, the port of the scheme left out.
fn of_url(line: &str) -> Option<String> {
    let ends = |letter: char| letter.is_whitespace() || "\"'`<>()\\".contains(letter);
    let mut urls = line.split(ends).filter_map(|word| {
        let start = word.find("://")?;
        let before = word[..start].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        url::Url::parse(&word[before.len()..]).ok()
    });
    urls.find_map(|url| {
        let host = url.host_str()?;
        let is_shown = !host.starts_with('-') && host.chars().all(is_allowed);
        let port = url.port().map(|port| format!(":{port}"));
        (is_shown && !MANUALS.contains(&host))
            .then(|| format!("{host}{}", port.unwrap_or_default()))
    })
}

const fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '%' | '_')
}

#[cfg(test)]
mod tests {
    use super::endpoint_in;

    /// Lines, and the endpoint that each is about.
    const LINES: &[(&str, Option<&str>)] = &[
        (
            "Get \"https://api.src.test:6443/healthz\": dial tcp 192.0.2.1:6443: i/o timeout",
            Some("api.src.test:6443"),
        ),
        (
            "dial tcp 192.0.2.1:443: connect: connection refused",
            Some("192.0.2.1:443"),
        ),
        (
            "dial tcp [2001:db8::1]:443: i/o timeout",
            Some("[2001:db8::1]:443"),
        ),
        (
            "dial tcp: lookup s3.test on 192.0.2.53:53: no such host",
            Some("s3.test"),
        ),
        ("curl: (6) Could not resolve host: s3.test", Some("s3.test")),
        (
            "curl: (7) Failed to connect to s3.test port 9000: refused",
            Some("s3.test:9000"),
        ),
        ("Post \"https://me:secret@s3.test/x\": EOF", Some("s3.test")),
        ("“https://api.test:6443/”: EOF", Some("api.test:6443")),
        ("höst://s3.test:443 EOF", Some("s3.test:443")),
        (
            "curl: (60) SSL certificate problem: x; more here: https://curl.se/docs/sslcerts.html",
            None,
        ),
        (
            "HTTPSConnectionPool(host='s3.test', port=9000): Max retries exceeded with url: / (Caused by SSLError())",
            Some("s3.test:9000"),
        ),
        (
            "curl: (7) Failed to connect to 2001:db8::1 port 443 after 3 ms: Couldn't connect to server",
            Some("[2001:db8::1]:443"),
        ),
        (
            "Error: connect ECONNREFUSED 192.0.2.7:8443\n    at x",
            Some("192.0.2.7:8443"),
        ),
        (
            "pinging container registry r.test:5000: x509: certificate signed by unknown authority",
            Some("r.test:5000"),
        ),
        (
            "proxyconnect tcp: dial tcp 192.0.2.9:3128: connect: connection refused",
            None,
        ),
        (
            "http: TLS handshake error from 192.0.2.9:4711: remote error: tls: bad certificate",
            None,
        ),
        (
            "x509: certificate is valid for a.test, b.test, not c.test",
            Some("c.test"),
        ),
        (
            "LOG3[0]: s_connect: connect 192.0.2.5:443: Connection refused (111)",
            Some("192.0.2.5:443"),
        ),
        (
            "This site can't be reached. s3.test refused to connect.",
            Some("s3.test"),
        ),
        (
            "restic --repo=s3:https://s3.test:9000/b stats",
            Some("s3.test:9000"),
        ),
        ("dial tcp $(reboot):443: i/o timeout", None),
        ("x509: certificate signed by unknown authority", None),
        ("get https://$(reboot)/: EOF", None),
    ];

    #[test]
    fn the_endpoint_is_found_where_there_is_one() {
        for (line, found) in LINES {
            assert_eq!(endpoint_in(line).as_deref(), *found, "{line}");
        }
    }
}
