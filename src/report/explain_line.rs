//! `probe explain TEXT`: lines that other programs print, each with the verdicts that it may stand for,
//! and the command that tells which. Knows no endpoint but the one that a line names.

use std::collections::HashSet;

use crate::codes::{Code, Family};
use crate::dialects::others::{Program, Understood, understood};
use crate::dialects::place::endpoint_in;
use crate::dialects::quoted::unquoted;
use crate::foreign::on_one_line;
use crate::mask::masked;
use crate::mtc::{Alone, alone};
use crate::roles::RoleRef;
use crate::triage::{Endpoint, role_in};
use crate::words::{self, text};

use super::TextStyle;
use super::brief;
use super::cell::{Cell, Tone};
use super::document::{Block, Fields, GridRow, Said, Text};

/// Lines that are explained; more are counted.
const MOST: usize = 8;
/// So much of a line is repeated.
const SHOWN: usize = 240;
/// Of one line that is longer, only so much is read.
const LONGEST: usize = 64 * 1024;
/// Of so many classes the evidence of each is said; of more the title.
const FEW: usize = 6;
/// Of more the first are named.
const MANY: usize = 16;
/// So many.
const FIRST: usize = 8;
/// What MTC puts before an error that it passes on.
const OF_MTC: &str = "Test connect failed";
/// What stands for an endpoint that a line does not name.
const ANY: &str = "HOST:PORT";
/// Columns of the labels.
const LABEL: usize = 10;
/// Label of the command for an API server.
const API_SERVER: &str = "API server";

/// What is known of one line.
struct Known<'a> {
    line: &'a str,
    read: Understood,
    alone: Option<Alone>,
    /// Host and port, where the line names them, and what it is to who wrote the line.
    endpoint: Option<String>,
    role: RoleRef,
}

impl<'a> Known<'a> {
    /// `None` where nobody is known to print it.
    fn of(line: &'a str) -> Option<Self> {
        let end = line
            .char_indices()
            .map(|(at, _)| at)
            .find(|at| *at >= LONGEST);
        let plain = unquoted(&line[..end.unwrap_or(line.len())]);
        let mut read = read(&plain);
        let endpoint = endpoint_in(&plain);
        let role = role_in(&plain, endpoint.as_deref().unwrap_or_default());
        // An interceptor is never the first guess: nobody is accused by words.
        read.codes
            .sort_by_key(|code| code.family() == Family::ProxyInterference);
        if ![RoleRef::PLAIN, RoleRef::REGISTRY].contains(&role) && read.codes.len() > 1 {
            read.codes.retain(|code| *code != Code::RegistryNotVerified);
        }
        // What MTC and storages say in words of their own; a certificate's fault stands in the codes.
        let alone =
            alone(&plain).filter(|alone| read.codes.is_empty() || alone.condition.is_some());
        (!read.codes.is_empty() || alone.is_some()).then_some(Self {
            line,
            read,
            alone,
            endpoint,
            role,
        })
    }
}

/// What these lines mean; `None` where none of them is known. A line that `told` says is explained by
/// its topic is left to that, unless it may stand for a verdict.
#[must_use]
pub fn explain_lines(
    lines: &str,
    (program, style): (&str, &TextStyle),
    told: impl Fn(&str) -> bool,
) -> Option<String> {
    let mut known: Vec<Known> = Vec::new();
    let mut more = 0;
    let mut seen: HashSet<&str> = HashSet::new();
    for line in lines.lines() {
        let wanted = |known: &Known| !known.read.codes.is_empty() || !told(line);
        match seen
            .insert(line)
            .then(|| Known::of(line))
            .flatten()
            .filter(wanted)
        {
            Some(_) if known.len() == MOST => more += 1,
            Some(found) => known.push(found),
            None => {}
        }
    }
    let mut blocks: Vec<Block> = known.iter().flat_map(|known| one(known, program)).collect();
    if more > 0 {
        let more = format!("and {}", brief::count(more, "more line"));
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
    }
    (!known.is_empty()).then(|| Text::whole(&blocks, *style))
}

fn one(known: &Known, probe: &str) -> Vec<Block> {
    // A secret may be quoted, too: what is shown is masked as it stands.
    let line = on_one_line(masked(known.line.trim()).trim());
    let shown: String = line.chars().take(SHOWN).collect();
    let cut = if shown.len() < line.len() { "..." } else { "" };
    let mut blocks = vec![Block::heading(vec![Cell::new(
        Tone::Strong,
        format!("{shown}{cut}"),
    )])];
    if !known.read.codes.is_empty() {
        blocks.extend(of_codes(known, probe));
    }
    if let Some(alone) = &known.alone {
        blocks.extend(of_alone(alone, known.read.codes.is_empty()));
    }
    blocks.push(Block::Gap);
    blocks
}

