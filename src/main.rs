//! Args in, bytes out, exit code.
//! Decides nothing; names `cli`, `plan`, `commands`, `error`, `foreign` and `quote` only.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use mtc_probe::cli::Cli;
use mtc_probe::foreign::visible_lines;
use mtc_probe::quote::{name_without_passwords, without_secrets};
use mtc_probe::{commands, plan};

fn main() -> ExitCode {
    // Before anything is read: reading may take as long as its source likes.
    commands::listen();
    let cli = Cli::read(std::env::args_os()).unwrap_or_else(|error| refused(&error));
    match plan::of(cli).and_then(commands::run) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let text = error.to_string();
            if !matches!(error, mtc_probe::error::Error::BrokenPipe) {
                // A closed stderr must not turn into a panic.
                let _ = std::io::Write::write_all(
                    &mut std::io::stderr(),
                    format!("error: {text}\n").as_bytes(),
                );
            }
            ExitCode::from(error.exit_code())
        }
    }
}

/// Help, the version, or what is wrong with the arguments, which are repeated there: a terminal
/// must not obey them.
fn refused(error: &clap::Error) -> Cli {
    if !error.use_stderr() {
        error.exit()
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
    let shown = without_secrets(&visible_lines(&plain));
    if shown != text {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), shown.as_bytes());
        std::process::exit(error.exit_code());
    }
    error.exit()
}
