//! English for `proxy`: a configured proxy, and the two routes to a target.
//! One entry for each code.

use super::{at_proxy, copies};
use crate::codes::Code;
use crate::judge::finding::proxy::{InClear, TunnelEnd, Wanted};
use crate::judge::finding::{AtProxy, ProxyFault};
use crate::route::{ProxyScheme, ProxyUrl};
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of ProxyFault, about subject { authority, host, port }
    ProxyUnreachable { at, fault } => {
        with proxy = &at.proxy, because = &at.because, error = fault;
        title: "the proxy cannot be reached",
        row: "{proxy}: {error}",
        act: "check {proxy} (from {because})",
        meaning: "the name of the configured proxy does not resolve, or nothing answers at its address",
        evidence: "the lookup of the proxy or the connection to it failed, before the target was ever asked for",
        remedy: "check {proxy} (from {because}): {error}; in a cluster: `oc get proxy/cluster -o yaml` and the MigrationController's http_proxy, https_proxy",
        cite: "Go net/http proxyconnect errors",
        facts: at_proxy::facts(at).with("error", error),
    }
    ProxyAuthRequired { at, wanted } => {
        with proxy = &at.proxy, cure = cure(at, wanted), wanted = asked_for(wanted);
        title: "the proxy wants credentials",
        row: "{proxy} asks for {wanted}",
        act: "{cure}",
        meaning: "the proxy refuses a way without, or with these, credentials",
        evidence: "status 407, or a SOCKS proxy that accepted none of our methods or refused the password",
        remedy: "{cure}. asked for: {wanted}",
        cite: "RFC 9110 15.5.8; RFC 1929",
        facts: at_proxy::facts(at)
            .with("wanted", wanted)
            .with("credentials", credentials(at))
            .quiet("cure", cure),
    }
    ProxyDenied { at, fault } => {
        with proxy = &at.proxy, because = &at.because;
        naming no_proxy = subject.no_proxy(&at.no_proxy), often_its_port = often_its_port(at, port);
        title: "the proxy forbids it",
        row: "{proxy} forbids it: {fault}",
        act: "have whoever runs the proxy allow {authority}; or, if it can be reached directly, add {no_proxy} to noProxy",
        meaning: "the proxy's rules do not allow a way to this target",
        evidence: "status 403 (or 401, 451) to CONNECT, or SOCKS reply 2",
        remedy: "have whoever runs {proxy} (from {because}) allow connections to {authority}{often_its_port}; or, if {host} can be reached directly, add {no_proxy} to noProxy",
        cite: "measured with squid and tinyproxy; RFC 9110 9.3.6",
        facts: at_proxy::facts(at).with("answer", fault),
    }
    ProxyCannotResolve { at, fault } => {
        with proxy = &at.proxy;
        naming no_proxy = subject.no_proxy(&at.no_proxy);
        title: "the proxy does not know the name",
        row: "{proxy} does not know the name",
        act: "an internal name was sent to a proxy outside: add {no_proxy} to noProxy",
        meaning: "the proxy's own name service has no address for the target",
        evidence: "the reply says so: ERR_DNS_FAIL, \"No such domain\", or SOCKS reply 4 for a name",
        remedy: "an internal name was sent to a proxy outside: add {no_proxy} to noProxy (cluster: spec.noProxy of proxy/cluster; MTC: spec.no_proxy of the MigrationController); an address range never matches a name",
        cite: "squid ERR_DNS_FAIL, privoxy; RFC 1928 6",
        facts: at_proxy::facts(at).with("answer", fault),
    }
    ProxyNotAProxy { at, fault } => {
        with proxy = &at.proxy, because = &at.because, answer = fault;
        title: "that is no proxy",
        row: "{proxy} is no proxy: {answer}",
        act: "check scheme, host and port of {proxy} (from {because})",
        meaning: "what answers at the proxy's address does not understand what a proxy is asked",
        evidence: "an answer of another protocol, a 400 or 405, or the end of the connection in reply to CONNECT",
        remedy: "check scheme, host and port of {proxy} (from {because}): http:// and https:// proxies and SOCKS do not understand each other. it answered: {answer}",
        cite: "measured with nginx, HAProxy, SOCKS and TLS ports",
        facts: at_proxy::facts(at).with("answer", answer),
    }
    ProxyCannotConnect { at, fault } => {
        with proxy = &at.proxy, answer = fault;
        naming no_proxy = subject.no_proxy(&at.no_proxy);
        title: "the proxy cannot reach the target",
        row: "{proxy} cannot reach it: {answer}",
        act: "if it is internal, add {no_proxy} to noProxy; else have the way from the proxy to it opened",
        meaning: "the proxy tried and did not get through to the target",
        evidence: "status 5xx to CONNECT, or SOCKS reply 1, 3, 4 or 5",
        remedy: "either the target is down, or {proxy} has no way to it: if {host} is internal, add {no_proxy} to noProxy; else have the way from the proxy to {authority} opened. it said: {answer}",
        cite: "squid ERR_CONNECT_FAIL; RFC 1928 6",
        facts: at_proxy::facts(at).with("answer", answer),
    }
    ProxyUntrusted { proxy, refusal, presented } => {
        with says = refusal;
        naming authentic_copy = copies::PROXY;
        title: "the proxy's own certificate is not trusted",
        row: "the certificate of the proxy {proxy}: {says}",
        act: "put the CA of that certificate into the CA bundle of what is behind the proxy, too: give an authentic copy as --ca FILE; or use the proxy's http:// port",
        meaning: "the proxy is spoken to over TLS, and its own certificate does not verify",
        evidence: "the chain the proxy presented for itself, judged by Go's rules for the proxy's name",
        remedy: "put the CA of the own certificate of {proxy} into the CA bundle of what is behind it too (MigCluster, MigStorage, BackupStorageLocation): Go verifies both with the same roots, and a bundle replaces those of the system. compare it with an authentic copy ({authentic_copy}) and give that as --ca FILE: `probe export-bundle` then writes it beside the endpoint's. or use the proxy's http:// port. go says: {says}",
        cite: "Go net/http, Transport.addTLS: a proxy over https is verified with TLSClientConfig, as its targets are",
        facts: Facts::none().with("proxy", proxy).with("says", says).with("presented", presented),
    }
    ProxyAnswersInClear { proxy, no_proxy, answer } => {
        with answer = in_clear(answer);
        naming no_proxy = subject.no_proxy(no_proxy);
        title: "the proxy answers in the target's place, in clear",
        row: "{answer}",
        act: "log in to that portal, have the host allowed, or add {no_proxy} to noProxy",
        meaning: "where the target's TLS was due, a page or a redirect came",
        evidence: "a redirect or a page in reply to CONNECT; or HTTP in clear inside the tunnel, where the target answers TLS on the other route, or the proxy says the same for a name that cannot exist, or it came before anything was asked",
        remedy: "a portal, a block page or an error page of {proxy} stands in the way of {authority}: log in to it, have the host allowed, or add {no_proxy} to noProxy. it answered: {answer}",
        cite: "RFC 9110 9.3.6 (a 2xx to CONNECT has no content); measured with squid",
        facts: Facts::none().with("proxy", proxy).with("no_proxy", no_proxy).with("answer", answer),
    }
    ProxyCutsTunnel { proxy, fault, no_proxy, end } => {
        naming no_proxy = subject.no_proxy(no_proxy),
            see_where_the_tunnel_leads = see_where_it_leads(proxy, *end, &subject.name);
        title: "no TLS comes back through the proxy's tunnel",
        row: "answers directly; through {proxy} the tunnel brings {fault}",
        act: "{see_where_the_tunnel_leads}: have it tunnelled without inspection, or add {no_proxy} to noProxy",
        meaning: "the proxy opened a tunnel, and no TLS came back through it, while the server answers directly: the tunnel leads to another server, which is down; or the proxy lets no TLS through that it cannot read; or it reads the name in the ClientHello and cuts this one",
        evidence: "after the tunnel was granted the session was cut or stayed silent, again and again, while the same question on the direct route is answered each time; where other names get through the tunnel to the same certificate, it is the name that is cut",
        remedy: "{see_where_the_tunnel_leads}: have {authority} tunnelled without inspection, or add {no_proxy} to noProxy; for direct volume migration set stunnel_tcp_proxy to a proxy that tunnels. the tunnel ended with: {fault}",
        cite: "squid terminate, measured",
        facts: Facts::none()
            .with("proxy", proxy)
            .with("fault", fault)
            .with("no_proxy", no_proxy)
            .with("tunnel", leads_to(*end)),
    }
    ProxyInterceptsOthers { proxy } => {
        title: "the proxy intercepts other hosts",
        row: "{proxy} intercepts other hosts, not this one",
        act: "nothing to do today; a change of the proxy's policy would break it",
        meaning: "the proxy minted a certificate for a name that cannot exist, but let this endpoint through untouched",
        evidence: "CONNECT to a name under .invalid was answered with a certificate made for it; this endpoint shows the same certificate, or one of the same CA key, on the direct route",
        remedy: "nothing to do for {authority}; it is exempt from inspection by {proxy} today, and a change of its policy would break it",
        cite: "selective inspection (Squid splice), measured",
        facts: Facts::none().with("proxy", proxy),
    }
    NoProxyMissing { no_proxy, proxy, because } => {
        naming no_proxy = subject.no_proxy(no_proxy);
        title: "directly it works: noProxy lacks this host",
        row: "directly it works",
        act: "add {no_proxy} to noProxy of the cluster (proxy/cluster) or of MTC (MigrationController)",
        meaning: "through the proxy the endpoint fails, directly it answers",
        evidence: "the same target was measured on both routes",
        remedy: "add {no_proxy} to the noProxy of the cluster (`oc edit proxy/cluster`, spec.noProxy) or of MTC alone (MigrationController spec.no_proxy): a leading dot covers every host below and not the domain itself, an address range never matches a name. true from this machine; a pod's way may differ",
        cite: "golang.org/x/net/http/httpproxy; openshift cluster-network-operator adds neither apps nor api names by itself",
        facts: Facts::none().with("no_proxy", no_proxy).with("proxy", proxy).with("because", because),
    }
    ProxyRequired { proxy, because } => {
        title: "only through the proxy it works",
        row: "only through {proxy} it works",
        act: "take {host} out of noProxy ({because})",
        meaning: "directly the endpoint cannot be reached, through the proxy it answers",
        evidence: "the same target was measured on both routes",
        remedy: "take {host} out of noProxy ({because}); MTC's pods need the proxy for it too (httpsProxy of proxy/cluster or of the MigrationController)",
        cite: "golang.org/x/net/http/httpproxy",
        facts: Facts::none().with("proxy", proxy).with("because", because),
    }
}

