//! `-o json`: the whole run as one object.
//! Only turns the values into their view; what the fields mean is said in `view`.

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::codes::Code;
use crate::error::Error;
use crate::evidence::Store;
use crate::judge::{Endpoint, Endpoints};

use super::format::ReportFormat;
use super::out::Gathered;
use super::view::{FinalEndpointView, FinalRunFindingView, MeasuredView, RunView, StoreView};
use super::{
    Out, Report, TextStyle, across, endpoint, login, objects, redacting, shortages, statuses, steps,
};
use crate::redact::{Originals, Redaction};

/// Version of the JSON formats.
pub const SCHEMA_VERSION: u32 = 1;

/// `-o json`.
pub static FORMAT: ReportFormat = ReportFormat {
    name: "json",
    help: "One JSON object (see `probe schema`)",
    piece: Some(piece),
    streams: false,
    whole_commands: false,
    render,
};

/// How deep an endpoint stands in the report: in a list in an object.
const DEPTH: usize = 2;

/// An endpoint as it stands in the report, unless the whole run tells more of it.
fn piece(own: &Endpoint) -> String {
    endpoint_with(own, own.verdict.code())
}

/// An endpoint by itself, and the code that counts for it.
fn endpoint_with(own: &Endpoint, effective: Code) -> String {
    pretty(&final_view(own, effective), DEPTH)
}

fn final_view(own: &Endpoint, effective: Code) -> FinalEndpointView<'_> {
    FinalEndpointView {
        endpoint: endpoint::view(own),
        effective_code: effective.name(),
    }
}

/// The report is written as it comes: what stands before the endpoints, each of them, what stands
/// behind.
fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    const NONE: &str = "\"endpoints\": []";
    const NO_OBJECT: &str = "\n  \"objects\": []";
    let (judgement, redaction) = (report.judgement, report.redaction);
    let effective = effective(judgement)?;
    let around = around(report, &effective);
    let whole = said(redaction, &around, 0);
    let (before, after) = whole.split_once(NONE).unwrap_or((&whole, ""));
    let mut out = Gathered::new(out);
    out.put(before)?;
    out.put("\"endpoints\": [")?;
    let mut told = judgement.run_findings().iter().peekable();
    let mut put = |place: usize, piece: &str| -> Result<(), Error> {
        let again = match told.next_if(|finding| finding.place == place) {
            Some(finding) => {
                let own = judgement.own(place)?;
                Some(said(redaction, &final_view(&own, finding.effective), DEPTH))
            }
            None => None,
        };
        out.put(if place == 0 { "\n    " } else { ",\n    " })?;
        out.put(again.as_deref().unwrap_or(piece))
    };
    match report.pieces {
        Some(pieces) => {
            (0..pieces.len()).try_for_each(|place| put(place, &pieces.read(place)?))?;
        }
        None => judgement.each_own(
            |_, own| said(redaction, &final_view(&own, own.verdict.code()), DEPTH),
            |place, piece| put(place, &piece),
        )?,
    }
    let close = if judgement.is_empty() { "]" } else { "\n  ]" };
    out.put(close)?;
    let (before, after) = after.split_once(NO_OBJECT).unwrap_or((after, ""));
    out.put(before)?;
    out.put("\n  \"objects\": [")?;
    let all = report.mtc.objects;
    let mut between = "\n    ";
    all.each(
        0..all.len(),
        |outlook| said(redaction, &objects::view(&outlook), DEPTH),
        |object| {
            out.put(std::mem::replace(&mut between, ",\n    "))?;
            out.put(&object)
        },
    )?;
    out.put(if all.is_empty() { "]" } else { "\n  ]" })?;
    out.put(after)?;
    out.put("\n")?;
    out.flush()
}

/// A value over several lines, with stand-ins where the report has any.
fn said(redaction: Option<&Redaction>, view: &impl Serialize, depth: usize) -> String {
    match redaction {
        Some(redaction) => pretty(&redacting::view(redaction, view), depth),
        None => pretty(view, depth),
    }
}

