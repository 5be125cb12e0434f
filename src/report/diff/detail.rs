//! What of a change is one endpoint's own, in a few words.
//! Says what was seen, never what it means.

use crate::cert::Cert;
use crate::diff::{CaName, Cause, Detail};
use crate::foreign::on_one_line;
use crate::report::brief;
use crate::report::fingerprint;

/// Such as `TLS 40ms -> 2.1s`; nothing where the cause says it all.
pub(super) fn of(detail: &Detail) -> Vec<String> {
    match detail {
        Detail::Nothing => Vec::new(),
        Detail::Was(code) => vec![format!("was {}", code.name())],
        Detail::Took { was_us, now_us } => vec![format!(
            "{} -> {}",
            brief::duration(*was_us),
            brief::duration(*now_us)
        )],
        Detail::Addresses { gained, lost } => {
            let all = |sign: char, of: &[std::net::IpAddr]| {
                of.iter()
                    .map(|ip| format!("{sign}{ip}"))
                    .collect::<Vec<_>>()
            };
            [all('+', gained), all('-', lost)].concat()
        }
        Detail::Certs { was, now } => {
            let sides = [("was", was), ("now", now)].into_iter();
            let shown = sides.filter_map(|(side, cert)| Some((side, cert.as_ref()?)));
            shown
                .map(|(side, cert)| format!("{side} {}", certificate(cert)))
                .collect()
        }
    }
}

/// `"api.example.test" until 2027-01-01, SHA-256 6B:9B:9F:48:...:C7:33`.
fn certificate(cert: &Cert) -> String {
    let until = cert
        .facts()
        .map(|facts| format!(" until {}", facts.not_after.date()));
    format!(
        "\"{}\"{}, SHA-256 {}",
        cert.label().on_one_line(),
        until.unwrap_or_default(),
        fingerprint::in_short(cert.sha256())
    )
}

/// What a cause was and is, where it has both: CAs with their SHA-256, issuers by name.
pub(super) fn sides(cause: &Cause, wide: bool) -> [Vec<String>; 2] {
    let ca = |name: &Option<CaName>| {
        name.iter()
            .flat_map(|ca| {
                let sha256 = if wide {
                    fingerprint::colons(&ca.sha256)
                } else {
                    fingerprint::in_short(&ca.sha256)
                };
                [on_one_line(&ca.subject), format!("SHA-256 {sha256}")]
            })
            .collect::<Vec<_>>()
    };
    match cause {
        Cause::Anchor { was, now, .. } => [ca(was), ca(now)],
        Cause::Chain { was, now, .. } => {
            let issuer = |name: &Option<crate::foreign::Foreign>| {
                let name = name.as_ref().map(crate::foreign::Foreign::on_one_line);
                name.map(|name| format!("issued by \"{name}\""))
                    .into_iter()
                    .collect()
            };
            [issuer(was), issuer(now)]
        }
        Cause::Route { .. }
        | Cause::Added(_)
        | Cause::Removed
        | Cause::Verdict { .. }
        | Cause::Expected { .. }
        | Cause::Came(_)
        | Cause::Went(_)
        | Cause::Addresses
        | Cause::Slower(_)
        | Cause::Faster(_) => [Vec::new(), Vec::new()],
    }
}
