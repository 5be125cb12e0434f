//! What commands read besides their arguments, for the manual pages: variables and files.
//! Words only: `plan` reads the variables.

/// Every command.
const ALL: &[&str] = &[];
/// The commands that measure.
const MEASURE: &[&str] = &["", "endpoints", "login", "export-bundle", "verify-bundle"];

/// A name, who reads it, and what for.
type Row = (&'static str, &'static [&'static str], &'static str);

/// Those, and what measures the endpoints of logs.
const CONNECT: &[&str] = &[
    "",
    "endpoints",
    "login",
    "export-bundle",
    "verify-bundle",
    "triage",
];

const VARIABLES: &[Row] = &[
    (
        "HTTPS_PROXY, https_proxy",
        CONNECT,
        "The proxy, as Go reads it, and so MTC. The flags --proxy and --proxy-from none replace it.",
    ),
    (
        "NO_PROXY, no_proxy",
        CONNECT,
        "Hosts that are reached directly, as Go reads it. The flag --no-proxy replaces it.",
    ),
    (
        "ALL_PROXY, all_proxy",
        CONNECT,
        "Not used, since Go does not use it; where curl would, -o wide says so.",
    ),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        CONNECT,
        "A file and directories of certificates that take the place of the system's trust store.",
    ),
    (
        "KUBECONFIG",
        MEASURE,
        "The kubeconfigs to read with --context where --kubeconfig names none.",
    ),
    (
        "JOB_COMPLETION_INDEX",
        MEASURE,
        "Which shard --shard /N is, counted from 0, as Kubernetes sets it in the pods of an Indexed Job.",
    ),
    (
        "PATH",
        MEASURE,
        "Where --from-cluster finds oc, else kubectl.",
    ),
    (
        "TMPDIR",
        &[
            "",
            "endpoints",
            "login",
            "export-bundle",
            "verify-bundle",
            "demo",
        ],
        "Where temporary files are made; the evidence of a run is in one without a name.",
    ),
    (
        "NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM",
        ALL,
        "Whether stdout has colours, unless --color says it.",
    ),
    (
        "FORCE_HYPERLINK",
        ALL,
        "Whether codes are links to their pages, unless --hyperlink says it: 1 for yes, 0 for no. Where it is not set, they are on a terminal that is known to show links (TERM_PROGRAM, VTE_VERSION, TERM and others tell).",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        ALL,
        "The letters that a terminal shows: in a locale without UTF-8 (C, POSIX, another charset), those that are not ASCII are shown as \\u{...}.",
    ),
    (
        "COLUMNS",
        ALL,
        "The width of text where neither stdout nor stderr is a terminal.",
    ),
];

const FILES: &[Row] = &[
    (
        "/etc/nsswitch.conf, /etc/hosts, /etc/resolv.conf",
        CONNECT,
        "How names are looked up.",
    ),
    (
        "the system's trust store",
        CONNECT,
        "Read unless --trust says otherwise; on Linux below /etc/ssl or /etc/pki.",
    ),
    (
        "~/.kube/config",
        MEASURE,
        "Read with --context where neither --kubeconfig nor KUBECONFIG names a file.",
    ),
    (
        "FILE",
        &["compare"],
        "What --save wrote, or what -o json or -o jsonl printed.",
    ),
    ("RUN", &["merge"], "What --save wrote, of each part."),
    (
        "FILE of --save",
        &["", "endpoints", "login", "export-bundle"],
        "The evidence of the run as JSON lines, one for each endpoint as soon as it is done; it holds no password and no token.",
    ),
    (
        "FILE of -o",
        &["export-bundle"],
        "The bundle, replaced only when the new one is whole and proved.",
    ),
    ("OLD, NEW", &["diff"], "What --save wrote."),
    (
        "DIR",
        &["demo"],
        "Bundle, saved run and, with --serve, targets and the root of the storage. The keys of the lab are in memory only.",
    ),
];

/// The variables that this command reads.
pub(super) fn variables(command: &str) -> Vec<(&'static str, &'static str)> {
    read_by(command, VARIABLES)
}

/// The files that this command reads or writes besides those that its flags name.
pub(super) fn files(command: &str) -> Vec<(&'static str, &'static str)> {
    read_by(command, FILES)
}

fn read_by(command: &str, rows: &[Row]) -> Vec<(&'static str, &'static str)> {
    let reads = |who: &[&str]| who.is_empty() || who.contains(&command);
    let rows = rows.iter().filter(|(_, who, _)| reads(who));
    rows.map(|(name, _, what)| (*name, *what)).collect()
}
