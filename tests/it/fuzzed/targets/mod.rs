//! One function for each fuzz target, over any bytes: the test beside this folder runs them on the
//! corpus with the stable toolchain, and `fuzz/` includes them for cargo-fuzz. Each file says in its
//! first lines what it holds. Nothing here opens a connection or reads a clock.

pub mod bundle;
pub mod certificate;
pub mod claims;
pub mod inputs;
pub mod judge;
pub mod logs;
pub mod network;
pub mod pem;
mod pki;
pub mod saved;
pub mod triage;
pub mod words;

/// A target: what it does with any bytes. It panics where something does not hold.
pub type Run = fn(&[u8]);

/// Every target by its name, which is also that of its corpus and of its file in `fuzz/fuzz_targets`.
pub const ALL: &[(&str, Run)] = &[
    ("aia", network::issuers),
    ("bundle_export", bundle::exported),
    ("bundle_verify", bundle::verified),
    ("certificate", certificate::run),
    ("compare", saved::compared),
    ("dns_answer", network::resolver),
    ("dns_files", network::lookups),
    ("dumps", inputs::dumps),
    ("explain", words::explained),
    ("flags", inputs::flags),
    ("foreign", words::shown),
    ("go_words", words::said_by_go),
    ("http_answer", network::answer),
    ("judge", judge::run),
    ("judge_many", judge::many),
    ("kubeconfig", inputs::kubeconfig),
    ("lock", bundle::locked),
    ("log_ansible", |bytes| logs::grammar("ansible", bytes)),
    ("log_describe", |bytes| logs::grammar("describe", bytes)),
    ("log_json", |bytes| logs::grammar("json", bytes)),
    ("log_klog", |bytes| logs::grammar("klog", bytes)),
    ("log_kopia", |bytes| logs::grammar("kopia", bytes)),
    ("log_kube_event", |bytes| logs::grammar("kube_event", bytes)),
    ("log_logrus", |bytes| logs::grammar("logrus", bytes)),
    ("log_node", |bytes| logs::grammar("node", bytes)),
    ("log_records", logs::records),
    ("log_restic", |bytes| logs::grammar("restic", bytes)),
    ("log_router", |bytes| logs::grammar("router", bytes)),
    ("log_rsync", |bytes| logs::grammar("rsync", bytes)),
    ("log_stunnel", |bytes| logs::grammar("stunnel", bytes)),
    ("log_terminal", |bytes| logs::grammar("terminal", bytes)),
    ("log_text", logs::text),
    ("log_zap", |bytes| logs::grammar("zap_console", bytes)),
    ("objects", inputs::kubernetes),
    ("pem", pem::run),
    ("run_log", saved::run_log),
    ("targets", inputs::list),
    ("tls_flight", network::flight),
    ("triage_lines", triage::lines),
    ("triage_objects", triage::objects),
];
