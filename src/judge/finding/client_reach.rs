//! Which clients would connect to a server, and what the others miss.
//! Plain data.

use crate::offers::{Client, Missing};

/// What is known of the clients of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientReach {
    /// Those that connect, as far as the handshake goes.
    pub connect: Vec<Client>,
    /// Those that do not, and why.
    pub refuse: Vec<(Client, Missing)>,
}

impl ClientReach {
    /// Every Go that a verdict rests on connects.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        let connects = |client: &Client| self.connect.contains(client);
        Client::DECISIVE.iter().all(connects)
    }
}
