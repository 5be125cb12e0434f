//! What the comparison is made of, and how an endpoint is called in it.
//! Pure.

use crate::compare::{Compared, EndpointKey, Vantage};
use crate::error::Problem;
use crate::foreign::on_one_line;
use crate::redact::Redaction;

/// Everything that the comparison shows.
pub struct Comparison<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// The places that the endpoints were measured from, in input order.
    pub vantages: &'a [Vantage],
    /// Every endpoint of any vantage point.
    pub endpoints: &'a [Compared<'a>],
    /// Files and lines that could not be used. People read them on stderr.
    pub problems: &'a [Problem],
    /// Stand-ins for what is not to be told; `None`: everything is.
    pub redaction: Option<&'a Redaction>,
}

/// `s3.example.test:443`, and the name that the certificate must prove where it is another.
pub(super) fn named((authority, _, servername): EndpointKey<'_>) -> String {
    on_one_line(&servername.map_or_else(
        || authority.to_owned(),
        |name| format!("{authority} as {name}"),
    ))
}
