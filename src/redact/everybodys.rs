//! Words that say nothing of anybody: labels that OpenShift gives to every cluster's hosts, namespaces and
//! objects that its operators name themselves. They explain a finding, so they stay. Plain data.

/// Labels of hosts that every cluster has, and what names are made of.
const LABELS: [&str; 26] = [
    "*",
    "api",
    "api-int",
    "apps",
    "cluster",
    "console",
    "console-openshift-console",
    "default",
    "default-route-openshift-image-registry",
    "image-registry",
    "kubernetes",
    "local",
    "localhost",
    "migration",
    "migration-openshift-migration",
    "oauth",
    "oauth-openshift",
    "openshift",
    "openshift-image-registry",
    "openshift-migration",
    "openshift-storage",
    "proxy",
    "registry",
    "s3",
    "svc",
    "www",
];
/// Objects and users that have the same name wherever they are.
const NAMES: [&str; 20] = [
    "-",
    "admin",
    "argument",
    "cloud-credentials",
    "cluster",
    "default",
    "environment",
    "kubernetes",
    "metadata",
    "migration",
    "migration-controller",
    "mozilla",
    "node-agent",
    "openshift",
    "repository",
    "restic",
    "source",
    "system",
    "target",
    "velero",
];
/// How namespaces begin that the platform names.
const NAMESPACES: [&str; 2] = ["openshift-", "kube-"];

/// How names of CAs begin, or end, that say which program made them: intercepting products (those of the
/// judge's `products.tsv`, each with its rest) and the router of a cluster.
const PROGRAMS: [&str; 22] = [
    "Bitdefender Personal CA",
    "Charles Proxy CA",
    "Cisco Secure Access",
    "Cisco Umbrella",
    "DO_NOT_TRUST_FiddlerRoot",
    "ESET SSL Filter CA",
    "Forcepoint Cloud CA",
    "FortiGate CA",
    "Fortinet Untrusted CA",
    "Gateway CA - Cloudflare Managed",
    "ingress-operator@",
    "Kaspersky Anti-Virus Personal Root",
    "McAfee Web Gateway",
    "Menlo Security Intermediate CA",
    "mitmproxy",
    "Not trusted by \"",
    "OWASP Zed Attack Proxy Root CA",
    "PortSwigger CA",
    "SonicWALL Firewall DPI-SSL",
    "Sophos SSL CA_",
    "Web/Mail Shield Root",
    "Zscaler Intermediate Root CA",
];
/// Organisations without which those rows do not fit.
const MAKERS: [&str; 5] = [
    "Certificate Authority",
    "Fortinet",
    "Menlo Security Inc.",
    "Netskope Inc.",
    "Sophos",
];

/// The name of a program or of its maker, and nothing else.
pub(super) fn is_program(text: &str) -> bool {
    let mut all = PROGRAMS.iter().chain(&MAKERS);
    all.any(|known| known.eq_ignore_ascii_case(text))
}

/// A stand-in behind what of the name is a program's.
pub(super) fn behind_program(text: &str, stand_in: String) -> String {
    let lower = text.to_ascii_lowercase();
    let holds = |known: &&&str| lower.contains(&known.to_ascii_lowercase());
    match PROGRAMS.iter().find(holds) {
        Some(known) if known.ends_with(['@', '_', '"']) => format!("{known}{stand_in}"),
        Some(known) => format!("{known} {stand_in}"),
        None => stand_in,
    }
}

pub(super) fn is_label(label: &str) -> bool {
    LABELS.iter().any(|known| known.eq_ignore_ascii_case(label))
}

pub(super) fn is_name(name: &str) -> bool {
    NAMES.contains(&name) || NAMESPACES.iter().any(|start| name.starts_with(start))
}

/// A word of a label or a name that is everybody's.
pub(super) fn is_word(word: &str) -> bool {
    let parts = || LABELS.iter().chain(&NAMES).flat_map(|name| name.split('-'));
    parts().any(|known| known.eq_ignore_ascii_case(word))
}
