//! Command lines that `--help` and the manual pages show, each with what it is for. A test reads
//! each of them as the program would. Words only.

/// A complete command line.
pub(super) struct Example {
    /// What it is for, in a few words.
    pub(super) purpose: &'static str,
    /// As it is typed into a shell.
    pub(super) command: &'static str,
}

const fn example(purpose: &'static str, command: &'static str) -> Example {
    Example { purpose, command }
}

pub(super) const PROBE: &[Example] = &[
    example(
        "nothing at hand: a cluster on this machine, probed",
        "probe demo",
    ),
    example(
        "one endpoint; the same as `probe endpoints HOST:PORT`",
        "probe api.src.example.com:6443",
    ),
    example(
        "a cluster, by the address of its API server",
        "probe --api https://api.src.example.com:6443",
    ),
    example(
        "an error that another program printed",
        "probe explain 'x509: certificate signed by unknown authority'",
    ),
];

pub(super) const ENDPOINTS: &[Example] = &[
    example(
        "a cluster, by the address of its API server",
        "probe endpoints --api https://api.src.example.com:6443",
    ),
    example(
        "the same with a CA bundle: is it enough?",
        "probe endpoints --api https://api.src.example.com:6443 --ca ca_bundle.cert",
    ),
    example(
        "servers by name, the second as an S3 repository",
        "probe endpoints api.src.example.com:6443 repository=https://s3.example.com",
    ),
    example(
        "what MTC touches, read from the objects of a cluster",
        "oc get migcluster -n openshift-migration -o yaml | probe endpoints -f -",
    ),
    example(
        "through a proxy, with every step and certificate",
        "probe endpoints -x http://proxy.example.com:3128 -o wide s3.example.com",
    ),
    example(
        "measure now, judge later with another CA",
        "probe endpoints -f targets.txt --save run.jsonl",
    ),
    example(
        "gently: ten at a time, two of one host, fifty a second",
        "probe endpoints -f targets.txt -j 10 --per-host 2 --rate 50/s",
    ),
    example(
        "go on with a run that was interrupted",
        "probe endpoints -f targets.txt --resume run.jsonl",
    ),
    example(
        "the second of four workers that share the targets out",
        "probe endpoints -f targets.txt --shard 2/4 --save shard2.jsonl",
    ),
    example(
        "the same run again, without a network",
        "probe endpoints --from run.jsonl --ca root.pem -o json",
    ),
    example(
        "a copy of the run for somebody outside, with stand-ins for all names",
        "probe endpoints --from run.jsonl --redact --save shared.jsonl",
    ),
];

pub(super) const LOGIN: &[Example] = &[
    example(
        "the console of the cluster with this API server",
        "probe login --api https://api.dst.example.com:6443",
    ),
    example(
        "the cluster that `oc` is logged in to",
        "probe login --from-cluster",
    ),
    example(
        "the leg that only the console's pod can measure: a command to be pasted",
        "probe login --api https://api.dst.example.com:6443 --print-pod-check",
    ),
    example(
        "with the CA of the cluster, for a program to read",
        "probe login --api https://api.dst.example.com:6443 --ca root.pem -o json",
    ),
];

pub(super) const EXPORT_BUNDLE: &[Example] = &[
    example(
        "one file for all endpoints of a cluster",
        "probe export-bundle --api https://api.src.example.com:6443 -o ca_bundle.cert",
    ),
    example(
        "a server that keeps its root to itself: the root is given",
        "probe export-bundle repository=https://s3.example.com --ca root.pem -o ca.pem",
    ),
    example(
        "a patch for one MigCluster",
        "probe export-bundle -f mtc.yaml --for migcluster/src --format migcluster-patch",
    ),
    example(
        "what can be had now, although some endpoints need something else",
        "probe export-bundle -f targets.txt --allow-partial > ca_bundle.cert",
    ),
    example(
        "in CI: fail where a CA is not the one that was recorded",
        "probe export-bundle -f targets.txt --expect bundle.lock -o ca_bundle.cert",
    ),
];

