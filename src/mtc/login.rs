//! The three legs of a login to the MTC console: this workstation to the console, this workstation
//! to the OAuth server, and the console's pod to the OAuth server, which only a pod can measure.
//! Says which leg a message of a browser or a log is about.

use crate::codes::{Code, Family};
use crate::judge::Endpoint;
use crate::roles::LoginPart;
use crate::target::{Host, Origin, Target};

use super::pod;

/// One console with its OAuth server; or an OAuth server whose console is not known.
#[derive(Clone, Debug)]
pub struct Login {
    /// In order: workstation to console, workstation to OAuth server, pod to OAuth server.
    pub legs: [LoginLeg; 3],
    /// The diagnosis, one statement per line.
    pub diagnosis: Vec<String>,
    pub actions: Vec<String>,
    /// What has to stand in noProxy for the third leg.
    pub no_proxy: String,
    /// Measures the third leg, with nothing but what is in the console's pod.
    pub command: String,
}

/// One connection of a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginLeg {
    pub from: &'static str,
    pub to: &'static str,
    /// `host:port`; `None` where it is not known.
    pub authority: Option<String>,
    pub outcome: LegOutcome,
    /// The headline, where it was measured.
    pub code: Option<&'static str>,
}

/// How a leg ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegOutcome {
    Passes,
    /// Reached, but a browser objects to the certificate.
    Warns,
    Fails,
    /// Not from here.
    Unmeasured,
    /// There is no such endpoint.
    Absent,
}

impl LegOutcome {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Warns => "warns",
            Self::Fails => "fails",
            Self::Unmeasured => "unmeasured",
            Self::Absent => "absent",
        }
    }
}

/// The logins that can be described from a run's endpoints. `lone`: also if there is no console.
#[must_use]
pub fn logins(endpoints: &[Endpoint], lone: bool) -> Vec<Login> {
    let of_part = |part: LoginPart| {
        endpoints
            .iter()
            .filter(move |e| e.attempt.target.role.in_login == Some(part))
    };
    let mut servers: Vec<&Endpoint> = Vec::new();
    for server in of_part(LoginPart::Server) {
        if !servers
            .iter()
            .any(|known| known.attempt.target.authority() == server.attempt.target.authority())
        {
            servers.push(server);
        }
    }
    let alone = servers.len() == 1;
    let pods_route = pods_route(endpoints);
    let with_console = servers.iter().map(|server| {
        let consoles = || {
            of_part(LoginPart::Console).filter(|console| alone || belong_together(console, server))
        };
        (
            *server,
            consoles()
                .find(|c| !c.is_absent())
                .or_else(|| consoles().next()),
        )
    });
    with_console
        .filter(|(_, console)| lone || console.is_some_and(|c| !c.is_absent()))
        .map(|(server, console)| login(server, console, pods_route.as_deref()))
        .collect()
}

/// What the cluster's own Proxy, or MTC's settings, chose for an endpoint of its pods.
fn pods_route(endpoints: &[Endpoint]) -> Option<String> {
    let routes = endpoints.iter().map(|e| &e.attempt.route);
    routes
        .filter(|route| !route.is_direct() && route.because.is_of_cluster())
        .map(ToString::to_string)
        .next()
}

/// Both were named by the same API server, or are below the same domain.
fn belong_together(a: &Endpoint, b: &Endpoint) -> bool {
    let (a, b) = (&a.attempt.target, &b.attempt.target);
    let told = |t: &Target| {
        let of = |o: &Origin| match o {
            Origin::Answer { of, .. } | Origin::Usual { of, .. } => Some(of.clone()),
            _ => None,
        };
        t.origins.iter().filter_map(of).collect::<Vec<String>>()
    };
    let same_source = told(a).iter().any(|of| told(b).contains(of));
    let domain = |t: &Target| match &t.host {
        Host::Name(name) => name.split_once('.').map(|(_, domain)| domain.to_owned()),
        Host::Ip(_) => None,
    };
    same_source || domain(a).is_some_and(|d| Some(d) == domain(b))
}

fn outcome(endpoint: &Endpoint) -> LegOutcome {
    let failing = || endpoint.verdicts().filter(|v| v.is_failure());
    if endpoint.is_closed() {
        return LegOutcome::Unmeasured;
    }
    if !endpoint.verdict.is_failure() {
        return LegOutcome::Passes;
    }
    let of_certificate =
        |family: Family| matches!(family, Family::UnknownAuthority | Family::Certificate);
    let only_certificate = failing().all(|v| {
        of_certificate(v.family())
            || matches!(v.code(), Code::Intercepted | Code::RouterDefaultCertificate)
    });
    if only_certificate {
        LegOutcome::Warns
    } else {
        LegOutcome::Fails
    }
}

fn login(server: &Endpoint, console: Option<&Endpoint>, pods_route: Option<&str>) -> Login {
    let authority = server.attempt.target.authority();
    let measured = |to, endpoint: &Endpoint| LoginLeg {
        from: HERE,
        to,
        authority: Some(endpoint.attempt.target.authority()),
        outcome: outcome(endpoint),
        code: Some(endpoint.verdict.code().name()),
    };
    let first = match console {
        Some(console) if console.is_absent() => LoginLeg {
            outcome: LegOutcome::Absent,
            ..measured(CONSOLE, console)
        },
        Some(console) => measured(CONSOLE, console),
        None => LoginLeg {
            from: HERE,
            to: CONSOLE,
            authority: None,
            outcome: LegOutcome::Absent,
            code: None,
        },
    };
    let third = LoginLeg {
        from: "console pod",
        to: OAUTH,
        authority: Some(authority.clone()),
        outcome: LegOutcome::Unmeasured,
        code: None,
    };
    let legs = [first, measured(OAUTH, server), third];
    let no_proxy = no_proxy(&server.attempt.target);
    Login {
        diagnosis: diagnosis(&legs, pods_route),
        actions: actions(&legs, &no_proxy),
        no_proxy,
        command: pod::login_command(&authority),
        legs,
    }
}

