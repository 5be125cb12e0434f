//! The proxy that a cluster's pods use: the Proxy object, and the MigrationController, Subscriptions and
//! DataProtectionApplications, which override it for the pods of MTC and Velero. Of a pod's variables
//! those of proxies alone are read; a proxy's credentials are in a type that neither prints nor
//! serialises.

use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::{Field, Item};
use super::routings::{ForClear, ProxySettings, ProxyVariables, Variable};
use super::status;
use crate::openshift::OPERATORS;
use crate::route::{NoProxy, ProxyInGo, ProxyUrl, RouteSource, Sourced};

/// What is said of a proxy that is for http:// only.
const CLEAR_ONLY: &str =
    "it is for http:// only: without an httpsProxy pods go to https:// directly";

/// Reads the cluster's Proxy. Pods get what its status says, which adds the cluster's own networks
/// to the exceptions.
pub(super) fn cluster_proxy<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    cluster(&mut found, ["status", "spec"].as_slice());
    found
}

/// Reads the proxy of an install-config, of which the installer makes the cluster's Proxy.
pub(super) fn install_config(found: &mut ObjectFindings<'_>) {
    if found.has_map("proxy") {
        cluster(found, &["proxy"]);
    }
}

fn cluster(found: &mut ObjectFindings<'_>, parts: &[&str]) {
    let mut field = |name: &str| first(found, parts.iter().map(|part| format!("{part}.{name}")));
    let (https, http) = (field("httpsProxy"), field("httpProxy"));
    let no_proxy = field("noProxy");
    if let (None, Some(http)) = (&https, &http) {
        found.note(&http.path, CLEAR_ONLY);
    }
    let settings = settings(found, https, (http, no_proxy));
    found.proxies.source = found.item.source.to_string();
    found.proxies.cluster.push(settings);
}

/// Reads a MigrationController, which takes precedence over the Proxy for MTC's pods. Its operator
/// reads both spellings of a field.
pub(super) fn migration_controller<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let mut field = |names: [&str; 2]| first(&mut found, names.map(|name| format!("spec.{name}")));
    let https = field(["https_proxy", "httpsProxy"]);
    let http = field(["http_proxy", "httpProxy"]);
    let no_proxy = field(["no_proxy", "noProxy"]);
    if let (None, Some(http)) = (&https, &http) {
        found.note(
            &http.path,
            "it is for http:// only: https:// goes by https_proxy",
        );
    }
    let settings = settings(&mut found, https, (http, no_proxy));
    found.proxies.source = item.source.to_string();
    found
        .proxies
        .mtc
        .push((item.namespace().to_owned(), settings));
    let reported = status::reported(&mut found);
    status::keep(&mut found, reported);
    found
}

/// Reads a Subscription of MTC or OADP: the variables of its operator's pod, which hands them on.
pub(super) fn subscription<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let package = found.text("spec.name").text;
    let Some((_, operator)) = OPERATORS.iter().find(|(name, _)| *name == package) else {
        return ObjectFindings::passed_over(item);
    };
    let given = variables(&mut found, "spec.config.env");
    if given != ProxyVariables::default() {
        let mut settings = ProxySettings::default();
        settings.take(given);
        found.proxies.source = item.source.to_string();
        let key = (*operator, item.namespace().to_owned());
        found.proxies.operators.push((key, settings));
    }
    found
}

/// Reads the variables that a DataProtectionApplication gives to the pods of Velero. The server is the
/// first that connects to a backup location; where nothing is said for it, the node agent counts, which
/// carries the volumes.
pub(super) fn application(found: &mut ObjectFindings<'_>) {
    const PODS: [&str; 3] = ["velero", "nodeAgent", "restic"];
    let mut decided: Option<(&str, ProxyVariables)> = None;
    for pod in PODS {
        let list = format!("spec.configuration.{pod}.podConfig.env");
        let given = variables(found, &list);
        match &decided {
            _ if given == ProxyVariables::default() => {}
            None => decided = Some((pod, given)),
            Some((by, known)) if !known.is_alike(&given) => {
                let what =
                    format!("its pods go another way than those of {by}, whose way was used");
                found.note(&list, &what);
            }
            Some(_) => {}
        }
    }
    if let Some((_, given)) = decided {
        found.proxies.source = found.item.source.to_string();
        let namespace = found.item.namespace().to_owned();
        found.proxies.velero.push((namespace, given));
    }
}

