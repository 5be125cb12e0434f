//! English for `tls`: a connection was made and no TLS session came of it.
//! One entry for each code.

use super::{client_reach, cut, unshared};
use crate::codes::Code;
use crate::evidence::Fault;
use crate::judge::finding::TlsFault;
use crate::judge::finding::protocol::Protocol;
use crate::judge::finding::tls::{Breach, End};
use crate::route::ProxyUrl;
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

/// What was asked for where no name was sent.
const NO_NAME: &str = "no name, as for every IP address";

messages! {
    of TlsFault, about subject { authority, host, name, address }
    NotTls { protocol, answer, clear_registry, or_proxy } => {
        with protocol = protocol_name(*protocol), or_proxy = by_proxy(or_proxy.as_ref()), or_portal = by_portal(answer);
        naming where_meant = in_clear(*clear_registry, &subject.registry);
        title: "the port does not speak TLS",
        row: "speaks {protocol}",
        act: "use the port that serves TLS{or_proxy}{or_portal}",
        meaning: "what answers on this port speaks another protocol",
        evidence: "the first bytes received, a greeting or the answer to a ClientHello, are no TLS record",
        remedy: "use the port that serves TLS for {host} (seen here: {protocol}){or_proxy}{or_portal}; where plain HTTP is meant, there is no certificate and no CA bundle to upload{where_meant}",
        cite: "RFC 8446 5.1",
        facts: Facts::none()
            .with("protocol", protocol)
            .with("first bytes", answer),
    }
    MessageTooLarge { limit, clients } => {
        title: "the certificate chain is too large",
        row: "its chain exceeds {limit}",
        act: "leave only leaf and intermediates in its certificate file",
        meaning: "the server sends more certificates than clients accept in one message",
        evidence: "a handshake message exceeds 64 KiB",
        remedy: "remove what does not belong to the chain from the certificate file of {authority}: leaf and intermediates are enough",
        cite: "rustls's limit of 65535 bytes, OpenSSL's of 100 KiB, Go's maxHandshakeCertificateMsg of 256 KiB (64 KiB in go1.19)",
        facts: client_reach::facts(Facts::none().with("limit", limit), clients.as_ref()),
    }
    ClosedInHandshake { end, received_bytes, circumstances } => {
        with ending = ended_with(*end);
        naming known = cut::known(circumstances, subject);
        title: "cut off during the handshake",
        row: "ended with {ending}, without a word",
        act: "check what runs behind it (for a Route its service and pods); then ask the network team about a filter on the name",
        meaning: "the peer ended the connection before the handshake was done, without a word",
        evidence: "the connection ended with FIN or RST (which of the two cannot be told apart reliably) and no TLS alert",
        remedy: "{known}a load balancer or router without a healthy server behind it, a service that is no TLS server, one that waits for the PROXY protocol, or a filter ends connections like this. check first what runs behind {authority}, for a route with `oc get route -A` and `oc get endpoints,pods` of the service that it names; if that is well, ask the network team about filtering of {name}",
        cite: "measured: FIN and RST arrive alike depending on who wrote last; a passthrough route without pods is closed like this (measured with HAProxy)",
        facts: {
            let seen = Facts::none()
                .with("ended with", ended_with(*end))
                .with("received", format!("{received_bytes} bytes before"));
            cut::facts(seen, circumstances)
        },
    }
    HandshakeMalformed { error } => {
        with what_to_check = what_to_check(error), error = breach(error);
        title: "the handshake breaks the rules",
        row: "{error}",
        act: "{what_to_check}",
        meaning: "what came back begins as TLS and then breaks its rules, or the connection failed in an unusual way",
        evidence: "the TLS library refused a message, the leaf's key did not make the handshake's signature, or the operating system reported an error",
        remedy: "at {address}: {what_to_check}. what was seen: {error}",
        cite: "RFC 8446 6.2",
        facts: Facts::none().with("error", error),
    }
    NameRejected { asked } => {
        with asked = asked.as_deref().unwrap_or(NO_NAME);
        naming asked = subject.own(asked);
        title: "the server refuses this name",
        row: "refuses the name (asked: {asked})",
        act: "use the name under which it is published, or --servername NAME",
        meaning: "the server has no service under the name it was asked for and said so",
        evidence: "a fatal alert unrecognized_name (112) answered the ClientHello",
        remedy: "use the name under which the service is published (asked here: {asked}); for a route see `oc get route -A`; --servername NAME asks the same address under another name",
        cite: "RFC 6066 3",
        facts: Facts::none().with("asked", asked),
    }
    TlsVersion { offered, clients } => {
        title: "no common TLS version",
        row: "speaks neither TLS 1.2 nor 1.3",
        act: "upgrade the server, or raise its TLS profile; no CA bundle helps",
        meaning: "the server speaks neither TLS 1.2 nor TLS 1.3",
        evidence: "it answered with alert protocol_version (70), or chose an older version in its ServerHello",
        remedy: "upgrade the server behind {authority} or raise its TLS profile: MTC's Go clients speak TLS 1.2 and 1.3 only, and no CA bundle changes that",
        cite: "RFC 8996; RFC 8446 6.2",
        facts: client_reach::facts(Facts::none().maybe("offered", offered.as_ref()), clients.as_ref()),
    }
    NoCommonParameters { refusal, clients } => {
        with others = client_reach::sentence(clients.as_ref());
        naming to_share = unshared::remedy(refusal, subject);
        title: "no common cipher, key type or protocol",
        row: "nothing in common with Go: cipher, group or key type",
        act: "let it offer ECDHE with AES-GCM or ChaCha20, and an RSA or ECDSA key",
        meaning: "the server and current Go's clients share no cipher suite, group, signature algorithm or application protocol",
        evidence: "the server ended the handshake with handshake_failure (40) or a kindred alert, without asking for a client certificate; or it went on with this program by what current Go does not offer",
        remedy: "let {authority} and its clients share a cipher suite, a key type and a protocol: {to_share}{others}",
        cite: "RFC 8446 6.2, RFC 5246 7.2.2, RFC 7301 3.2; measured with Go 1.19, 1.23 and 1.27, curl, OpenSSL and GnuTLS",
        facts: client_reach::facts(unshared::facts(refusal), clients.as_ref()),
    }
    TlsAlert { alert, clients } => {
        with alert = unshared::numbered(alert);
        title: "the server refused the handshake",
        row: "alert {alert}",
        act: "the server's own log says why",
        meaning: "the server ended the session with a TLS alert of its own",
        evidence: "a fatal alert was received",
        remedy: "look into the log of the server behind {address} for the reason of its alert {alert}",
        cite: "RFC 8446 6.2",
        facts: client_reach::facts(Facts::none().with("alert", alert), clients.as_ref()),
    }
}

const fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::PlainHttp => "plain HTTP",
        Protocol::Ssh => "SSH",
        Protocol::Smtp => "SMTP",
        Protocol::Ftp => "FTP",
        Protocol::SmtpOrFtp => "SMTP or FTP",
        Protocol::Imap => "IMAP",
        Protocol::Pop3 => "POP3",
        Protocol::Redis => "Redis",
        Protocol::Pop3OrRedis => "POP3 or Redis",
        Protocol::MySql => "MySQL or MariaDB",
        Protocol::MySqlX => "MySQL's X protocol",
        Protocol::PostgreSql => "PostgreSQL",
        Protocol::Ldap => "LDAP",
        Protocol::Amqp => "AMQP",
        Protocol::Nats => "NATS",
        Protocol::Memcached => "memcached",
        Protocol::Telnet => "Telnet",
        Protocol::Vnc => "VNC",
        Protocol::Socks => "SOCKS",
        Protocol::Unknown => "an unknown protocol",
    }
}

/// The less likely of two who may have answered.
fn by_proxy(proxy: Option<&ProxyUrl>) -> String {
    proxy.map_or_else(String::new, |proxy| {
        format!("; if it does speak TLS, this is a page of the proxy {proxy}")
    })
}

/// A redirect that does not say whose it is.
fn by_portal(answer: &Fault) -> &'static str {
    match answer.status_in_clear() {
        Some(300..=399) => "; if it does speak TLS, a portal of this network may answer",
        _ => "",
    }
}

/// What podman, skopeo and CRI-O need to speak plain HTTP with a registry: the stanza of version 2
/// of the file.
fn in_clear(is_registry: bool, registry: &str) -> String {
    if !is_registry {
        return String::new();
    }
    format!(
        "; podman and cluster nodes then need this in /etc/containers/registries.conf, and passwords and images cross the network in clear (MTC itself asks registries over https only):\n[[registry]]\nlocation = \"{registry}\"\ninsecure = true"
    )
}

pub(super) const fn ended_with(end: End) -> &'static str {
    match end {
        End::Fin => "FIN",
        End::Rst => "RST",
    }
}

fn breach(error: &Breach) -> String {
    match error {
        Breach::Forged(defect) => {
            format!("it does not hold the key of the certificate that it shows: {defect}")
        }
        Breach::Refused(fault) => fault.to_string(),
    }
}

/// Whoever may have broken the rules, the more innocent first. Where the key is not that of the
/// certificate, no trust in the chain helps.
const fn what_to_check(error: &Breach) -> &'static str {
    match error {
        Breach::Forged(_) => {
            "see whether the server's key file belongs to its certificate file, then compare from another network; no CA bundle helps"
        }
        Breach::Refused(_) => {
            "a faulty server or a device on the way: compare from another network"
        }
    }
}
