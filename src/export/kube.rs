//! What Kubernetes demands of every object: names, sizes, base64 in byte fields; and the little
//! YAML that a ConfigMap needs. Strings are always quoted as JSON does it, which is YAML too; PEM
//! stands in literal blocks, which give back the very bytes.

use std::fmt::Write as _;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{ApplyHint, ExportOutput, Options};

/// What the API server takes as the data of one ConfigMap or Secret (`MaxSecretSize`); custom
/// resources are held to the same.
const LARGEST: usize = 1024 * 1024;
/// `oc apply` without `--server-side` repeats the object in an annotation, and all annotations
/// together may have 256 KiB.
const LARGEST_APPLIED: usize = 256 * 1024 - 4096;

/// A byte field's value.
pub(super) fn base64(pem: &str) -> String {
    STANDARD.encode(pem)
}

/// A patch as JSON, which `oc patch` reads as well as YAML; refused where the field could not hold
/// it.
pub(super) fn patch(patch: &Value) -> Result<ExportOutput, String> {
    let text = format!("{patch:#}\n");
    fits(text.len(), "a custom resource").map(|()| ExportOutput::File(text.into_bytes()))
}

/// A ConfigMap of texts.
pub(super) fn config_map(
    data: &[(String, &str)],
    options: &Options,
) -> Result<ExportOutput, String> {
    fits(
        data.iter().map(|(key, text)| key.len() + text.len()).sum(),
        "a ConfigMap",
    )?;
    let (name, namespace) = (quoted(&options.name), quoted(&options.namespace));
    let mut yaml = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  namespace: {namespace}\ndata:\n"
    );
    for (key, text) in data {
        let _ = write!(yaml, "  {}: |\n{}", quoted(key), indented(text, 4));
    }
    Ok(ExportOutput::File(yaml.into_bytes()))
}

/// Refuses what the API server would.
pub(super) fn fits(size: usize, what: &str) -> Result<(), String> {
    if size <= LARGEST {
        Ok(())
    } else {
        Err(format!(
            "it has {size} bytes, and {what} holds {LARGEST} at most"
        ))
    }
}

/// The lines of a literal block. The text must not begin with a blank and must end with one line
/// break: PEM does.
pub(super) fn indented(text: &str, by: usize) -> String {
    text.lines()
        .map(|line| format!("{:by$}{line}\n", ""))
        .collect()
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// `oc apply` for a manifest of this size.
pub(super) fn apply_command(applied: &ApplyHint<'_>) -> String {
    let side = if applied.size > LARGEST_APPLIED {
        "--server-side "
    } else {
        ""
    };
    format!("apply: oc apply {side}-f {}", applied.file)
}

/// `oc patch` for a merge patch. By file: a bundle is longer than an argument may be.
pub(super) fn merge_command(applied: &ApplyHint<'_>, kind: &str) -> String {
    let Options {
        name, namespace, ..
    } = applied.options;
    format!(
        "apply: oc patch {kind} {name} -n {namespace} --type merge --patch-file {}",
        applied.file
    )
}

pub(super) const ONCE: &str = "note: the field is base64 of the PEM already: do not encode it again, and do not paste it into the MTC console";
pub(super) const REPLACES: &str =
    "note: a CA bundle here replaces the public roots for that connection, it does not add to them";

/// A key of a ConfigMap.
pub(super) fn is_key(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty()
        && text.len() <= 253
        && text.chars().all(known)
        && text != "."
        && !text.starts_with("..")
}

/// RFC 1123, as Kubernetes reads it.
pub(super) fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_part)
}

pub(super) fn is_label(text: &str) -> bool {
    text.len() <= 63 && is_part(text)
}

fn is_part(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let ends = [text.bytes().next(), text.bytes().last()];
    ends.iter().all(|b| b.is_some_and(plain)) && text.bytes().all(|b| plain(b) || b == b'-')
}
