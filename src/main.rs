//! Args in, bytes out, exit code.
//! Decides nothing; names `cli`, `plan`, `commands`, `error`, `foreign` and `quote` only.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use mtc_probe::cli::Cli;
use mtc_probe::foreign::{shown_in_ascii, visible_lines};
use mtc_probe::quote::{bare_commands, name_without_passwords, without_secrets};
use mtc_probe::{commands, plan};

fn main() -> ExitCode {
    // Before anything is read: reading may take as long as its source likes.
    commands::listen();
    let ascii = plan::is_ascii_only(plan::Environment::of_process());
    if ascii {
        commands::notes_in_ascii();
    }
    if let Some(columns) = plan::columns_of_stderr() {
        commands::notes_are_folded(columns);
    }
    let letters = |text: String| if ascii { shown_in_ascii(&text) } else { text };
    let cli = Cli::read(std::env::args_os()).unwrap_or_else(|error| refused(&error, letters));
    match plan::of(cli).and_then(commands::run) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            if !matches!(error, mtc_probe::error::Error::BrokenPipe) {
                commands::note(&format!("error: {error}"));
            }
            ExitCode::from(error.exit_code())
        }
    }
}

/// Help, the version, or what is wrong with the arguments, which are repeated there: a terminal
/// must not obey them. `letters` leaves those that it can show.
fn refused(error: &clap::Error, letters: impl Fn(String) -> String) -> Cli {
    if !error.use_stderr() {
        // Help, in the colours that the terminal wants.
        let help = bare_commands(&error.render().ansi().to_string());
        let _ = std::io::Write::write_all(&mut anstream::stdout(), help.as_bytes());
        std::process::exit(error.exit_code());
    }
    let text = error.render().to_string();
    // A value with blanks in it is more than a word.
    let whole = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(value)) => Some(value.as_str()),
        _ => None,
    };
    let value = whole.filter(|value| value.contains(char::is_whitespace));
    let plain = value.map_or_else(
        || text.clone(),
        |value| text.replace(value, &name_without_passwords(value)),
    );
    let shown = letters(bare_commands(&without_secrets(&visible_lines(&plain))));
    if shown != text {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), shown.as_bytes());
        std::process::exit(error.exit_code());
    }
    error.exit()
}