/// Everything that a report tells of somebody, gathered from what this format shows.
///
/// # Errors
/// The evidence cannot be read back.
pub fn originals(report: &Report<'_>) -> Result<Originals, Error> {
    let judgement = report.judgement;
    let mut all = Originals::default();
    for store in report.measured.stores {
        redacting::place(&store.name, &mut all);
    }
    redacting::of_typed(report.measured.again.typed, &mut all);
    judgement.each_own(
        |_, own| {
            let mut own_originals = Originals::default();
            for origin in &own.attempt.target.origins {
                redacting::of_origin(origin, &mut own_originals);
            }
            redacting::gather(&endpoint::view(&own), &mut own_originals);
            own_originals
        },
        |_, own| {
            all.join(own);
            Ok::<(), Error>(())
        },
    )?;
    let objects = report.mtc.objects;
    objects.each(
        0..objects.len(),
        |outlook| {
            let mut its_own = Originals::default();
            redacting::gather(&objects::view(&outlook), &mut its_own);
            its_own
        },
        |its_own| {
            all.join(its_own);
            Ok::<(), Error>(())
        },
    )?;
    let effective = effective(judgement)?;
    redacting::gather(&around(report, &effective), &mut all);
    Ok(all)
}

/// The endpoints of which the whole run tells more, as they count.
fn effective(judgement: &dyn Endpoints) -> Result<Vec<Endpoint>, Error> {
    let told = judgement.run_findings().iter();
    let effective = told.map(|finding| judgement.endpoint(finding.place));
    Ok(effective.collect::<Result<_, _>>()?)
}

/// The whole report without its endpoints and objects.
fn around<'a>(report: &'a Report<'_>, effective: &'a [Endpoint]) -> RunView<'a> {
    let judgement = report.judgement;
    let told = judgement.run_findings().iter().zip(effective);
    let limits = report.measured.limits.iter();
    RunView {
        schema_version: SCHEMA_VERSION,
        tool: report.tool,
        at: report.at,
        judged_at: judgement.at(),
        measured: MeasuredView {
            recording: report.measured.recording,
            limits: limits
                .map(|(name, value)| (*name, value.as_str()))
                .collect(),
            stores: report.measured.stores.iter().map(store).collect(),
        },
        endpoints: Vec::new(),
        run_findings: told
            .map(|(finding, effective)| FinalRunFindingView {
                finding: across::view(finding),
                effective: endpoint::view(effective),
            })
            .collect(),
        objects: Vec::new(),
        statuses: report.mtc.statuses.iter().map(statuses::view).collect(),
        login: report.mtc.logins.iter().map(login::view).collect(),
        canaries: report.canaries.iter().map(steps::canary).collect(),
        local_limits: shortages::views(report.shortages),
        problems: report.problems,
    }
}

/// A value over several lines, as it stands so deep inside a larger one.
fn pretty(value: &impl Serialize, depth: usize) -> String {
    let mut formatter = PrettyFormatter::new();
    for _ in 0..depth {
        // It counts how deep it is, and prints what nobody wants.
        let _ = formatter.begin_array(&mut std::io::sink());
    }
    let mut bytes = Vec::with_capacity(USUAL);
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    let written = value.serialize(&mut serializer);
    text(written.map(|()| in_utf8(bytes)))
}

/// A smaller report as one object, with stand-ins where there are any, and its line break.
pub(super) fn one_object(redaction: Option<&Redaction>, view: &impl Serialize) -> String {
    let object = match redaction {
        Some(redaction) => pretty(&redacting::view(redaction, view), 0),
        None => pretty(view, 0),
    };
    object + "\n"
}

/// One value on one line.
pub(super) fn compact(value: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(USUAL);
    let written = serde_json::to_writer(&mut bytes, value);
    text(written.map(|()| in_utf8(bytes)))
}

/// Bytes that an endpoint usually takes.
const USUAL: usize = 8192;

fn in_utf8(json: Vec<u8>) -> String {
    String::from_utf8(json).expect("serde_json writes UTF-8")
}

/// The one character of ASCII that JSON takes as it is and a terminal obeys.
const DEL: char = '\u{7f}';

/// JSON in printable ASCII. Outside strings JSON has no other characters, so every one of them may be
/// escaped (RFC 8259 7). DEL is the one control character that JSON itself takes as it is.
pub(super) fn text(json: serde_json::Result<String>) -> String {
    let json = json.expect("views hold only strings, numbers, lists and maps with string keys, which serde_json never refuses");
    if json.is_ascii() && !json.contains(DEL) {
        return json;
    }
    let is_plain = |c: char| c.is_ascii() && c != DEL;
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_plain(c) {
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

fn store(store: &Store) -> StoreView<'_> {
    StoreView {
        name: &store.name,
        trusted: store.is_trusted(),
        certificates: store.size(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_ascii_text_is_escaped_and_comes_back() {
        let written = "caf\u{e9} \u{1f512} \u{7f}\u{9b}\u{1b}";
        let json = compact(&written);
        assert_eq!(json, "\"caf\\u00e9 \\ud83d\\udd12 \\u007f\\u009b\\u001b\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), written);
    }
}
