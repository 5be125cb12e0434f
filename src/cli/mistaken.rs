//! What was probably meant by a command line that cannot be read: tips below clap's own error, which
//! never lead elsewhere. Reads arguments; runs nothing.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::again;
use super::shortcut::is_target;
use crate::codes::nearest;
use crate::mask::masked;
use crate::quote::{argument_without_secrets, for_shell};

/// Characters of a line of another program's that are repeated.
const MOST: usize = 200;
/// Words that people type for a command, and what to type instead.
const WORDS: [(&[&str], Meant); 5] = [
    (&["version", "ver"], Meant::Line("--version")),
    (
        &["usage", "docs", "doc", "manual", "commands", "list"],
        Meant::Line("--help"),
    ),
    (
        &[
            "bundle",
            "export",
            "create",
            "write",
            "ca-bundle",
            "cabundle",
        ],
        Meant::Targets("export-bundle"),
    ),
    (
        &[
            "check", "test", "scan", "measure", "connect", "diagnose", "run", "probe", "endpoint",
            "targets", "hosts", "cluster", "api",
        ],
        Meant::Targets("endpoints"),
    ),
    (&["verify", "validate"], Meant::File("verify-bundle")),
];
/// Flags of other programs for the address of a server.
const OF_ADDRESSES: [&str; 10] = [
    "--server",
    "--url",
    "--host",
    "--hostname",
    "--endpoint",
    "--cluster",
    "--api-server",
    "--apiserver",
    "--api-url",
    "--address",
];
/// The same for a file of CAs.
const OF_CAS: [&str; 5] = [
    "--cafile",
    "--ca-file",
    "--ca-bundle",
    "--certificate-authority",
    "--CAfile",
];
/// How files of certificates are called.
const OF_BUNDLES: [&str; 5] = [".cert", ".crt", ".pem", ".cer", ".ca-bundle"];

/// What a word stands for.
#[derive(Clone, Copy)]
enum Meant {
    /// Flags of the program alone.
    Line(&'static str),
    /// A command that takes targets.
    Targets(&'static str),
    /// A command that takes a bundle file, then targets.
    File(&'static str),
}

/// The error with what was probably meant. `program` is built: only then subcommands know their flags.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all others are told by clap alone"
)]
pub(super) fn with_tips(error: Error, args: &[OsString], program: &Command) -> Error {
    let typed = Typed {
        name: program.get_bin_name().unwrap_or("probe"),
        args: args
            .iter()
            .skip(1)
            .map(|arg| arg.to_string_lossy().into_owned())
            .collect(),
    };
    let tips = match error.kind() {
        ErrorKind::InvalidSubcommand => typed.instead_of_command(&error, program),
        ErrorKind::UnknownArgument => typed.instead_of_flag(&error),
        ErrorKind::MissingSubcommand => {
            let name = typed.name;
            vec![format!(
                "{name} --version prints the version, {name} --help lists the commands"
            )]
        }
        ErrorKind::InvalidValue => typed.instead_of_format(&error, args, program),
        _ => return error,
    };
    let own = !tips.is_empty();
    // Of clap's own, names that are near by letters may mean something else.
    let is_kept = |kind: ContextKind| match kind {
        ContextKind::SuggestedSubcommand | ContextKind::Suggested => false,
        ContextKind::SuggestedArg | ContextKind::TrailingArg => !own,
        _ => true,
    };
    if !own && error.kind() == ErrorKind::InvalidValue {
        return error;
    }
    let mut told = Error::new(error.kind()).with_cmd(program);
    for (kind, value) in error.context().filter(|(kind, _)| is_kept(*kind)) {
        told.insert(kind, value.clone());
    }
    if own {
        let tips = tips.into_iter().map(Into::into).collect();
        told.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    }
    told
}

fn text_of(error: &Error, kind: ContextKind) -> &str {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text,
        _ => "",
    }
}

/// What was typed.
struct Typed<'a> {
    /// The program, as people type it.
    name: &'a str,
    args: Vec<String>,
}