/// The proxy variables in a list of a pod's variables. Go's clients read both spellings.
fn variables(found: &mut ObjectFindings<'_>, list: &str) -> ProxyVariables {
    let https = variable(found, list, ["HTTPS_PROXY", "https_proxy"]);
    let http = variable(found, list, ["HTTP_PROXY", "http_proxy"]);
    let no_proxy = variable(found, list, ["NO_PROXY", "no_proxy"]);
    let is_filled = |field: &Field<'_>| !field.text.is_empty();
    let sets = (https.is_some(), http.is_some(), no_proxy.is_some());
    let http = http.filter(is_filled);
    if let (None, Some(http)) = (&https, &http) {
        found.note(&http.path, CLEAR_ONLY);
    }
    let (sets_proxy, sets_clear, sets_exceptions) = sets;
    let no_proxy = no_proxy.filter(is_filled);
    let said = settings(found, https.filter(is_filled), (http, no_proxy));
    let mut given = ProxyVariables::default();
    if sets_proxy {
        given.proxy = Variable::Set(said.proxy);
    }
    if sets_clear {
        given.clear = Variable::Set(said.clear);
    }
    if sets_exceptions {
        given.no_proxy = Variable::Set(said.no_proxy);
    }
    given
}

fn variable<'a>(found: &mut ObjectFindings<'a>, list: &str, names: [&str; 2]) -> Option<Field<'a>> {
    for entry in found.list(list) {
        if !names.contains(&found.text(format!("{entry}.name")).text) {
            continue;
        }
        if found.has_map(&format!("{entry}.valueFrom")) {
            let what = "its value is kept elsewhere and not read, so it decided no way";
            found.note(&format!("{entry}.valueFrom"), what);
            continue;
        }
        return Some(found.text(format!("{entry}.value")));
    }
    None
}

/// The first of these fields that is not empty.
fn first<'a>(
    found: &mut ObjectFindings<'a>,
    paths: impl IntoIterator<Item = String>,
) -> Option<Field<'a>> {
    // Each is read, so that a wrong type is told wherever it stands.
    let fields: Vec<Field<'_>> = paths.into_iter().map(|path| found.text(path)).collect();
    fields.into_iter().find(|field| !field.text.is_empty())
}

fn settings(
    found: &mut ObjectFindings<'_>,
    proxy: Option<Field<'_>>,
    (clear, no_proxy): (Option<Field<'_>>, Option<Field<'_>>),
) -> ProxySettings {
    let item = found.item;
    let source = |field: &Field<'_>| RouteSource::Object {
        kind: item.object.kind.clone(),
        name: item.object.name.to_string(),
        field: field.path.clone(),
    };
    let proxy = proxy.and_then(|field| match ProxyUrl::parse(field.text) {
        Ok(value) => Some(Sourced { source: source(&field), value }),
        Err(why) => {
            let in_go = ProxyInGo::of(field.text);
            let hint = format!("correct it in the cluster: {in_go}; until then targets are probed as the flags and the environment say");
            found.problem(&field.path, &why, hint);
            None
        }
    });
    let no_proxy = no_proxy.map(|field| Sourced {
        source: source(&field),
        value: NoProxy::new(field.text.to_owned()),
    });
    let clear = clear.map(|field| Sourced {
        source: source(&field),
        value: ForClear,
    });
    ProxySettings {
        proxy,
        clear,
        no_proxy,
    }
}
