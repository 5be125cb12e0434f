//! English for outlooks: what is doubtful and worth knowing about an object of MTC's, how its status
//! compares, and what its bundle does. One sentence for each value.

use super::{bundle_file, others, roles, text};
use crate::bundle::ValidityWarning;
use crate::ca_file::FileFault;
use crate::cert::Cert;
use crate::dialects::others::Program;
use crate::moment::Moment;
use crate::mtc::form::UrlRefusal;
use crate::mtc::{
    BundleFinding, Doubt, ExpectedCondition, FormRemark, LeafRenewal, Note, PodError, SettingFault,
};
use crate::objects::AddressUse;

/// Certificates that are listed.
const MOST_CERTS: usize = 3;
const WAY_OF_PODS: &str = "the pods take that of their own cluster's Proxy";

/// A condition's whole message.
pub(in crate::words) fn condition(expected: &ExpectedCondition) -> String {
    expected.message(error)
}

/// The error that a pod gets.
pub(in crate::words) fn error(error: &PodError) -> String {
    match error {
        PodError::Printed(text) => text.clone(),
        PodError::Unprinted { request, code } => {
            let shown = others::shown(Program::Go, *code);
            let instead = if shown.is_empty() {
                text(*code).title
            } else {
                &shown
            };
            format!("{request}{instead}")
        }
        PodError::Setting(fault) => setting(fault),
    }
}

fn setting(fault: &SettingFault) -> String {
    match fault {
        SettingFault::NoUrl => "there is no URL".into(),
        SettingFault::NotAUrl => "Go does not take it for a URL".into(),
        SettingFault::OtherScheme => "it begins neither with https:// nor http://".into(),
        SettingFault::NoHttpUrl { field } => {
            format!("{field} is no URL that begins with https:// or http://")
        }
        SettingFault::NoProvider => "no provider is named".into(),
        SettingFault::UnknownProvider => "MTC knows aws, gcp and azure".into(),
        SettingFault::NoSecret => "no Secret is named".into(),
    }
}

/// Why a state holds from here only, or cannot be told.
pub(in crate::words) fn doubt(about: &Doubt) -> String {
    match about {
        Doubt::NotMeasured { field } => format!("{field} was not measured"),
        Doubt::PlainApi { field } => format!(
            "{field} is plain HTTP, which is not measured here; an API server refuses it"
        ),
        Doubt::PlainStorage { field } => {
            format!("{field} is plain HTTP and was not measured")
        }
        Doubt::NoAddress => "it names no address".into(),
        Doubt::InsideOnly => {
            "it names a Service, which only the pods of its cluster can reach".into()
        }
        Doubt::BundleNotKept => {
            "its CA bundle was not kept, since a private key stood in it: what its pods trust is not known".into()
        }
        Doubt::BundleInSecret(reference) => format!(
            "its CA bundle is in the Secret {}, key {} ({}), which is not read: what its pods trust is not known",
            reference.secret, reference.key, reference.field
        ),
        Doubt::NoPublicRoots => {
            "the public roots are not among the stores of this run: what its pods trust is not known".into()
        }
        Doubt::Intercepted => {
            "what was met here is an interceptor's work: whether the pods meet it too is not known"
                .into()
        }
        Doubt::NoCertificate(code) => format!("no certificate was seen: {code}"),
        Doubt::OfRegistry(reason) => format!("its registry: {}", doubt(reason)),
        Doubt::RouteOfWorkstation(route) => {
            format!("measured {route}, which is this workstation's way; {WAY_OF_PODS}")
        }
    }
}

