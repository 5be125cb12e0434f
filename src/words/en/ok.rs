//! English for `ok`: what works, and the warnings beside it.
//! One entry for each code.

use std::net::SocketAddr;

use super::{client_reach, identity, list, outdated, tls, unshared};
use crate::codes::Code;
use crate::evidence::{ExtraKind, NotAsked};
use crate::foreign::Foreign;
use crate::judge::finding::Notice;
use crate::judge::finding::notice::{
    AddressLeaf, BrokenAddress, CertificateDemand, ExtraCertificate, IpVersion, KeyFailures,
};
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

/// Hex digits of a SHA-256 by which people tell leaves apart.
const SHA256_SHOWN: usize = 16;

messages! {
    of Notice, about subject { authority, host, san }
    HalfUp { host: record, working, broken, no_route } => {
        with working = addresses(working), broken = broken_addresses(broken);
        naming cure = cure(*no_route, host, &broken);
        title: "works on some addresses only",
        row: "does not work on {broken}",
        act: "{cure}",
        meaning: "the name has several addresses, and not all of them work",
        evidence: "the same questions were put to every address",
        remedy: "{cure}; works: {working}",
        cite: "RFC 8305 (clients race or walk the addresses)",
        facts: {
            let cure = cure(*no_route, record, &broken);
            Facts::none().with("working", working).with("broken", broken).quiet("cure", cure)
        },
    }
    AddressesDiffer { leaves } => {
        with who = who_differs(leaves), leaves = by_address(leaves);
        title: "different certificates are presented",
        row: "{who} different certificates",
        act: "a renewal may be under way, or a backend was forgotten: give the CA of each as --ca FILE, or export again when they agree",
        meaning: "which certificate a client sees depends on the address it happens to take, or on the server behind it that answers just then",
        evidence: "the leaves captured on the addresses of this name, or on one of them when it was asked again, are not the same",
        remedy: "a renewal may be under way, or one of the backends of {host} was forgotten (the evidence says which certificate each address showed); export the bundle again when they agree. where they lead to different authorities `probe export-bundle` refuses until each is vouched for (--ca FILE) or named (--accept-unconfirmed SHA256)",
        cite: "measured per address",
        facts: Facts::none().with("leaves", leaves),
    }
    KeyTypesDiffer { chains, in_tls13 } => {
        with good = chains_of(chains, true), bad = chains_of(chains, false), which = which(chains), by_order = by_order(*in_tls13);
        title: "not every one of its certificates is good",
        row: "not good: {bad}",
        act: "mend that certificate, or give its clients the CA that is missing",
        meaning: "the server has a certificate for each of several key types and shows each client the one it prefers: what one client meets is not what another meets",
        evidence: "a further hello that did not offer the key type of the first certificate showed another chain, and the two are not equally good",
        remedy: "mend the certificate of {authority} that is not good, or give its clients the CA where that is what is missing; {which}{by_order}",
        cite: "RFC 8446 4.4.2.2 (a server chooses by the signature algorithms that are offered); measured with nginx, HAProxy and OpenSSL",
        facts: {
            let good = (!good.is_empty()).then_some(good);
            Facts::none().maybe("good", good).with("not good", bad)
        },
    }
    ClientCertificateRequired { issuers, and_others, by } => {
        with issuers = accepted(issuers, *and_others), doubt = doubt(by);
        title: "a client certificate is demanded",
        row: "wants a client certificate ({issuers})",
        act: "check that it is the service's port and not one for mutual TLS; no CA bundle changes that",
        meaning: "the server ends the session unless the client presents a certificate; no CA bundle changes that",
        evidence: "the server asked for a certificate (CertificateRequest, or a new handshake once it had the question) and, as none was given, ended the session with an alert, FIN or RST, or answered over HTTP that it wants one",
        remedy: "check that {authority} is the service port and not one for mutual TLS; its certificate was captured all the same, and a bundle for it can be written{doubt}; it takes client certificates of {issuers}",
        cite: "RFC 8446 4.4.2.4, 6.2, RFC 5246 7.4.6; measured: in TLS 1.2 the handshake ends (alert 40, 41, 42, 50 or 116, by implementation), in 1.3 what follows it",
        facts: Facts::none().with("issuers", issuers).with("refused with", refused_with(by)),
    }
    ExpiresSoon { certificate, not_after, days_left } => {
        with ends = not_after.date(), left = days(*days_left);
        naming certificate = subject.own(certificate);
        title: "expires soon",
        row: "ends {ends}, {left}",
        act: "renew it before then",
        meaning: "a certificate of the chain ends within two weeks",
        evidence: "notAfter is less than 14 days after the time of judgement",
        remedy: "renew \"{certificate}\" on {authority} before {not_after}",
        cite: "RFC 5280 4.1.2.5; OpenShift replaces API certificates of 30 days after 15",
        facts: Facts::none()
            .with("certificate", certificate)
            .with("not_after", not_after)
            .with("left", days(*days_left)),
    }
    ChainDisordered { order } => {
        with order = Foreign::join(order, " <- ");
        naming order = subject.own(order);
        title: "the chain is out of order",
        row: "the chain is out of order",
        act: "put its certificate file in this order: {order}",
        meaning: "the certificates are not sent leaf first, each followed by the one that signed it",
        evidence: "the order sent differs from the order that signatures prove",
        remedy: "put the certificate file of {authority} in this order: {order}; GnuTLS clients may refuse it as it is",
        cite: "RFC 8446 4.4.2 (TLS 1.2 demands the order, 1.3 recommends it)",
        facts: Facts::none().with("order", order),
    }
    ChainExtra { extra } => {
        with extra = extra_certificates(extra);
        naming extra = subject.own(extra);
        title: "certificates that do not belong",
        row: "sends certificates that do not belong",
        act: "remove from its certificate file: {extra}",
        meaning: "the server sends certificates that are no part of its path, or the same one twice",
        evidence: "they are neither on the path that signatures prove nor other certificates of a CA on it",
        remedy: "remove from the certificate file of {authority}: {extra}; export-bundle leaves them out",
        cite: "RFC 8446 4.4.2",
        facts: Facts::none().with("extra", extra),
    }
    SeenInPart { lacking, clients, chain_seen } => {
        with lacking = lacking.as_ref().map_or_else(|| "does not get through".to_owned(), client_reach::missing), connect = client_reach::names(&clients.connect);
        naming seen = seen(*chain_seen, subject);
        title: "seen in part",
        row: "{connect} connect, this program cannot",
        act: "nothing has to change; {seen}",
        meaning: "this program's own TLS library cannot finish the handshake, and Go's can: that is a limit of this program, and no fault of the server's",
        evidence: "hellos like those of Go and curl were sent in clear, and what the server chose of them is held against what each client offers",
        remedy: "nothing has to change for {connect}; this program {lacking}, so that the service behind {authority} was not asked. {seen}",
        cite: "each client's own sources (src/offers/rows.rs)",
        facts: {
            let seen = Facts::none().with("probe", lacking);
            client_reach::facts(seen, Some(clients))
        },
    }
    JudgedInPart { sent } => {
        with sent = sent.to_string();
        title: "judged in part",
        row: "too many paths in its {sent} certificates to try them all",
        act: "have it send its own chain only: the certificate, and the CAs that signed it",
        meaning: "what the server sends makes more paths than are tried for one chain, as certificates do that may all have signed each other. There may be a path that clients find and that was not found here",
        evidence: "for one chain at most 100 signatures are checked, 1000 steps made and 32 anchors tried by Go's rule, and webpki is asked where it would read at most 20,000 certificates; clients have limits of their own",
        remedy: "let {authority} send, with its certificate, the CAs that signed it, each once. until then what is said of its trust may be too strict, and is never too lax",
        cite: "the limits of this program",
        facts: Facts::none().with("sent", sent),
    }
    LegacyTls { version, suite, sha1 } => {
        with outdated = outdated::sentence(version, suite.as_deref(), sha1.as_deref());
        title: "outdated TLS",
        row: "{outdated}",
        act: "raise the TLS profile of the server",
        meaning: "the server chose what current clients refuse, or give up: a TLS version older than 1.2, a cipher suite that is advised against, or a signature over SHA-1 though better ones were offered",
        evidence: "the version and the cipher suite of its ServerHello, and the scheme of the signature by which it proved its key",
        remedy: "raise the TLS profile of the server behind {authority}: {outdated}",
        cite: "RFC 8996, RFC 9325 4, RFC 9155; measured with Go 1.19, 1.23 and 1.27, curl with OpenSSL 3.0 and GnuTLS 3.7",
        facts: {
            let chosen = Facts::none().with("version", version).maybe("suite", suite.as_ref());
            chosen.maybe("signature", sha1.as_ref())
        },
    }
    OnlyHttp2 {} => {
        title: "HTTP/2 only",
        row: "HTTP/2 only",
        act: "",
        meaning: "the server refuses HTTP/1.1, the only version of HTTP that this program speaks, and takes HTTP/2: its service was not asked who it is",
        evidence: "alert 120 (no_application_protocol) to a hello that offered HTTP/1.1 alone, and a handshake on a second connection that offered HTTP/2 too",
        remedy: "nothing is wrong with {authority} for clients of HTTP/2: Go and curl connect; clients that offer HTTP/1.1 alone, as curl --http1.1, get alert 120",
        cite: "RFC 7301 3.2; measured with Go 1.19, 1.23 and 1.27, and curl",
        facts: Facts::none(),
    }
    HostnameOnlyByCn {} => {
        title: "the name is in the common name only",
        row: "its name is in the common name only",
        act: "have it issued anew with subjectAltName {san}",
        meaning: "curl and OpenSSL accept this certificate for its common name, Go, Python and browsers do not: a test with curl misleads",
        evidence: "no subjectAltName, and the common name matches",
        remedy: "reissue the certificate of {authority} with subjectAltName {san}",
        cite: "RFC 9525 6.3",
        facts: Facts::none(),
    }
    InClear { identity } => {
        title: "answers, unprotected",
        row: "spoken to in clear",
        act: "use https:// where the storage can, with its CA in caBundle; until then no CA bundle is needed or helps",
        meaning: "the storage answers over http://: objects and their metadata cross the network readable and changeable; requests are signed, but nothing is hidden",
        evidence: "the URL begins with http://, and the answer to a question in clear is that of an object storage",
        remedy: "{authority} works, unprotected: use https:// where the storage can, and give its CA in caBundle then; for http:// no CA bundle is needed or helps",
        cite: "AWS Signature Version 4 (signs requests, encrypts nothing); RFC 9110 4.2.2",
        facts: Facts::none().maybe("identity", identity.as_ref().and_then(identity::proven)),
    }
    ClockSkew { minutes_ahead } => {
        with skew = skew(*minutes_ahead);
        title: "the clocks differ",
        row: "its clock is {skew}",
        act: "set both clocks by NTP (chronyc tracking)",
        meaning: "the server's clock and this machine's are minutes apart: certificate dates and S3 signatures are judged wrongly",
        evidence: "the Date header of the answer against the time the connection began",
        remedy: "set both clocks by NTP (chronyc tracking): the server behind {authority} is {skew}",
        cite: "RFC 9110 6.6.1",
        facts: Facts::none().with("skew", skew),
    }
    DoubtLeftOpen { not_asked } => {
        with left = list::names(&not_asked.iter().map(question).collect::<Vec<_>>(), ", ");
        title: "a doubt is left open",
        row: "not asked: {left}",
        act: "run again with a longer --timeout, and without --no-extra-probes",
        meaning: "further connections that would have settled a doubt about this endpoint were not made: enough connections or enough time had been spent on it, or --no-extra-probes forbids them",
        evidence: "at most 6 further connections that settle a doubt and 3 for other certificates are made to one address along one route, and 24 for one endpoint, within its total time",
        remedy: "without --no-extra-probes, with a longer --timeout, or with fewer addresses (--resolve) they are made: {left}. until then a CA of {authority} that nobody vouches for counts as unconfirmed",
        cite: "the limits of this program",
        facts: Facts::none().with("not asked", left),
    }
    NoBundleNeeded { root } => {
        title: "a public CA: no bundle needed",
        row: "a public CA: {root}",
        act: "leave the CA bundle empty",
        meaning: "the chain ends in a public root that every client already trusts",
        evidence: "the path's root is one of Mozilla's, and the system trusts it",
        remedy: "leave the CA bundle of {authority} empty: a bundle replaces the public roots in MTC's clients, so an unneeded one can only break things",
        cite: "client-go rootCertPool, aws-sdk-go CustomCABundle, restic --cacert: all replace",
        facts: Facts::none().with("root", root),
    }
    Ok { identity } => {
        title: "ok",
        row: "",
        act: "",
        meaning: "every step that this role asks for went through, and a trusted store vouches for the chain",
        evidence: "name, connection, handshake, path, dates, name in the certificate and the service's own answer",
        remedy: "",
        cite: "RFC 5280 6.1, RFC 9525; each role's own answer",
        facts: Facts::none().maybe("identity", identity.as_ref().and_then(identity::proven)),
    }
}

