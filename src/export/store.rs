//! What Java's two kinds of trust store have in common: an alias for each certificate, and a
//! password. The password guards integrity only; certificates are no secret.

use crate::cert::Cert;

use super::format::{ApplyHint, USUAL_PASSWORD};

const SHORTEST: usize = 6;

/// A password that every reader understands alike.
///
/// # Errors
/// Who would refuse it.
pub fn check_password(password: &str) -> Result<(), String> {
    if password.len() < SHORTEST {
        return Err(format!(
            "the store's password is too short: keytool wants {SHORTEST} characters"
        ));
    }
    if !password.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err("the store's password has characters beyond printable ASCII, which Java and OpenSSL read differently".into());
    }
    Ok(())
}

/// Certificates under aliases that are unique, lower-case (JKS knows no other) and the same every
/// time; sorted by them.
pub(super) fn entries(certs: &[Cert]) -> Vec<(String, &Cert)> {
    let mut entries: Vec<_> = certs.iter().map(|cert| (alias(cert), cert)).collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries.dedup_by(|a, b| a.1 == b.1);
    entries
}

fn alias(cert: &Cert) -> String {
    let label: String = cert
        .label()
        .to_string()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .take(48)
        .collect();
    let words: Vec<&str> = label
        .split_whitespace()
        .chain([&cert.sha256()[..16]])
        .collect();
    words.join("-")
}

/// How Java is told to use it.
pub(super) fn apply(applied: &ApplyHint<'_>, kind: &str) -> Vec<String> {
    let ApplyHint {
        file,
        password_file,
        ..
    } = applied;
    let (check, property) = match password_file {
        Some(from) => (format!("-storepass:file {from}"), "PASSWORD"),
        None => (format!("-storepass {USUAL_PASSWORD}"), USUAL_PASSWORD),
    };
    let java = format!("-Djavax.net.ssl.trustStore={file} -Djavax.net.ssl.trustStoreType={kind}");
    vec![
        format!(
            "apply: JAVA_TOOL_OPTIONS=\"{java} -Djavax.net.ssl.trustStorePassword={property}\""
        ),
        format!("apply: to look into it: keytool -list -keystore {file} -storetype {kind} {check}"),
        "note: a trust store given so replaces Java's public roots, it does not add to them".into(),
    ]
}
