//! Kubeconfigs: the API server of a context, its CA, its name and its proxy, as client-go reads
//! them. Users, tokens and keys are not looked at. Reads the kubeconfigs and the CA files that they
//! name.

mod ca;
mod context;
mod file;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::reading::reason;
use super::{InputContents, RoutedTarget, interfaces};
use crate::error::Problem;
use crate::evidence::{Store, StoreKind};
use crate::foreign::visible;
use crate::roles::RoleRef;
use crate::route::{ProxyScheme, ProxyUrl, RouteSource, Routing, Sourced};
use crate::target::{Host, Origin, Target};

use context::KubeContext;
use file::MergedKubeconfig;

/// At most so many contexts are listed in an error; more would hide what is wrong.
const MOST_NAMES: usize = 20;

/// Which kubeconfigs and which of their contexts to read.
#[derive(Clone, Debug, Default)]
pub struct KubeconfigSelection {
    /// Paths in the order of kubectl's merging: the first file that defines something wins.
    pub files: Vec<String>,
    /// Names of contexts; empty: the current context.
    pub contexts: Vec<String>,
}

/// Reads the contexts that are wanted.
#[must_use]
pub fn read(selection: &KubeconfigSelection) -> InputContents {
    let mut contents = InputContents::default();
    if let Some(merged) = file::read_all(&selection.files, &mut contents) {
        contexts(&merged, selection, &mut contents);
    }
    contents
}

/// Reads what `oc config view` printed of one context; `source` is that command.
#[must_use]
pub(super) fn shown(source: &str, bytes: &[u8]) -> InputContents {
    let mut contents = InputContents::default();
    match MergedKubeconfig::of_text(source, bytes) {
        Ok(merged) => contexts(
            &merged,
            &KubeconfigSelection {
                files: vec![source.to_owned()],
                contexts: Vec::new(),
            },
            &mut contents,
        ),
        Err(problem) => contents.problems.push(problem),
    }
    contents
}

fn contexts(
    merged: &MergedKubeconfig,
    selection: &KubeconfigSelection,
    contents: &mut InputContents,
) {
    let files = selection.files.join(", ");
    let current = merged.current.as_slice();
    let names = if selection.contexts.is_empty() {
        current
    } else {
        &selection.contexts
    };
    if names.is_empty() {
        let hint = format!("name a context with --context: {}", known(merged));
        contents
            .problems
            .push(Problem::new(files, "names no current-context", hint));
        return;
    }
    for (n, name) in names
        .iter()
        .enumerate()
        .filter(|(n, name)| !names[..*n].contains(name))
    {
        match merged.cluster_of(name) {
            Ok((file, cluster)) => KubeContext {
                file,
                name,
                cluster,
            }
            .tell(contents),
            Err(why) => {
                let place = if selection.contexts.is_empty() {
                    "current-context"
                } else {
                    "--context"
                };
                let place = format!("{place} {} of {files}", names[n]);
                contents.problems.push(Problem::new(
                    place,
                    why,
                    format!("contexts that can be used: {}", known(merged)),
                ));
            }
        }
    }
}

fn known(merged: &MergedKubeconfig) -> String {
    let names: Vec<&str> = merged.usable().collect();
    match names.len() {
        0 => "none is there; `oc login` makes one".to_owned(),
        n if n > MOST_NAMES => format!(
            "{}, and {} more",
            names[..MOST_NAMES].join(", "),
            n - MOST_NAMES
        ),
        _ => names.join(", "),
    }
}

impl KubeContext<'_> {
    /// Adds its target, or what is wrong with it; and its CA in any case.
    fn tell(&self, contents: &mut InputContents) {
        match self.routed() {
            Ok(routed) => contents.targets.push(routed),
            Err(problem) => contents.problems.push(problem),
        }
        let (certs, problems) = ca::of(self);
        contents.problems.extend(problems);
        if let Some((field, certs)) = certs {
            contents.stores.push(Store {
                name: self.place(field),
                kind: StoreKind::Given,
                certs,
                left_out: 0,
                unconfirmed: Vec::new(),
                of: None,
            });
        }
        if self.cluster.insecure {
            let also = if self.cluster.has_ca() {
                ", and refuses such a context, since it names a CA too"
            } else {
                ""
            };
            contents.notes.push(format!(
                "{} is true: oc verifies nothing there{also}; MTC does, with the CA bundle of its MigCluster",
                visible(&self.place("insecure-skip-tls-verify"))
            ));
        }
    }

    fn routed(&self) -> Result<RoutedTarget, Problem> {
        let mut target = self.target()?;
        if let Some(name) = &self.cluster.tls_server_name {
            let host = Host::parse(name);
            target.servername = Some(host.map_err(|why| {
                self.problem(
                    "tls-server-name",
                    why,
                    "write the DNS name that the certificate has",
                )
            })?);
        }
        let routing = self
            .cluster
            .proxy_url
            .as_deref()
            .map(|text| self.routing(text))
            .transpose()?;
        Ok(RoutedTarget {
            target,
            routing: routing.map(Arc::new),
        })
    }

    fn target(&self) -> Result<Target, Problem> {
        const HINT: &str =
            "write it as `oc whoami --show-server` shows it: https://api.cluster.example:6443";
        let Some(server) = &self.cluster.server else {
            return Err(self.problem("server", "is not there", HINT));
        };
        // Without a scheme client-go uses TLS if anything in the configuration hints at it.
        let url = if server.contains("://") {
            server.clone()
        } else {
            format!("https://{server}")
        };
        let origin = Origin::Kubeconfig {
            file: self.file.to_owned(),
            context: self.name.to_owned(),
        };
        let mut target = Target::parse(&url, origin)
            .and_then(interfaces::checked)
            .map_err(|why| self.problem("server", reason(server, &why), HINT))?;
        target.role = RoleRef::API;
        Ok(target)
    }

    /// The routing as in Go's `http.ProxyURL`: this proxy and no other, whatever the environment
    /// says, even for loopback.
    fn routing(&self, text: &str) -> Result<Routing, Problem> {
        let taken = |text: &str| ProxyScheme::named(text)?.row().in_client_go;
        let parsed = match text.split_once("://") {
            Some((scheme, _)) => match taken(scheme) {
                // Go leaves the name lookup to a `socks5` proxy.
                Some(scheme) => ProxyUrl::parse(text).map(|proxy| ProxyUrl { scheme, ..proxy }),
                None => Err("client-go refuses a proxy of that kind".to_owned()),
            },
            None => Err("says not which kind of proxy it is".to_owned()),
        };
        let value = parsed.map_err(|why| {
            let schemes = ProxyScheme::list("and", |row| row.in_client_go.is_some());
            let hint = format!("client-go takes {schemes}, and nothing without one of these");
            self.problem("proxy-url", why, &hint)
        })?;
        let proxy = Some(Sourced {
            source: RouteSource::Kubeconfig {
                context: self.name.to_string(),
                file: self.file.to_string(),
            },
            value,
        });
        Ok(Routing {
            proxy,
            no_proxy: None,
            unusable: None,
            clear_proxy: None,
            all_proxy: None,
            by_flag: true,
        })
    }
}
