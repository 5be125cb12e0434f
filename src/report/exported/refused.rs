//! Why endpoints have no bundle: one row for each, or for many alike, what to do about each reason, and
//! the command that writes what can be written. Decides nothing.

use super::given::Exported;
use super::{confirmed, held};
use crate::bundle::AnchorRefusal;
use crate::codes::{Code, Family};
use crate::foreign::on_one_line;
use crate::judge::finding::UnknownAuthority;
use crate::judge::{Endpoint, Finding, Verdict};
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Fields, GridRow, Said};
use crate::report::together::{ARROW, MOST, and_more, share_a_row};
use crate::report::{brief, copies, short_name};
use crate::words::{self, Subject, Together};

/// What stands for the place of a CA where several share a reason.
const EACH_PLACE: &str = "the place for each";

/// Into which a root is put that nobody sent, and into which where that one was given already.
const ROOT: &str = "root.pem";
const OTHER: &str = "copies.pem";

/// An endpoint and why it has no bundle.
struct Refused<'a> {
    endpoint: &'a Endpoint,
    refusal: &'a AnchorRefusal,
}

pub(super) fn blocks(exported: &Exported<'_>, written: bool) -> Vec<Block> {
    let proofs = exported.bundle.endpoints.iter().zip(exported.endpoints);
    let refused = proofs.filter_map(|(proof, endpoint)| {
        let refusal = proof.go.as_ref().err()?;
        Some(Refused { endpoint, refusal })
    });
    let refused: Vec<Refused<'_>> = refused.collect();
    if written && refused.is_empty() {
        return Vec::new();
    }
    let heading = Cell::new(Tone::Bad, heading(exported, &refused, written));
    let mut blocks = vec![Block::heading(vec![heading])];
    if written {
        // What was written has been told before.
        blocks.insert(0, Block::Gap);
    }
    if !refused.is_empty() {
        blocks.push(Block::Gap);
        blocks.extend(rows(&refused));
        blocks.extend(acts(exported, &refused));
        blocks.push(Block::Gap);
    }
    if !written {
        blocks.extend(by_turns(exported));
        blocks.extend(next(exported));
    }
    blocks
}

/// What Go's clients meet at another turn, where the bundle serves some turns only.
fn by_turns(exported: &Exported<'_>) -> Vec<Block> {
    let half = exported.bundle.endpoints.iter();
    let half = half.filter(|proof| proof.is_half());
    let said = half.flat_map(|proof| {
        let name = proof.target.authority();
        let notes = proof.notes.iter().filter(|note| note.is_of_a_turn());
        notes.map(move |note| format!("{name}: {}", words::proof_note(note)))
    });
    said.flat_map(|text| [Block::Paragraph(text), Block::Gap])
        .collect()
}

/// `nothing written: a CA bundle cannot help 3 of 18 endpoints, and 1 lacks its root`.
fn heading(exported: &Exported<'_>, refused: &[Refused<'_>], written: bool) -> String {
    let all = exported.endpoints.len();
    let number = |wanted: &dyn Fn(&AnchorRefusal) -> bool| {
        let mut number = 0;
        for of in refused {
            number += usize::from(wanted(of.refusal));
        }
        number
    };
    let root = |refusal: &AnchorRefusal| refusal.code() == Code::RootNotSent.name();
    let lacking = |refusal: &AnchorRefusal| lacks_a_ca(refusal) && !root(refusal);
    let barred = number(&is_barred);
    let (roots, lacking) = (number(&root), number(&lacking));
    let others = refused.len() - barred - roots - lacking;
    let several = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let parts: Vec<String> = [
        (others > 0).then(|| {
            let all = brief::count(all, "endpoint");
            format!("a CA bundle cannot help {others} of {all}")
        }),
        several(roots, "lacks its root", "lack their root"),
        several(lacking, "lacks a CA", "lack a CA"),
        several(
            barred,
            "shows a CA that may not enter a bundle",
            "show a CA that may not enter a bundle",
        ),
        several(
            exported
                .bundle
                .endpoints
                .iter()
                .filter(|proof| proof.is_half())
                .count(),
            "would verify at some turns only",
            "would verify at some turns only",
        ),
        several(
            exported.unread_inputs,
            "input could not be used",
            "inputs could not be used",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let before = if written {
        "not in the bundle"
    } else {
        "nothing written"
    };
    format!("{before}: {}", in_all(&parts, exported))
}

fn in_all(parts: &[String], exported: &Exported<'_>) -> String {
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}, and {last}", rest.join(", ")),
        None if exported.endpoints.is_empty() => {
            "no endpoint is left that shows certificates, so no CA bundle is needed for any".into()
        }
        None => "there is nothing to write".into(),
    }
}

