//! Name constraints as the oldest Go applies them: an issuer's to the names of every certificate below
//! it, when it becomes part of a path, name by name in their order, and not too many of them. What
//! the newest does is `whole_path`.

use std::collections::BTreeMap;

use crate::cert::go::{Edition, GoConstraints, GoNames, GoView, Mailbox, NameKind, is_domain};
use crate::dialects::go::{GoRefusal, NameRefusal, NamedBy};

use super::hostname::address;
use super::matching::{Rules, excluded, is_in_domain, mail_is_in, not_permitted, uri_host};

/// Comparisons of names with constraints that the oldest Go makes for one issuer.
const MOST_COMPARISONS: usize = 250_000;

/// What became of the names of one certificate under the constraints of another: many paths may hold
/// the same two.
#[derive(Default)]
pub(super) struct Checked<'a>(BTreeMap<(&'a str, &'a str), Answer>);

/// How many comparisons are made, and what comes of them.
type Answer = (usize, Result<(), GoRefusal>);

impl<'a> Checked<'a> {
    /// What the oldest Go asks of an issuer that would sign what `path` ends in.
    ///
    /// # Errors
    /// A name below it that it may not sign for, or more names and constraints than Go compares.
    pub(super) fn check_issuer(
        &mut self,
        issuer: GoView<'a>,
        path: &[GoView<'a>],
        edition: &Edition,
    ) -> Result<(), GoRefusal> {
        let Some(constraints) = issuer.read.constraints.as_deref() else {
            return Ok(());
        };
        if edition.is_newest() {
            return Ok(());
        }
        let mut count = 0;
        for view in path {
            let Some(names) = view.read.san.as_ref() else {
                continue;
            };
            let pair = (view.cert.sha256(), issuer.cert.sha256());
            let checked = self.0.entry(pair);
            let (more, answer) = checked.or_insert_with(|| in_order(names, constraints, edition));
            count += *more;
            if count > MOST_COMPARISONS {
                return Err(GoRefusal::TooManyConstraints);
            }
            answer.clone()?;
        }
        Ok(())
    }
}

/// Where there are too many for one certificate alone, no more are made.
fn in_order(names: &GoNames, constraints: &GoConstraints, edition: &Edition) -> Answer {
    let (mut dns, mut mails) = (names.dns.iter(), names.mails.iter());
    let (mut uris, mut addresses) = (names.uris.iter(), names.addresses.iter());
    let mut count = 0;
    for kind in &names.order {
        let rules = Rules::of(*kind, constraints);
        count += rules.excluded_count();
        if count > MOST_COMPARISONS {
            break;
        }
        let checked = match kind {
            NameKind::Dns => dns.next().map(|name| check_dns(name, rules)),
            NameKind::Mail => mails.next().map(|name| check_mail(name, rules, edition)),
            NameKind::Uri => uris.next().map(|name| check_uri(name, rules, edition)),
            NameKind::Address => addresses.next().map(|name| check_address(name, rules)),
        };
        let refused = checked.and_then(Result::err);
        let is_excluded = matches!(
            &refused,
            Some(GoRefusal::NotPermitted(NameRefusal::Excluded { .. }))
        );
        if !is_excluded {
            count += rules.permitted_count();
        }
        if let Some(refused) = refused {
            return (count, Err(refused));
        }
    }
    (count, Ok(()))
}

/// The excluded first, then the permitted.
fn check_domain(
    (kind, shown): (NamedBy, &str),
    domain: &str,
    rules: Rules<'_>,
) -> Result<(), GoRefusal> {
    let by = rules
        .excluded
        .iter()
        .find(|rule| is_in_domain(domain, rule));
    if let Some(by) = by {
        return Err(excluded(kind, shown, by));
    }
    let is_permitted = rules.permitted.is_empty()
        || rules
            .permitted
            .iter()
            .any(|rule| is_in_domain(domain, rule));
    if is_permitted {
        Ok(())
    } else {
        Err(not_permitted(kind, shown))
    }
}

fn check_dns(name: &str, rules: Rules<'_>) -> Result<(), GoRefusal> {
    if !is_domain(name) {
        let name = name.to_owned();
        return Err(GoRefusal::DnsUnread { name });
    }
    check_domain((NamedBy::Dns, name), name, rules)
}

fn check_mail(name: &str, rules: Rules<'_>, edition: &Edition) -> Result<(), GoRefusal> {
    let Some(mailbox) = Mailbox::read(name, edition) else {
        return Err(GoRefusal::MailUnread);
    };
    let is_in = |rule: &&String| mail_is_in(&mailbox, rule, edition);
    if let Some(by) = rules.excluded.iter().find(is_in) {
        return Err(excluded(NamedBy::Mail, name, by));
    }
    if rules.permitted.is_empty() || rules.permitted.iter().any(|rule| is_in(&rule)) {
        Ok(())
    } else {
        Err(not_permitted(NamedBy::Mail, name))
    }
}

fn check_uri(name: &str, rules: Rules<'_>, edition: &Edition) -> Result<(), GoRefusal> {
    if rules.excluded.is_empty() && rules.permitted.is_empty() {
        return Ok(());
    }
    let host = uri_host(name, edition).map_err(GoRefusal::NotPermitted)?;
    check_domain((NamedBy::Uri, name), &host, rules)
}

fn check_address(bytes: &[u8], rules: Rules<'_>) -> Result<(), GoRefusal> {
    let shown = address(bytes).map_or_else(String::new, |ip| ip.to_string());
    if let Some(network) = rules.excluding_network(bytes) {
        return Err(excluded(NamedBy::Address, &shown, &network));
    }
    if rules.permits_address(bytes) {
        Ok(())
    } else {
        Err(not_permitted(NamedBy::Address, &shown))
    }
}
