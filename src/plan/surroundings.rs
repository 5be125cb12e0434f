//! What surrounds a command: the time, the terminal, the name of the program, and the flags that
//! every command has. The only reader of the wall clock and the terminal; asked once.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock and asks for the terminal"
)]

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use supports_hyperlinks::Stream;

use super::environment::Environment;
use crate::cli::{Cli, When, plugin_name};
use crate::moment::Moment;
use crate::quote::{argument_without_secrets, for_shell};
use crate::report::TextStyle;

/// Where the pages of `docs/` can be read, as `packaging/settings` says; empty where it does not.
const PAGES: Option<&str> = option_env!("PROBE_PAGES");
/// The most columns that text uses, however wide the terminal is: long lines are hard to read.
const WIDEST: usize = 140;
const NARROWEST: usize = TextStyle::NARROWEST;
/// Columns of text where there is no terminal.
const PIPE_WIDTH: usize = 100;

/// What clock, terminal and global flags say.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// When the command began.
    pub now: Moment,
    /// How wide and how colourful text on stdout may be.
    pub style: TextStyle,
    /// The same of text on stderr.
    pub error_style: TextStyle,
    /// Stdout is a terminal: bytes that are no text must not go there.
    pub stdout_is_terminal: bool,
    /// The command that starts this program again, quoted for a shell.
    pub program: String,
    /// What was typed that `export-bundle` takes as well, quoted for a shell, without passwords.
    pub again: String,
    /// What is said on stderr.
    pub notes: Notes,
}

/// What is said on stderr beside errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// No notes.
    pub quiet: bool,
    /// How far the run is; only where stderr is a terminal.
    pub progress: bool,
    /// Each command that is run for the user.
    pub commands: bool,
}

impl Notes {
    /// Says nothing.
    #[must_use]
    pub const fn silent() -> Self {
        Self {
            quiet: true,
            progress: false,
            commands: false,
        }
    }
}

impl Surroundings {
    /// Reads the clock, the terminal and the variables about colour and width.
    #[must_use]
    pub fn of(cli: &Cli, environment: Environment) -> Self {
        let quiet = cli.quiet;
        let stdout = std::io::stdout();
        let coloured = |choice| match cli.color {
            When::Always => true,
            When::Never => false,
            When::Auto => choice != anstream::ColorChoice::Never,
        };
        let stderr = std::io::stderr();
        // If stdout goes to a pager, stderr is still the reader's terminal. If it goes to a file,
        // no terminal is better than another.
        let of_stderr = columns_of(&stderr);
        let by_variable = || columns(environment);
        let ascii = is_ascii_only(environment);
        let style = |columns: Option<usize>, choice| TextStyle {
            width: columns
                .or_else(by_variable)
                .map_or(PIPE_WIDTH, |columns| columns.clamp(NARROWEST, WIDEST)),
            colour: coloured(choice),
            ascii,
            pages: None,
        };
        let linked = |style: TextStyle, stream| TextStyle {
            pages: PAGES.filter(|pages| !pages.is_empty() && links(cli.hyperlink, stream)),
            ..style
        };
        Self {
            now: now(),
            style: linked(
                style(
                    columns_of(&stdout).or(of_stderr),
                    anstream::AutoStream::choice(&stdout),
                ),
                Stream::Stdout,
            ),
            error_style: linked(
                style(of_stderr, anstream::AutoStream::choice(&stderr)),
                Stream::Stderr,
            ),
            stdout_is_terminal: stdout.is_terminal(),
            program: program(),
            again: typed(&cli.again),
            notes: Notes {
                quiet,
                progress: !quiet && stderr.is_terminal(),
                commands: cli.verbose,
            },
        }
    }
}

/// Whether the codes on this stream lead to their pages: a terminal that is known to show links, or
/// FORCE_HYPERLINK says so.
fn links(wanted: When, stream: Stream) -> bool {
    match wanted {
        When::Always => true,
        When::Never => false,
        When::Auto => supports_hyperlinks::on(stream),
    }
}

