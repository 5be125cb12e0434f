//! Why a route was chosen, and where a setting of a proxy was read: values, and the one place that
//! has their words. Plain data.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What chose the route of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteReason {
    /// A setting that names the proxy.
    Set(RouteSource),
    /// An entry of a list of exceptions, as written.
    NoProxyEntry {
        /// Where the list was read.
        from: RouteSource,
        /// The entry that covers the target.
        entry: String,
    },
    /// Go takes no proxy for this machine, unless a flag or a kubeconfig names one.
    Loopback,
    /// Nothing names a proxy.
    NoProxyConfigured,
    /// A setting was to name a proxy, and names none that can be used.
    Unusable(RouteSource),
    /// It is the other way than the usual one, to compare the two.
    Control,
}

/// Where a proxy, or a list of exceptions, was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteSource {
    /// The command line.
    Flag(RouteFlag),
    /// The environment.
    Variable(ProxyVariable),
    /// `proxy-url` of a context.
    Kubeconfig {
        /// The context's name.
        context: String,
        /// The kubeconfig, or the command that printed it.
        file: String,
    },
    /// An object of a cluster: its Proxy, or a MigrationController.
    Object {
        /// `Proxy` or `MigrationController`.
        kind: String,
        /// The object's own name.
        name: String,
        /// The path of the field.
        field: String,
    },
    /// The embedded lab.
    Demo,
}

/// A flag that decides routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RouteFlag {
    /// Names the proxy.
    #[serde(rename = "--proxy")]
    Proxy,
    /// Lists the exceptions.
    #[serde(rename = "--no-proxy")]
    NoProxy,
}

/// An environment variable that decides routes. Go and curl read both spellings of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ProxyVariable {
    /// The proxy for `https` targets.
    #[serde(rename = "HTTPS_PROXY")]
    Https,
    /// The same, in lower case.
    #[serde(rename = "https_proxy")]
    HttpsLower,
    /// The proxy for `http` targets.
    #[serde(rename = "HTTP_PROXY")]
    Http,
    /// The same, in lower case.
    #[serde(rename = "http_proxy")]
    HttpLower,
    /// The proxy for every scheme; Go does not know it.
    #[serde(rename = "ALL_PROXY")]
    All,
    /// The same, in lower case.
    #[serde(rename = "all_proxy")]
    AllLower,
    /// The list of exceptions.
    #[serde(rename = "NO_PROXY")]
    No,
    /// The same, in lower case.
    #[serde(rename = "no_proxy")]
    NoLower,
}

impl RouteReason {
    /// The setting that decided, where one did.
    #[must_use]
    pub const fn source(&self) -> Option<&RouteSource> {
        match self {
            Self::Set(source)
            | Self::Unusable(source)
            | Self::NoProxyEntry { from: source, .. } => Some(source),
            Self::Loopback | Self::NoProxyConfigured | Self::Control => None,
        }
    }

    /// Flags or variables of this machine decided, which a cluster's pods do not have.
    #[must_use]
    pub fn is_of_this_machine(&self) -> bool {
        let here = |source| matches!(source, &RouteSource::Flag(_) | &RouteSource::Variable(_));
        self.source().is_some_and(here)
    }

    /// An object of a cluster decided, so that the pods there go this way too.
    #[must_use]
    pub fn is_of_cluster(&self) -> bool {
        matches!(self.source(), Some(RouteSource::Object { .. }))
    }
}

impl fmt::Display for RouteReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(source) => source.fmt(f),
            Self::NoProxyEntry { from, entry } => write!(f, "{from} entry {entry}"),
            Self::Loopback => {
                f.write_str("Go never uses a proxy for localhost and loopback addresses")
            }
            Self::NoProxyConfigured => f.write_str("no proxy is configured"),
            Self::Unusable(source) => write!(f, "{source} names no proxy that can be used"),
            Self::Control => f.write_str("control measurement"),
        }
    }
}

impl fmt::Display for RouteSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => f.write_str(flag.name()),
            Self::Variable(variable) => f.write_str(variable.name()),
            Self::Kubeconfig { context, file } => {
                write!(f, "proxy-url of context {context} of {file}")
            }
            Self::Object { kind, name, field } => write!(f, "{kind}/{name} {field}"),
            Self::Demo => f.write_str("the lab"),
        }
    }
}

impl RouteFlag {
    /// As it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proxy => "--proxy",
            Self::NoProxy => "--no-proxy",
        }
    }
}

