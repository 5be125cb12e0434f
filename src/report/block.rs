//! One block per problem: what it is, what shows it, what others print for it, and what to do.
//! Endpoints with the same code and the same remedy share a block. Decides nothing: order and words come from the verdicts.

use std::collections::HashMap;

use crate::judge::{Class, Endpoint, Others, Severity, Verdict};

use super::layout::{Fields, Tone, ascii};
use super::{Report, Style, words};

/// Width of the label column.
const LABEL: usize = 9;

/// Every problem of the run, the most severe first, each followed by an empty line; begins with one.
pub(super) fn problems(report: &Report<'_>, style: Style) -> String {
    let blocks = gather(&report.judgement.endpoints);
    let text: String = blocks.iter().map(|block| block.text(style) + "\n").collect();
    format!("\n{text}")
}

/// One class and remedy, and whom it concerns.
struct Block<'a> {
    class: &'static Class,
    remedy: &'a str,
    concerns: Vec<Concern<'a>>,
}

struct Concern<'a> {
    endpoint: &'a Endpoint,
    verdict: &'a Verdict,
    headline: bool,
}

fn gather(endpoints: &[Endpoint]) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for endpoint in endpoints {
        let all = std::iter::once((&endpoint.verdict, true)).chain(endpoint.findings.iter().map(|finding| (finding, false)));
        for (verdict, headline) in all.filter(|(v, _)| v.class.severity >= Severity::Warning) {
            let concern = Concern { endpoint, verdict, headline };
            let (class, remedy) = (verdict.class, verdict.remedy.as_str());
            let at = *known.entry((class.code, remedy)).or_insert(blocks.len());
            match blocks.get_mut(at) {
                Some(block) => block.concerns.push(concern),
                None => blocks.push(Block { class, remedy, concerns: vec![concern] }),
            }
        }
    }
    // Headlines before what was found beside them; the order of the input otherwise.
    blocks.sort_by_key(|b| (std::cmp::Reverse(b.class.severity), !b.concerns.iter().any(|c| c.headline)));
    blocks
}

impl Block<'_> {
    fn text(&self, style: Style) -> String {
        let mut fields = Fields::new(style, 2, LABEL);
        fields.text = self.heading(style);
        if self.concerns.len() > 1 {
            fields.lines("endpoints", Tone::Plain, &self.concerns.iter().map(|c| who(c.endpoint)).collect::<Vec<_>>());
        }
        fields.prose("what", self.class.meaning);
        self.evidence(&mut fields);
        fields.prose("why", self.class.evidence);
        others(&mut fields, &self.class.others);
        fields.prose("do this", self.remedy);
        fields.text
    }

    /// `root-not-sent  s3.lab.example.test:443 (replication repository)`, the endpoint below where it does not fit beside.
    fn heading(&self, style: Style) -> String {
        let code = style.paint(words::severity_tone(self.class.severity), self.class.code);
        let whom = match self.concerns.as_slice() {
            [only] => who(only.endpoint),
            many => words::count(many.len(), "endpoint"),
        };
        if self.class.code.len() + 2 + whom.len() <= style.columns() {
            return format!("{code}  {}\n", style.paint(Tone::Strong, &whom));
        }
        let below = super::layout::fold(&whom, style.columns() - 2);
        format!("{code}\n{}", below.iter().map(|line| format!("  {}\n", style.paint(Tone::Strong, line))).collect::<String>())
    }

    fn evidence(&self, fields: &mut Fields) {
        let said: Vec<Vec<String>> = self.concerns.iter().map(Concern::evidence).collect();
        if said.windows(2).all(|two| two[0] == two[1]) {
            return fields.items("evidence", &said[0]);
        }
        for (n, (concern, evidence)) in self.concerns.iter().zip(said).enumerate() {
            let label = if n == 0 { "evidence" } else { "" };
            let mut items = vec![format!("{}:", concern.endpoint.attempt.target.authority())];
            items.extend(evidence);
            fields.items(label, &items);
        }
    }
}

impl Concern<'_> {
    /// What was seen, one item each; all but the last end in a semicolon.
    fn evidence(&self) -> Vec<String> {
        let details = self.verdict.details.0.iter();
        let mut items: Vec<String> = details.map(|(name, value)| format!("{}: {value}", name.replace('_', " "))).collect();
        if self.endpoint.attempt.connections.len() > 1 && !self.verdict.addresses.is_empty() {
            let seen_on: Vec<String> = self.verdict.addresses.iter().map(|a| a.ip().to_string()).collect();
            items.push(format!("seen on: {}", seen_on.join(", ")));
        }
        if self.headline {
            items.extend(words::rules_differ(self.endpoint).map(|differ| format!("verifiers: {differ}")));
        }
        let last = items.len().saturating_sub(1);
        items.iter_mut().take(last).for_each(|item| item.push(';'));
        items
    }
}

fn who(endpoint: &Endpoint) -> String {
    let target = &endpoint.attempt.target;
    ascii(&format!("{} ({})", target.authority(), target.role.title))
}

/// What others print, one line each; nothing where they print nothing of their own.
pub(super) fn others(fields: &mut Fields, others: &Others) {
    let said = [("MTC", others.mtc), ("Go", others.go), ("curl", others.curl), ("browser", others.browser)];
    let said = said.iter().filter(|(_, text)| !text.is_empty());
    for (n, (who, text)) in said.enumerate() {
        let lines = super::layout::fold(text, fields.room().saturating_sub(9));
        for (m, line) in lines.iter().enumerate() {
            let line = format!("{:<7}  {line}", if m == 0 { who } else { "" });
            fields.lines(if n + m == 0 { "others" } else { "" }, Tone::Plain, &[line]);
        }
    }
}