/// Arguments as they can be typed into a shell again, without the passwords in them.
fn typed(args: &[OsString]) -> String {
    let word = |arg: &OsString| argument_without_secrets(&for_shell(Path::new(arg)));
    args.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The width of a terminal in columns. Some terminals (a serial line, an `expect` script) know
/// their width but not their height.
#[cfg(unix)]
fn columns_of(stream: impl std::os::fd::AsFd) -> Option<usize> {
    rustix::termios::tcgetwinsize(stream)
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns > 0)
}

#[cfg(windows)]
fn columns_of(stream: impl std::os::windows::io::AsHandle) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0))
}

/// Columns that text on stderr may take, where that is a terminal: now, since a person may change it
/// while a run goes on.
#[must_use]
pub fn columns_of_stderr() -> Option<usize> {
    columns_of(std::io::stderr()).map(|columns| columns.clamp(NARROWEST, WIDEST))
}

/// Whether the reader is shown ASCII only, because the locale has no UTF-8.
#[must_use]
pub fn is_ascii_only(environment: Environment) -> bool {
    !has_utf8(environment)
}

/// Whether the locale's letters are UTF-8: the variables in the order of POSIX (XBD 8.2). Where none
/// is set, as in a container, and where no charset is named, they are.
fn has_utf8(environment: Environment) -> bool {
    let Some(locale) = environment.value(&["LC_ALL", "LC_CTYPE", "LANG"]) else {
        return true;
    };
    // language_TERRITORY.charset@modifier
    let (name, charset) = match locale.split_once('.') {
        Some((name, charset)) => (name, charset.split('@').next()),
        None => (locale.as_str(), None),
    };
    match charset {
        Some(charset) => ["utf-8", "utf8"].contains(&charset.to_ascii_lowercase().as_str()),
        None => !["C", "POSIX"].contains(&name),
    }
}

/// The width in columns that the shell keeps in `COLUMNS`, if it exports that variable.
fn columns(environment: Environment) -> Option<usize> {
    environment
        .value(&["COLUMNS"])?
        .parse()
        .ok()
        .filter(|columns| *columns > 0)
}

/// The name by which it was called, if the shell found it by its name or `oc` found it as a plugin;
/// else the path of the executable, since `cargo run` keeps it outside the PATH.
fn program() -> String {
    let called = std::env::args_os()
        .next()
        .map(PathBuf::from)
        .unwrap_or_default();
    if let Some(name) = plugin_name(&called) {
        return name.to_owned();
    }
    let by_name = called.components().count() == 1;
    for_shell(
        &std::env::current_exe()
            .ok()
            .filter(|_| !by_name)
            .unwrap_or(called),
    )
}

fn now() -> Moment {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Moment(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&str) -> Option<String>;

    #[test]
    fn a_locale_tells_its_letters() {
        /// Whether each has UTF-8.
        const LOCALES: [(Read, bool); 9] = [
            (|_| None, true),
            (|_| Some("C".into()), false),
            (|_| Some("POSIX".into()), false),
            (|_| Some("C.UTF-8".into()), true),
            (|_| Some("ja_JP.utf8".into()), true),
            (|_| Some("ja_JP.eucJP".into()), false),
            (|_| Some("de_DE.ISO-8859-15@euro".into()), false),
            (|_| Some("en_US".into()), true),
            (
                |name| Some(if name == "LC_ALL" { "C" } else { "de_DE.UTF-8" }.into()),
                false,
            ),
        ];
        for (n, (read, has)) in LOCALES.into_iter().enumerate() {
            let environment = Environment::that_holds(read);
            assert_eq!(has_utf8(environment), has, "{n}");
        }
        let by_type = Environment::that_holds(|name| match name {
            "LC_CTYPE" => Some("C".into()),
            "LANG" => Some("de_DE.UTF-8".into()),
            _ => None,
        });
        assert!(!has_utf8(by_type));
    }
}
