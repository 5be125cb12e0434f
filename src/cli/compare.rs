//! Flags of `compare`.
//! Touches nothing, as `cli`.

use clap::Args;

use super::RedactArgs;
use crate::report::TextOrJson;

/// The flags of `probe compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// One per vantage point, such as laptop.jsonl and pod.jsonl
    #[arg(value_name = "FILE", required = true, num_args = 2..)]
    pub files: Vec<String>,
    /// What the first, the second, ... vantage point is called [default: its file's name];
    /// repeatable
    #[arg(long = "label", value_name = "NAME")]
    pub labels: Vec<String>,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub output: TextOrJson,
    /// How much the report tells.
    #[command(flatten)]
    pub redact: RedactArgs,
}
