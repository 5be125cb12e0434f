//! Which routes lead to the endpoints: flags first, then the environment as Go reads it. What a
//! kubeconfig or a cluster's own Proxy says comes later, with the inputs.

use super::environment::Environment;
use crate::cli::{ProxySource, RouteArgs};
use crate::error::{Error, Problem};
use crate::foreign::visible;
use crate::route::{
    NoProxy, ProxyInGo, ProxyUrl, ProxyVariable, RouteFlag, RouteSource, Routing, Sourced,
};

/// What flags and environment say about routes.
#[derive(Clone, Debug, Default)]
pub struct RoutePlan {
    /// Decides wherever the source of a target does not.
    pub routing: Routing,
    /// It decides everywhere, whatever the source of a target says.
    pub flags_decide: bool,
    /// Variables that hold no proxy.
    pub problems: Vec<Problem>,
}

impl RoutePlan {
    /// Upper case counts before lower case, and an empty variable as unset. A proxy variable that Go
    /// reads otherwise than it is meant becomes a problem; the route is direct where Go's is, or
    /// where nobody can tell what is meant.
    pub(super) fn of(args: &RouteArgs, environment: Environment) -> Result<Self, Error> {
        let environment = Some(environment).filter(|_| args.proxy_from != Some(ProxySource::None));
        // clap does not parse this value: its error message would repeat it, with the password.
        let flag = args
            .proxy
            .as_deref()
            .map(ProxyUrl::parse)
            .transpose()
            .map_err(|why| Error::Usage(format!("--proxy: {}", visible(&why))))?;
        let by_flag = flag.map(|value| Sourced {
            source: RouteSource::Flag(RouteFlag::Proxy),
            value,
        });
        let clear_proxy = match &by_flag {
            Some(flag) => Some(flag.source.clone()),
            None => environment.and_then(|environment| {
                let names = [ProxyVariable::Http, ProxyVariable::HttpLower];
                let (name, _) = variable(environment, names)?;
                Some(RouteSource::Variable(name))
            }),
        };
        let mut problems = Vec::new();
        let mut proxy_of = |names| proxy_by_variable(environment?, names, &mut problems);
        let is_flag = by_flag.is_some();
        let (by_env, all_proxy) = if is_flag {
            (None, None)
        } else {
            (
                proxy_of([ProxyVariable::Https, ProxyVariable::HttpsLower]),
                proxy_of([ProxyVariable::All, ProxyVariable::AllLower]),
            )
        };
        let (by_env, unusable) = match by_env {
            Some(Err(source)) => (None, Some(source)),
            Some(Ok(proxy)) => (Some(proxy), None),
            None => (None, None),
        };
        Ok(Self {
            routing: Routing {
                proxy: by_flag.or(by_env),
                no_proxy: no_proxy(args, environment),
                unusable,
                clear_proxy,
                all_proxy: all_proxy.and_then(Result::ok),
                by_flag: is_flag,
            },
            flags_decide: args.proxy.is_some() || args.proxy_from.is_some(),
            problems,
        })
    }
}

/// The proxy, or the variable that names none which can be used; `None` where none is set.
fn proxy_by_variable(
    environment: Environment,
    names: [ProxyVariable; 2],
    problems: &mut Vec<Problem>,
) -> Option<Result<Sourced<ProxyUrl>, RouteSource>> {
    let (name, text) = variable(environment, names)?;
    let in_go = ProxyInGo::of(&text);
    let parsed = ProxyUrl::parse(&text);
    let why = match &parsed {
        Ok(_) if in_go.is_as_meant() => None,
        Ok(_) => Some("it is not written as every program reads a URL".to_owned()),
        Err(why) => Some(why.clone()),
    };
    if let Some(why) = why {
        let hint = format!("correct or unset the variable; {in_go}");
        problems.push(Problem::new(name.name(), why, &hint));
    }
    let source = RouteSource::Variable(name);
    Some(match parsed.ok().filter(|_| !in_go.is_ignored()) {
        Some(value) => Ok(Sourced { source, value }),
        None => Err(source),
    })
}

fn no_proxy(args: &RouteArgs, environment: Option<Environment>) -> Option<Sourced<NoProxy>> {
    let listed = args
        .no_proxy
        .clone()
        .map(|list| (RouteSource::Flag(RouteFlag::NoProxy), list));
    let by_env = || {
        let names = [ProxyVariable::No, ProxyVariable::NoLower];
        let (name, list) = variable(environment?, names)?;
        Some((RouteSource::Variable(name), list))
    };
    listed.or_else(by_env).map(|(source, list)| Sourced {
        source,
        value: NoProxy::new(list),
    })
}

/// The first of these that is set.
fn variable(
    environment: Environment,
    names: [ProxyVariable; 2],
) -> Option<(ProxyVariable, String)> {
    let (place, value) = environment.first(&names.map(ProxyVariable::name))?;
    Some((names[place], value))
}
