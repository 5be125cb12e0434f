//! English for `authority`: the signer of a chain is not trusted, and why.
//! One entry for each code.

use super::list;
use crate::cert::name::{NameDifference, NameValue};
use crate::codes::Code;
use crate::foreign::Foreign;
use crate::judge::CertSource;
use crate::judge::finding::UnknownAuthority;
use crate::judge::finding::authority::{AiaIssuer, FetchFailure, Intermediate, Root};
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of UnknownAuthority, about subject { authority, trust_place }
    SelfSigned { subject: name, sha256, is_ca } => {
        naming authentic_copy = subject.authentic_copy(name);
        title: "a self-signed certificate",
        row: "signed by its own key",
        act: "compare its SHA-256 with the owner; then export-bundle pins it",
        meaning: "the server's certificate is signed by its own key, and nobody trusted vouches for it",
        evidence: "issuer and subject are the same name and the certificate's own key verifies its signature",
        remedy: "better: let a CA sign it. otherwise compare its SHA-256 first, with the server's owner or an authentic copy ({authentic_copy}); then `probe export-bundle {authority} > ca_bundle.cert` pins this very certificate for {trust_place}; export again when it is replaced",
        cite: "RFC 5280 3.2; verifiers measured with self-signed leaves",
        facts: Facts::none().with("subject", name).with("sha256", sha256).with("kind", kind(*is_ca)),
    }
    SameNameOtherKey { issuer, store, trusted_sha256, signer_of, beside } => {
        with store = store.as_deref().unwrap_or("the bundle"), act = act_of_renewal(*beside);
        naming authentic_copy = subject.authentic_copy(issuer), out_of_date = out_of_date(*beside, (issuer, store), authority), how = how(*beside);
        title: "a CA of the trusted name, with another key",
        row: "\"{issuer}\" has another key than in {store}",
        act: "{act}",
        meaning: "a trusted certificate bears the signer's name but did not sign this chain: the CA was rotated, the cluster was reinstalled, or two CAs of one name are in use",
        evidence: "the issuer's name is found in a trusted store, and the key found there does not verify the signature",
        remedy: "{out_of_date}make sure first that the CA which signed is genuine ({authentic_copy}); then run `probe export-bundle {authority} > ca_bundle.cert` {how}and put the new bundle into {trust_place}",
        cite: "RFC 5280 4.2.1.1; the text Go prints was reproduced",
        facts: Facts::none()
            .with("issuer", issuer)
            .with("store", store)
            .with("trusted sha256", trusted_sha256)
            .with("signer of", signer_of),
    }
    IssuerNameDiffers { certificate, issuer, sha256, source, difference, is_leaf } => {
        with difference = written(difference.as_ref());
        naming certificate = subject.own(certificate), until_then = until_names_agree(*is_leaf);
        title: "an issuer whose name is written in two ways",
        row: "\"{issuer}\" writes its own name otherwise",
        act: "have one of the two issued anew, so that both write the name in the same bytes",
        meaning: "the certificate names its issuer in other bytes than that CA names itself: one name to a person (RFC 5280 7.1: string type, case and blanks do not count), two for Go, rustls, GnuTLS and Firefox, which compare bytes and do not find the issuer; OpenSSL (curl, Python, Node) and Java do",
        evidence: "the key of a certificate that was sent or is known verifies the signature, and its name is the issuer's once string types, case and blanks are set aside",
        remedy: "the CA \"{issuer}\" is there, but not under that name: {difference}. let it issue \"{certificate}\" of {authority} again with its own name exactly as its certificate has it, or issue the CA's certificate anew with the name as \"{certificate}\" writes it; {until_then}",
        cite: "RFC 5280 7.1; crypto/x509 CertPool.findPotentialParents compares RawIssuer, X509_NAME_cmp a canonical form",
        facts: Facts::none()
            .with("certificate", certificate)
            .with("issuer", issuer)
            .with("issuer sha256", sha256)
            .with("learnt", comes(source))
            .with("difference", difference),
    }
    PrivateCa { root, sha256, not_after, curable } => {
        with ca = list::common_name(root);
        naming authentic_copy = subject.authentic_copy(root), first = subject.own(first(*curable));
        title: "a private CA, its root was sent",
        row: "\"{ca}\" is not trusted",
        act: "make sure that this CA is genuine: with an authentic copy as --ca FILE a bundle can be written",
        meaning: "the chain is whole and ends in a CA that is not among the trusted ones",
        evidence: "signatures lead from the leaf to a self-signed CA certificate that the server itself sent; no trusted store holds it",
        remedy: "{first}make sure first that this root is genuine, with a login that verifies (no --insecure-skip-tls-verify): {authentic_copy}. compare its SHA-256, or save it and run again with it as --ca FILE. then `probe export-bundle ... > ca_bundle.cert` with the same targets and flags writes what {trust_place} needs",
        cite: "RFC 5280 6.1; OpenShift's API server and router send their own signer",
        facts: Facts::none()
            .with("root", root)
            .with("sha256", sha256)
            .with("valid until", not_after.date()),
    }
    IntermediateMissing { issuer, sent, intermediate } => {
        naming until_then = how_to_get_intermediate(intermediate, subject);
        title: "the server leaves out its intermediate",
        row: "\"{issuer}\" is not sent",
        act: "have the server send it behind its own certificate; until then a bundle with it helps",
        meaning: "the server sends its own certificate without the intermediate CA that signed it, which TLS requires it to send",
        evidence: "certain: the certificate that signed the topmost one sent is known, and it is no root. likely: it is not known, and the leaf says that it is to be fetched elsewhere (AIA) or bears a public CA's timestamps: the mark of an intermediate, not of a root",
        remedy: "let the owner of {authority} add the intermediate \"{issuer}\" behind the leaf in its certificate file; until then a bundle with it helps: {until_then}",
        cite: "RFC 8446 4.4.2; RFC 5280 4.2.2.1",
        facts: about_intermediate(issuer, intermediate).with("sent", certificates(*sent)),
    }
    RootNotSent { issuer, sent, root } => {
        with get = briefly(issuer, root);
        naming get_the_missing_ca = how_to_get_root(issuer, root, subject);
        title: "an unknown CA that was not sent",
        row: "\"{issuer}\" is missing",
        act: "{get}",
        meaning: "the chain ends below a CA that the server does not send and no trusted store holds",
        evidence: "no trusted certificate signed the topmost one sent; where its signer is known all the same, it is a root",
        remedy: "{get_the_missing_ca}; then export-bundle writes what {trust_place} needs",
        cite: "RFC 8446 4.4.2 (a root may be left out)",
        facts: about_root(
            Facts::none().with("issuer", issuer).with("sent", certificates(*sent)),
            root,
        ),
    }
    RegistryNotVerified { issuer } => {
        title: "an unknown authority, which MTC does not mind",
        row: "\"{issuer}\" is not trusted, which MTC does not mind",
        act: "nothing, for MTC; podman wants its CA",
        meaning: "no trusted store holds the CA of this registry; MTC, for which alone it was named, connects without verifying it",
        evidence: "the registry was named by spec.exposedRegistryPath of a MigCluster and by nobody else, and no trusted certificate signed its chain",
        remedy: "nothing, for MTC; whoever pulls with podman wants its CA: probe it as registry={authority}, and export-bundle --format certs.d writes the directory",
        cite: "mig-controller, checkRegistryConnection and copyimage.go: InsecureSkipVerify",
        facts: Facts::none().with("issuer", issuer),
    }
}

