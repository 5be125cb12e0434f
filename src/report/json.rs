//! `-o json`: the whole run as one object, and the schema that is published for it.
//! Only turns the values into their view; what the fields mean is said in `view`.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::error::Error;
use crate::evidence::Store;
use crate::judge::{Endpoint, Endpoints};
use crate::runlog::Record;

use super::format::ReportFormat;
use super::view::{FinalEndpointView, FinalRunFindingView, MeasuredView, RunView, StoreView};
use super::{Out, Report, TextStyle, across, endpoint, login, objects, steps};

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

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let judgement = report.judgement;
    let mut endpoints = Vec::new();
    for place in 0..judgement.len() {
        endpoints.push(final_view(place, &judgement.own(place)?, judgement));
    }
    let mut run_findings = Vec::new();
    for finding in judgement.run_findings() {
        run_findings.push(FinalRunFindingView {
            finding: across::view(finding),
            effective: endpoint::view(&judgement.endpoint(finding.place)?),
        });
    }
    let view = RunView {
        schema_version: SCHEMA_VERSION,
        tool: report.tool.to_owned(),
        at: report.at.to_string(),
        judged_at: judgement.at().to_string(),
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
        endpoints,
        run_findings,
        objects: report.mtc.objects.iter().map(objects::view).collect(),
        login: report.mtc.logins.iter().map(login::view).collect(),
        canaries: report.canaries.iter().map(steps::canary).collect(),
        problems: report.problems.to_vec(),
    };
    out.put(&(text(serde_json::to_string_pretty(&view)) + "\n"))
}

/// An endpoint by itself, and the code that counts for it.
fn final_view(place: usize, own: &Endpoint, judgement: &dyn Endpoints) -> FinalEndpointView {
    let told = judgement.run_findings().iter().find(|f| f.place == place);
    let code = told.map_or(own.verdict.code(), |finding| finding.effective);
    FinalEndpointView {
        endpoint: endpoint::view(own),
        effective_code: code.name().to_owned(),
    }
}

/// The JSON Schema of `-o json`, as published beside this file. A line of `-o jsonl` is one of its
/// `endpoints`, plus `schema_version`; a line of a saved run is a `Record` of its `$defs`.
#[must_use]
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    // The report's types come first, so that they keep their names.
    let report = RunView::json_schema(&mut generator);
    drop(generator.subschema_for::<Record<'static>>());
    let mut schema = Schema::default();
    let dialect = generator.settings().meta_schema.clone();
    if let Some(dialect) = dialect {
        schema.insert("$schema".into(), dialect.into_owned().into());
    }
    for (key, value) in report.to_value().as_object().into_iter().flatten() {
        schema.insert(key.clone(), value.clone());
    }
    schema.insert("$defs".into(), generator.take_definitions(true).into());
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