/// What is worth knowing about an object.
pub(in crate::words) fn note(note: &Note) -> String {
    match note {
        Note::HostCluster => {
            "the host cluster: MTC uses its own service account, no URL and no CA bundle".into()
        }
        Note::OlderVersionsGoOn => {
            "older versions of MTC take no certificate from it either, and print `x509: certificate signed by unknown authority`".into()
        }
        Note::HintMisleads(code) => format!("MTC's hint misleads: no caBundle cures {code}"),
        Note::RegistryNotVerified => {
            "the registry is asked with the cluster's saToken, and its certificate is never verified: no CA is needed for it".into()
        }
        Note::SecretNotAtFault { item } => format!(
            "MTC's message speaks of the Secret; its {item} is the URL's field, and the Secret is not at fault"
        ),
        Note::PlainStorage => {
            "without TLS the credentials' signatures and all data go in clear; no CA bundle matters"
                .into()
        }
        Note::ProxyVerified(proxy) => format!(
            "{proxy} stands before it, and Go verifies that with the same CA bundle: the CA of the proxy's own certificate belongs in, too"
        ),
        Note::NotVerified { hides } => {
            let hidden = hides.as_ref().map(|go| format!("; it hides: {go}"));
            format!(
                "TLS is not verified: whoever stands in between is believed and given the credentials{}",
                hidden.unwrap_or_default()
            )
        }
        Note::ProviderTakesNoBundle { has_one } => {
            let ignored = if *has_one {
                "; the one that is there is not used"
            } else {
                ""
            };
            format!(
                "there is no CA bundle for this provider: the pods' own roots count, and behind an interceptor nothing helps{ignored}"
            )
        }
        Note::NoProvider => "it names no provider".into(),
        Note::AddsToRoots => {
            "Velero's Azure plugin adds caCert to its system's roots, so a public CA needs no place in it; restic trusts the bundle alone".into()
        }
        Note::Beside {
            asked_for,
            field,
            code,
            at,
        } => format!("{field}: {code} at {at}; {}", beside(*asked_for)),
        Note::VeleroPassesProxy => {
            "Velero's AWS plugin goes past the proxy where TLS is not verified (it makes a transport without one): a TLS error becomes a timeout".into()
        }
        Note::VeleroCli { field } => format!(
            "`velero backup logs`, `velero backup describe --details` and `velero restore logs` download from {field} themselves, from where they are run: give them the same bundle with --cacert FILE"
        ),
        Note::ResticVerifies => {
            "restic verifies all the same before Velero 1.9: volumes are not copied then".into()
        }
    }
}

/// What goes wrong without an endpoint that no test needs.
const fn beside(asked_for: AddressUse) -> &'static str {
    match asked_for {
        AddressUse::Test | AddressUse::Downloads => {
            "no test connects there, but downloads of logs and backups do"
        }
        AddressUse::Optional => {
            "the test goes on without its answer, and takes the account's usual host"
        }
        AddressUse::Volumes => "no test connects there, but backups of volumes do (restic, kopia)",
    }
}

/// What the form of the MTC console makes of an object.
pub(in crate::words) fn form(remark: FormRemark) -> String {
    match remark {
        FormRemark::RefusesClusterUrl(why) => format!(
            "it refuses the URL (Not a valid URL): {}; give a name of the certificate, or write the MigCluster with `oc`",
            url_refusal(why)
        ),
        FormRemark::RefusesStorageUrl(why) => format!(
            "it refuses the URL (S3 Endpoint must be a valid URL.): {}; give a name of the certificate, or write the MigStorage with `oc`",
            url_refusal(why)
        ),
        FormRemark::TickOnly => {
            "tick Require SSL verification, which is unticked at first, and upload nothing: a public CA signed".into()
        }
        FormRemark::TickAndUpload => {
            "tick Require SSL verification, which is unticked at first (that saves insecure: true); only then a CA bundle can be uploaded: the PEM file, not its base64".into()
        }
        FormRemark::RefusesRoute => {
            "it refuses the registry's route (Not a valid route host): some label after the first must have 2 to 6 lower-case letters".into()
        }
        FormRemark::TellsOtherPort => {
            "it says that port 5000 is used for a registry without a port; MTC connects to 443"
                .into()
        }
        FormRemark::UploadForS3 => {
            "as S3: Require SSL verification is ticked at first; upload the PEM file of the CA bundle, not its base64".into()
        }
        FormRemark::NoUploadForAws => {
            "as AWS S3 it has neither a checkbox nor an upload: a CA bundle has to be patched into spec.backupStorageConfig.s3CustomCABundle".into()
        }
    }
}

