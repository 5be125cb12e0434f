//! `probe login`: `probe endpoints` about what a login to the MTC console touches. The legs of a
//! login are worked out in `mtc::login`.

use super::endpoints;
use super::role_scope::RoleScope;
use crate::cli::LoginArgs;
use crate::error::Error;
use crate::settings::Settings;

pub(super) async fn run(args: LoginArgs, settings: &Settings) -> Result<u8, Error> {
    endpoints::of_scope(&args.endpoints(), settings, RoleScope::Login).await
}
