//! English for what others do besides printing a line of their own: what stands behind their lines,
//! or in their place. One function for each program; the lines are in `dialects::others`.

use super::{client_reach, lookups};
use crate::codes::Code;
use crate::dialects::others::{Program, printed};
use crate::dialects::pattern::Pattern;
use crate::judge::Finding;
use crate::judge::finding::certificate::TooDeep;
use crate::judge::finding::name::Nowhere;
use crate::judge::finding::{CertificateFault, NameFault, Timeout, Unreached};

/// What this program prints for this class, and what else is to be said of that; empty where there
/// is nothing.
pub(in crate::words) fn shown(program: Program, code: Code) -> String {
    let lines: Vec<String> = printed(program, code).map(Pattern::shown).collect();
    lines.join(" / ") + remark(program, code)
}

/// The same of what was found: where programs part by what was met, only what they do about that.
pub(in crate::words) fn of_finding(program: Program, finding: &Finding) -> String {
    let instead = match finding {
        Finding::Unreached(Unreached::LocalLimit { .. }) => Some(String::new()),
        Finding::NameFault(NameFault::ResolverFailing { failing, .. }) => {
            let said = if program == Program::Go {
                lookups::go(failing)
            } else if program == Program::Curl {
                lookups::curl(failing)
            } else {
                lookups::others(failing, remark(program, finding.code()))
            };
            Some(said.to_owned())
        }
        Finding::NameFault(NameFault::LookupHalfAnswered { fault, .. }) => {
            Some(lookups::half(fault, remark(program, finding.code())).to_owned())
        }
        Finding::NameFault(NameFault::NameLeadsNowhere {
            nowhere: Nowhere::LinkLocal,
            ..
        }) => of_link_local(program),
        Finding::Unreached(
            Unreached::NameNotFound { cut_off, .. } | Unreached::NameWithoutAddress { cut_off },
        )
        | Finding::Timeout(Timeout::TimeoutDns { cut_off, .. })
            if program == Program::Go =>
        {
            lookups::go_past_the_rule(cut_off)
        }
        Finding::Unreached(Unreached::DnsFailure { answer, cut_off }) if program == Program::Go => {
            let usual = || lookups::go_of_failed(answer).map(str::to_owned);
            lookups::go_past_the_rule(cut_off).or_else(usual)
        }
        // A limit of rustls alone; of browsers it was not measured.
        Finding::CertificateFault(CertificateFault::PathTooDeep {
            limit: TooDeep::Rustls { .. },
            ..
        }) => Some(if program == Program::Browser {
            String::new()
        } else {
            "nothing: accepted".into()
        }),
        Finding::TlsFault(fault) => fault
            .clients()
            .and_then(|reach| client_reach::of_program(program, reach)),
        Finding::NameFault(_)
        | Finding::Unreached(_)
        | Finding::CertificateFault(_)
        | Finding::Interference(_)
        | Finding::Notice(_)
        | Finding::ProxyFault(_)
        | Finding::ServiceFault(_)
        | Finding::Timeout(_)
        | Finding::UnknownAuthority(_) => None,
    };
    instead.unwrap_or_else(|| shown(program, finding.code()))
}

/// The kernel refuses such an address without a zone.
fn of_link_local(program: Program) -> Option<String> {
    if program == Program::Go {
        Some("dial tcp ADDRESS: connect: invalid argument".into())
    } else if program == Program::Curl {
        Some("(7) Couldn't connect to server".into())
    } else {
        None
    }
}

/// What is said behind the lines, or in place of them.
pub(in crate::words) const fn remark(program: Program, code: Code) -> &'static str {
    match program {
        Program::Mtc => of_mtc(code),
        Program::Go => of_go(code),
        Program::Curl => of_curl(code),
        Program::Browser => of_browser(code),
        Program::Openssl
        | Program::Aws
        | Program::Node
        | Program::Python
        | Program::Java
        | Program::Containers
        | Program::Stunnel
        | Program::Server => "",
    }
}

