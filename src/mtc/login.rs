//! The three legs of a login to the MTC console: this workstation to the console, this workstation
//! to the OAuth server, and the console's pod to the OAuth server, which only a pod can measure.
//! Says which leg a message of a browser or a log is about.

use std::collections::{HashMap, HashSet};

use crate::codes::{Code, Family};
use crate::judge::Endpoint;
use crate::judge::finding::NoProxyEntry;
use crate::roles::LoginPart;
use crate::route::Route;
use crate::target::{Host, Origin};

use super::pod;

/// One console with its OAuth server; or an OAuth server whose console is not known.
#[derive(Clone, Debug)]
pub struct Login {
    /// In order: workstation to console, workstation to OAuth server, pod to OAuth server.
    pub legs: [LoginLeg; 3],
    /// What the legs come to, in the order in which it is told.
    pub diagnosis: Vec<LoginFinding>,
    /// What to do next, in order.
    pub actions: Vec<LoginStep>,
    /// What has to stand in noProxy for the third leg.
    pub no_proxy: NoProxyEntry,
    /// Measures the third leg, with nothing but what is in the console's pod.
    pub command: String,
}

/// One connection of a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginLeg {
    /// Where it begins.
    pub from: LoginPlace,
    /// Where it leads.
    pub to: LoginPlace,
    /// `host:port`; `None` where it is not known.
    pub authority: Option<String>,
    /// How it ended.
    pub outcome: LegOutcome,
    /// The headline, where it was measured.
    pub code: Option<Code>,
}

/// Where a leg of a login begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginPlace {
    /// Where this program runs, and a browser.
    Workstation,
    /// The web console of MTC.
    Console,
    /// The pod that serves the console.
    ConsolePod,
    /// The cluster's OAuth server.
    OauthServer,
}

/// One thing that the legs of a login come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginFinding {
    /// No console was found on the cluster.
    NoConsole,
    /// The console is reached and does not answer.
    ConsoleDoesNotAnswer {
        /// The headline of the first leg.
        code: Code,
    },
    /// The first leg fails.
    ConsoleNotReached {
        /// Its headline.
        code: Code,
    },
    /// A leg leads to a host that only a stranger names.
    NotMeasured {
        /// From 1.
        leg: u8,
        /// Where it leads (`host:port`).
        authority: String,
        /// Its headline.
        code: Code,
    },
    /// The second leg fails.
    OauthServerNotReached {
        /// Its headline.
        code: Code,
    },
    /// The first two legs carry a browser to the login form.
    FormIsReached,
    /// A browser objects to the certificates there.
    BrowserObjects {
        /// Where (`host:port`), one or two.
        at: Vec<String>,
    },
    /// The way that was chosen for the cluster's own pods.
    PodsGo(Box<Route>),
}

/// What to do next about a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginStep {
    /// The remedies of these verdicts: code, and the endpoint (`host:port`) that it is about.
    See(Vec<(Code, String)>),
    /// Let the browser trust the CA.
    ImportCa,
    /// Take the OAuth server out of what the pods' proxy is for.
    AddNoProxy(NoProxyEntry),
    /// Find out whether nodes get to their own load balancer.
    CheckEgress,
}

/// How a leg ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegOutcome {
    /// No step of it fails.
    Passes,
    /// Reached, but a browser objects to the certificate.
    Warns,
    /// A step of it fails.
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
    let mut known = HashSet::new();
    let servers = of_part(LoginPart::Server);
    let servers = servers.filter(|server| known.insert(server.attempt.target.authority()));
    let servers: Vec<&Endpoint> = servers.collect();
    let alone = servers.len() == 1;
    let pods_route = pods_route(endpoints);
    let mut consoles = Consoles::default();
    for console in of_part(LoginPart::Console) {
        consoles.take(console, alone);
    }
    let with_console = servers
        .iter()
        .map(|server| (*server, consoles.of(server, alone)));
    with_console
        .filter(|(_, console)| lone || console.is_some_and(|c| !c.is_absent()))
        .map(|(server, console)| login(server, console, pods_route))
        .collect()
}

/// By what ties a console to an OAuth server: the first one that is there, and the first of all, each
/// with its number.
#[derive(Default)]
struct Consoles<'a> {
    by_tie: HashMap<Tie, [Option<(usize, &'a Endpoint)>; 2]>,
    number: usize,
}

/// What a console and an OAuth server of one cluster have in common.
#[derive(PartialEq, Eq, Hash)]
enum Tie {
    /// There is one OAuth server only.
    Alone,
    /// The API server that named them.
    Source(String),
    /// The domain that they are below.
    Domain(String),
}

impl<'a> Consoles<'a> {
    fn take(&mut self, console: &'a Endpoint, alone: bool) {
        let numbered = Some((self.number, console));
        self.number += 1;
        for tie in ties(console, alone) {
            let [there, any] = self.by_tie.entry(tie).or_default();
            *any = any.or(numbered);
            *there = there.or(numbered.filter(|(_, console)| !console.is_absent()));
        }
    }

    fn of(&self, server: &Endpoint, alone: bool) -> Option<&'a Endpoint> {
        let ties = ties(server, alone);
        let first = |which: usize| {
            let found = ties.iter().filter_map(|tie| self.by_tie.get(tie)?[which]);
            found.min_by_key(|(number, _)| *number)
        };
        let (_, console) = first(0).or_else(|| first(1))?;
        Some(console)
    }
}

