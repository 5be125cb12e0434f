//! Name constraints as Go applies them: each issuer's to the names of every certificate below it.
//! The oldest Go looks at an issuer when it becomes part of a path, name by name in their order;
//! the newest at whole paths, kind by kind. Their words and some odd cases differ.

use std::collections::BTreeSet;

use crate::cert::go::{Edition, GoConstraints, GoNames, GoView, Mailbox, NameKind, is_domain};
use crate::dialects::go::{GoRefusal, NameRefusal, NamedBy};

use super::hostname::address;
use super::matching::{
    DomainRule, Rules, domain_is_excluded, is_in_domain, mail_is_in, network_holds, uri_host,
};

/// Comparisons of names with constraints that the oldest Go makes for one issuer.
const MOST_COMPARISONS: usize = 250_000;

/// What the oldest Go asks of an issuer that would sign what `path` ends in.
///
/// # Errors
/// A name below it that it may not sign for.
pub(super) fn check_issuer(
    issuer: GoView<'_>,
    path: &[GoView<'_>],
    edition: &Edition,
) -> Result<(), GoRefusal> {
    let Some(constraints) = issuer.read.constraints.as_deref() else {
        return Ok(());
    };
    if edition.is_newest() {
        return Ok(());
    }
    let mut count = 0;
    for names in path.iter().filter_map(|view| view.read.san.as_ref()) {
        check_in_order(names, constraints, &mut count, edition)?;
    }
    Ok(())
}

fn check_in_order(
    names: &GoNames,
    constraints: &GoConstraints,
    count: &mut usize,
    edition: &Edition,
) -> Result<(), GoRefusal> {
    let (mut dns, mut mails) = (names.dns.iter(), names.mails.iter());
    let (mut uris, mut addresses) = (names.uris.iter(), names.addresses.iter());
    for kind in &names.order {
        let rules = Rules::of(*kind, constraints);
        *count += rules.excluded_count();
        let checked = match kind {
            NameKind::Dns => dns.next().map(|name| oldest_dns(name, rules)),
            NameKind::Mail => mails.next().map(|name| oldest_mail(name, rules, edition)),
            NameKind::Uri => uris.next().map(|name| oldest_uri(name, rules, edition)),
            NameKind::Address => addresses
                .next()
                .map(|name| check_address(name, rules, false)),
        };
        let refused = checked.and_then(Result::err);
        if *count > MOST_COMPARISONS {
            return Err(GoRefusal::TooManyConstraints);
        }
        let is_excluded = matches!(
            &refused,
            Some(GoRefusal::NotPermitted(NameRefusal::Excluded { .. }))
        );
        if !is_excluded {
            *count += rules.permitted_count();
        }
        if *count > MOST_COMPARISONS {
            return Err(GoRefusal::TooManyConstraints);
        }
        if let Some(refused) = refused {
            return Err(refused);
        }
    }
    Ok(())
}

fn not_permitted(kind: NamedBy, name: &str) -> GoRefusal {
    let name = name.to_owned();
    GoRefusal::NotPermitted(NameRefusal::NotPermitted { kind, name })
}

fn excluded(kind: NamedBy, name: &str, constraint: &str) -> GoRefusal {
    GoRefusal::NotPermitted(NameRefusal::Excluded {
        kind,
        name: name.to_owned(),
        constraint: constraint.to_owned(),
    })
}

/// The excluded first, then the permitted.
fn oldest_domain(
    (kind, shown): (NamedBy, &str),
    domain: &str,
    rules: Rules<'_>,
) -> Result<(), GoRefusal> {
    let by = rules
        .excluded
        .iter()
        .find(|rule| is_in_domain(domain, rule, DomainRule::Oldest));
    if let Some(by) = by {
        return Err(excluded(kind, shown, by));
    }
    let is_permitted = rules.permitted.is_empty()
        || rules
            .permitted
            .iter()
            .any(|rule| is_in_domain(domain, rule, DomainRule::Oldest));
    if is_permitted {
        Ok(())
    } else {
        Err(not_permitted(kind, shown))
    }
}

fn oldest_dns(name: &str, rules: Rules<'_>) -> Result<(), GoRefusal> {
    if !is_domain(name) {
        let name = name.to_owned();
        return Err(GoRefusal::DnsUnread { name });
    }
    oldest_domain((NamedBy::Dns, name), name, rules)
}

fn oldest_mail(name: &str, rules: Rules<'_>, edition: &Edition) -> Result<(), GoRefusal> {
    let Some(mailbox) = Mailbox::read(name, edition) else {
        return Err(GoRefusal::MailUnread);
    };
    let is_in = |rule: &&String| mail_is_in(&mailbox, rule, DomainRule::Oldest, edition);
    if let Some(by) = rules.excluded.iter().find(is_in) {
        return Err(excluded(NamedBy::Mail, name, by));
    }
    if rules.permitted.is_empty() || rules.permitted.iter().any(|rule| is_in(&rule)) {
        Ok(())
    } else {
        Err(not_permitted(NamedBy::Mail, name))
    }
}

fn oldest_uri(name: &str, rules: Rules<'_>, edition: &Edition) -> Result<(), GoRefusal> {
    if rules.excluded.is_empty() && rules.permitted.is_empty() {
        return Ok(());
    }
    let host = uri_host(name, edition).map_err(GoRefusal::NotPermitted)?;
    oldest_domain((NamedBy::Uri, name), &host, rules)
}

/// The newest Go looks at what is permitted first.
fn check_address(bytes: &[u8], rules: Rules<'_>, is_newest: bool) -> Result<(), GoRefusal> {
    let shown = address(bytes).map_or_else(String::new, |ip| ip.to_string());
    let permitted = || {
        let is_permitted = rules.permitted_networks.is_empty()
            || rules
                .permitted_networks
                .iter()
                .any(|network| network_holds(network, bytes));
        is_permitted
            .then_some(())
            .ok_or_else(|| not_permitted(NamedBy::Address, &shown))
    };
    if is_newest {
        permitted()?;
    }
    match rules.excluding_network(bytes, is_newest) {
        Some(network) => Err(excluded(NamedBy::Address, &shown, &network)),
        None => permitted(),
    }
}

/// Certificates whose names an issuer's constraints allow, as pairs of SHA-256: many paths may hold
/// the same two.
pub(super) type Passed<'a> = BTreeSet<(&'a str, &'a str)>;

/// What the newest Go asks of a whole path.
///
/// # Errors
/// A name that an issuer above it may not sign for.
pub(super) fn check_path<'a>(
    path: &[GoView<'a>],
    passed: &mut Passed<'a>,
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
            if !passed.contains(&pair) {
                check_kinds(names, &read, constraints, edition)?;
                passed.insert(pair);
            }
        }
    }
    Ok(())
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
            let Mailbox { local, domain } = read.ok_or_else(refused)?;
            let domain = domain.to_ascii_lowercase();
            Ok(Mailbox { local, domain })
        });
        Ok(Self {
            uris: uris.collect::<Result<_, GoRefusal>>()?,
            mails: mails.collect::<Result<_, GoRefusal>>()?,
        })
    }
}