impl ProxyVariable {
    /// As the environment has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Https => "HTTPS_PROXY",
            Self::HttpsLower => "https_proxy",
            Self::Http => "HTTP_PROXY",
            Self::HttpLower => "http_proxy",
            Self::All => "ALL_PROXY",
            Self::AllLower => "all_proxy",
            Self::No => "NO_PROXY",
            Self::NoLower => "no_proxy",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Worded = (RouteReason, &'static str);

    fn entry(from: RouteSource, entry: &str) -> RouteReason {
        RouteReason::NoProxyEntry {
            from,
            entry: entry.into(),
        }
    }

    fn of_this_machine() -> Vec<Worded> {
        use ProxyVariable as V;
        let flag = RouteSource::Flag;
        let variable = RouteSource::Variable;
        let set = RouteReason::Set;
        vec![
            (set(flag(RouteFlag::Proxy)), "--proxy"),
            (set(variable(V::Https)), "HTTPS_PROXY"),
            (set(variable(V::HttpsLower)), "https_proxy"),
            (set(variable(V::All)), "ALL_PROXY"),
            (set(variable(V::AllLower)), "all_proxy"),
            (entry(variable(V::No), ".a.test"), "NO_PROXY entry .a.test"),
            (
                entry(variable(V::NoLower), "b.test"),
                "no_proxy entry b.test",
            ),
            (entry(flag(RouteFlag::NoProxy), "*"), "--no-proxy entry *"),
            (
                RouteReason::Unusable(variable(V::Https)),
                "HTTPS_PROXY names no proxy that can be used",
            ),
        ]
    }

    fn of_cluster() -> Vec<Worded> {
        let object = |kind: &str, name: &str, field: &str| RouteSource::Object {
            kind: kind.into(),
            name: name.into(),
            field: field.into(),
        };
        let proxy = object("Proxy", "cluster", "status.httpsProxy");
        let migration = object("MigrationController", "main", "spec.no_proxy");
        vec![
            (RouteReason::Set(proxy), "Proxy/cluster status.httpsProxy"),
            (
                entry(migration, ".a.test"),
                "MigrationController/main spec.no_proxy entry .a.test",
            ),
        ]
    }

    fn of_neither() -> Vec<Worded> {
        let kubeconfig = RouteSource::Kubeconfig {
            context: "admin".into(),
            file: "~/.kube/config".into(),
        };
        let loopback = "Go never uses a proxy for localhost and loopback addresses";
        let of_context = "proxy-url of context admin of ~/.kube/config";
        vec![
            (RouteReason::Set(kubeconfig), of_context),
            (RouteReason::Set(RouteSource::Demo), "the lab"),
            (RouteReason::Loopback, loopback),
            (RouteReason::NoProxyConfigured, "no proxy is configured"),
            (RouteReason::Control, "control measurement"),
        ]
    }

    fn every() -> impl Iterator<Item = Worded> {
        let machine = of_this_machine().into_iter();
        machine.chain(of_cluster()).chain(of_neither())
    }

    fn saved(reason: &RouteReason) -> String {
        serde_json::to_string(reason).expect("JSON")
    }

    fn read(saved: &str) -> RouteReason {
        serde_json::from_str(saved).expect(saved)
    }

    #[test]
    fn each_reason_has_its_words() {
        for (reason, words) in every() {
            assert_eq!(reason.to_string(), words, "{reason:?}");
        }
    }

    #[test]
    fn a_reason_says_whose_it_is() {
        let whose = |reason: &RouteReason| (reason.is_of_this_machine(), reason.is_of_cluster());
        for (all, expected) in [
            (of_this_machine(), (true, false)),
            (of_cluster(), (false, true)),
            (of_neither(), (false, false)),
        ] {
            for (reason, _) in all {
                assert_eq!(whose(&reason), expected, "{reason:?}");
            }
        }
    }

    #[test]
    fn each_reason_is_saved_and_read_again() {
        for (reason, _) in every() {
            let saved = saved(&reason);
            assert_eq!(read(&saved), reason, "{saved}");
        }
    }

    #[test]
    fn names_are_saved_as_they_are_written() {
        for (reason, _) in of_this_machine() {
            let name = match reason.source() {
                Some(RouteSource::Flag(flag)) => flag.name(),
                Some(RouteSource::Variable(variable)) => variable.name(),
                other => panic!("{other:?}"),
            };
            let saved = saved(&reason);
            assert!(saved.contains(&format!("\"{name}\"")), "{saved}");
        }
    }
}
