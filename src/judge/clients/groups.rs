//! Clients that were measured to do alike in more than one matter. What the matter is, stands where a
//! group is named.

use super::quirk::Client;

/// OpenSSL, what is written with it, GnuTLS and Java.
pub(super) const OPENSSL_GNUTLS_AND_JAVA: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::OldPython,
    Client::Python,
    Client::GnuTls,
    Client::Java,
];
pub(super) const ALL_BUT_CHROMIUM: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::OldPython,
    Client::Python,
    Client::GnuTls,
    Client::Java,
    Client::Nss,
];
pub(super) const ALL_BUT_JAVA: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::OldPython,
    Client::Python,
    Client::GnuTls,
    Client::Nss,
    Client::Chromium,
];
pub(super) const JAVA: &[Client] = &[Client::Java];
pub(super) const JAVA_AND_NSS: &[Client] = &[Client::Java, Client::Nss];
pub(super) const NSS: &[Client] = &[Client::Nss];