pub(super) const VERIFY_BUNDLE: &[Example] = &[
    example(
        "what is wrong in the file itself",
        "probe verify-bundle ca_bundle.cert",
    ),
    example(
        "is it enough for a cluster?",
        "probe verify-bundle ca_bundle.cert --api https://api.src.example.com:6443",
    ),
    example(
        "will it still do in 90 days?",
        "probe verify-bundle ca_bundle.cert api.src.example.com:6443 --valid-for 90d",
    ),
];

pub(super) const COMPARE: &[Example] = &[
    example(
        "what a workstation and a pod saw",
        "probe compare laptop.jsonl pod.jsonl",
    ),
    example(
        "with names of your own",
        "probe compare run1.jsonl run2.jsonl --label office --label pod",
    ),
    example(
        "what was saved before, with what is so now",
        "probe endpoints -f targets.txt -o json | probe compare before.jsonl -",
    ),
];

pub(super) const MERGE: &[Example] = &[
    example(
        "the shards of one run, as one run",
        "probe merge shard1.jsonl shard2.jsonl --save run.jsonl",
    ),
    example(
        "what a workstation and a pod saw, in one report",
        "probe merge laptop.jsonl pod.jsonl -o html=report.html",
    ),
    example(
        "one bundle of all shards",
        "probe merge s1.jsonl s2.jsonl --save - | probe export-bundle --from -",
    ),
];

pub(super) const DIFF: &[Example] = &[
    example(
        "what changed since yesterday",
        "probe diff yesterday.jsonl today.jsonl",
    ),
    example(
        "what changed since then, measured now",
        "probe endpoints -f targets.txt --save - | probe diff before.jsonl -",
    ),
    example(
        "every endpoint, warnings being failures too",
        "probe diff before.jsonl now.jsonl -o wide --fail-on warning",
    ),
    example(
        "for a CI server",
        "probe diff before.jsonl now.jsonl -o junit > report.xml",
    ),
];

pub(super) const TRIAGE: &[Example] = &[
    example(
        "the log of MTC's controller",
        "oc logs -n openshift-migration deploy/migration-controller | probe triage -",
    ),
    example("all that must-gather wrote", "probe triage must-gather"),
    example(
        "the commands that cure what its objects show",
        "probe triage must-gather --patch",
    ),
    example(
        "for a program, and with every place",
        "probe triage velero.log events.txt -o json",
    ),
];

pub(super) const EXPLAIN: &[Example] = &[
    example("every code, with its title", "probe explain --all"),
    example("one code", "probe explain private-ca"),
    example(
        "a sentence that another program printed",
        "probe explain 'x509: certificate signed by unknown authority'",
    ),
    example(
        "the log of a pod",
        "oc logs -n openshift-migration deploy/migration-controller | probe explain -",
    ),
];

pub(super) const DEMO: &[Example] = &[
    example("one screen", "probe demo"),
    example("every scene in full", "probe demo --long"),
    example(
        "a lab to try other commands on, in a second terminal",
        "probe demo --serve --dir lab",
    ),
];

pub(super) const SCHEMA: &[Example] = &[
    example(
        "keep it beside the program that reads reports",
        "probe schema > probe.schema.json",
    ),
    example("what a report says of an endpoint", "probe schema | less"),
    example(
        "a report to hold against it",
        "probe endpoints -f targets.txt -o json > report.json",
    ),
];

pub(super) const COMPLETIONS: &[Example] = &[
    example(
        "bash, for this user",
        "probe completions bash > ~/.local/share/bash-completion/completions/probe",
    ),
    example(
        "zsh, where this directory is in fpath",
        "probe completions zsh > ~/.zfunc/_probe",
    ),
    example(
        "fish",
        "probe completions fish > ~/.config/fish/completions/probe.fish",
    ),
];

pub(super) const MAN: &[Example] = &[
    example("the page of the program, shown by man", "probe man"),
    example(
        "the page of one command",
        "probe man export-bundle | man -l -",
    ),
    example(
        "keep it where `man probe` finds it",
        "probe man > ~/.local/share/man/man1/probe.1",
    ),
];
