//! The hosts file: names with their addresses, read as Go and the C library read it (measured with
//! glibc 2.36 and Go 1.19 to 1.27). Asks nobody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hickory_resolver::Hosts;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{Name, RecordType};

use crate::evidence::Fault;
#[cfg(unix)]
use crate::measure::fault::unless_lacking;

/// What the hosts file says.
#[derive(Default)]
pub(super) struct HostsFile(Hosts);

impl HostsFile {
    /// An unreadable file lists nothing, unless this machine had nothing left to open it with.
    #[cfg(unix)]
    #[expect(
        clippy::disallowed_methods,
        reason = "the name service of the system is configured in files"
    )]
    pub(super) fn of_system() -> Result<Self, Fault> {
        Ok(Self::read(&unless_lacking(std::fs::read("/etc/hosts"))?))
    }

    /// An unreadable file lists nothing.
    #[cfg(not(unix))]
    pub(super) fn of_system() -> Result<Self, Fault> {
        Ok(Self(Hosts::from_system().unwrap_or_default()))
    }

    /// A byte that is no ASCII costs the word it stands in: the name, or with the address the line. So
    /// a byte order mark costs the first line, and a no-break space parts no words.
    #[cfg(any(unix, test))]
    pub(super) fn read(bytes: &[u8]) -> Self {
        let odd = |c: char| {
            if c.is_ascii() {
                c
            } else {
                char::REPLACEMENT_CHARACTER
            }
        };
        let lossy = String::from_utf8_lossy(bytes);
        let text: String = lossy.chars().map(odd).collect();
        let mut hosts = Hosts::default();
        // Reading from memory does not fail.
        let _ = hosts.read_hosts_conf(text.as_bytes());
        Self(hosts)
    }

    /// Its addresses, IPv4 first; empty where it is not listed.
    pub(super) fn addresses(&self, name: &Name) -> Vec<IpAddr> {
        let of = |kind| {
            let query = Query::query(name.clone(), kind);
            self.0.lookup_static_host(&query)
        };
        let both = [of(RecordType::A), of(RecordType::AAAA)];
        both.iter()
            .flatten()
            .flat_map(|found| found.answers().iter().filter_map(|r| r.data.ip_addr()))
            .collect()
    }
}

/// `localhost` must not be asked of a resolver (RFC 6761 6.3).
pub(super) fn localhost(name: &str) -> Option<Vec<IpAddr>> {
    let is_localhost = name == "localhost" || name.ends_with(".localhost");
    is_localhost.then(|| vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
}