/// What was seen, and how to see the rest.
fn seen(chain_seen: bool, subject: &Subject) -> String {
    let (host, authority) = (&subject.host, &subject.authority);
    if chain_seen {
        return "its chain was read in clear: that the server holds the key is not proven".into();
    }
    format!(
        "its chain is out of reach here; another tool shows it: openssl s_client -connect {authority} -servername {host} -showcerts </dev/null"
    )
}

fn addresses(all: &[SocketAddr]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join(", ")
}

fn broken_addresses(all: &[BrokenAddress]) -> String {
    let broken = |one: &BrokenAddress| {
        let failures: Vec<&str> = one.failures.iter().map(|code| code.name()).collect();
        format!("{} ({})", one.address, failures.join(", "))
    };
    let all: Vec<String> = all.iter().map(broken).collect();
    all.join(", ")
}

fn cure(no_route: Option<IpVersion>, host: &str, broken: &str) -> String {
    let (version, flag) = match no_route {
        Some(IpVersion::V6) => ("IPv6", "-4"),
        Some(IpVersion::V4) => ("IPv4", "-6"),
        None => {
            return format!(
                "take the broken address out of the DNS record of {host}, or mend it: {broken}"
            );
        }
    };
    format!("this machine or its network has no working {version}: use {flag}, or give it a route")
}