/// What is missing is a CA that nobody showed.
fn lacks_a_ca(refusal: &AnchorRefusal) -> bool {
    matches!(refusal, AnchorRefusal::NotAccepted { .. })
        && refusal
            .verdict()
            .is_some_and(|verdict| verdict.family() == Family::UnknownAuthority)
}

/// A CA was shown, and may not be taken.
fn is_barred(refusal: &AnchorRefusal) -> bool {
    match refusal {
        AnchorRefusal::NotCaptured(_) | AnchorRefusal::ProxyNotAccepted { .. } => false,
        AnchorRefusal::NotAccepted { .. } => is_of_interceptor(refusal),
        AnchorRefusal::Intercepted(_)
        | AnchorRefusal::MadeByInterceptor { .. }
        | AnchorRefusal::StandsBehindInterceptor(_)
        | AnchorRefusal::MintedOnDemand(_)
        | AnchorRefusal::Suspected { .. }
        | AnchorRefusal::DoubtLeftOpen(_)
        | AnchorRefusal::AddressesDiffer { .. }
        | AnchorRefusal::Unconfirmed(_) => true,
    }
}

fn is_of_interceptor(refusal: &AnchorRefusal) -> bool {
    let code = refusal.verdict().map(Verdict::code);
    code == Some(Code::Intercepted)
}

fn rows(refused: &[Refused<'_>]) -> Vec<Block> {
    let by_code = refused.iter().map(|of| (of.refusal.code().to_owned(), of));
    let mut rows = Vec::new();
    let mut shown = 0;
    for (code, members) in Together::of(by_code) {
        let room = MOST.saturating_sub(rows.len());
        if share_a_row(members.len(), refused.len()) && room > 0 {
            rows.push(many(&code, &members));
            shown += members.len();
        } else {
            let each = members.iter().take(room);
            shown += each.len();
            rows.extend(each.map(|of| row(&code, &of.name(), of.fact())));
        }
    }
    let mut blocks = vec![Block::Grid(2, rows)];
    if refused.len() > shown {
        let more = format!("  and {} more: probe endpoints", refused.len() - shown);
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
    }
    blocks
}

fn many(code: &str, members: &[&Refused<'_>]) -> GridRow {
    let fact = members[0].fact();
    let alike = members.iter().all(|of| of.fact() == fact);
    let name = and_more(&members[0].name(), members.len());
    row(code, &name, if alike { fact } else { String::new() })
}

fn row(code: &str, name: &str, fact: String) -> GridRow {
    let known = Code::of(code);
    let code = known.map_or_else(
        || Cell::new(Tone::Bad, code),
        |code| Cell::of_code(Tone::Bad, code),
    );
    GridRow {
        short: vec![code],
        name: Cell::new(Tone::Plain, name),
        remark: Cell::new(Tone::Plain, fact),
    }
}

/// What to do about each reason, once.
fn acts(exported: &Exported<'_>, refused: &[Refused<'_>]) -> Vec<Block> {
    let all = refused.iter().map(|of| {
        let key = format!("{} {}", of.refusal.code(), of.act_of_many());
        (key, of)
    });
    let mut fields = Fields::new(1, ARROW.len());
    for (_, members) in Together::of(all).into_iter().take(MOST) {
        let first = members[0];
        if first.refusal.code() == Code::RootNotSent.name() {
            fields.blocks.extend(roots(exported, &members));
            continue;
        }
        // One that is alone is told what to do by its own names.
        let act = match members.as_slice() {
            [only] => only.act(),
            _ => first.act_of_many(),
        };
        if !act.is_empty() {
            fields.advice(ARROW, &format!("{}: {act}", first.refusal.code()));
        }
        let served = words::served_all_the_same(first.refusal);
        if !served.is_empty() {
            fields.prose("", &format!("hint: {served}"));
        }
    }
    fields.blocks
}

/// Where the roots are that nobody sent, and the command that is given them.
fn roots(exported: &Exported<'_>, members: &[&Refused<'_>]) -> Vec<Block> {
    let wanted = members.iter().filter_map(|of| {
        let Finding::UnknownAuthority(UnknownAuthority::RootNotSent { issuer, .. }) =
            &of.refusal.verdict()?.finding
        else {
            return None;
        };
        Some(copies::Wanted {
            label: issuer.on_one_line(),
            is_own: false,
            at: of.subject(false)?.copy_at(issuer),
        })
    });
    let wanted: Vec<copies::Wanted> = wanted.collect();
    let mut fields = Fields::new(1, ARROW.len());
    let file = if exported.has_given(ROOT) {
        OTHER
    } else {
        ROOT
    };
    let mut said = copies::into_file(&wanted, file, true);
    let aia = members
        .iter()
        .filter_map(|of| words::by_aia(&of.refusal.verdict()?.finding));
    said.extend(
        aia.take(1)
            .map(|text| Said::Prose(Cell::new(Tone::Plain, text))),
    );
    said.extend(exported.command(&["--ca", file]).map(Said::Command));
    fields.field(ARROW, said);
    fields.blocks
}

