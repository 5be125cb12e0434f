//! `-o json`: the whole run as one object, and the schema that is published for it.
//! Only turns the values into their view; what the fields mean is said in `view`.

use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::evidence::Store;

use super::format::ReportFormat;
use super::view::{MeasuredView, RunView, StoreView};
use super::{Report, TextStyle, across, endpoint, login, objects, steps};

/// Version of the JSON formats.
pub const SCHEMA_VERSION: u32 = 1;

/// `-o json`.
pub static FORMAT: ReportFormat = ReportFormat {
    name: "json",
    help: "One JSON object (see `probe schema`)",
    streams: false,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, _: &TextStyle) -> String {
    let view = RunView {
        schema_version: SCHEMA_VERSION,
        tool: report.tool.to_owned(),
        at: report.at.to_string(),
        judged_at: report.judgement.at.to_string(),
        measured: MeasuredView {
            recording: report.measured.recording.map(str::to_owned),
            limits: report
                .measured
                .limits
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            stores: report.measured.stores.iter().map(store).collect(),
        },
        endpoints: report
            .judgement
            .endpoints
            .iter()
            .map(endpoint::view)
            .collect(),
        run_findings: report
            .judgement
            .told_by_run()
            .map(|(finding, effective)| across::view(finding, effective))
            .collect(),
        objects: report.mtc.objects.iter().map(objects::view).collect(),
        login: report.mtc.logins.iter().map(login::view).collect(),
        canaries: report.canaries.iter().map(steps::canary).collect(),
        problems: report.problems.to_vec(),
    };
    text(serde_json::to_string_pretty(&view)) + "\n"
}

/// The JSON Schema of `-o json`, as published beside this file. A line of `-o jsonl` is one of its
/// `endpoints`, plus `schema_version`.
#[must_use]
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<RunView>();
    text(serde_json::to_string_pretty(&schema)) + "\n"
}

/// One value on one line.
pub(super) fn compact(value: &impl Serialize) -> String {
    text(serde_json::to_string(value))
}

/// JSON in ASCII. Outside strings JSON has no other characters, so every one of them may be escaped
/// (RFC 8259 7).
pub(super) fn text(json: serde_json::Result<String>) -> String {
    let json = json.expect("views hold only strings, numbers, lists and maps with string keys, which serde_json never refuses");
    if json.is_ascii() {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            out.extend(
                c.encode_utf16(&mut units)
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}")),
            );
        }
    }
    out
}

fn store(store: &Store) -> StoreView {
    StoreView {
        name: store.name.clone(),
        trusted: store.is_trusted(),
        certificates: store.certs.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_ascii_text_is_escaped_and_comes_back() {
        let json = compact(&"caf\u{e9} \u{1f512}");
        assert_eq!(json, "\"caf\\u00e9 \\ud83d\\udd12\"");
        assert_eq!(
            serde_json::from_str::<String>(&json).unwrap(),
            "caf\u{e9} \u{1f512}"
        );
    }
}
