//! The names under which `oc` and `kubectl` start this program as their plugin, and how it is
//! called then.

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, FromArgMatches};

use super::Cli;
use super::mistaken::with_tips;
use super::shortcut::{begin, completed};

/// File name without `.exe` → what people type.
const PLUGINS: [(&str, &str); 2] = [
    ("oc-mtc_probe", "oc mtc-probe"),
    ("kubectl-mtc_probe", "kubectl mtc-probe"),
];

/// What people type where the program was started as a plugin; `called` is its first argument.
#[must_use]
pub fn plugin_name(called: &Path) -> Option<&'static str> {
    let file = called.file_name()?.to_str()?;
    let name = file.strip_suffix(".exe").unwrap_or(file);
    PLUGINS
        .iter()
        .find(|(file, _)| *file == name)
        .map(|(_, typed)| *typed)
}

impl Cli {
    /// Reads a command line, the program's own name first: as a plugin it is called otherwise in
    /// usage, help and version.
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let args: Vec<OsString> = args.into_iter().collect();
        let mut command = Self::command();
        let args = completed(args, &command);
        if let Some(name) = args
            .first()
            .and_then(|called| plugin_name(Path::new(called)))
        {
            command = command.bin_name(name).display_name(name);
        }
        if args.len() <= 1 {
            let name = command.get_bin_name().unwrap_or("probe").to_owned();
            command = command.override_help(begin(&name));
        }
        let matches = command.try_get_matches_from_mut(&args).map_err(|error| {
            command.build();
            with_tips(error, &args, &command)
        })?;
        let mut cli =
            Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        cli.again = super::again::for_export(&args, &command);
        Ok(cli)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_as_a_plugin_it_is_called_otherwise() {
        for (called, typed) in [
            (
                "/home/me/.krew/bin/kubectl-mtc_probe",
                Some("kubectl mtc-probe"),
            ),
            ("oc-mtc_probe", Some("oc mtc-probe")),
            ("oc-mtc_probe.exe", Some("oc mtc-probe")),
            ("./probe", None),
            ("/opt/oc-mtc_probe/probe", None),
            ("kubectl-mtc-probe", None),
            ("", None),
        ] {
            assert_eq!(plugin_name(Path::new(called)), typed, "{called}");
        }
    }
}
