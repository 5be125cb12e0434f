//! Flags of `compare`.
//! Touches nothing, as `cli`.

use clap::Args;

use crate::report::TextOrJson;

pub(super) const EXIT_CODES: &str = "\
Endpoints are matched by host:port, role and server name. A file may be what
--save wrote (judged as of its own time) or what `-o json` or `-o jsonl`
printed, whatever its name; - is standard input.

Exit codes:
  0    every vantage point has the same verdicts and the same certificates;
       other routes and addresses alone are named, and are no failure
  1    a verdict, a certificate or a chain differs, or an endpoint was not
       measured everywhere
  2    wrong usage
  3    a file, or a line of one, unreadable; 3 beats 1";

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
}
