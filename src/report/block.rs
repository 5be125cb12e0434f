//! One block per problem: what it is, what shows it, what others print for it, and what to do.
//! Endpoints with the same code and the same remedy share a block. Decides nothing: order and words
//! come from the verdicts.

use std::collections::HashMap;

use crate::codes::{Code, Severity};
use crate::dialects::others::Program;
use crate::judge::{Endpoint, Verdict};
use crate::words::{self, Fact, Subject, facts, if_wanted, remedy_for, text};

use super::layout::{Cell, FieldList, LABEL, Tone, flow, fold, fold_items};
use super::{TextStyle, brief};

/// The place for a CA where the endpoints of a block have several.
const EACH: &str = "the place for each (below)";

/// Every problem of the run, the most severe first, each followed by an empty line.
pub(super) fn problems(endpoints: &[Endpoint], style: TextStyle) -> String {
    let blocks = gather(endpoints);
    blocks
        .iter()
        .map(|block| block.text(style) + "\n")
        .collect()
}

/// What nobody named and is not there, in one block: each with how it comes to be, should it be
/// wanted.
pub(super) fn absent(endpoints: &[Endpoint], style: TextStyle) -> String {
    let absent: Vec<&Endpoint> = endpoints.iter().filter(|e| e.is_absent()).collect();
    let Some(first) = absent.first() else {
        return String::new();
    };
    let code = first.verdict.code();
    let heading = [format!("{code}:"), brief::count(absent.len(), "endpoint")];
    let mut fields = FieldList::new(style, 2, LABEL);
    fields.text = flow(
        "",
        &heading.map(|text| Cell::new(Tone::Strong, text)),
        0,
        style,
    );
    fields.prose("what", text(code).meaning);
    for endpoint in absent {
        fields.lines(
            "endpoint",
            Tone::Plain,
            &fold_items(&brief::who(endpoint), fields.room()),
        );
        let how = if_wanted(&endpoint.attempt.target, &endpoint.verdict);
        fields.advice("if wanted", &how.unwrap_or_default());
    }
    fields.text + "\n"
}

/// One class and remedy, and whom it concerns.
struct Block<'a> {
    code: Code,
    concerns: Vec<Concern<'a>>,
}

struct Concern<'a> {
    endpoint: &'a Endpoint,
    verdict: &'a Verdict,
    headline: bool,
}

fn gather(endpoints: &[Endpoint]) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut known: HashMap<(Code, String), usize> = HashMap::new();
    for endpoint in endpoints {
        let all = std::iter::once((&endpoint.verdict, true))
            .chain(endpoint.findings.iter().map(|finding| (finding, false)));
        for (verdict, headline) in all.filter(|(v, _)| v.severity() >= Severity::Warning) {
            let concern = Concern {
                endpoint,
                verdict,
                headline,
            };
            let code = verdict.code();
            let remedy = words::remedy(
                &verdict.finding,
                &Subject::any(endpoint, verdict, (EACH, None)),
            );
            let at = *known.entry((code, remedy)).or_insert(blocks.len());
            match blocks.get_mut(at) {
                Some(block) => block.concerns.push(concern),
                None => blocks.push(Block {
                    code,
                    concerns: vec![concern],
                }),
            }
        }
    }
    // Headlines before what was found beside them; the order of the input otherwise.
    blocks.sort_by_key(|b| {
        (
            std::cmp::Reverse(b.code.severity()),
            !b.concerns.iter().any(|c| c.headline),
        )
    });
    blocks
}

