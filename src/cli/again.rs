//! What was typed for one command and another takes as well: the flags and targets by which that one
//! asks for the same endpoints. Reads arguments as clap has read them; runs nothing.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};

/// What the other command means by another thing, what would write a file a second time, and what is
/// about this terminal only.
const OWN: [&str; 8] = [
    "output",
    "save",
    "resume",
    "expect-verdict",
    "color",
    "hyperlink",
    "quiet",
    "verbose",
];

/// The arguments of this command line that `export-bundle` takes, in the order in which they were
/// typed; none where it is no command that measures.
///
/// `program` is built: only then subcommands know the flags that hold for all.
pub(super) fn for_export(args: &[OsString], program: &Command) -> Vec<OsString> {
    let command = |name: &str| program.get_subcommands().find(|c| c.get_name() == name);
    let mut rest = args.iter().skip(1);
    let from = rest.find_map(|arg| arg.to_str().and_then(command));
    let (Some(from), Some(to)) = (from, command("export-bundle")) else {
        return Vec::new();
    };
    let takes = |arg: &&Arg| {
        to.get_positionals()
            .any(|known| known.get_id() == arg.get_id())
    };
    // Such as the file of `verify-bundle`.
    let mut own = from.get_positionals().filter(|arg| !takes(arg)).count();
    let mut kept = Vec::new();
    while let Some(arg) = rest.next() {
        let Some((flag, has_value)) = flag(from, arg) else {
            if own > 0 {
                own -= 1;
            } else {
                kept.push(arg.clone());
            }
            continue;
        };
        let takes_next = !has_value && flag.get_action().takes_values();
        let value = if takes_next { rest.next() } else { None };
        if shares(to, flag) {
            kept.push(read_again(arg, has_value));
            kept.extend(value.map(|value| read_again(value, true)));
        }
    }
    kept
}

/// A value, or an argument that has one in it. Standard input is not there a second time: a file
/// stands for it, as for whatever is still to be written.
fn read_again(arg: &OsStr, is_value: bool) -> OsString {
    const STDIN: &str = "-";
    const FILE: &str = "FILE";
    let text = arg.to_string_lossy();
    let before = match text.as_ref() {
        STDIN if is_value => "",
        "-f-" => "-f",
        long if is_value => match long.strip_suffix("=-") {
            Some(flag) if flag.starts_with("--") => &long[..=flag.len()],
            _ => return arg.to_owned(),
        },
        _ => return arg.to_owned(),
    };
    OsString::from(format!("{before}{FILE}"))
}

/// The flag that this argument is, and whether its value stands in the same argument; `None`: it is
/// a target.
fn flag<'a>(command: &'a Command, arg: &OsStr) -> Option<(&'a Arg, bool)> {
    let text = arg.to_string_lossy();
    let find = |wanted: &dyn Fn(&Arg) -> bool| command.get_arguments().find(|arg| wanted(arg));
    if let Some(long) = text.strip_prefix("--").filter(|long| !long.is_empty()) {
        let (name, has_value) = match long.split_once('=') {
            Some((name, _)) => (name, true),
            None => (long, false),
        };
        let named = |arg: &Arg| {
            let aliases = arg.get_all_aliases().unwrap_or_default();
            arg.get_long() == Some(name) || aliases.contains(&name)
        };
        return Some((find(&named)?, has_value));
    }
    let mut letters = text.strip_prefix('-')?.chars();
    let short = letters.next()?;
    let found = find(&|arg: &Arg| arg.get_short() == Some(short))?;
    Some((found, letters.next().is_some()))
}

/// Another command has the same flag, and means the same by it.
fn shares(command: &Command, flag: &Arg) -> bool {
    let long = flag.get_long();
    long.is_some_and(|long| !OWN.contains(&long))
        && command.get_arguments().any(|arg| arg.get_long() == long)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn kept(line: &str) -> String {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let mut program = Cli::command();
        program.build();
        let kept = for_export(&args, &program);
        kept.join(OsStr::new(" ")).to_string_lossy().into_owned()
    }

    #[test]
    fn targets_and_shared_flags_are_kept_as_they_were_typed() {
        for (typed, wanted) in [
            ("probe endpoints a.test:443 b.test", "a.test:443 b.test"),
            ("probe -q endpoints -o json a.test", "a.test"),
            ("probe endpoints --hyperlink always a.test", "a.test"),
            (
                "probe endpoints -ojson --api=https://a.test:6443",
                "--api=https://a.test:6443",
            ),
            (
                "probe endpoints -f list.txt --fail-on never --ca one.pem",
                "-f list.txt --ca one.pem",
            ),
            (
                "probe endpoints --cacert one.pem --save run.jsonl a.test",
                "--cacert one.pem a.test",
            ),
            (
                "probe login --api https://a.test:6443",
                "--api https://a.test:6443",
            ),
            (
                "probe verify-bundle ca.cert --api https://a.test:6443 b.test --valid-for 9d",
                "--api https://a.test:6443 b.test --valid-for 9d",
            ),
            // Standard input is not there a second time.
            ("probe endpoints -f - --ca one.pem", "-f FILE --ca one.pem"),
            ("probe endpoints -f-", "-fFILE"),
            ("probe endpoints --from=-", "--from=FILE"),
            ("probe endpoints --from - -f a-", "--from FILE -f a-"),
            ("probe demo", ""),
        ] {
            assert_eq!(kept(typed), wanted, "{typed}");
        }
    }
}
