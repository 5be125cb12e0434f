//! Evidence → verdicts. Functions of (evidence, stores, now): opens nothing, reads no clock, never
//! logs. `finding` holds what a verdict says, `path` decides trust, one file per step holds its
//! rules.

mod across;
mod addresses;
pub mod aia;
mod alerts;
mod authorities;
mod canary;
mod case;
mod certificate;
pub mod clients;
mod constraints;
mod contact;
mod dns;
mod endpoint;
pub mod finding;
pub mod follow;
mod ground;
mod headline;
mod identity;
mod interception;
mod judged;
mod learning;
mod learnt;
pub mod names;
mod network_path;
mod not_exposed;
mod ok;
pub mod path;
mod products;
mod proxy;
mod referral;
mod routes;
mod rule;
mod signals;
pub mod taint;
mod tcp;
mod tls;
mod trust;
mod trusted;
mod tunnel;
mod unasked;
mod verdict;

pub use across::across;
pub use authorities::Authorities;
pub use case::{AddressOutcome, Case};
pub use clients::{ClientDiffers, ClientGroup, ClientQuirk, ProfileDefect};
pub use endpoint::endpoint;
pub use finding::Finding;
pub use ground::Ground;
pub use headline::codes_of;
pub use judged::{Endpoint, Judgement, RunEffect, RunFinding};
pub use learnt::{Given, Learnt};
pub use path::Stores;
pub use products::Product;
pub use taint::Taint;
pub use trusted::{CertSource, GoVerdict, RuleVerdict, StrictVerdict, Trust};
pub use verdict::Verdict;

use crate::codes::Code;
use rule::Rule;
