//! The proxy that a cluster's pods use: the Proxy object, and what MTC is told instead
//! (MigrationController). Pure; a proxy's credentials are in a type that neither prints nor
//! serialises.

use std::sync::Arc;

use serde::Deserialize;

use super::fields;
use super::gather::{Client, Context, Gather};
use super::item::Item;
use crate::error::Problem;
use crate::route::{From, NoProxy, ProxyUrl, Routing};

/// What one object says.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Said {
    proxy: Option<From<ProxyUrl>>,
    no_proxy: Option<From<NoProxy>>,
}

/// What the objects of one file say.
#[derive(Default)]
pub struct Proxies {
    cluster: Vec<Said>,
    /// With the namespace of MTC, whose Velero it is, too.
    mtc: Vec<(String, Said)>,
    source: String,
}

/// Which way the pods take that the objects of one file are for.
#[derive(Default)]
pub struct Ways {
    cluster: Option<Arc<Routing>>,
    mtc: Option<(String, Option<Arc<Routing>>)>,
    pub notes: Vec<String>,
    pub problems: Vec<Problem>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ClusterProxy {
    spec: Fields,
    status: Fields,
}

/// As a Proxy writes them, and as a MigrationController does.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    #[serde(rename = "httpProxy", alias = "http_proxy")]
    http: String,
    #[serde(rename = "httpsProxy", alias = "https_proxy")]
    https: String,
    #[serde(rename = "noProxy", alias = "no_proxy")]
    except: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Controller {
    spec: Fields,
}

/// Proxy/cluster: what pods get is its status, which adds the cluster's own networks to the
/// exceptions.
pub fn cluster_proxy(mut item: Item, _: &Context, gather: &mut Gather) {
    let ClusterProxy { spec, status } = fields::read(&mut item, gather);
    let first =
        |field: &str, status: String, spec: String| match (status.is_empty(), spec.is_empty()) {
            (false, _) => Some((format!("status.{field}"), status)),
            (true, false) => Some((format!("spec.{field}"), spec)),
            (true, true) => None,
        };
    let https = first("httpsProxy", status.https, spec.https);
    if let (None, Some((field, _))) = (&https, first("httpProxy", status.http, spec.http)) {
        gather.note(
            &item,
            &field,
            "it is for http:// only: without an httpsProxy pods go to https:// directly",
        );
    }
    let said = said(
        &item,
        gather,
        https,
        first("noProxy", status.except, spec.except),
    );
    gather.proxies.source.clone_from(&gather.source);
    gather.proxies.cluster.push(said);
}

/// What it says beats the Proxy, for MTC's pods.
pub fn migration_controller(mut item: Item, _: &Context, gather: &mut Gather) {
    let Controller { spec } = fields::read(&mut item, gather);
    let given =
        |field: &str, text: String| (!text.is_empty()).then(|| (format!("spec.{field}"), text));
    let https = given("https_proxy", spec.https);
    if https.is_none() && !spec.http.is_empty() {
        gather.note(
            &item,
            "spec.http_proxy",
            "it is for http:// only: https:// goes by https_proxy",
        );
    }
    let said = said(&item, gather, https, given("no_proxy", spec.except));
    gather.proxies.source.clone_from(&gather.source);
    gather
        .proxies
        .mtc
        .push((item.object.namespace.unwrap_or_default(), said));
}

fn said(
    item: &Item,
    gather: &mut Gather,
    proxy: Option<(String, String)>,
    no_proxy: Option<(String, String)>,
) -> Said {
    let source = |field: &str| format!("{}/{} {field}", item.object.kind, item.object.name);
    let proxy = proxy.and_then(|(field, text)| match ProxyUrl::parse(&text) {
        Ok(value) => Some(From { source: source(&field), value }),
        Err(why) => {
            gather.problem(
                item,
                &field,
                &why,
                "correct it in the cluster; until then targets are probed as the flags and the environment say",
            );
            None
        }
    });
    let no_proxy = no_proxy.map(|(field, text)| From {
        source: source(&field),
        value: NoProxy::new(text),
    });
    Said { proxy, no_proxy }
}

impl Ways {
    /// A file's own Proxy; else the only one there is in all files. The same for what MTC is told.
    pub fn of(own: &Proxies, all: &[&Proxies]) -> Self {
        let mut ways = Self::default();
        let cluster = ways.one(
            own,
            own.cluster.clone(),
            all.iter().flat_map(|p| p.cluster.clone()).collect(),
            "Proxy",
        );
        let mtc = ways.one(
            own,
            own.mtc.clone(),
            all.iter().flat_map(|p| p.mtc.clone()).collect(),
            "MigrationController",
        );
        ways.cluster = cluster.as_ref().and_then(routing);
        ways.mtc = mtc.map(|(namespace, said)| {
            let cluster = cluster.unwrap_or_default();
            let said = Said {
                proxy: said.proxy.or(cluster.proxy),
                no_proxy: said.no_proxy.or(cluster.no_proxy),
            };
            let same = ways
                .cluster
                .as_ref()
                .filter(|known| known.proxy == said.proxy && known.no_proxy == said.no_proxy);
            (namespace, same.cloned().or_else(|| routing(&said)))
        });
        ways
    }

    fn one<T: Clone + PartialEq>(
        &mut self,
        own: &Proxies,
        mine: Vec<T>,
        all: Vec<T>,
        kind: &str,
    ) -> Option<T> {
        let is_mine = !mine.is_empty();
        let mut distinct: Vec<T> = Vec::new();
        for said in if is_mine { mine } else { all } {
            if !distinct.contains(&said) {
                distinct.push(said);
            }
        }
        if distinct.len() > 1 && is_mine {
            let what = format!(
                "{} objects of kind {kind} that say different things, so none of them decided a way",
                distinct.len()
            );
            self.problems.push(Problem::new(
                &own.source,
                what,
                "give each cluster's objects in a file of their own",
            ));
        }
        if distinct.len() == 1 {
            distinct.pop()
        } else {
            None
        }
    }

    /// `None`: as the run's own flags and environment say.
    pub fn of_client(&self, client: &Client) -> Option<Arc<Routing>> {
        match (client, &self.mtc) {
            (Client::Workstation, _) => None,
            (Client::Mtc, Some((_, way))) => way.clone(),
            (Client::Velero { namespace }, Some((mtc, way))) if namespace == mtc => way.clone(),
            _ => self.cluster.clone(),
        }
    }
}

/// Without a proxy nothing is said: from here the pods' direct way may not exist.
fn routing(said: &Said) -> Option<Arc<Routing>> {
    said.proxy.as_ref()?;
    Some(Arc::new(Routing {
        proxy: said.proxy.clone(),
        no_proxy: said.no_proxy.clone(),
        all_proxy: None,
        by_flag: false,
    }))
}
