//! Proxies, interceptors and interference, end to end: measured, followed up and judged as a run
//! does it, against the lab in this process.

mod addresses;
mod between;
mod counted;
mod healthy;
mod in_clear;
mod network_path;
mod products;
mod proxies;
mod stage;
mod together;
mod transparent;
mod turns;
mod withheld;
