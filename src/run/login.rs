//! `probe login`: `probe endpoints` about what a login to the MTC console touches. The legs of a
//! login are worked out in `mtc::login`.

use super::endpoints::{self, RoleScope};
use crate::cli::LoginArgs;
use crate::error::Error;
use crate::settings::Settings;

/// The API server names the OAuth server and the apps domain; console and OAuth server are the two
/// measured legs.
const ROLES: &[&str] = &["api", "oauth", "mtc-console"];

pub(super) async fn run(args: LoginArgs, settings: &Settings) -> Result<u8, Error> {
    endpoints::of_scope(&args.endpoints(), settings, RoleScope { roles: ROLES }).await
}