/// Several addresses, or the servers behind one.
fn who_differs(leaves: &[AddressLeaf]) -> &'static str {
    let one = leaves
        .windows(2)
        .all(|two| two[0].address == two[1].address);
    if one {
        "its one address shows by turns"
    } else {
        "its addresses show"
    }
}

fn by_address(leaves: &[AddressLeaf]) -> String {
    let shown = |sha256: &str| sha256.chars().take(SHA256_SHOWN).collect::<String>();
    let leaf = |leaf: &AddressLeaf| format!("{} sha256 {}", leaf.address, shown(&leaf.sha256));
    let all: Vec<String> = leaves.iter().map(leaf).collect();
    all.join(", ")
}

fn refused_with(by: &CertificateDemand) -> String {
    match by {
        CertificateDemand::Alert(alert) => format!("alert {}", unshared::numbered(alert)),
        CertificateDemand::End { end, .. } => tls::ended_with(*end).to_owned(),
        CertificateDemand::Page { status } => format!("HTTP {status}"),
        CertificateDemand::Renegotiation => "a new handshake, which this program refuses".into(),
    }
}

/// What ended a session of TLS 1.3 without a word may be something else.
const fn doubt(by: &CertificateDemand) -> &'static str {
    if let CertificateDemand::End { certain: false, .. } = by {
        ". it ended the session without a word and was not seen to insist in TLS 1.2: where clients do without a certificate, what is behind it is down"
    } else {
        ""
    }
}