const HERE: &str = "this workstation";
const CONSOLE: &str = "MTC console";
const OAUTH: &str = "OAuth server";

fn diagnosis(legs: &[LoginLeg; 3], pods_route: Option<&str>) -> Vec<String> {
    let [console, oauth, _] = legs;
    let code = |leg: &LoginLeg| leg.code.unwrap_or_default();
    let mut lines = Vec::new();
    match console.outcome {
        LegOutcome::Absent => lines.push("no MTC console was found on this cluster: name it with mtc-console=HOST where it is exposed under another name".into()),
        LegOutcome::Fails if matches!(code(console), "timeout-http" | "service-error") => lines.push(format!(
            "leg 1: the console is reached but does not answer /login ({}): its pod gets no OAuth metadata from its own API server, and a browser waits until \"The connection has timed out\"",
            code(console)
        )),
        LegOutcome::Fails => lines.push(format!("leg 1: this workstation does not get to the MTC console ({}){}", code(console), titled(code(console)))),
        _ => {}
    }
    lines.extend(
        [(1, console), (2, oauth)]
            .into_iter()
            .filter_map(|(number, leg)| unmeasured(number, leg)),
    );
    match oauth.outcome {
        LegOutcome::Fails => lines.push(format!(
            "leg 2: the console sends the browser on to the OAuth server, and this workstation does not get there ({}){}; pods may get there all the same",
            code(oauth),
            titled(code(oauth))
        )),
        _ if console.outcome == LegOutcome::Fails || [console, oauth].iter().any(|leg| leg.outcome == LegOutcome::Unmeasured) => {}
        _ => lines.push(
            "legs 1 and 2 carry a browser to the login form: where \"Authentication failed\", HTTP 500 or an endless wait follows the form, it is leg 3"
                .into(),
        ),
    }
    let warned: Vec<&str> = [console, oauth]
        .iter()
        .filter(|l| l.outcome == LegOutcome::Warns)
        .filter_map(|l| l.authority.as_deref())
        .collect();
    if !warned.is_empty() {
        lines.push(format!(
            "the browser objects to the certificate of {}: an exception holds for one host and port only",
            warned.join(" and of ")
        ));
    }
    lines.extend(pods_route.map(|way| {
        format!(
            "the cluster's pods go {way}: without an entry of noProxy for this host, leg 3 does too"
        )
    }));
    lines
}

/// A leg to a host that only an answer named, and that was left alone.
fn unmeasured(number: usize, leg: &LoginLeg) -> Option<String> {
    let (authority, code) = (leg.authority.as_deref()?, leg.code?);
    let lines = || {
        format!(
            "leg {number} was not measured: nobody but a stranger names {authority} ({code}); if it is yours, give it as a target"
        )
    };
    (leg.outcome == LegOutcome::Unmeasured).then(lines)
}

/// What a browser writes over its page.
fn titled(code: &str) -> &'static str {
    match code {
        "timeout-tcp" | "timeout-tls" | "timeout-http" | "timeout-tls-stalled" => {
            ": its page says \"The connection has timed out\""
        }
        "refused" => ": its page says \"Unable to connect\"",
        "name-not-found" | "name-without-address" => ": its page says \"Server Not Found\"",
        _ => "",
    }
}

fn actions(legs: &[LoginLeg; 3], no_proxy: &str) -> Vec<String> {
    let [console, oauth, _] = legs;
    let mut todo: Vec<String> = Vec::new();
    let failing: Vec<String> = [console, oauth]
        .iter()
        .filter(|l| l.outcome == LegOutcome::Fails)
        .filter_map(|l| Some(format!("{} above for {}", l.code?, l.authority.as_ref()?)))
        .collect();
    if !failing.is_empty() {
        todo.push(format!("see {}", failing.join(", and ")));
    }
    if [console, oauth]
        .iter()
        .any(|l| l.outcome == LegOutcome::Warns)
    {
        todo.push("import the CA into the browser's trust store (see above): that covers every host below the apps domain".into());
    }
    if oauth.outcome != LegOutcome::Fails || console.outcome != LegOutcome::Fails {
        todo.push(format!(
            "leg 3, with a proxy: `{no_proxy}` has to stand in spec.noProxy of Proxy/cluster, or in spec.no_proxy of the MigrationController; OpenShift's own list does not have it. MTC 1.6.0 and 1.6.1 use the proxy all the same: update"
        ));
        todo.push("leg 3, without one: nodes may not come back to their own load balancer, or egress is filtered: `oc get co authentication` shows it as OAuthRouteCheckEndpointAccessibleControllerAvailable".into());
    }
    todo
}

/// The console compares the end of the host name, Go wants a leading dot for what is below a
/// domain: this entry does for both.
fn no_proxy(target: &Target) -> String {
    match &target.host {
        Host::Name(name) => name
            .find(".apps.")
            .or_else(|| name.find('.'))
            .map_or_else(|| name.clone(), |at| name[at..].to_owned()),
        Host::Ip(ip) => ip.to_string(),
    }
}
