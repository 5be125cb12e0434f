//! What MTC will see, from objects and evidence made by hand: no network, one frozen clock.

mod conditions;
mod forms;
mod held;
mod logins;
mod pod;
mod registries;
mod selection;
pub mod stage;
mod storages;
mod told;
