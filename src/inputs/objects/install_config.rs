//! `install-config.yaml`, from which the installer makes a cluster: its API server, the usual hosts of
//! its routes, its proxy and the CAs that it is to trust. Pure; the pull secret and the key in it are
//! not among the fields that are read.

use super::ca;
use super::cluster::COMPONENTS;
use super::context::ObjectContext;
use super::findings::{Lead, ObjectFindings};
use super::item::Item;
use super::proxy;
use super::routings::ConnectsFrom;
use crate::roles::RoleRef;
use crate::target::{Origin, Target};

/// The file need not name its kind.
pub(super) const KIND: &str = "InstallConfig";
const BASE_DOMAIN: &str = "baseDomain";

/// Reads an install-config. The installer gives `api.NAME.DOMAIN` and `*.apps.NAME.DOMAIN` to the
/// cluster.
pub(super) fn read<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let base = found.text(BASE_DOMAIN);
    let domain = format!(
        "{}.{}",
        item.object.name.raw(),
        base.text.trim_end_matches('.')
    );
    if !item.object.name.is_empty() && !base.text.is_empty() {
        let api = format!("api.{domain}");
        found.lead(RoleRef::API, BASE_DOMAIN, &api, &ConnectsFrom::Workstation);
        let apps = format!("apps.{domain}");
        for (role, usual) in &COMPONENTS {
            let origin = Origin::Usual {
                of: format!("{} {BASE_DOMAIN} ({})", item.object, item.source),
                domain: apps.clone(),
            };
            let text = format!("{}={}.{apps}", role.name, usual.host);
            let target = Target::parse(&text, origin).ok();
            found.leads.extend(target.map(|target| Lead {
                target,
                client: ConnectsFrom::Workstation,
            }));
        }
    }
    let bundle = found.text("additionalTrustBundle");
    ca::given(&mut found, &bundle.path, bundle.text);
    proxy::install_config(&mut found);
    found
}
