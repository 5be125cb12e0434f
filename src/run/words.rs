//! The commands that only print words: explanations, completions, the manual, the schema.

use clap_complete::Shell;

use super::output;
use crate::error::{self, Error};
use crate::judge;
use crate::report;
use crate::settings::Settings;

pub fn explain(code: Option<&str>, settings: &Settings) -> Result<u8, Error> {
    let text = match code {
        None => report::explain_all(&judge::rules().collect::<Vec<_>>()),
        Some(code) => {
            let class = judge::class(code).ok_or_else(|| Error::Usage(unknown(code)))?;
            report::explain_one(class, &settings.style)
        }
    };
    print(&text)
}

fn unknown(code: &str) -> String {
    let near = judge::rules().map(|c| c.code).find(|known| known.contains(code) || code.contains(*known));
    let hint = near
        .map_or_else(|| "`probe explain` lists them all".into(), |known| format!("did you mean {known}? `probe explain` lists them all"));
    format!("no such code: {code}\nhint: {hint}")
}

pub fn completions(shell: Shell, command: &mut clap::Command) -> Result<u8, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "probe", &mut script);
    print(&String::from_utf8_lossy(&script))
}

pub fn man(command: clap::Command) -> Result<u8, Error> {
    let mut page = Vec::new();
    let failed = |e: std::io::Error| Error::Output { to: "the manual page".into(), why: e.to_string() };
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
    for sub in command.get_subcommands() {
        let named = sub.clone().name(format!("probe {}", sub.get_name())).display_name(format!("probe-{}", sub.get_name()));
        let section = clap_mangen::Man::new(named);
        section.render_options_section(&mut page).map_err(failed)?;
    }
    print(&String::from_utf8_lossy(&page))
}

pub fn print(text: &str) -> Result<u8, Error> {
    output::print(text)?;
    Ok(error::OK)
}