impl Block<'_> {
    /// Who it concerns is named in the remedy where it is one only. Where a CA is given depends on
    /// the role: said once where it is the same for all, else place by place.
    fn remedy(&self) -> String {
        let Concern {
            endpoint, verdict, ..
        } = &self.concerns[0];
        if self.concerns.len() == 1 {
            return remedy_for(&endpoint.attempt.target, verdict);
        }
        let for_all = |place| {
            let any = Subject::any(endpoint, verdict, (place, self.common_port()));
            words::remedy(&verdict.finding, &any)
        };
        let places = self.places();
        match places.as_slice() {
            [(place, _)] => for_all(place),
            many if words::depends_on_trust_place(endpoint, verdict) => {
                let line = |(place, roles): &(String, Vec<&str>)| {
                    format!("\n- {}: {place}", roles.join(", "))
                };
                for_all(EACH) + &many.iter().map(line).collect::<String>()
            }
            _ => for_all(EACH),
        }
    }

    /// The port of all that it concerns, where they have one in common.
    fn common_port(&self) -> Option<u16> {
        let mut ports = self.concerns.iter().map(|c| c.endpoint.attempt.target.port);
        let first = ports.next()?;
        ports.all(|port| port == first).then_some(first)
    }

    /// Where a CA is given, each place with the kinds of endpoint it is for.
    fn places(&self) -> Vec<(String, Vec<&'static str>)> {
        let mut places: Vec<(String, Vec<&'static str>)> = Vec::new();
        for target in self
            .concerns
            .iter()
            .map(|concern| &concern.endpoint.attempt.target)
        {
            let (place, role) = (words::trust_place(target), target.role.0.name);
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, roles)) if roles.contains(&role) => {}
                Some((_, roles)) => roles.push(role),
                None => places.push((place, vec![role])),
            }
        }
        places
    }

    fn text(&self, style: TextStyle) -> String {
        let mut fields = FieldList::new(style, 2, LABEL);
        fields.text = self.heading(style);
        if self.concerns.len() > 1 {
            let line =
                |concern: &Concern<'_>| fold_items(&brief::who(concern.endpoint), fields.room());
            let lines: Vec<String> = self.concerns.iter().flat_map(line).collect();
            fields.lines("endpoints", Tone::Plain, &lines);
        }
        fields.prose("what", text(self.code).meaning);
        self.evidence(&mut fields);
        fields.prose("why", text(self.code).evidence);
        others(&mut fields, self.code);
        fields.advice("do this", &self.remedy());
        fields.text
    }

    /// `root-not-sent: s3.lab.example.test:443, replication repository (S3)`.
    fn heading(&self, style: TextStyle) -> String {
        let mut cells = vec![Cell::new(
            brief::severity_tone(self.code.severity()),
            format!("{}:", self.code),
        )];
        match self.concerns.as_slice() {
            [only] => {
                cells.extend(brief::who(only.endpoint).map(|text| Cell::new(Tone::Strong, text)));
            }
            many => cells.push(Cell::new(
                Tone::Strong,
                brief::count(many.len(), "endpoint"),
            )),
        }
        flow("", &cells, 0, style)
    }

    fn evidence(&self, fields: &mut FieldList) {
        let said: Vec<Evidence> = self.concerns.iter().map(Concern::evidence).collect();
        if said.windows(2).all(|two| two[0] == two[1]) {
            return fields.lines("evidence", Tone::Plain, &said[0].lines(fields.room()));
        }
        let mut apart: Vec<(Evidence, Vec<String>)> = Vec::new();
        for (concern, evidence) in self.concerns.iter().zip(said) {
            let authority = concern.endpoint.attempt.target.authority();
            match apart.iter_mut().find(|(known, _)| *known == evidence) {
                Some((_, endpoints)) => endpoints.push(authority),
                None => apart.push((evidence, vec![authority])),
            }
        }
        let mut lines = Vec::new();
        for (evidence, mut endpoints) in apart {
            let last = endpoints.len() - 1;
            endpoints
                .iter_mut()
                .enumerate()
                .for_each(|(n, name)| name.push(if n == last { ':' } else { ',' }));
            lines.extend(fold_items(&endpoints, fields.room()));
            lines.extend(
                evidence
                    .lines(fields.room() - 2)
                    .iter()
                    .map(|line| format!("  {line}")),
            );
        }
        fields.lines("evidence", Tone::Plain, &lines);
    }
}

/// What was seen: facts side by side, and signs, which are sentences, each on lines of its own.
#[derive(PartialEq, Eq)]
struct Evidence {
    facts: Vec<String>,
    signs: Vec<String>,
}

impl Evidence {
    fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = fold_items(&self.facts, width);
        if !self.signs.is_empty() {
            lines.push("signs:".into());
        }
        for sign in &self.signs {
            let folded = fold(sign, width.saturating_sub(2));
            lines.extend(
                folded
                    .iter()
                    .enumerate()
                    .map(|(n, line)| format!("{} {line}", if n == 0 { '-' } else { ' ' })),
            );
        }
        lines
    }
}

impl Concern<'_> {
    fn evidence(&self) -> Evidence {
        let attempt = &self.endpoint.attempt;
        let all = facts(&self.verdict.finding);
        let (signs, plain): (Vec<&Fact>, Vec<&Fact>) = all
            .iter()
            .filter(|f| !f.quiet)
            .partition(|f| f.name == SIGNS);
        let plain = plain.iter().filter(|f| !f.values.concat().is_empty());
        let mut facts: Vec<String> = plain
            .map(|f| format!("{}: {}", label(f.name), f.values.join("; ")))
            .collect();
        if attempt.connections.len() > 1 && !self.verdict.addresses.is_empty() {
            let seen_on: Vec<String> = self
                .verdict
                .addresses
                .iter()
                .map(|a| a.ip().to_string())
                .collect();
            facts.push(format!(
                "seen on: {}{}",
                seen_on.join(", "),
                brief::whose(&attempt.route)
            ));
        }
        if self.headline {
            facts.extend(
                brief::rules_differ(self.endpoint).map(|differ| format!("rules differ: {differ}")),
            );
        }
        let last = facts.len().saturating_sub(1);
        facts.iter_mut().take(last).for_each(|fact| fact.push(';'));
        let signs = signs.iter().flat_map(|f| &f.values).cloned();
        Evidence {
            facts,
            signs: signs.collect(),
        }
    }
}

/// The fact that is several sentences.
const SIGNS: &str = "signs";

/// A fact's name for people.
fn label(name: &str) -> String {
    match name {
        "accept" => "sha256 of its CA".into(),
        "because" => "route set by".into(),
        "here" => "issuer here".into(),
        "there" => "issuer on the other route".into(),
        "no_proxy" => "value for noProxy".into(),
        "wanted" => "asked for".into(),
        other => other.replace('_', " "),
    }
}

/// What others print, one line each; nothing where they print nothing of their own.
pub(super) fn others(fields: &mut FieldList, code: Code) {
    let said = Program::SHOWN.map(|program| (name(program), words::others(program, code)));
    let said = said.iter().filter(|(_, text)| !text.is_empty());
    for (n, (who, text)) in said.enumerate() {
        let lines = fold(text, fields.room().saturating_sub(9));
        for (m, line) in lines.iter().enumerate() {
            let line = format!("{:<7}  {line}", if m == 0 { who } else { "" });
            fields.lines(if n + m == 0 { "others" } else { "" }, Tone::Plain, &[line]);
        }
    }
}

const fn name(program: Program) -> &'static str {
    match program {
        Program::Mtc => "MTC",
        Program::Go => "Go",
        Program::Curl => "curl",
        Program::Browser => "browser",
        Program::Openssl => "openssl",
        Program::Aws => "AWS",
    }
}
