//! Who connects to the endpoints that objects name, and through which proxy: the proxies that the
//! objects of a file name, and whose they are. Pure.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::error::Problem;
use crate::openshift::{Operator, namespace};
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
    /// Who names a proxy for `http://`.
    pub clear: Option<Sourced<ForClear>>,
    pub no_proxy: Option<Sourced<NoProxy>>,
}

/// There is a proxy for `http://`, whichever it is: it is never asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ForClear;

/// What an object says about one variable of a pod.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) enum Variable<T> {
    /// Nothing, so that another object decides.
    #[default]
    Unset,
    /// `None`: it is empty, which switches off what other objects say.
    Set(Option<T>),
}

/// The proxy variables that an object gives to pods.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct ProxyVariables {
    pub proxy: Variable<Sourced<ProxyUrl>>,
    pub clear: Variable<Sourced<ForClear>>,
    pub no_proxy: Variable<Sourced<NoProxy>>,
}

impl ProxyVariables {
    /// Whether both say the same, wherever each says it.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        self.proxy.is_alike(&other.proxy)
            && self.clear.is_alike(&other.clear)
            && self.no_proxy.is_alike(&other.no_proxy)
    }
}

impl<T: PartialEq> Variable<Sourced<T>> {
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unset, Self::Unset) | (Self::Set(None), Self::Set(None)) => true,
            (Self::Set(Some(one)), Self::Set(Some(other))) => one.value == other.value,
            _ => false,
        }
    }
}

/// The proxies that the objects of one file name.
#[derive(Default)]
pub(super) struct Proxies {
    pub cluster: Vec<ProxySettings>,
    /// Each with MTC's namespace; the Velero there belongs to MTC, too.
    pub mtc: Vec<(String, ProxySettings)>,
    /// Of operators, each with its namespace. One that is given any proxy variable by its Subscription is
    /// given none by the cluster (operator-lifecycle-manager, `pkg/lib/proxy/overridden.go`).
    pub operators: Vec<((Operator, String), ProxySettings)>,
    /// Of Velero's pods, each with its namespace. A variable beats that of the operator's pod
    /// (oadp-operator, `pkg/common`: "the first one wins").
    pub velero: Vec<(String, ProxyVariables)>,
    pub source: String,
}

impl Proxies {
    /// Adds the proxies that another object of the file names.
    pub(super) fn extend(&mut self, other: Self) {
        self.cluster.extend(other.cluster);
        self.mtc.extend(other.mtc);
        self.operators.extend(other.operators);
        self.velero.extend(other.velero);
        if self.source.is_empty() {
            self.source = other.source;
        }
    }
}

/// The routings of the pods that the objects of one file are about.
#[derive(Default)]
pub(super) struct ProxyRoutings {
    cluster: PodRoutings,
    mtc: PodRoutings,
    /// Of Velero in those namespaces where it goes otherwise than by the cluster's Proxy.
    velero: Vec<(String, PodRoutings)>,
    pub problems: Vec<Problem>,
}

/// The routings of one kind of pod. `None`: without a proxy the pods' direct route need not exist
/// from here, and the run's own flags and environment say the way.
#[derive(Clone, Default)]
struct PodRoutings {
    /// To targets of TLS.
    secure: Option<Arc<Routing>>,
    /// To those that are spoken to in clear.
    clear: Option<Arc<Routing>>,
}