/// What is to be mended before a bundle helps.
const fn first(curable: bool) -> &'static str {
    if curable {
        ""
    } else {
        "mend first what else is wrong with the chain: until then no CA bundle helps. then "
    }
}

const fn kind(is_ca: Option<bool>) -> &'static str {
    match is_ca {
        Some(true) => "CA:TRUE (rustls clients refuse it as a server certificate)",
        Some(false) => "CA:FALSE",
        None => "unknown: a certificate from before X.509 v3 does not say whether it is a CA's",
    }
}

/// Where the two spellings of a name differ.
fn written(difference: Option<&NameDifference>) -> String {
    let Some(NameDifference {
        attribute,
        one,
        other,
    }) = difference
    else {
        return "the bytes of the two names differ".into();
    };
    let kind = |value: &NameValue| value.kind.map_or("no string", |kind| kind.name());
    let shown = |value: &NameValue| {
        let text = if one.text == other.text {
            String::new()
        } else {
            format!(" \"{}\"", value.text)
        };
        format!("{}{text}", kind(value))
    };
    format!(
        "its {attribute} is {} in the certificate and {} in the CA's own",
        shown(one),
        shown(other)
    )
}

fn until_names_agree(is_leaf: bool) -> &'static str {
    if is_leaf {
        "until then no CA helps clients that compare bytes: they take the server's own certificate only (`probe export-bundle --pin-leaf`)"
    } else {
        "until then clients that compare bytes need that certificate itself in their bundle, which `probe export-bundle` writes"
    }
}

fn certificates(sent: usize) -> String {
    match sent {
        1 => "1 certificate".into(),
        n => format!("{n} certificates"),
    }
}

fn comes(source: &CertSource) -> String {
    match source {
        CertSource::Sent => "sent".into(),
        CertSource::Store(name) => format!("from {name}"),
        CertSource::Endpoint(authority) => format!("sent by {authority}"),
        CertSource::Aia(url) => format!("fetched from {url}, unauthenticated"),
    }
}

