//! English for clients that decide otherwise than Go.
//! One sentence for each way in which they do.

use crate::judge::{
    AnchorPart, Client, ClientQuirk, ConstrainedKind, FurtherFault, IssuerMark, PathMember,
    ProfileDefect, TwinTaken,
};

const NO_ROOT: &str = "no self-signed root is among the trusted certificates";
const PINNED: &str = "a pinned server certificate counts only where none of its issuers is sent";
const NOT_LAST: &str = "a trusted intermediate counts only where what is sent ends in it";
const NO_USAGE: &str = "by its keyUsage the server's certificate is not for TLS handshakes";
const NO_AUTHORITY: &str = "the server's own certificate does not count as an authority (NSS has another trust for it: certutil -t P,,)";

const MUTE: &str = "signs no certificates by its keyUsage, in which no bit is set";
const POLICIES: &str = "has critical constraints on policies, which are not known there";
const GATED: &str = "is for servers by its purpose of server gated crypto";
const NOT_OF_ANCHOR: &str = "of a trusted certificate does not count";
const ANY_PURPOSE: &str = "is for any purpose, but not for servers by name (extendedKeyUsage)";

/// Who they are, as a list of programs.
pub(in crate::words) fn clients(who: &[Client]) -> String {
    joined(&names(who))
}

/// Their names.
pub(in crate::words) fn names(who: &[Client]) -> Vec<&'static str> {
    let both = who.contains(&Client::OldPython) && who.contains(&Client::Python);
    who.iter()
        .filter(|client| !(both && **client == Client::OldPython))
        .map(|client| name(*client, both))
        .collect()
}

/// With "and" before the last one.
pub(in crate::words) fn joined(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

const fn name(client: Client, both_pythons: bool) -> &'static str {
    match client {
        Client::Curl => "curl",
        Client::Openssl => "openssl",
        Client::Node => "Node",
        Client::OldPython => "Python before 3.13",
        Client::Python if both_pythons => "Python",
        Client::Python => "Python 3.13 and later",
        Client::GnuTls => "GnuTLS",
        Client::Java => "Java",
        Client::Nss => "NSS",
        Client::Chromium => "Chromium",
    }
}

/// Why they decide so.
pub(in crate::words) fn quirk(quirk: &ClientQuirk) -> String {
    match quirk {
        ClientQuirk::NoSelfSignedRoot => NO_ROOT.into(),
        ClientQuirk::PinnedBesideOthers => PINNED.into(),
        ClientQuirk::IntermediateNotLast => NOT_LAST.into(),
        ClientQuirk::AuthoritiesOnly => NO_AUTHORITY.into(),
        ClientQuirk::TakesTwin { name, taken } => format!(
            "several trusted certificates are called \"{name}\" and no key identifier tells them apart: {}, which did not sign, is taken",
            twin(*taken)
        ),
        ClientQuirk::WideWildcard(wide) => format!("the wildcard {wide} stands for too much"),
        ClientQuirk::Underscore => "the host's name has an underscore".into(),
        ClientQuirk::NoHandshakeUsage => NO_USAGE.into(),
        ClientQuirk::TakesCommonName => "the common name counts".into(),
        ClientQuirk::SignsNothing(of) => about(of, MUTE),
        ClientQuirk::PolicyConstraints(of) => about(of, POLICIES),
        ClientQuirk::Policies => "a CA demands policies that the chain does not have".into(),
        ClientQuirk::TakesSent(name) => format!(
            "the first certificate sent that is called \"{name}\" is taken, which leads to no trusted one"
        ),
        ClientQuirk::TakesGatedCrypto(of) => about(of, GATED),
        ClientQuirk::TakesLongRsa => "RSA keys may have more than 8192 bits".into(),
        ClientQuirk::KnowsKey(key) => format!("a server may have such a key ({key})"),
        ClientQuirk::OtherConstraints(kind) => {
            format!("name constraints are read otherwise ({})", of_kind(*kind))
        }
        ClientQuirk::TakesOddNames => "a further name that is none does not count".into(),
        ClientQuirk::ComparesMore => "more names are compared with constraints".into(),
        ClientQuirk::OtherPolicies => "what CAs say of policies is read otherwise".into(),
        ClientQuirk::IgnoresOfAnchor(part) => format!("{} {NOT_OF_ANCHOR}", of_anchor(*part)),
        ClientQuirk::KnowsPssKeys => "keys for RSASSA-PSS only are known".into(),
        ClientQuirk::Profile {
            certificate,
            defect,
        } => format!("{} {} (X509_STRICT)", member(certificate), missing(*defect)),
        ClientQuirk::ShortKey { certificate, key } => format!(
            "the key of {} ({key}) is too short at OpenSSL's security level 2 (Debian, RHEL)",
            member(certificate)
        ),
        ClientQuirk::NamesAnotherIssuer { certificate, by } => about(certificate, named_by(*by)),
        ClientQuirk::AnyPurposeOnly(of) => about(of, ANY_PURPOSE),
        ClientQuirk::UnknownKey { certificate, key } => format!(
            "the key of {} is of a type not known there ({key})",
            member(certificate)
        ),
        ClientQuirk::LooksFurther { certificate, fault } => {
            about(certificate, &format!("counts too, and {}", further(*fault)))
        }
        ClientQuirk::ReadsNegativeSerial(of) => {
            format!("the serial of {} may be negative", member(of))
        }
        ClientQuirk::TakesSha1(of) => format!("the SHA-1 signature of {} counts", member(of)),
        ClientQuirk::IgnoresCaPurposes(of) => {
            format!("the purposes of {} do not count", member(of))
        }
    }
}

