//! The command line told as a whole: scripts that complete it in a shell, and the manual page.
//! Makes text; prints nothing.

use std::fmt::Write as _;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::Cli;

/// The script that completes commands and flags in this shell.
#[must_use]
pub fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "probe", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page: every command on one page.
pub fn manual() -> std::io::Result<String> {
    let command = Cli::command().disable_help_subcommand(true);
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    let mut page =
        String::from_utf8_lossy(&page).replace(".SH EXTRA\nExit codes:\n", ".SH \"EXIT CODES\"\n");
    for sub in command.get_subcommands() {
        let name = sub.get_name();
        // Everything is on this one page.
        page = page.replace(
            &format!("probe\\-{}(1)", name.replace('-', "\\-")),
            &format!("probe {name}"),
        );
        let mut options = Vec::new();
        Man::new(sub.clone()).render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options)
            .replace(".SH OPTIONS\n", "")
            .replace(".SH ", ".SS ");
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = write!(
            page,
            ".SH \"PROBE {}\"\n{about}\n{options}{}",
            name.to_uppercase(),
            targets(sub)
        );
    }
    Ok(page)
}

/// What a command's help says below its options. The exit codes are on the page already.
fn targets(command: &clap::Command) -> String {
    let text = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let said = text
        .split("\n\n")
        .filter_map(|part| part.strip_prefix("Targets:\n"));
    said.map(|text| {
        format!(
            ".SS TARGETS\n{}\n",
            text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
        )
    })
    .collect()
}