fn accepted(issuers: &[Foreign], and_others: bool) -> String {
    if issuers.is_empty() {
        return "anyone".into();
    }
    Foreign::join(issuers, " / ") + if and_others { " and others" } else { "" }
}

fn days(days: i64) -> String {
    match days {
        1 => "1 day".into(),
        n => format!("{n} days"),
    }
}

fn extra_certificates(all: &[ExtraCertificate]) -> String {
    let extra = |one: &ExtraCertificate| {
        let again = if one.again { " again" } else { "" };
        format!("certificate {} (\"{}\"{again})", one.place, one.certificate)
    };
    let all: Vec<String> = all.iter().map(extra).collect();
    all.join(", ")
}

/// Which of them are good.
fn which(chains: &[KeyFailures]) -> String {
    let (good, bad) = (chains_of(chains, true), chains_of(chains, false));
    if good.is_empty() {
        format!("none is good, and each fails in a way of its own: {bad}")
    } else {
        format!("good: {good}; not good: {bad}")
    }
}

/// By whose order the server chooses.
const fn by_order(in_tls13: bool) -> &'static str {
    if in_tls13 {
        ". in TLS 1.3, nginx and OpenSSL show Go the RSA one, and curl and browsers the ECDSA one"
    } else {
        ""
    }
}

/// The chains that are good, or those that are not and why.
fn chains_of(chains: &[KeyFailures], good: bool) -> String {
    let wanted = chains
        .iter()
        .filter(|chain| chain.failures.is_empty() == good);
    let each = wanted.map(|chain| {
        let codes: Vec<&str> = chain.failures.iter().map(|code| code.name()).collect();
        if codes.is_empty() {
            format!("the {} chain", chain.key)
        } else {
            format!("the {} chain ({})", chain.key, codes.join(", "))
        }
    });
    let all: Vec<String> = each.collect();
    all.join(", ")
}

fn skew(minutes_ahead: i64) -> String {
    let direction = if minutes_ahead > 0 { "ahead" } else { "behind" };
    format!("{} minutes {direction}", minutes_ahead.abs())
}

/// What was not asked, where, and why not.
fn question(left: &NotAsked) -> String {
    let what = match left.kind {
        ExtraKind::OtherRoute => "the same on the other route",
        ExtraKind::Again => "the same again",
        ExtraKind::CanaryName { .. } | ExtraKind::OtherKeyCanary { .. } => {
            "a name that cannot exist"
        }
        ExtraKind::NoName => "no name",
        ExtraKind::OnlyTls12 => "TLS 1.2 only",
        ExtraKind::SmallHello => "a small ClientHello",
        ExtraKind::LargeHello => "a large ClientHello",
        ExtraKind::SmallSegments => "small TCP segments",
        ExtraKind::ListenFirst => "to listen first",
        ExtraKind::OtherKey { .. } => "a certificate of another key type",
    };
    let at = left
        .address
        .map_or_else(String::new, |ip| format!(" at {ip}"));
    format!("{what}{at} ({})", left.why)
}
