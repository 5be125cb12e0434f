//! English for what to do about an object of MTC's: into which field, and with which command.
//! One sentence for each step; which steps are needed is decided in `mtc`.

use crate::mtc::{BeforeBundle, Step, ca_field, selector_of};
use crate::objects::MtcObject;

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
        Step::NameSecret => {
            "name the Secret with the credentials in spec.backupStorageConfig.credsSecretRef".into()
        }
    }
}

fn use_certified_name(field: &str, names: &[String]) -> String {
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    let instead = match names.len() {
        0 => String::new(),
        few if few <= MOST_NAMES => format!(": {shown}"),
        many => format!(": {shown} and {} more", many - MOST_NAMES),
    };
    format!(
        "write a name into {field} that the certificate is valid for{instead}; or have it issued for this one. no CA bundle cures this"
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