fn about_intermediate(issuer: &Foreign, intermediate: &Intermediate) -> Facts {
    match intermediate {
        Intermediate::Known { sha256, source, .. } => Facts::none()
            .with("certainty", "certain")
            .with("issuer", issuer)
            .with("sha256", sha256)
            .with("learnt", comes(source)),
        Intermediate::Likely { issuer_at, .. } => {
            let issuer_at = issuer_at
                .as_ref()
                .map_or_else(|| "(it does not say)".into(), Foreign::to_string);
            Facts::none()
                .with("certainty", "likely")
                .with("issuer", issuer)
                .with("issuer_at", issuer_at)
        }
    }
}

fn how_to_get_intermediate(intermediate: &Intermediate, subject: &Subject) -> String {
    match intermediate {
        Intermediate::Known {
            sha256,
            source,
            root_wanted,
        } => {
            let root = |issuer: &Foreign| {
                let place = subject.authentic_copy(issuer);
                format!(
                    "; OpenSSL, Node and Python before 3.13 want the root \"{issuer}\" too: --ca FILE ({place})"
                )
            };
            format!(
                "`probe export-bundle` writes one, with the intermediate {} (SHA-256 {sha256}){}",
                comes(source),
                root_wanted.as_ref().map(root).unwrap_or_default()
            )
        }
        Intermediate::Likely { aia, .. } => {
            format!(
                "--ca FILE with the intermediate and its root{}",
                by_aia(aia.as_ref())
            )
        }
    }
}

fn about_root(facts: Facts, root: &Root) -> Facts {
    match root {
        Root::Known { sha256, source } => {
            facts.with("sha256", sha256).with("learnt", comes(source))
        }
        Root::Unknown { .. } => facts,
    }
}

fn briefly(issuer: &Foreign, root: &Root) -> String {
    match root {
        Root::Unknown { .. } => {
            format!("get the CA \"{issuer}\" from whoever runs it, and give it with --ca FILE")
        }
        Root::Known { source, .. } => {
            format!(
                "it is known, {}: compare it with an authentic copy, and run again with that as --ca FILE",
                comes(source)
            )
        }
    }
}

fn how_to_get_root(issuer: &Foreign, root: &Root, subject: &Subject) -> String {
    let place = subject.authentic_copy(issuer);
    match root {
        Root::Unknown { aia } => format!(
            "get the certificate of \"{issuer}\" ({place}) and run again with --ca FILE{}",
            by_aia(aia.as_ref())
        ),
        Root::Known { sha256, source } => {
            let next = match source {
                CertSource::Store(name) => format!("let --trust {name} or --ca FILE vouch for it"),
                CertSource::Sent | CertSource::Endpoint(_) | CertSource::Aia(_) => {
                    format!("compare its SHA-256 {sha256} with an authentic copy ({place})")
                }
            };
            format!("the root \"{issuer}\" is known, {}: {next}", comes(source))
        }
    }
}

/// Of a root that was not sent: what AIA could bring, or why it did not; `None`: it names no address.
pub(in crate::words) fn about_aia(finding: &UnknownAuthority) -> Option<String> {
    let UnknownAuthority::RootNotSent {
        root: Root::Unknown { aia },
        ..
    } = finding
    else {
        return None;
    };
    let text = by_aia(aia.as_ref());
    text.strip_prefix("; ").map(str::to_owned)
}

/// What AIA could bring, or why it did not.
fn by_aia(aia: Option<&AiaIssuer>) -> String {
    let Some(AiaIssuer { url, failure }) = aia else {
        return String::new();
    };
    match failure {
        None => format!("; or let --aia fetch it from {url}"),
        Some(FetchFailure::Unchecked) => {
            format!("; whether what {url} serves signed it cannot be checked here")
        }
        Some(FetchFailure::Stranger) => format!("; what {url} serves did not sign it"),
        Some(FetchFailure::NoCertificate) => {
            format!("; fetching it from {url} failed: what is served there is no certificate")
        }
        Some(FetchFailure::Failed(fault)) => format!("; fetching it from {url} failed: {fault}"),
        Some(FetchFailure::NotContacted(fault)) => {
            format!("; it was not fetched from {url}, {fault}")
        }
    }
}

/// Of two CAs of one name, both of which sign for the endpoint, none is out of date.
const fn act_of_renewal(beside: bool) -> &'static str {
    if beside {
        "two CAs of one name are in use side by side: both are needed, so add the other one"
    } else {
        "the CA was renewed or the cluster reinstalled: once that is confirmed, replace the old bundle"
    }
}

fn out_of_date(beside: bool, (issuer, store): (&Foreign, &str), authority: &str) -> String {
    if beside {
        format!(
            "the copy of \"{issuer}\" in {store} signs other chains of {authority}: two CAs of one name are in use side by side, and both are needed. "
        )
    } else {
        format!("the copy of \"{issuer}\" in {store} is out of date for {authority}. ")
    }
}

const fn how(beside: bool) -> &'static str {
    if beside {
        "with both of them as --ca FILE "
    } else {
        "without the old copy "
    }
}
