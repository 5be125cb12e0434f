//! URL schemes that are TLS from the first byte: one row each. A port that a URL does not name is its
//! scheme's (IANA Service Name and Transport Protocol Port Number Registry). Plain data.

/// A scheme, and the port of its servers.
struct TlsScheme {
    name: &'static str,
    port: u16,
}

const ROWS: [TlsScheme; 14] = [
    TlsScheme::new("https", 443),
    TlsScheme::new("wss", 443),
    TlsScheme::new("tls", 443),
    TlsScheme::new("ssl", 443),
    TlsScheme::new("grpcs", 443),
    TlsScheme::new("docker", 443),
    TlsScheme::new("ldaps", 636),
    TlsScheme::new("smtps", 465),
    TlsScheme::new("imaps", 993),
    TlsScheme::new("pop3s", 995),
    TlsScheme::new("ftps", 990),
    TlsScheme::new("amqps", 5671),
    TlsScheme::new("mqtts", 8883),
    TlsScheme::new("rediss", 6379),
];

impl TlsScheme {
    const fn new(name: &'static str, port: u16) -> Self {
        Self { name, port }
    }
}

/// All of them, as a sentence lists them.
pub(super) fn list() -> String {
    let names: Vec<String> = ROWS.iter().map(|row| format!("{}://", row.name)).collect();
    names.join(", ")
}

/// The usual port of a scheme, in whatever case; `None`: it is not TLS from the first byte.
pub(super) fn port(scheme: &str) -> Option<u16> {
    let mut rows = ROWS.iter();
    let row = rows.find(|row| row.name.eq_ignore_ascii_case(scheme));
    row.map(|row| row.port)
}