/// Of the causes that are left, the more innocent first.
fn see_where_it_leads(proxy: &ProxyUrl, end: TunnelEnd, name: &str) -> String {
    match end {
        TunnelEnd::OfItsLookup => format!(
            "make sure first that {proxy} reaches the same server: its own lookup of the name may lead to another one, which is down. if it reaches the same one, it lets no TLS through that it cannot read"
        ),
        TunnelEnd::OfGivenAddress => format!(
            "{proxy} was given the address, so that no lookup of its own is to blame; seen from there the address leads elsewhere, or it lets no TLS through that it cannot read"
        ),
        TunnelEnd::Own => format!(
            "{proxy} does reach the server, which answers there under other names, and cuts {name} for its name"
        ),
    }
}

const fn leads_to(end: TunnelEnd) -> &'static str {
    match end {
        TunnelEnd::OfItsLookup => "leads where the proxy's own lookup of the name does",
        TunnelEnd::OfGivenAddress => "leads to the address that the proxy was given",
        TunnelEnd::Own => "leads to the server, which answers there under other names",
    }
}

/// What it asks for.
fn asked_for(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Schemes { all, .. } => {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            all.join("; ")
        }
        Wanted::NothingNamed => "nothing it named".into(),
        Wanted::SocksPassword => "SOCKS user and password".into(),
        Wanted::AnotherSocksPassword => "another SOCKS user or password".into(),
    }
}

