//! A whole run with stand-ins, so that a saved one can be handed on and judged again: what it names is
//! replaced as in reports, and its certificates are written anew, with throw-away keys and the same
//! structure, dates, usages and signatures that verify or do not. Values in, values out.

mod certificate;
mod certificates;
mod der;
mod fields;
mod keys;
mod met;
mod names;
mod oid;
mod replaced;

pub use met::Met;
pub use replaced::StandIns;
