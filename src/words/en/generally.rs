//! English for what to do about a class where no endpoint is at hand: a general page. The remedy of a
//! report serves where all that it wants are the person's own values; else there is a sentence here.

use super::{copies, roles};
use crate::codes::Code;
use crate::roles::RoleKind;

/// Places of a remedy that are a person's own values, and what a page shows for each.
const OWN: [(&str, &str); 8] = [
    ("authority", "HOST:PORT"),
    ("host", "HOST"),
    ("port", "PORT"),
    ("name", "NAME"),
    ("address", "ADDRESS"),
    ("proxy", "PROXY"),
    ("no_proxy", "HOST"),
    ("san", "DNS:HOST"),
];

/// What to do about an endpoint with this verdict, whichever it is.
pub(in crate::words) fn remedy(code: Code) -> String {
    SENTENCES
        .iter()
        .find(|(of, _)| *of == code)
        .map_or_else(|| any(super::text(code).remedy), |(_, said)| whole(said))
}

/// A remedy of reports, which is a format of Rust's, for whichever endpoint.
fn any(remedy: &str) -> String {
    let mut text = remedy.to_owned();
    for (place, shown) in OWN {
        text = text.replace(&format!("{{{place}}}"), shown);
    }
    text.replace("{{", "{").replace("}}", "}")
}

/// A sentence with what depends on the kind of endpoint.
fn whole(said: &str) -> String {
    let parts = [
        ("<copies>", authentic_copies()),
        ("<places>", trust_places()),
        ("<exposed>", exposed()),
    ];
    parts.iter().fold(said.to_owned(), |text, (place, told)| {
        text.replace(place, told)
    })
}

/// Who has a CA's certificate by another way than the connection.
fn authentic_copies() -> String {
    format!(
        "of an OpenShift cluster `{} > root.pem` saves its own copy, where you are logged in to it; of a storage, a proxy or a company's CA whoever runs it has one",
        copies::CLUSTER_COMMAND
    )
}

/// Where a CA is given, by the kind of endpoint.
fn trust_places() -> String {
    const KINDS: [RoleKind; 4] = [
        RoleKind::Api,
        RoleKind::Repository,
        RoleKind::Registry,
        RoleKind::Oauth,
    ];
    let of = |kind| format!("{}: {}", roles::text(kind).title, roles::text(kind).given);
    let all: Vec<String> = KINDS.into_iter().map(of).collect();
    format!(
        "{}, also for the consoles; anything else: {}",
        all.join("; "),
        roles::text(RoleKind::Plain).given
    )
}

/// How each kind of endpoint comes to be exposed.
fn exposed() -> String {
    const KINDS: [RoleKind; 4] = [
        RoleKind::Console,
        RoleKind::MtcConsole,
        RoleKind::Registry,
        RoleKind::Repository,
    ];
    let of = |kind| format!("{}: {}", roles::text(kind).title, roles::text(kind).exposed);
    let all: Vec<String> = KINDS.into_iter().map(of).collect();
    all.join(". ")
}

