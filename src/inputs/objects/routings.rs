//! Who connects to the endpoints that objects name, and through which proxy: the proxies that the
//! objects of a file name, and whose they are. Pure.

use std::sync::Arc;

use crate::error::Problem;
use crate::route::{NoProxy, ProxyUrl, Routing, Sourced};

/// Who connects to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ConnectsFrom {
    /// A browser, or the user of this program: the run's own flags and environment decide.
    Workstation,
    /// A pod of MTC.
    Mtc,
    /// A pod of Velero in this namespace, either MTC's own Velero or OADP's.
    Velero { namespace: String },
}

/// The proxy that one object names.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct ProxySettings {
    pub proxy: Option<Sourced<ProxyUrl>>,
    pub no_proxy: Option<Sourced<NoProxy>>,
}

/// The proxies that the objects of one file name.
#[derive(Default)]
pub(super) struct Proxies {
    pub cluster: Vec<ProxySettings>,
    /// Each with MTC's namespace; the Velero there belongs to MTC, too.
    pub mtc: Vec<(String, ProxySettings)>,
    pub source: String,
}

impl Proxies {
    /// Adds the proxies that another object of the file names.
    pub(super) fn extend(&mut self, other: Self) {
        self.cluster.extend(other.cluster);
        self.mtc.extend(other.mtc);
        if self.source.is_empty() {
            self.source = other.source;
        }
    }
}

/// The routings of the pods that the objects of one file are about.
#[derive(Default)]
pub(super) struct ProxyRoutings {
    cluster: Option<Arc<Routing>>,
    mtc: Option<(String, Option<Arc<Routing>>)>,
    pub problems: Vec<Problem>,
}

impl ProxyRoutings {
    /// Uses the file's own Proxy, else the only one in all files; and in the same way the
    /// MigrationController.
    pub(super) fn of(own: &Proxies, all: &[&Proxies]) -> Self {
        let mut routings = Self::default();
        let cluster = routings.one(
            own,
            own.cluster.clone(),
            all.iter().flat_map(|p| p.cluster.clone()).collect(),
            "Proxy",
        );
        let mtc = routings.one(
            own,
            own.mtc.clone(),
            all.iter().flat_map(|p| p.mtc.clone()).collect(),
            "MigrationController",
        );
        routings.cluster = cluster.as_ref().and_then(routing);
        routings.mtc = mtc.map(|(namespace, mtc)| {
            let cluster = cluster.unwrap_or_default();
            let settings = ProxySettings {
                proxy: mtc.proxy.or(cluster.proxy),
                no_proxy: mtc.no_proxy.or(cluster.no_proxy),
            };
            let same = routings.cluster.as_ref().filter(|known| {
                known.proxy == settings.proxy && known.no_proxy == settings.no_proxy
            });
            (namespace, same.cloned().or_else(|| routing(&settings)))
        });
        routings
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
    pub(super) fn of_client(&self, client: &ConnectsFrom) -> Option<Arc<Routing>> {
        match (client, &self.mtc) {
            (ConnectsFrom::Workstation, _) => None,
            (ConnectsFrom::Mtc, Some((_, way))) => way.clone(),
            (ConnectsFrom::Velero { namespace }, Some((mtc, way))) if namespace == mtc => {
                way.clone()
            }
            _ => self.cluster.clone(),
        }
    }
}

/// `None` without a proxy: the pods' direct route need not exist from here.
fn routing(settings: &ProxySettings) -> Option<Arc<Routing>> {
    settings.proxy.as_ref()?;
    Some(Arc::new(Routing {
        proxy: settings.proxy.clone(),
        no_proxy: settings.no_proxy.clone(),
        all_proxy: None,
        by_flag: false,
    }))
}
