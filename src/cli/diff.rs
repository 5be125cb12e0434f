//! Flags of `diff`.
//! Touches nothing, as `cli`.

use clap::Args;

use super::report_to::ReportToParser;
use super::{FailOn, ReportTo};
use crate::report::DiffFormat;

/// The flags of `probe diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What --save wrote before; - is standard input
    #[arg(value_name = "OLD")]
    pub old: String,
    /// What --save wrote later; - is standard input
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Output format; with =FILE into that file, whole or not at all, beside what goes to standard
    /// output; repeatable [default: table]
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = ReportToParser::OF_A_DIFF)]
    pub output: Vec<ReportTo<DiffFormat>>,
    /// Exit with 1 where a change is of this severity or worse
    #[arg(long, value_enum, default_value = "failure", value_name = "SEVERITY")]
    pub fail_on: FailOn,
}
