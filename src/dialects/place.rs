//! The endpoint that a line of another program is about, where the line names one.
//! Reads text only; asks nobody.

/// `host:port` or `host` in this line: of a URL, of what was dialled, or of what was looked up. A URL
/// comes first: what was dialled may be an address of its host, or a proxy. Never a user or a
/// password.
#[must_use]
pub fn endpoint_in(line: &str) -> Option<String> {
    of_url(line)
        .or_else(|| between(line, "resolve host: ", " ").map(str::to_owned))
        .or_else(|| of_curl(line))
        .or_else(|| of_dial(line))
        .or_else(|| between(line, "lookup ", " ").map(str::to_owned))
        .map(|found| found.trim_end_matches([':', '.', ',']).to_owned())
        .filter(|found| is_authority(found))
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
        let port = url.port().map(|port| format!(":{port}"));
        Some(format!("{host}{}", port.unwrap_or_default()))
    })
}

/// `Failed to connect to host port 443`, as curl says it.
fn of_curl(line: &str) -> Option<String> {
    let (_, behind) = line.split_once("connect to ")?;
    let (host, behind) = behind.split_once(" port ")?;
    let port: String = behind.chars().take_while(char::is_ascii_digit).collect();
    Some(format!("{host}:{port}"))
}

fn of_dial(line: &str) -> Option<String> {
    let networks = ["dial tcp ", "dial tcp4 ", "dial tcp6 "];
    let found = networks
        .iter()
        .find_map(|network| between(line, network, " "))?;
    (found != "lookup").then(|| found.to_owned())
}

fn between<'a>(line: &'a str, before: &str, behind: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(before)?;
    Some(rest.split(behind).next().unwrap_or(rest))
}

/// A host, perhaps with a port: nothing that a shell or a terminal would obey.
fn is_authority(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:[]%_".contains(c);
    !text.is_empty() && !text.starts_with('-') && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::endpoint_in;

    #[test]
    fn the_endpoint_is_found_where_there_is_one() {
        for (line, found) in [
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
            ("x509: certificate signed by unknown authority", None),
            ("get https://$(reboot)/: EOF", None),
        ] {
            assert_eq!(endpoint_in(line).as_deref(), found, "{line}");
        }
    }
}