/// Of the classes whose remedy holds more of a finding than that.
const SENTENCES: &[(Code, &str)] = &[
    (
        Code::NotExposed,
        "nothing, where you do not need it. where you do, it depends on what it is. <exposed>. of anything else see `oc get route -A` on that cluster. where a proxy refuses every name alike, measure with --no-proxy or from a pod",
    ),
    (
        Code::NotContacted,
        "if the address is yours, say so: give ROLE=HOST:PORT as a target of its own, or its domain with --apps-domain. if it is not, ask whoever runs the server that named it why it leads there",
    ),
    (
        Code::ResolversDisagree,
        "the report says which resolver denies the name and which one knows it. give the one that denies it a forwarder or the zone, or put the one that knows it first in /etc/resolv.conf: Go and the C library (glibc) ask the next resolver only after an error or silence, musl asks all at once. meanwhile: --resolve HOST:PORT:ADDRESS",
    ),
    (
        Code::AliasDangling,
        "the report says which name is missing. create it, or point the alias of HOST at the name that the load balancer or router has now",
    ),
    (
        Code::NameNotFound,
        "check the spelling of HOST; if it is right, ask from a machine that uses the cluster's DNS (a name that ends with .svc or .cluster.local is known to pods only), or give its address: --resolve HOST:PORT:ADDRESS",
    ),
    (
        Code::NameWithoutAddress,
        "HOST needs an A or AAAA record; with -4 or -6, try the other family; is it a domain (apps.CLUSTER) where a host in it is meant?",
    ),
    (
        Code::TimeoutDns,
        "check that the resolvers in /etc/resolv.conf can be reached on port 53; give the address meanwhile: --resolve HOST:PORT:ADDRESS",
    ),
    (
        Code::DnsFailure,
        "the report says what each resolver answered: SERVFAIL is mended at the resolver or at the zone's own servers, REFUSED by a resolver that serves this machine, silence by opening port 53. give the address meanwhile: --resolve HOST:PORT:ADDRESS",
    ),
    (
        Code::NameLeadsNowhere,
        "have the name allowed in the DNS filter that answers so, or its record or its line in the hosts file corrected; no certificate or CA bundle changes it. meanwhile: --resolve HOST:PORT:ADDRESS",
    ),
    (
        Code::LocalLimit,
        "raise what this machine has too little of, which the report names: open files (`ulimit -n`), ports (`sysctl net.ipv4.ip_local_port_range`) or memory for sockets; or measure fewer at once (-j). then measure again, since nothing is known of this endpoint",
    ),
    (
        Code::Unreachable,
        "check routing, VPN and firewalls to ADDRESS (\"No route to host\" may also be a firewall that rejects instead of dropping); where only IPv6 fails, use -4",
    ),
    (
        Code::ProxyUnreachable,
        "check that PROXY runs and can be reached from here, and who names it: the variables HTTPS_PROXY and HTTP_PROXY, or -x; in a cluster: `oc get proxy/cluster -o yaml` and the MigrationController's http_proxy, https_proxy",
    ),
    (
        Code::ProxyAuthRequired,
        "put user and password into the proxy's URL (http://USER:PASSWORD@PROXY, special characters percent-encoded; in a cluster it is httpsProxy). MTC and its stunnel_tcp_proxy know Basic authentication only: where the proxy asks for another kind, have it offer Basic to these clients, or let their addresses pass without",
    ),
    (
        Code::ProxyDenied,
        "have whoever runs PROXY allow connections to HOST:PORT (proxies often allow tunnels to port 443 only); or, if HOST can be reached directly, add HOST to noProxy",
    ),
    (
        Code::ProxyNotAProxy,
        "check scheme, host and port of PROXY where it is set: http:// and https:// proxies and SOCKS do not understand each other",
    ),
    (
        Code::ProxyCannotConnect,
        "either the target is down, or PROXY has no way to it: if HOST is internal, add HOST to noProxy; else have the way from the proxy to HOST:PORT opened",
    ),
    (
        Code::ProxyUntrusted,
        "put the CA of the proxy's own certificate into the CA bundle of what is behind it too (MigCluster, MigStorage, BackupStorageLocation): Go verifies both with the same roots, and a bundle replaces those of the system. get an authentic copy of that CA from whoever runs the proxy, or from the ConfigMap in openshift-config that spec.trustedCA of proxy/cluster names, and give it as --ca FILE: `probe export-bundle` then writes it beside the endpoint's. or use the proxy's http:// port",
    ),
    (
        Code::ProxyAnswersInClear,
        "a portal, a block page or an error page of PROXY stands in the way of HOST:PORT: log in to it, have the host allowed, or add HOST to noProxy",
    ),
    (
        Code::ProxyCutsTunnel,
        "make sure first that PROXY reaches the same server: its own lookup of the name may lead to another one, which is down. if it does, it does not let raw TLS to HOST:PORT through: have it tunnelled without inspection, or add HOST to noProxy; for direct volume migration set stunnel_tcp_proxy to a proxy that tunnels",
    ),
    (
        Code::Intercepted,
        "do not upload the CA seen here by accident. reach HOST:PORT without the proxy where that can be (noProxy), or ask for an exemption of it from TLS inspection. where neither can be had, obtain the interceptor's CA from those who run it and accept it on purpose: `probe export-bundle --accept-interceptor SHA256 --ca FILE`; rsync (stunnel) and client certificates will still fail",
    ),
    (
        Code::RoutesDiffer,
        "compare the two issuers that the report names with the cluster's administrator; a run from a third place settles it. `probe export-bundle` takes a CA seen here only with --accept-unconfirmed SHA256, or where --ca FILE vouches for it",
    ),
    (
        Code::PossiblyIntercepted,
        "compare the issuer with the administrator of HOST:PORT, or run `probe endpoints` from a place that reaches it on another route. `probe export-bundle` takes the CA only with --accept-unconfirmed SHA256, or where --ca FILE vouches for it",
    ),
    (
        Code::MintedOnDemand,
        "ask the cluster's administrator whether HOST:PORT issues certificates on demand, and compare its CA by the SHA-256 that the report shows. `probe export-bundle` takes it only with --accept-unconfirmed SHA256, or where --ca FILE vouches for it",
    ),
    (
        Code::BlockPage,
        "open a page in a browser on this network and log in to its portal, or ask the network team to allow HOST:PORT; it is no matter of certificates",
    ),
    (
        Code::SniFiltered,
        "ask the network team to allow the name NAME (TLS server name) to ADDRESS; it is no matter of certificates",
    ),
    (
        Code::NotTls,
        "use the port that serves TLS for HOST; the report says what speaks there instead, which may be a portal or a proxy. where plain HTTP is meant, there is no certificate and no CA bundle to upload",
    ),
    (
        Code::TimeoutTls,
        "something accepts connections for HOST:PORT without serving them: a load balancer or router without a healthy server behind it, a broken path MTU, or a filter on the name NAME; for an OAuth route see `oc get co authentication` and `oc get pods -n openshift-authentication` on that cluster",
    ),
    (
        Code::ClosedInHandshake,
        "a load balancer or router without a healthy server behind it, a service that is no TLS server, one that waits for the PROXY protocol, or a filter ends connections like this. check first what runs behind HOST:PORT, for a route with `oc get route -A` and `oc get endpoints,pods` of the service that it names; if that is well, ask the network team about filtering of NAME",
    ),
    (
        Code::HandshakeMalformed,
        "check what listens on ADDRESS and what stands before it: the report says what was wrong in its answer. a TLS server of today does not answer so",
    ),
    (
        Code::NameRejected,
        "use the name under which the service is published; for a route see `oc get route -A`; --servername NAME asks the same address under another name",
    ),
    (
        Code::NoCommonParameters,
        "let HOST:PORT and its clients share a cipher suite, a key type and a protocol: ECDHE with AES-GCM or ChaCha20, an RSA or ECDSA P-256/P-384 key, and h2 or http/1.1. the report says which of them is missing, and which clients connect all the same",
    ),
    (
        Code::TlsAlert,
        "look into the log of the server behind ADDRESS for the reason of its alert",
    ),
    (
        Code::SelfSigned,
        "better: let a CA sign it. otherwise compare its SHA-256 first, with the server's owner or with a copy that came another way; then `probe export-bundle HOST:PORT -o ca_bundle.cert` pins this very certificate; export again when it is replaced. give the file to whoever connects (<places>)",
    ),
    (
        Code::SameNameOtherKey,
        "make sure first that the CA which signed is genuine: <copies>. then `probe export-bundle HOST:PORT --ca root.pem -o ca_bundle.cert` writes a new bundle, which takes the place of the old one (<places>)",
    ),
    (
        Code::IssuerNameDiffers,
        "the CA is there, but not under that name; the report shows the difference. let it issue the certificate of HOST:PORT again with its own name exactly as its certificate has it, or issue the CA's certificate anew with the name as the other writes it. until then clients that compare bytes need the certificate itself in their bundle: `probe export-bundle` writes an intermediate, and with --pin-leaf the server's own",
    ),
    (
        Code::PrivateCa,
        "make sure first that this root is genuine: <copies>. then `probe export-bundle --api https://HOST:PORT --ca root.pem -o ca_bundle.cert` (of anything but an API server ROLE=HOST:PORT instead of --api) writes the bundle, and says \"confirmed by root.pem\" where the copy agrees. give the file to whoever connects (<places>)",
    ),
    (
        Code::IntermediateMissing,
        "let the owner of HOST:PORT add the intermediate behind the leaf in its certificate file. until then a bundle with it helps: where the report says that it is known, `probe export-bundle HOST:PORT -o ca_bundle.cert` writes one; else get it from whoever runs that CA, or fetch it with --aia where the certificate names its address, and give it with its root as --ca FILE",
    ),
    (
        Code::RootNotSent,
        "get the root's certificate: <copies>. then `probe export-bundle HOST:PORT --ca root.pem -o ca_bundle.cert` writes the bundle. give the file to whoever connects (<places>)",
    ),
    (
        Code::CertificateMalformed,
        "have the certificate that the report names issued anew, or, where none was sent, have the server send its own and the intermediates",
    ),
    (
        Code::Expired,
        "renew the certificate that the report names; a CA bundle helps only where the report says so. OpenShift's ingress CA lives two years and is not renewed by itself (delete secret router-ca in openshift-ingress-operator, then router-certs-default in openshift-ingress)",
    ),
    (
        Code::NotYetValid,
        "compare the clocks of this machine and of HOST:PORT first (chronyc tracking); if both are right, wait for the day from which the certificate is valid, or have it issued anew",
    ),
    (
        Code::NameMismatch,
        "reach the server by a name that its certificate has, or have a certificate issued for the name that you use; no CA bundle helps. API server: `oc get infrastructure/cluster -o jsonpath='{.status.apiServerURL}'` on that cluster shows its address, which belongs in MigCluster spec.url. OAuth server, consoles and registry: the host of the Route, as `oc get route -A` on that cluster shows it. replication repository: the name that its owner gives it (MigStorage awsS3Url, BackupStorageLocation s3Url)",
    ),
    (
        Code::NoSan,
        "reissue the certificate of HOST:PORT with subjectAltName DNS:HOST; no CA bundle helps",
    ),
    (
        Code::WrongPurpose,
        "reissue the certificate that the report names with extendedKeyUsage serverAuth; no CA bundle helps",
    ),
    (
        Code::WeakKeyOrSignature,
        "reissue the certificate that the report names with SHA-256 and at least RSA 2048 or EC P-256; a CA bundle helps only where the report says so",
    ),
    (
        Code::PathTooDeep,
        "have the certificate of HOST:PORT issued by a CA higher up; the report says whose limit it is, and whether a CA bundle helps all the same",
    ),
    (
        Code::ConstraintViolated,
        "have the certificate of HOST:PORT issued by a CA that may sign for its name and purpose; the report says which rule was broken, and whether a CA bundle helps all the same",
    ),
    (
        Code::TimeoutHttp,
        "TLS and certificates are not the cause: look at the service itself (`oc get co`, its pods and their logs); a router cuts off after its haproxy.router.openshift.io/timeout",
    ),
    (
        Code::ServiceError,
        "TLS and certificates are not the cause: look at the service behind HOST:PORT, its pods and their logs. where it asked for a client certificate, give its clients one",
    ),
    (
        Code::WrongService,
        "check host and port, and that the role is the right one (ROLE=HOST:PORT); the report says what answered and what was expected. where it was asked in clear and speaks TLS, write https:// in its URL",
    ),
    (
        Code::RegistryWithoutTokenService,
        "check that HOST:PORT is the exposed OpenShift registry (default-route-openshift-image-registry...); `podman login -u $(oc whoami) -p $(oc whoami -t)` works only there",
    ),
    (
        Code::TokenRealmMalformed,
        "correct the registry's auth.token.realm (REGISTRY_AUTH_TOKEN_REALM); OpenShift's own registry takes host and scheme from the request, so look at the proxy or load balancer before HOST:PORT",
    ),
    (
        Code::TokenRealmInClear,
        "do not log in to HOST:PORT before its realm is https://. OpenShift's own registry takes the scheme from the request: its route must be reencrypt or passthrough (`oc get route -n openshift-image-registry`), and a load balancer that ends TLS must send X-Forwarded-Proto: https; other registries name it in auth.token.realm (REGISTRY_AUTH_TOKEN_REALM)",
    ),
    (
        Code::OauthMetadataUnusable,
        "correct the OAuth metadata of HOST:PORT: on OpenShift 4 see `oc get co authentication` and `oc get cm v4-0-config-system-metadata -n openshift-authentication -o yaml`, on OpenShift 3 oauthConfig.masterPublicURL in /etc/origin/master/master-config.yaml",
    ),
    (
        Code::ProxyRequired,
        "take HOST out of noProxy where it is set; MTC's pods need the proxy for it too (httpsProxy of proxy/cluster or of the MigrationController)",
    ),
    (
        Code::ResolverFailing,
        "the report says which resolver fails and how. have it mended, or take it out of /etc/resolv.conf: another one answered",
    ),
    (
        Code::LookupHalfAnswered,
        "have questions for both families of addresses (A and AAAA) of NAME answered, if only without a record; the report says which one is not",
    ),
    (
        Code::HalfUp,
        "the report says which addresses of HOST work and which do not. have the server behind the others mended or taken out of the name's records; where a whole family has no route from here, use -4 or -6",
    ),
    (
        Code::KeyTypesDiffer,
        "mend the certificate of HOST:PORT that is not good (the report says which), or give its clients the CA where that is what is missing",
    ),
    (
        Code::ClientCertificateRequired,
        "check that HOST:PORT is the service port and not one for mutual TLS; its certificate was captured all the same, and a bundle for it can be written",
    ),
    (
        Code::ExpiresSoon,
        "renew the certificate that the report names before its day",
    ),
    (
        Code::ChainDisordered,
        "put the certificates in the file of HOST:PORT in order: the server's own first, then each one's issuer; GnuTLS clients may refuse it as it is",
    ),
    (
        Code::ChainExtra,
        "remove the certificates that the report names from the certificate file of HOST:PORT; export-bundle leaves them out",
    ),
    (
        Code::SeenInPart,
        "nothing has to change for the clients that the report names, which connect; this program does not, so that the service behind HOST:PORT was not asked",
    ),
    (
        Code::LegacyTls,
        "raise the TLS profile of the server behind HOST:PORT to TLS 1.2 or 1.3 with suites and signatures of today",
    ),
    (
        Code::ClockSkew,
        "set the clocks of this machine and of the server behind HOST:PORT by NTP (chronyc tracking)",
    ),
    (
        Code::DoubtLeftOpen,
        "measure again without --no-extra-probes, with a longer --timeout, or with fewer addresses (--resolve). until then a CA of HOST:PORT that nobody vouches for counts as unconfirmed",
    ),
];

#[cfg(test)]
mod tests {
    use super::{SENTENCES, any, remedy};
    use crate::codes::Code;

    #[test]
    fn no_page_shows_a_place_of_a_report() {
        for code in Code::ALL {
            let said = remedy(*code);
            let is_place = |name: &str| {
                let plain = |b: u8| b.is_ascii_lowercase() || b == b'_';
                !name.is_empty() && name.bytes().all(plain)
            };
            let places = said.split('{').skip(1);
            let left = places.filter_map(|rest| rest.split_once('}'));
            let left: Vec<&str> = left.map(|(name, _)| name).filter(|n| is_place(n)).collect();
            assert!(left.is_empty(), "{code}: {left:?} of {said}");
            for place in ["<copies>", "<places>", "<exposed>"] {
                assert!(!said.contains(place), "{code}: {said}");
            }
        }
    }

    #[test]
    fn a_sentence_is_there_only_where_the_remedy_does_not_do() {
        for (code, _) in SENTENCES {
            let text = any(super::super::text(*code).remedy);
            assert!(text.contains('{'), "{code}: its remedy does by itself");
            let all = SENTENCES.iter().filter(|(of, _)| of == code);
            assert_eq!(all.count(), 1, "{code}");
        }
    }
}
