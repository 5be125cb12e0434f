//! Logins in reports: the three legs, what they come to, and how to measure the one that only a pod
//! can. Decides nothing: legs and words come from `mtc`.

use crate::mtc::login::{LegOutcome, Login, LoginLeg};

use super::layout::{Cell, FieldList, LABEL, Tone, flow, harmless};
use super::view::{LegView, LoginView};
use super::{Report, TextStyle};

/// Every login; nothing where there is none. The long command stands apart, in [`commands`].
pub(super) fn text(report: &Report<'_>, style: TextStyle) -> String {
    report
        .mtc
        .logins
        .iter()
        .map(|login| block(login, report.mtc.whole_commands, style) + "\n")
        .collect()
}

fn block(login: &Login, whole: bool, style: TextStyle) -> String {
    let mut text = flow(
        "",
        &[Cell::new(Tone::Strong, "login to the MTC console:")],
        0,
        style,
    );
    let from = login
        .legs
        .iter()
        .map(|l| l.from.len())
        .max()
        .unwrap_or_default();
    let to = login
        .legs
        .iter()
        .map(|l| l.to.len())
        .max()
        .unwrap_or_default();
    for (n, leg) in login.legs.iter().enumerate() {
        let way = format!("{} {:<from$} -> {:<to$}", n + 1, leg.from, leg.to);
        let at = leg
            .authority
            .as_deref()
            .map(|at| Cell::new(Tone::Faint, harmless(at)));
        let cells: Vec<Cell> = std::iter::once(outcome(leg)).chain(at).collect();
        text += &flow(&way, &cells, 2, style);
    }
    let mut fields = FieldList::new(style, 2, LABEL);
    for (n, said) in login.diagnosis.iter().enumerate() {
        fields.prose(if n == 0 { "means" } else { "" }, said);
    }
    for (n, action) in login.actions.iter().enumerate() {
        fields.advice(if n == 0 { "do this" } else { "" }, action);
    }
    let whole_says = "the command at the very end measures it in the console's pod";
    let short_says = "`probe login` with the same targets prints the command that measures it in the console's pod";
    fields.prose("leg 3", if whole { whole_says } else { short_says });
    text + &fields.text
}

/// Where whole commands are wanted: for each login the one that measures its third leg. For the end
/// of a report, ready to be copied.
pub(super) fn commands(report: &Report<'_>, style: TextStyle) -> String {
    let logins = report
        .mtc
        .logins
        .iter()
        .filter(|_| report.mtc.whole_commands);
    let command = |login: &Login| {
        let to = login.legs[2].authority.as_deref().unwrap_or_default();
        let words = format!(
            "leg 3, to {}: run this; it measures in the console's pod with what is there, and answers with one line of JSON:",
            harmless(to)
        );
        format!(
            "\n{}\n{}\n",
            flow("", &[Cell::new(Tone::Plain, words)], 0, style),
            login.command
        )
    };
    logins.map(command).collect()
}

fn outcome(leg: &LoginLeg) -> Cell {
    let code = leg.code.unwrap_or_default();
    match leg.outcome {
        LegOutcome::Passes => Cell::new(Tone::Good, "works,"),
        LegOutcome::Warns => Cell::new(
            Tone::Warn,
            format!("reached, but a browser warns ({code}),"),
        ),
        LegOutcome::Fails => Cell::new(Tone::Bad, format!("fails ({code}),")),
        LegOutcome::Unmeasured if leg.code.is_some() => {
            Cell::new(Tone::Warn, format!("not measured ({code}),"))
        }
        LegOutcome::Unmeasured => Cell::new(Tone::Warn, "only the pod can tell,"),
        LegOutcome::Absent => Cell::new(Tone::Faint, "not found"),
    }
}

/// For the machine formats.
pub(super) fn view(login: &Login) -> LoginView {
    let leg = |leg: &LoginLeg| LegView {
        from: leg.from.to_owned(),
        to: leg.to.to_owned(),
        endpoint: leg.authority.clone(),
        outcome: leg.outcome.name().to_owned(),
        code: leg.code.map(str::to_owned),
    };
    LoginView {
        legs: login.legs.iter().map(leg).collect(),
        diagnosis: login.diagnosis.clone(),
        actions: login.actions.clone(),
        no_proxy: login.no_proxy.clone(),
        command: login.command.clone(),
    }
}