impl Refused<'_> {
    fn name(&self) -> String {
        short_name::of(&self.endpoint.attempt.target)
    }

    fn subject(&self, many: bool) -> Option<Subject> {
        let (target, verdict) = (&self.endpoint.attempt.target, self.refusal.verdict()?);
        Some(if many {
            let place = (EACH_PLACE, Some(target.port));
            Subject::any(self.endpoint, verdict, place)
        } else {
            Subject::of(target, verdict)
        })
    }

    /// The one fact that matters.
    fn fact(&self) -> String {
        let brief = self.brief(false).map(|brief| brief.row);
        let fact = brief.filter(|row| !row.is_empty());
        on_one_line(&fact.unwrap_or_else(|| words::refusal(self.refusal)))
    }

    fn act(&self) -> String {
        self.short_act(false)
            .unwrap_or_else(|| words::refusal_hint(self.refusal, &self.endpoint.attempt.target))
    }

    fn act_of_many(&self) -> String {
        self.short_act(true)
            .unwrap_or_else(|| words::refusal_hint_for_many(self.refusal, self.endpoint))
    }

    /// `None` where the whole remedy is wanted: it says where a CA is to be had, or by which hash an
    /// interceptor's is accepted.
    fn short_act(&self, many: bool) -> Option<String> {
        let is_whole = lacks_a_ca(self.refusal) || is_of_interceptor(self.refusal);
        let brief = self.brief(many).filter(|_| !is_whole)?;
        Some(brief.act)
    }

    /// `None` where no verdict is the reason.
    fn brief(&self, many: bool) -> Option<words::Brief> {
        let verdict = self.refusal.verdict()?;
        Some(words::brief(&verdict.finding, &self.subject(many)?))
    }
}

/// The command that writes what can be written, and what became of a file behind `>`.
fn next(exported: &Exported<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let proved = exported.proved();
    let can = proved > 0 && !exported.bundle.anchors.is_empty();
    let can_be_given = !exported.unread().is_empty() && can;
    if can_be_given {
        blocks.push(Block::heading(vec![Cell::new(Tone::Strong, "next")]));
        blocks.extend(confirmed::how(exported, &held::all(exported)));
    } else if exported.unread_inputs > 0 {
        let said = "mend the input that is named above, and run the same command again; what follows goes on without it";
        blocks.push(Block::Paragraph(said.to_owned()));
    }
    let partial = exported.command(&["--allow-partial"]);
    if let Some(command) = partial.filter(|_| can && !can_be_given) {
        let mut fields = Fields::new(0, "next:".len());
        fields.field("next:", vec![Said::Command(command)]);
        let others = brief::count(proved, "endpoint");
        let number = exported.counted();
        let verify = if proved == 1 { "verifies" } else { "verify" };
        fields.prose(
            "",
            &format!("writes {number}, with which {others} {verify}"),
        );
        blocks.extend(fields.blocks);
    }
    if exported.emptied {
        let note = "note: \">\" has emptied the file; -o FILE keeps the old file until the new one is whole";
        blocks.push(Block::Paragraph(note.into()));
    }
    blocks
}