/// It is a matter of this machine.
const NOTHING_OF_IT: &str = "nothing of it, elsewhere";

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most classes need no remark"
)]
const fn of_mtc(code: Code) -> &'static str {
    match code {
        Code::LocalLimit => NOTHING_OF_IT,
        Code::ProxyCutsTunnel => " (stunnel)",
        Code::SelfSigned
        | Code::SameNameOtherKey
        | Code::IssuerNameDiffers
        | Code::PrivateCa
        | Code::IntermediateMissing
        | Code::RootNotSent => " (cluster, repository, console)",
        Code::NoIntegratedOauth => "the MTC console cannot log in",
        Code::MtcConsoleWithoutOauth => ", or the page of a proxy inside the cluster",
        Code::HalfUp => "works and fails by turns",
        Code::ResolverFailing | Code::LookupHalfAnswered => {
            "after silence slow, or \"context deadline exceeded\" by turns"
        }
        _ => "",
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most classes need no remark"
)]
const fn of_go(code: Code) -> &'static str {
    match code {
        Code::LocalLimit => NOTHING_OF_IT,
        Code::NotContacted => "whatever answers there: clients do not ask who named it",
        Code::TimeoutProxy => " (Go waits a whole minute)",
        Code::ProxyDenied => " (nothing else: the word is the proxy's, not the API server's)",
        Code::MessageTooLarge => " (Go takes up to 256 KiB)",
        Code::WeakKeyOrSignature => " (Go takes RSA keys from 1024 bits)",
        Code::RouterDefaultPage | Code::MtcConsoleWithoutOauth => "HTTP 503",
        Code::ServiceError => "HTTP 5xx, or EOF",
        Code::NoIntegratedOauth => "HTTP 404",
        Code::RegistryWithoutTokenService => "HTTP 401",
        Code::HalfUp => "tries the addresses in turn; slow, or failing by turns",
        Code::ChainDisordered => "nothing: Go sorts them itself",
        Code::ResolverFailing => "asks the next one: after an error at once, after silence in 5 s",
        Code::LookupHalfAnswered => {
            "after silence waits for both families, 10 s and more, before it connects"
        }
        _ => "",
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most classes need no remark"
)]
const fn of_curl(code: Code) -> &'static str {
    match code {
        Code::NotExposed => "could not resolve host, or 503 with an HTML page",
        Code::LocalLimit => NOTHING_OF_IT,
        Code::NotContacted | Code::HalfUp | Code::ClockSkew => "the same",
        Code::ResolverFailing | Code::LookupHalfAnswered => {
            "slow at first after silence, then works"
        }
        Code::ProxyUntrusted => " (proxy)",
        Code::HandshakeMalformed | Code::CertificateMalformed => " with OpenSSL's reason",
        Code::TlsAlert => " with the alert's name",
        Code::IssuerNameDiffers => {
            "nothing where it trusts that CA: OpenSSL takes the two for one name"
        }
        Code::NoSan => "nothing where the common name matches: curl and OpenSSL accept it",
        Code::RouterDefaultPage => "503 with an HTML page",
        Code::ServiceError => ", or the status",
        Code::WrongService | Code::ChainDisordered => "nothing",
        Code::NoIntegratedOauth => "404",
        Code::MtcConsoleWithoutOauth => "302 to /handle-login?error=..., or 503",
        Code::RegistryWithoutTokenService => "401",
        Code::TokenRealmMalformed | Code::TokenRealmInClear => "nothing: 401",
        Code::OauthMetadataUnusable => "nothing: 200",
        Code::HostnameOnlyByCn => "nothing: accepted",
        _ => "",
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most classes need no remark"
)]
const fn of_browser(code: Code) -> &'static str {
    match code {
        Code::LocalLimit => NOTHING_OF_IT,
        Code::NotContacted => "the same",
        Code::BlockPage => "a login or block page",
        Code::IntermediateMissing => " (Firefox; Chrome fetches it and shows nothing)",
        Code::ServiceError => ", or the page",
        Code::WrongService => "an unexpected page",
        Code::RegistryWithoutTokenService => "a login prompt",
        Code::TokenRealmMalformed | Code::TokenRealmInClear | Code::ChainDisordered => "nothing",
        Code::OauthMetadataUnusable => "connection refused",
        Code::NoProxyMissing => "works, if the browser has no proxy",
        Code::HalfUp => "slow at first, then works",
        Code::ResolverFailing | Code::LookupHalfAnswered => {
            "slow at first after silence, then works"
        }
        Code::ClockSkew => " (your clock is behind)",
        _ => "",
    }
}
