//! English for `service`: what answers is not what the role expects, or sends its readers astray.
//! One entry for each code.

use super::{identity, roles};
use crate::codes::Code;
use crate::foreign::Foreign;
use crate::judge::finding::ServiceFault;
use crate::judge::finding::service::{
    ErrorShown, LeftOut, RefusesAll, Stranger, TlsWanted, Unserved,
};
use crate::roles::{Absence, RoleRef};
use crate::target::Origin;
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of ServiceFault, about subject { authority, host, role, expects, command_for_its_role, target }
    NotExposed { seen, tried } => {
        with row = unserved_row(seen), state = state(seen), doubt = doubt(seen);
        title: "not exposed",
        row: "{row}",
        act: "{state}where it is wanted: {command_for_its_role}",
        meaning: "nothing is shown to be wrong: this is the usual name of a route, tried because it may be there; the cluster serves nothing by it, or the proxy before it refuses every name alike",
        evidence: "the name does not exist; the router answers it with 503 and a page, its own \"Application is not available\" or a customised one; or the proxy refuses it as it refuses a name that cannot exist, and the other route tells no more",
        remedy: "{state}where it is wanted: {doubt}{command_for_its_role}",
        cite: "the operators' own names of their routes; openshift/router error-page-503.http",
        facts: Facts::none().with("seen", unserved(seen)).with("tried", origins(tried.as_slice())),
    }
    NotContacted { left_out, named_by, by_domain } => {
        with left_out = left_alone(left_out), named_by = origins(named_by), by_domain = if *by_domain { ", or its domain with --apps-domain" } else { "" };
        title: "not contacted on a stranger's word",
        row: "{left_out}",
        act: "if it is yours, give {target} as a target of its own",
        meaning: "not you but another endpoint's answer named this one, and it leads to an address where nobody is contacted on such a word; nothing was sent there",
        evidence: "the address is loopback, link-local, unspecified, multicast, reserved or a cloud's metadata service; or it is private, and the one who named it was not reached at a private address",
        remedy: "if {authority} is yours, say so: give {target} as a target of its own{by_domain}; if it is not, ask whoever runs what named it ({named_by}) why it leads there: {left_out}",
        cite: "RFC 6890; RFC 1918; OWASP: server-side request forgery",
        facts: Facts::none().with("left_out", left_out).with("named_by", named_by),
    }
    RouterDefaultPage {} => {
        title: "the router knows no such route",
        row: "the router has no such route",
        act: "on that cluster: `oc get route -A | grep {host}`, and the pods behind that route",
        meaning: "an OpenShift router answered, but has no admitted route for this host or no pod behind it",
        evidence: "HTTP 503 with the router's own page \"Application is not available\"",
        remedy: "on that cluster check `oc get route -A | grep {host}` and the pods behind it; an image registry is exposed only with `oc patch configs.imageregistry.operator.openshift.io/cluster --type merge -p '{{\"spec\":{{\"defaultRoute\":true}}}}'`",
        cite: "openshift/router error-page-503.http",
        facts: Facts::none(),
    }
    ServiceError (shown) => {
        with answer = error(shown), or_refused = or_refused(shown);
        naming well = well(subject), not_the_cause = not_the_cause(subject), or_tls = or_tls(shown, subject);
        title: "the service reports an error",
        row: "{answer}",
        act: "{well}look at the {role} itself, its pods and their logs{or_tls}",
        meaning: "the service was reached and failed to answer the question",
        evidence: "an HTTP status of 500 or above, or the connection ended before a whole answer",
        remedy: "{not_the_cause}look at the {role} behind {authority} (it said: {answer}){or_refused}{or_tls}",
        cite: "RFC 9110 15.6",
        facts: Facts::none().with("answer", answer),
    }
    WrongService (stranger) => {
        with answered = answered(stranger);
        naming cure = cure(stranger, subject), cure_in_full = cure_in_full(stranger, subject);
        title: "another service answers",
        row: "{answered}",
        act: "{cure}",
        meaning: "something answers, but it is not the kind of endpoint it was given as",
        evidence: "the answer to the role's question is not one that such an endpoint gives",
        remedy: "{cure_in_full}; answered: {answered}",
        cite: "the answers each kind of endpoint gives without credentials",
        facts: Facts::none().with("answered", answered),
    }
    NoIntegratedOauth {} => {
        title: "no integrated OAuth server",
        row: "publishes no OAuth metadata",
        act: "`oc get co authentication` on that cluster; with an external OIDC provider MTC's console login does not work",
        meaning: "the API server publishes no OAuth metadata: logins come from elsewhere, or the authentication operator is not ready",
        evidence: "HTTP 404 with {\"paths\":[...]} at /.well-known/oauth-authorization-server",
        remedy: "see `oc get co authentication` on that cluster; with an external OIDC provider MTC's console login does not work",
        cite: "cluster-authentication-operator, metadata controller",
        facts: Facts::none(),
    }
    MtcConsoleWithoutOauth (shown) => {
        title: "the MTC console cannot read the OAuth metadata",
        row: "its pod cannot read the OAuth metadata",
        act: "on that cluster `oc logs -n openshift-migration deployment/migration-ui` says why; .svc and .cluster.local belong into noProxy",
        meaning: "the MTC console answers, but its pod cannot read where to send browsers for the login: nobody can log in",
        evidence: "/login redirects to /handle-login with an error instead of the OAuth server, or passes on a 503 that the pod itself was answered",
        remedy: "see why in `oc logs -n openshift-migration deployment/migration-ui` on that cluster; the pod asks https://kubernetes.default.svc.cluster.local, so .svc and .cluster.local belong into noProxy (`oc get proxy/cluster -o yaml`, MigrationController spec.no_proxy), and `oc get co authentication` tells whether there is an OAuth server at all",
        cite: "migtools/mig-ui deploy/main.js",
        facts: Facts::none().with("seen", identity::no_metadata(*shown)),
    }
    RegistryWithoutTokenService (instead) => {
        with challenge = identity::no_token_service(instead);
        title: "a registry without a token service",
        row: "{challenge}",
        act: "check that this is the exposed OpenShift registry (default-route-openshift-image-registry...)",
        meaning: "it is a registry, but not one that sends its clients to an OpenShift token service",
        evidence: "/v2/ answers without a Bearer challenge",
        remedy: "check that {authority} is the exposed OpenShift registry (default-route-openshift-image-registry...): {challenge}; `podman login -u $(oc whoami) -p $(oc whoami -t)` works only there",
        cite: "distribution token authentication; openshift/image-registry auth.go",
        facts: Facts::none().with("challenge", challenge),
    }
    RouterDefaultCertificate { presented } => {
        title: "the router's default certificate",
        row: "shows the router's default certificate",
        act: "correct the host name, or give its Route a certificate of its own (spec.tls.certificate)",
        meaning: "an OpenShift router answered with its default certificate, which is made for other names",
        evidence: "the leaf was issued by ingress-operator@... and does not cover the name asked for",
        remedy: "{host} has no route with a certificate of its own on that router: correct the host name, or give the route one (spec.tls.certificate)",
        cite: "cluster-ingress-operator default certificate",
        facts: Facts::none().with("presented", Foreign::join(presented, ", ")),
    }
    TokenRealmMalformed (problem) => {
        title: "the registry's token service cannot be found",
        row: "{problem}",
        act: "correct the registry's auth.token.realm, or the load balancer before it",
        meaning: "the registry asks for a token and names a place where none can be had, so nobody can log in",
        evidence: "the realm of its Bearer challenge is missing, no URL, or an address that means whoever reads it, or its cloud",
        remedy: "correct the registry's auth.token.realm (REGISTRY_AUTH_TOKEN_REALM); OpenShift's own registry takes host and scheme from the request, so look at the proxy or load balancer before {authority}: {problem}",
        cite: "distribution token authentication; openshift/image-registry auth.go",
        facts: Facts::none().with("problem", problem),
    }
    TokenRealmInClear (place) => {
        with realm = place.in_clear();
        naming realm = subject.own(realm);
        title: "the registry asks for passwords in clear",
        row: "sends logins to {realm}",
        act: "do not log in before that is https:// (Route reencrypt or passthrough; X-Forwarded-Proto: https)",
        meaning: "the registry is reached over TLS but sends its clients to a token service over plain HTTP: whoever logs in shows user and password or token to the network",
        evidence: "the realm of its Bearer challenge begins with http://",
        remedy: "do not log in to {authority} before its realm, {realm}, is https://. OpenShift's own registry takes the scheme from the request: its route must be reencrypt or passthrough (`oc get route -n openshift-image-registry`), and a load balancer that ends TLS must send X-Forwarded-Proto: https; other registries name it in auth.token.realm (REGISTRY_AUTH_TOKEN_REALM)",
        cite: "distribution token authentication; openshift/image-registry auth.go; RFC 6750 5.3",
        facts: Facts::none().with("realm", realm),
    }
    OauthMetadataUnusable { fields, problem } => {
        with field = fields.join(", ");
        title: "the OAuth metadata lead nowhere",
        row: "{field}: {problem}",
        act: "correct {field} in the OAuth metadata of that cluster",
        meaning: "the API server publishes OAuth metadata in which an address is none that browsers and MTC could use; it was not followed",
        evidence: "issuer, authorization_endpoint or token_endpoint is no https:// URL, holds a user or a password, or means whoever reads it, or its cloud",
        remedy: "correct {field} in the OAuth metadata of {authority}: on OpenShift 4 see `oc get co authentication` and `oc get cm v4-0-config-system-metadata -n openshift-authentication -o yaml`, on OpenShift 3 oauthConfig.masterPublicURL in /etc/origin/master/master-config.yaml: {problem}",
        cite: "RFC 8414 2; cluster-authentication-operator, metadata controller",
        facts: Facts::none().with("field", field).with("problem", problem),
    }
}