impl Typed<'_> {
    fn instead_of_command(&self, error: &Error, program: &Command) -> Vec<String> {
        let word = text_of(error, ContextKind::InvalidSubcommand);
        let at = self.args.iter().position(|arg| arg == word);
        let behind = &self.args[at.map_or(self.args.len(), |at| at + 1)..];
        let is_word = |next: &String| !next.starts_with('-') && !is_address(next);
        let is_line = behind.len() > 1 && behind.first().is_some_and(is_word);
        if is_line || word.contains(char::is_whitespace) {
            return vec![self.explain(&format!("{word} {}", behind.join(" ")))];
        }
        let lower = word.to_lowercase();
        let meant = WORDS
            .iter()
            .find(|(words, _)| words.contains(&lower.as_str()));
        if let Some((_, meant)) = meant {
            return vec![self.meant(*meant, behind)];
        }
        let commands = program.get_subcommands().map(Command::get_name);
        let near = nearest(&lower, commands.filter(|name| *name != "help"));
        near.map(|near| format!("did you mean {} {near}?", self.name))
            .into_iter()
            .collect()
    }

    fn meant(&self, meant: Meant, behind: &[String]) -> String {
        let name = self.name;
        let rest: Vec<String> = behind.iter().map(|arg| shown(arg)).collect();
        let targets = || {
            if rest.is_empty() {
                "--api https://HOST:PORT, or HOST:PORT for any other server".to_owned()
            } else {
                rest.join(" ")
            }
        };
        match meant {
            Meant::Line(flags) => format!("{name} {flags}"),
            Meant::Targets(command) => format!("{name} {command} {}", targets()),
            Meant::File(command) if rest.is_empty() => format!("{name} {command} FILE"),
            Meant::File(command) => format!("{name} {command} {}", rest.join(" ")),
        }
    }

    fn instead_of_flag(&self, error: &Error) -> Vec<String> {
        let flag = text_of(error, ContextKind::InvalidArg);
        let flag = flag.split('=').next().unwrap_or_default();
        let name = self.name;
        let raw = self.args.iter().position(|arg| arg.starts_with(flag));
        let raw_flag = raw.map_or("", |at| self.args[at].as_str());
        let value = raw_flag.split_once('=').map(|(_, value)| value.to_owned());
        let value = value.or_else(|| raw.and_then(|at| self.args.get(at + 1)).cloned());
        let value = value
            .filter(|value| !value.starts_with('-'))
            .map(|value| shown(&value));
        if OF_ADDRESSES.contains(&flag) || raw_flag.starts_with("-api") {
            let value = value.unwrap_or_else(|| "https://HOST:PORT".into());
            return vec![
                format!("an API server: {name} endpoints --api {value}"),
                format!("any other server: {name} endpoints HOST:PORT"),
            ];
        }
        if ["--port", "-p"].contains(&flag) {
            let host = self
                .args
                .iter()
                .find(|arg| is_address(arg) && !arg.contains("://"));
            let host = host.map_or_else(|| "HOST".into(), |host| shown(host));
            let port = value.unwrap_or_else(|| "PORT".into());
            return vec![format!(
                "the port stands behind the host: {name} endpoints {host}:{port}"
            )];
        }
        if OF_CAS.contains(&flag) {
            let value = value.unwrap_or_else(|| "FILE".into());
            return vec![format!("certificates to trust: --ca {value}")];
        }
        if ["--insecure", "-k", "--insecure-skip-tls-verify"].contains(&flag) {
            return vec![
                "every chain is captured, whatever is wrong with it: no flag is needed".into(),
            ];
        }
        Vec::new()
    }

    /// `-o` of endpoints is a format; people write the file of `export-bundle` there.
    fn instead_of_format(
        &self,
        error: &Error,
        args: &[OsString],
        program: &Command,
    ) -> Vec<String> {
        let is_output = text_of(error, ContextKind::InvalidArg).starts_with("--output");
        let value = text_of(error, ContextKind::InvalidValue);
        let is_file = value.contains(['.', '/']);
        if !is_output || !is_file {
            return Vec::new();
        }
        let file = shown(value);
        if OF_BUNDLES.iter().any(|end| value.ends_with(end)) {
            let again = again::for_export(args, program);
            let again: Vec<String> = again.iter().map(|arg| shown_os(arg)).collect();
            let (name, again) = (self.name, again.join(" "));
            return vec![
                format!("a CA bundle: {name} export-bundle {again} -o {file}"),
                "a report into a file: -o FORMAT=FILE".into(),
            ];
        }
        vec![format!(
            "a report into a file: -o FORMAT={file}, such as -o json={file}"
        )]
    }

    fn explain(&self, line: &str) -> String {
        let line = masked(line.trim());
        let line = if line.chars().count() > MOST {
            "'LINE'".to_owned()
        } else {
            for_shell(Path::new(&line))
        };
        format!(
            "a line that another program printed: {} explain {line}",
            self.name
        )
    }
}

