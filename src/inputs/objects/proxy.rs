//! The proxy that a cluster's pods use: the Proxy object, and the MigrationController, which
//! overrides it for MTC; a proxy's credentials are in a type that neither prints nor serialises.

use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::{Field, Item};
use super::routings::ProxySettings;
use super::status;
use crate::route::{NoProxy, ProxyInGo, ProxyUrl, RouteSource, Sourced};

/// Reads the cluster's Proxy. Pods get what its status says, which adds the cluster's own networks
/// to the exceptions.
pub(super) fn cluster_proxy<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let https = first(&mut found, &["status.httpsProxy", "spec.httpsProxy"]);
    let http = first(&mut found, &["status.httpProxy", "spec.httpProxy"]);
    let no_proxy = first(&mut found, &["status.noProxy", "spec.noProxy"]);
    if let (None, Some(http)) = (&https, http) {
        found.note(
            &http.path,
            "it is for http:// only: without an httpsProxy pods go to https:// directly",
        );
    }
    let settings = settings(item, &mut found, https, no_proxy);
    found.proxies.source = item.source.to_string();
    found.proxies.cluster.push(settings);
    found
}

/// Reads the proxy of an install-config, of which the installer makes the cluster's Proxy.
pub(super) fn install_config(found: &mut ObjectFindings<'_>) {
    if !found.has_map("proxy") {
        return;
    }
    let item = found.item;
    let https = first(found, &["proxy.httpsProxy"]);
    let no_proxy = first(found, &["proxy.noProxy"]);
    let settings = settings(item, found, https, no_proxy);
    found.proxies.source = item.source.to_string();
    found.proxies.cluster.push(settings);
}

/// Reads a MigrationController, which takes precedence over the Proxy for MTC's pods. Its operator
/// reads both spellings of a field.
pub(super) fn migration_controller<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let https = first(&mut found, &["spec.https_proxy", "spec.httpsProxy"]);
    let http = first(&mut found, &["spec.http_proxy", "spec.httpProxy"]);
    let no_proxy = first(&mut found, &["spec.no_proxy", "spec.noProxy"]);
    if let (None, Some(http)) = (&https, http) {
        found.note(
            &http.path,
            "it is for http:// only: https:// goes by https_proxy",
        );
    }
    let settings = settings(item, &mut found, https, no_proxy);
    found.proxies.source = item.source.to_string();
    found
        .proxies
        .mtc
        .push((item.namespace().to_owned(), settings));
    let reported = status::reported(&mut found);
    status::keep(&mut found, reported);
    found
}

/// The first of these fields that is not empty.
fn first<'a>(found: &mut ObjectFindings<'a>, paths: &[&str]) -> Option<Field<'a>> {
    let fields = paths.iter().map(|path| found.text(*path));
    let fields: Vec<Field<'_>> = fields.collect();
    fields.into_iter().find(|field| !field.text.is_empty())
}

fn settings(
    item: &Item,
    found: &mut ObjectFindings<'_>,
    proxy: Option<Field<'_>>,
    no_proxy: Option<Field<'_>>,
) -> ProxySettings {
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
    ProxySettings { proxy, no_proxy }
}
