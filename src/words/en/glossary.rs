//! English for the names in a verdict about an object: the conditions of MTC and Velero, and causes
//! that lie in the object itself. One entry for each term; a term without words does not compile.

use crate::mtc::glossary::Term;
use crate::words::term_text::TermText;

macro_rules! texts {
    ($($term:ident => {
        title: $title:literal,
        meaning: $meaning:literal,
        prints: $prints:literal,
        remedy: $remedy:literal,
    })*) => {
        /// What is said of this term.
        pub(in crate::words) const fn text(term: Term) -> &'static TermText {
            match term {
                $(Term::$term => &TermText {
                    title: $title,
                    meaning: $meaning,
                    prints: $prints,
                    remedy: $remedy,
                },)*
            }
        }
    };
}

texts! {
    TestConnectFailed => {
        title: "MTC cannot use the API server of a MigCluster",
        meaning: "the migration-controller's pod asked spec.url for /api?timeout=5s and got no answer that it trusts within 5 seconds; the error itself is not stored: DNS, a refused or dropped connection, a proxy, an unknown authority, a wrong name and an expired certificate all look the same",
        prints: "Test connect failed. The `caBundle` is required for self-signed API server certificates. (the second sentence only where the error is about a certificate and there is no caBundle; where the name is wrong it misleads)",
        remedy: "`probe endpoints --api https://HOST:PORT`, with what spec.url says, names the cause (so do -f with the MigCluster, and --from-cluster); then the same from a pod (deploy/README.md), whose way may be another",
    }
    UnusableClusterUrl => {
        title: "spec.url of a MigCluster cannot be used",
        meaning: "it is missing, malformed, or begins with neither http:// nor https://",
        prints: "The `spec.URL` is required for non-host cluster. / The `spec.URL` is malformed. / The `url` scheme is invalid, must be: (http|https).",
        remedy: "write the API server's address as in `oc whoami --show-server` on that cluster",
    }
    InvalidRegistryRoute => {
        title: "the exposed registry route of a MigCluster does not answer as a registry",
        meaning: "MTC asked https://HOST/v2/_catalog?n=5 with the service account's token and got no 200 with JSON; it never verifies this certificate, so a CA bundle is no cure",
        prints: "Exposed registry route is invalid, Error : ... / Exposed registry route connection test failed, Response code received: 401",
        remedy: "probe endpoints registry=HOST: a router's page means that the route is not exposed, a proxy's page that it belongs in noProxy, 401 that the token is refused",
    }
    BackupStorageProviderTestFailed => {
        title: "MTC cannot write to the replication repository",
        meaning: "the migration-controller's pod put a test object into the bucket of the MigStorage and failed; the error stands between brackets, and credentials are only one of its causes",
        prints: "The `backupStorageConfig` settings [...] not provided in secret NAMESPACE/NAME not valid.",
        remedy: "read what is between the brackets: with x509, s3CustomCABundle is missing or wrong (`probe endpoints` with the MigStorage says which); with a timeout, the way; with an S3 code such as AccessDenied, the credentials",
    }
    InvalidBackupStorageProvider => {
        title: "the provider of a MigStorage is missing or unknown",
        meaning: "spec.backupStorageProvider has to be aws, gcp or azure; S3 of any make is aws",
        prints: "The `spec.BackupStorageProvider` must be: (aws|gcp|azure).",
        remedy: "set spec.backupStorageProvider",
    }
    InvalidBackupStorageCredsSecretRef => {
        title: "a MigStorage names no Secret",
        meaning: "spec.backupStorageConfig.credsSecretRef is missing or leads to no Secret",
        prints: "The `backupStorageConfig.credsSecretRef` must reference a valid `secret`.",
        remedy: "set name and namespace of the Secret with the storage's credentials, usually in openshift-config",
    }
    InvalidBackupStorageSettings => {
        title: "settings of a MigStorage cannot be used",
        meaning: "a field or a key of the Secret has the wrong form; the message speaks of the Secret even where a URL is at fault",
        prints: "The `backupStorageConfig.credsSecretRef` must reference a valid `secret`, subject: ..., [S3URL].",
        remedy: "look at what stands between the brackets: Bucket, S3URL, PublicURL, SignatureVersion, Secret(content)",
    }
    Unavailable => {
        title: "Velero cannot use a BackupStorageLocation",
        meaning: "Velero's pod listed the bucket and failed; what it got stands in status.message from Velero 1.9 on",
        prints: "BackupStorageLocation \"...\" is unavailable: rpc error: code = Unknown desc = RequestError: send request failed",
        remedy: "probe endpoints with the location as -f or --from-cluster: with x509, spec.objectStorage.caCert is missing or wrong",
    }
    InvalidUrl => {
        title: "an address in the object cannot be used",
        meaning: "what stands there is no URL that its client can connect to",
        prints: "",
        remedy: "correct the field that is named",
    }
    InvalidProvider => {
        title: "the provider is missing or unknown",
        meaning: "without it nobody knows where to connect",
        prints: "",
        remedy: "set aws, gcp or azure",
    }
    SecretNotSet => {
        title: "no Secret is named",
        meaning: "the object names no credentials",
        prints: "",
        remedy: "name the Secret",
    }
    CaMissing => {
        title: "the object's pods trust nothing that signed the chain",
        meaning: "nothing that its pods trust signed the chain",
        prints: "x509: certificate signed by unknown authority",
        remedy: "probe export-bundle --for KIND/NAME writes the field",
    }
    CaUnreadable => {
        title: "the object's CA bundle holds no certificate",
        meaning: "no certificate can be read from its CA bundle",
        prints: "unable to load root certificates / LoadCustomCABundleError: failed to load custom CA bundle PEM file; older clients: x509: certificate signed by unknown authority",
        remedy: "probe export-bundle --for KIND/NAME writes the field afresh; it is the base64 of a PEM file, once",
    }
    CaGivenTwice => {
        title: "the object has a CA bundle and names a Secret with another",
        meaning: "Velero takes one of caCert and caCertRef, and refuses a location with both before it connects",
        prints: "cannot specify both caCert and caCertRef in objectStorage",
        remedy: "remove one of them: newer versions of Velero and OADP keep the bundle in the Secret that caCertRef names",
    }
    CaExpired => {
        title: "a certificate of the object's CA bundle has expired",
        meaning: "a certificate of its CA bundle has expired",
        prints: "x509: certificate has expired or is not yet valid",
        remedy: "probe export-bundle --for KIND/NAME writes the field from what the endpoint presents now",
    }
    LeafPinned => {
        title: "the bundle holds the server's own certificate instead of its CA",
        meaning: "Go accepts it, and stops with the server's next certificate; that of an OpenShift 4 API server is replaced about every 15 days",
        prints: "",
        remedy: "probe export-bundle --for KIND/NAME puts the CA there",
    }
    BundleEndsSoon => {
        title: "what the bundle does ends soon",
        meaning: "the endpoint verifies with it now, and will not for long",
        prints: "",
        remedy: "probe export-bundle --for KIND/NAME before that day",
    }
    CertificateNotNeeded => {
        title: "the bundle holds more than its endpoint needs",
        meaning: "a certificate in it belongs to no path of the endpoints it is for: harmless to them, and trusted all the same",
        prints: "",
        remedy: "leave it out unless you know what it is for",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mtc::CONDITIONS;

    #[test]
    fn every_condition_that_keeps_an_object_from_use_is_explained() {
        for row in CONDITIONS.iter().filter(|row| !row.good) {
            let term =
                Term::named(row.kind).unwrap_or_else(|| panic!("{} is not explained", row.kind));
            assert!(
                !text(term).prints.is_empty(),
                "{} prints something",
                row.kind
            );
        }
        assert_eq!(
            Term::named("testconnectfailed"),
            Some(Term::TestConnectFailed),
            "people search without regard to case"
        );
    }
}