const fn named_by(mark: IssuerMark) -> &'static str {
    match mark {
        IssuerMark::KeyId => "names another key than the one which signed it",
        IssuerMark::Serial => {
            "names its issuer by another serial number than it has (as after a renewal)"
        }
    }
}

fn about(certificate: &PathMember, tail: &str) -> String {
    format!("{} {tail}", member(certificate))
}

fn member(member: &PathMember) -> String {
    match member {
        PathMember::Leaf => "the server's certificate".into(),
        PathMember::Issuer(label) => format!("\"{label}\""),
    }
}

const fn missing(defect: ProfileDefect) -> &'static str {
    match defect {
        ProfileDefect::OldVersion => "is of a version before X.509 v3",
        ProfileDefect::NotCritical => "is a CA whose basicConstraints are not critical",
        ProfileDefect::NoKeyUsage => "is a CA without keyUsage",
        ProfileDefect::SignsWithoutBeingCa => "has keyCertSign in its keyUsage but is no CA",
        ProfileDefect::NoSubjectKeyId => "is a CA without a subject key identifier",
        ProfileDefect::NoAuthorityKeyId => "has no authority key identifier",
    }
}

const fn twin(taken: TwinTaken) -> &'static str {
    match taken {
        TwinTaken::First => "the first",
        TwinTaken::Last => "the last",
        TwinTaken::Newest => "the newest",
    }
}

const fn further(fault: FurtherFault) -> &'static str {
    match fault {
        FurtherFault::OutOfDate => "it is out of its dates",
        FurtherFault::PathLength => "it allows fewer CAs below it",
        FurtherFault::Names => "its name constraints exclude the server",
        FurtherFault::Sha1 => "it is signed with SHA-1",
        FurtherFault::OldVersion => "it is of a version before X.509 v3",
        FurtherFault::NoCa => "it is no CA",
        FurtherFault::Purposes => "it is not for servers (extendedKeyUsage)",
        FurtherFault::Subjects => {
            "its constraints on directory names exclude a certificate below it"
        }
        FurtherFault::KindsOfNames => "it constrains kinds of names that are not known there",
    }
}

const fn of_kind(kind: ConstrainedKind) -> &'static str {
    match kind {
        ConstrainedKind::Mails => "mail addresses",
        ConstrainedKind::Urls => "URLs",
        ConstrainedKind::Wildcards => "wildcards",
        ConstrainedKind::Directories => "directory names and rare kinds",
    }
}

const fn of_anchor(part: AnchorPart) -> &'static str {
    match part {
        AnchorPart::Dates => "the date",
        AnchorPart::PathLength => "the path length",
        AnchorPart::Names => "nameConstraints",
        AnchorPart::KeyUsage => "keyUsage",
        AnchorPart::Purposes => "extendedKeyUsage",
        AnchorPart::CriticalExtensions => "an unknown critical extension",
        AnchorPart::BasicConstraints => "the lack of basicConstraints",
    }
}