const fn url_refusal(why: UrlRefusal) -> &'static str {
    match why {
        UrlRefusal::OtherScheme => "it must begin with http:// or https://",
        UrlRefusal::IpAddress => "an address is taken in no URL",
        UrlRefusal::OneLabel => "a host of one label is not taken",
        UrlRefusal::NoLowerCaseLabel => {
            "some label after the first must have lower-case letters only"
        }
    }
}

/// One thing about the bundle of an object.
pub(in crate::words) fn bundle_finding(finding: &BundleFinding) -> String {
    match finding {
        BundleFinding::HeldKey => {
            "a private key stood in it: whoever may read the object has it; replace that key and its certificate, and write the field anew".into()
        }
        BundleFinding::OfFile(fault) => of_file(fault),
        BundleFinding::LeafPinned { until, renewal } => leaf_pinned(*until, renewal.as_ref()),
        BundleFinding::SameNameOtherKey { at } => format!(
            "it holds a CA of the right name with another key than that which signed for {at}: too old, of before the CA was rotated or the cluster reinstalled"
        ),
        BundleFinding::EndsSoon(warning) => validity_warning(warning),
        BundleFinding::NotNeeded { certs } => {
            let named: Vec<String> = certs.iter().map(|label| format!("\"{label}\"")).collect();
            format!("not needed for this object: {}", first(&named, MOST_CERTS))
        }
        BundleFinding::NoBundleNeeded => {
            "the endpoint has a public CA's certificate: without a bundle the pod's own roots do"
                .into()
        }
    }
}

fn leaf_pinned(until: Moment, renewal: Option<&LeafRenewal>) -> String {
    let sooner = renewal.map(|LeafRenewal { role, days, by }| {
        let server = roles::text(role.kind).title;
        format!(
            "; OpenShift 4 replaces the {server}'s own certificate after about {days} days: expect it by {}",
            by.date()
        )
    });
    format!(
        "it pins the server's own certificate (valid until {}): it stops working when the server's is renewed, then at the latest{}",
        until.date(),
        sooner.unwrap_or_default()
    )
}

fn of_file(fault: &FileFault) -> String {
    let line = fault.line.map(|line| format!(", line {line}"));
    let detail = match bundle_file::detail(fault) {
        detail if detail.is_empty() => detail,
        detail => format!(" ({detail})"),
    };
    let text = bundle_file::text(fault.code);
    format!(
        "{}{}{detail}: {}",
        text.title,
        line.unwrap_or_default(),
        text.meaning
    )
}

/// What to say where something ends before the horizon.
pub(in crate::words) fn validity_warning(warning: &ValidityWarning) -> String {
    match warning {
        ValidityWarning::StopsWorking { at, cert } => format!(
            "the bundle stops working on {}: {}; export again before that day",
            at.date(),
            expires(cert)
        ),
        ValidityWarning::SomeRefuse { cert, has_ended } => {
            let (dated, since) = if *has_ended {
                (expired(cert), "clients")
            } else {
                (expires(cert), "from then on clients")
            };
            format!(
                "{dated}: {since} that need the whole chain (openssl, Node, Python before 3.13) refuse it"
            )
        }
    }
}

fn expires(cert: &Cert) -> String {
    format!("{} expires on {}", shown(cert), last_day(cert))
}

fn expired(cert: &Cert) -> String {
    format!("{} expired on {}", shown(cert), last_day(cert))
}

fn shown(cert: &Cert) -> String {
    format!("\"{}\" (sha256 {})", cert.label(), cert.sha256())
}

fn last_day(cert: &Cert) -> String {
    cert.facts().map(|f| f.not_after.date()).unwrap_or_default()
}

/// The first ones, and how many more there are.
fn first(all: &[String], most: usize) -> String {
    let shown = all[..all.len().min(most)].join(", ");
    if all.len() > most {
        format!("{shown} and {} more", all.len() - most)
    } else {
        shown
    }
}
