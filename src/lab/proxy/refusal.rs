//! How proxy products refuse, over HTTP: status lines, headers and pages as squid 5.7, tinyproxy
//! 1.11.1, privoxy 3.0.34 and mitmproxy 11.0.2 send them. Plain text; no sockets.

use std::io;

/// The product in whose words a proxy answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyProduct {
    /// Speaks as squid 5.7 does.
    #[default]
    Squid,
    /// Speaks as tinyproxy 1.11.1 does.
    Tinyproxy,
    /// Speaks as privoxy 3.0.34 does.
    Privoxy,
    /// Speaks as mitmproxy 11.0.2 does.
    Mitmproxy,
    /// Sends status lines, and nothing that reveals a product.
    Nameless,
}

/// Why there is no tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lab) enum Refusal {
    CredentialsMissing,
    Denied,
    NoSuchName,
    /// The error number of the attempt to connect, as Linux has it.
    Failed(i32),
    TimedOut,
    NotHttp,
    /// The proxy refuses the origin's certificate; the text is the product's name for the fault.
    BadCertificate(&'static str),
}

/// Squid's answer in clear text, inside a tunnel that it tried to splice without success.
pub(in crate::lab) const SPLICE_FAILED: &str = "HTTP/1.1 500 Internal Server Error\r\nServer: squid/5.7\r\n\
     X-Squid-Error: ERR_CANNOT_FORWARD 0\r\nVia: 1.1 proxy (squid/5.7)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const TIMED_OUT: i32 = 110;
const REFUSED: i32 = 111;

impl Refusal {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the system has many more reasons; a proxy names them all as this one"
    )]
    pub(in crate::lab) fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Self::TimedOut,
            io::ErrorKind::ConnectionReset => Self::Failed(104),
            // Linux's numbers on every platform: here they are part of a text.
            _ => Self::Failed(REFUSED),
        }
    }
}

impl ProxyProduct {
    /// The whole answer: head and page.
    pub(in crate::lab) fn answer(self, refusal: Refusal, target: &str) -> String {
        match self {
            Self::Squid => squid(refusal, target),
            Self::Tinyproxy => tinyproxy(refusal),
            Self::Privoxy => privoxy(refusal),
            Self::Mitmproxy => mitmproxy(refusal, target),
            Self::Nameless => nameless(refusal),
        }
    }

    /// The answer to a CONNECT that is granted.
    pub(super) const fn granted(self) -> &'static str {
        match self {
            Self::Tinyproxy => {
                "HTTP/1.0 200 Connection established\r\nProxy-agent: tinyproxy/1.11.1\r\n\r\n"
            }
            Self::Squid | Self::Privoxy | Self::Mitmproxy => {
                "HTTP/1.1 200 Connection established\r\n\r\n"
            }
            // Some do so, though a tunnel has no length (RFC 9110 9.3.6).
            Self::Nameless => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        }
    }
}

