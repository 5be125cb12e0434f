//! English. Ten files hold the words of findings, one entry for each code; the others hold those
//! of roles, bundles, objects, logins and comparisons.

/// The words of one enum of findings. Each variant has its texts, its remedy and its facts. A
/// placeholder of the remedy, such as `{issuer}`, is one of these:
///
/// - a field of the variant;
/// - a value that `with` makes of the fields: `with issuer = label(issuer);`
/// - a value that `naming` makes of the fields and of the subject; facts do not see it;
/// - a name of the subject that the head of the macro lists: `about subject { host }`.
///
/// A variant without words, or a placeholder without a value, does not compile.
macro_rules! messages {
    (
        of $Family:ident, about $subject:ident { $($own:ident),* $(,)? }
        $($variant:ident $fields:tt => {
            $(with $($made:ident = $making:expr),+;)?
            $(naming $($named:ident = $naming:expr),+;)?
            title: $title:literal,
            row: $row:literal,
            act: $act:literal,
            meaning: $meaning:literal,
            evidence: $evidence:literal,
            remedy: $remedy:literal,
            cite: $cite:literal,
            facts: $facts:expr,
        })*
    ) => {
        /// What is said of each class, whatever it was found in.
        pub(super) const TEXTS: &[(Code, ClassText)] = &[$(
            (Code::$variant, ClassText {
                title: $title,
                meaning: $meaning,
                evidence: $evidence,
                remedy: $remedy,
                cite: $cite,
            }),
        )*];

        #[allow(unused_variables, reason = "no remedy says everything that is known")]
        pub(super) fn remedy(finding: &$Family, $subject: &Subject) -> String {
            let Subject { $($own,)* .. } = $subject;
            match finding {
                $($Family::$variant $fields => {
                    $($(let $made = $making;)+)?
                    $($(let $named = $naming;)+)?
                    format!($remedy)
                })*
            }
        }

        #[allow(unused_variables, reason = "a line does not say everything that is known")]
        pub(super) fn brief(finding: &$Family, $subject: &Subject) -> Brief {
            let Subject { $($own,)* .. } = $subject;
            match finding {
                $($Family::$variant $fields => {
                    $($(let $made = $making;)+)?
                    $($(let $named = $naming;)+)?
                    Brief { row: format!($row), act: format!($act) }
                })*
            }
        }

        #[allow(unused_variables, reason = "some facts are only in the remedy")]
        pub(super) fn facts(finding: &$Family) -> Facts {
            match finding {
                $($Family::$variant $fields => {
                    $($(let $made = $making;)+)?
                    $facts
                })*
            }
        }
    };
}

pub(super) mod across;
pub(super) mod advice;
mod at_proxy;
pub(super) mod authority;
pub(super) mod bundle;
pub(super) mod bundle_file;
mod certificate;
mod client_reach;
pub(super) mod clients;
pub(super) mod compare;
pub(super) mod copies;
pub(super) mod cure;
mod cut;
pub(super) mod diff;
pub(super) mod generally;
pub(super) mod glossary;
mod identity;
mod interference;
pub(super) mod list;
pub(super) mod lock;
pub(super) mod login;
mod lookups;
mod name;
mod ok;
pub(super) mod others;
mod outdated;
pub(super) mod outlook;
pub(super) mod progress;
mod proxy;
mod reach;
pub(super) mod read;
pub(super) mod roles;
pub(super) mod run_log;
pub(super) mod selector;
mod service;
pub(super) mod shortage;
pub(super) mod spoken;
pub(super) mod status;
mod timeout;
mod tls;
pub(super) mod triage;
mod unshared;

use super::brief::Brief;
use super::class_text::ClassText;
use super::facts::Facts;
use super::subject::Subject;
use crate::codes::Code;
use crate::judge::Finding;

static NOTHING: ClassText = ClassText {
    title: "",
    meaning: "",
    evidence: "",
    remedy: "",
    cite: "",
};

pub(super) fn text(code: Code) -> &'static ClassText {
    let families = [
        authority::TEXTS,
        certificate::TEXTS,
        interference::TEXTS,
        name::TEXTS,
        ok::TEXTS,
        proxy::TEXTS,
        reach::TEXTS,
        service::TEXTS,
        timeout::TEXTS,
        tls::TEXTS,
    ];
    let mut all = families.into_iter().flatten();
    all.find(|(known, _)| *known == code)
        .map_or(&NOTHING, |(_, text)| text)
}

pub(super) fn remedy(finding: &Finding, subject: &Subject) -> String {
    match finding {
        Finding::CertificateFault(fault) => certificate::remedy(fault, subject),
        Finding::Interference(found) => interference::remedy(found, subject),
        Finding::NameFault(fault) => name::remedy(fault, subject),
        Finding::Notice(notice) => ok::remedy(notice, subject),
        Finding::ProxyFault(fault) => proxy::remedy(fault, subject),
        Finding::ServiceFault(fault) => service::remedy(fault, subject),
        Finding::Timeout(step) => timeout::remedy(step, subject),
        Finding::TlsFault(fault) => tls::remedy(fault, subject),
        Finding::UnknownAuthority(authority) => authority::remedy(authority, subject),
        Finding::Unreached(why) => reach::remedy(why, subject),
    }
}

pub(super) fn brief(finding: &Finding, subject: &Subject) -> Brief {
    match finding {
        Finding::CertificateFault(fault) => certificate::brief(fault, subject),
        Finding::Interference(found) => interference::brief(found, subject),
        Finding::NameFault(fault) => name::brief(fault, subject),
        Finding::Notice(notice) => ok::brief(notice, subject),
        Finding::ProxyFault(fault) => proxy::brief(fault, subject),
        Finding::ServiceFault(fault) => service::brief(fault, subject),
        Finding::Timeout(step) => timeout::brief(step, subject),
        Finding::TlsFault(fault) => tls::brief(fault, subject),
        Finding::UnknownAuthority(authority) => authority::brief(authority, subject),
        Finding::Unreached(why) => reach::brief(why, subject),
    }
}

pub(super) fn facts(finding: &Finding) -> Facts {
    match finding {
        Finding::CertificateFault(fault) => certificate::facts(fault),
        Finding::Interference(found) => interference::facts(found),
        Finding::NameFault(fault) => name::facts(fault),
        Finding::Notice(notice) => ok::facts(notice),
        Finding::ProxyFault(fault) => proxy::facts(fault),
        Finding::ServiceFault(fault) => service::facts(fault),
        Finding::Timeout(step) => timeout::facts(step),
        Finding::TlsFault(fault) => tls::facts(fault),
        Finding::UnknownAuthority(authority) => authority::facts(authority),
        Finding::Unreached(why) => reach::facts(why),
    }
}

pub(super) fn if_wanted(finding: &Finding, subject: &Subject) -> Option<String> {
    let Finding::ServiceFault(fault) = finding else {
        return None;
    };
    service::if_wanted(fault, subject)
}

pub(super) fn why_left_out(finding: &Finding) -> Option<String> {
    let Finding::ServiceFault(fault) = finding else {
        return None;
    };
    service::why_left_out(fault)
}
