//! What may be left out of a command line: `probe HOST` is `probe endpoints HOST`, and without any
//! argument the ways to begin are told. Reads arguments; asks nobody.

use std::ffi::OsString;

use clap::Command;

/// What is told to those who type nothing else.
pub(super) fn begin(program: &str) -> String {
    format!(
        "{program} finds what is wrong with TLS around an OpenShift migration (MTC)\n\n\
         three ways to begin\n  \
         a cluster on this machine, probed; nothing is needed:\n    \
         {program} demo\n  \
         a cluster, by the address of its API server:\n    \
         {program} --api https://api.CLUSTER.BASE:6443\n  \
         an error that somebody printed:\n    \
         {program} explain 'x509: certificate signed by unknown authority'\n\n\
         {program} HOST[:PORT] probes one endpoint; {program} --help lists all commands\n"
    )
}

/// The arguments with `endpoints` before the first, where that is a target or one of its flags.
pub(super) fn completed(mut args: Vec<OsString>, command: &Command) -> Vec<OsString> {
    // `probe endpoints help` is no host of that name.
    if let [_, name, help] = &mut args[..]
        && help.as_os_str() == "help"
        && name
            .to_str()
            .is_some_and(|name| command.find_subcommand(name).is_some())
    {
        *help = "--help".into();
        return args;
    }
    let mut at = 1;
    while let Some(text) = args.get(at).and_then(|arg| arg.to_str()) {
        match text {
            "-q" | "--quiet" | "-v" | "--verbose" => at += 1,
            "--color" | "--hyperlink" => at += 2,
            _ if text.starts_with("--color=") || text.starts_with("--hyperlink=") => at += 1,
            _ => {
                if is_target(text) || is_flag_of_endpoints(text, command) {
                    args.insert(at, "endpoints".into());
                }
                break;
            }
        }
    }
    args
}

/// A bare word is a host only where no command could be meant.
pub(super) fn is_target(text: &str) -> bool {
    !text.starts_with('-') && (text == "localhost" || text.contains(['.', ':', '[']))
}

/// Such as `--api`.
fn is_flag_of_endpoints(text: &str, command: &Command) -> bool {
    let Some(long) = text.strip_prefix("--") else {
        return false;
    };
    let name = long.split('=').next();
    let endpoints = command.find_subcommand("endpoints");
    endpoints.is_some_and(|endpoints| {
        let mut arguments = endpoints.get_arguments();
        arguments.any(|argument| argument.get_long() == name)
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn a_host_is_probed_and_a_misspelt_command_is_none() {
        for (typed, wanted) in [
            ("probe api.test:6443", "probe endpoints api.test:6443"),
            ("probe localhost", "probe endpoints localhost"),
            ("probe [::1]:443 b.test", "probe endpoints [::1]:443 b.test"),
            (
                "probe -q --color never a.test",
                "probe -q --color never endpoints a.test",
            ),
            (
                "probe --api https://a.test:6443",
                "probe endpoints --api https://a.test:6443",
            ),
            (
                "probe --api=https://a.test:6443",
                "probe endpoints --api=https://a.test:6443",
            ),
            ("probe exprt-bundle a.test", "probe exprt-bundle a.test"),
            ("probe explain a.test", "probe explain a.test"),
            ("probe endpoints help", "probe endpoints --help"),
            ("probe --help", "probe --help"),
            ("probe", "probe"),
        ] {
            let args = typed.split(' ').map(OsString::from).collect();
            let completed = completed(args, &Cli::command());
            assert_eq!(completed.join(std::ffi::OsStr::new(" ")), wanted);
        }
    }
}
