//! `probe explain WORD`: a family of verdicts, a kind of endpoint, or a word that reports use.
//! Reads rows only; knows no endpoint.

use crate::codes::{Code, Family};
use crate::roles::{ROLES, RoleKind, RoleRef};
use crate::words::{self, text};

use super::cell::{Cell, Tone};
use super::document::{Block, GridRow, Said, Text};
use super::explain::headed;
use super::{TextStyle, brief};

/// What is said of this word, in whatever case; `None` where it is none of these.
#[must_use]
pub fn explain_word(word: &str, program: &str, style: &TextStyle) -> Option<String> {
    let word = word.trim().trim_end_matches(':');
    let is_it = |name: &str| name.eq_ignore_ascii_case(word);
    let family = || Family::ALL.into_iter().find(|family| is_it(family.name()));
    let role = || ROLES.iter().copied().find(|role| is_it(role.name));
    let blocks = family()
        .map(|family| of_family(family, program))
        .or_else(|| role().map(|role| of_role(role, program)))
        .or_else(|| of_ours(is_it))?;
    Some(Text::whole(&blocks, *style))
}

/// All of them.
pub fn words_explained() -> impl Iterator<Item = &'static str> {
    let families = Family::ALL.into_iter().map(Family::name);
    let roles = ROLES.iter().map(|role| role.name);
    let ours = words::spoken().iter().flat_map(|(forms, _)| *forms);
    families.chain(roles).chain(ours.copied())
}

fn of_family(family: Family, program: &str) -> Vec<Block> {
    let mut fields = headed(Tone::Plain, family.name(), "a family of verdicts");
    fields.prose("what", words::family_means(family));
    let mut blocks = fields.blocks;
    let codes = Code::ALL.iter().filter(|code| code.family() == family);
    let row = |code: &Code| GridRow {
        short: vec![Cell::new(
            brief::severity_tone(code.severity()),
            code.name(),
        )],
        name: Cell::new(Tone::Plain, ""),
        remark: Cell::new(Tone::Plain, text(*code).title),
    };
    blocks.push(Block::Grid(2, codes.map(row).collect()));
    let mut more = super::document::Fields::new(1, super::cell::LABEL);
    let command = format!("{program} explain CODE");
    more.field("each one", vec![Said::Command(command)]);
    blocks.extend(more.blocks);
    blocks
}

fn of_role(role: RoleRef, program: &str) -> Vec<Block> {
    let told = words::role_told(role);
    let mut fields = headed(Tone::Plain, role.name, told.title);
    fields.prose("what", "a role: what kind of endpoint a target is");
    let target = match role.kind {
        RoleKind::Api => format!("--api https://HOST:{}", role.port),
        RoleKind::Plain => "HOST:PORT".to_owned(),
        RoleKind::Oauth
        | RoleKind::Console
        | RoleKind::ConsoleOf3
        | RoleKind::MtcConsole
        | RoleKind::Registry
        | RoleKind::Repository => format!("{}=HOST:PORT", role.name),
    };
    let command = format!("{program} endpoints {target}");
    fields.field("measure", vec![Said::Command(command)]);
    fields.prose("answers", told.expects);
    fields.prose("CA for", told.given);
    fields.prose("where", told.exposed);
    fields.blocks
}

fn of_ours(is_it: impl Fn(&str) -> bool) -> Option<Vec<Block>> {
    let mut all = words::spoken().iter();
    let (forms, means) = all.find(|(forms, _)| forms.iter().any(|form| is_it(form)))?;
    let name = forms.first()?;
    let mut fields = headed(Tone::Plain, name, "a word of this program");
    fields.prose("what", means);
    Some(fields.blocks)
}
