//! Flags about bundles that are kept: how long they must hold, what they are added to, what they
//! may not change into; and `verify-bundle`. Touches nothing, as `cli`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::values::span;
use super::{RedactArgs, SourceArgs};
use crate::moment::Moment;
use crate::report::TextOrJson;

/// What `export-bundle` is told of bundles before and after this one.
#[derive(Debug, Args)]
pub struct KeepArgs {
    /// Say which certificates end within this time
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = span, help_heading = "Keeping")]
    pub valid_for: Duration,
    /// Add to this bundle: its certificates stay, in their order; -o may name the same file
    #[arg(long, value_name = "FILE", help_heading = "Keeping")]
    pub merge: Option<PathBuf>,
    /// Record the anchors of every endpoint in this file
    #[arg(long, value_name = "FILE", help_heading = "Keeping")]
    pub lock: Option<PathBuf>,
    /// Write nothing and exit with 1 where anchors are not those that --lock recorded in this file
    #[arg(long, value_name = "FILE", help_heading = "Keeping")]
    pub expect: Option<PathBuf>,
}

/// The flags of `probe verify-bundle`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The bundle: what MTC, Velero or another client is to be given
    #[arg(value_name = "FILE")]
    pub bundle: PathBuf,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub output: TextOrJson,
    /// Say which certificates end within this time
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = span)]
    pub valid_for: Duration,
    /// Judge at this time instead of now: 2026-11-23 or 2026-11-23T05:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    pub at: Option<Moment>,
    /// Compare with another file only: exit with 0 where both hold the same certificates, in whatever
    /// order, with 1 and their names where they do not
    #[arg(long, value_name = "FILE")]
    pub same_as: Option<PathBuf>,
    /// How much the report tells.
    #[command(flatten)]
    pub redact: RedactArgs,
    /// What to measure or to judge again.
    #[command(flatten)]
    pub source: SourceArgs,
}
