//! English for `authority`: the signer of a chain is not trusted, and why.
//! One entry for each code.

use crate::codes::Code;
use crate::words::class_text::ClassText;

pub(super) const LEGACY: &[(Code, ClassText)] = &[
    (
        Code::SelfSigned,
        ClassText {
            title: "a self-signed certificate",
            meaning: "the server's certificate is signed by its own key, and nobody trusted vouches for it",
            evidence: "issuer and subject are the same name and the certificate's own key verifies its signature",
            remedy: "better: let a CA sign it. otherwise compare its SHA-256 with the server's owner; `probe export-bundle {authority} > ca_bundle.cert` pins this very certificate for {trust_place}; export again when it is replaced",
            cite: "RFC 5280 3.2; verifiers measured with self-signed leaves",
        },
    ),
    (
        Code::SameNameOtherKey,
        ClassText {
            title: "a CA of the trusted name, with another key",
            meaning: "a trusted certificate bears the signer's name but did not sign this chain: the CA was rotated, or the cluster reinstalled",
            evidence: "the issuer's name is found in a trusted store, and the key found there does not verify the signature",
            remedy: "the copy of \"{issuer}\" in {store} is out of date for {authority}: run `probe export-bundle {authority} > ca_bundle.cert` without it and replace the old bundle in {trust_place}; make sure first that the CA was really renewed",
            cite: "RFC 5280 4.2.1.1; the text Go prints was reproduced",
        },
    ),
    (
        Code::PrivateCa,
        ClassText {
            title: "a private CA, its root was sent",
            meaning: "the chain is whole and ends in a CA that is not among the trusted ones",
            evidence: "signatures lead from the leaf to a self-signed CA certificate that the server itself sent; no trusted store holds it",
            remedy: "run `probe export-bundle ... > ca_bundle.cert` with the same targets and flags; make sure that the root is the cluster's: save `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'` there and run again with it as --ca FILE, or compare the SHA-256 with its administrator; then give the bundle to {trust_place}",
            cite: "RFC 5280 6.1; OpenShift's API server and router send their own signer",
        },
    ),
    (
        Code::IntermediateMissing,
        ClassText {
            title: "the server leaves out its intermediate",
            meaning: "the server sends its own certificate without the intermediate CA that signed it, which TLS requires it to send",
            evidence: "certain: the certificate that signed the topmost one sent is known, and it is no root. likely: it is not known, and the leaf says that it is to be fetched elsewhere (AIA) or bears a public CA's timestamps: the mark of an intermediate, not of a root",
            remedy: "let the owner of {authority} add the intermediate \"{issuer}\" behind the leaf in its certificate file; until then a bundle with it helps: {until_then}",
            cite: "RFC 8446 4.4.2; RFC 5280 4.2.2.1",
        },
    ),
    (
        Code::RootNotSent,
        ClassText {
            title: "an unknown CA that was not sent",
            meaning: "the chain ends below a CA that the server does not send and no trusted store holds",
            evidence: "no trusted certificate signed the topmost one sent; where its signer is known all the same, it is a root",
            remedy: "{how}; then export-bundle writes what {trust_place} needs",
            cite: "RFC 8446 4.4.2 (a root may be left out)",
        },
    ),
    (
        Code::RegistryNotVerified,
        ClassText {
            title: "an unknown authority, which MTC does not mind",
            meaning: "no trusted store holds the CA of this registry; MTC, for which alone it was named, connects without verifying it",
            evidence: "the registry was named by spec.exposedRegistryPath of a MigCluster and by nobody else, and no trusted certificate signed its chain",
            remedy: "nothing, for MTC; whoever pulls with podman wants its CA: probe it as registry={authority}, and export-bundle --format certs.d writes the directory",
            cite: "mig-controller, checkRegistryConnection and copyimage.go: InsecureSkipVerify",
        },
    ),
];
