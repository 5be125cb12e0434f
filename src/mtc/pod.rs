//! Ready commands that measure from where MTC's pods are: inside the console's own pod with what is
//! there, and as a Job of this program. The commands send and print nothing secret.

use std::path::Path;

use crate::openshift::namespace::MTC;
use crate::quote;
use crate::roles::RoleRef;
use crate::target::Target;

/// What the console does with the token endpoint, as far as the connection goes: its proxy rules,
/// its TLS without verification, a question that needs no credentials, a deadline of 15 seconds,
/// one line of JSON. Holds no single quote, so that a shell takes it in such quotes.
pub const SCRIPT: &str = include_str!("../../deploy/leg.js");

/// Runs [`SCRIPT`] in the console's pod, against that endpoint (`host:port`).
#[must_use]
pub fn login_command(authority: &str) -> String {
    let script = SCRIPT.trim_end();
    // The name comes from an API server, and it may hold what a shell obeys: a URL's host may have
    // `$(` in it.
    let url = quote::for_shell(Path::new(&format!("https://{authority}/")));
    format!("oc exec -n {MTC} deploy/migration-ui -c mig-ui -- node -e '\n{script}\n' {url}")
}

/// Runs this program as a Job beside MTC (`deploy/job.yaml`, whose image is made beforehand), and
/// puts what it saw beside what is seen here. May be repeated: what an earlier run left is removed
/// first.
#[must_use]
pub fn job_commands() -> Vec<String> {
    vec![
        "probe endpoints -f targets.txt --trust mozilla --save laptop.jsonl".into(),
        format!("oc delete -n {MTC} job/mtc-probe configmap/mtc-probe-targets --ignore-not-found"),
        format!("oc create configmap mtc-probe-targets -n {MTC} --from-file=targets=targets.txt"),
        "oc create -f deploy/job.yaml".into(),
        format!("oc wait -n {MTC} job/mtc-probe --for=condition=complete --timeout=600s"),
        format!("oc logs -n {MTC} job/mtc-probe > pod.jsonl"),
        "probe compare laptop.jsonl pod.jsonl".into(),
    ]
}

/// A line of `targets.txt`.
#[must_use]
pub fn target_line(target: &Target) -> String {
    if target.role == RoleRef::PLAIN {
        target.authority()
    } else {
        target.as_written()
    }
}
