//! Name constraints as the newest Go applies them: to whole paths, those of each issuer to the names of
//! every certificate below it, kind by kind. What the oldest does is `constraints`.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::cert::go::{
    Edition, GoConstraints, GoNames, GoView, Mailbox, Network, Subtrees, is_domain,
};
use crate::dialects::go::{GoRefusal, NameRefusal, NamedBy};
use crate::judge::subtrees::{Domains, Networks};

use super::hostname::address;
use super::matching::{excluded, not_permitted, shown, uri_host};

/// What became of the names of one certificate under the constraints of another: many paths may hold
/// the same two.
#[derive(Default)]
pub(super) struct Checked<'a>(BTreeMap<(&'a str, &'a str), Result<(), GoRefusal>>);

impl<'a> Checked<'a> {
    /// What the newest Go asks of a whole path.
    ///
    /// # Errors
    /// A name that an issuer above it may not sign for.
    pub(super) fn check_path(
        &mut self,
        path: &[GoView<'a>],
        edition: &Edition,
    ) -> Result<(), GoRefusal> {
        if path.iter().all(|view| view.read.constraints.is_none()) || !edition.is_newest() {
            return Ok(());
        }
        for (at, view) in path.iter().enumerate() {
            let above = path[at + 1..].iter();
            let mut rules = above
                .filter_map(|issuer| Some((issuer.cert, issuer.read.constraints.as_deref()?)))
                .peekable();
            let Some(names) = view.read.san.as_ref() else {
                continue;
            };
            if rules.peek().is_none() {
                return Ok(());
            }
            let read = Read::of(names, edition)?;
            for (issuer, constraints) in rules {
                let pair = (view.cert.sha256(), issuer.sha256());
                let check = || Rules::of(constraints, edition).check(names, &read);
                self.0.entry(pair).or_insert_with(check).clone()?;
            }
        }
        Ok(())
    }
}

/// The names of a certificate that are looked into before any is compared.
struct Read<'a> {
    /// As written, and the host.
    uris: Vec<(&'a str, String)>,
    mails: Vec<Mailbox>,
}

impl<'a> Read<'a> {
    fn of(names: &'a GoNames, edition: &Edition) -> Result<Self, GoRefusal> {
        let uris = names.uris.iter().map(|uri| {
            let host = uri_host(uri, edition).map_err(GoRefusal::NotPermitted)?;
            Ok((uri.as_str(), host))
        });
        let mails = names.mails.iter().map(|mail| {
            let read = Mailbox::read(mail, edition);
            let name = mail.clone();
            let refused = || GoRefusal::NotPermitted(NameRefusal::MailUnread { name });
            read.map(lowered).ok_or_else(refused)
        });
        Ok(Self {
            uris: uris.collect::<Result<_, GoRefusal>>()?,
            mails: mails.collect::<Result<_, GoRefusal>>()?,
        })
    }
}

fn lowered(Mailbox { local, domain }: Mailbox) -> Mailbox {
    let domain = domain.to_ascii_lowercase();
    Mailbox { local, domain }
}

/// The constraints of one certificate, made ready for many names.
struct Rules<'a> {
    permitted: Kinds<'a>,
    excluded: Kinds<'a>,
}

/// One side of them.
struct Kinds<'a> {
    networks: Networks,
    dns: DomainRules<'a>,
    uris: DomainRules<'a>,
    /// Whole addresses: what stands before the `@`, and the domain in small letters.
    mailboxes: HashSet<(String, String)>,
    mail_domains: DomainRules<'a>,
}

impl<'a> Rules<'a> {
    fn of(constraints: &'a GoConstraints, edition: &Edition) -> Self {
        Self {
            permitted: Kinds::of(&constraints.permitted, edition),
            excluded: Kinds::of(&constraints.excluded, edition),
        }
    }

    fn check(&self, names: &GoNames, read: &Read<'_>) -> Result<(), GoRefusal> {
        for bytes in &names.addresses {
            self.check_address(bytes)?;
        }
        for name in &names.dns {
            if !is_domain(name) {
                let name = name.clone();
                return Err(GoRefusal::NotPermitted(NameRefusal::DnsUnread { name }));
            }
            let sides = (&self.permitted.dns, &self.excluded.dns);
            check_domain((NamedBy::Dns, name), name, sides)?;
        }
        for (uri, host) in &read.uris {
            if !is_domain(host) {
                let uri = (*uri).to_owned();
                return Err(GoRefusal::NotPermitted(NameRefusal::UriUnread { uri }));
            }
            let sides = (&self.permitted.uris, &self.excluded.uris);
            check_domain((NamedBy::Uri, uri), host, sides)?;
        }
        read.mails.iter().try_for_each(|mail| self.check_mail(mail))
    }

    fn check_address(&self, bytes: &[u8]) -> Result<(), GoRefusal> {
        let name = || address(bytes).map_or_else(String::new, |ip| ip.to_string());
        let permitted = &self.permitted.networks;
        if !permitted.is_empty() && permitted.widest(bytes).is_none() {
            return Err(not_permitted(NamedBy::Address, &name()));
        }
        match self.excluded.networks.widest(bytes) {
            Some((network, ones)) => {
                let network = shown(&network, ones);
                Err(excluded(NamedBy::Address, &name(), &network))
            }
            None => Ok(()),
        }
    }

