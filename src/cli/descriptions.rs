//! What each command does, in a few sentences, for the top of its manual page.
//! Words only: what a page looks like is not decided here.

/// One for each command; the program itself has no name here.
const DESCRIPTIONS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "probe connects to the servers that a migration with the Migration Toolkit for Containers (MTC) needs, and says of each what is wrong, why, and what to do: an authority that nobody trusts, a proxy that stands in the way, a name or a port that is wrong, a server that is silent.",
            "Where a CA bundle helps, it writes one, after it has proved that every endpoint verifies with that file alone. It changes nothing on any server or cluster.",
            "A host in the place of a command is probed: `probe HOST` is `probe endpoints HOST`.",
        ],
    ),
    (
        "endpoints",
        &[
            "Looks up the name of each target, connects, shakes hands, asks the one question that its role allows, and judges what it met: the headline is what to act on first. It sends no password and no token.",
            "Where a doubt is left, it asks again in another way (without the proxy, without the name, for a name that cannot exist), and never accuses anybody on one sign.",
        ],
    ),
    (
        "login",
        &[
            "Follows a login to the MTC console from the browser to the API server and back, leg by leg, and says which leg fails and whose CA is missing there. It logs nobody in. A leg that only a pod can measure is named, with the command that measures it.",
        ],
    ),
    (
        "export-bundle",
        &[
            "Measures the endpoints as `probe endpoints` does, chooses the CA certificates that they need, and proves that each of them verifies with that file alone, by Go's rules, as MTC, Velero and podman have them. Only then the file is written, whole or not at all.",
            "A CA that came over the connection which it is to protect is not confirmed, and the output says so. Compare it with an authentic copy before you use the file; --ca FILE does that.",
        ],
    ),
    (
        "verify-bundle",
        &[
            "Reads a bundle file as its readers do, names each fault in it by line, and, where endpoints are given, says whether they verify with this file alone and until when.",
        ],
    ),
    (
        "compare",
        &[
            "Reads what two or more runs saw of the same endpoints, as from a workstation and from a pod, and names where their verdicts, certificates or routes differ, and why that may be.",
        ],
    ),
    (
        "merge",
        &[
            "Makes one run of several: of the shards that workers measured apart, or of what several vantage points saw. It reports that run as `probe endpoints --from` does, and --save keeps it. What was measured alike is one endpoint; what differs stays, and is named.",
        ],
    ),
    (
        "diff",
        &[
            "Judges two saved runs, each as of its own time, and says what changed: verdicts, certificates and who issued them, routes, addresses, steps that are much slower, what a bundle would gain and lose. It measures nothing, and ends with 1 on what matters.",
        ],
    ),
    (
        "triage",
        &[
            "Reads logs, events and objects of a migration, finds the lines that name a cause, and says for each cause where it stands and what cures it. It reads files only, unless --probe asks it to measure the endpoints that the lines are about.",
        ],
    ),
    (
        "explain",
        &[
            "Says what a verdict means, what shows it, what other programs print for it, and what to do. Given a line that another program printed, it names every verdict that may be behind it, and the command that tells which one it is.",
        ],
    ),
    (
        "demo",
        &[
            "Starts servers with keys made just now on this machine, like those of an OpenShift cluster, some of them broken; probes them, writes a bundle for them, and connects to them with it. Nothing outside of this machine is contacted, and no key is written to a file.",
        ],
    ),
    (
        "schema",
        &[
            "Prints the JSON Schema (draft 2020-12) of what `-o json` and `-o jsonl` print and of what --save writes.",
        ],
    ),
    (
        "completions",
        &["Prints a script that has a shell complete commands, flags, roles and codes."],
    ),
    (
        "man",
        &[
            "On a terminal, has `man` show the page; into a pipe or a file, prints it in the format of man(7).",
        ],
    ),
];

/// What this command does, paragraph by paragraph.
pub(super) fn of(name: &str) -> &'static [&'static str] {
    let mut rows = DESCRIPTIONS.iter();
    rows.find(|(of, _)| *of == name)
        .map_or(&[], |(_, paragraphs)| paragraphs)
}

#[cfg(test)]
mod tests {
    use super::super::after_help;
    use super::*;

    #[test]
    fn each_command_says_what_it_does() {
        for name in after_help::names().chain([""]) {
            assert!(!of(name).is_empty(), "{name}");
        }
    }
}