/// A host, perhaps with a port, or a URL; a word that ends a sentence is none.
fn is_address(text: &str) -> bool {
    is_target(text) && !text.ends_with(['.', ':', ',']) && !text.contains(char::is_whitespace)
}

fn shown(argument: &str) -> String {
    argument_without_secrets(&for_shell(Path::new(argument)))
}

fn shown_os(argument: &OsStr) -> String {
    argument_without_secrets(&for_shell(Path::new(argument)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    /// What is said of this command line, without colour.
    fn said(typed: &[&str]) -> String {
        let args = std::iter::once(&"probe").chain(typed).map(OsString::from);
        Cli::read(args).unwrap_err().to_string()
    }

    /// Command lines, and what is told of each.
    const MEANT: &[(&[&str], &str)] = &[
        (&["version"], "tip: probe --version\n"),
        (&["usage"], "tip: probe --help\n"),
        (&["docs"], "tip: probe --help\n"),
        (
            &["bundle"],
            "tip: probe export-bundle --api https://HOST:PORT, or",
        ),
        (&["bundle", "a.test"], "tip: probe export-bundle a.test\n"),
        (
            &["check"],
            "tip: probe endpoints --api https://HOST:PORT, or",
        ),
        (
            &["check", "a.test:6443"],
            "tip: probe endpoints a.test:6443\n",
        ),
        (&["verify"], "tip: probe verify-bundle FILE\n"),
        (
            &["exprt-bundle", "a.test"],
            "did you mean probe export-bundle?",
        ),
        (&["-v"], "probe --version prints the version"),
        (
            &["--server", "https://a.test:6443"],
            "probe endpoints --api https://a.test:6443\n",
        ),
        (
            &["--url=https://a.test:6443"],
            "probe endpoints --api https://a.test:6443\n",
        ),
        (
            &["-api", "https://a.test:6443"],
            "probe endpoints --api https://a.test:6443\n",
        ),
        (
            &["endpoints", "-api", "https://a.test:6443"],
            "probe endpoints --api https://a.test:6443\n",
        ),
        (&["-p", "6443", "a.test"], "probe endpoints a.test:6443\n"),
        (
            &["endpoints", "--port", "6443", "a.test"],
            "probe endpoints a.test:6443\n",
        ),
        (
            &["Test", "connect", "failed"],
            "probe explain 'Test connect failed'\n",
        ),
        (&["Get \"x\" EOF"], "probe explain 'Get \"x\" EOF'\n"),
        (
            &[
                "endpoints",
                "--api",
                "https://a.test:6443",
                "--ca",
                "root.pem",
                "-o",
                "ca_bundle.cert",
            ],
            "probe export-bundle --api https://a.test:6443 --ca root.pem -o ca_bundle.cert\n",
        ),
        (
            &["--api", "https://a.test:6443", "-o", "run.json"],
            "-o FORMAT=run.json",
        ),
        (&["a.test", "--cafile", "x.pem"], "--ca x.pem"),
    ];

    #[test]
    fn what_was_meant_is_told() {
        for (typed, told) in MEANT {
            let said = said(typed);
            assert!(said.contains(told), "{typed:?}: {said}");
        }
    }

    #[test]
    fn nothing_leads_elsewhere() {
        for (typed, never) in [
            (&["check"][..], "schema"),
            (&["usage"], "triage"),
            (&["scan", "a.test"], "'man'"),
            (&["endpoints", "-p", "1", "a.test"], "as a value"),
            (&["endpoints", "--zzz", "a.test"], "tip"),
            (&["qqqqqq"], "tip"),
        ] {
            let said = said(typed);
            assert!(!said.contains(never), "{typed:?}: {said}");
        }
        let kept = said(&["endpoints", "--servernam", "x", "a.test"]);
        assert!(kept.contains("--servername"), "{kept}");
        let near = said(&["endpoints", "a.test", "-o", "jsn"]);
        assert!(near.contains("'json'"), "{near}");
    }
}
