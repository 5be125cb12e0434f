//! Family `service`: what an endpoint answers is in order but sends its readers to a place where
//! nobody should or can go. Rows only; pure. Which addresses are fit to be followed is
//! `roles::referral`'s to say.

use super::case::Case;
use super::{Code, Details, Rule};
use crate::roles::referral::{self, NotFollowed, Referral};

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::TokenRealmMalformed, realm_malformed),
    Rule::Legacy(Code::TokenRealmInClear, realm_in_clear),
    Rule::Legacy(Code::OauthMetadataUnusable, metadata_unusable),
];

fn realm(case: &Case<'_>) -> Option<Referral> {
    let target = &case.attempt.target;
    (target.role.name == "registry")
        .then(|| referral::token_realm(case.answer()?, &target.host.to_string()))
        .flatten()
}

fn realm_malformed(case: &Case<'_>) -> Option<Details> {
    match realm(case)?.to {
        Ok(_) | Err(NotFollowed::InClear(_)) => None,
        Err(unfit) => Some(Details::none().with("problem", unfit.to_string())),
    }
}

fn realm_in_clear(case: &Case<'_>) -> Option<Details> {
    match realm(case)?.to {
        Err(NotFollowed::InClear(place)) => Some(Details::none().with("realm", place.in_clear())),
        _ => None,
    }
}

fn metadata_unusable(case: &Case<'_>) -> Option<Details> {
    let target = &case.attempt.target;
    let answer = case.answer().filter(|_| target.role.name == "api")?;
    let servers = referral::oauth_servers(answer, &target.host.to_string());
    let unfit: Vec<(&str, NotFollowed)> = servers
        .into_iter()
        .filter_map(|server| Some((server.field, server.to.err()?)))
        .collect();
    let fields: Vec<&str> = unfit.iter().map(|(field, _)| *field).collect();
    let (_, problem) = unfit.first()?;
    Some(
        Details::none()
            .with("field", fields.join(", "))
            .with("problem", problem.to_string()),
    )
}
