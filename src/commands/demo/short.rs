//! The demo on one screen: each scene in a line, and what `probe endpoints` says in full. What every
//! scene shows at length is `--long`'s. Prints; writes no file.

use std::path::Path;

use super::page::{show, wrapped};
use crate::bundle::Bundle;
use crate::codes::Code;
use crate::error::Error;
use crate::judge::Endpoint;
use crate::quote::for_shell;

/// What the demo is about to show.
pub(super) fn opening(servers: usize, width: usize) -> Result<(), Error> {
    let is =
        format!("an OpenShift-like cluster on this machine: {servers} servers, keys made just now");
    show(&wrapped(&is, [0, 2], width))?;
    show("1  probe endpoints\n\n")
}

/// What the line of MTC's documentation would have written: the first certificate that is sent.
pub(super) fn documented_line(endpoints: &[Endpoint], width: usize) -> Result<(), Error> {
    let first = endpoints.iter().find_map(|endpoint| {
        let connection = endpoint.attempt.connections.first()?;
        connection.chain().first().and_then(|leaf| leaf.facts())
    });
    let Some(leaf) = first else { return Ok(()) };
    let says = format!(
        "2  the documented openssl line: writes the server's own certificate, which ends {}, and no CA",
        leaf.not_after.date()
    );
    show(&format!("\n{}", wrapped(&says, [0, 3], width)))
}

/// What the bundle holds.
pub(super) fn bundle(bundle: &Bundle, file: &Path, width: usize) -> Result<(), Error> {
    let proved = bundle.endpoints.iter().filter(|proof| proof.go.is_ok());
    let says = format!(
        "3  probe export-bundle --ca storage-ca.pem -o {}: {} certificates, proved for {} of {} servers",
        for_shell(file),
        bundle.anchors.len(),
        proved.count(),
        bundle.endpoints.len()
    );
    show(&wrapped(&says, [0, 3], width))
}

/// How a client fares that trusts the bundle alone.
pub(super) fn client((verified, all): (usize, usize), width: usize) -> Result<(), Error> {
    let says =
        format!("4  a fresh client that trusts this file alone: {verified} of {all} verified");
    show(&wrapped(&says, [0, 3], width))
}

/// What was recognised behind each proxy, and whether the interceptor's CA stayed out.
pub(super) fn proxies((verdicts, kept_out): (&[Code], bool), width: usize) -> Result<(), Error> {
    let codes: Vec<&str> = verdicts.iter().map(|code| code.name()).collect();
    let kept = if kept_out {
        "its CA was kept out of the bundle"
    } else {
        "its CA got into the bundle, which must not be"
    };
    let says = format!("5  through three proxies: {}; {kept}", codes.join(", "));
    show(&wrapped(&says, [0, 3], width))
}

/// What to do next.
pub(super) fn closing(program: &str, dir: &Path, width: usize) -> Result<(), Error> {
    let says = format!(
        "try it: {program} demo --serve; all of it: {program} demo --long; its files are in {}",
        for_shell(dir)
    );
    show(&wrapped(&says, [0, 2], width))
}
