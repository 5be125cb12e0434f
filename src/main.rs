//! Args in, bytes out, exit code.
//! Decides nothing; names `cli`, `run` and `error` only.

use std::process::ExitCode;

use clap::Parser;
use mtc_probe::cli::Cli;
use mtc_probe::run;

fn main() -> ExitCode {
    match run::run(Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let text = error.to_string();
            if !matches!(error, mtc_probe::error::Error::BrokenPipe) {
                // A closed stderr must not turn into a panic.
                let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("error: {text}\n").as_bytes());
            }
            ExitCode::from(error.exit_code())
        }
    }
}
