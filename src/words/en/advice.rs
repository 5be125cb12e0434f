//! English for what to do about an object of MTC's: into which field, and with which command.
//! One sentence for each step; which steps are needed is decided in `mtc`.

use super::cure;
use crate::mtc::{BeforeBundle, Step, ca_field, selector_of};
use crate::objects::{CaReference, MtcObject};

/// Names of a certificate that are listed.
const MOST_NAMES: usize = 4;

/// What to do next about this object.
pub(in crate::words) fn step(step: &Step, object: &MtcObject) -> String {
    match step {
        Step::See { code, at } => format!("see {code} above for {at}"),
        Step::SeeAndWait { code, at } => {
            format!("see {code} above for {at}; the test is repeated by itself")
        }
        Step::UseCertifiedName { field, names } => use_certified_name(field, names),
        Step::KeepBucketInPath {
            field,
            setting,
            host,
            asked,
            has_bucket,
        } => bucket_in_path(field, setting, (host, asked), *has_bucket),
        Step::ReplaceServerCertificate { code, at } => format!(
            "see {code} above for {at}: the server's certificate has to be replaced, no CA bundle cures this"
        ),
        Step::UsePublicCertificate { code, at } => format!(
            "see {code} above for {at}: this provider's objects take no CA bundle, so only a publicly trusted certificate helps"
        ),
        Step::RemoveBundle => format!(
            "remove {}: the endpoint has a public CA's certificate, and a bundle replaces the public roots",
            ca_field(object)
        ),
        Step::WriteBundle { first, verifies } => {
            let verifies = if *verifies {
                "; it switches the verification of TLS on too"
            } else {
                ""
            };
            before(first) + &write_bundle(object) + verifies
        }
        Step::WriteSecret { first, reference } => before(first) + &write_secret(reference, object),
        Step::RemoveOneBundle { field, reference } => {
            format!("remove {field} or {reference}: Velero takes one of them")
        }
        Step::VerifyTls {
            captured,
            takes_bundle,
        } => verify_tls(*captured, *takes_bundle, object),
        Step::WriteHttps { field } => {
            format!("write https:// into {field}: an API server speaks nothing but TLS")
        }
        Step::WriteApiAddress { field } => {
            format!("write the API server's address into {field}: https://api.CLUSTER.DOMAIN:6443")
        }
        Step::WriteUrl { field } => format!("write https:// and the host into {field}"),
        Step::WriteHostAlone { field } => {
            format!("write the host alone into {field}, without a scheme")
        }
        Step::ByStatus(cure) => cure::text(*cure, &object.object, object.secret.as_ref()),
        Step::NameSecret => {
            "name the Secret with the credentials in spec.backupStorageConfig.credsSecretRef".into()
        }
    }
}

fn use_certified_name(field: &str, names: &[String]) -> String {
    if names.is_empty() {
        return format!(
            "write the server's own name into {field} (see name-mismatch above), or have the certificate issued for this one. no CA bundle cures this"
        );
    }
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    let instead = match names.len() {
        few if few <= MOST_NAMES => format!(": {shown}"),
        many => format!(": {shown} and {} more", many - MOST_NAMES),
    };
    format!(
        "write a name into {field} that the certificate is valid for{instead}; or have it issued for this one. no CA bundle cures this"
    )
}

fn bucket_in_path(
    field: &str,
    setting: &str,
    (host, asked): (&str, &str),
    has_bucket: bool,
) -> String {
    if has_bucket {
        return format!(
            "write the host into {field} without the bucket: the client puts the bucket before {host} once more, and asks {asked}"
        );
    }
    format!(
        "set {setting}: \"true\": without it the client puts the bucket before {host}, and asks {asked}; or have that name resolved, and certified for *.{host}"
    )
}

/// `oc set data` leaves the Secret's other keys as they are.
fn write_secret(reference: &CaReference, object: &MtcObject) -> String {
    let namespace = object.object.namespace.as_ref();
    let namespace = namespace.map(|name| format!(" -n {}", name.for_shell()));
    format!(
        "where its status tells of x509: `probe export-bundle --for {} --format pem -o ca.pem` with the inputs of this run writes the bundle, and `oc set data secret/{}{} --from-file={}=ca.pem` puts it where {} finds it",
        selector_of(object),
        reference.secret.for_shell(),
        namespace.unwrap_or_default(),
        reference.key.for_shell(),
        reference.field
    )
}

fn before(first: &BeforeBundle) -> String {
    match first {
        BeforeBundle::Nothing => String::new(),
        BeforeBundle::GetCa { code, at } => {
            format!("see {code} above for {at}: its CA is needed first, as --ca FILE; then ")
        }
        BeforeBundle::Reissue { code, at } => {
            format!(
                "see {code} above for {at}: its certificates name their issuer wrongly; until they are issued again, "
            )
        }
        BeforeBundle::CompareFingerprint => {
            "compare its SHA-256 with the server's owner (see self-signed above); then ".into()
        }
    }
}

fn write_bundle(object: &MtcObject) -> String {
    format!(
        "`{}` with the inputs of this run writes {}, and says how to apply it",
        export(object),
        ca_field(object)
    )
}

fn verify_tls(captured: bool, takes_bundle: bool, object: &MtcObject) -> String {
    let first = if captured { "" } else { "once it is reached, " };
    if takes_bundle {
        format!(
            "{first}have TLS verified: `{}` with the inputs of this run writes {} and switches it on",
            export(object),
            ca_field(object)
        )
    } else {
        format!("{first}have TLS verified")
    }
}

fn export(object: &MtcObject) -> String {
    format!(
        "probe export-bundle --for {} --format {} -o patch.json",
        selector_of(object),
        object.kind.row().patch
    )
}