/// What the cluster's own Proxy, or MTC's settings, chose for an endpoint of its pods.
fn pods_route(endpoints: &[Endpoint]) -> Option<&Route> {
    let mut routes = endpoints.iter().map(|e| &e.attempt.route);
    routes.find(|route| !route.is_direct() && route.because.is_of_cluster())
}

/// Those that were named by the same API server, or are below the same domain, belong together.
fn ties(endpoint: &Endpoint, alone: bool) -> Vec<Tie> {
    if alone {
        return vec![Tie::Alone];
    }
    let target = &endpoint.attempt.target;
    let told_by = target.origins.iter().filter_map(Origin::told_by);
    let mut ties: Vec<Tie> = told_by.map(|by| Tie::Source(by.to_owned())).collect();
    if let Host::Name(name) = &target.host {
        let domain = name.split_once('.').map(|(_, domain)| domain.to_owned());
        ties.extend(domain.map(Tie::Domain));
    }
    ties
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

fn login(server: &Endpoint, console: Option<&Endpoint>, pods_route: Option<&Route>) -> Login {
    let authority = server.attempt.target.authority();
    let measured = |to, endpoint: &Endpoint| LoginLeg {
        from: LoginPlace::Workstation,
        to,
        authority: Some(endpoint.attempt.target.authority()),
        outcome: outcome(endpoint),
        code: Some(endpoint.verdict.code()),
    };
    let first = match console {
        Some(console) if console.is_absent() => LoginLeg {
            outcome: LegOutcome::Absent,
            ..measured(LoginPlace::Console, console)
        },
        Some(console) => measured(LoginPlace::Console, console),
        None => LoginLeg {
            from: LoginPlace::Workstation,
            to: LoginPlace::Console,
            authority: None,
            outcome: LegOutcome::Absent,
            code: None,
        },
    };
    let third = LoginLeg {
        from: LoginPlace::ConsolePod,
        to: LoginPlace::OauthServer,
        authority: Some(authority.clone()),
        outcome: LegOutcome::Unmeasured,
        code: None,
    };
    let legs = [first, measured(LoginPlace::OauthServer, server), third];
    let no_proxy = NoProxyEntry::of(&server.attempt.target.host);
    Login {
        diagnosis: diagnosis(&legs, pods_route),
        actions: actions(&legs, &no_proxy),
        no_proxy,
        command: pod::login_command(&authority),
        legs,
    }
}

fn diagnosis(legs: &[LoginLeg; 3], pods_route: Option<&Route>) -> Vec<LoginFinding> {
    let [console, oauth, _] = legs;
    let measured = [console, oauth];
    let any = |outcome: LegOutcome| measured.iter().any(|leg| leg.outcome == outcome);
    let mut found = Vec::new();
    match (console.outcome, console.code) {
        (LegOutcome::Absent, _) => found.push(LoginFinding::NoConsole),
        (LegOutcome::Fails, Some(code @ (Code::TimeoutHttp | Code::ServiceError))) => {
            found.push(LoginFinding::ConsoleDoesNotAnswer { code });
        }
        (LegOutcome::Fails, Some(code)) => found.push(LoginFinding::ConsoleNotReached { code }),
        _ => {}
    }
    let legs = (1..).zip(measured);
    found.extend(legs.filter_map(|(number, leg)| unmeasured(number, leg)));
    match (oauth.outcome, oauth.code) {
        (LegOutcome::Fails, Some(code)) => found.push(LoginFinding::OauthServerNotReached { code }),
        _ if console.outcome == LegOutcome::Fails || any(LegOutcome::Unmeasured) => {}
        _ => found.push(LoginFinding::FormIsReached),
    }
    let at: Vec<String> = measured
        .iter()
        .filter(|leg| leg.outcome == LegOutcome::Warns)
        .filter_map(|leg| leg.authority.clone())
        .collect();
    if !at.is_empty() {
        found.push(LoginFinding::BrowserObjects { at });
    }
    let chosen = pods_route.cloned().map(Box::new);
    found.extend(chosen.map(LoginFinding::PodsGo));
    found
}

/// A leg to a host that only an answer named, and that was left alone.
fn unmeasured(leg: u8, of: &LoginLeg) -> Option<LoginFinding> {
    let (authority, code) = (of.authority.clone()?, of.code?);
    let found = || LoginFinding::NotMeasured {
        leg,
        authority,
        code,
    };
    (of.outcome == LegOutcome::Unmeasured).then(found)
}

fn actions(legs: &[LoginLeg; 3], no_proxy: &NoProxyEntry) -> Vec<LoginStep> {
    let [console, oauth, _] = legs;
    let mut todo = Vec::new();
    let failing: Vec<(Code, String)> = [console, oauth]
        .iter()
        .filter(|l| l.outcome == LegOutcome::Fails)
        .filter_map(|l| Some((l.code?, l.authority.clone()?)))
        .collect();
    if !failing.is_empty() {
        todo.push(LoginStep::See(failing));
    }
    if [console, oauth]
        .iter()
        .any(|l| l.outcome == LegOutcome::Warns)
    {
        todo.push(LoginStep::ImportCa);
    }
    if oauth.outcome != LegOutcome::Fails || console.outcome != LegOutcome::Fails {
        todo.push(LoginStep::AddNoProxy(no_proxy.clone()));
        todo.push(LoginStep::CheckEgress);
    }
    todo
}
