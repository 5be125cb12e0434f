//! English for what statuses of objects say, and where a command is run.
//! Decides nothing.

use crate::foreign::Foreign;
use crate::triage::command::{Command, Side};
use crate::triage::{Finding, ObjectStatus};
use crate::words::en;
use crate::words::topic_text::{ToldCommand, TriageTold};

/// Where no command cures what was found.
pub(in crate::words) const NO_CURE: &str = "nothing was found that a command would cure; `probe triage` without --patch tells what was found";

/// Over the commands that show whether it is so, where lines alone speak for it.
pub(in crate::words) const LOOK_FIRST: &str = "lines alone tell of it; see first whether it is so:";

/// Before a command with places that nothing fills.
pub(in crate::words) fn put_in(wants: &[String]) -> String {
    format!("put in {}, then run", wants.join(", "))
}

/// The commands that the objects themselves led to, each with the cluster it is for.
pub(super) fn commands(finding: &Finding) -> Option<Vec<ToldCommand>> {
    let told = |command: &Command| ToldCommand {
        side: command.side,
        purpose: command.purpose,
        line: command.line(),
        wants: Vec::new(),
    };
    let commands = finding.commands.iter().map(told);
    (!finding.commands.is_empty()).then(|| commands.collect())
}

/// The line with its cluster as a comment, so that it can be pasted.
pub(in crate::words) fn command(line: &str, side: Side) -> String {
    match where_run(side) {
        "" => line.to_owned(),
        cluster => format!("{line}  # {cluster}"),
    }
}

const fn where_run(side: Side) -> &'static str {
    match side {
        Side::Source => "on the source cluster",
        Side::Target => "on the target cluster",
        Side::Both => "on the source and on the target cluster",
        Side::Host => "on the cluster of the MTC controller",
        Side::Own => "",
    }
}

/// What a status says of its own object.
pub(super) fn told(status: &ObjectStatus, finding: &Finding) -> TriageTold {
    let message = finding.values.iter().find(|(name, _)| *name == "message");
    let message = message.and_then(|(_, texts)| texts.first());
    let quoted = message.map_or_else(String::new, |text| format!("\"{}\"; ", text.on_one_line()));
    TriageTold {
        title: format!(
            "{} says {}",
            status.object,
            Foreign::on_one_line(&status.kind)
        ),
        cause: format!("{quoted}{}", en::status::part(status.part)),
        cure: en::cure::text(status.cure, &status.object, None),
        commands: commands(finding).unwrap_or_default(),
        docs: String::new(),
    }
}
