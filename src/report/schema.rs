//! The schema that is published for what programs read: reports, lines of them, saved runs.
//! Lists the views; what their fields mean is said where they are. The program holds the schema as
//! it is published, not what makes it of the types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::diff::{DiffLine, DiffView};
use super::json::text;
use super::triage::{TriageLine, TriageView};
use super::view::RunView;
use crate::runlog::Record;

/// The JSON Schema of `-o json`, as published beside this file. A line of `-o jsonl` is one of its
/// `endpoints`, plus `schema_version`, or one of its `run_findings`, `objects`, `statuses` or `local_limits` behind
/// them; a line of a saved run is a `Record` of its `$defs`, and
/// what `probe triage` prints a `TriageView` or a `TriageLine`, and what `probe diff` prints a `DiffView` or a
/// `DiffLine`.
#[must_use]
pub const fn schema() -> &'static str {
    include_str!("schema.json")
}

/// The same, made of the types: what the published one must be.
#[must_use]
pub fn schema_of_types() -> String {
    let mut generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    // The report's types come first, so that they keep their names.
    let report = RunView::json_schema(&mut generator);
    drop(generator.subschema_for::<Record<'static>>());
    drop(generator.subschema_for::<TriageView>());
    drop(generator.subschema_for::<TriageLine>());
    drop(generator.subschema_for::<DiffView>());
    drop(generator.subschema_for::<DiffLine>());
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
