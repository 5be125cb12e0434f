//! What MTC will see, from objects and evidence made by hand: no network, one frozen clock.

mod conditions;
mod current_bundle;
mod forms;
mod hosts;
mod logins;
mod pod;
pub mod proxied;
mod registries;
mod selection;
pub mod stage;
mod status_comparison;
mod statuses;
mod storages;