/// The rule that most often forbids a port: Squid's `SSL_ports` holds 443, and other HTTP proxies
/// have the like.
fn often_its_port(at: &AtProxy, port: &str) -> String {
    let of_http = matches!(at.proxy.scheme, ProxyScheme::Http | ProxyScheme::Https);
    if of_http && port != "443" {
        format!(" (proxies often allow tunnels to port 443 only; this is port {port})")
    } else {
        String::new()
    }
}

/// What the clients of a migration can do: Go and stunnel know Basic (RFC 7617), and SOCKS with a
/// password (RFC 1929), and nothing else.
fn cure(at: &AtProxy, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Schemes { basic: false, .. } => {
            "MTC, its stunnel_tcp_proxy and Go's other clients know Basic authentication only, which this proxy does not offer: have it offer Basic to these clients, or let their addresses pass without".to_owned()
        }
        Wanted::Schemes { .. } | Wanted::NothingNamed => format!(
            "put {}; MTC and its stunnel_tcp_proxy know Basic authentication only",
            into_url(at)
        ),
        Wanted::SocksPassword | Wanted::AnotherSocksPassword => format!("put {}", into_url(at)),
    }
}

fn into_url(at: &AtProxy) -> String {
    let (scheme, place) = (at.proxy.scheme.name(), at.proxy.authority());
    format!(
        "user and password into the proxy's URL ({scheme}://USER:PASSWORD@{place}, special characters percent-encoded; in a cluster it is httpsProxy)"
    )
}

const fn credentials(at: &AtProxy) -> &'static str {
    if at.proxy.has_credentials {
        "given, and refused"
    } else {
        "none given"
    }
}

fn in_clear(answer: &InClear) -> String {
    match answer {
        InClear::Redirect { status, reason, to } => {
            let to = to
                .as_ref()
                .map(|to| format!(" to {to}"))
                .unwrap_or_default();
            format!("{status} {reason}{to}")
        }
        InClear::Bytes(fault) => fault.to_string(),
    }
}