/// A cluster's wildcard record makes every such name exist, so a missing one may tell of the name
/// service rather than of the route.
const WILDCARD: &str = "where every name below that domain is missing, this machine does not ask the cluster's name service, or the domain is another one (--apps-domain); where only this one is: ";

/// What is said first where the route may be there all the same.
fn doubt(seen: &Unserved) -> String {
    match seen {
        Unserved::NoName => WILDCARD.into(),
        Unserved::NoRoute | Unserved::Answer(_) => String::new(),
        Unserved::NotTold(by) => format!(
            "have {} let the cluster's names through, or measure with --no-proxy or from a pod; if it is not there: ",
            by.proxy
        ),
    }
}

/// What is known of it in a few words.
fn state(seen: &Unserved) -> String {
    match seen {
        Unserved::NoName | Unserved::NoRoute | Unserved::Answer(_) => "nothing is wrong; ".into(),
        Unserved::NotTold(by) => format!(
            "whether it is there cannot be told through {}, which refuses a name that cannot exist in the same way ({}); ",
            by.proxy, by.fault
        ),
    }
}

fn unserved_row(seen: &Unserved) -> String {
    match seen {
        Unserved::NoName | Unserved::NoRoute | Unserved::Answer(_) => "not exposed".into(),
        Unserved::NotTold(by) => format!("cannot be told through {}", by.proxy),
    }
}

