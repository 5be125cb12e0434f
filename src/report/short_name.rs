//! How an endpoint is named on a screen: without the port that goes without saying.
//! Changes nothing else.

use crate::foreign::on_one_line;
use crate::target::Target;

/// `host`, or `host:port` where the port is not the one of `https://`.
pub(in crate::report) fn of(target: &Target) -> String {
    let authority = target.authority();
    let short = authority.strip_suffix(":443").unwrap_or(&authority);
    on_one_line(short)
}

/// `host:port` in any case.
pub(in crate::report) fn with_port(target: &Target) -> String {
    on_one_line(&target.authority())
}
