//! What TLS clients offer, one row for each, and what each of them misses in what a server chose. A
//! limit of one client is no fault of the server's: this table tells whose it is. Pure; no sentence.

mod client;
mod names;
mod offer;
mod rows;

pub use client::Client;
pub use names::{SUITES, group_name, scheme_name, suite_name};
pub use offer::{Chosen, Missing, Offer};

/// The row of a client.
#[must_use]
pub fn of(client: Client) -> &'static Offer {
    let row = rows::OFFERS.iter().find(|row| row.client == client);
    row.unwrap_or(&rows::OFFERS[0])
}

#[cfg(test)]
mod tests;