/// How an endpoint that is not there comes to be; `None` of any other.
pub(super) fn if_wanted(fault: &ServiceFault, subject: &Subject) -> Option<String> {
    let ServiceFault::NotExposed { seen, .. } = fault else {
        return None;
    };
    Some(match seen {
        Unserved::NotTold(_) => format!(
            "{}{}{}",
            state(seen),
            doubt(seen),
            subject.command_for_its_role
        ),
        Unserved::NoName | Unserved::NoRoute | Unserved::Answer(_) => {
            format!("{}{}", doubt(seen), subject.command_for_its_role)
        }
    })
}

/// What was left alone, and why, or why it is not known; `None` of any other.
pub(super) fn why_left_out(fault: &ServiceFault) -> Option<String> {
    if let ServiceFault::NotExposed { seen, .. } = fault {
        return matches!(seen, Unserved::NotTold(_)).then(|| unserved_row(seen));
    }
    let ServiceFault::NotContacted { left_out, .. } = fault else {
        return None;
    };
    Some(left_alone(left_out))
}

fn unserved(seen: &Unserved) -> String {
    match seen {
        Unserved::NoName => "the name does not exist".into(),
        Unserved::NoRoute => "the router has no such route".into(),
        Unserved::Answer(Absence::Page) => "the router answers 503 with a page".into(),
        Unserved::Answer(Absence::Refusal) => "the master serves no console".into(),
        Unserved::NotTold(by) => {
            let RefusesAll { proxy, fault } = &**by;
            format!("{proxy} refuses it as it refuses a name that cannot exist: {fault}")
        }
    }
}