    fn check_mail(&self, mailbox: &Mailbox) -> Result<(), GoRefusal> {
        let name = || format!("{}@{}", mailbox.local, mailbox.domain);
        let whole = (mailbox.local.clone(), mailbox.domain.clone());
        let permitted = &self.permitted;
        let is_limited = !(permitted.mailboxes.is_empty() && permitted.mail_domains.is_empty());
        let is_permitted =
            permitted.mailboxes.contains(&whole) || permitted.mail_domains.holds(&mailbox.domain);
        if is_limited && !is_permitted {
            return Err(not_permitted(NamedBy::Mail, &name()));
        }
        if self.excluded.mailboxes.contains(&whole) {
            return Err(excluded(NamedBy::Mail, &name(), &name()));
        }
        match self.excluded.mail_domains.excluding(&mailbox.domain) {
            Some(by) => Err(excluded(NamedBy::Mail, &name(), &by)),
            None => Ok(()),
        }
    }
}

fn check_domain(
    (kind, shown): (NamedBy, &str),
    domain: &str,
    (permitted, excluding): (&DomainRules<'_>, &DomainRules<'_>),
) -> Result<(), GoRefusal> {
    if !permitted.is_empty() && !permitted.holds(domain) {
        return Err(not_permitted(kind, shown));
    }
    match excluding.excluding(domain) {
        Some(by) => Err(excluded(kind, shown, &by)),
        None => Ok(()),
    }
}

impl<'a> Kinds<'a> {
    fn of(subtrees: &'a Subtrees, edition: &Edition) -> Self {
        let pair = |network: &'a Network| (&network.address[..], &network.mask[..]);
        let (mailboxes, domains): (Vec<&String>, Vec<&String>) =
            subtrees.mails.iter().partition(|mail| mail.contains('@'));
        let read = |mail: &String| {
            let Mailbox { local, domain } = lowered(Mailbox::read(mail, edition)?);
            Some((local, domain))
        };
        Self {
            networks: Networks::new(subtrees.networks.iter().map(pair)),
            dns: DomainRules::new(subtrees.dns.iter()),
            uris: DomainRules::new(subtrees.uris.iter()),
            mailboxes: mailboxes.into_iter().filter_map(read).collect(),
            mail_domains: DomainRules::new(domains.into_iter()),
        }
    }
}

/// Domains, and what a star may stand for.
struct DomainRules<'a> {
    domains: Domains<'a>,
    /// By what follows the first label, of those that lie in no other.
    below: HashMap<String, String>,
}

impl<'a> DomainRules<'a> {
    fn new(rules: impl Iterator<Item = &'a String> + Clone) -> Self {
        let domains = Domains::new(rules.clone().map(String::as_str));
        let mut below: HashMap<String, String> = HashMap::new();
        for rule in rules {
            let is_widest = domains
                .widest(rule)
                .is_some_and(|by| by.len() == rule.len());
            let Some(parent) = parent(rule).filter(|_| is_widest) else {
                continue;
            };
            let rule = rule.to_ascii_lowercase();
            let last = below.entry(parent).or_default();
            if place(&rule) >= place(last) {
                *last = rule;
            }
        }
        Self { domains, below }
    }

    fn is_empty(&self) -> bool {
        self.domains.is_empty()
    }

    fn holds(&self, name: &str) -> bool {
        self.domains.widest(name).is_some()
    }

    /// The constraint that Go names: the widest that the name lies in, or one below the parent of a
    /// name with a star, which may stand for it.
    fn excluding(&self, name: &str) -> Option<String> {
        let widest = self.domains.widest(name).map(str::to_owned);
        let has_star = name.starts_with('*');
        widest.or_else(|| self.below.get(&parent(name).filter(|_| has_star)?).cloned())
    }
}

/// What follows the first label, with the dot, in small letters.
fn parent(name: &str) -> Option<String> {
    let dot = name.find('.')?;
    Some(name[dot..].to_ascii_lowercase())
}

/// Go's order: by labels from the end, a dot before every letter. Of several it names the last.
fn place(rule: &str) -> Vec<u8> {
    let byte = |b: u8| if b == b'.' { 0 } else { b };
    rule.bytes().rev().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_may_stand_for_what_is_excluded() {
        let rules = ["a.c.test", "x.b.c.test", "y.B.c.test", "z.y.b.c.test"].map(str::to_owned);
        let excluded = DomainRules::new(rules.iter());
        let by = |name| excluded.excluding(name);
        assert_eq!(by("*.c.test").as_deref(), Some("a.c.test"));
        assert_eq!(by("*.b.c.test").as_deref(), Some("y.b.c.test"));
        assert_eq!(by("*.y.b.c.test").as_deref(), Some("y.B.c.test"));
        assert_eq!(by("b.c.test"), None);
        assert_eq!(by("*"), None);
    }

    #[test]
    fn the_widest_is_named_and_a_dot_alone_holds_only_its_like() {
        let rules = ["b.c.test", "C.test", "."].map(str::to_owned);
        let excluded = DomainRules::new(rules.iter());
        assert_eq!(excluded.excluding("a.b.c.test").as_deref(), Some("C.test"));
        assert_eq!(excluded.excluding("a.test"), None);
        assert_eq!(excluded.excluding("a.test.").as_deref(), Some("."));
    }
}
