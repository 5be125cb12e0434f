//! The CA of a cluster in a kubeconfig, read as client-go reads it: a CA that `oc` would not find
//! is not found here either. A private key in its place is reported and not kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::context::KubeContext;
use super::file;
use crate::cert::Cert;
use crate::error::Problem;
use crate::mask::stands_for_a_value;

const DATA: &str = "certificate-authority-data";
const FILE: &str = "certificate-authority";
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// The field that counts and its certificates, and what is wrong with it. As in client-go, the data
/// takes precedence over the file.
pub(super) fn of(context: &KubeContext<'_>) -> (Option<(&'static str, Vec<Cert>)>, Vec<Problem>) {
    let cluster = context.cluster;
    let (field, bytes) = match (
        &cluster.certificate_authority_data,
        &cluster.certificate_authority,
    ) {
        (Some(text), _) => (DATA, decoded(text)),
        (None, Some(path)) => (FILE, from_file(context, path)),
        (None, None) => return (None, Vec::new()),
    };
    let mut problems = Vec::new();
    let mut wrong =
        |(what, hint): (String, String)| problems.push(context.problem(field, what, hint));
    let certs = match bytes {
        Ok(bytes) => certificates(&bytes, &mut wrong),
        Err(why) => {
            wrong(why);
            Vec::new()
        }
    };
    (
        Some((field, certs)).filter(|(_, certs)| !certs.is_empty()),
        problems,
    )
}

/// What is wrong with a CA, and what to do about it.
type CaProblem = (String, String);

fn decoded(text: &str) -> Result<Vec<u8>, CaProblem> {
    if stands_for_a_value(text) {
        let what = "was left out where it was printed: `oc config view` shows DATA+OMITTED or REDACTED in its place";
        let hint = "take it with `oc config view --raw --minify --flatten > FILE`; that file holds your login too, so keep it to yourself";
        return Err((what.into(), hint.into()));
    }
    let plain: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    STANDARD.decode(plain).map_err(|_| {
        let pem = text.trim_start().starts_with("-----BEGIN");
        let what = if pem {
            "is PEM, and has to be the base64 of it"
        } else {
            "is no base64"
        };
        (what.to_owned(), hint())
    })
}

fn from_file(context: &KubeContext<'_>, path: &str) -> Result<Vec<u8>, CaProblem> {
    let (whole, bytes) = file::beside(context.file, path);
    bytes.map_err(|why| {
        (
            format!("{} {why}", whole.display()),
            "correct the path: a relative one begins where the kubeconfig lies".into(),
        )
    })
}

fn hint() -> String {
    "put the cluster's CA there again: `oc config set-cluster NAME --certificate-authority=ca.pem --embed-certs`".to_owned()
}

fn certificates(bytes: &[u8], wrong: &mut impl FnMut(CaProblem)) -> Vec<Cert> {
    let text = String::from_utf8_lossy(bytes);
    let has_key = text.contains("PRIVATE KEY-----");
    if has_key {
        let hint =
            "take it out, and treat that key as known to others: a CA field is no place for one";
        wrong((
            "holds a private key, which was not kept".into(),
            hint.into(),
        ));
    }
    let certs = Cert::read_pem(bytes);
    let begun = text.matches(BEGIN).count();
    if !certs.is_empty() {
        if certs.len() < begun {
            wrong((
                format!(
                    "of its {begun} certificates only {} can be read; oc says nothing about the others",
                    certs.len()
                ),
                hint(),
            ));
        }
        return certs;
    }
    let der = Cert::from_der(bytes.to_vec());
    if der.facts().is_some() {
        let hint = "convert it: openssl x509 -inform DER -in ca.der -out ca.pem".to_owned();
        wrong((
            "is one certificate in DER: it was used here, but oc reads PEM only".into(),
            hint,
        ));
        return vec![der];
    }
    if !has_key {
        let what = match text.trim_start() {
            "" => "is empty",
            text if text.starts_with("LS0tLS1CRUdJTi") => {
                "is base64 of base64: oc finds no certificate in it"
            }
            _ if begun > 0 => "holds no certificate that can be read",
            _ => "is neither PEM nor a certificate in DER",
        };
        wrong((what.into(), hint()));
    }
    Vec::new()
}
