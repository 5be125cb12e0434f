//! nsswitch.conf: whether the hosts file or the resolvers are asked, and in which order.
//! Parses one line; asks nobody.

use crate::evidence::Fault;
use crate::measure::fault::unless_lacking;

/// What this program can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// The hosts file.
    Files,
    /// The resolvers.
    Dns,
}

impl Service {
    /// As nsswitch.conf names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Dns => "dns",
        }
    }
}

/// How a service ended that found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Miss {
    /// There is no such name, or it has no address.
    NotFound,
    /// It gave no answer that can be used. To glibc that is UNAVAIL, whether the resolvers were
    /// silent, refused or failed (measured with 2.36); it never was TRYAGAIN.
    Unavailable,
}

/// One service, and after which ends the next one is not asked (nsswitch.conf(5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) service: Service,
    ends_if_not_found: bool,
    ends_if_unavailable: bool,
}

impl Step {
    const fn of(service: Service) -> Self {
        Self {
            service,
            ends_if_not_found: false,
            ends_if_unavailable: false,
        }
    }

    pub(super) const fn ends_with(self, miss: Miss) -> bool {
        match miss {
            Miss::NotFound => self.ends_if_not_found,
            Miss::Unavailable => self.ends_if_unavailable,
        }
    }

    /// `[NOTFOUND=return]`, `[!UNAVAIL=return]`, without the brackets.
    fn take(&mut self, criteria: &str) {
        for rule in criteria.split_whitespace() {
            let (status, action) = rule.split_once('=').unwrap_or((rule, ""));
            let (negated, status) = match status.strip_prefix('!') {
                Some(status) => (true, status),
                None => (false, status),
            };
            let ends = action.eq_ignore_ascii_case("return");
            if status.eq_ignore_ascii_case("notfound") != negated {
                self.ends_if_not_found = ends;
            }
            if status.eq_ignore_ascii_case("unavail") != negated {
                self.ends_if_unavailable = ends;
            }
        }
    }
}

/// The order in which services are asked for a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) steps: Vec<Step>,
    /// Services that only the C library knows.
    pub(super) not_asked: Vec<String>,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            steps: [Service::Files, Service::Dns].map(Step::of).into(),
            not_asked: Vec::new(),
        }
    }
}

impl Order {
    #[expect(
        clippy::disallowed_methods,
        reason = "the name service of the system is configured in files"
    )]
    pub(super) fn of_system() -> Result<Self, Fault> {
        let text = unless_lacking(std::fs::read("/etc/nsswitch.conf"))?;
        Ok(Self::read(&String::from_utf8_lossy(&text)))
    }

    /// Where nothing that can be asked is named, as Go does: the hosts file, then the resolvers.
    pub(super) fn read(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| line.split('#').next());
        let mut named = lines.filter_map(|line| line.trim().strip_prefix("hosts:"));
        let Some(line) = named.next() else {
            return Self::default();
        };
        let mut order = Self {
            steps: Vec::new(),
            not_asked: Vec::new(),
        };
        // systemd-resolved is the system's resolver; resolv.conf leads to it.
        let resolve_is_dns = !line.split_whitespace().any(|word| word == "dns");
        let mut known = false;
        for word in words(line) {
            match word.strip_prefix('[') {
                Some(criteria) if known => {
                    if let Some(step) = order.steps.last_mut() {
                        step.take(criteria.trim_end_matches(']'));
                    }
                }
                Some(_) => {}
                None => known = order.add(word, resolve_is_dns),
            }
        }
        if order.steps.is_empty() {
            order.steps = Self::default().steps;
        }
        order
    }

    fn add(&mut self, word: &str, resolve_is_dns: bool) -> bool {
        let service = match word {
            "files" => Some(Service::Files),
            "dns" => Some(Service::Dns),
            "resolve" if resolve_is_dns => Some(Service::Dns),
            _ => None,
        };
        match service {
            Some(service) => self.steps.push(Step::of(service)),
            None => self.not_asked.push(word.to_owned()),
        }
        service.is_some()
    }
}

/// Services, and criteria with their opening bracket.
fn words(line: &str) -> Vec<&str> {
    let (mut words, mut rest) = (Vec::new(), line.trim_start());
    while !rest.is_empty() {
        let end = if rest.starts_with('[') {
            rest.find(']').map_or(rest.len(), |at| at + 1)
        } else {
            rest.find(|c: char| c.is_whitespace() || c == '[')
                .unwrap_or(rest.len())
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services(text: &str) -> Vec<Service> {
        let steps = Order::read(text).steps;
        steps.iter().map(|step| step.service).collect()
    }

    #[test]
    fn files_and_dns_are_asked_in_the_order_of_the_line() {
        use Service::{Dns, Files};
        for (text, expected) in [
            ("", &[Files, Dns][..]),
            ("passwd: files\nhosts:\tfiles dns # usual", &[Files, Dns]),
            ("hosts: dns files", &[Dns, Files]),
            ("hosts: files", &[Files]),
            ("hosts: dns", &[Dns]),
            ("#hosts: dns", &[Files, Dns]),
            ("hosts: files resolve", &[Files, Dns]),
            ("hosts: sss", &[Files, Dns]),
            (
                "hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns",
                &[Files, Dns],
            ),
        ] {
            assert_eq!(services(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        let order = Order::read("hosts: files mdns4_minimal [NOTFOUND=return] dns myhostname");
        assert_eq!(order.not_asked, ["mdns4_minimal", "myhostname"]);
        // The criterion is that of a service which was not asked.
        assert!(!order.steps[0].ends_with(Miss::NotFound));
    }

    #[test]
    fn a_criterion_ends_the_lookup() {
        let ends = |text: &str| {
            let first = Order::read(text).steps[0];
            (
                first.ends_with(Miss::NotFound),
                first.ends_with(Miss::Unavailable),
            )
        };
        assert_eq!(ends("hosts: dns files"), (false, false));
        assert_eq!(ends("hosts: dns [NOTFOUND=return] files"), (true, false));
        assert_eq!(ends("hosts: dns[!UNAVAIL=return] files"), (true, false));
        assert_eq!(ends("hosts: dns [UNAVAIL=return] files"), (false, true));
        assert_eq!(ends("hosts: dns [TRYAGAIN=return] files"), (false, false));
        assert_eq!(ends("hosts: dns [!TRYAGAIN=return] files"), (true, true));
        assert_eq!(ends("hosts: dns [!SUCCESS=return] files"), (true, true));
        assert_eq!(ends("hosts: dns [SUCCESS=continue] files"), (false, false));
        assert_eq!(ends("hosts: dns [ !notfound=return ] files"), (false, true));
        assert_eq!(
            ends("hosts: dns [!SUCCESS=return UNAVAIL=continue] files"),
            (true, false)
        );
    }
}