fn left_alone(all: &[LeftOut]) -> String {
    let one = |left: &LeftOut| format!("{} is {}", left.host, left.reason);
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn origins(all: &[Origin]) -> String {
    let named: Vec<String> = all.iter().map(ToString::to_string).collect();
    named.join("; ")
}

/// The other cause, which a server that insists on a client certificate would have told by an alert.
const fn or_refused(shown: &ErrorShown) -> &'static str {
    if let ErrorShown::BrokenOrRefused(_) = shown {
        ". or a client certificate is missing: the server asked for one and speaks TLS 1.3 only, where one that insists and says nothing cannot be told from one whose service is down. if the service is up, give its clients a certificate"
    } else {
        ""
    }
}

fn error(shown: &ErrorShown) -> String {
    match shown {
        ErrorShown::Broken(fault) | ErrorShown::BrokenOrRefused(fault) => fault.to_string(),
        ErrorShown::Status { status, reason } => format!("HTTP {status} {reason}"),
    }
}

fn answered(stranger: &Stranger) -> String {
    match stranger {
        Stranger::Broken(fault) => fault.to_string(),
        Stranger::Answers(seen, _) => identity::seen(seen),
        Stranger::WantsTls(TlsWanted::Alert(fault)) => format!("it speaks TLS ({fault})"),
        Stranger::WantsTls(TlsWanted::Says { status }) => {
            format!("HTTP {status}: it says that it speaks TLS")
        }
        Stranger::WantsTls(TlsWanted::Redirects { status }) => {
            format!("HTTP {status}: it sends its clients to https://")
        }
    }
}

/// Where another service answers: the address is wrong, or only its scheme.
fn cure(stranger: &Stranger, subject: &Subject) -> String {
    let Subject { role, expects, .. } = subject;
    match stranger {
        Stranger::WantsTls(_) => "write https:// in its URL, and probe that".into(),
        Stranger::Answers(_, Some(like)) => as_another(*like, subject),
        Stranger::Broken(_) | Stranger::Answers(_, None) => {
            format!("check host and port: expected of the {role}: {expects}")
        }
    }
}

/// What an answer is right for.
fn as_another(like: RoleRef, subject: &Subject) -> String {
    let (title, name) = (roles::text(like.kind).title, like.name);
    format!(
        "it looks like a {title}, so probe it as {name}={}",
        subject.authority
    )
}

fn cure_in_full(stranger: &Stranger, subject: &Subject) -> String {
    let Subject { role, expects, .. } = subject;
    match stranger {
        Stranger::WantsTls(_) => {
            format!("write https:// in the URL of the {role}, and probe that")
        }
        Stranger::Answers(_, Some(like)) => as_another(*like, subject),
        Stranger::Broken(_) | Stranger::Answers(_, None) => {
            format!("check host and port of the {role}: expected {expects}")
        }
    }
}

/// What a failure after the handshake says of TLS; nothing where there was none.
const fn well(subject: &Subject) -> &'static str {
    if subject.clear {
        ""
    } else {
        "TLS and certificates are well: "
    }
}

const fn not_the_cause(subject: &Subject) -> &'static str {
    if subject.clear {
        ""
    } else {
        "TLS and certificates are not the cause: "
    }
}

/// Who hangs up on a question in clear may want TLS.
const fn or_tls(shown: &ErrorShown, subject: &Subject) -> &'static str {
    match shown {
        ErrorShown::Broken(_) if subject.clear => {
            "; it may speak TLS and take no question in clear: try https://"
        }
        ErrorShown::Broken(_) | ErrorShown::BrokenOrRefused(_) | ErrorShown::Status { .. } => "",
    }
}
