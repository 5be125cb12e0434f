//! English for clients that decide otherwise than Go.
//! One sentence for each way in which they do.

use crate::judge::{ClientGroup, ClientQuirk, ProfileDefect};

/// Who they are, as a list of programs.
pub(in crate::words) const fn clients(group: ClientGroup) -> &'static str {
    match group {
        ClientGroup::WholeChain => "OpenSSL, Node and Python before 3.13",
        ClientGroup::StrictProfile => "Python 3.13 and later",
        ClientGroup::SecurityLevel2 => {
            "curl, openssl and Python where OpenSSL's security level is 2 (Debian, RHEL)"
        }
        ClientGroup::GnuTls => "GnuTLS",
        ClientGroup::CommonName => "curl, openssl, Node, GnuTLS and Java",
        ClientGroup::Java => "Java",
        ClientGroup::NegativeSerial => "curl, openssl, Node, Python, GnuTLS and Java",
    }
}

/// Why they decide so.
pub(in crate::words) fn quirk(quirk: &ClientQuirk) -> String {
    match quirk {
        ClientQuirk::NoSelfSignedRoot => {
            "no self-signed root is among the trusted certificates".into()
        }
        ClientQuirk::Profile {
            certificate,
            defect,
        } => format!("\"{certificate}\" {} (X509_STRICT)", missing(*defect)),
        ClientQuirk::ShortKey { certificate, key } => {
            format!("the key of \"{certificate}\" is too short ({key})")
        }
        ClientQuirk::PinnedBesideOthers => {
            "it takes a pinned server certificate only where nothing else is sent".into()
        }
        ClientQuirk::IntermediateNotLast => {
            "it takes an intermediate as an anchor only where it ends an ordered chain".into()
        }
        ClientQuirk::TakesCommonName => "they take the common name".into(),
        ClientQuirk::IgnoresAnchorDates => {
            "it does not look at the dates of a trusted certificate".into()
        }
        ClientQuirk::ReadsNegativeSerial(certificate) => {
            format!("they read the negative serial number of \"{certificate}\"")
        }
    }
}

const fn missing(defect: ProfileDefect) -> &'static str {
    match defect {
        ProfileDefect::OldVersion => "is of a version before X.509 v3",
        ProfileDefect::NoKeyUsage => "is a CA without keyUsage",
        ProfileDefect::NoSubjectKeyId => "is a CA without a subject key identifier",
        ProfileDefect::NoAuthorityKeyId => "has no authority key identifier",
    }
}