impl ProxyRoutings {
    /// Uses the file's own Proxy, else the only one in all files; and in the same way the objects that
    /// say something else for the pods of MTC and of Velero.
    pub(super) fn of(own: &Proxies, all: &[&Proxies]) -> Self {
        let mut routings = Self::default();
        let cluster = routings.one(own, all, "Proxy", |p| p.cluster.clone());
        let cluster = cluster.unwrap_or_default();
        let controller = routings.one(own, all, "MigrationController", |p| p.mtc.clone());
        let (home, controller) =
            controller.unwrap_or_else(|| (namespace::MTC.to_owned(), ProxySettings::default()));
        let mut operator = |operator: Operator, namespace: &str| {
            let is_it = |(of, _): &&((Operator, String), ProxySettings)| {
                of.0 == operator && of.1 == namespace
            };
            routings.one(own, all, "Subscription", |p| {
                let given = p.operators.iter().filter(is_it);
                given.map(|(_, settings)| settings.clone()).collect()
            })
        };
        let given = operator(Operator::Mtc, &home).unwrap_or_else(|| cluster.clone());
        let mtc = ProxySettings {
            proxy: controller.proxy.or(given.proxy),
            clear: controller.clear.or(given.clear),
            no_proxy: controller.no_proxy.or(given.no_proxy),
        };
        let mut velero: Vec<(String, ProxySettings)> = Vec::new();
        for namespace in namespaces(all, &home) {
            let usual = if namespace == home { &mtc } else { &cluster };
            let given = operator(Operator::Oadp, namespace).unwrap_or_else(|| usual.clone());
            velero.push((namespace.to_owned(), given));
        }
        for (namespace, settings) in &mut velero {
            let variables = routings.one(own, all, "DataProtectionApplication", |p| {
                let of_it = p.velero.iter().filter(|(of, _)| of == namespace);
                of_it.map(|(_, variables)| variables.clone()).collect()
            });
            if let Some(variables) = variables {
                settings.take(variables);
            }
        }
        let mut made: Vec<Arc<Routing>> = Vec::new();
        routings.cluster = shared(&mut made, &cluster);
        routings.mtc = shared(&mut made, &mtc);
        let velero = velero.into_iter();
        routings.velero = velero
            .map(|(namespace, settings)| (namespace, shared(&mut made, &settings)))
            .collect();
        routings
    }

    /// What the file's own objects say, else what all files say, if that is one thing.
    fn one<T: PartialEq>(
        &mut self,
        own: &Proxies,
        all: &[&Proxies],
        kind: &str,
        said: impl Fn(&Proxies) -> Vec<T>,
    ) -> Option<T> {
        let mine = said(own);
        let is_mine = !mine.is_empty();
        let all = || all.iter().flat_map(|proxies| said(proxies)).collect();
        let mut distinct: Vec<T> = Vec::new();
        for said in if is_mine { mine } else { all() } {
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
    pub(super) fn of_client(&self, client: &ConnectsFrom, clear: bool) -> Option<Arc<Routing>> {
        let ways = match client {
            ConnectsFrom::Workstation => return None,
            ConnectsFrom::Mtc => &self.mtc,
            ConnectsFrom::Velero { namespace } => {
                let known = self.velero.iter().find(|(of, _)| of == namespace);
                known.map_or(&self.cluster, |(_, ways)| ways)
            }
        };
        if clear { &ways.clear } else { &ways.secure }.clone()
    }
}

impl ProxySettings {
    /// Lets the variables that are set take precedence.
    pub(super) fn take(&mut self, variables: ProxyVariables) {
        if let Variable::Set(proxy) = variables.proxy {
            self.proxy = proxy;
        }
        if let Variable::Set(clear) = variables.clear {
            self.clear = clear;
        }
        if let Variable::Set(no_proxy) = variables.no_proxy {
            self.no_proxy = no_proxy;
        }
    }
}

/// MTC's own namespace, and those for whose Velero an object says something.
fn namespaces<'a>(all: &[&'a Proxies], home: &'a str) -> BTreeSet<&'a str> {
    let of_velero = all.iter().flat_map(|proxies| &proxies.velero);
    let of_operators = all.iter().flat_map(|proxies| &proxies.operators);
    of_velero
        .map(|(namespace, _)| namespace.as_str())
        .chain(of_operators.map(|((_, namespace), _)| namespace.as_str()))
        .chain([home])
        .collect()
}

/// The routings of these settings, each made once.
fn shared(made: &mut Vec<Arc<Routing>>, settings: &ProxySettings) -> PodRoutings {
    let way = one_of(made, settings);
    PodRoutings {
        secure: settings.proxy.as_ref().map(|_| Arc::clone(&way)),
        clear: settings.clear.as_ref().map(|_| way),
    }
}

fn one_of(made: &mut Vec<Arc<Routing>>, settings: &ProxySettings) -> Arc<Routing> {
    let clear_proxy = settings.clear.as_ref().map(|clear| clear.source.clone());
    let is_it = |known: &&Arc<Routing>| {
        known.proxy == settings.proxy
            && known.clear_proxy == clear_proxy
            && known.no_proxy == settings.no_proxy
    };
    if let Some(known) = made.iter().find(is_it) {
        return Arc::clone(known);
    }
    let routing = Arc::new(Routing {
        proxy: settings.proxy.clone(),
        no_proxy: settings.no_proxy.clone(),
        unusable: None,
        clear_proxy,
        all_proxy: None,
        by_flag: false,
    });
    made.push(Arc::clone(&routing));
    routing
}
