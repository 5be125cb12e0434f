//! `probe compare`: what several vantage points saw, for people and for programs.
//! Pure: what differs and what that means is decided in `compare`; here it is laid out.

mod comparison;
mod glance;
mod json;
mod screen;

use crate::codes::Code;
use crate::compare::{Compared, Difference, Observation, Vantage};
use crate::foreign::on_one_line;
use crate::words;

use super::cell::{Cell, Tone, commas, width_of};
use super::document::{Block, Fields, Said, Text};
use super::fingerprint::colons;
use super::{TextStyle, brief, redacting};

pub use comparison::Comparison;
use comparison::named;
pub use json::{compared_json, compared_originals};
pub use screen::compared_screen;

/// For people, at length: where from, a glance over all endpoints, then each that differs, then a line that
/// sums up.
#[must_use]
pub fn compared_text(comparison: &Comparison<'_>, style: TextStyle) -> String {
    let mut blocks = vantage_points(comparison.vantages);
    let all: Vec<&Compared<'_>> = comparison.endpoints.iter().collect();
    let table = glance::table(comparison.vantages, &all);
    blocks.extend([Block::Gap, table, Block::Gap]);
    let (absent, others): (Vec<_>, Vec<_>) = comparison
        .endpoints
        .iter()
        .partition(|e| e.differs == [Difference::Presence]);
    for endpoint in others.into_iter().filter(|e| !e.differs.is_empty()) {
        blocks.extend(differing(comparison.vantages, endpoint));
        blocks.push(Block::Gap);
    }
    blocks.extend(not_everywhere(&absent));
    blocks.push(summary(comparison));
    Text::whole(&redacting::blocks(comparison.redaction, blocks), style)
}

/// Where nothing else is known to differ, one block for all of them: the table says from where each
/// was measured.
fn not_everywhere(absent: &[&Compared<'_>]) -> Vec<Block> {
    let Some(meaning) = absent.iter().find_map(|e| e.meanings.first()) else {
        return Vec::new();
    };
    let mut fields = Fields::headed(vec![
        Cell::new(Tone::Warn, "not measured everywhere:"),
        Cell::new(Tone::Strong, brief::count(absent.len(), "endpoint")),
    ]);
    let named = absent.iter().map(|e| named(e.key));
    fields.items("endpoints", commas(named.collect()));
    fields.advice("do this", &words::explanation(meaning).advice);
    fields.blocks.push(Block::Gap);
    fields.blocks
}

fn vantage_points(vantages: &[Vantage]) -> Vec<Block> {
    let mut fields = Fields::new(0, label_width(vantages));
    for vantage in vantages {
        let starts = || vantage.observations.iter().map(|s| s.started);
        let when = starts()
            .min()
            .map(|from| format!("measured {from}"))
            .unwrap_or_default();
        let count = brief::count(vantage.observations.len(), "endpoint");
        fields.advice(
            &on_one_line(&vantage.label),
            &format!(
                "{}: {}, {when}, {count}",
                vantage.file,
                words::report_form(vantage.form)
            ),
        );
    }
    fields.blocks
}

fn label_width(vantages: &[Vantage]) -> usize {
    vantages
        .iter()
        .map(|v| width_of(&on_one_line(&v.label)))
        .max()
        .unwrap_or(0)
        .max("do this".len())
}

fn differing(vantages: &[Vantage], endpoint: &Compared<'_>) -> Vec<Block> {
    let names: Vec<&str> = endpoint.differs.iter().map(|d| d.name()).collect();
    let differs = if endpoint.matters() {
        Tone::Bad
    } else {
        Tone::Plain
    };
    let verb = if names.len() == 1 {
        "differs"
    } else {
        "differ"
    };
    let heading = vec![
        Cell::new(Tone::Strong, format!("{},", named(endpoint.key))),
        Cell::new(Tone::Strong, format!("{}:", on_one_line(endpoint.key.1))),
        Cell::new(differs, format!("{} {verb}", names.join(", "))),
    ];
    let mut fields = Fields::new(1, label_width(vantages));
    fields.blocks.push(Block::heading(heading));
    for (vantage, observation) in vantages.iter().zip(&endpoint.observations) {
        let label = on_one_line(&vantage.label);
        if let Some(observation) = observation {
            seen(&mut fields, &label, observation);
        } else {
            let said = Said::Prose(Cell::new(Tone::Warn, "not measured"));
            fields.field(&label, vec![said]);
        }
    }
    for meaning in &endpoint.meanings {
        let told = words::explanation(meaning);
        fields.prose("means", &told.said);
        fields.advice("do this", &told.advice);
    }
    fields.blocks
}

fn seen(fields: &mut Fields, label: &str, observation: &Observation) {
    let verdict = &observation.verdict;
    let title = if verdict.code.known() == Some(Code::Ok) {
        String::new()
    } else {
        format!(": {}", on_one_line(&verdict.title))
    };
    let code = Cell::new(
        brief::severity_tone(observation.weight()),
        format!("{}{title}", on_one_line(verdict.code.name())),
    );
    fields.field(label, vec![Said::Prose(code)]);
    let addresses = observation
        .addresses()
        .map(|all| format!(" to {}", all.into_iter().collect::<Vec<_>>().join(", ")))
        .unwrap_or_default();
    fields.prose(
        "",
        &format!(
            "{}{addresses} ({})",
            words::observed_way(&observation.route),
            observation.route.because
        ),
    );
    let Some(leaf) = observation.leaf() else {
        return fields.prose("", "no certificate was sent");
    };
    let by = leaf.issuer.as_ref().map_or_else(
        || "a certificate that cannot be read".into(),
        |name| format!("issued by \"{name}\""),
    );
    let of = if observation.chain.len() == 1 {
        "its"
    } else {
        "the first one's"
    };
    fields.prose(
        "",
        &format!(
            "{by}, {} sent, {of} SHA-256:",
            brief::count(observation.chain.len(), "certificate")
        ),
    );
    fields.field("", vec![Said::Lines(vec![colons(&leaf.sha256)])]);
}

/// `5 endpoints from 2 vantage points: 2 differ, 3 alike`.
fn summary(comparison: &Comparison<'_>) -> Block {
    let all = comparison.endpoints;
    let matter = all.iter().filter(|e| e.matters()).count();
    let only_ways = all
        .iter()
        .filter(|e| !e.matters() && !e.differs.is_empty())
        .count();
    let counts = [
        (
            matter,
            Tone::Bad,
            format!(
                "{matter} {}",
                if matter == 1 { "differs" } else { "differ" }
            ),
        ),
        (
            only_ways,
            Tone::Plain,
            format!("{only_ways} only in the way there"),
        ),
        (
            all.len() - matter - only_ways,
            Tone::Good,
            format!("{} alike", all.len() - matter - only_ways),
        ),
    ];
    let mut cells: Vec<Cell> = counts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(_, tone, text)| Cell::new(tone, text))
        .collect();
    let last = cells.len().saturating_sub(1);
    cells
        .iter_mut()
        .take(last)
        .for_each(|cell| cell.text.push(','));
    let start = format!(
        "{} from {}:",
        brief::count(all.len(), "endpoint"),
        brief::count(comparison.vantages.len(), "vantage point")
    );
    cells.insert(0, Cell::new(Tone::Plain, start));
    Block::heading(cells)
}