/// The verdicts that it may stand for, and how to tell which.
fn of_codes(known: &Known, probe: &str) -> Vec<Block> {
    let codes = &known.read.codes;
    let names: Vec<&str> = known.read.programs.iter().map(|p| p.name()).collect();
    let names = names.join(", ");
    if codes[..] == [Code::Ok] {
        return vec![Block::Paragraph(format!(
            "{names} prints this where nothing is wrong: a client connected and left, as health checks of load balancers do"
        ))];
    }
    let faults = match codes.len() {
        1 => "for one fault".to_owned(),
        n if n > MANY => {
            "for many faults, which probe tells apart. the most frequent ones".to_owned()
        }
        n => format!("for {}, which probe tells apart", brief::count(n, "fault")),
    };
    let mut fields = Fields::new(0, LABEL);
    let told = told(known);
    if !told.is_empty() {
        fields.items("in it", told);
    }
    let label = if let [only] = codes[..] {
        let explain = Said::Command(format!("{probe} explain {only}"));
        fields.field("what to do", vec![explain]);
        "measure it"
    } else {
        "which one"
    };
    for (n, command) in measuring(known, probe).into_iter().enumerate() {
        let label = if n == 0 { label } else { API_SERVER };
        fields.field(label, vec![Said::Command(command)]);
    }
    let mut blocks = vec![
        Block::Paragraph(format!("{names} prints this {faults}:")),
        Block::Grid(2, rows(codes)),
    ];
    if known.read.programs.contains(&Program::Server) {
        blocks.push(Block::Paragraph(
            "the address in the line is the client's: it is the client that refuses the server's certificate or its offer. measure the server from where that client runs".into(),
        ));
    }
    blocks.append(&mut fields.blocks);
    blocks
}

/// What a line says; behind MTC's own words, what those pass on, as far as that says anything.
fn read(plain: &str) -> Understood {
    let behind = plain.split_once(OF_MTC).map(|(_, behind)| behind);
    let passed_on = behind.map(|text| understood(text.trim_start_matches(['.', ' '])));
    passed_on
        .filter(|read| !read.codes.is_empty())
        .unwrap_or_else(|| understood(plain))
}

/// The command that measures the endpoint; a second one where it may be an API server, too.
fn measuring(known: &Known, probe: &str) -> Vec<String> {
    let found = known.endpoint.as_deref();
    let of = |role| Endpoint {
        authority: found.unwrap_or(ANY).to_owned(),
        role,
        clear: false,
        proxy: None,
    };
    let command = |endpoint: Endpoint| format!("{probe} endpoints {}", endpoint.as_typed());
    let is_url = known.line.contains("://");
    if known.role == RoleRef::PLAIN {
        return [RoleRef::PLAIN, RoleRef::API]
            .map(|role| command(of(role)))
            .into();
    }
    match found {
        // Only a URL without a port means that of its scheme.
        Some(host) if known.role == RoleRef::API && !is_url && !host.contains(':') => {
            vec![format!("{probe} endpoints --api {host}")]
        }
        _ => vec![command(of(known.role))],
    }
}

/// The classes, each with what tells it apart; many in fewer words, and of very many the first.
fn rows(codes: &[Code]) -> Vec<GridRow> {
    let row = |name: Cell, remark: String| GridRow {
        short: vec![name],
        name: Cell::new(Tone::Plain, ""),
        remark: Cell::new(Tone::Plain, remark),
    };
    let shown = &codes[..if codes.len() > MANY {
        FIRST
    } else {
        codes.len()
    }];
    let one = |code: &Code| {
        let (name, text) = (code.name(), text(*code));
        let remark = if shown.len() > FEW {
            text.title.to_owned()
        } else {
            format!("{}: {}", text.title, text.evidence)
        };
        row(
            Cell::new(brief::severity_tone(code.severity()), name),
            remark,
        )
    };
    let rarer = codes.len() - shown.len();
    let rest = (rarer > 0).then(|| {
        let name = Cell::new(Tone::Faint, "...");
        row(name, format!("and {}", brief::count(rarer, "rarer one")))
    });
    shown.iter().map(one).chain(rest).collect()
}

/// The values of the line, each with its name, for people.
fn told(known: &Known) -> Vec<String> {
    let named = |(name, value): &(&'static str, String)| {
        let label = match *name {
            "name" => "CA",
            "client" => "client",
            "proxy" => "proxy",
            "address" | "ip" => "address",
            "host" => "host",
            "resolver" => "name server",
            "alert" => "alert",
            "names" => "valid for",
            "version" => "TLS version",
            "limit" => "limit",
            "algorithm" => "algorithm",
            _ => return None,
        };
        let value = on_one_line(&masked(value));
        Some(format!(
            "{label} {}",
            value.trim_end_matches(['"', '.', ' '])
        ))
    };
    let endpoint = known.endpoint.iter().map(|found| match known.role {
        role if role == RoleRef::PLAIN => format!("endpoint {found}"),
        role => format!("endpoint {found} ({})", words::title_of(role)),
    });
    endpoint
        .chain(known.read.values.iter().filter_map(named))
        .collect()
}

/// What no connection makes: a condition of MTC's, or what a service answered.
fn of_alone(alone: &Alone, is_all: bool) -> Vec<Block> {
    let mut fields = Fields::new(0, LABEL);
    let about = words::part(alone.part);
    let whose = match alone.condition {
        Some(condition) => format!("MTC's condition {condition}: {about}"),
        None => about.to_owned(),
    };
    fields.prose("it says", &whose);
    let cure = words::cure_of_any(alone.cure);
    if is_all && !cure.is_empty() {
        fields.advice("do this", &cure);
    }
    if is_all {
        fields.prose("source", alone.source);
    }
    fields.blocks
}
