//! What MTC will see, from objects and evidence made by hand: no network, one frozen clock.

mod conditions;
mod forms;
mod current_bundle;
mod logins;
mod pod;
mod registries;
mod selection;
pub mod stage;
mod storages;
mod status_comparison;
