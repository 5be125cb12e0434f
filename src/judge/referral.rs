//! Family `service`: an endpoint's answer is well formed but refers clients to an address that they
//! should not or cannot use. `roles::referral` decides which addresses are fit.

use super::case::Case;
use super::finding::ServiceFault;
use super::rule::Rule;
use crate::roles::referral::{self, NotFollowed};
use crate::roles::{Answer, LeadsTo};

pub(super) const RULES: &[Rule] = &[
    |case| Some(unfit_realm(case)?.into()),
    |case| Some(metadata_unusable(case)?.into()),
];

fn answer_leading_to<'a>(case: &Case<'a>, whom: LeadsTo) -> Option<&'a Answer> {
    let leads_to = case.attempt.target.role.leads_to;
    case.answer().filter(|_| leads_to == whom)
}

fn unfit_realm(case: &Case<'_>) -> Option<ServiceFault> {
    let target = &case.attempt.target;
    let answer = answer_leading_to(case, LeadsTo::TokenService)?;
    match referral::token_realm(answer, &target.host.to_string())?.to {
        Ok(_) => None,
        Err(NotFollowed::InClear(place)) => Some(ServiceFault::TokenRealmInClear(place)),
        Err(unfit) => Some(ServiceFault::TokenRealmMalformed(unfit)),
    }
}

fn metadata_unusable(case: &Case<'_>) -> Option<ServiceFault> {
    let target = &case.attempt.target;
    let answer = answer_leading_to(case, LeadsTo::Cluster)?;
    let servers = referral::oauth_servers(answer, &target.host.to_string());
    let unfit: Vec<(&'static str, NotFollowed)> = servers
        .into_iter()
        .filter_map(|server| Some((server.field, server.to.err()?)))
        .collect();
    let (_, problem) = unfit.first().cloned()?;
    Some(ServiceFault::OauthMetadataUnusable {
        fields: unfit.into_iter().map(|(field, _)| field).collect(),
        problem,
    })
}
