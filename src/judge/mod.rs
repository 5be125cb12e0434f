//! Evidence → verdicts. Functions of (evidence, stores, now): opens nothing, reads no clock, never
//! logs, makes no sentence.
//!
//! | to find | look at |
//! |---|---|
//! | what a verdict says | `finding`, `verdict` |
//! | the order of the rules, and how one endpoint is judged | `endpoint` |
//! | rules about the way: names, connections, proxies; what this machine ran out of | `dns`, `tcp`, `proxy`, `tunnel`, `routes`; `own_limit` |
//! | rules about the handshake | `tls`, `alerts`, `client_certificate`; which clients of others would connect: `client_reach`, `agreed` |
//! | rules about interference | `interception`, `network_path`; their signs in `signals`, `canary`, `repeats`, `products` |
//! | rules about an unknown authority: `intermediate-missing`, `root-not-sent` and others | `trust` |
//! | rules about the certificate itself: `expired`, `name-mismatch` and others | `certificate`, `constraints` |
//! | rules about the answer | `identity`, `referral`, `not_exposed`, `contact` |
//! | what works, and the warnings beside it | `ok`, `addresses`, `key_types` |
//! | which verdict is the headline | `headline` |
//! | trust in a chain: Go's rule, webpki's, the path | `path`, `trusted`, `clients`, `names` |
//! | what is known before a run, what a run teaches, what that changes | `learnt`, `learning`, `run_index`, `authorities`, `taint`, `across` |
//! | which further measurement would settle a doubt | `follow`, `turns`, `unasked`, `key_types`, `aia`; as it is asked for: `request` |

mod across;
mod addresses;
mod agreed;
pub mod aia;
mod alerts;
mod authorities;
mod canary;
mod case;
mod certificate;
mod chosen;
mod client_certificate;
mod client_reach;
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
mod key_types;
mod learning;
mod learnt;
pub mod names;
mod network_path;
mod not_exposed;
mod ok;
mod own_limit;
pub mod path;
mod products;
mod proxy;
mod public_hosts;
mod referral;
mod repeats;
mod request;
mod routes;
mod rule;
mod run_index;
mod shown;
mod signals;
mod spellings;
mod subtrees;
pub mod taint;
mod tcp;
mod tls;
mod trust;
mod trusted;
mod tunnel;
mod turns;
mod unasked;
mod verdict;

pub use across::{JudgedRun, across};
pub use authorities::Authorities;
pub use case::{AddressOutcome, Case};
pub use chosen::{HeldEndpoints, SomeEndpoints};
pub use clients::{
    AnchorPart, Client, ClientDiffers, ClientQuirk, ConstrainedKind, FurtherFault, IssuerMark,
    PathMember, ProfileDefect, TwinTaken,
};
pub use endpoint::endpoint;
pub use finding::Finding;
pub use ground::Ground;
pub use headline::codes_of;
pub use judged::{Endpoint, Endpoints, RunEffect, RunFinding, in_order};
pub use key_types::{KeyCoverage, is_shown_another};
pub use learnt::{Given, Learnt, Lessons};
pub use path::Stores;
pub use products::Product;
pub use repeats::{asked_again, contradicting, shown_by_turns};
pub use shown::furthest;
pub use signals::shown_by_minter;
pub use taint::Taint;
pub use trusted::{
    CertSource, Cure, GoVerdict, Incurable, RuleVerdict, StrictVerdict, Trust, UnusableIssuer,
    WhyUnusable,
};
pub use unasked::is_left_open;
pub use verdict::Verdict;
