//! English for logins to the MTC console: where the legs lead, what they come to, and what to do.
//! One sentence for each value.

use crate::codes::Code;
use crate::mtc::login::{LoginFinding, LoginPlace, LoginStep};

/// Where a leg begins or ends.
pub(in crate::words) const fn place(place: LoginPlace) -> &'static str {
    match place {
        LoginPlace::Workstation => "this workstation",
        LoginPlace::Console => "MTC console",
        LoginPlace::ConsolePod => "console pod",
        LoginPlace::OauthServer => "OAuth server",
    }
}

/// What the legs come to.
pub(in crate::words) fn finding(finding: &LoginFinding) -> String {
    match finding {
        LoginFinding::NoConsole => "no MTC console was found on this cluster: name it with mtc-console=HOST where it is exposed under another name".into(),
        LoginFinding::ConsoleDoesNotAnswer { code } => format!(
            "leg 1: the console is reached but does not answer /login ({code}): its pod gets no OAuth metadata from its own API server, and a browser waits until \"The connection has timed out\""
        ),
        LoginFinding::ConsoleNotReached { code } => format!(
            "leg 1: this workstation does not get to the MTC console ({code}){}",
            titled(*code)
        ),
        LoginFinding::NotMeasured {
            leg,
            authority,
            code,
        } => format!(
            "leg {leg} was not measured: nobody but a stranger names {authority} ({code}); if it is yours, give it as a target"
        ),
        LoginFinding::OauthServerNotReached { code } => format!(
            "leg 2: the console sends the browser on to the OAuth server, and this workstation does not get there ({code}){}; pods may get there all the same",
            titled(*code)
        ),
        LoginFinding::FormIsReached => "legs 1 and 2 carry a browser to the login form: where \"Authentication failed\", HTTP 500 or an endless wait follows the form, it is leg 3".into(),
        LoginFinding::BrowserObjects { at } => format!(
            "the browser objects to the certificate of {}: an exception holds for one host and port only",
            at.join(" and of ")
        ),
        LoginFinding::PodsGo(route) => format!(
            "the cluster's pods go {route}: without an entry of noProxy for this host, leg 3 does too"
        ),
    }
}

/// The same in a few words; nothing where another finding says it.
pub(in crate::words) fn brief(finding: &LoginFinding) -> Option<String> {
    Some(match finding {
        LoginFinding::NoConsole => "no MTC console was found".into(),
        LoginFinding::ConsoleDoesNotAnswer { code } => {
            format!("the console is reached and does not answer /login ({code})")
        }
        LoginFinding::ConsoleNotReached { code } => {
            format!("this workstation does not get to the console ({code})")
        }
        LoginFinding::NotMeasured { leg, code, .. } => {
            format!("leg {leg} was not measured ({code})")
        }
        LoginFinding::OauthServerNotReached { code } => {
            format!("this workstation does not get to the OAuth server ({code})")
        }
        LoginFinding::FormIsReached => "a browser gets to the login form".into(),
        LoginFinding::BrowserObjects { .. } => "with a certificate warning".into(),
        LoginFinding::PodsGo(_) => return None,
    })
}

/// What to do next.
pub(in crate::words) fn step(step: &LoginStep) -> String {
    match step {
        LoginStep::See(verdicts) => {
            let all = verdicts.iter().map(|(code, at)| format!("{code} of {at}"));
            format!("see {}", all.collect::<Vec<_>>().join(", and "))
        }
        LoginStep::ImportCa => "import the CA into the browser's trust store: that covers every host below the apps domain".into(),
        LoginStep::AddNoProxy(entry) => format!(
            "leg 3, with a proxy: `{entry}` has to stand in spec.noProxy of Proxy/cluster, or in spec.no_proxy of the MigrationController; OpenShift's own list does not have it. MTC 1.6.0 and 1.6.1 use the proxy all the same: update"
        ),
        LoginStep::CheckEgress => "leg 3, without one: nodes may not come back to their own load balancer, or egress is filtered: `oc get co authentication` shows it as OAuthRouteCheckEndpointAccessibleControllerAvailable".into(),
    }
}

/// What a browser writes over its page.
fn titled(code: Code) -> &'static str {
    let waited = [
        Code::TimeoutTcp,
        Code::TimeoutTls,
        Code::TimeoutHttp,
        Code::TimeoutTlsStalled,
    ];
    if waited.contains(&code) {
        ": its page says \"The connection has timed out\""
    } else if code == Code::Refused {
        ": its page says \"Unable to connect\""
    } else if [
        Code::NameNotFound,
        Code::NameWithoutAddress,
        Code::ResolversDisagree,
        Code::AliasDangling,
    ]
    .contains(&code)
    {
        ": its page says \"Server Not Found\""
    } else {
        ""
    }
}