fn page(status_line: &str, headers: &str, body: &str) -> String {
    format!(
        "{status_line}\r\n{headers}Content-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn squid(refusal: Refusal, target: &str) -> String {
    let (status, error, detail) = match refusal {
        Refusal::CredentialsMissing => (
            "407 Proxy Authentication Required",
            "ERR_CACHE_ACCESS_DENIED 0".to_owned(),
            "",
        ),
        Refusal::Denied => ("403 Forbidden", "ERR_ACCESS_DENIED 0".to_owned(), ""),
        Refusal::NoSuchName => (
            "503 Service Unavailable",
            "ERR_DNS_FAIL 0".to_owned(),
            "Name Error: The domain name does not exist.",
        ),
        Refusal::Failed(errno) => (
            "503 Service Unavailable",
            format!("ERR_CONNECT_FAIL {errno}"),
            "",
        ),
        Refusal::TimedOut => (
            "503 Service Unavailable",
            format!("ERR_CONNECT_FAIL {TIMED_OUT}"),
            "",
        ),
        Refusal::NotHttp => ("400 Bad Request", "ERR_INVALID_REQ 0".to_owned(), ""),
        Refusal::BadCertificate(code) => (
            "503 Service Unavailable",
            "ERR_SECURE_CONNECT_FAIL 0".to_owned(),
            code,
        ),
    };
    let challenge = if refusal == Refusal::CredentialsMissing {
        "Proxy-Authenticate: Basic realm=\"Squid proxy\"\r\n"
    } else {
        ""
    };
    let headers = format!(
        "Server: squid/5.7\r\nMime-Version: 1.0\r\nX-Squid-Error: {error}\r\nVary: Accept-Language\r\nContent-Language: en\r\n{challenge}\
         X-Cache: MISS from proxy\r\nX-Cache-Lookup: NONE from proxy:3128\r\nVia: 1.1 proxy (squid/5.7)\r\n"
    );
    let body = format!(
        "<!DOCTYPE html>\n<html><head><title>ERROR: The requested URL could not be retrieved</title></head>\n<body id=\"{}\">\n\
         <p>The following error was encountered while trying to retrieve the URL: <a href=\"https://{target}/\">https://{target}/*</a></p>\n\
         <blockquote><pre>{detail}</pre></blockquote>\n<p>Your cache administrator is webmaster.</p>\n\
         <p>Generated by proxy (squid/5.7)</p>\n</body></html>\n",
        error.split(' ').next().unwrap_or_default()
    );
    page(&format!("HTTP/1.1 {status}"), &headers, &body)
}

/// tinyproxy answers in the same way to a refused connection and to an unknown name.
fn tinyproxy(refusal: Refusal) -> String {
    let (status, challenge) = match refusal {
        Refusal::CredentialsMissing => (
            "407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"tinyproxy\"\r\n",
        ),
        Refusal::Denied => ("403 Filtered", ""),
        Refusal::NotHttp => ("400 Bad Request", ""),
        Refusal::NoSuchName
        | Refusal::Failed(_)
        | Refusal::TimedOut
        | Refusal::BadCertificate(_) => ("500 Unable to connect", ""),
    };
    let headers =
        format!("Server: tinyproxy/1.11.1\r\nProxy-agent: tinyproxy/1.11.1\r\n{challenge}");
    let body = format!(
        "<html><head><title>{status}</title></head><body><h1>{status}</h1><p><em>Generated by tinyproxy</em></p></body></html>\n"
    );
    page(&format!("HTTP/1.0 {status}"), &headers, &body)
}

fn privoxy(refusal: Refusal) -> String {
    let (status, challenge) = match refusal {
        Refusal::CredentialsMissing => (
            "407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"privoxy\"\r\n",
        ),
        Refusal::Denied => ("403 Request blocked by Privoxy", ""),
        Refusal::NoSuchName => ("404 No such domain", ""),
        Refusal::TimedOut => ("504 Connection timeout", ""),
        Refusal::NotHttp => ("400 Invalid header received from client", ""),
        Refusal::Failed(_) | Refusal::BadCertificate(_) => ("503 Connect failed", ""),
    };
    page(
        &format!("HTTP/1.1 {status}"),
        challenge,
        &format!("<html><head><title>{status}</title></head><body>Privoxy</body></html>\n"),
    )
}

/// mitmproxy names itself only inside TLS, not in its answer to a CONNECT.
fn mitmproxy(refusal: Refusal, target: &str) -> String {
    let (status, why) = match refusal {
        Refusal::CredentialsMissing => (
            "407 Proxy Authentication Required",
            "Proxy Authentication Required".to_owned(),
        ),
        Refusal::Denied => ("403 Forbidden", "Forbidden".to_owned()),
        Refusal::NotHttp => ("400 Bad Request", "Invalid request".to_owned()),
        Refusal::NoSuchName => (
            "502 Bad Gateway",
            format!("Cannot connect to {target}: [Errno -2] Name or service not known"),
        ),
        Refusal::Failed(errno) => (
            "502 Bad Gateway",
            format!("Cannot connect to {target}: [Errno {errno}] Connect call failed"),
        ),
        Refusal::TimedOut => (
            "502 Bad Gateway",
            format!("Cannot connect to {target}: [Errno {TIMED_OUT}] Connection timed out"),
        ),
        Refusal::BadCertificate(why) => (
            "502 Bad Gateway",
            format!("Certificate verify failed: {why}"),
        ),
    };
    let headers = match refusal {
        Refusal::CredentialsMissing => "Proxy-Authenticate: Basic realm=\"mitmproxy\"\r\n",
        Refusal::BadCertificate(_) => "Server: mitmproxy 11.0.2\r\n",
        Refusal::Denied
        | Refusal::NoSuchName
        | Refusal::Failed(_)
        | Refusal::TimedOut
        | Refusal::NotHttp => "",
    };
    page(
        &format!("HTTP/1.1 {status}"),
        headers,
        &format!("<html><head><title>{status}</title></head><body><p>{why}</p></body></html>\n"),
    )
}

fn nameless(refusal: Refusal) -> String {
    let (status, challenge) = match refusal {
        Refusal::CredentialsMissing => (
            "407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"proxy\"\r\n",
        ),
        Refusal::Denied => ("403 Forbidden", ""),
        Refusal::NotHttp => ("400 Bad Request", ""),
        Refusal::TimedOut => ("504 Gateway Timeout", ""),
        Refusal::NoSuchName | Refusal::Failed(_) | Refusal::BadCertificate(_) => {
            ("502 Bad Gateway", "")
        }
    };
    page(
        &format!("HTTP/1.1 {status}"),
        challenge,
        &format!("<html><body><h1>{status}</h1></body></html>\n"),
    )
}
