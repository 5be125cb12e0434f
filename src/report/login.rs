//! Logins in reports: the three legs, what they come to, and how to measure the one that only a pod
//! can. Decides nothing: legs come from `mtc`, sentences from `words`.

use crate::codes::Code;
use crate::foreign::on_one_line;
use crate::mtc::login::{LegOutcome, Login, LoginLeg};
use crate::words;

use super::Report;
use super::cell::{Cell, Tone};
use super::document::{Block, Fields};
use super::given::Again;
use super::view::{LegView, LoginView};

/// Every login; nothing where there is none. The long command stands apart, in [`commands`].
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let logins = report.mtc.logins.iter();
    let one = |login| one(login, report);
    logins.flat_map(one).collect()
}

fn one(login: &Login, report: &Report<'_>) -> Vec<Block> {
    let heading = Cell::new(Tone::Strong, "login to the MTC console:");
    let mut fields = Fields::headed(vec![heading]);
    let legs = login.legs.iter().enumerate();
    fields.blocks.extend(legs.map(|(n, leg)| line(n + 1, leg)));
    for (n, found) in login.diagnosis.iter().enumerate() {
        let label = if n == 0 { "means" } else { "" };
        fields.prose(label, &words::login_finding(found));
    }
    for (n, step) in login.actions.iter().enumerate() {
        let label = if n == 0 { "do this" } else { "" };
        fields.advice(label, &words::login_step(step));
    }
    let says = if report.mtc.whole_commands {
        "the command at the very end measures it in the console's pod".to_owned()
    } else {
        let Again { program, typed } = report.measured.again;
        let program = if program.is_empty() { "probe" } else { program };
        let again = Again { program, typed };
        let command = again.mention("login", &["--print-pod-check"]);
        format!(
            "{} prints a command that measures it in the console's pod",
            command.unwrap_or_default()
        )
    };
    fields.prose("leg 3", &says);
    fields.blocks.push(Block::Gap);
    fields.blocks
}

/// Where whole commands are wanted: for each login the one that measures its third leg. For the end
/// of a report, ready to be copied.
pub(super) fn commands(report: &Report<'_>) -> Vec<Block> {
    let logins = report
        .mtc
        .logins
        .iter()
        .filter(|_| report.mtc.whole_commands);
    let command = |login: &Login| {
        let to = login.legs[2].authority.as_deref().unwrap_or_default();
        let words = format!(
            "leg 3, to {}: run this; it measures in the console's pod with what is there, and answers with one line of JSON:",
            on_one_line(to)
        );
        [
            Block::Gap,
            Block::heading(vec![Cell::new(Tone::Plain, words)]),
            Block::Gap,
            Block::Command(login.command.clone()),
        ]
    };
    logins.flat_map(command).collect()
}

/// `1 works: this workstation -> MTC console, migration.example.test:443`.
fn line(number: usize, leg: &LoginLeg) -> Block {
    let way = [leg.from, leg.to].map(words::login_place).join(" -> ");
    let at = leg.authority.as_deref().map(on_one_line);
    let comma = if at.is_some() { "," } else { "" };
    let mut outcome = outcome(leg);
    outcome.text.push(':');
    let mut cells = vec![outcome, Cell::new(Tone::Plain, way + comma)];
    cells.extend(at.map(|at| Cell::new(Tone::Faint, at)));
    Block::Line {
        depth: 1,
        label: number.to_string(),
        cells,
    }
}

fn outcome(leg: &LoginLeg) -> Cell {
    let code = leg.code.map_or("", Code::name);
    match leg.outcome {
        LegOutcome::Passes => Cell::new(Tone::Good, "works"),
        LegOutcome::Warns => Cell::new(Tone::Warn, format!("a browser warns ({code})")),
        LegOutcome::Fails => Cell::new(Tone::Bad, format!("fails ({code})")),
        LegOutcome::Unmeasured if leg.code.is_some() => {
            Cell::new(Tone::Warn, format!("not measured ({code})"))
        }
        LegOutcome::Unmeasured => Cell::new(Tone::Warn, "only the pod can tell"),
        LegOutcome::Absent => Cell::new(Tone::Faint, "not found"),
    }
}

/// For the machine formats.
pub(super) fn view(login: &Login) -> LoginView {
    let leg = |leg: &LoginLeg| LegView {
        from: words::login_place(leg.from).to_owned(),
        to: words::login_place(leg.to).to_owned(),
        endpoint: leg.authority.clone(),
        outcome: leg.outcome.name().to_owned(),
        code: leg.code.map(|code| code.name().to_owned()),
    };
    LoginView {
        legs: login.legs.iter().map(leg).collect(),
        diagnosis: login.diagnosis.iter().map(words::login_finding).collect(),
        actions: login.actions.iter().map(words::login_step).collect(),
        no_proxy: login.no_proxy.to_string(),
        command: login.command.clone(),
    }
}