fn check_kinds(
    names: &GoNames,
    read: &Read<'_>,
    constraints: &GoConstraints,
    edition: &Edition,
) -> Result<(), GoRefusal> {
    let addresses = Rules::of(NameKind::Address, constraints);
    for bytes in &names.addresses {
        check_address(bytes, addresses, true)?;
    }
    let rules = Rules::of(NameKind::Dns, constraints);
    for name in &names.dns {
        if !is_domain(name) {
            let name = name.clone();
            return Err(GoRefusal::NotPermitted(NameRefusal::DnsUnread { name }));
        }
        newest_domain((NamedBy::Dns, name), name, rules)?;
    }
    let rules = Rules::of(NameKind::Uri, constraints);
    for (uri, host) in &read.uris {
        if !is_domain(host) {
            let uri = (*uri).to_owned();
            return Err(GoRefusal::NotPermitted(NameRefusal::UriUnread { uri }));
        }
        newest_domain((NamedBy::Uri, uri), host, rules)?;
    }
    let rules = Rules::of(NameKind::Mail, constraints);
    for mailbox in &read.mails {
        newest_mail(mailbox, rules, edition)?;
    }
    Ok(())
}

fn newest_domain(
    (kind, shown): (NamedBy, &str),
    domain: &str,
    rules: Rules<'_>,
) -> Result<(), GoRefusal> {
    let is_permitted = rules.permitted.is_empty()
        || rules
            .permitted
            .iter()
            .any(|rule| is_in_domain(domain, rule, DomainRule::Newest));
    if !is_permitted {
        return Err(not_permitted(kind, shown));
    }
    match domain_is_excluded(domain, rules.excluded) {
        Some(by) => Err(excluded(kind, shown, &by)),
        None => Ok(()),
    }
}

fn newest_mail(mailbox: &Mailbox, rules: Rules<'_>, edition: &Edition) -> Result<(), GoRefusal> {
    let shown = format!("{}@{}", mailbox.local, mailbox.domain);
    let is_in = |rule: &String| mail_is_in(mailbox, rule, DomainRule::Newest, edition);
    if !rules.permitted.is_empty() && !rules.permitted.iter().any(is_in) {
        return Err(not_permitted(NamedBy::Mail, &shown));
    }
    if rules
        .excluded
        .iter()
        .filter(|rule| rule.contains('@'))
        .any(is_in)
    {
        return Err(excluded(NamedBy::Mail, &shown, &shown));
    }
    let domains: Vec<String> = rules
        .excluded
        .iter()
        .filter(|rule| !rule.contains('@'))
        .cloned()
        .collect();
    match domain_is_excluded(&mailbox.domain, &domains) {
        Some(by) => Err(excluded(NamedBy::Mail, &shown, &by)),
        None => Ok(()),
    }
}
